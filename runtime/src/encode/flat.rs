//! Parameters that are encoded but not yet sorted and joined.

use std::fmt;
use std::io::Write as _;
use std::ops::Range;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use super::{Pair, text};
use crate::digest::Digest;
use crate::image::Image;
use crate::location::Encoding;
use crate::percent;
use crate::shape::Field;
use crate::value::{ValueRef, each_field};

/// Parameters one after the other in one text, so a parameter needs no separate
/// allocation.
#[derive(Default)]
pub(crate) struct Flat {
    /// For each parameter the plain name, `=` and the encoded value. It does not have the
    /// values of images, which are encoded straight into the form.
    text: Vec<u8>,
    entries: Vec<Entry>,
}

struct Entry {
    key: Range<usize>,
    /// The end of the value in the text; it begins after the `=`.
    end: usize,
    image: Option<Image>,
}

/// The positions of a parameter: of its name in the names, and of its value in a form.
pub(crate) struct Span {
    pub(crate) key: Range<usize>,
    pub(crate) value: Range<usize>,
}

impl Flat {
    /// An empty list with memory for this many parameters.
    pub(super) fn with_capacity(count: usize) -> Self {
        /// The estimated length of a name with its value, in bytes.
        const PAIR: usize = 48;
        Self {
            text: Vec::with_capacity(count * PAIR),
            entries: Vec::with_capacity(count),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.entries.len()
    }

    /// Adds a parameter by its plain name and value.
    pub(crate) fn add(&mut self, key: &str, value: &str) {
        self.text(key, |out| percent::append(out, value.as_bytes()));
    }

    /// Adds a parameter whose value is already encoded.
    pub(crate) fn add_pair(&mut self, pair: Pair) {
        let Pair { key, value } = pair;
        self.text(&key, |out| out.extend_from_slice(value.as_bytes()));
    }

    /// Adds an image, which is encoded when the form is written.
    pub(crate) fn image(&mut self, key: &str, image: Image) {
        self.push(key, Some(image), |_| {});
    }

    /// The plain names.
    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        let name = |entry: &Entry| &self.text[entry.key.clone()];
        let names = self.entries.iter().map(name);
        names.map(|name| std::str::from_utf8(name).unwrap_or_default())
    }

    /// Writes the parameters into a form, sorted by the bytes of the plain names.
    /// Returns the positions of the names and values, and a text with the names. That
    /// text is empty if the form has the names unchanged. Images update the digest as
    /// they are written.
    pub(crate) fn join(
        self,
        form: &mut Vec<u8>,
        mut digest: Option<&mut Digest>,
    ) -> (Vec<u8>, Vec<Span>) {
        let Self { text, mut entries } = self;
        entries.sort_by(|a, b| text[a.key.clone()].cmp(&text[b.key.clone()]));
        let images = entries.iter().filter_map(|entry| entry.image.as_ref());
        let images: usize = images.map(|image| percent::base64_size(image.len())).sum();
        form.reserve_exact(text.len() + entries.len() + images);
        let plain = |entry: &Entry| percent::is_plain(&text[entry.key.clone()]);
        let plain = entries.iter().all(plain);
        let mut spans = Vec::with_capacity(entries.len());
        for Entry {
            mut key,
            end,
            image,
        } in entries
        {
            if !form.is_empty() {
                form.push(b'&');
            }
            let length = end - key.end - 1;
            if plain {
                let start = form.len();
                form.extend_from_slice(&text[key.start..end]);
                key = start..start + key.len();
            } else {
                percent::append(form, &text[key.clone()]);
                form.extend_from_slice(&text[key.end..end]);
            }
            let start = form.len() - length;
            if let Some(image) = image {
                percent::append_base64(form, image.bytes(), digest.as_deref_mut());
            }
            let value = start..form.len();
            spans.push(Span { key, value });
        }
        let names = if plain { Vec::new() } else { text };
        (names, spans)
    }

    /// The parameters one by one, in the order in which they were added.
    pub(super) fn pairs(self) -> Vec<Pair> {
        let text = |range| String::from_utf8_lossy(&self.text[range]).into_owned();
        let pair = |Entry { key, end, image }| {
            let mut value = text(key.end + 1..end);
            if let Some(image) = image {
                percent::encode_base64_into(&mut value, image.bytes());
            }
            let key = text(key);
            Pair { key, value }
        };
        self.entries.into_iter().map(pair).collect()
    }

    /// Adds a field below its path.
    pub(super) fn field(&mut self, path: &mut String, field: &Field, value: ValueRef<'_>) {
        match (field.encoding, value) {
            (_, value) if value.is_unset() => {}
            (Encoding::Flattened, value) => self.value(path, value),
            (
                Encoding::Json,
                value @ (ValueRef::List(_)
                | ValueRef::Map(_)
                | ValueRef::Record(_)
                | ValueRef::Json(_)),
            ) => {
                self.add(path, &text::json(field, value));
            }
            (Encoding::Comma, ValueRef::List(list)) => self.add(path, &text::joined(field, list)),
            (Encoding::Json | Encoding::Comma, value) => self.value(path, value),
        }
    }

    fn value(&mut self, path: &mut String, value: ValueRef<'_>) {
        match value {
            ValueRef::Absent => {}
            ValueRef::Text(text) => self.add(path, text),
            ValueRef::Int(number) => self.plain(path, number),
            ValueRef::Float(number) => self.plain(path, number),
            ValueRef::Bool(value) => self.add(path, if value { "true" } else { "false" }),
            ValueRef::Bytes(bytes) => self.add(path, &STANDARD.encode(bytes)),
            ValueRef::Json(document) => self.add(path, &text::document(document)),
            ValueRef::Image(image) => self.image(path, image.clone()),
            ValueRef::List(list) => {
                for index in 0..list.len() {
                    under(path, index + 1, |path| self.value(path, list.at(index)));
                }
            }
            ValueRef::Map(map) => map.each(&mut |key, value| {
                under(path, key, |path| self.value(path, value));
            }),
            ValueRef::Record(record) => each_field(record, &mut |field, value| {
                under(path, field.name, |path| {
                    self.field(path, &field, value);
                });
            }),
        }
    }

    /// A value without characters to encode.
    fn plain(&mut self, path: &str, value: impl fmt::Display) {
        self.text(path, |out| {
            // Writing to memory cannot fail.
            let _ = write!(out, "{value}");
        });
    }

    fn text(&mut self, path: &str, write: impl FnOnce(&mut Vec<u8>)) {
        self.push(path, None, write);
    }

    fn push(&mut self, path: &str, image: Option<Image>, write: impl FnOnce(&mut Vec<u8>)) {
        let start = self.text.len();
        self.text.extend_from_slice(path.as_bytes());
        let key = start..self.text.len();
        self.text.push(b'=');
        write(&mut self.text);
        let end = self.text.len();
        self.entries.push(Entry { key, end, image });
    }
}

/// Runs `visit` with `.step` appended to the path.
fn under(path: &mut String, step: impl fmt::Display, visit: impl FnOnce(&mut String)) {
    let length = path.len();
    // Writing to a `String` cannot fail.
    let _ = fmt::Write::write_fmt(path, format_args!(".{step}"));
    visit(path);
    path.truncate(length);
}
