//! What a command line is made of.

use aliyun_runtime::dynamic::Catalog;

/// A command line: its name, its version and the actions it can call.
///
/// A build script usually generates the catalog. A program that makes one at run
/// time, from a spec that it has just read, leaks it (`Box::leak`): the catalog
/// lives as long as the process in both cases.
#[derive(Debug, Clone, Copy)]
pub struct Program {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    pub(crate) catalog: &'static Catalog,
}

impl Program {
    /// Makes a command line with this name and version for the actions of a catalog.
    #[must_use]
    pub const fn new(name: &'static str, version: &'static str, catalog: &'static Catalog) -> Self {
        Self {
            name,
            version,
            catalog,
        }
    }
}
