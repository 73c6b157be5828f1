//! Blocks: what lines of a text are.

/// The deepest nesting of lists and notes that is read as such.
const MAX_DEPTH: usize = 12;

/// Most borders in a row of a table; with more, it is no table that a reader could read.
const MAX_BORDERS: usize = 65;

/// A block, and whether a blank line is above it.
#[derive(Debug, PartialEq)]
pub(super) struct Placed {
    pub(super) apart: bool,
    pub(super) block: Block,
}

#[derive(Debug, PartialEq)]
pub(super) enum Block {
    Paragraph(Vec<String>),
    Heading(String),
    Note(Vec<Placed>),
    Item {
        /// `-`, or a number with a dot.
        marker: String,
        inside: Vec<Placed>,
    },
    /// Rows of cells, the header first.
    Table(Vec<Vec<String>>),
    Fence {
        language: String,
        lines: Vec<String>,
    },
}

/// The blocks of a text.
pub(super) fn blocks(text: &str) -> Vec<Placed> {
    let text = text.replace('\t', "    ");
    let lines: Vec<&str> = text.lines().collect();
    read(&lines, 0)
}

fn read(lines: &[&str], depth: usize) -> Vec<Placed> {
    let mut out: Vec<Placed> = Vec::new();
    let mut apart = false;
    let mut at = 0;
    while at < lines.len() {
        let rest = &lines[at..];
        let bare = rest[0].trim();
        if bare.is_empty() || is_rule(bare) {
            apart = true;
            at += 1;
            continue;
        }
        let (block, taken) = one(rest, depth);
        at += taken.max(1);
        if let Some(block) = block {
            out.push(Placed { apart, block });
        }
        apart = false;
    }
    out
}

/// The block at the first line, and how many lines it has.
fn one(lines: &[&str], depth: usize) -> (Option<Block>, usize) {
    let bare = lines[0].trim();
    if let Some(found) = fence(lines) {
        return found;
    }
    if let Some(title) = heading(bare) {
        return (Some(Block::Heading(title.to_owned())), 1);
    }
    if is_table(lines) {
        return table(lines);
    }
    if depth < MAX_DEPTH && bare.starts_with('>') {
        return note(lines, depth);
    }
    if depth < MAX_DEPTH
        && let Some(marker) = Marker::of(lines[0])
    {
        return item(lines, &marker, depth);
    }
    let mut end = 1;
    while end < lines.len() && !begins(&lines[end..]) {
        end += 1;
    }
    let text = lines[..end].iter().map(|line| line.trim().to_owned());
    (Some(Block::Paragraph(text.collect())), end)
}

/// Whether a line ends the paragraph above it.
pub(super) fn begins(lines: &[&str]) -> bool {
    let bare = lines[0].trim();
    bare.is_empty()
        || is_rule(bare)
        || bare.starts_with('>')
        || heading(bare).is_some()
        || Marker::of(lines[0]).is_some()
        || is_table(lines)
        || fence(lines).is_some()
}

fn indent(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

/// A line across the page.
fn is_rule(bare: &str) -> bool {
    let marks = bare.chars().filter(|c| *c != ' ').count();
    marks >= 3
        && ['-', '*', '_']
            .iter()
            .any(|mark| bare.chars().all(|c| c == *mark || c == ' '))
}

fn heading(bare: &str) -> Option<&str> {
    let title = bare.trim_start_matches('#');
    let level = bare.len() - title.len();
    let title = (1..=6).contains(&level).then_some(title)?;
    let title = title.strip_prefix(' ')?.trim().trim_end_matches('#').trim();
    (!title.is_empty()).then_some(title)
}

/// Fenced code. A lone backtick on a line of its own is a fence too, if another one
/// follows.
fn fence(lines: &[&str]) -> Option<(Option<Block>, usize)> {
    let bare = lines[0].trim();
    let mark = bare.chars().next().filter(|c| matches!(c, '`' | '~'))?;
    let info = bare.trim_start_matches(mark);
    let length = bare.len() - info.len();
    let closes = |line: &&str| {
        let line = line.trim();
        line.len() >= length && line.chars().all(|c| c == mark)
    };
    if info.contains('`') || (length < 3 && (mark == '~' || !info.is_empty())) {
        return None;
    }
    let end = lines[1..].iter().position(closes);
    if length < 3 && end.is_none() {
        return None;
    }
    let content = &lines[1..end.map_or(lines.len(), |end| end + 1)];
    let margin = content
        .iter()
        .filter(|line| !line.trim().is_empty())
        .map(|line| indent(line))
        .min();
    let margin = margin.unwrap_or(0).min(indent(lines[0]));
    let strip = |line: &&str| line.get(margin..).unwrap_or_default().trim_end().to_owned();
    let mut code: Vec<String> = content.iter().map(strip).collect();
    while code.last().is_some_and(String::is_empty) {
        code.pop();
    }
    let block = Block::Fence {
        language: info.trim().to_owned(),
        lines: code,
    };
    let block = Some(block)
        .filter(|block| !matches!(block, Block::Fence { lines, .. } if lines.is_empty()));
    Some((block, content.len() + 1 + usize::from(end.is_some())))
}

/// The mark of a list at the beginning of a line.
struct Marker<'a> {
    indent: usize,
    /// `-`, or a number with a dot.
    word: String,
    /// What follows on the line.
    rest: &'a str,
}

