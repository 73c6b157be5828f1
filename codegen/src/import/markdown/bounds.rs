//! Numbers in a description, and pairs of them that form a range.

use crate::import::description::Bounds;

/// The bounds, if they are present and in order.
pub(super) fn ordered(bounds: Bounds) -> Option<Bounds> {
    let ordered = match (&bounds.min, &bounds.max) {
        (Some(min), Some(max)) => number(min) <= number(max),
        (None, None) => false,
        _ => true,
    };
    ordered.then_some(bounds)
}

pub(super) fn number(text: &str) -> f64 {
    text.parse().unwrap_or(f64::NAN)
}

/// Numbers in a text with the text around them; `1,000` is one number.
#[derive(Debug)]
pub(super) struct Found {
    pub(super) text: String,
    /// Byte of the first digit and one past the last.
    pub(super) start: usize,
    pub(super) end: usize,
}

pub(super) fn numbers(text: &str) -> Vec<Found> {
    let bytes = text.as_bytes();
    let mut out = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let begins =
            bytes[at].is_ascii_digit() && (at == 0 || !bytes[at - 1].is_ascii_alphanumeric());
        if !begins {
            at += 1;
            continue;
        }
        let mut end = at;
        while end < bytes.len() {
            let next = |offset: usize| bytes.get(end + offset).is_some_and(u8::is_ascii_digit);
            let thousands =
                bytes[end] == b',' && next(1) && next(2) && next(3) && !next(4) && end - at <= 3;
            let fraction = bytes[end] == b'.' && next(1);
            if bytes[end].is_ascii_digit() || thousands || fraction {
                end += 1;
            } else {
                break;
            }
        }
        let negative = at > 0
            && bytes[at - 1] == b'-'
            && (at == 1 || matches!(bytes[at - 2], b' ' | b'[' | b'(' | b'~'));
        let digits: String = text[at..end].chars().filter(|c| *c != ',').collect();
        out.push(Found {
            text: if negative {
                format!("-{digits}")
            } else {
                digits
            },
            start: at - usize::from(negative),
            end,
        });
        at = end;
    }
    out
}

/// `1~100`, `[1,100]`, `1 to 100`: pairs of numbers that form a range.
pub(super) fn pairs(text: &str) -> Vec<(Bounds, usize, usize)> {
    let found = numbers(text);
    let mut out = Vec::new();
    for two in found.windows(2) {
        let between: String = text[two[0].end..two[1].start].to_lowercase();
        let between = between.trim();
        let before = text[..two[0].start].trim_end();
        let bracket =
            matches!(between, "," | "，" | ";") && before.ends_with(['[', '［', '【', '(']);
        let joined = matches!(
            between,
            "~" | "～" | "-" | "–" | "—" | "--" | "to" | "到" | "至" | "−" | "and" | "∼"
        );
        let and = between == "and" && !before.to_lowercase().ends_with("between");
        // A date or a version: another `-` follows.
        let date = text[two[1].end..].starts_with('-') || before.ends_with('-');
        if (bracket || (joined && !and && !date))
            && let Some(bounds) = ordered(Bounds {
                min: Some(two[0].text.clone()),
                max: Some(two[1].text.clone()),
            })
        {
            out.push((bounds, two[0].start, two[1].end));
        }
    }
    out
}
