//! Splits a documented request into its parameters.

use std::collections::HashMap;

use crate::model::{Action, Example, Field};

/// One piece between two `&`.
#[derive(Debug, PartialEq)]
pub(crate) enum Piece {
    /// `DomainName.1=example.com`, decoded.
    Pair(String, String),
    /// A placeholder: index in the example.
    Placeholder(usize),
    /// Neither.
    Unreadable(String),
}

/// The pieces of a documented request, in order.
pub(crate) fn pieces(example: &Example) -> Vec<Piece> {
    let Some(request) = &example.request else {
        return Vec::new();
    };
    // Pages break a request into lines before each `&`.
    let text: String = request.lines().map(str::trim).collect();
    let query = text
        .split_once('?')
        .map_or(text.as_str(), |(_, query)| query);
    let mut placeholders: HashMap<&str, usize> = HashMap::new();
    for (index, placeholder) in example.placeholders.iter().enumerate() {
        let text = placeholder.text.trim_start_matches('&');
        placeholders.entry(text).or_insert(index);
    }
    query
        .split('&')
        .map(str::trim)
        .filter(|piece| !piece.is_empty())
        .map(|piece| {
            if let Some(index) = placeholders.get(piece) {
                return Piece::Placeholder(*index);
            }
            match piece.split_once('=') {
                Some((key, value)) => Piece::Pair(decode(key), decode(value)),
                None => Piece::Unreadable(piece.to_owned()),
            }
        })
        .collect()
}

/// Longest name before a dot that is looked up.
const MAX_STEM: usize = 1000;

/// The parameters of an action by their names.
pub(crate) struct Parameters<'a>(HashMap<&'a str, &'a Field>);

impl<'a> Parameters<'a> {
    pub(crate) fn of(action: &'a Action) -> Self {
        let fields = action.request.fields.iter();
        Self(fields.map(|field| (field.name.as_str(), field)).collect())
    }

    /// The parameter that a key belongs to: `DomainName` for `DomainName.1`.
    pub(crate) fn get(&self, key: &str) -> Option<&'a Field> {
        let stems = key.match_indices('.').map(|(at, _)| at);
        let stems = stems.take_while(|at| *at <= MAX_STEM).map(|at| &key[..at]);
        std::iter::once(key)
            .chain(stems)
            .find_map(|stem| self.0.get(stem).copied())
    }
}

/// Percent-decoding; other text stays as it is.
fn decode(text: &str) -> String {
    let bytes = text.as_bytes();
    let mut out = Vec::with_capacity(bytes.len());
    let mut index = 0;
    while index < bytes.len() {
        let byte = (bytes[index] == b'%')
            .then(|| text.get(index + 1..index + 3))
            .flatten()
            .and_then(|hex| u8::from_str_radix(hex, 16).ok());
        if let Some(byte) = byte {
            out.push(byte);
            index += 3;
        } else {
            out.push(bytes[index]);
            index += 1;
        }
    }
    String::from_utf8(out).unwrap_or_else(|_| text.to_owned())
}