impl<'a> Marker<'a> {
    fn of(line: &'a str) -> Option<Self> {
        let indent = indent(line);
        let bare = line.trim_start_matches(' ');
        let first = bare.chars().next()?;
        let after = &bare[first.len_utf8()..];
        let spaced = after.starts_with(' ') && !after.trim().is_empty();
        let (word, rest) = match first {
            '-' if spaced || after.starts_with("**") => ("-".to_owned(), after),
            '*' | '+' if spaced => ("-".to_owned(), after),
            '\u{2022}' | '\u{25cf}' => ("-".to_owned(), after),
            '0'..='9' => numbered(bare)?,
            _ => return None,
        };
        Some(Self {
            indent,
            word,
            rest: rest.trim(),
        })
    }
}

/// `1. `, `1) `, or `1.` before a letter that is not Latin.
fn numbered(bare: &str) -> Option<(String, &str)> {
    let digits = bare.bytes().take_while(u8::is_ascii_digit).count();
    let rest = bare[digits..].strip_prefix(['.', ')', '、', '）'])?;
    let far = rest.chars().next().is_some_and(|c| !c.is_ascii());
    let dot = bare[digits..].starts_with(['.', ')']);
    let fits = digits <= 2 && ((dot && rest.starts_with(' ')) || far);
    fits.then(|| (format!("{}.", &bare[..digits]), rest))
}

/// A member of a list with everything below it: lines that are indented, and lines that
/// continue its last paragraph.
fn item(lines: &[&str], marker: &Marker<'_>, depth: usize) -> (Option<Block>, usize) {
    let inner = marker.indent + 2;
    let belongs = |line: &str| indent(line) >= inner;
    let mut content: Vec<&str> = vec![marker.rest];
    let mut end = 1;
    while end < lines.len() {
        let line = lines[end];
        if line.trim().is_empty() {
            // Blank lines belong to the item if it goes on below them.
            let next = lines[end..].iter().position(|line| !line.trim().is_empty());
            let Some(next) = next.filter(|next| belongs(lines[end + next])) else {
                break;
            };
            content.extend(std::iter::repeat_n("", next));
            end += next;
            continue;
        }
        if !belongs(line) && begins(&lines[end..]) {
            break;
        }
        let margin = indent(line).min(inner);
        content.push(&line[margin..]);
        end += 1;
        // A fence has lines of its own.
        if let Some((_, taken)) = fence(&lines[end - 1..]) {
            let last = (end - 1 + taken).min(lines.len());
            for line in &lines[end..last] {
                content.push(line.get(indent(line).min(inner)..).unwrap_or_default());
            }
            end = last;
        }
    }
    let inside = read(&content, depth + 1);
    let block = Block::Item {
        marker: marker.word.clone(),
        inside,
    };
    let empty = matches!(&block, Block::Item { inside, .. } if inside.is_empty());
    (Some(block).filter(|_| !empty), end)
}

fn note(lines: &[&str], depth: usize) -> (Option<Block>, usize) {
    let mut content: Vec<&str> = Vec::new();
    let mut end = 0;
    while end < lines.len() {
        let bare = lines[end].trim_start();
        if let Some(rest) = bare.strip_prefix('>') {
            content.push(rest.strip_prefix(' ').unwrap_or(rest));
        } else if begins(&lines[end..]) || content.last().is_none_or(|last| last.trim().is_empty())
        {
            break;
        } else {
            content.push(bare);
        }
        end += 1;
    }
    let inside = read(&content, depth + 1);
    let block = (!inside.is_empty()).then_some(Block::Note(inside));
    (block, end)
}

fn is_table(lines: &[&str]) -> bool {
    let Some(line) = lines.get(1) else {
        return false;
    };
    let delimiter = line.trim();
    (1..=MAX_BORDERS).contains(&lines[0].matches('|').count())
        && delimiter.contains('|')
        && delimiter.contains('-')
        && delimiter
            .chars()
            .all(|c| matches!(c, '|' | '-' | ':' | ' '))
}

fn table(lines: &[&str]) -> (Option<Block>, usize) {
    let end = lines
        .iter()
        .position(|line| !line.contains('|'))
        .unwrap_or(lines.len());
    let header = cells(lines[0]);
    let width = header.len();
    let body = lines[..end].iter().skip(2).map(|line| {
        let mut row = cells(line);
        if row.len() > width && width > 0 {
            let last = row.split_off(width - 1).join(" | ");
            row.push(last);
        }
        row.resize(width, String::new());
        row
    });
    let rows = std::iter::once(header.clone()).chain(body).collect();
    ((width > 0).then_some(Block::Table(rows)), end)
}

/// The cells of a row; `\|` is no border.
fn cells(line: &str) -> Vec<String> {
    let line = line.trim();
    let line = line.strip_prefix('|').unwrap_or(line);
    let mut out = vec![String::new()];
    let mut escaped = false;
    for letter in line.chars() {
        if letter == '|' && !escaped {
            out.push(String::new());
        } else if let Some(cell) = out.last_mut() {
            if letter == '|' {
                cell.pop();
            }
            cell.push(letter);
        }
        escaped = letter == '\\' && !escaped;
    }
    if out.len() > 1 && out.last().is_some_and(|cell| cell.trim().is_empty()) {
        out.pop();
    }
    out.iter().map(|cell| cell.trim().to_owned()).collect()
}

impl Block {
    /// Whether it is a member of a numbered list that does not begin with 1.
    pub(super) fn is_later_number(&self) -> bool {
        matches!(self, Self::Item { marker, .. } if marker != "-" && marker != "1.")
    }
}
