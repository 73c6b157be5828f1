//! Paths of requests: templates whose placeholders are replaced by values.

use std::borrow::Cow;

use crate::percent;

/// A path exactly as it is signed and sent: percent-encoded, beginning with `/`.
pub(crate) struct Path(Cow<'static, str>);

/// Names and plain values of path parameters.
type Values = [(&'static str, String)];

impl Path {
    /// The path `/`.
    pub(crate) const ROOT: Self = Self(Cow::Borrowed("/"));

    /// The path of a template, such as `/clusters/{ClusterId}`. Each value becomes one
    /// segment, or a part of one. Fixed text is encoded too. If the template ends in
    /// `*`, the parameter that is in no placeholder is the whole path.
    ///
    /// # Errors
    ///
    /// If a value is missing, or would make a different path than the template means.
    /// Errors do not show values.
    pub(crate) fn of(template: &str, values: &Values) -> Result<Self, String> {
        if template.is_empty() {
            return Ok(Self::ROOT);
        }
        let path = if template.ends_with('*') {
            whole(template, values)?
        } else {
            fill(template, values)?
        };
        let path = String::from_utf8(path).unwrap_or_default();
        if !path.starts_with('/') {
            return Err("the path does not begin with `/`".to_owned());
        }
        if path.split('/').any(is_dots) {
            return Err("the path has a segment `.` or `..`".to_owned());
        }
        Ok(Self(Cow::Owned(path)))
    }

    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }
}

/// The template with encoded values.
fn fill(template: &str, values: &Values) -> Result<Vec<u8>, String> {
    let mut path = Vec::with_capacity(template.len() + 64);
    let mut rest = template;
    while let Some((fixed, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            break;
        };
        append_fixed(&mut path, fixed);
        let value = values.iter().find(|(known, _)| *known == name);
        let found = match value.map(|(_, value)| value.as_str()) {
            None => "is not set",
            Some("") => "is empty",
            Some("." | "..") => "is `.` or `..`",
            Some(value) => {
                percent::append(&mut path, value.as_bytes());
                rest = after;
                continue;
            }
        };
        return Err(format!(
            "the path parameter `{name}` {found}; expected a value other than an empty one, \
             `.` and `..`"
        ));
    }
    append_fixed(&mut path, rest);
    Ok(path)
}

/// Appends the literal text of a template.
fn append_fixed(path: &mut Vec<u8>, fixed: &str) {
    for (index, segment) in fixed.split('/').enumerate() {
        if index > 0 {
            path.push(b'/');
        }
        percent::append(path, segment.as_bytes());
    }
}

/// A path that the caller gives as a whole. Text that is already encoded stays unchanged.
fn whole(template: &str, values: &Values) -> Result<Vec<u8>, String> {
    let in_template = |name: &str| template.contains(&format!("{{{name}}}"));
    let mut others = values.iter().filter(|(name, _)| !in_template(name));
    let Some((name, value)) = others.next() else {
        return Err(format!(
            "the parameter with the whole path is not set; expected one like `{template}`"
        ));
    };
    if !value.starts_with('/') {
        return Err(format!(
            "the path parameter `{name}` does not begin with `/`; expected a whole path like \
             `{template}`"
        ));
    }
    let mut path = Vec::with_capacity(value.len());
    let mut rest = value.as_bytes();
    while let [first, after @ ..] = rest {
        let escape = matches!(rest, [b'%', high, low, ..]
            if high.is_ascii_hexdigit() && low.is_ascii_hexdigit());
        if escape || is_path(*first) {
            path.push(*first);
        } else {
            percent::append(&mut path, &[*first]);
        }
        rest = after;
    }
    Ok(path)
}

/// Whether a path may contain this byte unencoded (RFC 3986). An apostrophe is allowed,
/// but URL types differ in how they treat it.
fn is_path(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"-._~/:@!$&()*+,;=".contains(&byte)
}

/// Whether a URL type treats the segment as a step to another path.
fn is_dots(segment: &str) -> bool {
    let plain = segment.replace("%2e", ".").replace("%2E", ".");
    matches!(&*plain, "." | "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(template: &'static str, values: &[&str]) -> Result<String, String> {
        let names = ["a", "b"].into_iter();
        let values: Vec<_> = names.zip(values.iter().map(|v| (*v).to_owned())).collect();
        Path::of(template, &values).map(|path| path.as_str().to_owned())
    }

    #[test]
    fn values_and_fixed_parts_are_encoded() {
        for (value, encoded) in [
            ("a b", "a%20b"),
            ("a/b", "a%2Fb"),
            ("50%", "50%25"),
            ("%2F", "%252F"),
            ("*'+", "%2A%27%2B"),
            ("?#", "%3F%23"),
            ("值😀", "%E5%80%BC%F0%9F%98%80"),
            ("...", "..."),
            ("{b}", "%7Bb%7D"),
        ] {
            assert_eq!(of("/x/{a}/y", &[value]).unwrap(), format!("/x/{encoded}/y"));
        }
        let fixed = of("/apps:search/[id]/{a}:stop/{a}{b}/", &["1", "2"]);
        assert_eq!(fixed.unwrap(), "/apps%3Asearch/%5Bid%5D/1%3Astop/12/");
        assert_eq!(of("", &[]).unwrap(), "/");
    }

    #[test]
    fn values_that_make_another_path_are_refused() {
        for (template, values, reason) in [
            ("/x/{a}", &[][..], "`a` is not set"),
            ("/x/{a}", &[""], "`a` is empty"),
            ("/x/{a}", &["."], "`a` is `.` or `..`"),
            ("/x/{a}", &[".."], "`a` is `.` or `..`"),
            ("x/{a}", &["1"], "does not begin with `/`"),
            ("/{a}/*", &["1"], "whole path is not set"),
            ("/{a}/*", &["1", "x/y"], "`b` does not begin with `/`"),
            ("/{a}/*", &["1", "/x/../y"], "segment `.` or `..`"),
            ("/{a}/*", &["1", "/x/%2e%2E/y"], "segment `.` or `..`"),
            ("/{a}/*", &["1", ""], "does not begin with `/`"),
        ] {
            let error = of(template, values).unwrap_err();
            assert!(error.contains(reason), "{template}: {error}");
        }
    }

    #[test]
    fn a_whole_path_keeps_what_is_encoded_and_encodes_the_rest() {
        let path = of(
            "/providers/{a}/*",
            &["x", "/providers/x/a b/%2F/50%/值?#'/c:d"],
        );
        assert_eq!(
            path.unwrap(),
            "/providers/x/a%20b/%2F/50%25/%E5%80%BC%3F%23%27/c:d"
        );
    }
}
