//! Opening files that have an end.

use std::fs::{self, File, Metadata};
use std::io;
use std::path::Path;

/// Opens a regular file, or a link to one, for reading, and gives its size in
/// bytes.
///
/// # Errors
///
/// Those of the system, and for a folder, a pipe or a device: reading these
/// need not come to an end, and nor need opening them.
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
