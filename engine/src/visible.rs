//! Escapes for characters that would control the terminal.

/// Whether a character moves the cursor, controls the terminal, breaks the line, or
/// marks, overrides or isolates a direction.
pub(crate) fn is_obeyed(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
        )
}

/// The text in one line.
pub(crate) fn line(text: &str) -> String {
    escaped(text, |_| false)
}

/// The first characters of a text, in one line.
pub(crate) fn start(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((end, _)) => line(&text[..end]) + "…",
        None => line(text),
    }
}

/// The lines of the text, each with escapes.
pub(crate) fn lines(text: &str) -> String {
    escaped(text, |character| character == '\n')
}

fn escaped(text: &str, kept: impl Fn(char) -> bool) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if is_obeyed(character) && !kept(character) {
            out.extend(character.escape_default());
        } else {
            out.push(character);
        }
    }
    out
}

/// A JSON text with the same meaning. Only strings can hold the characters to be
/// escaped; JSON already escapes the ASCII controls in them.
pub(crate) fn json(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in text.chars() {
        if character >= '\u{7f}' && is_obeyed(character) {
            out.push_str(&format!("\\u{:04x}", u32::from(character)));
        } else {
            out.push(character);
        }
    }
    out
}
