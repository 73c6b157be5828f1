//! Writes descriptions: for spec files, for rustdoc, and for terminals.

use super::block::{Block, Placed, begins, blocks};
use super::inline::{Span, address, spans};

/// Languages of fenced code that are kept. rustdoc would run Rust, and code without a
/// language, as a test.
const LANGUAGES: &[&str] = &[
    "bash",
    "css",
    "go",
    "graphql",
    "groovy",
    "html",
    "http",
    "ini",
    "java",
    "javascript",
    "js",
    "json",
    "lua",
    "php",
    "powershell",
    "properties",
    "proto",
    "python",
    "shell",
    "sh",
    "sql",
    "toml",
    "ts",
    "typescript",
    "xml",
    "yaml",
    "yml",
];

/// Whom a text is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Reader {
    /// rustdoc, which must find neither a test nor a mistake in it.
    Rustdoc,
    /// A spec file: the same Markdown in canonical form.
    #[cfg_attr(
        not(feature = "import"),
        allow(dead_code, reason = "only imports write specs")
    )]
    Spec,
}

/// Any text as Markdown that rustdoc shows without a warning.
pub(crate) fn rustdoc(text: &str) -> String {
    let shown = lines(&blocks(text.trim()), Reader::Rustdoc).join("\n");
    if shown.trim().is_empty() {
        // Nothing but marks, such as a line across the page.
        return rustdoc_line(text);
    }
    shown
}

/// One line of Markdown for rustdoc. The text is a single paragraph.
pub(crate) fn rustdoc_line(text: &str) -> String {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    guarded(&shown(&text, Reader::Rustdoc))
}

/// Markdown in canonical form.
#[cfg(feature = "import")]
pub(crate) fn spec(text: &str) -> String {
    lines(&blocks(text.trim()), Reader::Spec).join("\n")
}

/// Blocks of a text on one line, in canonical form.
#[cfg(feature = "import")]
pub(crate) fn one_line(text: &str) -> String {
    spec(text).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A description without the marks of Markdown, for terminals. Lists keep theirs, and
/// code its backticks.
pub(crate) fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    bare(&spans(text), &mut out);
    out
}

fn bare(spans: &[Span], out: &mut String) {
    for span in spans {
        match span {
            Span::Text(text) => out.push_str(text),
            Span::Code(code) if code.contains('\n') => out.push_str(&format!("```{code}```")),
            Span::Code(code) => out.push_str(&quoted(code)),
            Span::Strong(inside) => bare(inside, out),
            Span::Address(url) => out.push_str(url),
            Span::Link { label, target } => {
                let start = out.len();
                bare(label, out);
                if out[start..] != *target {
                    out.push_str(&format!(" ({target})"));
                }
            }
        }
    }
}

fn lines(blocks: &[Placed], reader: Reader) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    let mut above: Option<&Block> = None;
    for Placed { apart, block } in blocks {
        if let Some(above) = above
            && is_apart(above, *apart, block, reader)
        {
            out.push(String::new());
        }
        write(block, reader, &mut out);
        above = Some(block);
    }
    out
}

/// Whether a blank line is needed, or was there.
fn is_apart(above: &Block, apart: bool, block: &Block, reader: Reader) -> bool {
    let of_list = |block: &Block| matches!(block, Block::Item { .. });
    match (above, block) {
        (Block::Item { marker: one, .. }, Block::Item { marker: other, .. }) => {
            let same = (one == "-") == (other == "-");
            !same || (apart && reader == Reader::Rustdoc)
        }
        (Block::Paragraph(_), Block::Item { .. }) => {
            block.is_later_number() || (apart && reader == Reader::Rustdoc)
        }
        _ => !of_list(block) || !matches!(above, Block::Heading(_)) || apart,
    }
}

fn write(block: &Block, reader: Reader, out: &mut Vec<String>) {
    match block {
        Block::Paragraph(text) => {
            let text = shown(&text.join("\n"), reader);
            out.extend(text.lines().map(|line| match reader {
                Reader::Rustdoc => guarded(line),
                Reader::Spec => unmarked(line),
            }));
        }
        Block::Heading(title) => {
            let plain = super::plain(title);
            out.push(shown(&format!("**{}**", escape(&plain)), reader));
        }
        Block::Note(inside) => {
            for line in lines(inside, reader) {
                let space = if line.is_empty() { "" } else { " " };
                out.push(format!(">{space}{line}"));
            }
        }
        Block::Item { marker, inside } => {
            let pad = " ".repeat(marker.len() + 1);
            for (index, line) in lines(inside, reader).into_iter().enumerate() {
                out.push(match index {
                    0 => format!("{marker} {line}"),
                    _ if line.is_empty() => line,
                    _ => format!("{pad}{line}"),
                });
            }
        }
        Block::Table(rows) => table(rows, reader, out),
        Block::Fence { language, lines } => fence(language, lines, out),
    }
}

/// The text with its marks made harmless.
fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if matches!(letter, '\\' | '*' | '`' | '[' | ']') {
            out.push('\\');
        }
        out.push(letter);
    }
    out
}

fn table(rows: &[Vec<String>], reader: Reader, out: &mut Vec<String>) {
    for (index, row) in rows.iter().enumerate() {
        let cell = |cell: &String| shown(cell, reader).replace('\n', " ").replace('|', "\\|");
        let row: Vec<String> = row.iter().map(cell).collect();
        out.push(format!("| {} |", row.join(" | ")));
        if index == 0 {
            out.push(format!("|{}", " --- |".repeat(row.len())));
        }
    }
}

