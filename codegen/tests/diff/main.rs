//! Changes between specs, their verdicts, and what the commands make of them.
#![cfg(test)]
#![cfg(feature = "cli")]

mod command;
mod common;
mod history;
mod keys;
mod mutations;
mod pages;
mod regenerate;
mod revisions;
mod rules;
