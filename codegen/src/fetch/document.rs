//! Whether an answer is the document that was asked for.

use serde_json::Value;

use super::FetchError;

/// Facts about a document that need no import.
pub(super) struct Summary {
    /// Product code as the document has it.
    pub(super) product: String,
    /// Number of actions.
    pub(super) actions: usize,
}

/// Checks that the text is a whole document of this product and version.
pub(super) fn check(
    address: &str,
    text: &str,
    code: &str,
    version: &str,
) -> Result<Summary, FetchError> {
    let wrong = |reason: String| FetchError::document(address, reason);
    let document: Value = serde_json::from_str(text).map_err(|error| {
        let what = match text.trim_start().chars().next() {
            None => "it is empty".to_owned(),
            Some('<') => "it is a web page or XML".to_owned(),
            Some(_) => format!("it is not whole, correct JSON ({error})"),
        };
        wrong(format!(
            "expected JSON with info, apis and endpoints, but {what}"
        ))
    })?;
    let Some(product) = document["info"]["product"].as_str() else {
        return Err(wrong("/info/product: expected the product code".to_owned()));
    };
    if !product.eq_ignore_ascii_case(code) {
        let reason = format!("/info/product: expected {code:?}, found {product:?}");
        return Err(wrong(reason));
    }
    match document["info"]["version"].as_str() {
        Some(found) if found == version => {}
        found => {
            let found = found.unwrap_or("nothing");
            let reason = format!("/info/version: expected {version:?}, found {found:?}");
            return Err(wrong(reason));
        }
    }
    let actions = match &document["apis"] {
        Value::Object(apis) => apis.len(),
        // Some snapshots write empty objects so.
        Value::Array(list) if list.is_empty() => 0,
        _ => {
            return Err(wrong(
                "/apis: expected an object with the actions".to_owned(),
            ));
        }
    };
    Ok(Summary {
        product: product.to_owned(),
        actions,
    })
}
