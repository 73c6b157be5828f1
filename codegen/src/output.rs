//! Generated files on disk. A file is written completely or not at all, only if it has
//! changed, and never over a file that was not generated.

use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::format::{HEADER, owner};

/// A generated file.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct File {
    /// Name inside the output folder.
    pub name: String,
    /// Its text.
    pub text: String,
}

/// What writing did to a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Status {
    /// It did not exist before.
    Created,
    /// It had another content before.
    Updated,
    /// It had this content already and was not touched.
    Unchanged,
    /// Its source no longer exists.
    Removed,
}

/// Writes these files to a folder, and removes its other generated files.
///
/// All files are complete on disk, under temporary names, before the first one is put
/// in place.
pub(crate) fn write(dir: &Path, files: &[File]) -> Result<Vec<(String, Status)>, String> {
    stage(dir, files)?.commit()
}

/// Files that are complete on disk, under temporary names.
#[must_use = "nothing takes its place until it is committed"]
pub(crate) struct Staged {
    dir: PathBuf,
    pending: Pending,
    plan: Vec<(String, Status)>,
    stale: Vec<String>,
}

/// Writes generated files under temporary names, next to their final ones.
pub(crate) fn stage(dir: &Path, files: &[File]) -> Result<Staged, String> {
    let mut plan = Vec::new();
    for file in files {
        plan.push(status(&dir.join(&file.name), &file.text)?);
    }
    let stale = if dir.exists() {
        stale(dir, files)?
    } else {
        Vec::new()
    };
    Staged::new(dir, files, plan, stale)
}

/// Writes one file, whole or not at all.
#[cfg(feature = "import")]
pub(crate) fn write_one(path: &Path, text: String) -> Result<Status, String> {
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.ok_or_else(|| format!("{} is not the name of a file", path.display()))?;
    let dir = match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => dir,
        _ => Path::new("."),
    };
    let name = name.to_owned();
    let mut written = stage_sources(dir, &[File { name, text }])?.commit()?;
    Ok(written
        .pop()
        .map_or(Status::Unchanged, |(_, status)| status))
}

/// Writes files that people may have edited under temporary names. Other files of the
/// folder stay as they are.
#[cfg(any(feature = "fetch", feature = "import"))]
pub(crate) fn stage_sources(dir: &Path, files: &[File]) -> Result<Staged, String> {
    let mut plan = Vec::new();
    for file in files {
        let path = dir.join(&file.name);
        plan.push(match fs::read(&path) {
            Ok(old) if old == file.text.as_bytes() => Status::Unchanged,
            Ok(_) => Status::Updated,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Status::Created,
            Err(error) => return Err(failed("read", &path, &error)),
        });
    }
    Staged::new(dir, files, plan, Vec::new())
}

impl Staged {
    fn new(
        dir: &Path,
        files: &[File],
        plan: Vec<Status>,
        stale: Vec<String>,
    ) -> Result<Self, String> {
        fs::create_dir_all(dir).map_err(|error| failed("create the folder", dir, &error))?;
        sweep(dir);
        let mut pending = Pending(Vec::new());
        for (file, status) in files.iter().zip(&plan) {
            if *status != Status::Unchanged {
                pending.add(dir, file)?;
            }
        }
        let names = files.iter().map(|file| file.name.clone());
        Ok(Self {
            dir: dir.to_path_buf(),
            pending,
            plan: names.zip(plan).collect(),
            stale,
        })
    }

    /// Puts each file in place, and removes generated files that are no longer needed.
    pub(crate) fn commit(mut self) -> Result<Vec<(String, Status)>, String> {
        self.pending.commit()?;
        for name in self.stale {
            let path = self.dir.join(&name);
            match fs::remove_file(&path) {
                // Another run has removed it already.
                Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                removed => removed.map_err(|error| failed("remove", &path, &error))?,
            }
            self.plan.push((name, Status::Removed));
        }
        Ok(self.plan)
    }
}

/// What writing would change.
pub(crate) fn compare(dir: &Path, files: &[File]) -> Result<Vec<Difference>, String> {
    let mut differences = Vec::new();
    for file in files {
        let path = dir.join(&file.name);
        let status = status(&path, &file.text)?;
        if status != Status::Unchanged {
            differences.push(Difference {
                path,
                status,
                generated: file.text.clone(),
            });
        }
    }
    if dir.exists() {
        differences.extend(stale(dir, files)?.into_iter().map(|name| Difference {
            path: dir.join(name),
            status: Status::Removed,
            generated: String::new(),
        }));
    }
    Ok(differences)
}

/// One file in which a folder differs from what the spec generates.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Difference {
    /// The file.
    pub path: PathBuf,
    /// What generating would do to it.
    pub status: Status,
    /// Its new text; empty if it would be removed.
    pub generated: String,
}

