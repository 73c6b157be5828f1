//! Parameters in the format `application/x-www-form-urlencoded`: the query of a
//! request and its form. They are joined once and shared by every attempt.

use std::sync::OnceLock;

use bytes::Bytes;

use crate::digest::Digest;
use crate::encode::{Flat, Span};
use crate::percent;
use crate::sign::{View, v3};

/// Joined parameters, in the order in which they are signed: by the bytes of their
/// plain names.
pub(crate) struct UrlEncoded {
    text: Bytes,
    /// All plain names, with other text between them; empty where they are in
    /// the text as they are.
    names: Vec<u8>,
    /// Where the names and, in the text, their encoded values are.
    spans: Vec<Span>,
    digest: OnceLock<String>,
}

impl UrlEncoded {
    /// No parameters.
    pub(crate) const fn empty() -> Self {
        Self {
            text: Bytes::new(),
            names: Vec::new(),
            spans: Vec::new(),
            digest: OnceLock::new(),
        }
    }

    /// Sorts and joins the parameters.
    pub(crate) fn of(flat: Flat) -> Self {
        Self::with(flat, None)
    }

    /// As [`UrlEncoded::of`], with the digest calculated on the way.
    pub(crate) fn hashed(flat: Flat) -> Self {
        Self::with(flat, Some(Digest::default()))
    }

    fn with(flat: Flat, mut digest: Option<Digest>) -> Self {
        let mut text = Vec::new();
        let (names, spans) = flat.join(&mut text, digest.as_mut());
        if spans.is_empty() {
            return Self::empty();
        }
        let digest = digest.map(|digest| digest.finish(&text));
        Self {
            text: text.into(),
            names,
            spans,
            digest: digest.map_or_else(OnceLock::new, OnceLock::from),
        }
    }

    /// The whole text. Clones share it.
    pub(crate) fn text(&self) -> &Bytes {
        &self.text
    }

    /// The whole text; looked through anew every time, as what is sent needs no proof
    /// that it is one.
    pub(crate) fn as_str(&self) -> &str {
        percent::ascii(&self.text)
    }

    /// Plain names and encoded values.
    pub(crate) fn pairs(&self) -> impl Iterator<Item = View<'_>> + Clone {
        let text = self.text.as_ref();
        let names = if self.names.is_empty() {
            text
        } else {
            &self.names
        };
        let pair = move |span: &Span| {
            let (key, value) = (span.key.clone(), span.value.clone());
            (&names[key], &text[value])
        };
        self.spans.iter().map(pair)
    }

    /// SHA-256 of the text in hexadecimal, calculated once.
    pub(crate) fn digest(&self) -> &str {
        self.digest.get_or_init(|| v3::digest(&self.text))
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    use super::*;
    use crate::encode::{Pair, join};
    use crate::image::Image;

    #[test]
    fn the_text_is_what_joining_the_sorted_pairs_gives() {
        let large = "a large value ".repeat(1000);
        let values = ["", "x", "张 & 三", &large, "y"];
        for rotation in 0..values.len() {
            let pair = |n: usize| {
                let value = values[(n + rotation) % values.len()];
                Pair::new(format!("K {}", 9 - n), value)
            };
            let mut pairs: Vec<_> = (0..values.len()).map(pair).collect();
            let mut flat = Flat::default();
            pairs.iter().cloned().for_each(|pair| flat.add_pair(pair));
            let joined = UrlEncoded::of(flat);
            pairs.sort_by(|a, b| a.key.cmp(&b.key));
            assert_eq!(joined.as_str(), join(&pairs));
            let expected: Vec<_> = pairs
                .iter()
                .map(|p| (p.key.as_bytes(), p.value.as_bytes()))
                .collect();
            assert_eq!(joined.pairs().collect::<Vec<_>>(), expected);
        }
        let empty = UrlEncoded::of(Flat::default());
        assert_eq!(empty.as_str(), "");
        assert_eq!(empty.digest(), v3::digest(b""));
    }

    #[test]
    fn the_digest_on_the_way_is_the_digest_of_the_whole() {
        for size in (0..200).chain([4096, 9_999, 30_000]) {
            let bytes: Vec<u8> = (0..size).map(|i: u32| (i * 7 % 251) as u8).collect();
            for before in [0, 50, 63, 64, 65, 1000] {
                let mut flat = Flat::default();
                flat.add("A", &"x".repeat(before));
                flat.image("B", Image::from_bytes(&*bytes));
                flat.image("C", Image::from_bytes(&*bytes));
                flat.add("D", "y");
                let form = UrlEncoded::hashed(flat);
                let digest = v3::digest(form.text().as_ref());
                assert_eq!(form.digest(), digest, "{before} and {size} bytes");
                let base64 = percent::encode(&STANDARD.encode(&bytes));
                let text = format!("A={}&B={base64}&C={base64}&D=y", "x".repeat(before));
                assert_eq!(form.as_str(), text);
            }
        }
    }
}
