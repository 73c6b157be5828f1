//! What every benchmark here shares: clocks, statistics, a table, a plot, and
//! the facts of the machine.
//!
//! A figure is the CPU time of this process, as other programs may be running:
//! wall time would count them too. Of whole programs it is that of the program and
//! all that it starts ([`process`]). All subjects of a figure are measured in
//! turns within one run ([`rounds::compare`]), and are compared by the ratio in
//! each turn, so that a machine that slows down slows all of them.

pub mod arguments;
pub mod cpu;
pub mod journal;
pub mod machine;
pub mod memory;
pub mod process;
pub mod report;
pub mod rounds;
pub mod stats;
pub mod subjects;
pub mod summary;
pub mod svg;
pub mod synthetic;
pub mod table;
