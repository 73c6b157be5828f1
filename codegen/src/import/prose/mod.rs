//! Texts of the documentation as descriptions of a spec: Markdown of any quality, with
//! HTML, marks of the help site and damage, into the Markdown of `crate::prose`.

mod help;
mod html;

use crate::diagnostic::is_unsafe;
use crate::prose;

/// A description: paragraphs, lists, notes, tables and code.
pub(super) fn description(text: &str) -> String {
    prose::spec(&clean(text))
}

/// A description in one paragraph.
pub(super) fn line(text: &str) -> String {
    prose::one_line(&clean(text))
}

/// Markdown without HTML and without marks of the help site.
fn clean(text: &str) -> String {
    let text = visible(text);
    let text = help::resolve(&text);
    let text = outside_code(&text, &html::markdown);
    let text = outside_code(&text, &help::links);
    sentences(&text)
}

/// Without invisible characters; other white space than line feeds is a space.
fn visible(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            '\u{2028}' | '\u{2029}' => '\n',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .filter(|c| matches!(c, '\n' | '\t') || !is_unsafe(*c))
        .collect()
}

/// Applies a change to what is neither fenced code nor code in backticks.
fn outside_code(text: &str, change: &dyn Fn(&str) -> String) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('`') {
        let open = rest[at..].len() - rest[at..].trim_start_matches('`').len();
        let mark = &rest[at..at + open];
        let inside = &rest[at + open..];
        let end = inside.find(mark).filter(|end| {
            // Short marks are on one line, or alone on theirs.
            open >= 3 || !inside[..*end].trim_matches('\n').contains("\n\n")
        });
        let Some(end) = end else {
            out.push_str(&change(&rest[..at]));
            out.push_str(mark);
            rest = inside;
            continue;
        };
        let length = at + open + end + open;
        out.push_str(&change(&rest[..at]));
        out.push_str(&rest[at..length]);
        rest = &rest[length..];
    }
    out.push_str(&change(rest));
    out
}

/// Lines that end a sentence end a paragraph: the texts have no line breaks for width.
fn sentences(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut fenced = false;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let bare = line.trim();
        fenced ^= bare.starts_with("```");
        out.push_str(line.trim_end());
        out.push('\n');
        let plain = |line: &str| {
            let line = line.trim();
            let mark = [
                '-', '*', '+', '>', '#', '|', '`', '~', '\u{25cf}', '\u{2022}',
            ];
            !line.is_empty() && (!line.starts_with(mark) || line.starts_with("**"))
        };
        let ended = bare.ends_with(['。', '；', '：', '！', '？', '.', ';', ':', '!', '?']);
        let next = lines.peek().is_some_and(|next| plain(next));
        let numbered = lines
            .peek()
            .is_some_and(|next| next.trim().starts_with(|c: char| c.is_ascii_digit()));
        if !fenced && plain(line) && ended && next && !numbered {
            out.push('\n');
        }
    }
    out
}

/// Whether a text is in Chinese.
fn is_chinese(text: &str) -> bool {
    text.chars().any(|c| matches!(c, '\u{4e00}'..='\u{9fff}'))
}

#[cfg(test)]
mod tests;
