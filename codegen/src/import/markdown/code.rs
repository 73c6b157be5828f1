//! Classifies blocks of code: requests, and answers in either format.

/// Whether a block of code is a documented request.
pub(super) fn is_request(code: &str) -> bool {
    let text = code.trim_start();
    let answer = text.starts_with(['{', '[', '<']) && !text.starts_with("<公共");
    let action = text.contains("Action=") || text.contains("Action =");
    let address = text.lines().next().is_some_and(|line| {
        let line = line.trim();
        (line.starts_with("http")
            && line.contains("://")
            && (line.contains('?') || line.contains('&')))
            || ["GET ", "POST ", "PUT ", "DELETE ", "PATCH "]
                .iter()
                .any(|method| line.starts_with(method))
            || line.starts_with("/?")
            || line.starts_with('&')
    });
    !answer && (address || action) && !text.contains("import ") && !text.contains("public class")
}

/// The format of an answer.
pub(super) enum Answer {
    Json,
    Xml,
}

pub(super) fn answer(code: &str) -> Option<Answer> {
    let body = body(code);
    let text = body.trim_start();
    let text = match text.strip_prefix("//") {
        Some(comment) => comment
            .split_once('\n')
            .map_or("", |(_, rest)| rest)
            .trim_start(),
        None => text,
    };
    if text.starts_with('<') {
        Some(Answer::Xml)
    } else if text.starts_with(['{', '['])
        || (text.starts_with('"') && text.contains("\":"))
        || (text.contains("\":") && text.contains('"'))
    {
        Some(Answer::Json)
    } else {
        None
    }
}

/// An answer without status line and headers.
pub(super) fn body(code: &str) -> &str {
    let text = code.trim_start();
    if !text.starts_with("HTTP/") {
        return code;
    }
    let at = text.find(['{', '<', '[']).unwrap_or(0);
    text[at..].trim_start()
}

/// Without blank lines around it; the lines themselves do not change.
pub(super) fn trimmed(code: &str) -> String {
    let lines: Vec<&str> = code.lines().collect();
    let filled = |line: &&str| !line.trim().is_empty();
    let first = lines.iter().position(filled).unwrap_or(0);
    let last = lines
        .iter()
        .rposition(filled)
        .map_or(first, |last| last + 1);
    lines[first..last].join("\n")
}
