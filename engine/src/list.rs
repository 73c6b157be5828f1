//! `list`: the actions by area.

use std::collections::BTreeMap;
use std::fmt::Write;

use aliyun_runtime::dynamic::{Catalog, Entry};

use crate::failure::Failure;
use crate::output;
use crate::suggest::{did_you_mean, shown};

/// The area of an action.
pub(crate) fn area(entry: &'static Entry) -> &'static str {
    match entry.area {
        "" => "other",
        area => area,
    }
}

/// Prints the actions of one area or of all.
pub(crate) fn run(catalog: &'static Catalog, area: Option<&str>) -> Result<(), Failure> {
    let mut areas: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
    for entry in catalog.actions {
        areas.entry(self::area(entry)).or_default().push(entry);
    }
    if let Some(area) = area {
        let known = areas.contains_key(area);
        if !known {
            let help = did_you_mean(area, areas.keys().copied());
            let names: Vec<_> = areas.into_keys().collect();
            return Err(Failure::usage(format!(
                "there is no area `{}`{help} (there are: {})",
                shown(area),
                names.join(", ")
            )));
        }
        areas.retain(|name, _| *name == area);
    }
    let mut text = String::new();
    for (area, entries) in areas {
        let gap = if text.is_empty() { "" } else { "\n" };
        let _ = writeln!(text, "{gap}{area}");
        for entry in entries {
            let _ = writeln!(text, "  {}", entry.command);
            let line = entry.doc.split("\n\n").next().unwrap_or_default();
            let line: Vec<_> = line.split_whitespace().collect();
            let mark = if entry.deprecated.is_empty() {
                ""
            } else {
                "(deprecated) "
            };
            let _ = writeln!(text, "      {mark}{}", line.join(" "));
        }
    }
    output::write(&text)
}
