//! The spec language as tables: which keys a map has, which are required and
//! what may stand behind them. Loading checks files against these tables, and
//! whatever else describes the language reads the same ones.

/// What may stand behind a key.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Shape {
    /// One line of text; an unquoted number stays the text it is.
    Text,
    /// One line of text that may be empty: a value on the wire.
    Value,
    /// Text of any number of lines.
    Prose,
    /// Text kept to the last character: an example of the page.
    Verbatim,
    /// `true` or `false`.
    Flag,
    /// A whole number from 0.
    Count,
    /// A number, possibly negative or with a fraction.
    Number,
    /// A size in bytes: `512`, `55KiB`, `1MiB`.
    Size,
    /// One of some words.
    Word(&'static [&'static str]),
    /// A list.
    List(&'static Shape),
    /// A map from any text.
    Map(&'static Shape),
    /// A map with known keys.
    Form(&'static Form),
    /// A text in place of a map with known keys.
    TextOr(&'static Form),
}

/// A map with known keys.
#[derive(Debug)]
pub(crate) struct Form {
    /// What it is, for messages: `a parameter`.
    pub(crate) what: &'static str,
    pub(crate) keys: &'static [Key],
}

/// A key of a [`Form`].
#[derive(Debug)]
pub(crate) struct Key {
    pub(crate) name: &'static str,
    pub(crate) shape: Shape,
    pub(crate) required: bool,
}

const fn must(name: &'static str, shape: Shape) -> Key {
    Key {
        name,
        shape,
        required: true,
    }
}

const fn may(name: &'static str, shape: Shape) -> Key {
    Key {
        name,
        shape,
        required: false,
    }
}

/// `product.yaml`.
pub(crate) static PRODUCT: Form = Form {
    what: "a product",
    keys: &[
        must("product", Shape::Text),
        must("version", Shape::Text),
        must("doc", Shape::Prose),
        must("endpoint", Shape::Text),
        may("regions", Shape::Map(&Shape::Text)),
        may("common_parameters", Shape::List(&Shape::Form(&COMMON))),
        may("enums", Shape::List(&Shape::Form(&ENUM))),
        may("errors", Shape::List(&Shape::Form(&ERROR))),
    ],
};

/// A parameter that every call carries.
pub(crate) static COMMON: Form = Form {
    what: "a common parameter",
    keys: &[
        must("name", Shape::Text),
        may("required", Shape::Flag),
        must("doc", Shape::Prose),
    ],
};

/// An action file.
pub(crate) static ACTION: Form = Form {
    what: "an action",
    keys: &[
        must("action", Shape::Text),
        must("doc", Shape::Prose),
        may("page", Shape::Text),
        may("area", Shape::Text),
        must("idempotent", Shape::Flag),
        may("deprecated", Shape::Prose),
        must("parameters", Shape::List(&Shape::Form(&PARAMETER))),
        must("response", Shape::List(&Shape::Form(&FIELD))),
        may("objects", Shape::List(&Shape::Form(&OBJECT))),
        may("enums", Shape::List(&Shape::Form(&ENUM))),
        may("errors", Shape::List(&Shape::TextOr(&ERROR))),
        may("pagination", Shape::Form(&PAGINATION)),
        may("waiter", Shape::Form(&WAITER)),
        may("submits", Shape::Form(&SUBMITS)),
        may("examples", Shape::List(&Shape::Form(&EXAMPLE))),
        may("errata", Shape::List(&Shape::Form(&ERRATUM))),
    ],
};

/// Keys that parameters and response fields have in common.
macro_rules! field_keys {
    ($fields:expr, $($own:expr),*) => {
        &[
            must("name", Shape::Text),
            must("type", Shape::Text),
            may("doc", Shape::Prose),
            may("rust", Shape::Text),
            may("values", Shape::List(&Shape::TextOr(&VALUE))),
            may("open", Shape::Flag),
            may("sensitive", Shape::Flag),
            may("deprecated", Shape::Prose),
            may("fields", Shape::List(&Shape::Form($fields))),
            may("rust_type", Shape::Text),
            $($own),*
        ]
    };
}

/// A request parameter.
pub(crate) static PARAMETER: Form = Form {
    what: "a parameter",
    keys: field_keys!(
        &PARAMETER,
        may("in", Shape::Word(&["query", "body"])),
        may("required", Shape::Flag),
        may("required_when", Shape::Prose),
        may("default", Shape::Value),
        may("length", Shape::Form(&COUNTS)),
        may("range", Shape::Form(&NUMBERS)),
        may("items", Shape::Form(&COUNTS)),
        may("pattern", Shape::Text),
        may(
            "media",
            Shape::List(&Shape::Word(&["jpeg", "bmp", "png", "gif"]))
        ),
        may("raw_size", Shape::Form(&SIZES)),
        may("sample", Shape::Value)
    ),
};

/// A field of a response.
pub(crate) static FIELD: Form = Form {
    what: "a response field",
    keys: field_keys!(&FIELD, may("item", Shape::Text)),
};

/// A nested object that is used more than once.
pub(crate) static OBJECT: Form = Form {
    what: "an object",
    keys: &[
        must("name", Shape::Text),
        may("doc", Shape::Prose),
        may("rust", Shape::Text),
        may("fields", Shape::List(&Shape::Form(&FIELD))),
        may("parameters", Shape::List(&Shape::Form(&PARAMETER))),
    ],
};

/// An enum that has a name of its own.
pub(crate) static ENUM: Form = Form {
    what: "an enum",
    keys: &[
        must("name", Shape::Text),
        may("doc", Shape::Prose),
        may("rust", Shape::Text),
        may("open", Shape::Flag),
        may("integer", Shape::Flag),
        must("values", Shape::List(&Shape::TextOr(&VALUE))),
    ],
};

/// A value of an enum.
pub(crate) static VALUE: Form = Form {
    what: "an enum value",
    keys: &[
        must("value", Shape::Value),
        may("name", Shape::Text),
        may("doc", Shape::Prose),
        may("deprecated", Shape::Prose),
    ],
};

/// An error code.
pub(crate) static ERROR: Form = Form {
    what: "an error",
    keys: &[
        must("code", Shape::Text),
        may("http_status", Shape::Count),
        may("message", Shape::Text),
        must("doc", Shape::Prose),
        may("name", Shape::Text),
    ],
};

/// A documented example.
pub(crate) static EXAMPLE: Form = Form {
    what: "an example",
    keys: &[
        must("name", Shape::Text),
        may("request", Shape::Verbatim),
        may("xml", Shape::Verbatim),
        may("json", Shape::Verbatim),
        may("placeholders", Shape::List(&Shape::Form(&PLACEHOLDER))),
    ],
};

/// A placeholder in a documented request.
pub(crate) static PLACEHOLDER: Form = Form {
    what: "a placeholder",
    keys: &[
        must("text", Shape::Text),
        must("stands_for", Shape::List(&Shape::Text)),
    ],
};

/// A contradiction of the page and the side taken.
pub(crate) static ERRATUM: Form = Form {
    what: "an erratum",
    keys: &[
        must("lint", Shape::Text),
        may("subject", Shape::Text),
        may("use", Shape::Text),
        must("reason", Shape::Prose),
    ],
};

/// How the answers of an action come in pages.
pub(crate) static PAGINATION: Form = Form {
    what: "a pagination",
    keys: &[
        must("items", Shape::Text),
        must("position", Shape::Text),
        may("size", Shape::Text),
        may("default_size", Shape::Count),
        may("more", Shape::Text),
        may("total", Shape::Text),
        may("cursor", Shape::Text),
    ],
};

/// How the items of a paginated action tell what has become of a task.
pub(crate) static WAITER: Form = Form {
    what: "a waiter",
    keys: &[
        must("name", Shape::Text),
        must("doc", Shape::Prose),
        must("key", Shape::Text),
        may("subject", Shape::Text),
        must("status", Shape::Text),
        must("success", Shape::List(&Shape::Text)),
        must("failure", Shape::List(&Shape::Text)),
        may("messages", Shape::List(&Shape::Text)),
    ],
};

/// Which task an action submits, and which action tells how it goes.
pub(crate) static SUBMITS: Form = Form {
    what: "a submission",
    keys: &[
        must("task", Shape::Text),
        must("watched_by", Shape::Text),
    ],
};

static COUNTS: Form = Form {
    what: "a pair of limits",
    keys: &[may("min", Shape::Count), may("max", Shape::Count)],
};

static NUMBERS: Form = Form {
    what: "a pair of limits",
    keys: &[may("min", Shape::Number), may("max", Shape::Number)],
};

static SIZES: Form = Form {
    what: "a pair of sizes",
    keys: &[may("min", Shape::Size), may("max", Shape::Size)],
};
