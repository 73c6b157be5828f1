//! The recording of all requests: one JSON object per line.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{Error, ErrorKind, Write};
use std::path::{Path, PathBuf};

use aliyun_mock::RecordedRequest;

/// A file that requests are added to.
pub(crate) struct Recording {
    path: PathBuf,
    file: File,
    /// A problem is reported only once, not for every request.
    failed: bool,
}

impl Recording {
    /// Opens a regular file to append to. Only its owner may read it: the spec decides what is
    /// masked, and the rest may still be private.
    pub(crate) fn open(path: &Path) -> Result<Self, String> {
        let mut options = OpenOptions::new();
        options.append(true).create(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let cannot =
            |error: Error| format!("cannot write the recording {}: {error}", path.display());
        // Asked before it is opened, as opening a pipe waits for who reads it.
        if let Ok(metadata) = fs::metadata(path) {
            regular(&metadata).map_err(cannot)?;
        }
        let file = options.open(path).map_err(cannot)?;
        regular(&file.metadata().map_err(cannot)?).map_err(cannot)?;
        own(&file).map_err(cannot)?;
        Ok(Self {
            path: path.to_owned(),
            file,
            failed: false,
        })
    }

    /// Appends a request. Returns the first problem.
    pub(crate) fn add(&mut self, request: &RecordedRequest) -> Option<String> {
        let line = request.to_json() + "\n";
        let error = self.file.write_all(line.as_bytes()).err()?;
        if std::mem::replace(&mut self.failed, true) {
            return None;
        }
        let path = self.path.display();
        Some(format!(
            "cannot write the recording {path}: {error}; requests are missing in it"
        ))
    }
}

/// Refuses what may block whoever writes to it.
fn regular(metadata: &Metadata) -> std::io::Result<()> {
    if metadata.is_file() {
        return Ok(());
    }
    let found = match metadata.is_dir() {
        true => "it is a folder",
        false => "it is a pipe or a device",
    };
    let message = format!("{found}; expected a regular file");
    Err(Error::new(ErrorKind::InvalidInput, message))
}

/// Makes an existing file readable only by its owner.
#[cfg(unix)]
fn own(file: &File) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    let metadata = file.metadata()?;
    let mode = metadata.permissions().mode();
    if mode & 0o077 != 0 {
        file.set_permissions(PermissionsExt::from_mode(mode & 0o700))?;
    }
    Ok(())
}

#[cfg(not(unix))]
fn own(_: &File) -> std::io::Result<()> {
    Ok(())
}
