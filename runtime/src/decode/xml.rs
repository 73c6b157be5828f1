use quick_xml::Reader;
use quick_xml::escape::resolve_xml_entity;
use quick_xml::events::{BytesDecl, BytesEnd, BytesRef, BytesStart, Event};

use super::context::Context;
use super::element::Element;
use super::error::DecodeError;
use crate::debug::quote;

/// Reads an XML document. One with a character that XML does not have is read
/// up to there.
pub(super) fn parse<T>(
    text: &str,
    context: &mut Context,
    read: impl FnOnce(Element<'_, '_>, &mut Context) -> Result<T, Malformed>,
) -> Result<T, DecodeError> {
    let control = |b: u8| b < b' ' && !b"\t\r\n".contains(&b);
    let control = text.bytes().position(control);
    let mut xml = Xml::new(&text[..control.unwrap_or(text.len())]);
    let result = xml.root().and_then(|root| {
        let value = read(Element::new(&mut xml, root), context)?;
        xml.end()?;
        Ok(value)
    });
    if let Some(offset) = control {
        let error = DecodeError::new("malformed XML: control character".to_owned());
        return Err(error.at_offset(text, offset));
    }
    result.map_err(|Malformed(message)| {
        let failure = context.failure.take();
        let failure = failure.unwrap_or_else(|| context.error(format!("malformed XML: {message}")));
        failure.at_offset(text, xml.offset)
    })
}

/// Why the document is no XML that is accepted here.
#[derive(Debug)]
pub(super) struct Malformed(String);

impl std::fmt::Display for Malformed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Malformed {}

impl serde::de::Error for Malformed {
    fn custom<T: std::fmt::Display>(message: T) -> Self {
        Self(message.to_string())
    }
}

fn malformed<T>(message: impl Into<String>) -> Result<T, Malformed> {
    Err(Malformed(message.into()))
}

/// An opened element.
pub(super) struct Tag<'a> {
    /// Its name, with prefix.
    pub(super) name: &'a str,
    /// `<Name/>`: there is no content and no end tag.
    pub(super) empty: bool,
}

/// What comes next inside an element, after the text up to there.
pub(super) enum Next<'a> {
    /// A child element.
    Child(Tag<'a>),
    /// The element's end tag.
    End,
}

/// The document as elements and text. Comments and processing instructions are
/// passed over.
pub(super) struct Xml<'a> {
    text: &'a str,
    reader: Reader<&'a [u8]>,
    /// An empty text whose memory is used again.
    pub(super) spare: String,
    /// Number of open elements.
    depth: usize,
    /// The position of the reader, in bytes.
    offset: usize,
}

impl<'a> Xml<'a> {
    fn new(text: &'a str) -> Self {
        let mut reader = Reader::from_str(text);
        // The root's end tag may have another name: `close` checks the others.
        reader.config_mut().check_end_names = false;
        Self {
            text,
            reader,
            spare: String::new(),
            depth: 0,
            offset: 0,
        }
    }

    /// An empty text; give it back as [`Xml::spare`] when it is done with.
    pub(super) fn spare(&mut self) -> String {
        let mut text = std::mem::take(&mut self.spare);
        text.clear();
        text
    }

