//! The files of a crate on disk: all of them or none.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::output::{self, File, Status};

/// Files by the folder they go into, and files to remove; all paths start at the crate.
#[derive(Debug, Clone, Default)]
pub(super) struct Files {
    pub(super) sources: BTreeMap<String, Vec<File>>,
    /// The generated client and its folder.
    pub(super) generated: Option<(String, Vec<File>)>,
    pub(super) removed: Vec<String>,
}

impl Files {
    /// Adds a file, by its path from the crate.
    pub(super) fn add(&mut self, path: &str, text: String) {
        let (dir, name) = path.rsplit_once('/').unwrap_or(("", path));
        let name = name.to_owned();
        let files = self.sources.entry(dir.to_owned()).or_default();
        files.push(File { name, text });
    }

    /// Writes all of it. A new crate appears whole; the files of a present one are
    /// complete on disk before the first is put in place.
    pub(super) fn write(&self, out: &Path) -> Result<Vec<(PathBuf, Status)>, String> {
        let empty = std::fs::read_dir(out).map_or(!out.exists(), |mut all| all.next().is_none());
        if !empty {
            return self.put(out);
        }
        let full = std::path::absolute(out).map_err(|error| failed("find", out, &error))?;
        let (Some(parent), Some(name)) = (full.parent(), full.file_name()) else {
            return self.put(out);
        };
        std::fs::create_dir_all(parent).map_err(|error| failed("create", parent, &error))?;
        let name = format!(".{}.{}.tmp", name.to_string_lossy(), std::process::id());
        let temporary = Temporary(parent.join(name));
        let written = self.put(&temporary.0)?;
        if full.exists() {
            std::fs::remove_dir(&full).map_err(|error| failed("replace", out, &error))?;
        }
        std::fs::rename(&temporary.0, &full).map_err(|error| failed("create", out, &error))?;
        let moved = |(path, status): (PathBuf, Status)| {
            let inner = path.strip_prefix(&temporary.0).map(|path| out.join(path));
            (inner.unwrap_or(path), status)
        };
        Ok(written.into_iter().map(moved).collect())
    }

    fn put(&self, out: &Path) -> Result<Vec<(PathBuf, Status)>, String> {
        let mut staged = Vec::new();
        if let Some((dir, files)) = &self.generated {
            let dir = out.join(dir);
            staged.push((output::stage(&dir, files)?, dir));
        }
        for (dir, files) in &self.sources {
            let dir = out.join(dir);
            staged.push((output::stage_sources(&dir, files)?, dir));
        }
        let mut done = Vec::new();
        for (files, dir) in staged {
            let files = files.commit().map_err(halfway)?.into_iter();
            done.extend(files.map(|(name, status)| (dir.join(name), status)));
        }
        for name in &self.removed {
            let path = out.join(name);
            match std::fs::remove_file(&path) {
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => {}
                removed => {
                    removed.map_err(|error| halfway(failed("remove", &path, &error)))?;
                    done.push((path, Status::Removed));
                }
            }
        }
        Ok(done)
    }

    /// What writing would change.
    pub(super) fn compare(&self, out: &Path) -> Result<Vec<(PathBuf, Status)>, String> {
        let mut changed = Vec::new();
        if let Some((dir, files)) = &self.generated {
            let found = output::compare(&out.join(dir), files)?;
            changed.extend(found.into_iter().map(|found| (found.path, found.status)));
        }
        for (dir, files) in &self.sources {
            for file in files {
                let path = out.join(dir).join(&file.name);
                match std::fs::read(&path) {
                    Ok(old) if old == file.text.as_bytes() => {}
                    Ok(_) => changed.push((path, Status::Updated)),
                    Err(_) => changed.push((path, Status::Created)),
                }
            }
        }
        let removed = self.removed.iter().map(|name| out.join(name));
        let removed = removed.filter(|path| path.exists());
        changed.extend(removed.map(|path| (path, Status::Removed)));
        Ok(changed)
    }
}

/// A folder that is removed unless it has been renamed.
struct Temporary(PathBuf);

impl Drop for Temporary {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

fn failed(what: &str, path: &Path, error: &std::io::Error) -> String {
    format!("cannot {what} {}: {error}", path.display())
}

/// An error in the last step, which puts files in place; it hardly ever fails.
fn halfway(error: String) -> String {
    format!("{error}; some files may have been written: run the command again once it can write")
}
