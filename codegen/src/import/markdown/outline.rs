//! A page as a sequence of blocks, each with its line. Tables keep their lines;
//! [`super::table`] reads them.

use super::table::{self, Table};

/// One block and the line on which it begins, from 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Block {
    pub(super) line: usize,
    pub(super) kind: Kind,
}

/// What a block is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    /// Level and text, without anchors.
    Heading(usize, String),
    /// Text as it is in the fence or the indentation.
    Code(String),
    Table(Table),
    /// Indentation in spaces, and text without the bullet.
    Item(usize, String),
    /// Adjacent lines.
    Text(String),
    /// An unreadable block; the reason.
    Broken(String),
}

/// Cuts a page into blocks.
pub(super) fn outline(text: &str) -> Vec<Block> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<&str> = text.lines().collect();
    let mut reader = Reader {
        lines: &lines,
        at: 0,
        blocks: Vec::new(),
    };
    while reader.at < lines.len() {
        reader.block();
    }
    reader.blocks
}

struct Reader<'a> {
    lines: &'a [&'a str],
    at: usize,
    blocks: Vec<Block>,
}

impl Reader<'_> {
    fn push(&mut self, line: usize, kind: Kind) {
        self.blocks.push(Block {
            line: line + 1,
            kind,
        });
    }

    fn block(&mut self) {
        let line = self.lines[self.at];
        let bare = line.trim();
        let start = self.at;
        if bare.is_empty() || anchor_only(bare) || is_rule(bare) {
            self.at += 1;
        } else if let Some((level, text)) = heading(line) {
            self.at += 1;
            self.push(start, Kind::Heading(level, text));
        } else if let Some(fence) = Fence::open(line) {
            self.fence(&fence);
        } else if table::begins(self.lines, self.at) {
            let (table, next) = table::read(self.lines, self.at);
            self.at = next;
            self.push(start, Kind::Table(table));
        } else if let Some(level) = self.underlined() {
            self.at += 2;
            self.push(start, Kind::Heading(level, without_anchor(bare)));
        } else if let Some(text) = bullet(bare) {
            self.at += 1;
            self.push(start, Kind::Item(indent(line), text.to_owned()));
        } else if indent(line) >= 4 && self.indented_code() {
            // Pushed there.
        } else {
            self.text();
        }
    }

    /// The level, if the next line underlines this one.
    fn underlined(&self) -> Option<usize> {
        let next = self.lines.get(self.at + 1)?.trim();
        let all = |c| next.len() >= 3 && next.chars().all(|other| other == c);
        if all('=') {
            Some(1)
        } else if all('-') {
            Some(2)
        } else {
            None
        }
    }

    fn fence(&mut self, fence: &Fence) {
        let start = self.at;
        self.at += 1;
        let mut code = Vec::new();
        while let Some(line) = self.lines.get(self.at) {
            if fence.closes(line) {
                self.at += 1;
                self.push(start, Kind::Code(code.join("\n")));
                return;
            }
            // An unclosed fence must not swallow the page.
            if heading(line)
                .is_some_and(|(level, text)| level <= 2 && super::heading::section(&text).is_some())
            {
                break;
            }
            code.push(dedent(line, fence.indent));
            self.at += 1;
        }
        self.push(start, Kind::Code(code.join("\n")));
        self.push(
            start,
            Kind::Broken("a code block that is never closed".to_owned()),
        );
    }

    /// Lines indented by four spaces or a tab are code, unless they continue a
    /// list in prose.
    fn indented_code(&mut self) -> bool {
        let start = self.at;
        let mut end = start;
        let mut last = start;
        while let Some(line) = self.lines.get(end) {
            if line.trim().is_empty() {
                end += 1;
            } else if indent(line) >= 4 {
                end += 1;
                last = end;
            } else {
                break;
            }
        }
        let lines = &self.lines[start..last];
        let first = lines[0].trim();
        let is_code = first.starts_with(['{', '[', '<', '&', '"', '/', '?'])
            || first.starts_with("http")
            || first.contains("Action=")
            || first.starts_with("HTTP/");
        if !is_code {
            return false;
        }
        let depth = lines
            .iter()
            .filter(|line| !line.trim().is_empty())
            .map(|line| indent(line))
            .min()
            .unwrap_or(0);
        let code: Vec<String> = lines.iter().map(|line| dedent(line, depth)).collect();
        self.at = last;
        self.push(start, Kind::Code(code.join("\n")));
        true
    }

    fn text(&mut self) {
        let start = self.at;
        let mut lines = vec![self.lines[self.at].trim()];
        self.at += 1;
        while let Some(line) = self.lines.get(self.at) {
            let bare = line.trim();
            let ends = bare.is_empty()
                || heading(line).is_some()
                || Fence::open(line).is_some()
                || bullet(bare).is_some()
                || self.underlined().is_some()
                || is_rule(bare)
                || table::begins(self.lines, self.at);
            if ends {
                break;
            }
            lines.push(bare);
            self.at += 1;
        }
        self.push(start, Kind::Text(lines.join("\n")));
    }
}

