//! `Key=value,Other=value`: an object on the command line without JSON.

/// The pairs of the text. `\,` is a comma in a value, `\\` a backslash.
///
/// # Errors
///
/// If a part has no `=`. The message does not repeat the part.
pub(crate) fn pairs(text: &str) -> Result<Vec<(String, String)>, String> {
    let parts = split(text);
    let pairs = parts.iter().enumerate().map(|(index, part)| {
        let pair = part.split_once('=').filter(|(key, _)| !key.is_empty());
        let pair = pair.map(|(key, value)| (key.trim().to_owned(), value.to_owned()));
        pair.ok_or_else(|| {
            let number = index + 1;
            format!("part {number} has no key; expected KEY=VALUE,KEY=VALUE or JSON")
        })
    });
    pairs.collect()
}

fn split(text: &str) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut characters = text.chars();
    while let Some(character) = characters.next() {
        let last = parts.len() - 1;
        match character {
            ',' => parts.push(String::new()),
            '\\' => match characters.next() {
                Some(next @ (',' | '\\')) => parts[last].push(next),
                Some(next) => parts[last].extend(['\\', next]),
                None => parts[last].push('\\'),
            },
            other => parts[last].push(other),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_split_at_commas_that_are_not_escaped() {
        let found = pairs(r"A=1,B=x\,y,C=,D=a=b\\").map_err(|_| ());
        let pair = |key: &str, value: &str| (key.to_owned(), value.to_owned());
        let expected = [
            pair("A", "1"),
            pair("B", "x,y"),
            pair("C", ""),
            pair("D", r"a=b\"),
        ];
        assert_eq!(found, Ok(expected.to_vec()));
    }

    #[test]
    fn a_part_without_a_key_is_told_by_its_number() {
        for text in ["A=1,secret", "A=1,=secret", "A=1,"] {
            let error = pairs(text).expect_err("has no key");
            assert!(error.starts_with("part 2 "), "{error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }
}
