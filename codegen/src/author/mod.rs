//! Tools for authors of spec files: explanations of every finding, a JSON
//! Schema for editors, starter files and the canonical layout.

mod explain;
mod layout;
mod schema;
mod starter;

pub use explain::{Explanation, explain, explanations};
pub use layout::lay_out;
pub use schema::{action_schema, product_schema};
pub use starter::{action_file, product_file};