/// An opened code fence.
struct Fence {
    mark: char,
    length: usize,
    indent: usize,
}

impl Fence {
    fn open(line: &str) -> Option<Self> {
        let bare = line.trim_start();
        let mark = bare.chars().next().filter(|c| matches!(c, '`' | '~'))?;
        let length = bare.chars().take_while(|c| *c == mark).count();
        let info = &bare[length..];
        (length >= 3 && !info.contains('`')).then(|| Self {
            mark,
            length,
            indent: indent(line),
        })
    }

    fn closes(&self, line: &str) -> bool {
        let bare = line.trim();
        bare.len() >= self.length && bare.chars().all(|c| c == self.mark)
    }
}

/// Columns before the first character; a tab goes to the next multiple of 4.
pub(super) fn indent(line: &str) -> usize {
    let mut columns = 0;
    for c in line.chars() {
        match c {
            ' ' => columns += 1,
            '\t' => columns = columns / 4 * 4 + 4,
            _ => break,
        }
    }
    columns
}

fn dedent(line: &str, columns: usize) -> String {
    let mut taken = 0;
    let mut rest = line;
    while taken < columns {
        match rest.chars().next() {
            Some(' ') => taken += 1,
            Some('\t') => taken = taken / 4 * 4 + 4,
            _ => break,
        }
        rest = &rest[1..];
    }
    rest.trim_end_matches('\r').to_owned()
}

/// `## Title {#anchor .class}`.
pub(super) fn heading(line: &str) -> Option<(usize, String)> {
    let bare = line.trim_end();
    let level = bare.bytes().take_while(|byte| *byte == b'#').count();
    if !(1..=6).contains(&level) {
        return None;
    }
    let rest = &bare[level..];
    let spaced = rest.starts_with([' ', '\t', '\u{3000}']);
    // `##请求参数` is not a heading for a parser, but its author meant one.
    let meant = level >= 2 && rest.starts_with(|c: char| !c.is_ascii());
    if !spaced && !meant {
        return None;
    }
    let text = without_anchor(rest.trim());
    let text = text.trim_end_matches('#').trim().to_owned();
    (!text.is_empty()).then_some((level, text))
}

/// `Title {#anchor .section}` without the braces.
pub(super) fn without_anchor(text: &str) -> String {
    let text = text.trim();
    let cut = text
        .strip_suffix('}')
        .and_then(|body| body.rfind('{').map(|at| (at, &body[at + 1..])))
        .filter(|(_, attributes)| attributes.trim_start().starts_with(['#', '.']));
    match cut {
        Some((at, _)) => text[..at].trim().to_owned(),
        None => text.to_owned(),
    }
}

fn anchor_only(line: &str) -> bool {
    line.starts_with("{#") && line.ends_with('}')
}

fn is_rule(line: &str) -> bool {
    line.len() >= 3
        && ['-', '*', '_']
            .iter()
            .any(|mark| line.chars().all(|c| c == *mark))
}

/// The text behind a bullet or a number.
pub(super) fn bullet(line: &str) -> Option<&str> {
    let bare = line.trim_start();
    for mark in ["-", "*", "+", "•", "·"] {
        if let Some(rest) = bare.strip_prefix(mark)
            && rest.starts_with([' ', '\t', '\u{a0}'])
        {
            return Some(rest.trim());
        }
    }
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let rest = bare[digits..].strip_prefix('.')?;
    (1..=2)
        .contains(&digits)
        .then(|| rest.strip_prefix(' '))
        .flatten()
        .map(str::trim)
}
