//! Values that look random and are the same in every run.

pub(crate) struct Random(pub(crate) u64);

impl Random {
    /// The next number (SplitMix64).
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    /// So many values, or fewer.
    pub(crate) fn list<T>(&mut self, most: usize, mut make: impl FnMut(&mut Self) -> T) -> Vec<T> {
        let count = self.below(most + 1);
        (0..count).map(|_| make(self)).collect()
    }

    /// A value, or none.
    pub(crate) fn maybe<T>(&mut self, make: impl FnOnce(&mut Self) -> T) -> Option<T> {
        (self.below(3) > 0).then(|| make(self))
    }

    /// A character that XML may hold too, from any plane.
    fn char(&mut self) -> char {
        const MARKS: [char; 24] = [
            ' ',
            '\t',
            '\n',
            '\r',
            '"',
            '\'',
            '&',
            '<',
            '>',
            '=',
            '+',
            '%',
            '~',
            '*',
            '/',
            '\\',
            '-',
            ']',
            '{',
            '[',
            '\u{85}',
            '\u{2028}',
            '\u{feff}',
            '\u{1f600}',
        ];
        match self.below(4) {
            0 => MARKS[self.below(MARKS.len())],
            1 => char::from(b'0' + u8::try_from(self.below(10)).unwrap()),
            2 => char::from(b'A' + u8::try_from(self.below(58)).unwrap()),
            _ => loop {
                let code = u32::try_from(self.below(0x11_0000)).unwrap();
                match char::from_u32(code) {
                    Some(c) if c >= ' ' && code & 0xFFFE != 0xFFFE => break c,
                    _ => {}
                }
            },
        }
    }

    /// A text that may be empty.
    pub(crate) fn text(&mut self) -> String {
        self.list(12, Self::char).into_iter().collect()
    }

    /// A text of letters and digits.
    pub(crate) fn name(&mut self) -> String {
        const LETTERS: &[u8] = b"abcXYZ";
        let rest = self.list(6, |r| char::from(LETTERS[r.below(LETTERS.len())]));
        format!("k{}", rest.into_iter().collect::<String>())
    }
}
