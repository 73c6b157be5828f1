//! Where parameters travel, and how they are encoded there. The generator uses
//! the same words.

/// Where a parameter of a request travels, and where an answer has a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Location {
    /// In the query of the URL.
    #[default]
    Query,
    /// In the form body.
    Form,
    /// In a segment of the path.
    Path,
    /// In the header of its name. In an answer too.
    Header,
    /// As the first label of the host name. An endpoint that the client is given is used
    /// as it is.
    Host,
    /// A member of the JSON document that is the body.
    Body,
    /// The whole body. Of an answer, the field takes the whole content: a document, a
    /// text or bytes.
    Payload,
}

/// How the value of a parameter becomes text.
///
/// It matters for lists, maps, objects and JSON values; there is one way to write any
/// other value. A list or map of a struct that is empty counts as not set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Encoding {
    /// One pair per member: `X.1`, `X.Key`. An empty list or object sends nothing. A JSON
    /// value is compact JSON, but a text is sent without quotes.
    ///
    /// Members of JSON documents are values like any other.
    #[default]
    Flattened,
    /// One pair with compact JSON. An empty list that is set sends `[]`, an empty object
    /// `{}`.
    ///
    /// A member of a JSON document is a text that holds JSON. A payload is a list that
    /// sends `[]` if it is not set.
    Json,
    /// One pair with the members of a list, joined by commas and not escaped. An empty
    /// list that is set sends an empty value. Maps and objects are flattened.
    Comma,
}
