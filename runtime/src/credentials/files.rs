//! Reads small files with secrets. It blocks, so async code uses `Look`.

use std::fs;
use std::io::{ErrorKind, Read};
use std::path::Path;

use zeroize::Zeroizing;

use super::CredentialsError;
use crate::file;
use crate::text::one_line;

/// The largest file that is read, in bytes.
const LARGEST: u64 = 1 << 20;

/// The path as messages show it.
pub(super) fn shown(path: &Path) -> String {
    one_line(&path.display().to_string())
}

/// The text of a file without its byte order mark. A file that does not exist
/// is [absent](CredentialsError::absent); a link that leads nowhere is not.
pub(super) fn read(path: &Path) -> Result<Zeroizing<String>, CredentialsError> {
    let bytes = bytes(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound | ErrorKind::NotADirectory if !path.is_symlink() => {
            CredentialsError::absent(format!("there is no file {}", shown(path)))
        }
        _ => CredentialsError::new(format!("{} cannot be read: {error}", shown(path))),
    })?;
    if bytes.len() as u64 > LARGEST {
        return Err(CredentialsError::new(format!(
            "{} has more than the {LARGEST} bytes that are read",
            shown(path)
        )));
    }
    let text = std::str::from_utf8(&bytes).map_err(|error| {
        CredentialsError::new(format!(
            "{} is not UTF-8: invalid byte at offset {}",
            shown(path),
            error.valid_up_to()
        ))
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    Ok(Zeroizing::new(text.to_owned()))
}

/// What the file holds, or the start of it if that is too much.
fn bytes(path: &Path) -> std::io::Result<Zeroizing<Vec<u8>>> {
    let (file, size) = file::open(path)?;
    // All at once, as growing would leave copies behind that are not wiped.
    let capacity = usize::try_from(size.min(LARGEST)).unwrap_or_default() + 1;
    let mut bytes = Zeroizing::new(Vec::with_capacity(capacity));
    file.take(LARGEST + 1).read_to_end(&mut bytes)?;
    Ok(bytes)
}

/// Whether there is something at the path, be it a link that leads nowhere.
pub(super) fn exists(path: &Path) -> bool {
    fs::symlink_metadata(path).is_ok()
}

/// The text of a file that has to be there.
pub(super) fn required(path: &Path) -> Result<Zeroizing<String>, CredentialsError> {
    read(path).map_err(CredentialsError::present)
}
