//! Small notations inside scalars: types, whole numbers and sizes.

use crate::spec::TypeExpr;

/// The built-in types, for messages and suggestions.
pub(crate) const TYPES: &[&str] = &[
    "string",
    "integer",
    "long",
    "float",
    "boolean",
    "json",
    "any",
    "bytes",
    "base64-image",
    "enum",
    "enum<integer>",
    "object",
    "list<T>",
    "map<T>",
];

/// Maximal depth of nested lists; no documentation has deeper ones.
pub(crate) const MAX_NESTING: usize = 4;

/// Reads a type.
pub(crate) fn type_expr(text: &str) -> Result<TypeExpr, String> {
    nested(text.trim(), 0)
}

fn nested(text: &str, depth: usize) -> Result<TypeExpr, String> {
    if depth > MAX_NESTING {
        return Err(format!(
            "the type is nested deeper than {MAX_NESTING} levels"
        ));
    }
    Ok(match text {
        "string" => TypeExpr::String,
        "integer" => TypeExpr::Integer,
        "long" => TypeExpr::Long,
        "float" => TypeExpr::Float,
        "boolean" => TypeExpr::Boolean,
        "json" => TypeExpr::Json,
        "any" => TypeExpr::Any,
        "bytes" => TypeExpr::Bytes,
        "base64-image" => TypeExpr::Image,
        "enum" => TypeExpr::Enum(false),
        "enum<integer>" => TypeExpr::Enum(true),
        "object" => TypeExpr::Object,
        _ => {
            if let Some(member) = between(text, "list<") {
                return Ok(TypeExpr::List(Box::new(nested(member, depth + 1)?)));
            }
            if let Some(member) = between(text, "map<") {
                return Ok(TypeExpr::Map(Box::new(nested(member, depth + 1)?)));
            }
            let known = text.to_ascii_lowercase();
            let is_builtin = TYPES.contains(&known.as_str()) || known == "list" || known == "map";
            let is_name = text.starts_with(|c: char| c.is_ascii_alphabetic())
                && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            if is_builtin || !is_name {
                return Err(format!("there is no type `{text}`"));
            }
            TypeExpr::Named(text.to_owned())
        }
    })
}

fn between<'a>(text: &'a str, open: &str) -> Option<&'a str> {
    Some(text.strip_prefix(open)?.strip_suffix('>')?.trim())
}

/// Reads a size in bytes: `512`, `55KiB`, `1MiB`.
pub(crate) fn size(text: &str) -> Option<u64> {
    let text = text.trim();
    let (number, unit) = match text.strip_suffix("iB") {
        Some(rest) => {
            let number = rest.strip_suffix(['K', 'M', 'G'])?;
            let unit = match rest.as_bytes().last()? {
                b'K' => 10,
                b'M' => 20,
                _ => 30,
            };
            (number.trim_end(), unit)
        }
        None => (text, 0),
    };
    whole(number)?.checked_mul(1 << unit)
}

/// Reads a whole number from 0, without sign and without leading zeros: `010`
/// is eight for some readers and ten for others.
pub(crate) fn whole(text: &str) -> Option<u64> {
    let digits = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let leading = text.len() > 1 && text.starts_with('0');
    (digits && !leading).then(|| text.parse().ok()).flatten()
}

/// Whether a text is a number, with optional sign and fraction.
pub(crate) fn is_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (integer, fraction) = text
        .split_once('.')
        .map_or((text, None), |(i, f)| (i, Some(f)));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(integer)
        && fraction.is_none_or(digits)
        && !(integer.len() > 1 && integer.starts_with('0'))
}
