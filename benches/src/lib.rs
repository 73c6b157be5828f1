//! Shared parts of all benchmarks: clocks, statistics, a table, a plot, and
//! the facts of the machine.
//!
//! A figure is the CPU time of this process, because wall time would include other
//! running programs. For whole programs, it is the CPU time of the program and all
//! that it starts ([`process`]). All subjects of a figure are measured in turns
//! within one run ([`rounds::compare`]) and compared by their ratio in each turn, so
//! that a slower machine slows all of them.

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
