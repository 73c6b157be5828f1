//! Tables of whole actions, as command lines are made of.

/// Those of a made-up product, with every type that the language has.
#[allow(
    missing_docs,
    reason = "generated for a program, which keeps it private"
)]
pub mod depot {
    include!(concat!(env!("OUT_DIR"), "/depot_commands/commands.rs"));
}

/// Those of Domain.
#[allow(
    missing_docs,
    reason = "generated for a program, which keeps it private"
)]
pub mod domain {
    include!(concat!(env!("OUT_DIR"), "/domain_commands/commands.rs"));
}
