//! Rows of parameter tables as facts.

use super::columns::{Column, Columns};
use super::default;
use super::inline;
use super::kind::{Base, Kind};
use super::limits;
use super::name::{Indents, is_member, name};
use super::need::{self, Need};
use super::table::{Row, Table};
use super::values::{self, Search, Values};
use crate::import::description::{Bounds, Note};
use crate::location::Location;

/// A parameter or a response field of the page.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Fact {
    /// Line, from 1.
    pub(super) line: usize,
    /// Name as on the page, cleaned: `Tag.N.Key`.
    pub(super) name: String,
    /// Depth that the row itself shows, by `└` or indentation.
    pub(super) depth: Option<usize>,
    pub(super) kind: Kind,
    pub(super) need: Need,
    pub(super) example: String,
    /// Plain text.
    pub(super) doc: String,
    pub(super) values: Option<Values>,
    pub(super) default: Option<String>,
    pub(super) range: Option<Bounds>,
    pub(super) length: Option<Bounds>,
    pub(super) items: Option<Bounds>,
    pub(super) deprecated: Option<String>,
    pub(super) location: Option<Location>,
    /// Targets of the links in the type cell: sub-tables.
    pub(super) links: Vec<String>,
}

/// The cells of one row, independent of the form of the page.
#[derive(Debug, Default)]
pub(super) struct Cells {
    pub(super) line: usize,
    pub(super) name: String,
    pub(super) ty: String,
    pub(super) required: String,
    pub(super) optional: bool,
    pub(super) example: String,
    pub(super) description: String,
    pub(super) default: String,
    pub(super) values: String,
    pub(super) location: String,
}

/// Most rows read from a table or a section; the largest known table has a
/// third of it.
pub(super) const MAX_ROWS: usize = 1000;

/// Reads the rows of a table.
pub(super) fn read(table: &Table, notes: &mut Vec<Note>) -> Vec<Fact> {
    let columns = Columns::of(table);
    let mut indents = Indents::of(table);
    let mut facts = Vec::new();
    if let Some(row) = table.rows.get(MAX_ROWS) {
        let what = format!("rows not read: the table has more than {MAX_ROWS}");
        notes.push(Note::new(row.line, what));
    }
    for row in table.rows.iter().take(MAX_ROWS) {
        if let Some(trouble) = row.trouble {
            notes.push(Note::new(row.line, trouble));
        }
        if row.cells.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let cells = cells(row, &columns);
        if let Some(mut fact) = fact(&cells, notes) {
            fact.depth = indents.depth(&cells.name);
            facts.push(fact);
        }
    }
    // Spaces without a mark may be a typing error: only containers have rows below them.
    let marked = table.rows.iter().any(|row| {
        row.cells.iter().any(|cell| {
            cell.trim_start()
                .starts_with(['└', '├', '∟', '┗', '╰', '>'])
        })
    });
    let typing = facts
        .windows(2)
        .any(|two| two[0].depth < two[1].depth && !two[0].kind.may_contain());
    if (typing && !marked)
        || facts
            .iter()
            .all(|fact| matches!(fact.depth, Some(0) | None))
    {
        for fact in &mut facts {
            fact.depth = None;
        }
    }
    facts
}

fn cells(row: &Row, columns: &Columns) -> Cells {
    let cell = |column| columns.cell(&row.cells, column);
    let mut description = cell(Column::Description);
    let meaning = cell(Column::Meaning);
    if description.is_empty() {
        description = meaning;
    }
    let mut ty = cell(Column::Type);
    let mut required = cell(Column::Required);
    let mut name = cell(Column::Name);
    // `|String|TaskType|`: the header contradicts the rows.
    if swapped(&name, &ty) {
        std::mem::swap(&mut name, &mut ty);
    }
    // A type and a required mark that swapped their columns.
    if matches!(Kind::read(&ty).base, Base::Odd(_))
        && matches!(need::read(&ty, "", false), Need::Yes | Need::No)
        && !required.is_empty()
    {
        std::mem::swap(&mut ty, &mut required);
    }
    Cells {
        line: row.line,
        name,
        ty,
        optional: !columns.has(Column::Required) && columns.has(Column::Optional),
        required: if columns.has(Column::Required) {
            required
        } else {
            cell(Column::Optional)
        },
        example: cell(Column::Example),
        description,
        default: cell(Column::Default),
        values: cell(Column::Values),
        location: cell(Column::Location),
    }
}

/// Whether a name and a type swapped their columns.
fn swapped(name: &str, ty: &str) -> bool {
    let (name, ty) = (Kind::read(name).base, Kind::read(ty).base);
    let basic = matches!(
        name,
        Base::String | Base::Integer | Base::Long | Base::Boolean
    );
    basic && matches!(ty, Base::Named(_))
}

