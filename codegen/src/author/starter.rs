//! Spec files to start from.

/// The text of a new action file, commented, which passes `check` as it is
/// beside a product file. `schema` is the path of the JSON Schema of action
/// files, for editors.
///
/// `None` where `action` is no action name: letters, digits and `_`, a letter
/// first, and not `product`, whose file is another one.
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
