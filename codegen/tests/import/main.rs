//! Reference pages in all known forms, of an invented product.
#![cfg(test)]

mod corpus;
mod forms;
mod hostile;
mod metadata;
mod mutants;
mod neutral;
mod policy;
mod spec;
mod support;
mod survey;
mod tool;
