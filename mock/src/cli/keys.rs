//! Access keys from the command line, a file and the environment. Errors never
//! repeat a key.

use std::path::Path;

use super::files;

/// The longest file with keys, in bytes.
const LONGEST: usize = 1024 * 1024;

/// The environment variable with access keys, separated by blanks or line breaks.
pub(crate) const VARIABLE: &str = "ALIYUN_MOCK_ACCESS_KEYS";

/// An access key that callers may sign with. No `Debug`: it holds a secret.
#[derive(Clone)]
pub(crate) struct Key {
    pub(crate) id: String,
    pub(crate) secret: String,
    pub(crate) token: Option<String>,
}

/// Reads `ID:SECRET` or `ID:SECRET:TOKEN`.
pub(crate) fn parse(text: &str) -> Result<Key, String> {
    let mut parts = text.splitn(3, ':');
    let mut part = || parts.next().map(str::trim).filter(|part| !part.is_empty());
    let (id, secret) = (part(), part());
    let (Some(id), Some(secret)) = (id, secret) else {
        return Err("expected ID:SECRET, or ID:SECRET:TOKEN for a temporary key".to_owned());
    };
    Ok(Key {
        id: id.to_owned(),
        secret: secret.to_owned(),
        token: part().map(str::to_owned),
    })
}

/// Reads a file with one key per line; `#` begins a comment line.
pub(crate) fn read(path: &Path) -> Result<Vec<Key>, String> {
    let shown = path.display();
    let text = files::read(path, LONGEST).map_err(|what| format!("{shown}: {what}"))?;
    let lines = text.lines().enumerate();
    let lines = lines.filter(|(_, line)| !line.trim().is_empty() && !line.trim().starts_with('#'));
    let keys: Result<Vec<Key>, String> = lines
        .map(|(at, line)| parse(line).map_err(|what| format!("{shown}:{}: {what}", at + 1)))
        .collect();
    let keys = keys?;
    if keys.is_empty() {
        return Err(format!("{shown} has no access key"));
    }
    Ok(keys)
}

/// Reads the environment variable, if it is set.
pub(crate) fn environment() -> Result<Vec<Key>, String> {
    let Some(text) = std::env::var_os(VARIABLE) else {
        return Ok(Vec::new());
    };
    let text = text
        .to_str()
        .ok_or_else(|| format!("{VARIABLE} is not UTF-8"))?;
    let keys = text.split_whitespace().enumerate();
    keys.map(|(at, key)| parse(key).map_err(|what| format!("{VARIABLE}, key {}: {what}", at + 1)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_two_or_three_parts() {
        let key = |text: &str| parse(text).map(|key| (key.id, key.secret, key.token));
        let owned = |text: &str| text.to_owned();
        assert_eq!(key("a:b"), Ok((owned("a"), owned("b"), None)));
        assert_eq!(
            key("a:b:c:d"),
            Ok((owned("a"), owned("b"), Some(owned("c:d"))))
        );
        for bad in ["", "a", "a:", ":b", " : ", "secretonly"] {
            let error = key(bad).unwrap_err();
            assert!(error.starts_with("expected ID:SECRET"), "{error}");
            assert!(!error.contains("secretonly"));
        }
    }
}
