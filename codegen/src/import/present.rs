//! The spec folder as it is.

use std::collections::BTreeMap;
use std::path::Path;

use super::tree::Tree;
use super::{patch, write};
use crate::diagnostic::{Failure, Report};
use crate::form::Form;
use crate::load;
use crate::source::Sources;
use crate::yaml::{self, Node};

/// A file that is there already.
pub(super) struct Old {
    pub(super) text: String,
    pub(super) root: Node,
    pub(super) tree: Tree,
}

/// The files of the folder, by name.
pub(super) fn present(out: &Path) -> Result<BTreeMap<String, Old>, Failure> {
    let mut files = BTreeMap::new();
    let entries = match std::fs::read_dir(out) {
        Ok(entries) => entries,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(files),
        Err(error) => {
            return Err(Failure::io(format!(
                "cannot read {}: {error}",
                out.display()
            )));
        }
    };
    for entry in entries {
        let path = entry
            .map_err(|error| Failure::io(format!("cannot read {}: {error}", out.display())))?
            .path();
        let name = path
            .file_name()
            .unwrap_or_default()
            .to_string_lossy()
            .into_owned();
        if path.extension().is_none_or(|extension| extension != "yaml") || name.starts_with('.') {
            continue;
        }
        let mut sources = Sources::default();
        let mut report = Report::default();
        let file = load::open(&path, &mut sources, &mut report);
        let root = file.and_then(|file| yaml::parse(file, &sources.get(file).text, &mut report));
        let (Some(file), Some(root)) = (file, root) else {
            return Err(Failure::findings(report.finish(&sources)));
        };
        let tree = Tree::of(&root);
        let text = sources.get(file).text.clone();
        files.insert(name, Old { text, root, tree });
    }
    Ok(files)
}

/// A file as text: the lines that are there, where nothing has changed.
pub(super) fn text(tree: &Tree, old: Option<&Old>, header: &str, form: &'static Form) -> String {
    match old {
        Some(old) => patch::patch(&old.text, &old.root, tree, form),
        None => write::file(header, tree, form),
    }
}
