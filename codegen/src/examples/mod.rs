//! The documented examples of a spec: what they contradict, and tests made
//! from them. Only with the feature `examples`, as it takes parsers that a
//! build script does without.
//!
//! Entry functions: [`lint`](lint::lint) and [`tests`](tests::tests).

mod answer;
mod document;
mod lint;
mod place;
pub(crate) mod request;
mod tests;
mod typed;

#[cfg(feature = "import")]
pub(crate) use lint::lacks_root;
pub(crate) use lint::{Contradiction, lint};
pub(crate) use tests::tests;
