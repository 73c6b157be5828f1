//! Reading what flags name: files, and standard input.

use std::cell::Cell;
use std::fs::{self, File};
use std::io::{self, Read};

/// The largest file that is read, in bytes. No parameter comes near it.
const LARGEST: u64 = 32 << 20;

/// Where a shell puts what a command prints, as in `@<(decrypt scan)`. Whoever
/// writes there is known to run.
const SHELLS_OWN: [&str; 3] = ["/dev/fd/", "/proc/self/fd/", "/dev/stdin"];

/// Gives the contents of files; standard input, which is `-`, only once.
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

/// How messages call a file.
pub(crate) fn label(path: &str) -> String {
    match path {
        "-" => "standard input".to_owned(),
        path => path.escape_debug().to_string(),
    }
}

/// Anything else than a file may have no end, or nobody who writes to it: not
/// even opening it need come to an end.
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
