//! `new`: spec files to start from.

use std::fs;
use std::io::{self, ErrorKind, Write};
use std::path::{Path, PathBuf};

use aliyun_codegen::author;

use super::{Console, Outcome};

/// Where the schemas are, seen from a spec folder such as
/// `spec/domain/2018-01-29`.
const SCHEMAS: &str = "../../schema";

/// Writes an action file, and a product file if the folder has none.
/// Nothing is overwritten.
pub(crate) fn run(console: &mut Console, action: &str, dir: &Path) -> Outcome {
    let Some(text) = author::action_file(action, &format!("{SCHEMAS}/action.json")) else {
        console.note(format_args!(
            "error: {action:?} is not the name of an action: letters and digits, a letter first, \
             such as QueryTaskDetailList"
        ));
        return Outcome::Usage;
    };
    let product = dir.join("product.yaml");
    let mut files = vec![(dir.join(format!("{action}.yaml")), text)];
    if fs::symlink_metadata(&product).is_err() {
        let schema = format!("{SCHEMAS}/product.json");
        files.push((product, author::product_file(&schema)));
    }
    match begin(console, dir, &files) {
        Ok(()) => Outcome::Done,
        Err(message) => {
            console.note(format_args!("error: {message}"));
            Outcome::Findings
        }
    }
}

fn begin(console: &mut Console, dir: &Path, files: &[(PathBuf, String)]) -> Result<(), String> {
    fs::create_dir_all(dir)
        .map_err(|error| format!("cannot create the folder {}: {error}", dir.display()))?;
    for (path, text) in files {
        create(path, text).map_err(|error| match error.kind() {
            ErrorKind::AlreadyExists => {
                format!("{} exists and is not overwritten", path.display())
            }
            _ => format!("cannot write {}: {error}", path.display()),
        })?;
        console.line(format_args!("created {}", path.display()));
    }
    for schema in ["action", "product"] {
        let path = dir.join(SCHEMAS).join(format!("{schema}.json"));
        if !path.exists() {
            console.line(format_args!(
                "editors look for {}; `aliyun-codegen schema {schema}` prints it",
                path.display()
            ));
        }
    }
    Ok(())
}

/// Creates a file that does not exist yet, whole or not at all.
fn create(path: &Path, text: &str) -> io::Result<()> {
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(path)?;
    file.write_all(text.as_bytes()).inspect_err(|_| {
        let _ = fs::remove_file(path);
    })
}
