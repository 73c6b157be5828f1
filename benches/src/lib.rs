//! What every benchmark here shares: clocks, statistics, a table, a plot, and
//! the facts of the machine.
//!
//! A figure is the CPU time of this process, as other programs may be running:
//! wall time would count them too. All subjects of a figure are measured in
//! turns within one run ([`rounds::compare`]), and are compared by the ratio in
//! each turn, so that a machine that slows down slows all of them.

pub mod cpu;
pub mod machine;
pub mod memory;
pub mod report;
pub mod rounds;
pub mod stats;
pub mod svg;
pub mod table;
