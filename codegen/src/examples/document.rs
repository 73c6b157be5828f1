//! JSON and XML answers as one kind of tree, and back.

use quick_xml::Reader;
use quick_xml::escape::{escape, resolve_predefined_entity};
use quick_xml::events::Event;

/// An answer without regard to its format.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Document {
    Null,
    /// Text; all that XML has.
    Text(String),
    Number(String),
    Bool(bool),
    List(Vec<Document>),
    /// In the order of the document; XML may repeat a name.
    Map(Vec<(String, Document)>),
}

/// An XML document.
#[derive(Debug)]
pub(crate) struct Xml {
    pub(crate) root: String,
    /// Name in the root's end tag.
    pub(crate) end: String,
    pub(crate) document: Document,
}

impl Document {
    /// What it is, for messages.
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
                        // A name that XML repeats is a list.
                        Some(Value::Array(members)) => members.push(value.json()),
                        Some(first) => *first = Value::Array(vec![first.take(), value.json()]),
                    }
                }
                Value::Object(map)
            }
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

/// Reads a JSON document.
pub(crate) fn json(text: &str) -> Result<Document, String> {
    let value: serde_json::Value = serde_json::from_str(text).map_err(|error| error.to_string())?;
    Ok(from_json(value))
}

fn from_json(value: serde_json::Value) -> Document {
    use serde_json::Value;
    match value {
        Value::Null => Document::Null,
        Value::Bool(value) => Document::Bool(value),
        Value::Number(number) => Document::Number(number.to_string()),
        Value::String(text) => Document::Text(text),
        Value::Array(members) => Document::List(members.into_iter().map(from_json).collect()),
        Value::Object(map) => Document::Map(
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
    children: Vec<(String, Document)>,
}

impl Open {
    fn close(self) -> Document {
        if self.children.is_empty() {
            Document::Text(self.text)
        } else {
            Document::Map(self.children)
        }
    }
}

/// Reads an XML document with exactly one root. Only the root's own end tag
/// may have another name.
pub(crate) fn xml(text: &str) -> Result<Xml, String> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = false;
    let mut stack: Vec<Open> = Vec::new();
    let mut done: Option<Xml> = None;
    loop {
        let at = |reader: &Reader<&[u8]>| {
            let read = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
            1 + text[..read.min(text.len())].matches('\n').count()
        };
        let event = reader
            .read_event()
            .map_err(|error| format!("line {}: {error}", at(&reader)))?;
        match event {
            Event::Start(start) => {
                if done.is_some() {
                    return Err(format!(
                        "line {}: there is more than one root element",
                        at(&reader)
                    ));
                }
                let name = start.name().as_ref().to_owned();
                stack.push(Open {
                    name,
                    text: String::new(),
                    children: Vec::new(),
                });
            }
            Event::Empty(empty) => {
                let name = empty.name().as_ref().to_owned();
                match stack.last_mut() {
                    Some(parent) => parent.children.push((name, Document::Text(String::new()))),
                    None => return Err(format!("the root element `{name}` is empty")),
                }
            }
            Event::End(end) => {
                let name = end.name().as_ref().to_owned();
                let Some(open) = stack.pop() else {
                    return Err(format!("line {}: `</{name}>` closes nothing", at(&reader)));
                };
                let expected = open.name.clone();
                match stack.last_mut() {
                    Some(_) if expected != name => {
                        return Err(format!(
                            "line {}: `</{name}>` closes `<{expected}>`",
                            at(&reader)
                        ));
                    }
                    Some(parent) => parent.children.push((expected, open.close())),
                    None => {
                        done = Some(Xml {
                            root: expected,
                            end: name,
                            document: open.close(),
                        });
                    }
                }
            }
            Event::Text(part) => {
                append(&mut stack, &part, at(&reader))?;
            }
            Event::CData(part) => {
                append(&mut stack, &part, at(&reader))?;
            }
            Event::GeneralRef(reference) => {
                let name = reference.to_string();
                let character = reference
                    .resolve_char_ref()
                    .map_err(|error| error.to_string())?;
                let part = match character {
                    Some(character) => character.to_string(),
                    None => resolve_predefined_entity(&name)
                        .ok_or_else(|| {
                            format!("line {}: there is no entity `&{name};`", at(&reader))
                        })?
                        .to_owned(),
                };
                append(&mut stack, &part, at(&reader))?;
            }
            Event::DocType(_) => return Err("a document type is not accepted".to_owned()),
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => break,
        }
    }
    if let Some(open) = stack.last() {
        return Err(format!("`<{}>` is not closed", open.name));
    }
    done.ok_or_else(|| "there is no root element".to_owned())
}

fn append(stack: &mut [Open], part: &str, line: usize) -> Result<(), String> {
    match stack.last_mut() {
        Some(open) => open.text.push_str(part),
        None if part.trim().is_empty() => {}
        None => return Err(format!("line {line}: text outside the root element")),
    }
    Ok(())
}
