//! Makes texts from outside safe to keep and print.

use crate::debug::escape;

/// The text in one line. Characters that do not print become escapes.
pub(crate) fn one_line(text: &str) -> String {
    escape(text, usize::MAX, false).0
}

/// The first `limit` characters of the text, and `…` if there are more.
pub(crate) fn clip(mut text: String, limit: usize) -> String {
    if let Some((end, _)) = text.char_indices().nth(limit) {
        text.truncate(end);
        text.push('…');
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clipping_counts_characters() {
        assert_eq!(clip("中文字".to_owned(), 2), "中文…");
        assert_eq!(clip("中文".to_owned(), 2), "中文");
        assert_eq!(one_line("a\nb\u{1b}[1m\"c\""), "a\\nb\\u{1b}[1m\"c\"");
    }
}
