//! The command line tool, as a shell sees it.
#![cfg(test)]

mod check;
mod explain;
mod fmt;
mod generate;
mod mutants;
mod new;
mod output;
mod reference;
mod schema;
mod support;
mod validator;
