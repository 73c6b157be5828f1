//! Suggestions for names and types that are unknown.

use crate::notation::type_expr;

/// `did you mean …?`, if one of the candidates is close enough.
pub(crate) fn did_you_mean<'a>(
    found: &str,
    candidates: impl IntoIterator<Item = &'a str>,
) -> Option<String> {
    // The cost grows with the product of the lengths, and nobody mistypes a name this
    // long.
    if found.len() > 100 {
        return None;
    }
    let lower = found.to_ascii_lowercase();
    let length = found.chars().count();
    let allowed = (length / 3).clamp(1, 4);
    candidates
        .into_iter()
        // Cheap first: there can be thousands of names.
        .filter(|candidate| candidate.chars().count().abs_diff(length) <= allowed)
        .map(|candidate| {
            let distance = strsim::osa_distance(&lower, &candidate.to_ascii_lowercase());
            (distance, candidate)
        })
        .filter(|(distance, _)| *distance <= allowed)
        .min()
        .map(|(_, candidate)| format!("did you mean `{candidate}`?"))
}

/// The name that this language has for a type of another one. `member` is the
/// type that is suggested for the elements of a list or map that names none.
pub(crate) fn usual_name(found: &str, member: &str) -> Option<String> {
    let lower = found.to_ascii_lowercase().replace("array<", "list<");
    if let Some(member) = lower.strip_suffix("[]") {
        return Some(format!("did you mean `list<{member}>`?"));
    }
    if lower != found && type_expr(&lower).is_ok_and(|ty| ty.innermost() != &ty) {
        return Some(format!("did you mean `{lower}`?"));
    }
    let ours = match lower.as_str() {
        "str" | "text" | "date" | "datetime" | "timestamp" | "uuid" => "string",
        "int" | "int32" | "i32" | "short" | "uint32" => "integer",
        "int64" | "i64" | "bigint" | "uint64" | "timestamp64" => "long",
        "bool" => "boolean",
        "double" | "number" | "decimal" | "float32" | "float64" | "f64" => "float",
        "array" | "list" | "vec" | "list<>" => &format!("list<{member}>"),
        "map" | "dict" | "hash" | "map<>" => &format!("map<{member}>"),
        "binary" | "file" | "image" => "base64-image",
        "value" | "jsonobject" => "any",
        "struct" | "record" => "object",
        _ => return None,
    };
    Some(format!("did you mean `{ours}`?"))
}
