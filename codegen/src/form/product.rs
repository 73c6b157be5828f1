//! The product file.

use super::field::{ENUM, SHARED_OBJECT};
use super::{Form, Shape, may, must};

/// `product.yaml`.
pub(crate) static PRODUCT: Form = Form {
    what: "a product",
    keys: &[
        must(
            "product",
            Shape::Text,
            "Product code for the gateway, such as `Domain`.",
        ),
        must("version", Shape::Text, "API version, such as `2018-01-29`."),
        must("doc", Shape::Prose, "What the product does."),
        must(
            "endpoint",
            Shape::Text,
            "Host of regions that are not in `regions`, without scheme and path.",
        ),
        may("regions", Shape::Map(&Shape::Text), "Hosts by region id."),
        may(
            "areas",
            Shape::List(&Shape::Form(&AREA)),
            "Functional areas; each becomes a module with the actions that name it in `area`, and can be a cargo feature.",
        ),
        may(
            "common_parameters",
            Shape::List(&Shape::Form(&COMMON)),
            "Parameters of every call; the runtime sets them, and no action can declare them.",
        ),
        may(
            "enums",
            Shape::List(&Shape::Form(&ENUM)),
            "Enums for the types of parameters and fields of any action.",
        ),
        may(
            "objects",
            Shape::List(&Shape::Form(&SHARED_OBJECT)),
            "Objects for the types of parameters and fields of any action.",
        ),
        may(
            "errors",
            Shape::List(&Shape::Form(&ERROR)),
            "Error codes that any action may answer with.",
        ),
    ],
};

/// A functional area.
pub(crate) static AREA: Form = Form {
    what: "an area",
    keys: &[
        must(
            "name",
            Shape::Text,
            "Name of the module and the feature: lower-case letters, digits and `_`, beginning with a letter.",
        ),
        must("doc", Shape::Prose, "What its actions have in common."),
    ],
};

/// A parameter of every call.
pub(crate) static COMMON: Form = Form {
    what: "a common parameter",
    keys: &[
        must("name", Shape::Text, "Name on the wire."),
        may(
            "required",
            Shape::Flag,
            "Whether every call must have it; `false` if absent.",
        ),
        must("doc", Shape::Prose, "What it says."),
    ],
};

/// An error code.
pub(crate) static ERROR: Form = Form {
    what: "an error",
    keys: &[
        must("code", Shape::Text, "The code on the wire."),
        may(
            "name",
            Shape::Text,
            "Rust name instead of the one made from `code`.",
        ),
        may(
            "http_status",
            Shape::Count,
            "Documented HTTP status, 100 to 599.",
        ),
        may(
            "message",
            Shape::Text,
            "The documented message, copied exactly.",
        ),
        may(
            "outcome",
            Shape::Word(&["unknown", "refused"]),
            "Whether a change may have been made nevertheless (`unknown`), or certainly not (`refused`), whenever the product answers with the code; the words of the code decide if it is absent.",
        ),
        must("doc", Shape::Prose, "What it means."),
    ],
};
