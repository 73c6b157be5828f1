//! Spec files to start from.

/// The text of a new action file with comments. It passes `check` beside a
/// product file. `schema` is the path of the JSON Schema of action
/// files, for editors.
///
/// `None` if `action` is not an action name. A name has letters, digits and `_`,
/// begins with a letter, and is not `product`, whose file has another format.
#[must_use]
pub fn action_file(action: &str, schema: &str) -> Option<String> {
    let letter = action.starts_with(|c: char| c.is_ascii_alphabetic());
    let word = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let named = letter && action.chars().all(word) && !action.eq_ignore_ascii_case("product");
    named.then(|| {
        include_str!("starter/action.yaml")
            .replace("{action}", action)
            .replace("{schema}", schema)
    })
}

/// The text of a new product file, commented. `schema` is the path of the
/// JSON Schema of product files, for editors.
#[must_use]
pub fn product_file(schema: &str) -> String {
    include_str!("starter/product.yaml").replace("{schema}", schema)
}
