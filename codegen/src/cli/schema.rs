//! `schema`: the JSON Schema of spec files.

use aliyun_codegen::author;
use clap::ValueEnum;

use super::{Console, Outcome};

/// Which spec files.
#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum Of {
    /// Files of actions.
    Action,
    /// `product.yaml`.
    Product,
}

/// Prints a schema.
pub(crate) fn run(console: &mut Console, of: Of) -> Outcome {
    let schema = match of {
        Of::Action => author::action_schema(),
        Of::Product => author::product_schema(),
    };
    console.line(schema.trim_end());
    Outcome::Done
}
