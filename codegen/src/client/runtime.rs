//! Where the written crate gets the runtime, and the generator for its build.

use std::fmt;
use std::path::{Component, Path, PathBuf};
use std::str::FromStr;

/// The source of `aliyun-runtime` and `aliyun-codegen`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Runtime {
    /// The package registry, with this version requirement.
    Version(String),
    /// A checkout of this project.
    Path(PathBuf),
    /// A git repository, and a branch, tag or revision of it.
    Git {
        /// Its address.
        url: String,
        /// `branch`, `tag` or `rev`, with the name.
        at: Option<(String, String)>,
    },
}

impl Default for Runtime {
    /// The version of this tool.
    fn default() -> Self {
        Self::Version(env!("CARGO_PKG_VERSION").to_owned())
    }
}

const EXPECTED: &str = "expected a version such as `0.1`, `path=DIR` with a checkout of \
     aliyun-codegen, or `git=URL` with `,branch=…`, `,tag=…` or `,rev=…` if needed";

impl FromStr for Runtime {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("`{text}` is no source of the runtime: {EXPECTED}");
        if let Some(path) = text.strip_prefix("path=") {
            return Some(path)
                .filter(|path| !path.is_empty())
                .map(|path| Self::Path(PathBuf::from(path)))
                .ok_or_else(wrong);
        }
        if let Some(rest) = text.strip_prefix("git=") {
            let (url, at) = match rest.split_once(',') {
                None => (rest, None),
                Some((url, at)) => {
                    let (kind, name) = at.split_once('=').ok_or_else(wrong)?;
                    let known = matches!(kind, "branch" | "tag" | "rev") && !name.is_empty();
                    let at = known.then(|| (kind.to_owned(), name.to_owned()));
                    (url, Some(at.ok_or_else(wrong)?))
                }
            };
            let url = Some(url).filter(|url| url.contains(':'));
            let url = url.ok_or_else(wrong)?.to_owned();
            return Ok(Self::Git { url, at });
        }
        let version = text.strip_prefix("version=").unwrap_or(text);
        let plain = |c: char| c.is_ascii_alphanumeric() || "^~=<>,.*+- ".contains(c);
        if version.contains(|c: char| c.is_ascii_digit()) && version.chars().all(plain) {
            Ok(Self::Version(version.to_owned()))
        } else {
            Err(wrong())
        }
    }
}

impl fmt::Display for Runtime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version(version) => f.write_str(version),
            Self::Path(path) => write!(f, "path={}", slashes(path)),
            Self::Git { url, at: None } => write!(f, "git={url}"),
            Self::Git {
                url,
                at: Some((kind, name)),
            } => write!(f, "git={url},{kind}={name}"),
        }
    }
}

impl Runtime {
    /// The same source for a crate in the folder `out`: a path starts there, and not at
    /// the folder `base`.
    pub(super) fn seen_from(&self, base: &Path, out: &Path) -> Result<Self, String> {
        let Self::Path(path) = self else {
            return Ok(self.clone());
        };
        let checkout = base.join(path);
        if !checkout.join("runtime/Cargo.toml").is_file() {
            return Err(format!(
                "{} is not a checkout of aliyun-codegen: it has no runtime/Cargo.toml",
                checkout.display()
            ));
        }
        let full = |path: &Path| {
            real(path).map_err(|error| format!("cannot find {}: {error}", path.display()))
        };
        Ok(Self::Path(relative(&full(out)?, &full(&checkout)?)))
    }

    /// What a `Cargo.toml` says about a package, without the braces around it. `folder`
    /// is the one of the package in a checkout.
    pub(super) fn dependency(&self, folder: &str) -> String {
        match self {
            Self::Version(version) => format!("version = {}", quoted(version)),
            Self::Path(path) => format!(
                "path = {}, version = {}",
                quoted(&slashes(&path.join(folder))),
                quoted(env!("CARGO_PKG_VERSION"))
            ),
            Self::Git { url, at } => {
                let at = at.as_ref().map_or_else(String::new, |(kind, name)| {
                    format!(", {kind} = {}", quoted(name))
                });
                format!("git = {}{at}", quoted(url))
            }
        }
    }
}

/// A text in TOML, whose escapes are those of JSON.
pub(super) fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn slashes(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}

/// The path without links. The end of it need not exist.
fn real(path: &Path) -> std::io::Result<PathBuf> {
    let path = std::path::absolute(path)?;
    let mut rest = Vec::new();
    let mut known = path.as_path();
    loop {
        if let Ok(mut found) = known.canonicalize() {
            found.extend(rest.iter().rev());
            return Ok(found);
        }
        match (known.file_name(), known.parent()) {
            (Some(name), Some(parent)) => {
                rest.push(name);
                known = parent;
            }
            _ => return Ok(path.clone()),
        }
    }
}

/// The way from one folder to another.
fn relative(from: &Path, to: &Path) -> PathBuf {
    let (from, to): (Vec<Component<'_>>, Vec<_>) =
        (from.components().collect(), to.components().collect());
    let same = from.iter().zip(&to).take_while(|(a, b)| a == b).count();
    let up = std::iter::repeat_n(Component::ParentDir, from.len() - same);
    let way: PathBuf = up.chain(to[same..].iter().copied()).collect();
    if way.as_os_str().is_empty() {
        PathBuf::from(".")
    } else {
        way
    }
}
