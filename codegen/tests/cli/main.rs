//! The command line tool, as run from a shell.
#![cfg(test)]

mod call;
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
