//! Tables of whole actions, the input of command lines.

/// The tables of an invented product, with every type of the language.
#[allow(
    missing_docs,
    reason = "generated for a program, which keeps it private"
)]
pub mod depot {
    include!(concat!(env!("OUT_DIR"), "/depot_commands/commands.rs"));
}

/// The tables of Domain.
#[allow(
    missing_docs,
    reason = "generated for a program, which keeps it private"
)]
pub mod domain {
    include!(concat!(env!("OUT_DIR"), "/domain_commands/commands.rs"));
}
