//! The content of JSON and XML answers, independent of the format.

use quick_xml::Reader;
use quick_xml::escape::{escape, resolve_predefined_entity};
use quick_xml::events::Event;

/// A value of an answer, independent of its format.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Content {
    Null,
    /// Text; the only scalar of XML.
    Text(String),
    Number(String),
    Bool(bool),
    List(Vec<Content>),
    /// In the order of the document; XML may repeat a name.
    Map(Vec<(String, Content)>),
}

/// An XML document.
#[derive(Debug)]
pub(crate) struct Xml {
    pub(crate) root: String,
    /// Name in the end tag of the root.
    pub(crate) end: String,
    pub(crate) content: Content,
}

impl Content {
    /// Its kind, for messages.
    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Text(_) => "a string",
            Self::Number(_) => "a number",
            Self::Bool(_) => "a boolean",
            Self::List(_) => "a list",
            Self::Map(_) => "an object",
        }
    }

    /// The text of a scalar.
    pub(crate) fn text(&self) -> Option<String> {
        match self {
            Self::Text(text) | Self::Number(text) => Some(text.clone()),
            Self::Bool(value) => Some(value.to_string()),
            _ => None,
        }
    }

    /// As JSON text.
    pub(crate) fn to_json(&self) -> String {
        self.json().to_string()
    }

    fn json(&self) -> serde_json::Value {
        use serde_json::Value;
        match self {
            Self::Null => Value::Null,
            Self::Text(text) => Value::String(text.clone()),
            Self::Number(text) => serde_json::from_str(text).unwrap_or(Value::Null),
            Self::Bool(value) => Value::Bool(*value),
            Self::List(members) => members.iter().map(Self::json).collect(),
            Self::Map(entries) => {
                let mut map = serde_json::Map::new();
                for (key, value) in entries {
                    match map.get_mut(key) {
                        None => {
                            map.insert(key.clone(), value.json());
                        }
                        // A repeated name in XML is a list.
                        Some(Value::Array(members)) => members.push(value.json()),
                        Some(first) => *first = Value::Array(vec![first.take(), value.json()]),
                    }
                }
                Value::Object(map)
            }
        }
    }

    /// Whether every name in it can be the name of an element.
    pub(crate) fn is_xml(&self) -> bool {
        let begins = |c: char| c.is_alphabetic() || c == '_';
        let part = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
        match self {
            Self::List(members) => members.iter().all(Self::is_xml),
            Self::Map(entries) => entries.iter().all(|(name, value)| {
                name.starts_with(begins) && name.chars().all(part) && value.is_xml()
            }),
            _ => true,
        }
    }

    /// As an XML document with this root.
    pub(crate) fn to_xml(&self, root: &str) -> String {
        let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>");
        self.element(root, &mut out);
        out
    }

    fn element(&self, name: &str, out: &mut String) {
        if let Self::List(members) = self {
            for member in members {
                member.element(name, out);
            }
            return;
        }
        out.push_str(&format!("<{name}>"));
        match self {
            Self::Map(entries) => {
                for (key, value) in entries {
                    value.element(key, out);
                }
            }
            other => out.push_str(&escape(other.text().unwrap_or_default())),
        }
        out.push_str(&format!("</{name}>"));
    }
}

/// Why a text is not JSON or XML.
#[derive(Debug)]
pub(crate) struct Malformed {
    /// Line of the text, from 1.
    pub(crate) line: usize,
    pub(crate) reason: String,
}

/// Maximal depth of elements. No gateway nests answers deeper, and dropping a
/// tree without a limit could exhaust the stack.
const MAX_DEPTH: usize = 100;

/// Reads a JSON document.
pub(crate) fn json(text: &str) -> Result<Content, Malformed> {
    let value: serde_json::Value = serde_json::from_str(text).map_err(|error| {
        let reason = error.to_string();
        let place = format!(" at line {} column {}", error.line(), error.column());
        Malformed {
            line: error.line(),
            reason: reason.strip_suffix(&place).unwrap_or(&reason).to_owned(),
        }
    })?;
    Ok(from_json(value))
}

fn from_json(value: serde_json::Value) -> Content {
    use serde_json::Value;
    match value {
        Value::Null => Content::Null,
        Value::Bool(value) => Content::Bool(value),
        Value::Number(number) => Content::Number(number.to_string()),
        Value::String(text) => Content::Text(text),
        Value::Array(members) => Content::List(members.into_iter().map(from_json).collect()),
        Value::Object(map) => Content::Map(
            map.into_iter()
                .map(|(key, value)| (key, from_json(value)))
                .collect(),
        ),
    }
}

