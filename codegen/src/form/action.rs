//! Action files.

use super::field::{ENUM, FIELD, OBJECT, PARAMETER};
use super::product::ERROR;
use super::{Form, Shape, may, must};
use crate::location::Method;

/// An action file.
pub(crate) static ACTION: Form = Form {
    what: "an action",
    keys: &[
        must(
            "action",
            Shape::Text,
            "Name of the action for the gateway; the file has the same name.",
        ),
        may(
            "page",
            Shape::Text,
            "Title of the reference page that the facts come from.",
        ),
        may(
            "no_page",
            Shape::Prose,
            "Why there is no reference page, and where the facts come from instead.",
        ),
        may(
            "area",
            Shape::Text,
            "Functional area, such as `tasks`; one of the `areas` of the product file, if it has areas.",
        ),
        may(
            "method",
            Shape::Word(Method::WORDS),
            "HTTP method; `POST` if absent.",
        ),
        may(
            "path",
            Shape::Text,
            "Path template of a REST (ROA) action, such as `/clusters/{ClusterId}`. Without it, the action is RPC.",
        ),
        may(
            "anonymous",
            Shape::Flag,
            "Whether calls are sent without a signature; `false` if absent.",
        ),
        must("doc", Shape::Prose, "What the action does."),
        must(
            "idempotent",
            Shape::Flag,
            "Whether repeating the call changes nothing more, so that a failed call may be sent again.",
        ),
        may(
            "idempotency_token",
            Shape::Text,
            "Parameter by which the gateway recognizes a repeated call, such as `ClientToken`.",
        ),
        may(
            "body",
            Shape::Text,
            "The documentation's name of the JSON body whose members are parameters here.",
        ),
        may(
            "deprecated",
            Shape::Prose,
            "Why the action should no longer be used, and what to use instead.",
        ),
        must(
            "parameters",
            Shape::List(&Shape::Form(&PARAMETER)),
            "Parameters of the request, in the order of the page; `[]` if there are none.",
        ),
        must(
            "response",
            Shape::List(&Shape::Form(&FIELD)),
            "Fields of the answer, in the order of the page; `[]` if there are none.",
        ),
        may(
            "objects",
            Shape::List(&Shape::Form(&OBJECT)),
            "Nested objects that are used more than once.",
        ),
        may(
            "enums",
            Shape::List(&Shape::Form(&ENUM)),
            "Enums that are used more than once in this action.",
        ),
        may(
            "errors",
            Shape::List(&Shape::TextOr(&ERROR)),
            "Error codes on the page: those of the product by code, others described.",
        ),
        may(
            "pagination",
            Shape::Form(&PAGINATION),
            "How the answer is divided into pages.",
        ),
        may(
            "waiter",
            Shape::Form(&WAITER),
            "How the items of the answer show the state of a task.",
        ),
        may(
            "submits",
            Shape::Form(&SUBMITS),
            "The task that the action submits, and the action that watches it.",
        ),
        may(
            "examples",
            Shape::List(&Shape::Form(&EXAMPLE)),
            "Documented examples, copied exactly.",
        ),
        may(
            "errata",
            Shape::List(&Shape::Form(&ERRATUM)),
            "Contradictions of the documentation, and the side that the spec follows.",
        ),
    ],
};

/// How the answer of an action is divided into pages.
pub(crate) static PAGINATION: Form = Form {
    what: "a pagination",
    keys: &[
        must(
            "items",
            Shape::Text,
            "Response field with the items of the page, or a path to it such as `Data.Items`.",
        ),
        must(
            "position",
            Shape::Text,
            "Parameter that selects the page: its number, its cursor, or with `offset` the number of items before it.",
        ),
        may(
            "size",
            Shape::Text,
            "Parameter with the number of items on a page.",
        ),
        may(
            "default_size",
            Shape::Count,
            "Page size to send if the caller gives none; the `default` of the parameter `size` otherwise.",
        ),
        may(
            "more",
            Shape::Text,
            "Response field that says whether there is a page after this one.",
        ),
        may(
            "total",
            Shape::Text,
            "Response field with the number of pages.",
        ),
        may(
            "total_items",
            Shape::Text,
            "Response field with the number of items on all pages, such as `TotalCount`.",
        ),
        may(
            "cursor",
            Shape::Text,
            "Response field with the position of the next page.",
        ),
        may(
            "offset",
            Shape::Flag,
            "Whether `position` is the number of items before the page; `false` if absent.",
        ),
        may(
            "first_page",
            Shape::Count,
            "Number of the first page; 1 if absent.",
        ),
    ],
};

