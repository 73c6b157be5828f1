//! The gateway seen from its port: requests are signed and written by hand
//! here, with nothing of the gateway's own code.

// Lints let helpers unwrap only in what is marked as test code.
#![cfg(test)]

mod answers;
mod bakery;
mod checks;
mod client;
mod faults;
mod model;
mod pages;
mod parameters;
mod recordings;
mod rules;
mod signature;
mod transport;