/// An element that is not closed yet.
struct Open {
    name: String,
    text: String,
    children: Vec<(String, Content)>,
}

impl Open {
    fn close(self) -> Content {
        if self.children.is_empty() {
            Content::Text(self.text)
        } else {
            Content::Map(self.children)
        }
    }
}

/// Reads an XML document with exactly one root. Only the end tag of the root may
/// have another name.
pub(crate) fn xml(text: &str) -> Result<Xml, Malformed> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut tree = XmlBuilder::default();
    loop {
        let event = reader.read_event();
        let done = match event {
            Ok(Event::Eof) => true,
            Ok(event) => {
                let step = tree.take(event);
                step.map_err(|reason| malformed(text, reader.buffer_position(), reason))?;
                false
            }
            Err(error) => {
                return Err(malformed(text, reader.error_position(), error.to_string()));
            }
        };
        if done {
            return tree
                .finish()
                .map_err(|reason| malformed(text, reader.buffer_position(), reason));
        }
    }
}

fn malformed(text: &str, at: u64, reason: String) -> Malformed {
    let at = usize::try_from(at).unwrap_or(usize::MAX).min(text.len());
    let read = text.as_bytes()[..at].iter();
    Malformed {
        line: 1 + read.filter(|byte| **byte == b'\n').count(),
        reason,
    }
}

/// The open elements, and the root after its end.
#[derive(Default)]
struct XmlBuilder {
    open: Vec<Open>,
    done: Option<Xml>,
    declared: bool,
}

impl XmlBuilder {
    fn take(&mut self, event: Event<'_>) -> Result<(), String> {
        match event {
            Event::Start(start) => self.start(start.name().as_ref().to_owned()),
            Event::Empty(empty) => {
                self.start(empty.name().as_ref().to_owned())?;
                self.end(empty.name().as_ref().to_owned())
            }
            Event::End(end) => self.end(end.name().as_ref().to_owned()),
            Event::Text(part) => self.text(&part),
            Event::CData(part) => self.text(&part),
            Event::GeneralRef(reference) => {
                let name = reference.to_string();
                let character = reference
                    .resolve_char_ref()
                    .map_err(|error| error.to_string())?;
                match character {
                    Some(character) => self.text(character.encode_utf8(&mut [0; 4])),
                    None => self.text(
                        resolve_predefined_entity(&name)
                            .ok_or_else(|| format!("`&{name};` is an unknown entity"))?,
                    ),
                }
            }
            Event::DocType(_) => Err("a document type is not accepted".to_owned()),
            Event::Decl(_) if std::mem::replace(&mut self.declared, true) => {
                Err("the XML declaration is repeated".to_owned())
            }
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) | Event::Eof => Ok(()),
        }
    }

    fn start(&mut self, name: String) -> Result<(), String> {
        if self.done.is_some() {
            return Err("there is more than one root element".to_owned());
        }
        if self.open.len() == MAX_DEPTH {
            return Err(format!(
                "elements are nested deeper than {MAX_DEPTH} levels"
            ));
        }
        self.open.push(Open {
            name,
            text: String::new(),
            children: Vec::new(),
        });
        Ok(())
    }

    fn end(&mut self, name: String) -> Result<(), String> {
        let Some(open) = self.open.pop() else {
            return Err(format!("`</{name}>` closes nothing"));
        };
        let expected = open.name.clone();
        match self.open.last_mut() {
            Some(_) if expected != name => Err(format!("`</{name}>` closes `<{expected}>`")),
            Some(parent) => {
                parent.children.push((expected, open.close()));
                Ok(())
            }
            None => {
                self.done = Some(Xml {
                    root: expected,
                    end: name,
                    content: open.close(),
                });
                Ok(())
            }
        }
    }

    fn text(&mut self, part: &str) -> Result<(), String> {
        match self.open.last_mut() {
            Some(open) => open.text.push_str(part),
            None if part.trim().is_empty() => {}
            None => return Err("there is text outside the root element".to_owned()),
        }
        Ok(())
    }

    fn finish(self) -> Result<Xml, String> {
        match self.open.last() {
            Some(open) => Err(format!("`<{}>` is not closed", open.name)),
            None => self
                .done
                .ok_or_else(|| "the root element is missing".to_owned()),
        }
    }
}
