//! A text without its escapes, so that something can be found in it however
//! it was encoded on its way here.

use std::ops::Range;

use zeroize::Zeroizing;

/// How many layers of escapes are taken off.
const LAYERS: usize = 6;

/// Capitals beside small letters, what may be put between the parts of a value
/// (white space, `+` and `-`), and the two alphabets of base64 make no
/// difference to a view.
pub(crate) struct View {
    text: Zeroizing<String>,
    /// For each byte of the text where the character that it belongs to comes
    /// from.
    origins: Vec<Range<usize>>,
}

/// Characters and where each comes from.
struct Units {
    chars: Zeroizing<Vec<char>>,
    origins: Vec<Range<usize>>,
}

impl Units {
    /// Never grows, so that no copy of a secret is left behind.
    fn with_capacity(capacity: usize) -> Self {
        Self {
            chars: Zeroizing::new(Vec::with_capacity(capacity)),
            origins: Vec::with_capacity(capacity),
        }
    }

    fn push(&mut self, c: char, origin: Range<usize>) {
        self.chars.push(c);
        self.origins.push(origin);
    }

    /// Takes one layer of escapes off, of JSON, XML and percent-encoding alike.
    fn unescape(&self) -> Self {
        let mut out = Self::with_capacity(self.chars.len());
        let mut at = 0;
        while at < self.chars.len() {
            let rest = &self.chars[at..];
            let found = match rest[0] {
                '%' => percent(rest),
                '\\' => backslash(rest),
                '&' => entity(rest),
                _ => None,
            };
            let (c, length) = found.unwrap_or((rest[0], 1));
            let end = at + length;
            out.push(c, self.origins[at].start..self.origins[end - 1].end);
            at = end;
        }
        out
    }
}

impl View {
    pub(crate) fn new(source: &str) -> Self {
        let mut units = Units::with_capacity(source.len());
        for (at, c) in source.char_indices() {
            units.push(c, at..at + c.len_utf8());
        }
        for _ in 0..LAYERS {
            let before = units.chars.len();
            units = units.unescape();
            // An escape is longer than the character that it encodes.
            if units.chars.len() == before {
                break;
            }
        }
        let mut view = Self {
            text: Zeroizing::new(String::with_capacity(source.len())),
            origins: Vec::with_capacity(source.len()),
        };
        for (&c, origin) in units.chars.iter().zip(units.origins) {
            if !c.is_whitespace() && c != '+' && c != '-' {
                let c = if c == '_' {
                    '/'
                } else {
                    c.to_ascii_lowercase()
                };
                view.text.push(c);
                view.origins.resize(view.text.len(), origin);
            }
        }
        view
    }

    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    pub(crate) fn into_text(self) -> Zeroizing<String> {
        self.text
    }

    /// Where a part of the view comes from.
    pub(crate) fn origin(&self, part: &Range<usize>) -> Range<usize> {
        match self.origins.get(part.clone()) {
            Some([first, .., last]) => first.start..last.end,
            Some([only]) => only.clone(),
            _ => 0..0,
        }
    }
}

/// The number in the digits from `start` to `end`.
fn number(units: &[char], start: usize, end: usize, radix: u32) -> Option<u32> {
    let digits = units.get(start..end).filter(|digits| !digits.is_empty())?;
    let add = |sum: u32, digit: u32| sum.checked_mul(radix)?.checked_add(digit);
    let mut digits = digits.iter().map(|c| c.to_digit(radix));
    digits.try_fold(0, |sum, digit| add(sum, digit?))
}

/// `%E5%9B%9B`
fn percent(units: &[char]) -> Option<(char, usize)> {
    let byte = |index: usize| {
        let at = 3 * index;
        let marked = *units.get(at)? == '%';
        let number = number(units, at + 1, at + 3, 16).filter(|_| marked)?;
        u8::try_from(number).ok()
    };
    let mut bytes = [byte(0)?, 0, 0, 0];
    let length = match bytes[0] {
        0..0x80 => 1,
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        0xF0.. => 4,
        _ => return None,
    };
    for (index, slot) in bytes.iter_mut().enumerate().take(length).skip(1) {
        *slot = byte(index)?;
    }
    let c = str::from_utf8(&bytes[..length]).ok()?.chars().next()?;
    Some((c, 3 * length))
}

/// `\n`, `\/`, `\u56db`
fn backslash(units: &[char]) -> Option<(char, usize)> {
    let c = match *units.get(1)? {
        c @ ('"' | '\'' | '/' | '\\') => c,
        'n' => '\n',
        'r' => '\r',
        't' => '\t',
        'b' | 'f' => ' ',
        'u' => return unicode(units),
        _ => return None,
    };
    Some((c, 2))
}

fn unicode(units: &[char]) -> Option<(char, usize)> {
    let unit = |start: usize| number(units, start, start + 4, 16);
    let first = unit(2)?;
    if let Some(c) = char::from_u32(first) {
        return Some((c, 6));
    }
    let mark = units.get(6..8)? == ['\\', 'u'];
    let pair = [first, unit(8).filter(|_| mark)?].map(|unit| u16::try_from(unit).ok());
    let [Some(first), Some(second)] = pair else {
        return None;
    };
    let c = char::decode_utf16([first, second]).next()?.ok()?;
    Some((c, 12))
}

/// `&amp;`, `&#22235;`, `&#x56db;`
fn entity(units: &[char]) -> Option<(char, usize)> {
    // `&#x0010ffff;` is longest.
    let end = units.iter().take(12).position(|c| *c == ';')?;
    let c = match *units.get(1)? {
        '#' if matches!(units.get(2)?, 'x' | 'X') => char::from_u32(number(units, 3, end, 16)?)?,
        '#' => char::from_u32(number(units, 2, end, 10)?)?,
        _ => match units[1..end] {
            ['a', 'm', 'p'] => '&',
            ['l', 't'] => '<',
            ['g', 't'] => '>',
            ['q', 'u', 'o', 't'] => '"',
            ['a', 'p', 'o', 's'] => '\'',
            ['n', 'b', 's', 'p'] => ' ',
            _ => return None,
        },
    };
    Some((c, end + 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes_are_taken_off_layer_by_layer() {
        for (source, text) in [
            ("Ab C+d-e_\n", "abcde/"),
            ("%E5%9b%9B%2f%20", "四/"),
            ("%25E5%259B%259B", "四"),
            ("\\u56dB\\/\\\"\\n\\ud83d\\ude00", "四/\"😀"),
            ("\\\\u56db", "四"),
            ("&#22235;&#x56DB;&amp;&#39;&amp;#39;", "四四&''"),
            ("&%2337;", "%"),
            // None of them is an escape.
            (
                "%E5%9B %zz %4 \\u12 \\ud83d \\x &no; &#; &#xffffffffff; &",
                "%e5%9b%zz%4\\u12\\ud83d\\x&no;&#;&#xffffffffff;&",
            ),
        ] {
            assert_eq!(View::new(source).text(), text, "{source}");
        }
    }

    #[test]
    fn every_part_knows_where_it_comes_from() {
        let view = View::new("a %25E5%259B%259B&amp;b");
        assert_eq!(view.text(), "a四&b");
        assert_eq!(view.origin(&(1..4)), 2..17);
        assert_eq!(view.origin(&(4..6)), 17..23);
        assert_eq!(view.origin(&(0..6)), 0..23);
    }
}
