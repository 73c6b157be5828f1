//! A file as it is written: entries with their comments, and scalars with their
//! exact text.

use super::comments::{Comment, after_blank, column};
use super::scalar::{self, Block};
use crate::yaml::{Kind, Node};

/// A comment on its own line.
#[derive(Debug, Clone, Copy)]
pub(super) struct Remark<'a> {
    pub(super) text: &'a str,
    /// Whether a blank line precedes it.
    pub(super) blank: bool,
}

/// An entry of a map, or a member of a list.
#[derive(Debug)]
pub(super) struct Entry<'a> {
    /// Comments above it.
    pub(super) leading: Vec<Remark<'a>>,
    /// Whether a blank line directly precedes it.
    pub(super) blank: bool,
    /// The key's value and its exact text; absent in a list.
    pub(super) key: Option<(&'a str, &'a str)>,
    /// The comment beside a key whose value is below.
    pub(super) head: Option<&'a str>,
    pub(super) value: Value<'a>,
    /// The comment beside the value.
    pub(super) trailing: Option<&'a str>,
}

impl Entry<'_> {
    /// Makes it the first of its group, which no blank line precedes.
    pub(super) fn open(&mut self) {
        match self.leading.first_mut() {
            Some(remark) => remark.blank = false,
            None => self.blank = false,
        }
    }
}

