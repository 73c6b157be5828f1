//! Reading what flags name: files, and standard input.

use std::cell::Cell;
use std::fs::File;
use std::io::{self, Read};

/// The largest file that is read, in bytes. No parameter comes near it.
const LARGEST: u64 = 32 << 20;

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
            let file = File::open(path).map_err(|error| format!("cannot open {name}: {error}"))?;
            return limited(file, &name);
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

fn limited(source: impl Read, name: &str) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let read = source.take(LARGEST + 1).read_to_end(&mut bytes);
    read.map_err(|error| format!("cannot read {name}: {error}"))?;
    if bytes.len() as u64 > LARGEST {
        return Err(format!("{name} is larger than 32 MiB; expected less"));
    }
    Ok(bytes)
}