/// How the items of a paginated action show the state of a task.
pub(crate) static WAITER: Form = Form {
    what: "a waiter",
    keys: &[
        must(
            "name",
            Shape::Text,
            "The thing to wait for: `Task` becomes the method `wait_for_task`.",
        ),
        must("doc", Shape::Prose, "What the method does."),
        must(
            "key",
            Shape::Text,
            "Parameter that names the task. An item field with this name must hold the same number.",
        ),
        may(
            "id",
            Shape::Text,
            "Item field that identifies an item of a task, such as a number; without it, `subject` does.",
        ),
        may(
            "subject",
            Shape::Text,
            "Item field that names the subject of the item, such as a domain.",
        ),
        must(
            "status",
            Shape::Text,
            "Item field with the status of the item.",
        ),
        must(
            "success",
            Shape::List(&Shape::Text),
            "Statuses of items that succeeded.",
        ),
        must(
            "failure",
            Shape::List(&Shape::Text),
            "Statuses of items that failed.",
        ),
        may(
            "messages",
            Shape::List(&Shape::Text),
            "Item fields that may hold a message; the first one present is used.",
        ),
    ],
};

/// The task that an action submits, and the action that watches it.
pub(crate) static SUBMITS: Form = Form {
    what: "a submission",
    keys: &[
        must("task", Shape::Text, "Response field that names the task."),
        must(
            "watched_by",
            Shape::Text,
            "Action whose waiter watches the task.",
        ),
        may(
            "items",
            Shape::Text,
            "List parameter whose members each become an item of the task. They, or their field with the name of the waiter's `subject`, are the subjects of the items.",
        ),
    ],
};

/// A documented example.
pub(crate) static EXAMPLE: Form = Form {
    what: "an example",
    keys: &[
        must("name", Shape::Text, "Short name, unique in the action."),
        may("request", Shape::Verbatim, "The request, copied exactly."),
        may("xml", Shape::Verbatim, "The XML answer, copied exactly."),
        may("json", Shape::Verbatim, "The JSON answer, copied exactly."),
        may(
            "override",
            Shape::Flag,
            "Whether its texts are corrected by hand, for example to replace personal data, so that an import keeps them; `false` if absent.",
        ),
        may(
            "placeholders",
            Shape::List(&Shape::Form(&PLACEHOLDER)),
            "Words in the request that are placeholders for parameters.",
        ),
    ],
};

/// A placeholder in a documented request.
pub(crate) static PLACEHOLDER: Form = Form {
    what: "a placeholder",
    keys: &[
        must("text", Shape::Text, "The word exactly as in the request."),
        must(
            "stands_for",
            Shape::List(&Shape::Text),
            "The parameters that it replaces; `common` for the common ones.",
        ),
    ],
};

/// A contradiction of the documentation, and the side that the spec follows.
pub(crate) static ERRATUM: Form = Form {
    what: "an erratum",
    keys: &[
        must(
            "lint",
            Shape::Lint,
            "Name of the lint that reports the contradiction.",
        ),
        may(
            "subject",
            Shape::Text,
            "Subject of the lint: a parameter, a path of fields, `xml`, `json` or `request`; the whole action if absent.",
        ),
        may(
            "use",
            Shape::Text,
            "The correct text: the parameter's current name, a value, or `wrap-root`.",
        ),
        may(
            "imported",
            Shape::Flag,
            "Whether an import wrote it, so that the next one may remove it; `false` if absent.",
        ),
        must("reason", Shape::Prose, "Why the spec takes this side."),
    ],
};