/// One row as a fact; the notes report what is unreadable.
pub(super) fn fact(cells: &Cells, notes: &mut Vec<Note>) -> Option<Fact> {
    let Some(name) = name(&cells.name) else {
        let found = inline::line(&cells.name);
        let found: String = found.chars().take(60).collect();
        notes.push(Note::new(
            cells.line,
            format!("row not read: `{found}` is not a name"),
        ));
        return None;
    };
    let line = cells.line;
    let kind = Kind::read(&cells.ty);
    if let Base::Odd(text) = &kind.base {
        notes.push(Note::new(
            line,
            format!("`{name}`: `{text}` is not a known type"),
        ));
    }
    let example = example(&cells.example);
    let both = [cells.description.as_str(), cells.values.as_str()].join("\n");
    let need = need::read(&cells.required, &both, cells.optional);
    if let Need::Odd(text) = &need {
        notes.push(Note::new(
            line,
            format!("`{name}`: `{text}` does not say whether it is required"),
        ));
    }
    let announced = if cells.values.trim().is_empty() {
        cells.description.clone()
    } else {
        format!("{}\n取值：{}", cells.description, cells.values)
    };
    let values = match values::search(&announced, &kind.base, &example) {
        Search::Found(values) => {
            if values.guessed {
                notes.push(Note::new(
                    line,
                    format!("`{name}`: enum guessed, no words announce its values"),
                ));
            }
            Some(values)
        }
        Search::Unreadable => {
            notes.push(Note::new(
                line,
                format!("`{name}`: values are listed, but not in a readable form"),
            ));
            None
        }
        Search::None => None,
    };
    let number = matches!(kind.base, Base::Integer | Base::Long | Base::Float);
    let text = matches!(kind.base, Base::String);
    let member = kind.list || is_member(&name);
    let default = match inline::line(&cells.default) {
        cell if cell.is_empty() || matches!(cell.as_str(), "-" | "无" | "none" | "None" | "空") => {
            default::default(&cells.description)
        }
        cell => Some(cell),
    };
    Some(Fact {
        line,
        depth: None,
        need,
        doc: inline::plain(&cells.description),
        default: default.and_then(|value| fitting(&value, &kind, values.as_ref())),
        range: number
            .then(|| limits::range(&both))
            .flatten()
            .filter(|_| values.is_none()),
        length: (text && !member)
            .then(|| limits::length(&both))
            .flatten()
            .filter(|_| values.is_none()),
        items: member.then(|| limits::items(&both)).flatten(),
        deprecated: limits::deprecated(&cells.description),
        location: location(&cells.location),
        links: inline::targets(&cells.ty)
            .into_iter()
            .map(str::to_owned)
            .collect(),
        values,
        name,
        kind,
        example,
    })
}

/// A default that the type can have.
fn fitting(value: &str, kind: &Kind, values: Option<&Values>) -> Option<String> {
    if kind.list {
        return None;
    }
    if let Some(values) = values {
        let listed = |(other, _): &&(String, String)| other.eq_ignore_ascii_case(value);
        return values
            .values
            .iter()
            .find(listed)
            .map(|(value, _)| value.clone());
    }
    match kind.base {
        Base::Boolean => match value.to_ascii_lowercase().as_str() {
            "true" | "1" | "yes" => Some("true".to_owned()),
            "false" | "0" | "no" => Some("false".to_owned()),
            _ => None,
        },
        Base::Integer => value.parse::<i32>().ok().map(|number| number.to_string()),
        Base::Long => value.parse::<i64>().ok().map(|number| number.to_string()),
        Base::Float => value.parse::<f64>().ok().map(|_| value.to_owned()),
        Base::String => Some(value.to_owned()),
        _ => None,
    }
}

/// The value of the example column.
fn example(cell: &str) -> String {
    let text = inline::line(cell);
    match text.as_str() {
        "-" | "--" | "无" | "N/A" | "None" | "none" | "空" => String::new(),
        _ => text,
    }
}

fn location(cell: &str) -> Option<Location> {
    match inline::line(cell).to_ascii_lowercase().as_str() {
        "query" | "url" => Some(Location::Query),
        "body" | "form" | "formdata" => Some(Location::Form),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::{name, read};
    use crate::import::markdown::{outline, table};

    #[test]
    fn names_are_cleaned() {
        for (cell, expected) in [
            ("DomainName", "DomainName"),
            ("  └Data", "Data"),
            ("Tag. N.Key", "Tag.N.Key"),
            (r"Trade\_No", "Trade_No"),
            ("**Type**", "Type"),
            ("Name（必填）", "Name"),
            ("Filter.1.Key", "Filter.1.Key"),
        ] {
            assert_eq!(name(cell).as_deref(), Some(expected), "{cell}");
        }
        assert_eq!(name("公共参数"), None);
        assert_eq!(name("The common parameters"), None);
    }

    #[test]
    fn indentation_tells_the_depth() {
        let lines: Vec<&str> = "|名称|类型|描述|\n|-|-|-|\n|Data| |d|\n|\u{2003}└Item|Struct|i|\n|\u{2003}\u{2003}└Name|String|n|\n|\u{2003}└Size|Integer|s|\n|Id|String|i|".lines().collect();
        let (table, _) = table::read(&lines, 0);
        let depths: Vec<_> = read(&table, &mut Vec::new())
            .iter()
            .map(|fact| fact.depth.unwrap())
            .collect();
        assert_eq!(depths, [0, 1, 2, 1, 0]);
        let _ = outline::indent("");
    }
}
