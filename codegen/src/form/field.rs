//! Parameters, fields, and their types.

use super::{Form, Key, Shape, may, must};
use crate::location::{Encoding, Location};

/// after the type and after the doc.
macro_rules! field_keys {
    ($fields:expr, [$($typed:expr),*], [$($told:expr),*]) => {
        &[
            must("name", Shape::Text, "Name on the wire, without the number of a list member."),
            may("rust", Shape::Text, "Rust name instead of the one made from `name`."),
            must("type", Shape::Type, "Type of the value."),
            may("rust_type", Shape::Text, "Rust name of the enum or object that is defined in place."),
            $($typed,)*
            may("open", Shape::Flag, "Whether an enum defined in place accepts values that are not listed; `false` if absent."),
            may("override", Shape::Flag, "Whether the entry is corrected by hand, so that an import keeps it; `false` if absent."),
            may("sensitive", Shape::Flag, "Whether it is personal or secret, so that it is never printed; `false` if absent."),
            may("deprecated", Shape::Prose, "Why it should no longer be used, and what to use instead."),
            may("doc", Shape::Prose, "What it means, with units."),
            $($told,)*
            may("values", Shape::List(&Shape::TextOr(&VALUE)), "Values of an enum defined in place."),
            may("fields", Shape::List(&Shape::Form($fields)), "Fields of an object defined in place."),
        ]
    };
}

/// Keys of a parameter, or of a member of an object that may be sent.
macro_rules! sent_keys {
    ($fields:expr, [$($own:expr),*]) => {
        field_keys!(
            $fields,
            [
                $($own,)*
                may("required", Shape::Need, "Whether every call must have it; `false` if absent. `documented` if only the documentation demands it and the gateway does not check."),
                may("required_when", Shape::Prose, "When it is required, if that depends on other parameters."),
                may("default", Shape::Value, "The value that the gateway uses if it is absent."),
                may("length", Shape::Form(&COUNTS), "Limits of a text, in Unicode characters."),
                may("range", Shape::Form(&NUMBERS), "Limits of a number."),
                may("items", Shape::Form(&COUNTS), "Limits of a list or a map, in members."),
                may("pattern", Shape::Text, "Regular expression that the whole text matches."),
                may("media", Shape::List(&Shape::Word(&["jpeg", "bmp", "png", "gif"])), "Image formats that are accepted."),
                may("raw_size", Shape::Form(&SIZES), "Limits of an image before base64, in bytes.")
            ],
            [may("sample", Shape::Value, "A made-up value for examples and tests, never a real one.")]
        )
    };
}

/// A request parameter.
pub(crate) static PARAMETER: Form = Form {
    what: "a parameter",
    keys: sent_keys!(
        &PARAMETER,
        [
            may(
                "in",
                Shape::Word(Location::WORDS),
                "Where it travels; in the query if absent. `body` is a member of the JSON body, `payload` the whole body."
            ),
            may(
                "encoding",
                Shape::Word(Encoding::WORDS),
                "How a list, map or object becomes text in a query or a form; `flattened` if absent."
            ),
            may(
                "content_type",
                Shape::Text,
                "Media type of a payload, instead of the one of its type; `none` sends no content type."
            )
        ]
    ),
};

/// A member of an object that actions share, which may be sent and received.
pub(crate) static MEMBER: Form = Form {
    what: "a member",
    keys: sent_keys!(&MEMBER, [item()]),
};

/// A field of a response.
pub(crate) static FIELD: Form = Form {
    what: "a response field",
    keys: field_keys!(
        &FIELD,
        [
            may(
                "in",
                Shape::Word(Location::ANSWER_WORDS),
                "Where it is; a member of the JSON answer if absent. `payload` is the whole answer."
            ),
            item()
        ],
        []
    ),
};

const fn item() -> Key {
    may(
        "item",
        Shape::Text,
        "Name of the element around each member of a list, in XML and JSON.",
    )
}

/// An object that several actions share.
pub(crate) static SHARED_OBJECT: Form = Form {
    what: "a shared object",
    keys: &[
        must("name", Shape::Text, "Name to use as `type`."),
        may(
            "rust",
            Shape::Text,
            "Rust name instead of the one made from `name`.",
        ),
        may("doc", Shape::Prose, "What it is."),
        must(
            "fields",
            Shape::List(&Shape::Form(&MEMBER)),
            "Its members. It may contain itself.",
        ),
    ],
};

/// A nested object that is used more than once.
pub(crate) static OBJECT: Form = Form {
    what: "an object",
    keys: &[
        must("name", Shape::Text, "Name to use as `type`."),
        may(
            "rust",
            Shape::Text,
            "Rust name instead of the one made from `name`.",
        ),
        may("doc", Shape::Prose, "What it is."),
        may(
            "parameters",
            Shape::List(&Shape::Form(&PARAMETER)),
            "Its fields, if it is sent.",
        ),
        may(
            "fields",
            Shape::List(&Shape::Form(&FIELD)),
            "Its fields, if it is received.",
        ),
    ],
};

/// An enum with a name.
pub(crate) static ENUM: Form = Form {
    what: "an enum",
    keys: &[
        must("name", Shape::Text, "Name to use as `type`."),
        may(
            "rust",
            Shape::Text,
            "Rust name instead of the one made from `name`.",
        ),
        may(
            "integer",
            Shape::Flag,
            "Whether its values are whole numbers on the wire; `false` if absent.",
        ),
        may(
            "open",
            Shape::Flag,
            "Whether it accepts values that are not listed; `false` if absent.",
        ),
        may("doc", Shape::Prose, "What its values distinguish."),
        must(
            "values",
            Shape::List(&Shape::TextOr(&VALUE)),
            "Its values, in the order of the page.",
        ),
    ],
};

/// A value of an enum.
pub(crate) static VALUE: Form = Form {
    what: "an enum value",
    keys: &[
        must("value", Shape::Value, "The value on the wire."),
        may(
            "name",
            Shape::Text,
            "Rust name instead of the one made from `value`.",
        ),
        may(
            "deprecated",
            Shape::Prose,
            "Why it should no longer be used, and what to use instead.",
        ),
        may("doc", Shape::Prose, "What it means."),
    ],
};

/// Limits in characters or members.
pub(crate) static COUNTS: Form = Form {
    what: "a pair of limits",
    keys: &[
        may("min", Shape::Count, "The minimum."),
        may("max", Shape::Count, "The maximum."),
    ],
};

/// Limits of a number.
pub(crate) static NUMBERS: Form = Form {
    what: "a pair of limits",
    keys: &[
        may("min", Shape::Number, "The minimum."),
        may("max", Shape::Number, "The maximum."),
    ],
};

/// Limits in bytes.
pub(crate) static SIZES: Form = Form {
    what: "a pair of sizes",
    keys: &[
        may("min", Shape::Size, "The minimum: `512`, `55KiB`, `1MiB`."),
        may("max", Shape::Size, "The maximum: `512`, `55KiB`, `1MiB`."),
    ],
};
