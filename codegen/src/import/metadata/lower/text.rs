//! Texts of a document for spec files.

use crate::import::description::Type;

/// The word for a type in the neutral form.
pub(super) fn type_word(ty: &Type) -> &'static str {
    match ty {
        Type::String => "String",
        Type::Integer => "Integer",
        Type::Long => "Long",
        Type::Float => "Float",
        Type::Boolean => "Boolean",
        Type::Json => "Json",
        Type::Any => "Any",
        Type::Bytes => "Bytes",
        Type::Object(_) | Type::Reference(_) => "Object",
        Type::List { .. } => "Array",
        Type::Map(_) => "Map",
    }
}

/// The member of a list by the name of the list: `Tags` to `Tag`, `Stories` to `Story`.
/// `None` if the name is no plural.
pub(super) fn singular(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let keep = |count: usize| &name[..name.len() - count];
    let single = if lower.ends_with("ies") && lower.len() > 4 {
        format!("{}y", keep(3))
    } else if ["sses", "shes", "ches", "xes", "zes"]
        .iter()
        .any(|end| lower.ends_with(end))
    {
        keep(2).to_owned()
    } else if ["ss", "us", "is", "news", "series", "alias"]
        .iter()
        .any(|end| lower.ends_with(end))
        || !lower.ends_with('s')
    {
        return None;
    } else {
        keep(1).to_owned()
    };
    (single.len() > 1).then_some(single)
}

#[cfg(test)]
mod tests {
    use super::singular;

    #[test]
    fn members_of_lists_are_singular() {
        for (name, single) in [
            ("Tags", Some("Tag")),
            ("Stories", Some("Story")),
            ("Addresses", Some("Address")),
            ("Boxes", Some("Box")),
            ("vpcs", Some("vpc")),
            ("Status", None),
            ("Address", None),
            ("List", None),
            ("Analysis", None),
            ("s", None),
        ] {
            assert_eq!(singular(name).as_deref(), single, "{name}");
        }
    }
}