fn failed(what: &str, path: &Path, error: &io::Error) -> String {
    format!("cannot {what} {}: {error}", path.display())
}

/// How a file on disk relates to its new text.
fn status(path: &Path, text: &str) -> Result<Status, String> {
    // A pipe would block a reader forever.
    if fs::metadata(path).is_ok_and(|metadata| !metadata.is_file()) {
        return Err(format!("{} is not a regular file", path.display()));
    }
    let old = match fs::read(path) {
        Ok(old) => String::from_utf8_lossy(&old).into_owned(),
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Status::Created),
        Err(error) => return Err(failed("read", path, &error)),
    };
    if old == text {
        return Ok(Status::Unchanged);
    }
    if !old.starts_with(HEADER) && !old.is_empty() {
        return Err(format!(
            "{} was not generated by aliyun-codegen and is not overwritten; remove it or choose another folder",
            path.display()
        ));
    }
    match (owner(&old), owner(text)) {
        (Some(old), Some(new)) if old != new => Err(format!(
            "{} was generated for {old}, not {new}; choose another folder",
            path.display()
        )),
        _ => Ok(Status::Updated),
    }
}

/// Names of generated files that are no longer needed.
fn stale(dir: &Path, files: &[File]) -> Result<Vec<String>, String> {
    let unreadable = |error: io::Error| failed("read the folder", dir, &error);
    let mut names = Vec::new();
    for entry in fs::read_dir(dir).map_err(unreadable)? {
        let path = entry.map_err(unreadable)?.path();
        let Some(name) = path.file_name().and_then(|name| name.to_str()) else {
            continue;
        };
        let candidate = path.extension().is_some_and(|extension| extension == "rs")
            && path.is_file()
            && !files.iter().any(|file| file.name == name);
        if candidate && belongs(&path, files)? {
            names.push(name.to_owned());
        }
    }
    names.sort();
    Ok(names)
}

/// Whether a file was generated for the same owner as these.
fn belongs(path: &Path, files: &[File]) -> Result<bool, String> {
    use std::io::Read;
    let mut start = Vec::new();
    let read = fs::File::open(path).and_then(|file| file.take(512).read_to_end(&mut start));
    match read {
        Ok(_) => {}
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(false),
        Err(error) => return Err(failed("read", path, &error)),
    }
    let start = String::from_utf8_lossy(&start);
    let own = files.first().and_then(|file| owner(&file.text));
    Ok(own.is_some() && owner(&start) == own)
}

/// Files under temporary names. They are removed unless they are put in place.
struct Pending(Vec<(PathBuf, PathBuf)>);

impl Pending {
    fn add(&mut self, dir: &Path, file: &File) -> Result<(), String> {
        let target = dir.join(&file.name);
        let (temporary, mut out) = create(dir, &file.name)?;
        self.0.push((temporary.clone(), target.clone()));
        let mut write = || {
            out.write_all(file.text.as_bytes())?;
            // The new file has the permissions of the old one.
            match fs::symlink_metadata(&target) {
                Ok(old) if old.is_file() => out.set_permissions(old.permissions()),
                _ => Ok(()),
            }
        };
        write().map_err(|error| failed("write", &temporary, &error))
    }

    fn commit(&mut self) -> Result<(), String> {
        while let Some((temporary, target)) = self.0.last() {
            fs::rename(temporary, target).map_err(|error| failed("write", target, &error))?;
            self.0.pop();
        }
        Ok(())
    }
}

impl Drop for Pending {
    fn drop(&mut self) {
        for (temporary, _) in &self.0 {
            let _ = fs::remove_file(temporary);
        }
    }
}

/// Creates a file under a new name. An existing file or link is never opened.
fn create(dir: &Path, name: &str) -> Result<(PathBuf, fs::File), String> {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    loop {
        let now = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let unique = format!(
            "{}-{}-{}",
            std::process::id(),
            now.as_nanos(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        let path = dir.join(format!(".{name}.{unique}.tmp"));
        match fs::File::create_new(&path) {
            Ok(file) => return Ok((path, file)),
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            Err(error) => return Err(failed("write", &path, &error)),
        }
    }
}

/// The age at which a temporary file counts as left behind by a dead run.
const DEAD: Duration = Duration::from_secs(60 * 60);

/// Removes temporary files of runs that were killed. Failing to remove one does no
/// harm.
fn sweep(dir: &Path) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let ours = name.starts_with('.')
            && name.ends_with(".tmp")
            && [".rs.", ".yaml.", ".json."]
                .iter()
                .any(|kind| name.contains(kind));
        let modified = entry.metadata().and_then(|metadata| metadata.modified());
        let age = modified.ok().and_then(|modified| modified.elapsed().ok());
        if ours && age.is_some_and(|age| age > DEAD) {
            let _ = fs::remove_file(entry.path());
        }
    }
}
