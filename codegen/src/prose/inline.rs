//! Spans: bold text, code and links in a paragraph.

/// A part of a paragraph.
#[derive(Debug, PartialEq)]
pub(super) enum Span {
    /// Text as a reader sees it.
    Text(String),
    Code(String),
    Strong(Vec<Span>),
    Link {
        label: Vec<Span>,
        target: String,
    },
    /// An address that stands by itself.
    Address(String),
}

/// Longest label and address, in characters; longer ones are damaged text.
const MAX_LINK: usize = 800;

/// The spans of a paragraph.
pub(super) fn spans(text: &str) -> Vec<Span> {
    read(text, true)
}

/// `outside`: whether it is neither bold nor the label of a link.
fn read(text: &str, outside: bool) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let found = match first {
            '\\' => escaped(rest).map(|letter| {
                plain.push(letter);
                (None, 2)
            }),
            '`' => code(rest).map(|(span, length)| (Some(span), length)),
            '*' if outside => strong(rest).map(|(span, length)| (Some(span), length)),
            '[' | '!' => link(rest),
            'h' => address(rest).map(|url| (Some(Span::Address(url.to_owned())), url.len())),
            _ => None,
        };
        let Some((span, length)) = found else {
            // Backticks without an end are text, all of them.
            let marks = if first == '`' {
                run(rest, '`')
            } else {
                first.len_utf8()
            };
            plain.push_str(&rest[..marks]);
            rest = &rest[marks..];
            continue;
        };
        if let Some(span) = span {
            if !plain.is_empty() {
                out.push(Span::Text(std::mem::take(&mut plain)));
            }
            out.push(span);
        }
        rest = &rest[length..];
    }
    if !plain.is_empty() {
        out.push(Span::Text(plain));
    }
    out
}

/// How often a mark is repeated at the beginning.
fn run(text: &str, mark: char) -> usize {
    text.len() - text.trim_start_matches(mark).len()
}

fn escaped(text: &str) -> Option<char> {
    let letter = text.chars().nth(1)?;
    letter.is_ascii_punctuation().then_some(letter)
}

fn code(text: &str) -> Option<(Span, usize)> {
    let open = run(text, '`');
    let inside = &text[open..];
    let mut at = 0;
    while let Some(found) = inside[at..].find('`') {
        let start = at + found;
        let close = run(&inside[start..], '`');
        if close == open {
            let content = inside[..start].to_owned();
            let span = (!content.trim().is_empty()).then_some(Span::Code(content))?;
            return Some((span, open + start + close));
        }
        at = start + close;
    }
    None
}

fn strong(text: &str) -> Option<(Span, usize)> {
    let open = run(text, '*');
    if !(2..=3).contains(&open) {
        return None;
    }
    let inside = &text[open..];
    let end = strong_end(inside)?;
    let close = run(&inside[end..], '*').min(open);
    let content = inside[..end].trim();
    if content.is_empty() {
        return None;
    }
    let span = Span::Strong(read(content, false));
    Some((span, open + end + close))
}

/// Where bold text ends; marks in code do not end it.
fn strong_end(inside: &str) -> Option<usize> {
    let mut at = 0;
    while let Some(letter) = inside[at..].chars().next() {
        let rest = &inside[at..];
        at += match letter {
            '\\' if escaped(rest).is_some() => 2,
            '`' => code(rest).map_or_else(|| run(rest, '`'), |(_, length)| length),
            '*' if run(rest, '*') >= 2 => return Some(at),
            '\n' if rest[1..].trim_start_matches(' ').starts_with('\n') => return None,
            _ => letter.len_utf8(),
        };
    }
    None
}

/// `[label](address)`. Without an address, only the label is left; an image is a link.
fn link(text: &str) -> Option<(Option<Span>, usize)> {
    let image = text.starts_with("![");
    let start = usize::from(image);
    let inside = text[start..].strip_prefix('[')?;
    let close = closing(inside, '[', ']')?;
    let target = inside[close + 1..].strip_prefix('(')?;
    let end = closing(target, '(', ')')?;
    let address = target[..end].trim();
    let address = address.strip_prefix('<').unwrap_or(address);
    let address = address.split([' ', '>', '\n']).next().unwrap_or_default();
    let length = start + 1 + close + 2 + end + 1;
    let label = &inside[..close];
    if !is_address(address) {
        return None;
    }
    let label = if label.trim().is_empty() {
        address
    } else {
        label.trim()
    };
    let span = Span::Link {
        label: label_spans(label),
        target: address.to_owned(),
    };
    Some((Some(span), length))
}

/// The label of a link has no links.
fn label_spans(label: &str) -> Vec<Span> {
    let flat = |span| match span {
        Span::Link { label, .. } => Span::Strong(label),
        Span::Address(text) => Span::Text(text),
        other => other,
    };
    read(label, true).into_iter().map(flat).collect()
}

pub(super) fn is_address(text: &str) -> bool {
    ["https://", "http://"].iter().any(|scheme| {
        text.strip_prefix(scheme)
            .is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric()))
    })
}

/// The byte of the closing bracket; pairs inside and escaped ones do not count.
fn closing(text: &str, open: char, close: char) -> Option<usize> {
    let mut depth = 0_usize;
    let mut escaped = false;
    for (at, letter) in text.char_indices().take(MAX_LINK) {
        if escaped {
            escaped = false;
        } else if letter == '\\' {
            escaped = true;
        } else if letter == open {
            depth += 1;
        } else if letter == close {
            if depth == 0 {
                return Some(at);
            }
            depth -= 1;
        }
    }
    None
}

/// The address at the start of a text.
pub(super) fn address(text: &str) -> Option<&str> {
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| text.starts_with(scheme))?;
    let rest = &text[scheme.len()..];
    let part = |c: char| c.is_ascii_alphanumeric() || "-._~:/?#@!$&'()+,;=%*".contains(c);
    let end = rest.find(|c| !part(c)).unwrap_or(rest.len());
    let bold = rest[..end].find("**").unwrap_or(end);
    let address = rest[..bold].trim_end_matches(['.', ',', ';', ':', '!', '?', ')', '\'', '*']);
    (!address.is_empty()).then(|| &text[..scheme.len() + address.len()])
}
