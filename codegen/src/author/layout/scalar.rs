//! Scalars over several lines: when they move, only their indentation may
//! change.

/// A block scalar.
#[derive(Debug)]
pub(super) struct Block<'a> {
    /// From `|` or `>` to the end of the line, comment included.
    pub(super) header: &'a str,
    /// End of the header.
    pub(super) header_end: usize,
    /// End of its last line; empty lines below are not part of it.
    pub(super) end: usize,
    /// Indentation that the header gives, relative to the surroundings.
    pub(super) indent: Option<usize>,
    /// Whether empty lines at the end belong to the text.
    pub(super) keep: bool,
    /// Its lines without indentation.
    pub(super) lines: Vec<&'a str>,
}

/// Reads the block scalar that begins at `start`, in a map or list whose
/// column is `outside`.
pub(super) fn block(text: &str, start: usize, outside: usize) -> Block<'_> {
    let header_end = text[start..]
        .find('\n')
        .map_or(text.len(), |line| start + line);
    let header = text[start..header_end].trim_end();
    let marks = header.split([' ', '\t']).next().unwrap_or_default();
    let explicit = marks
        .chars()
        .find_map(|c| c.to_digit(10))
        .map(|n| n as usize);
    let keep = marks.contains('+');
    let body = text.get(header_end + 1..).unwrap_or_default();
    let indent = explicit.map_or_else(
        || {
            let first = body.lines().find(|line| !is_blank(line));
            first.map(spaces).filter(|indent| *indent > outside)
        },
        |explicit| Some(outside + explicit),
    );
    let mut lines = Vec::new();
    let (mut at, mut end) = (header_end + 1, header_end);
    for full in body.split_inclusive('\n') {
        let line = full.trim_end_matches('\n');
        let depth = indent.filter(|indent| spaces(line) >= *indent);
        let inside = match depth {
            Some(indent) => &line[indent..],
            None if is_blank(line) => "",
            None => break,
        };
        if inside.is_empty() && line.len() == full.len() {
            // The end of the file, not an empty line.
            break;
        }
        lines.push(inside);
        at += full.len();
        if keep || lines.last().is_some_and(|line| !line.is_empty()) {
            end = at - (full.len() - line.len());
        }
    }
    while !keep && lines.last().is_some_and(|line| line.is_empty()) {
        lines.pop();
    }
    Block {
        header,
        header_end,
        end,
        indent: explicit,
        keep,
        lines,
    }
}

fn spaces(line: &str) -> usize {
    line.len() - line.trim_start_matches(' ').len()
}

fn is_blank(line: &str) -> bool {
    line.trim_start_matches(' ').is_empty()
}

/// The lines of a plain or quoted scalar, without the white space around them
/// unless a backslash keeps it.
pub(super) fn folded(words: &str) -> impl Iterator<Item = &str> {
    let double = words.starts_with('"');
    words.split('\n').enumerate().map(move |(index, line)| {
        let line = if index == 0 { line } else { line.trim_start() };
        let cut = line.trim_end();
        match line[cut.len()..].chars().next() {
            Some(kept) if double && cut.ends_with('\\') => &line[..cut.len() + kept.len_utf8()],
            _ => cut,
        }
    })
}
