//! The commands of the tool, one module each.

mod files;
mod keys;
mod record;
pub(crate) mod serve;
