//! Differences for people.

use similar::TextDiff;

/// A unified diff, without a line break at its end.
pub(crate) fn unified(old: &str, new: &str, old_name: &str, new_name: &str) -> String {
    let diff = TextDiff::from_lines(old, new)
        .unified_diff()
        .header(old_name, new_name)
        .to_string();
    diff.trim_end_matches('\n').to_owned()
}
