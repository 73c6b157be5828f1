//! Pairs of old and new things by name.

/// Two lists paired by name.
pub(super) struct Pairs<'a, T> {
    /// In both, under the same name.
    pub(super) same: Vec<(&'a T, &'a T)>,
    /// In both, but written differently.
    pub(super) respelled: Vec<(&'a T, &'a T)>,
    pub(super) removed: Vec<&'a T>,
    pub(super) added: Vec<&'a T>,
}

/// Pairs two lists by exact names. Repeated names are paired in order.
pub(super) fn pair<'a, T>(old: &'a [T], new: &'a [T], name: impl Fn(&T) -> &str) -> Pairs<'a, T> {
    let mut added: Vec<&T> = new.iter().collect();
    let mut same = Vec::new();
    let mut removed = Vec::new();
    for was in old {
        match added.iter().position(|is| name(is) == name(was)) {
            Some(index) => same.push((was, added.remove(index))),
            None => removed.push(was),
        }
    }
    Pairs {
        same,
        respelled: Vec::new(),
        removed,
        added,
    }
}

/// Like [`pair`], then by letters and digits alone.
pub(super) fn pair_spelled<'a, T>(
    old: &'a [T],
    new: &'a [T],
    name: impl Fn(&T) -> &str,
) -> Pairs<'a, T> {
    let mut pairs = pair(old, new, &name);
    pairs.respell(name);
    pairs
}

impl<T> Pairs<'_, T> {
    /// Pairs the rest of both sides if only the spelling differs and the match is
    /// unambiguous.
    fn respell(&mut self, name: impl Fn(&T) -> &str) {
        let mut index = 0;
        while let Some(was) = self.removed.get(index) {
            let letters = letters(name(was));
            let alike = |other: &&&T| self::letters(name(other)) == letters;
            let only = self.removed.iter().filter(alike).count() == 1
                && self.added.iter().filter(alike).count() == 1;
            let found = self.added.iter().position(|is| alike(&is));
            match found {
                Some(other) if only && !letters.is_empty() => {
                    let was = self.removed.remove(index);
                    self.respelled.push((was, self.added.remove(other)));
                }
                _ => index += 1,
            }
        }
    }
}

/// The letters and digits of a name, ignoring case.
fn letters(name: &str) -> String {
    name.chars()
        .filter(|character| character.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}
