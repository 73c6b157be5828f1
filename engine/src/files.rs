//! Reads the files that flags name, and standard input.

use std::cell::Cell;
use std::fs::{self, File, Metadata};
use std::io::{self, Read};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// The largest file that is read, in bytes; far more than any parameter needs.
const LARGEST: u64 = 32 << 20;

/// The folder where a shell offers the output of a command, as in
/// `@<(decrypt scan)`. Such a pipe has a writer that runs.
const SHELLS_OWN: [&str; 3] = ["/dev/fd/", "/proc/self/fd/", "/dev/stdin"];

/// Reads files. Standard input, `-`, can be read only once.
pub(crate) struct Files {
    stdin_taken: Cell<bool>,
    /// How long reading one may take; without it, none is read.
    limit: Option<Duration>,
}

impl Files {
    /// Files of which each is to be read within this time.
    pub(crate) fn new(limit: Duration) -> Self {
        Self {
            stdin_taken: Cell::default(),
            limit: Some(limit),
        }
    }

    /// No files: what names one is refused.
    pub(crate) fn none() -> Self {
        Self {
            stdin_taken: Cell::default(),
            limit: None,
        }
    }

    /// # Errors
    ///
    /// Names the file and says why.
    pub(crate) fn read(&self, path: &str) -> Result<Vec<u8>, String> {
        let name = label(path);
        let Some(limit) = self.limit else {
            return Err(format!("cannot read {name}: files are not read here"));
        };
        if SHELLS_OWN.iter().any(|place| path.starts_with(place)) {
            // The command may ask for a password first: it takes its time.
            let file = File::open(path);
            let file = file.map_err(|error| format!("cannot open {name}: {error}"))?;
            return limited(file, &name);
        }
        if path != "-" {
            let (path, shown) = (path.to_owned(), name.clone());
            return within(limit, &name, move || regular(&path, &shown));
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

/// What `read` gives. It is left to a thread, as a file system may hang.
fn within(
    limit: Duration,
    name: &str,
    read: impl FnOnce() -> Result<Vec<u8>, String> + Send + 'static,
) -> Result<Vec<u8>, String> {
    let (sender, receiver) = mpsc::channel();
    let thread = thread::Builder::new().spawn(move || {
        // Nobody waits for it any more if the time is over.
        let _ = sender.send(read());
    });
    thread.map_err(|error| format!("cannot read {name}: there is no thread: {error}"))?;
    let read = receiver.recv_timeout(limit);
    read.unwrap_or_else(|_| Err(format!("cannot read {name}: it took longer than {limit:?}")))
}

/// Opens a regular file only. Anything else may have no end or no writer; even
/// opening it may block.
fn regular(path: &str, name: &str) -> Result<Vec<u8>, String> {
    let cannot = |error: io::Error| format!("cannot open {name}: {error}");
    let check = |metadata: &Metadata| {
        let found = match metadata.is_dir() {
            _ if metadata.is_file() => return Ok(()),
            true => "a folder",
            false => "a pipe or a device",
        };
        Err(format!(
            "cannot read {name}: it is {found}; expected a file"
        ))
    };
    check(&fs::metadata(path).map_err(cannot)?)?;
    let file = File::open(path).map_err(cannot)?;
    check(&file.metadata().map_err(cannot)?)?;
    limited(file, name)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_system_that_hangs_is_left() {
        let hang = || {
            thread::sleep(Duration::from_secs(3600));
            Ok(Vec::new())
        };
        let told = within(Duration::from_millis(10), "scan.jpg", hang).unwrap_err();
        assert_eq!(told, "cannot read scan.jpg: it took longer than 10ms");
    }
}
