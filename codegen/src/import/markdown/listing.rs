//! Parameters written as lists instead of tables: a bold name, then items
//! such as `类型：String` and `必须：是`.

use super::columns::{Column, role};
use super::inline;
use super::name;
use super::outline::{Block, Kind};
use super::rows::{self, Cells, Fact};
use crate::import::description::Note;

/// Reads the parameters that some blocks of a section list.
pub(super) fn read(blocks: &[&Block], notes: &mut Vec<Note>) -> Vec<Fact> {
    let mut found: Vec<Cells> = Vec::new();
    // Until the next label, lines belong to the description.
    let mut last: Option<Column> = None;
    for block in blocks {
        let texts: Vec<(&str, bool)> = match &block.kind {
            Kind::Item(_, text) => vec![(text, false)],
            Kind::Heading(_, text) => vec![(text, true)],
            Kind::Text(text) => text.lines().map(|line| (line, false)).collect(),
            _ => continue,
        };
        for (text, heading) in texts {
            if let Some((column, value)) = labelled(text)
                && let Some(cells) = found.last_mut()
            {
                put(cells, column, value);
                last = Some(column);
            } else if let Some(name) = title(text, heading) {
                found.push(Cells {
                    line: block.line,
                    name,
                    ..Cells::default()
                });
                last = None;
            } else if let Some(cells) = found.last_mut() {
                let more = match &block.kind {
                    Kind::Item(..) => format!("-   {text}"),
                    _ => text.to_owned(),
                };
                if matches!(last, None | Some(Column::Description)) {
                    put(cells, Column::Description, &more);
                }
            }
        }
    }
    let typed = found
        .iter()
        .filter(|cells| !cells.ty.is_empty() || !cells.required.is_empty())
        .count();
    // One bold word alone is not a list of parameters.
    if typed == 0 || typed * 2 < found.len() {
        return Vec::new();
    }
    if let Some(cells) = found.get(rows::MAX_ROWS) {
        let what = format!(
            "parameters not read: the list has more than {}",
            rows::MAX_ROWS
        );
        notes.push(Note::new(cells.line, what));
        found.truncate(rows::MAX_ROWS);
    }
    found
        .iter()
        .filter_map(|cells| rows::fact(cells, notes))
        .collect()
}

/// `**RegionId**`, `RegionId`, `### RegionId`: a name alone.
fn title(text: &str, heading: bool) -> Option<String> {
    let bare = text.trim();
    let bold = bare.starts_with("**") || bare.starts_with('`') || heading;
    let plain = inline::line(bare);
    let alone = plain
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'));
    let name = name::name(&plain)?;
    (alone && (bold || plain == name)).then_some(name)
}

/// `类型：String`.
fn labelled(text: &str) -> Option<(Column, &str)> {
    let (label, value) = text.split_once(['：', ':'])?;
    let label = inline::line(label);
    if label.chars().count() > 12 {
        return None;
    }
    let column = role(&label)?;
    matches!(
        column,
        Column::Type
            | Column::Required
            | Column::Optional
            | Column::Example
            | Column::Description
            | Column::Default
            | Column::Values
            | Column::Location
    )
    .then_some((column, value.trim_start_matches('*').trim()))
}

fn put(cells: &mut Cells, column: Column, value: &str) {
    let slot = match column {
        Column::Type => &mut cells.ty,
        Column::Required => &mut cells.required,
        Column::Optional => {
            cells.optional = true;
            &mut cells.required
        }
        Column::Example => &mut cells.example,
        Column::Default => &mut cells.default,
        Column::Values => &mut cells.values,
        Column::Location => &mut cells.location,
        _ => &mut cells.description,
    };
    if !slot.is_empty() {
        slot.push('\n');
    }
    slot.push_str(value);
}

#[cfg(test)]
mod tests {
    use super::read;
    use crate::import::markdown::need::Need;
    use crate::import::markdown::outline::{Block, outline};

    #[test]
    fn bold_names_with_lists_are_parameters() {
        let blocks = outline(
            "**Region**\n\n-   类型：String\n-   必须：是\n-   描述：地域。取值：\n\n**Size**\n\n-   类型：Integer\n-   必须：否\n-   描述：大小。默认值：10。\n",
        );
        let facts = read(&blocks.iter().collect::<Vec<&Block>>(), &mut Vec::new());
        let names: Vec<_> = facts
            .iter()
            .map(|fact| (fact.name.as_str(), &fact.need, fact.default.as_deref()))
            .collect();
        assert_eq!(
            names,
            [
                ("Region", &Need::Yes, None),
                ("Size", &Need::No, Some("10"))
            ]
        );
    }
}
