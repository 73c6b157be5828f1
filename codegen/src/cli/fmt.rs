//! `fmt`: spec files in their canonical form.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use aliyun_codegen::author;

use super::{Console, Outcome, message, patch};

/// Formats files, or shows what formatting would change. A file with a finding
/// stays as it is, and the others are formatted.
pub(crate) fn run(console: &mut Console, paths: &[PathBuf], check: bool) -> Outcome {
    let mut run = Run {
        console,
        check,
        changed: 0,
        failed: 0,
        total: 0,
    };
    for path in paths {
        run.path(path, true);
    }
    let what = if check { "to format" } else { "formatted" };
    let failed = match run.failed {
        0 => String::new(),
        failed => format!(", {failed} failed"),
    };
    let (changed, failures) = (run.changed, run.failed);
    let total = message::count(run.total, "file");
    console.note(format_args!("{total}: {changed} {what}{failed}"));
    if failures > 0 || check && changed > 0 {
        Outcome::Findings
    } else {
        Outcome::Done
    }
}

struct Run<'a> {
    console: &'a mut Console,
    check: bool,
    changed: usize,
    failed: usize,
    total: usize,
}

impl Run<'_> {
    /// Formats a file, or every spec file of a folder. Links to folders are followed
    /// only if the user has `given` them, so that the walk ends.
    fn path(&mut self, path: &Path, given: bool) {
        if given && path.is_dir() || !given && path.is_dir() && !path.is_symlink() {
            self.folder(path);
        } else if given || path.extension().is_some_and(|e| e == "yaml") && path.is_file() {
            self.total += 1;
            match self.file(path) {
                Ok(changed) => self.changed += usize::from(changed),
                Err(message) => self.fail(&message),
            }
        }
    }

    fn fail(&mut self, message: &str) {
        self.failed += 1;
        self.console.note(message);
    }

    fn folder(&mut self, folder: &Path) {
        let entries = fs::read_dir(folder).and_then(Iterator::collect::<Result<Vec<_>, _>>);
        let mut inside: Vec<PathBuf> = match entries {
            Ok(entries) => entries.iter().map(fs::DirEntry::path).collect(),
            Err(error) => {
                self.fail(&failed("read the folder", folder, &error));
                return;
            }
        };
        inside.sort();
        for path in inside {
            let name = path.file_name().unwrap_or_default();
            if !name.to_string_lossy().starts_with('.') {
                self.path(&path, false);
            }
        }
    }

    /// Whether the file is not in its canonical form, or was not.
    fn file(&mut self, path: &Path) -> Result<bool, String> {
        let after = author::lay_out(path).map_err(|failure| {
            let findings: Vec<String> = failure
                .diagnostics()
                .iter()
                .map(|finding| format!("{finding}\n"))
                .collect();
            if findings.is_empty() {
                failure.to_string()
            } else {
                findings.join("\n")
            }
        })?;
        let before = fs::read_to_string(path).map_err(|e| failed("read", path, &e))?;
        if before == after {
            return Ok(false);
        }
        let name = path.display();
        if self.check {
            let (old, new) = (format!("{name}"), format!("{name} (formatted)"));
            self.console
                .line(patch::unified(&before, &after, &old, &new));
        } else {
            replace(path, &after).map_err(|error| failed("write", path, &error))?;
            self.console.line(format_args!("formatted {name}"));
        }
        Ok(true)
    }
}

fn failed(what: &str, path: &Path, error: &io::Error) -> String {
    format!("error: cannot {what} {}: {error}", path.display())
}

/// Replaces the text of a file, whole or not at all, and keeps its permissions.
/// If the path is a link, its target is replaced.
fn replace(path: &Path, text: &str) -> io::Result<()> {
    let path = fs::canonicalize(path)?;
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let temporary = path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
    let written = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .open(&temporary)
        .and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.set_permissions(fs::metadata(&path)?.permissions())?;
            file.sync_all()
        })
        .and_then(|()| fs::rename(&temporary, &path));
    written.inspect_err(|_| {
        let _ = fs::remove_file(&temporary);
    })
}
