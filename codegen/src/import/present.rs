//! The files of an existing spec folder.

use std::collections::BTreeMap;
use std::path::Path;

use super::tree::Tree;
use super::{patch, write};
use crate::diagnostic::Report;
use crate::failure::Failure;
use crate::form::Form;
use crate::load;
use crate::source::Sources;
use crate::yaml::{self, Node};

/// An existing file.
pub(super) struct Old {
    pub(super) text: String,
    pub(super) root: Node,
    pub(super) tree: Tree,
}

/// The files of the folder, by name.
pub(super) fn present(out: &Path) -> Result<BTreeMap<String, Old>, Failure> {
    let mut files = BTreeMap::new();
    let paths = match load::folder::spec_files(out) {
        Ok(paths) => paths,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(files),
        Err(error) => {
            return Err(Failure::Message(format!(
                "cannot read {}: {error}",
                out.display()
            )));
        }
    };
    for path in paths {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let mut sources = Sources::default();
        let mut report = Report::default();
        let file = load::file::open(&path, &mut sources, &mut report);
        let root = file.and_then(|file| yaml::parse(file, &sources.get(file).text, &mut report));
        let (Some(file), Some(root)) = (file, root) else {
            return Err(Failure::Findings(report.finish(&sources)));
        };
        let tree = Tree::of(&root);
        let text = sources.get(file).text.clone();
        files.insert(name.into_owned(), Old { text, root, tree });
    }
    Ok(files)
}

/// A file as text; unchanged entries keep their lines.
pub(super) fn text(tree: &Tree, old: Option<&Old>, header: &str, form: &'static Form) -> String {
    match old {
        Some(old) => patch::patch(&old.text, &old.root, tree, form),
        None => write::file(header, tree, form),
    }
}
