//! HTML in descriptions, as Markdown. What is no tag of HTML, such as `<bucket>`, stays.

/// Tags that change nothing that Markdown shows.
const SILENT: &[&str] = &[
    "a",
    "br",
    "center",
    "danger",
    "dd",
    "dl",
    "dt",
    "em",
    "font",
    "i",
    "important",
    "info",
    "label",
    "note",
    "notice",
    "ol",
    "ph",
    "small",
    "span",
    "sub",
    "sup",
    "tbody",
    "thead",
    "tip",
    "u",
    "ul",
    "uicontrol",
    "var",
    "warning",
    "xref",
];

/// Tags that begin a line.
const LINES: &[&str] = &["div", "p", "section", "h1", "h2", "h3", "h4", "h5", "h6"];

/// Longest tag, in bytes.
const MAX_TAG: usize = 500;

/// Most columns of a table; with more, it is no table that a reader could read.
const MAX_COLUMNS: usize = 64;

/// Markdown for a text with HTML.
pub(super) fn markdown(text: &str) -> String {
    let text = tables(text);
    let mut out = String::with_capacity(text.len());
    let mut rest = text.as_str();
    let mut anchor = None;
    while let Some(at) = rest.find(['<', '&']) {
        out.push_str(&rest[..at]);
        let tail = &rest[at..];
        let taken = if tail.starts_with('&') {
            entity(tail, &mut out)
        } else {
            tag(tail, &mut anchor, &mut out)
        };
        match taken {
            Some(length) => rest = &tail[length..],
            None => {
                out.push_str(&tail[..1]);
                rest = &tail[1..];
            }
        }
    }
    out.push_str(rest);
    out
}

/// A tag at the beginning of a text: its name in lower case, whether it closes, its
/// attributes, and its length.
fn parts(text: &str) -> Option<(String, bool, &str, usize)> {
    let inside = text.strip_prefix('<')?;
    let end = inside.bytes().take(MAX_TAG).position(|byte| byte == b'>')?;
    let inside = &inside[..end];
    let closes = inside.starts_with('/');
    let body = inside.trim_start_matches('/').trim_end_matches('/');
    let length = body
        .find(|c: char| !c.is_ascii_alphanumeric())
        .unwrap_or(body.len());
    let attributes = &body[length..];
    let spaced = attributes.is_empty() || attributes.starts_with([' ', '\n', '=']);
    (length > 0 && spaced).then(|| {
        (
            body[..length].to_ascii_lowercase(),
            closes,
            attributes,
            end + 2,
        )
    })
}

fn tag(text: &str, anchor: &mut Option<String>, out: &mut String) -> Option<usize> {
    let (name, closes, attributes, length) = parts(text)?;
    match name.as_str() {
        "br" => {
            // A row of a table has no line breaks, and neither has a heading.
            let line = out.rsplit('\n').next().unwrap_or_default();
            let row = line.trim_start().starts_with('|');
            out.push_str(if row { " " } else { "\n" });
        }
        "b" | "strong" => out.push_str("**"),
        "code" | "pre" => out.push('`'),
        "a" => match (closes, anchor.take()) {
            (true, Some(url)) => out.push_str(&format!("]({url})")),
            (false, _) => {
                *anchor = address(attributes);
                if anchor.is_some() {
                    out.push('[');
                }
            }
            _ => {}
        },
        "li" if closes => {}
        "li" => out.push_str("\n- "),
        "img" => {}
        name if LINES.contains(&name) => {
            if !out.is_empty() && !out.ends_with("\n\n") {
                out.push('\n');
            }
        }
        name if SILENT.contains(&name) => {}
        _ => return None,
    }
    Some(length)
}

/// The address of a link.
fn address(attributes: &str) -> Option<String> {
    let value = attributes.split("href=").nth(1)?;
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''));
    let value = match quote {
        Some(quote) => value[1..].split(quote).next()?,
        None => value.split_whitespace().next()?,
    };
    value.starts_with("http").then(|| value.to_owned())
}

/// Characters by name or number. A sign that Markdown would read gets a backslash.
fn entity(text: &str, out: &mut String) -> Option<usize> {
    let end = text.bytes().take(9).position(|byte| byte == b';')?;
    if end < 2 {
        return None;
    }
    let letter = match &text[1..end] {
        "lt" => '<',
        "gt" => '>',
        "amp" => '&',
        "quot" | "ldquo" | "rdquo" => '"',
        "apos" => '\'',
        "nbsp" | "emsp" | "ensp" => ' ',
        name => {
            let digits = name.strip_prefix('#')?;
            let hex = digits.strip_prefix(['x', 'X']);
            let number = match hex {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => digits.parse().ok()?,
            };
            char::from_u32(number)
                .filter(|c| !c.is_control() && !crate::diagnostic::is_unsafe(*c))?
        }
    };
    if matches!(letter, '|' | '*' | '`' | '[' | ']' | '\\') {
        out.push('\\');
    }
    out.push(letter);
    Some(end + 1)
}

/// Tables of HTML as tables of Markdown.
fn tables(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("<table") {
        let Some(end) = rest[at..].find("</table>") else {
            break;
        };
        out.push_str(&rest[..at]);
        out.push_str("\n\n");
        out.push_str(&table(&rest[at..at + end]));
        out.push('\n');
        rest = &rest[at + end + "</table>".len()..];
    }
    out.push_str(rest);
    out
}

fn table(html: &str) -> String {
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut rest = html;
    // Whether text belongs to a cell.
    let mut open = false;
    while let Some(letter) = rest.chars().next() {
        let named = parts(rest).filter(|(name, ..)| {
            matches!(
                name.as_str(),
                "table" | "tr" | "td" | "th" | "thead" | "tbody" | "caption"
            )
        });
        if let Some((name, closes, _, length)) = named {
            match name.as_str() {
                "tr" if !closes => rows.push(Vec::new()),
                "td" | "th" if !closes => {
                    if rows.is_empty() {
                        rows.push(Vec::new());
                    }
                    if let Some(row) = rows.last_mut() {
                        row.push(String::new());
                    }
                }
                _ => {}
            }
            open = matches!(name.as_str(), "td" | "th") && !closes;
            rest = &rest[length..];
            continue;
        }
        if open && let Some(cell) = rows.last_mut().and_then(|row| row.last_mut()) {
            match letter {
                '\n' => cell.push(' '),
                '|' => cell.push_str("\\|"),
                _ => cell.push(letter),
            }
        }
        rest = &rest[letter.len_utf8()..];
    }
    rows.retain(|row| !row.is_empty());
    let width = rows.iter().map(Vec::len).max().unwrap_or_default();
    let width = width.min(MAX_COLUMNS);
    let mut out = String::new();
    for (index, row) in rows.iter_mut().enumerate() {
        row.resize(width, String::new());
        out.push_str(&format!("| {} |\n", row.join(" | ")));
        if index == 0 {
            out.push_str(&format!("|{}\n", " --- |".repeat(width)));
        }
    }
    out
}
