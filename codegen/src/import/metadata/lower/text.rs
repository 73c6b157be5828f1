//! Texts of a document for spec files.

use crate::import::description::Type;
use crate::import::text::visible;

/// One line without Markdown: its marks mean nothing where the text is shown.
pub(super) fn plain(text: &str) -> String {
    visible(&prose(text))
}

/// Paragraphs and bullets (`- `) without other Markdown, one on each line.
pub(super) fn prose(text: &str) -> String {
    let mut out: Vec<String> = Vec::new();
    // Whether the next line continues the last one.
    let mut open = false;
    for line in text.lines() {
        let line = line.trim().trim_start_matches(['>', '#']).trim();
        if line.is_empty() || is_mark(line) {
            open = false;
            continue;
        }
        let item = bullet(line);
        let shown = visible(&inline(item.unwrap_or(line)));
        match out.last_mut() {
            Some(last) if open && item.is_none() => {
                last.push(' ');
                last.push_str(&shown);
            }
            _ if shown.is_empty() => {}
            _ if item.is_some() => out.push(format!("- {shown}")),
            _ => out.push(shown),
        }
        open = true;
    }
    out.join("\n")
}

/// The text of a bullet or a row of a table.
fn bullet(line: &str) -> Option<&str> {
    let marks = ["- ", "* ", "+ ", "\u{2022}"];
    if let Some(rest) = marks.iter().find_map(|mark| line.strip_prefix(mark)) {
        return Some(rest.trim_start());
    }
    let row = line.strip_prefix('|')?;
    Some(row.strip_suffix('|').unwrap_or(row).trim())
}

/// Lines that say nothing: fences, the line between the head and the rows of a table,
/// and marks for what only some readers are shown.
fn is_mark(line: &str) -> bool {
    let rule = line.len() > 1 && line.chars().all(|c| matches!(c, '-' | '|' | ':' | ' '));
    let tag = line.starts_with("<props=") || line == "</props>";
    rule || tag || line.starts_with("```")
}

fn inline(line: &str) -> String {
    let line = line.replace("**", "").replace("<br>", " ");
    let mut out = String::with_capacity(line.len());
    let mut rest = line.as_str();
    // `[text](address)`: addresses such as `~~67710~~` lead nowhere outside the help site.
    while let Some((before, label, address, after)) = link(rest) {
        out.push_str(before);
        out.push_str(label);
        if address.starts_with("http") {
            out.push_str(&format!(" ({address})"));
        }
        rest = after;
    }
    out.push_str(rest);
    unescaped(&out)
}

/// Without the backslashes that take its meaning from a mark.
fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut letters = text.chars().peekable();
    while let Some(letter) = letters.next() {
        let escapes = letter == '\\' && letters.peek().is_some_and(char::is_ascii_punctuation);
        if !escapes {
            out.push(letter);
        } else if let Some(next) = letters.next() {
            out.push(next);
        }
    }
    out
}

/// What is before a link, its label, its address, and what follows.
fn link(text: &str) -> Option<(&str, &str, &str, &str)> {
    let middle = text.find("](")?;
    let open = text[..middle].rfind('[')?;
    let close = middle + text[middle..].find(')')?;
    let address = text[middle + 2..close].trim();
    Some((
        &text[..open],
        &text[open + 1..middle],
        address,
        &text[close + 1..],
    ))
}

/// The word for a type in the neutral form.
pub(super) fn type_word(ty: &Type) -> &'static str {
    match ty {
        Type::String => "String",
        Type::Integer => "Integer",
        Type::Long => "Long",
        Type::Float => "Float",
        Type::Boolean => "Boolean",
        Type::Json => "Json",
        Type::Any => "Any",
        Type::Bytes => "Bytes",
        Type::Object(_) | Type::Reference(_) => "Object",
        Type::List { .. } => "Array",
        Type::Map(_) => "Map",
    }
}

/// The member of a list by the name of the list: `Tags` to `Tag`, `Stories` to `Story`.
/// `None` if the name is no plural.
pub(super) fn singular(name: &str) -> Option<String> {
    let lower = name.to_ascii_lowercase();
    let keep = |count: usize| &name[..name.len() - count];
    let single = if lower.ends_with("ies") && lower.len() > 4 {
        format!("{}y", keep(3))
    } else if ["sses", "shes", "ches", "xes", "zes"]
        .iter()
        .any(|end| lower.ends_with(end))
    {
        keep(2).to_owned()
    } else if ["ss", "us", "is", "news", "series"]
        .iter()
        .any(|end| lower.ends_with(end))
        || !lower.ends_with('s')
    {
        return None;
    } else {
        keep(1).to_owned()
    };
    (single.len() > 1).then_some(single)
}

#[cfg(test)]
mod tests {
    use super::{plain, singular};

    #[test]
    fn members_of_lists_are_singular() {
        for (name, single) in [
            ("Tags", Some("Tag")),
            ("Stories", Some("Story")),
            ("Addresses", Some("Address")),
            ("Boxes", Some("Box")),
            ("vpcs", Some("vpc")),
            ("Status", None),
            ("Address", None),
            ("List", None),
            ("Analysis", None),
            ("s", None),
        ] {
            assert_eq!(singular(name).as_deref(), single, "{name}");
        }
    }

    #[test]
    fn marks_of_markdown_are_no_text() {
        let text = "The **name**.\n> See [Tags](~~25501~~) and [x](https://a.b/c).\n<props=\"china\">\nOne.\n</props>";
        assert_eq!(
            plain(text),
            "The name. See Tags and x (https://a.b/c). One."
        );
        assert_eq!(plain("a [b"), "a [b");
        let text =
            "Values:\n- **a**: one\n  and more\n- b\n\n| x | y |\n|---|---|\n```\n1\\~2\n```";
        assert_eq!(
            super::prose(text),
            "Values:\n- a: one and more\n- b\n- x | y\n1~2"
        );
    }
}
