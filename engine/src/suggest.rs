//! Suggestions for unknown names.

/// `; did you mean …?`, or nothing if no name is similar.
pub(crate) fn did_you_mean<'n>(found: &str, names: impl Iterator<Item = &'n str>) -> String {
    let wanted = found.to_lowercase();
    let scored = names.map(|name| {
        let score = strsim::jaro_winkler(&wanted, &name.to_lowercase());
        (score, name)
    });
    let best = scored.max_by(|(one, _), (other, _)| one.total_cmp(other));
    match best {
        Some((score, name)) if score > 0.85 => format!("; did you mean `{name}`?"),
        _ => String::new(),
    }
}

/// A given name for display: one line, no control characters, limited length.
pub(crate) fn shown(name: &str) -> String {
    let mut shown: String = name.chars().take(80).flat_map(char::escape_debug).collect();
    if name.chars().count() > 80 {
        shown.push('…');
    }
    shown
}
