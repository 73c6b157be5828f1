//! Text inside a line or a cell: links, emphasis, escapes, tags.

use crate::import::text::squeeze;

/// Marks the start and end of bold or code text in [`marked`].
pub(super) const BOLD: char = '\u{1}';

/// Tags of HTML; anything else in angle brackets is a placeholder of the page.
const TAGS: &[&str] = &[
    "a", "b", "br", "code", "dd", "div", "dl", "dt", "em", "font", "i", "img", "li", "ol", "p",
    "pre", "span", "strong", "sub", "sup", "td", "th", "tr", "u", "ul",
];

/// The text that a reader sees.
pub(super) fn plain(text: &str) -> String {
    marked(text).replace(BOLD, "").trim().to_owned()
}

/// As [`plain`], on one line.
pub(super) fn line(text: &str) -> String {
    squeeze(&plain(text))
}

/// The text that a reader sees, with [`BOLD`] around what is bold or code.
pub(super) fn marked(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let taken = escape(rest, &mut out)
            .or_else(|| emphasis(rest, &mut out))
            .or_else(|| link(rest, &mut out))
            .or_else(|| tag(rest, &mut out))
            .or_else(|| entity(rest, &mut out));
        match taken {
            Some(length) => rest = &rest[length..],
            None => {
                out.push(first);
                rest = &rest[first.len_utf8()..];
            }
        }
    }
    out
}

fn escape(text: &str, out: &mut String) -> Option<usize> {
    let escaped = text.strip_prefix('\\')?.chars().next()?;
    escaped.is_ascii_punctuation().then(|| {
        out.push(escaped);
        2
    })
}

fn emphasis(text: &str, out: &mut String) -> Option<usize> {
    for mark in ["***", "**", "``", "`"] {
        if text.starts_with(mark) {
            out.push(BOLD);
            return Some(mark.len());
        }
    }
    None
}

/// `[text](target)` becomes the text; an image becomes nothing.
fn link(text: &str, out: &mut String) -> Option<usize> {
    let image = text.starts_with("![");
    let (label, target) = link_parts(text.strip_prefix('!').unwrap_or(text))?;
    if !image {
        out.push_str(&marked(label));
    }
    Some(usize::from(image) + label.len() + target.len() + 4)
}

/// Label and target of a link at the beginning of `text`.
fn link_parts(text: &str) -> Option<(&str, &str)> {
    let inside = text.strip_prefix('[')?;
    let window = &inside.as_bytes()[..inside.len().min(4 * MAX_LINK)];
    if !window.contains(&b')') {
        return None;
    }
    let close = closing(inside, '[', ']')?;
    let target = inside[close + 1..].strip_prefix('(')?;
    let end = closing(target, '(', ')')?;
    Some((&inside[..close], &target[..end]))
}

/// Maximal length of a link; a longer one is damaged text.
const MAX_LINK: usize = 500;

/// Byte of the closing bracket, ignoring escapes and inner pairs.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, c) in text.char_indices().take(MAX_LINK) {
        if escaped {
            escaped = false;
        } else if c == '\\' {
            escaped = true;
        } else if c == open {
            depth += 1;
        } else if c == close {
            if depth == 0 {
                return Some(at);
            }
            depth -= 1;
        }
    }
    None
}

/// Targets of all links.
pub(super) fn targets(text: &str) -> Vec<&str> {
    let starts = text.match_indices('[').map(|(at, _)| at);
    starts
        .filter_map(|at| link_parts(&text[at..]))
        .map(|(_, target)| target)
        .collect()
}

fn tag(text: &str, out: &mut String) -> Option<usize> {
    let inside = text.strip_prefix('<')?;
    let name: String = inside
        .trim_start_matches('/')
        .chars()
        .take_while(char::is_ascii_alphanumeric)
        .collect::<String>()
        .to_ascii_lowercase();
    if !TAGS.contains(&name.as_str()) {
        return None;
    }
    let end = inside.find('>')?;
    let bare = inside[..end].trim_start_matches('/');
    if !matches!(bare[name.len()..].chars().next(), None | Some(' ' | '/')) {
        return None;
    }
    match name.as_str() {
        "br" | "p" | "li" | "tr" | "div" => out.push('\n'),
        "b" | "strong" | "code" => out.push(BOLD),
        _ => {}
    }
    Some(end + 2)
}

fn entity(text: &str, out: &mut String) -> Option<usize> {
    for (name, character) in [
        ("&lt;", '<'),
        ("&gt;", '>'),
        ("&amp;", '&'),
        ("&quot;", '"'),
        ("&nbsp;", '\u{a0}'),
        ("&emsp;", '\u{2003}'),
        ("&ensp;", '\u{2002}'),
        ("&#124;", '|'),
    ] {
        if text.starts_with(name) {
            out.push(character);
            return Some(name.len());
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{BOLD, line, marked, plain, targets};

    #[test]
    fn links_escapes_and_emphasis_are_read() {
        assert_eq!(
            plain(r"[Type \(new\)](a/b\(c\).md#) of **X**"),
            "Type (new) of X"
        );
        assert_eq!(plain(r"SET\_LOCK"), "SET_LOCK");
        assert_eq!(plain("![picture](x.png)after"), "after");
        assert_eq!(marked("**A**"), format!("{BOLD}A{BOLD}"));
    }

    #[test]
    fn placeholders_are_no_tags() {
        assert_eq!(
            plain("<br/>x &lt; <Common request parameters>"),
            "x < <Common request parameters>"
        );
        assert_eq!(plain("<pages>"), "<pages>");
        assert_eq!(line("a<br>b"), "a b");
    }

    #[test]
    fn targets_of_links_are_found() {
        assert_eq!(targets("see [A](x) and [B](y#z)"), ["x", "y#z"]);
    }
}
