//! The form body of a request, and its query: joined once, shared by every
//! attempt.

use std::sync::{Arc, OnceLock};

use crate::digest::Digest;
use crate::encode::{Flat, Pair, Span};
use crate::percent;
use crate::sign::{View, v3};

/// A percent-encoded text whose clones share it.
#[derive(Clone, Default)]
pub(crate) struct Text(Option<Arc<Vec<u8>>>);

impl Text {
    fn new(bytes: Vec<u8>) -> Self {
        Self(Some(Arc::new(bytes)))
    }

    /// The text; looked through anew every time, as what is sent needs no
    /// proof that it is one.
    pub(crate) fn as_str(&self) -> &str {
        percent::ascii(self.as_ref())
    }

    pub(crate) fn len(&self) -> usize {
        self.as_ref().len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.as_ref().is_empty()
    }
}

impl AsRef<[u8]> for Text {
    fn as_ref(&self) -> &[u8] {
        self.0.as_ref().map_or(&[], |bytes| bytes)
    }
}

/// Parameters in the order in which they are signed: a form body, or a query.
#[derive(Default)]
pub(crate) struct Form {
    text: Text,
    /// All plain names, with other text between them; empty where they are in
    /// the text as they are.
    names: Vec<u8>,
    /// Where the names and, in the text, their encoded values are.
    spans: Vec<Span>,
    digest: OnceLock<String>,
}

/// [`Form::digest`] of an empty body.
const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

impl Form {
    /// Joins the parameters, sorted by the bytes of their plain names.
    pub(crate) fn new(mut pairs: Vec<Pair>) -> Self {
        pairs.sort_by(|a, b| a.key.cmp(&b.key));
        let Some(longest) = (0..pairs.len()).max_by_key(|&index| pairs[index].value.len()) else {
            return Self::default();
        };
        let mut names = Vec::new();
        let mut spans = Vec::with_capacity(pairs.len());
        let (mut before, mut after) = (String::new(), String::new());
        let mut end = 0;
        for (index, pair) in pairs.iter().enumerate() {
            let side = if index <= longest {
                &mut before
            } else {
                &mut after
            };
            let length = side.len();
            if index > 0 {
                side.push('&');
            }
            percent::encode_into(side, &pair.key);
            side.push('=');
            let start = end + side.len() - length;
            end = start + pair.value.len();
            names.extend_from_slice(pair.key.as_bytes());
            spans.push(Span {
                key: names.len() - pair.key.len()..names.len(),
                value: start..end,
            });
            if index != longest {
                side.push_str(&pair.value);
            }
        }
        // The text grows around the longest value, so that an image is not
        // copied into it.
        let mut text = pairs.swap_remove(longest).value;
        text.insert_str(0, &before);
        text.push_str(&after);
        Self {
            text: Text::new(text.into_bytes()),
            names,
            spans,
            digest: OnceLock::new(),
        }
    }

    /// The parameters of a flattened request.
    pub(crate) fn of(flat: Flat) -> Self {
        Self::with(flat, None)
    }

    /// As [`Form::of`], with the digest calculated on the way.
    pub(crate) fn hashed(flat: Flat) -> Self {
        Self::with(flat, Some(Digest::default()))
    }

    fn with(flat: Flat, mut digest: Option<Digest>) -> Self {
        let mut text = Vec::new();
        let (names, spans) = flat.join(&mut text, digest.as_mut());
        if spans.is_empty() {
            return Self::default();
        }
        let digest = digest.map(|digest| digest.finish(&text));
        Self {
            text: Text::new(text),
            names,
            spans,
            digest: digest.map_or_else(OnceLock::new, OnceLock::from),
        }
    }

    /// The whole body.
    pub(crate) fn text(&self) -> &Text {
        &self.text
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

    /// SHA-256 of the body in hexadecimal, calculated once.
    pub(crate) fn digest(&self) -> &str {
        if self.text.is_empty() {
            return EMPTY;
        }
        self.digest.get_or_init(|| v3::digest(self.text.as_ref()))
    }
}

#[cfg(test)]
mod tests {
    use base64::Engine;
    use base64::engine::general_purpose::STANDARD;

    use super::*;
    use crate::encode::join;
    use crate::image::Image;

    #[test]
    fn the_body_is_what_joining_the_sorted_pairs_gives() {
        let values = ["", "x", "张 & 三", "a long value in the end"];
        for rotation in 0..values.len() {
            let pair = |n: usize| {
                let value = values[(n + rotation) % values.len()];
                Pair::new(format!("K {}", 9 - n), value)
            };
            let mut pairs: Vec<_> = (0..values.len()).map(pair).collect();
            let form = Form::new(pairs.clone());
            pairs.sort_by(|a, b| a.key.cmp(&b.key));
            assert_eq!(form.text().as_str(), join(&pairs));
            let expected: Vec<_> = pairs
                .iter()
                .map(|p| (p.key.as_bytes(), p.value.as_bytes()))
                .collect();
            assert_eq!(form.pairs().collect::<Vec<_>>(), expected);
        }
        let empty = Form::new(Vec::new());
        assert_eq!(empty.text().as_str(), "");
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
                let form = Form::hashed(flat);
                let digest = v3::digest(form.text().as_ref());
                assert_eq!(form.digest(), digest, "{before} and {size} bytes");
                let base64 = percent::encode(&STANDARD.encode(&bytes));
                let text = format!("A={}&B={base64}&C={base64}&D=y", "x".repeat(before));
                assert_eq!(form.text().as_str(), text);
            }
        }
    }

    #[test]
    fn a_large_value_is_not_copied() {
        let mut value = String::new();
        percent::encode_base64_into(&mut value, &[0xFF; 1 << 20]);
        let key = "IdentityCredential".to_owned();
        let (place, length) = (value.as_ptr(), value.len());
        let form = Form::new(vec![Pair { key, value }]);
        let text = form.text().clone();
        assert_eq!(text.as_str().as_ptr(), place);
        assert_eq!(text.as_str().len(), length + "IdentityCredential=".len());
    }
}
