//! Official documentation into facts and spec files, in three steps:
//!
//! 1. A reader of one kind of documentation, such as `markdown`, makes a
//!    `description` of each action.
//! 2. `choice` selects one description per action, `draft` makes the tree of an
//!    action file from it, and `merge` keeps what the authors of an existing
//!    file added.
//! 3. `run` answers contradictions with errata, `write` and `patch` make text.
//!
//! The last two steps know only descriptions. A new kind of documentation needs a
//! new reader, and a call of it in `reading`.

mod batches;
mod changes;
mod choice;
mod description;
mod draft;
mod errata;
mod errors;
mod fields;
mod limits;
mod markdown;
mod merge;
mod metadata;
mod neutral;
mod patch;
mod present;
mod product;
mod prose;
mod reading;
mod report;
mod run;
mod secrets;
mod text;
mod tree;
mod write;

pub use batches::{Batch, Batches, batches, select, select_areas};
pub use description::{Description, Note, Origin};
pub use reading::{find, json, markdown, read, save};
pub use report::{Counts, DescriptionReport, Options, Outcome, SpecFile};
pub use run::Import;
