//! Reads the files that flags name, and standard input.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::{self, Read};

/// The largest file that is read, in bytes; far more than any parameter needs.
const LARGEST: u64 = 32 << 20;

/// The folder where a shell offers the output of a command, as in
/// `@<(decrypt scan)`. Such a pipe has a writer that runs.
const SHELLS_OWN: [&str; 3] = ["/dev/fd/", "/proc/self/fd/", "/dev/stdin"];

/// Reads files. Standard input, `-`, can be read only once.
#[derive(Default)]
pub(crate) struct Files {
    stdin_taken: Cell<bool>,
}

impl Files {
    /// # Errors
    ///
    /// Names the file and says why.
    pub(crate) fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let name = label(path);
        if path != "-" {
            return file(path, &name);
        }
        if self.stdin_taken.replace(true) {
            return Err("standard input is asked for twice; it can be read once".to_owned());
        }
        limited(io::stdin().lock(), &name)
    }
}

/// The name of a file in messages.
pub(crate) fn label(path: &str) -> String {
    match path {
        "-" => "standard input".to_owned(),
        path => path.escape_debug().to_string(),
    }
}

/// Opens a regular file only. Anything else may have no end or no writer; even
/// opening it may block.
fn file(path: &str, name: &str) -> Result<Vec<u8>, String> {
    let cannot = |error: io::Error| format!("cannot open {name}: {error}");
    let kind = fs::metadata(path).map_err(cannot)?.file_type();
    let from_shell = SHELLS_OWN.iter().any(|place| path.starts_with(place));
    if !kind.is_file() && !from_shell {
        let found = if kind.is_dir() {
            "a folder"
        } else {
            "a pipe or a device"
        };
        return Err(format!(
            "cannot read {name}: it is {found}; expected a file"
        ));
    }
    limited(File::open(path).map_err(cannot)?, name)
}

fn limited(source: impl Read, name: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = source.take(LARGEST + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("cannot read {name}: {error}"))?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!("{name} is larger than 32 MiB; expected less"));
    }
    Ok(bytes)
}
