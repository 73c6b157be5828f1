//! Opening files that have an end.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::Path;

/// Opens a regular file, or a link to one, for reading. Returns its size in bytes too.
///
/// # Errors
///
/// Those of the system. Folders, pipes and devices are refused, because opening or
/// reading them may never end.
pub(crate) fn open(path: &Path) -> io::Result<(File, u64)> {
    // Asked before it is opened, as opening a pipe waits for who writes to it.
    regular(&fs::metadata(path)?)?;
    let file = File::open(path)?;
    let metadata = file.metadata()?;
    regular(&metadata)?;
    Ok((file, metadata.len()))
}

fn regular(metadata: &Metadata) -> io::Result<()> {
    if metadata.is_file() {
        return Ok(());
    }
    let found = match metadata.is_dir() {
        true => "it is a folder",
        false => "it is a pipe or a device",
    };
    let message = format!("{found}; expected a regular file");
    Err(io::Error::new(io::ErrorKind::InvalidInput, message))
}
