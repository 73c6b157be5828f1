//! Where parameters travel, and how they are encoded there. The generator uses
//! the same words.

/// Where a parameter of a request travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Location {
    /// In the query of the URL.
    #[default]
    Query,
    /// In the form body.
    Form,
}

/// How the value of a parameter becomes text.
///
/// It matters for lists, maps and objects only; there is one way to write any
/// other value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// One pair per member: `X.1`, `X.Key`. An empty list or object sends nothing.
    #[default]
    Flattened,
    /// One pair with compact JSON. An empty list sends `[]`, an empty object `{}`.
    Json,
    /// One pair with the members of a list, joined by commas and not escaped. An
    /// empty list sends an empty value. Maps and objects are flattened.
    Comma,
}
