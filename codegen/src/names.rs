//! Turns wire names into Rust names.
//!
//! A Rust name is made of the ASCII letters and digits of the wire name; other
//! characters separate words. The functions return `None` if nothing is left.

use heck::{ToKebabCase, ToSnakeCase, ToUpperCamelCase};

/// Maximal length of a Rust name; file systems allow names of about twice this
/// length.
pub(crate) const MAX_LENGTH: usize = 120;

/// Keywords of all editions, including reserved ones.
const KEYWORDS: &[&str] = &[
    "abstract", "as", "async", "await", "become", "box", "break", "const", "continue", "crate",
    "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if", "impl",
    "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub", "ref",
    "return", "self", "Self", "static", "struct", "super", "trait", "true", "try", "type",
    "typeof", "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Keywords that cannot be written raw.
const NEVER_RAW: &[&str] = &["crate", "self", "Self", "super"];

/// Type names that generated code uses with another meaning.
const TYPES_IN_USE: &[&str] = &[
    "AsMut",
    "AsRef",
    "BTreeMap",
    "Box",
    "Client",
    "Clone",
    "Config",
    "Copy",
    "Debug",
    "Default",
    "Drop",
    "Eq",
    "Err",
    "ErrorCode",
    "Extend",
    "Fn",
    "FnMut",
    "FnOnce",
    "From",
    "FromIterator",
    "Hash",
    "Into",
    "IntoIterator",
    "Iterator",
    "None",
    "Ok",
    "Option",
    "Ord",
    "PartialEq",
    "PartialOrd",
    "Result",
    "Self",
    "Send",
    "Sized",
    "Some",
    "String",
    "Sync",
    "ToOwned",
    "ToString",
    "TryFrom",
    "TryInto",
    "Unpin",
    "Vec",
];

/// Method names that the generated `Client` already has, or that look like
/// methods of a trait.
const METHODS_IN_USE: &[&str] = &[
    "call",
    "clone",
    "cmp",
    "core",
    "fmt",
    "from_default_chain",
    "from_env",
    "into",
    "new",
    "try_into",
];

/// Used module names, and file names that Windows reserves.
const MODULES_IN_USE: &[&str] = &[
    "enums", "errors", "objects", "prelude", "rt", "core", "std", "alloc", "aux", "con", "nul",
    "prn",
];

fn ascii_words(name: &str) -> String {
    name.chars()
        .map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' })
        .collect()
}

fn not_a_digit_first(name: String, prefix: &str) -> Option<String> {
    match name.bytes().next()? {
        b'0'..=b'9' => Some(format!("{prefix}{name}")),
        _ => Some(name),
    }
}

/// Name of a struct field: `DomainName` to `domain_name`, `Type` to `r#type`.
pub(crate) fn field(name: &str) -> Option<String> {
    let snake = not_a_digit_first(ascii_words(name).to_snake_case(), "_")?;
    Some(if NEVER_RAW.contains(&snake.as_str()) {
        format!("{snake}_")
    } else if KEYWORDS.contains(&snake.as_str()) {
        format!("r#{snake}")
    } else {
        snake
    })
}

/// Name of a struct or enum.
pub(crate) fn type_name(name: &str) -> Option<String> {
    let camel = not_a_digit_first(ascii_words(name).to_upper_camel_case(), "T")?;
    Some(if TYPES_IN_USE.contains(&camel.as_str()) {
        format!("{camel}Type")
    } else {
        camel
    })
}

/// Name of an enum variant. `Unknown` is reserved for values that are not listed.
pub(crate) fn variant(value: &str) -> Option<String> {
    let camel = not_a_digit_first(ascii_words(value).to_upper_camel_case(), "Value")?;
    Some(match camel.as_str() {
        "Self" | "Unknown" => format!("{camel}Value"),
        _ => camel,
    })
}

/// Name of an action's module and of its file.
pub(crate) fn module(action: &str) -> Option<String> {
    lower(action, MODULES_IN_USE)
}

/// Name of an action's client method.
pub(crate) fn method(action: &str) -> Option<String> {
    lower(action, METHODS_IN_USE)
}

/// Name of an action or a parameter on a command line: `DomainName` to
/// `domain-name`.
pub(crate) fn command(name: &str) -> String {
    ascii_words(name).to_kebab_case()
}

/// Name of the client method that waits: `Task` to `wait_for_task`.
pub(crate) fn waiter(name: &str) -> Option<String> {
    let snake = ascii_words(name).to_snake_case();
    (!snake.is_empty()).then(|| format!("wait_for_{snake}"))
}

/// Other features of a client, and names in its root module: no area can have
/// these names.
const AREAS_IN_USE: &[&str] = &[
    "aliyun_runtime",
    "all",
    "blocking",
    "default",
    "runtime",
    "rustls",
    "tracing",
];

/// Name of an area's module, which is the name of the area; `None` if it cannot
/// be a module name.
pub(crate) fn area(name: &str) -> Option<String> {
    let module = lower(name, MODULES_IN_USE)?;
    (module == name && !AREAS_IN_USE.contains(&name)).then_some(module)
}

fn lower(action: &str, in_use: &[&str]) -> Option<String> {
    let snake = not_a_digit_first(ascii_words(action).to_snake_case(), "_")?;
    let device = (snake.starts_with("com") || snake.starts_with("lpt"))
        && snake.len() == 4
        && snake.ends_with(|c: char| c.is_ascii_digit());
    let taken = device || in_use.contains(&snake.as_str()) || KEYWORDS.contains(&snake.as_str());
    Some(if taken { format!("{snake}_") } else { snake })
}

/// Whether a Rust name in the spec (`rust:`, `name:`) is valid.
pub(crate) fn is_identifier(name: &str) -> bool {
    let mut bytes = name.bytes();
    bytes.next().is_some_and(|byte| byte.is_ascii_alphabetic())
        && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        && !KEYWORDS.contains(&name)
}

/// The origin of the name of a type defined in place: its `rust_type`, the
/// wrapper around its list members, or the field.
pub(crate) fn type_source(field: &crate::spec::Field) -> &str {
    let named = field.rust_type.as_ref().or(field.item.as_ref());
    &named.unwrap_or(&field.name).value
}
