//! The documented examples of a spec: their contradictions, and tests made from
//! them. Only with the feature `examples`, because a build script does not need
//! the parsers.
//!
//! Entry functions: [`lint`](lint::lint) and [`tests`](tests::tests).

mod answer;
mod content;
mod lint;
pub(crate) mod request;
mod spans;
mod tests;
mod typed;

#[cfg(feature = "import")]
pub(crate) use lint::lacks_root;
pub(crate) use lint::{Contradiction, lint};
pub(crate) use tests::tests;
