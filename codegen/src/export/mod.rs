//! A model in the languages of other tools. [`openapi`] is the only one so far.

mod answers;
mod body;
mod document;
mod file;
mod operation;
mod parameter;
mod paths;
mod schema;
mod text;
mod yaml;

pub use document::{openapi, openapi_yaml};
pub use file::write;

/// Version of the OpenAPI language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum OpenApi {
    /// 3.0, for tools that support no later one.
    V3_0,
    /// 3.1, whose schemas are JSON Schema.
    #[default]
    V3_1,
}

impl OpenApi {
    /// The full number, as in documents.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0.3",
            Self::V3_1 => "3.1.0",
        }
    }
}
