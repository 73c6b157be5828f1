//! Spec files of a git revision, read with git itself; nothing is checked out.

use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::load::PRODUCT_FILE;
use crate::load::file::MAX_FILE;
use crate::load::folder::Entry;

/// Files by their displayed paths, `REV:PATH`.
type Files = Vec<(PathBuf, Vec<u8>)>;

/// What a path of a revision refers to.
pub(super) enum Found {
    Folder(PathBuf, Files),
    /// A file, with its product file if there is one.
    File(PathBuf, Files),
}

/// `REV` and `PATH` of `REV:PATH`. A colon within braces belongs to the
/// revision: `main@{2024-05-01 10:00}`.
pub(super) fn split(name: &str) -> Option<(&str, &str)> {
    let mut depth = 0_usize;
    for (at, character) in name.char_indices() {
        match character {
            '{' => depth += 1,
            '}' => depth = depth.saturating_sub(1),
            ':' if depth == 0 => return Some((&name[..at], &name[at + 1..])),
            _ => {}
        }
    }
    None
}

/// Reads a folder or a file of a revision.
pub(super) fn open(revision: &str, path: &str) -> Result<Found, String> {
    let name = format!("{revision}:{path}");
    if revision.is_empty() || revision.starts_with('-') {
        return Err(format!(
            "`{name}` does not name a revision; write `REV:PATH`, such as `HEAD~1:spec/domain`"
        ));
    }
    let inside = git(&name, &["rev-parse", "--git-dir"])?;
    if !inside.status.success() {
        return Err(format!(
            "`{name}` names a git revision, but this is not inside a usable repository: {}",
            complaint(&inside)
        ));
    }
    let commit = resolve(&name, &format!("{revision}^{{commit}}"))?.ok_or_else(|| {
        format!(
            "git does not know the revision `{revision}`; a shallow clone has only the newest ones"
        )
    })?;
    let path = match path.trim_end_matches('/') {
        "." | ".." => path,
        trimmed => trimmed,
    };
    let object = resolve(&name, &format!("{commit}:{path}"))?.ok_or_else(|| {
        format!(
            "the revision `{revision}` has no `{path}`; paths start at the top of the repository, or with `./`"
        )
    })?;
    match run(&name, &["cat-file", "-t", &object])?.trim() {
        "tree" => folder(&name, &shown(revision, path), &object),
        "blob" => file(&name, revision, &commit, path, &object),
        other => Err(format!(
            "`{name}` is a {other}, neither a folder nor a file"
        )),
    }
}

/// A path as messages show it. The root has a name too, so that the paths of
/// its files have it as a whole part.
fn shown(revision: &str, path: &str) -> PathBuf {
    let path = if path.is_empty() { "." } else { path };
    PathBuf::from(format!("{revision}:{path}"))
}

fn folder(name: &str, dir: &Path, tree: &str) -> Result<Found, String> {
    let listing = run(name, &["ls-tree", "--full-tree", "-l", "-z", tree])?;
    let mut objects = Vec::new();
    // MODE TYPE OBJECT SIZE<TAB>NAME<NUL>
    for entry in listing.split('\0').filter(|entry| !entry.is_empty()) {
        let (facts, file) = entry
            .split_once('\t')
            .ok_or_else(|| format!("git lists `{name}` in an unknown format"))?;
        if Entry::of(Path::new(file)) == Entry::Other {
            continue;
        }
        let facts: Vec<&str> = facts.split_whitespace().collect();
        let [mode, "blob", object, size] = facts[..] else {
            return Err(format!("`{name}`: `{file}` is not a regular file"));
        };
        if mode == "120000" {
            return Err(format!(
                "`{name}`: `{file}` is a symbolic link; git links are not followed"
            ));
        }
        small(&format!("{name}: {file}"), size)?;
        objects.push((dir.join(file), object.to_owned()));
    }
    let files = contents(name, objects)?;
    Ok(Found::Folder(dir.to_path_buf(), files))
}

fn file(
    name: &str,
    revision: &str,
    commit: &str,
    path: &str,
    object: &str,
) -> Result<Found, String> {
    let (parent, last) = match path.rsplit_once('/') {
        Some((parent, last)) => (format!("{parent}/"), last),
        None => (String::new(), path),
    };
    if last == PRODUCT_FILE {
        return Err(format!(
            "`{name}`: a product file is compared as part of its folder; give the folder"
        ));
    }
    let dir = shown(revision, parent.trim_end_matches('/'));
    let shown = dir.join(last);
    let mut objects = vec![(shown.clone(), object.to_owned())];
    if let Some(product) = resolve(name, &format!("{commit}:{parent}{PRODUCT_FILE}"))? {
        objects.push((dir.join(PRODUCT_FILE), product));
    }
    for (path, object) in &objects {
        let size = run(name, &["cat-file", "-s", object])?;
        small(&path.display().to_string(), size.trim())?;
    }
    let files = contents(name, objects)?;
    Ok(Found::File(shown, files))
}

