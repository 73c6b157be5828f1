//! A merged file as text: unchanged entries keep their lines, comments
//! included; only changed entries are written again.

use std::collections::{HashMap, VecDeque};
use std::ops::Range;

use super::tree::Tree;
use super::write;
use crate::form::{Form, Shape};
use crate::yaml::{Kind, Node};

/// The text of `merged`, with the lines of `old` for each unchanged entry.
/// `root` is `old` parsed.
pub(super) fn patch(old: &str, root: &Node, merged: &Tree, form: &'static Form) -> String {
    let (Kind::Map(entries), Tree::Map(new)) = (&root.kind, merged) else {
        return old.to_owned();
    };
    let lines: Vec<&str> = old.lines().collect();
    let breaks: Vec<usize> = old.match_indices('\n').map(|(at, _)| at).collect();
    let line_of = |at: u32| breaks.partition_point(|end| *end < at as usize);
    let starts: Vec<usize> = entries
        .iter()
        .map(|(key, _)| line_of(key.span.start))
        .collect();
    // Comments above the first entry belong to the file.
    let blocks = blocks(
        &lines,
        &starts,
        starts.first().copied().unwrap_or(0),
        lines.len(),
    );
    let mut out = String::new();
    let first = blocks.first().map_or(0, |block| block.start);
    push(&mut out, &lines[..first]);
    for (key, value) in in_order(new, form, entries.iter().map(|(key, _)| key.value.as_str())) {
        let at = entries.iter().position(|(other, _)| other.value == key);
        let shape = form.key(key).map(|known| known.shape);
        match at {
            Some(at) if Tree::of(&entries[at].1).same(value) => {
                push(&mut out, &lines[blocks[at].clone()])
            }
            Some(at) => {
                let leading = blocks[at].start..starts[at];
                push(&mut out, &lines[leading]);
                let place = starts[at] + 1..blocks[at].end;
                list(
                    &mut out,
                    &lines,
                    &entries[at].1,
                    &line_of,
                    place,
                    key,
                    value,
                    shape,
                );
            }
            None => {
                out.push('\n');
                write::entry(key, value, shape, 0, &mut out);
            }
        }
    }
    out
}

/// Old keys keep their order; new ones go where the form puts them.
fn in_order<'a>(
    new: &'a [(String, Tree)],
    form: &'static Form,
    old: impl Iterator<Item = &'a str>,
) -> Vec<(&'a str, &'a Tree)> {
    let mut out: Vec<(&str, &Tree)> = Vec::new();
    for key in old {
        if let Some((key, value)) = new.iter().find(|(other, _)| other == key) {
            out.push((key, value));
        }
    }
    for (key, value) in new {
        if !out.iter().any(|(other, _)| other == key) {
            let at = out
                .iter()
                .position(|(other, _)| form.place(other) > form.place(key))
                .unwrap_or(out.len());
            out.insert(at, (key, value));
        }
    }
    out
}

/// A changed entry; the members of a list that have not changed keep their
/// lines.
#[expect(
    clippy::too_many_arguments,
    reason = "the old entry and the new one, with their lines"
)]
fn list(
    out: &mut String,
    lines: &[&str],
    node: &Node,
    line_of: &dyn Fn(u32) -> usize,
    place: Range<usize>,
    key: &str,
    value: &Tree,
    shape: Option<Shape>,
) {
    let (Kind::List(old), Tree::List(new), Some(Shape::List(member))) = (&node.kind, value, shape)
    else {
        write::entry(key, value, shape, 0, out);
        return;
    };
    let starts: Vec<usize> = old.iter().map(|node| line_of(node.span.start)).collect();
    let canonical = starts.iter().all(|start| lines[*start].starts_with("  - "))
        && starts.windows(2).all(|two| two[0] < two[1]);
    if old.is_empty() || new.is_empty() || !canonical {
        write::entry(key, value, shape, 0, out);
        return;
    }
    let blocks = blocks(lines, &starts, place.start, place.end);
    out.push_str(&format!("{key}:\n"));
    let mut unused: HashMap<Tree, VecDeque<usize>> = HashMap::new();
    for (at, node) in old.iter().enumerate() {
        let same = unused.entry(Tree::of(node).canonical()).or_default();
        same.push_back(at);
    }
    for value in new {
        let same = unused.get_mut(&value.canonical());
        match same.and_then(VecDeque::pop_front) {
            Some(at) => push(out, trim_end(&lines[blocks[at].clone()])),
            None => write::list_member(value, Some(*member), 2, out),
        }
    }
}

/// The lines of each entry with the comments above it, from the line `floor`.
fn blocks(lines: &[&str], starts: &[usize], floor: usize, end: usize) -> Vec<Range<usize>> {
    let above = |start: usize, floor: usize| {
        let mut first = start;
        while first > floor
            && (lines[first - 1].trim().is_empty()
                || lines[first - 1].trim_start().starts_with('#'))
        {
            first -= 1;
        }
        first
    };
    let mut firsts = Vec::new();
    for (index, start) in starts.iter().enumerate() {
        let floor = index
            .checked_sub(1)
            .map_or(floor, |before| starts[before] + 1);
        firsts.push(above(*start, floor));
    }
    (0..starts.len())
        .map(|index| firsts[index]..firsts.get(index + 1).copied().unwrap_or(end))
        .collect()
}

fn trim_end<'a, 'b>(lines: &'b [&'a str]) -> &'b [&'a str] {
    let last = lines
        .iter()
        .rposition(|line| !line.trim().is_empty())
        .map_or(0, |at| at + 1);
    &lines[..last]
}

fn push(out: &mut String, lines: &[&str]) {
    for line in lines {
        out.push_str(line);
        out.push('\n');
    }
}

#[cfg(test)]
mod tests {
    use super::patch;
    use crate::diagnostic::Report;
    use crate::form::ACTION;
    use crate::import::tree::Tree;
    use crate::yaml;

    #[test]
    fn only_changed_entries_are_written_anew() {
        let old = "# header\naction: A\ndoc: >\n  Some\n  words.\n\n# about parameters\nparameters:\n  # above X\n  - name: X\n    type: string # beside\n  - name: Y\n    type: string\n\nresponse: []\n";
        let root = yaml::parse(0, old, &mut Report::default()).unwrap();
        let mut merged = Tree::of(&root);
        assert_eq!(patch(old, &root, &merged, &ACTION), old);
        let mut members = merged.members("parameters").to_vec();
        members[1].set("type", Tree::text("integer"));
        merged.set("parameters", Tree::List(members));
        let text = patch(old, &root, &merged, &ACTION);
        assert_eq!(
            text,
            old.replace(
                "- name: Y\n    type: string",
                "- name: Y\n    type: integer"
            )
        );
    }
}
