//! Reads XML examples and writes XML answers, as JSON values.

use quick_xml::Reader;
use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::Event;
use serde_json::{Map, Value};

/// The deepest nesting of an example.
const DEPTH: usize = 64;

/// Reads well-formed XML, or a series of elements without a root, as pages have
/// them. Elements become objects, repeated ones arrays, the rest text.
/// `None` if the text is neither.
pub(crate) fn read(text: &str) -> Option<Map<String, Value>> {
    let mut reader = Reader::from_str(text);
    reader.config_mut().expand_empty_elements = true;
    let mut open: Vec<(String, Map<String, Value>, String)> =
        vec![(String::new(), Map::new(), String::new())];
    loop {
        match reader.read_event().ok()? {
            Event::Start(tag) if open.len() < DEPTH => {
                open.push((tag.name().as_ref().to_owned(), Map::new(), String::new()));
            }
            Event::End(_) => {
                let (name, children, text) = open.pop()?;
                let parent = &mut open.last_mut()?.1;
                let value = if children.is_empty() {
                    Value::String(text)
                } else {
                    Value::Object(children)
                };
                add(parent, name, value);
            }
            Event::Text(part) => open.last_mut()?.2.push_str(&part.xml10_content()),
            Event::CData(part) => open.last_mut()?.2.push_str(&part.xml10_content()),
            Event::GeneralRef(name) => {
                let text = &mut open.last_mut()?.2;
                match name.resolve_char_ref().ok()? {
                    Some(character) => text.push(character),
                    None => text.push_str(resolve_predefined_entity(&name.xml10_content())?),
                }
            }
            Event::Decl(_) | Event::Comment(_) | Event::PI(_) => {}
            Event::Eof => break,
            Event::Start(_) | Event::Empty(_) | Event::DocType(_) => return None,
        }
    }
    let (_, elements, loose) = open.pop()?;
    (open.is_empty() && !elements.is_empty() && loose.trim().is_empty()).then_some(elements)
}

fn add(parent: &mut Map<String, Value>, name: String, value: Value) {
    match parent.get_mut(&name) {
        None => {
            parent.insert(name, value);
        }
        Some(Value::Array(members)) => members.push(value),
        Some(first) => *first = Value::Array(vec![first.take(), value]),
    }
}

/// Writes a value. An array becomes repeated elements, `null` no element. The error
/// names the character that XML cannot hold.
pub(crate) fn write(root: &str, value: &Value) -> Result<String, String> {
    let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
    element(&mut out, root, value)?;
    Ok(out)
}

fn element(out: &mut String, name: &str, value: &Value) -> Result<(), String> {
    if let Value::Array(members) = value {
        return members
            .iter()
            .try_for_each(|member| element(out, name, member));
    }
    if value.is_null() {
        return Ok(());
    }
    if !is_name(name) {
        return Err(format!("{name:?} cannot be the name of an XML element."));
    }
    out.push_str(&format!("<{name}>"));
    match value {
        Value::Object(children) => {
            children
                .iter()
                .try_for_each(|(name, child)| element(out, name, child))?;
        }
        Value::String(text) => escape(out, name, text)?,
        scalar => out.push_str(&scalar.to_string()),
    }
    out.push_str(&format!("</{name}>"));
    Ok(())
}

fn escape(out: &mut String, name: &str, text: &str) -> Result<(), String> {
    for character in text.chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            // A reader would change it to a line feed.
            '\r' => out.push_str("&#13;"),
            '\t' | '\n' | ' '..='\u{fffd}' | '\u{10000}'.. => out.push(character),
            other => {
                return Err(format!(
                    "{name} holds U+{:04X}, which XML cannot.",
                    u32::from(other)
                ));
            }
        }
    }
    Ok(())
}

/// Whether a text is a name as products use them; XML allows more.
fn is_name(name: &str) -> bool {
    name.starts_with(|first: char| first.is_alphabetic() || first == '_')
        && name
            .chars()
            .all(|each| each.is_alphanumeric() || matches!(each, '_' | '-' | '.'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn reads_documents_and_fragments() {
        let read = |text| read(text).map(Value::Object);
        assert_eq!(
            read("<?xml version='1.0'?><R><A>1 &lt; &#50;</A><A/><B><![CDATA[<x>]]></B></R>"),
            Some(json!({"R": {"A": ["1 < 2", ""], "B": "<x>"}})),
        );
        assert_eq!(
            read("<A>1</A>\n<B>2</B>"),
            Some(json!({"A": "1", "B": "2"}))
        );
    }

    #[test]
    fn does_not_take_what_is_malformed() {
        let deep = "<a>".repeat(100_000);
        for text in [
            "",
            "x",
            "<A>",
            "<A></B>",
            "</A>",
            "<A>1</A>x",
            "<!DOCTYPE a><a/>",
            "<a>&no;</a>",
            &deep,
        ] {
            assert_eq!(
                read(text),
                None,
                "{}",
                text.chars().take(20).collect::<String>()
            );
        }
    }

    #[test]
    fn writes_what_it_reads() {
        let tree = json!({"Data": {"Task": [{"A": "<&>\r\n\t ]]>中😀"}, {"A": "2"}]}, "Id": "x"});
        let text = write("R", &tree).unwrap();
        assert_eq!(read(&text).map(Value::Object), Some(json!({"R": tree})));
    }

    #[test]
    fn refuses_what_xml_cannot_hold() {
        assert!(write("R", &json!({"a b": 1})).is_err());
        assert!(write("R", &json!({"a": "\u{1}"})).is_err());
        assert!(write("R", &json!({"a": "\u{ffff}"})).is_err());
        assert_eq!(
            write("R", &json!({"a": null, "b": true})).as_deref(),
            Ok("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<R><b>true</b></R>")
        );
    }
}