fn small(file: &str, size: &str) -> Result<(), String> {
    match size.parse::<u64>() {
        Ok(size) if size <= MAX_FILE => Ok(()),
        _ => Err(format!(
            "`{file}` has {size} bytes; a spec file may have {MAX_FILE}"
        )),
    }
}

/// The object that an expression names, if it exists.
fn resolve(name: &str, expression: &str) -> Result<Option<String>, String> {
    let out = git(name, &["rev-parse", "--verify", "--quiet", expression])?;
    let object = String::from_utf8_lossy(&out.stdout).trim().to_owned();
    Ok(out.status.success().then_some(object))
}

/// The contents of objects, from one process.
fn contents(name: &str, objects: Vec<(PathBuf, String)>) -> Result<Files, String> {
    let mut child = command(&["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .spawn()
        .map_err(|error| absent(name, &error))?;
    let asked: String = objects.iter().map(|(_, id)| format!("{id}\n")).collect();
    let mut stdin = child.stdin.take();
    // Git answers while we still write, so reading must happen at the same time.
    let asking = std::thread::spawn(move || match &mut stdin {
        Some(stdin) => stdin.write_all(asked.as_bytes()),
        None => Ok(()),
    });
    let out = child
        .wait_with_output()
        .map_err(|error| format!("cannot read from git: {error}"))?;
    let asked = matches!(asking.join(), Ok(Ok(())));
    if !asked || !out.status.success() {
        return Err(format!("git cannot read `{name}`: {}", complaint(&out)));
    }
    let mut rest = &out.stdout[..];
    let mut files = Vec::new();
    for (path, _) in objects {
        let (content, after) = next(rest)
            .ok_or_else(|| format!("git's answer for {} has an unknown format", path.display()))?;
        files.push((path, content.to_vec()));
        rest = after;
    }
    Ok(files)
}

/// `OBJECT blob SIZE`, a line break, the content, a line break.
fn next(answer: &[u8]) -> Option<(&[u8], &[u8])> {
    let end = answer.iter().position(|byte| *byte == b'\n')?;
    let head = std::str::from_utf8(&answer[..end]).ok()?;
    let size: usize = head.rsplit_once(" blob ")?.1.parse().ok()?;
    let content = answer.get(end + 1..)?.get(..size)?;
    let after = answer.get(end + 1 + size + 1..)?;
    Some((content, after))
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command
        .args(arguments)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    command
}

fn git(name: &str, arguments: &[&str]) -> Result<Output, String> {
    command(arguments)
        .output()
        .map_err(|error| absent(name, &error))
}

/// The output of git, or its error message.
fn run(name: &str, arguments: &[&str]) -> Result<String, String> {
    let out = git(name, arguments)?;
    if !out.status.success() {
        return Err(format!("git cannot read `{name}`: {}", complaint(&out)));
    }
    String::from_utf8(out.stdout).map_err(|_| format!("git's answer for `{name}` is not UTF-8"))
}

fn absent(name: &str, error: &io::Error) -> String {
    if error.kind() == io::ErrorKind::NotFound {
        format!("`{name}` is not a file or folder; to read a git revision, git must be on the PATH")
    } else {
        format!("`{name}`: cannot start git: {error}")
    }
}

fn complaint(out: &Output) -> String {
    let text = String::from_utf8_lossy(&out.stderr);
    let line = text.lines().next().unwrap_or("it does not say why");
    line.trim_start_matches("fatal: ").to_owned()
}

#[cfg(test)]
mod tests {
    use super::split;

    #[test]
    fn the_first_colon_outside_braces_ends_the_revision() {
        for (name, expected) in [
            ("HEAD~1:spec/a.yaml", Some(("HEAD~1", "spec/a.yaml"))),
            (
                "main@{2024-05-01 10:00}:spec",
                Some(("main@{2024-05-01 10:00}", "spec")),
            ),
            ("HEAD:", Some(("HEAD", ""))),
            (":spec", Some(("", "spec"))),
            ("v1:a:b", Some(("v1", "a:b"))),
            ("spec/domain", None),
        ] {
            assert_eq!(split(name), expected, "{name}");
        }
    }
}
