//! A document as a file.

use std::fs;
use std::io::ErrorKind;
use std::path::Path;

use crate::failure::Failure;
use crate::output::{self, Status};

/// The beginning of every document exported as JSON.
const JSON: &str = "{\n  \"openapi\": ";

/// The beginning of every document exported as YAML.
pub(super) const YAML: &str = "# Exported by aliyun-codegen.\n";

/// Writes an exported document, whole or not at all. It never replaces another
/// kind of file.
///
/// # Errors
///
/// If another file has the name, or the file system refuses the write.
pub fn write(path: &Path, text: String) -> Result<Status, Failure> {
    refuse_others(path)?;
    output::write_one(path, text).map_err(Failure::Message)
}

fn refuse_others(path: &Path) -> Result<(), Failure> {
    let metadata = match fs::metadata(path) {
        Ok(metadata) => metadata,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(()),
        Err(error) => {
            let path = path.display();
            return Err(Failure::Message(format!("cannot read {path}: {error}")));
        }
    };
    if !metadata.is_file() {
        let path = path.display();
        return Err(Failure::Message(format!("{path} is not a regular file")));
    }
    let old = fs::read(path)
        .map_err(|error| Failure::Message(format!("cannot read {}: {error}", path.display())))?;
    let known = |start: &str| old.starts_with(start.as_bytes());
    if old.is_empty() || known(JSON) || known(YAML) {
        return Ok(());
    }
    Err(Failure::Message(format!(
        "{} was not exported by aliyun-codegen and is not overwritten; remove it or choose another name",
        path.display()
    )))
}
