//! Reads the files that flags name.

use std::fs::{self, File};
use std::io::{self, Read};
use std::path::Path;

/// The text of a file of at most so many bytes.
///
/// A pipe or a device is refused, because it may never end. A pipe from a command
/// of the shell (`<(…)`) is accepted.
///
/// # Errors
///
/// The reason, without the name of the file.
pub(super) fn read(path: &Path, most: usize) -> Result<String, String> {
    let cannot = |error: io::Error| format!("cannot be read: {error}");
    let kind = fs::metadata(path).map_err(cannot)?.file_type();
    let places = ["/dev/fd", "/proc/self/fd", "/dev/stdin"];
    if kind.is_dir() {
        return Err("is a folder; expected a file".to_owned());
    }
    if !kind.is_file() && !places.iter().any(|place| path.starts_with(place)) {
        return Err("is a pipe or a device; expected a file".to_owned());
    }
    let mut bytes = Vec::new();
    let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
    let file = File::open(path).map_err(cannot)?;
    file.take(limit).read_to_end(&mut bytes).map_err(cannot)?;
    if bytes.len() > most {
        return Err(format!(
            "has more than {most} bytes; expected at most as many"
        ));
    }
    String::from_utf8(bytes).map_err(|error| {
        let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = before.split(|byte| *byte == b'\n').count();
        format!("line {line} is not UTF-8")
    })
}