    fn event(&mut self) -> Result<Event<'a>, Malformed> {
        loop {
            let event = self.reader.read_event();
            let offset = match &event {
                Ok(_) => self.reader.buffer_position(),
                Err(_) => self.reader.error_position(),
            };
            self.offset = usize::try_from(offset).unwrap_or(usize::MAX);
            match event {
                Ok(Event::Comment(_) | Event::PI(_)) => {}
                Ok(Event::DocType(_)) => return malformed("a DOCTYPE is not accepted"),
                Ok(event) => return Ok(event),
                Err(quick_xml::Error::IllFormed(_)) => {
                    // Its message could repeat the document at any length.
                    return malformed("unmatched end tag or unclosed reference");
                }
                Err(quick_xml::Error::Syntax(error)) => return malformed(error.to_string()),
                Err(_) => return malformed("bad markup"),
            }
        }
    }

    /// Reads up to the root element's start tag.
    fn root(&mut self) -> Result<Tag<'a>, Malformed> {
        let mut declared = false;
        loop {
            match self.event()? {
                Event::Text(text) if blank(&text) => {}
                Event::Decl(declaration) if !declared => {
                    declared = true;
                    check_encoding(&declaration)?;
                }
                Event::Start(start) => return self.open(&start, false),
                Event::Empty(start) => return self.open(&start, true),
                Event::Eof => return malformed("the document ends before its root element"),
                _ => return malformed("expected the root element"),
            }
        }
    }

    /// Makes sure that nothing follows the root element.
    fn end(&mut self) -> Result<(), Malformed> {
        loop {
            match self.event()? {
                Event::Text(text) if blank(&text) => {}
                Event::Eof => return Ok(()),
                _ => return malformed("content after the root element"),
            }
        }
    }

    /// Reads on inside `parent`, appending its text to `text`, to the next
    /// child element or its end.
    pub(super) fn next(
        &mut self,
        parent: &Tag<'a>,
        text: &mut String,
    ) -> Result<Next<'a>, Malformed> {
        loop {
            match self.event()? {
                Event::Text(piece) => text.push_str(&piece.xml10_content()),
                Event::CData(piece) => text.push_str(&piece.xml10_content()),
                Event::GeneralRef(reference) => text.push(resolve(&reference)?),
                Event::Start(start) => return self.open(&start, false).map(Next::Child),
                Event::Empty(start) => return self.open(&start, true).map(Next::Child),
                Event::End(end) => {
                    self.close(parent, &end)?;
                    return Ok(Next::End);
                }
                Event::Eof => {
                    return malformed("the document ends inside an element");
                }
                _ => return malformed("an XML declaration inside the root element"),
            }
        }
    }

    /// Passes over the content of `tag` without recursion.
    pub(super) fn skip(&mut self, tag: Tag<'a>) -> Result<(), Malformed> {
        let mut open = vec![tag];
        let mut text = String::new();
        while let Some(tag) = open.pop() {
            if tag.empty {
                continue;
            }
            text.clear();
            if let Next::Child(child) = self.next(&tag, &mut text)? {
                open.extend([tag, child]);
            }
        }
        Ok(())
    }

    fn open(&mut self, start: &BytesStart<'_>, empty: bool) -> Result<Tag<'a>, Malformed> {
        // The name in the document itself, which outlives the event: the tag
        // has just been read, up to its `>` or `/>`.
        let begin = self
            .offset
            .checked_sub(start.len() + 1 + usize::from(empty));
        let name = begin.and_then(|at| self.text.get(at..at + start.name().as_ref().len()));
        let name = name.unwrap_or_default();
        if name != start.name().as_ref() || !is_name(name) {
            // Names are never shown. They may be keys of a sensitive map, and this one
            // may be a value with a stray `<`.
            return malformed("bad element name");
        }
        for attribute in start.attributes() {
            if attribute.is_err() {
                return malformed("bad attributes of an element");
            }
        }
        if self.depth == super::DEPTH {
            return malformed(super::too_deep());
        }
        self.depth += usize::from(!empty);
        Ok(Tag { name, empty })
    }

    fn close(&mut self, tag: &Tag<'_>, end: &BytesEnd<'_>) -> Result<(), Malformed> {
        let end = end.name();
        let fits = match self.depth {
            1 => is_name(end.as_ref()),
            _ => end.as_ref() == tag.name,
        };
        if !fits {
            return malformed("expected the end of the element, found another end tag");
        }
        self.depth -= 1;
        Ok(())
    }
}

/// Whether there is nothing but what XML calls white space.
pub(super) fn blank(text: &str) -> bool {
    text.bytes().all(|byte| b" \t\r\n".contains(&byte))
}

fn check_encoding(declaration: &BytesDecl<'_>) -> Result<(), Malformed> {
    match declaration.encoding() {
        None => Ok(()),
        Some(Ok(name)) if name.eq_ignore_ascii_case("utf-8") => Ok(()),
        Some(Ok(name)) => malformed(format!(
            "expected the encoding UTF-8, found {}",
            quote(&name)
        )),
        Some(Err(_)) => malformed("bad XML declaration"),
    }
}

fn resolve(reference: &BytesRef<'_>) -> Result<char, Malformed> {
    let character = match reference.resolve_char_ref() {
        Ok(Some(character)) => Some(character),
        Ok(None) => resolve_xml_entity(reference).and_then(|text| text.chars().next()),
        Err(_) => None,
    };
    character.ok_or_else(|| Malformed("unknown entity or character reference".to_owned()))
}

/// Names as XML has them; beyond ASCII every character is let through.
fn is_name(name: &str) -> bool {
    let letter = |b: u8| b.is_ascii_alphabetic() || !b.is_ascii() || matches!(b, b'_' | b':');
    let more = |b: u8| letter(b) || b.is_ascii_digit() || matches!(b, b'-' | b'.');
    name.bytes().next().is_some_and(letter) && name.bytes().all(more)
}