fn fence(language: &str, lines: &[String], out: &mut Vec<String>) {
    let known = language.to_ascii_lowercase();
    let language = if LANGUAGES.contains(&known.as_str()) {
        &known
    } else {
        "text"
    };
    let runs = lines.iter().map(|line| {
        let bare = line.trim_start();
        bare.len() - bare.trim_start_matches('`').len()
    });
    let mark = "`".repeat(runs.max().unwrap_or(0).max(2) + 1);
    out.push(format!("{mark}{language}"));
    out.extend(lines.iter().cloned());
    out.push(mark);
}

fn shown(text: &str, reader: Reader) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    all(&spans(text), reader, &mut out);
    out
}

fn all(spans: &[Span], reader: Reader, out: &mut String) {
    for (index, span) in spans.iter().enumerate() {
        match span {
            Span::Text(text) if reader == Reader::Spec => out.push_str(&needed(&squeezed(text))),
            Span::Text(text) => literal(text, out),
            Span::Code(code) => out.push_str(&quoted(code)),
            Span::Address(url) if reader == Reader::Spec => out.push_str(url),
            Span::Address(url) => out.push_str(&format!("<{url}>")),
            Span::Strong(inside) => {
                let mut text = String::new();
                all(inside, reader, &mut text);
                let next = spans.get(index + 1).and_then(begins_with);
                strong(&text, next, reader, out);
            }
            Span::Link { label, target } => {
                let mut text = String::new();
                all(label, reader, &mut text);
                out.push_str(&format!("[{text}]({})", destination(target)));
            }
        }
    }
}

/// The first letter of what follows bold text.
fn begins_with(span: &Span) -> Option<char> {
    match span {
        Span::Text(text) => text.chars().next(),
        Span::Code(_) => Some('`'),
        Span::Strong(_) => Some('*'),
        Span::Link { .. } => Some('['),
        Span::Address(_) => Some('<'),
    }
}

/// Bold text. Beside letters, Markdown does not see the marks around punctuation, as in
/// `**"on"**means`; a tag is always seen.
fn strong(text: &str, next: Option<char>, reader: Reader, out: &mut String) {
    let symbol = |c: char| !c.is_alphanumeric() && !c.is_whitespace();
    let edge = |c: Option<char>| c.is_none_or(|c| c.is_whitespace() || symbol(c));
    let opens = !text.starts_with(symbol) || edge(out.chars().next_back());
    let closes = !text.ends_with(symbol) || edge(next);
    // Marks of two bold texts in a row would run together.
    let joined = out.ends_with('*') || next == Some('*');
    if reader == Reader::Spec || (opens && closes && !joined) {
        out.push_str(&format!("**{text}**"));
    } else {
        out.push_str(&format!("<strong>{text}</strong>"));
    }
}

/// Code with enough backticks around it.
fn quoted(code: &str) -> String {
    let code = code.replace('\n', " ");
    let mut longest = 0;
    let mut run = 0;
    for letter in code.chars() {
        run = if letter == '`' { run + 1 } else { 0 };
        longest = longest.max(run);
    }
    let mark = "`".repeat(longest + 1);
    let space = if code.starts_with('`') || code.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{mark}{space}{code}{space}{mark}")
}

/// An address in parentheses.
fn destination(target: &str) -> String {
    let mut out = String::with_capacity(target.len());
    for letter in target.chars() {
        match letter {
            '(' => out.push_str("%28"),
            ')' => out.push_str("%29"),
            '<' => out.push_str("%3C"),
            '>' => out.push_str("%3E"),
            '|' => out.push_str("%7C"),
            '\\' => out.push_str("%5C"),
            '`' => out.push_str("%60"),
            '*' => out.push_str("%2A"),
            _ if letter.is_whitespace() => out.push_str("%20"),
            _ => out.push(letter),
        }
    }
    out
}

/// A text that shows exactly itself in rustdoc.
fn literal(text: &str, out: &mut String) {
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        match letter {
            '`' | '[' | ']' | '<' | '>' | '*' | '_' | '\\' | '~' => {
                out.push('\\');
                out.push(letter);
            }
            // Entities such as `&lt;`; an `&` between words is plain text.
            '&' if letters
                .peek()
                .is_some_and(|c| *c == '#' || c.is_alphanumeric()) =>
            {
                out.push_str("\\&");
            }
            _ => out.push(letter),
        }
    }
}

/// Runs of spaces as one.
fn squeezed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter != ' ' || !out.ends_with(' ') {
            out.push(letter);
        }
    }
    out
}

/// A text in a spec file: only marks that would be read as such have a backslash.
fn needed(text: &str) -> String {
    let alone = spans(text);
    if matches!(alone.as_slice(), [Span::Text(same)] if same == text) {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if let Some(url) = address(rest) {
            out.push_str(url);
            rest = &rest[url.len()..];
            continue;
        }
        if matches!(letter, '\\' | '*' | '`' | '[') {
            out.push('\\');
        }
        out.push(letter);
        rest = &rest[letter.len_utf8()..];
    }
    out
}

/// A line of a paragraph that would begin another block gets a backslash.
fn unmarked(line: &str) -> String {
    let mut out = line.trim().to_owned();
    if !out.is_empty() && begins(&[&out]) {
        let digits = out.bytes().take_while(u8::is_ascii_digit).count();
        out.insert(digits, '\\');
    }
    out
}

/// A line whose beginning is no mark of a block.
fn guarded(line: &str) -> String {
    let mut out = line.trim().to_owned();
    if out.starts_with(['#', '+', '-', '=', '|', ':']) {
        out.insert(0, '\\');
    }
    let digits = out.bytes().take_while(u8::is_ascii_digit).count();
    if digits > 0 && out[digits..].starts_with(['.', ')']) {
        out.insert(digits, '\\');
    }
    out
}
