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
            "Action name as the gateway knows it; the file is called after it.",
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
            "Functional area, such as `tasks`; one of the `areas` of the product file, where it has any.",
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
            "Whether a second call changes nothing more, so that a failed one may be sent again.",
        ),
        may(
            "idempotency_token",
            Shape::Text,
            "Parameter by which the gateway recognizes a repeated call, such as `ClientToken`.",
        ),
        may(
            "body",
            Shape::Text,
            "Name under which the documentation has the JSON body whose members are parameters here.",
        ),
        may(
            "deprecated",
            Shape::Prose,
            "Why the action should no longer be used, and what to use instead.",
        ),
        must(
            "parameters",
            Shape::List(&Shape::Form(&PARAMETER)),
            "What a call sends, in the order of the page; `[]` where it sends nothing.",
        ),
        must(
            "response",
            Shape::List(&Shape::Form(&FIELD)),
            "What the answer holds, in the order of the page; `[]` where it holds nothing.",
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
            "How the answer comes in pages.",
        ),
        may(
            "waiter",
            Shape::Form(&WAITER),
            "How the items of the answer tell what has become of a task.",
        ),
        may(
            "submits",
            Shape::Form(&SUBMITS),
            "Which task the action begins, and which action watches it.",
        ),
        may(
            "examples",
            Shape::List(&Shape::Form(&EXAMPLE)),
            "The page's examples, copied to the letter.",
        ),
        may(
            "errata",
            Shape::List(&Shape::Form(&ERRATUM)),
            "Where the page contradicts itself, and which side the spec follows.",
        ),
    ],
};

/// How the answers of an action come in pages.
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
            "Parameter that says which page is wanted: its number, its cursor, or with `offset` the number of items before it.",
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

/// How the items of a paginated action tell what has become of a task.
pub(crate) static WAITER: Form = Form {
    what: "a waiter",
    keys: &[
        must(
            "name",
            Shape::Text,
            "What is waited for: `Task` becomes the method `wait_for_task`.",
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
            "Item field that tells the items of a task apart, such as a number; without it, `subject` does.",
        ),
        may(
            "subject",
            Shape::Text,
            "Item field that names what the item is about, such as a domain.",
        ),
        must(
            "status",
            Shape::Text,
            "Item field that tells how far the item is.",
        ),
        must(
            "success",
            Shape::List(&Shape::Text),
            "Values of the status that end an item well.",
        ),
        must(
            "failure",
            Shape::List(&Shape::Text),
            "Values of the status that end an item badly.",
        ),
        may(
            "messages",
            Shape::List(&Shape::Text),
            "Item fields that may tell why it failed; the first that says anything is used.",
        ),
    ],
};

/// Which task an action submits, and which action tells how it goes.
pub(crate) static SUBMITS: Form = Form {
    what: "a submission",
    keys: &[
        must("task", Shape::Text, "Response field that names the task."),
        must(
            "watched_by",
            Shape::Text,
            "Action whose waiter tells how the task goes.",
        ),
        may(
            "items",
            Shape::Text,
            "List parameter whose members each become an item of the task. They, or their field with the name of the waiter's `subject`, are what the items are about.",
        ),
    ],
};

/// A documented example.
pub(crate) static EXAMPLE: Form = Form {
    what: "an example",
    keys: &[
        must(
            "name",
            Shape::Text,
            "Short name; no other example of the action has it.",
        ),
        may("request", Shape::Verbatim, "The request, to the letter."),
        may("xml", Shape::Verbatim, "The XML answer, to the letter."),
        may("json", Shape::Verbatim, "The JSON answer, to the letter."),
        may(
            "override",
            Shape::Flag,
            "Whether its texts are corrected by hand, as where the page has somebody's data, so that an import leaves them alone; `false` where absent.",
        ),
        may(
            "placeholders",
            Shape::List(&Shape::Form(&PLACEHOLDER)),
            "Words in the request that stand for parameters.",
        ),
    ],
};

/// A placeholder in a documented request.
pub(crate) static PLACEHOLDER: Form = Form {
    what: "a placeholder",
    keys: &[
        must("text", Shape::Text, "The word as it stands in the request."),
        must(
            "stands_for",
            Shape::List(&Shape::Text),
            "The parameters it stands for; `common` for the common ones.",
        ),
    ],
};

/// A contradiction of the page and the side taken.
pub(crate) static ERRATUM: Form = Form {
    what: "an erratum",
    keys: &[
        must("lint", Shape::Lint, "Name of the lint that it answers."),
        may(
            "subject",
            Shape::Text,
            "What the lint is about: a parameter, a path of fields, `xml`, `json` or `request`; all of the action where absent.",
        ),
        may(
            "use",
            Shape::Text,
            "What is right instead: the parameter's present name, a value, or `wrap-root`.",
        ),
        may(
            "imported",
            Shape::Flag,
            "Whether an import wrote it, so that the next one may take it away; `false` where absent.",
        ),
        must("reason", Shape::Prose, "Why the spec takes this side."),
    ],
};