/// The value behind a key or a dash.
#[derive(Debug)]
pub(super) enum Value<'a> {
    /// Nothing.
    Empty,
    /// A scalar on one line, as it is written.
    Inline(&'a str),
    /// A plain or quoted scalar over several lines.
    Folded(&'a str),
    /// A block scalar.
    Block(Block<'a>),
    /// A map.
    Map(Group<'a>),
    /// A list.
    List(Group<'a>),
}

/// The entries of a map or the members of a list.
#[derive(Debug)]
pub(super) struct Group<'a> {
    /// In `{}` or `[]`.
    pub(super) flow: bool,
    pub(super) entries: Vec<Entry<'a>>,
    /// Comments after the last entry.
    pub(super) tail: Vec<Remark<'a>>,
}

/// Reads a file whose root is a block map.
pub(super) fn read<'a>(text: &'a str, comments: &[Comment<'a>], root: &'a Node) -> Group<'a> {
    let mut reader = Reader {
        text,
        comments,
        next: 0,
        solid: 0,
    };
    let place = Position {
        from: 0,
        outside: None,
        limit: text.len(),
        flow: false,
    };
    let mut group = match reader.value(root, place) {
        (Value::Map(group), _) => group,
        _ => Group {
            flow: false,
            entries: Vec::new(),
            tail: Vec::new(),
        },
    };
    // The remaining comments are after the end of the document.
    group.tail.extend(reader.remarks(|_| true));
    group
}

/// Where a value is.
#[derive(Clone, Copy)]
struct Position {
    /// Right after the `:` or `-` before it.
    from: usize,
    /// Column of the map or list around it.
    outside: Option<usize>,
    /// Start of the next entry on any level around it.
    limit: usize,
    /// Whether it is inside `{}` or `[]`.
    flow: bool,
}

struct Reader<'a, 'c> {
    text: &'a str,
    comments: &'c [Comment<'a>],
    /// Index of the first comment that is not assigned yet.
    next: usize,
    /// End of the last block scalar.
    solid: usize,
}

impl<'a> Reader<'a, '_> {
    fn peek(&self) -> Option<Comment<'a>> {
        self.comments.get(self.next).copied()
    }

    /// The next comments in a row that satisfy `belongs`.
    fn remarks(&mut self, belongs: impl Fn(&Comment<'a>) -> bool) -> Vec<Remark<'a>> {
        let mut remarks = Vec::new();
        while let Some(comment) = self.peek().filter(&belongs) {
            self.next += 1;
            remarks.push(Remark {
                text: comment.text,
                blank: after_blank(self.text, comment.start, self.solid),
            });
        }
        remarks
    }

    /// The first byte from `at` that is neither white space nor comment.
    fn skip(&self, mut at: usize) -> usize {
        loop {
            at += self.text[at..].len() - self.text[at..].trim_start().len();
            match self.comments.binary_search_by_key(&at, |c| c.start) {
                Ok(index) => at = self.comments[index].end,
                Err(_) => return at,
            }
        }
    }

    /// A value and its end; for block collections, an end that no comment can
    /// follow on the same line.
    fn value(&mut self, node: &'a Node, place: Position) -> (Value<'a>, Option<usize>) {
        let (start, end) = (node.span.start as usize, node.span.end as usize);
        let words = self.text.get(start..end).unwrap_or_default();
        let first = if place.flow {
            start
        } else {
            self.skip(place.from)
        };
        let opener = self.text[first..].chars().next().unwrap_or('\n');
        match &node.kind {
            Kind::Null if words.is_empty() => (Value::Empty, Some(place.from)),
            Kind::Scalar { plain: false, .. } if matches!(opener, '|' | '>') => {
                let block = scalar::block(self.text, first, place.outside.unwrap_or(0));
                while self.peek().is_some_and(|c| c.start < block.header_end) {
                    self.next += 1;
                }
                self.solid = block.end;
                (Value::Block(block), None)
            }
            Kind::Null | Kind::Scalar { .. } => {
                let words = words.trim_end();
                let value = if words.contains('\n') {
                    Value::Folded(words)
                } else {
                    Value::Inline(words)
                };
                (value, Some(start + words.len()))
            }
            Kind::Map(_) | Kind::List(_) if place.flow || matches!(opener, '{' | '[') => {
                let mut group = self.flow(node);
                group.tail = self.remarks(|comment| comment.start < end);
                (collection(node, group), Some(end))
            }
            Kind::Map(_) => (Value::Map(self.block(node, place)), None),
            Kind::List(_) => (Value::List(self.block(node, place)), None),
        }
    }

    /// Entries between braces or brackets.
    fn flow(&mut self, node: &'a Node) -> Group<'a> {
        let end = node.span.end as usize;
        let mut entries = Vec::new();
        for (key, node) in members(node) {
            let start = key.map_or(node.span.start, |(_, span)| span.start) as usize;
            let leading = self.remarks(|comment| comment.start < start);
            let key = key.map(|(key, span)| {
                let words = self.text.get(span.start as usize..span.end as usize);
                (key, words.unwrap_or_default())
            });
            let place = Position {
                from: node.span.end as usize,
                outside: None,
                limit: end,
                flow: true,
            };
            entries.push(self.entry(key, leading, start, node, place));
        }
        Group {
            flow: true,
            entries,
            tail: Vec::new(),
        }
    }

    /// Entries on their own lines.
    fn block(&mut self, node: &'a Node, place: Position) -> Group<'a> {
        let starts = self.starts(node, place.from);
        let own = starts.first().map_or(0, |start| column(self.text, *start));
        let mut entries = Vec::new();
        for (index, (key, node)) in members(node).into_iter().enumerate() {
            let start = starts[index];
            let leading = self.remarks(|comment| comment.start < start);
            let (key, from) = match key {
                Some((key, span)) => {
                    let end = span.end as usize;
                    let words = self.text.get(span.start as usize..end).unwrap_or_default();
                    let colon = self.skip(end);
                    let behind = self.text[colon..].starts_with(':');
                    (
                        Some((key, words)),
                        if behind { colon + 1 } else { end.max(start) },
                    )
                }
                None => (None, start + 1),
            };
            let inside = Position {
                from,
                outside: Some(own),
                limit: starts.get(index + 1).copied().unwrap_or(place.limit),
                flow: false,
            };
            entries.push(self.entry(key, leading, start, node, inside));
        }
        if let Some(first) = entries.first_mut() {
            first.open();
        }
        let tail = self.remarks(|comment| {
            comment.own_line
                && comment.start < place.limit
                && column(self.text, comment.start) >= own
                && place
                    .outside
                    .is_none_or(|outside| column(self.text, comment.start) > outside)
        });
        Group {
            flow: false,
            entries,
            tail,
        }
    }

    fn entry(
        &mut self,
        key: Option<(&'a str, &'a str)>,
        mut leading: Vec<Remark<'a>>,
        start: usize,
        node: &'a Node,
        place: Position,
    ) -> Entry<'a> {
        let first = if place.flow {
            node.span.start as usize
        } else {
            self.skip(place.from)
        };
        let nothing = matches!(node.kind, Kind::Null) && node.span.start == node.span.end;
        let below = matches!(node.kind, Kind::Map(_) | Kind::List(_))
            && !place.flow
            && !self.text[first..].starts_with(['{', '[']);
        let mut head = None;
        if below {
            // A comment beside the key or the dash; those below it belong to
            // the first entry.
            let beside = self.remarks(|comment| !comment.own_line && comment.start < first);
            match key {
                Some(_) => head = beside.first().map(|remark| remark.text),
                None => leading.extend(beside),
            }
        } else if !nothing {
            leading.extend(self.remarks(|comment| comment.start < first));
        }
        let blank = after_blank(self.text, start, self.solid);
        let (value, end) = self.value(node, place);
        let trailing = end.and_then(|end| {
            let comment = self.peek()?;
            let beside = !comment.own_line
                && (end..place.limit).contains(&comment.start)
                && !self.text[end..comment.start].contains('\n');
            beside.then(|| self.next += 1)?;
            Some(comment.text)
        });
        Entry {
            leading,
            blank,
            key,
            head,
            value,
            trailing,
        }
    }

    /// The starts of the entries of a block collection: its keys, or its dashes.
    fn starts(&self, node: &Node, from: usize) -> Vec<usize> {
        let Kind::List(members) = &node.kind else {
            return match &node.kind {
                Kind::Map(entries) => entries.iter().map(|(k, _)| k.span.start as usize).collect(),
                _ => Vec::new(),
            };
        };
        let mut at = from;
        let mut starts = Vec::new();
        for member in members {
            // Between two members there are only comments and the dash.
            let mut dash = self.skip(at);
            while dash < self.text.len() && !self.text[dash..].starts_with('-') {
                dash = self.skip(dash + self.text[dash..].chars().next().map_or(1, char::len_utf8));
            }
            starts.push(dash);
            at = end(member).max(dash + 1).min(self.text.len());
        }
        starts
    }
}

fn collection<'a>(node: &Node, group: Group<'a>) -> Value<'a> {
    match node.kind {
        Kind::Map(_) => Value::Map(group),
        _ => Value::List(group),
    }
}

/// Keys and values of a map, or the values of a list.
fn members(node: &Node) -> Vec<(Option<(&str, crate::source::Span)>, &Node)> {
    match &node.kind {
        Kind::Map(entries) => entries
            .iter()
            .map(|(key, node)| (Some((key.value.as_str(), key.span)), node))
            .collect(),
        Kind::List(members) => members.iter().map(|node| (None, node)).collect(),
        _ => Vec::new(),
    }
}

/// End of the last scalar or bracket of a value.
fn end(node: &Node) -> usize {
    let own = node.span.start as usize;
    match &node.kind {
        Kind::Null | Kind::Scalar { .. } => node.span.end as usize,
        Kind::Map(entries) => entries
            .last()
            .map_or(node.span.end as usize, |(key, node)| {
                end(node).max(key.span.end as usize).max(own)
            }),
        Kind::List(members) => members
            .last()
            .map_or(node.span.end as usize, |node| end(node).max(own)),
    }
}
