//! Schemas: the types of parameters, members and answers.

use super::node::Node;
use super::walk::{At, Object, Reader};

/// Levels of a schema that are read.
const MAX_LEVELS: usize = 40;

/// The type of a parameter, a member or an answer, with what the document says about it.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Schema {
    /// JSON pointer into the document.
    pub(super) pointer: String,
    pub(super) kind: Kind,
    pub(super) format: Option<String>,
    pub(super) required: bool,
    pub(super) documented_required: Option<bool>,
    pub(super) title: Option<String>,
    pub(super) description: Option<String>,
    pub(super) example: Option<String>,
    pub(super) default: Option<String>,
    /// Documented values, each with its meaning if the document gives one.
    pub(super) values: Vec<(String, Option<String>)>,
    /// The values come from titles alone, which often lack some.
    pub(super) only_titles: bool,
    pub(super) limits: Limits,
    pub(super) deprecated: bool,
}

/// What a value is.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Kind {
    Text,
    Integer,
    Number,
    Boolean,
    /// Any JSON value.
    Any,
    /// Members by name, in the order of the document.
    Object(Vec<(String, Schema)>),
    /// A map with text keys. Without a schema, its values may be anything.
    Map(Option<Box<Schema>>),
    List(Box<Schema>),
    /// Name of a component.
    Reference(String),
}

/// Limits as the document has them; whether they fit the type is not checked yet.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Limits {
    pub(super) minimum: Option<String>,
    pub(super) maximum: Option<String>,
    pub(super) exclusive_minimum: bool,
    pub(super) exclusive_maximum: bool,
    pub(super) min_items: Option<u64>,
    pub(super) max_items: Option<u64>,
    pub(super) min_length: Option<u64>,
    pub(super) max_length: Option<u64>,
    pub(super) pattern: Option<String>,
}

/// The known keys. These are ignored: `index`, `itemName`, `backendName`, `parseType` and
/// `sdkPropertyName` are for other generators; `readOnly` and `isFileTransferUrl` change
/// nothing on the wire.
const KEYS: &[&str] = &[
    "type",
    "format",
    "required",
    "docRequired",
    "title",
    "description",
    "example",
    "default",
    "enum",
    "enumValueTitles",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "minItems",
    "maxItems",
    "minLength",
    "maxLength",
    "pattern",
    "properties",
    "items",
    "additionalProperties",
    "$ref",
    "deprecated",
    "index",
    "itemName",
    "backendName",
    "parseType",
    "sdkPropertyName",
    "readOnly",
    "isFileTransferUrl",
];

const COMPONENTS: &str = "#/components/schemas/";

/// Reads a schema; whatever cannot be read becomes `Any`, with a note.
pub(super) fn read(reader: &mut Reader, at: &At<'_>, node: &Node) -> Schema {
    nested(reader, at, node, 0)
}

fn nested(reader: &mut Reader, at: &At<'_>, node: &Node, level: usize) -> Schema {
    let object = reader.object(at, node, "a schema", KEYS);
    let kind = if level > MAX_LEVELS || *node == Node::TooDeep {
        let what = format!("nested more than {MAX_LEVELS} levels deep; read as any value");
        reader.note(at, what);
        Kind::Any
    } else {
        kind(reader, at, &object, level)
    };
    let (values, only_titles) = values(reader, at, &object);
    Schema {
        pointer: at.to_string(),
        kind,
        format: object.words(reader, at, "format"),
        required: object.flag(reader, at, "required").unwrap_or_default(),
        documented_required: object.flag(reader, at, "docRequired"),
        title: object.words(reader, at, "title"),
        description: object.words(reader, at, "description"),
        example: scalar(reader, at, &object, "example"),
        default: scalar(reader, at, &object, "default"),
        values,
        only_titles,
        limits: limits(reader, at, &object),
        deprecated: object.flag(reader, at, "deprecated").unwrap_or_default(),
    }
}

fn kind(reader: &mut Reader, at: &At<'_>, object: &Object<'_>, level: usize) -> Kind {
    if let Some(reference) = object.text(reader, at, "$ref") {
        if let Some(name) = reference.strip_prefix(COMPONENTS) {
            return Kind::Reference(name.to_owned());
        }
        let what = format!("expected {COMPONENTS}NAME, found {reference:?}; read as any value");
        reader.note(&at.member("$ref"), what);
        return Kind::Any;
    }
    let Some(name) = object.text(reader, at, "type") else {
        // Without a `type`, other keys show what it is.
        return if object.has("properties") {
            members(reader, at, object, level)
        } else if object.has("items") {
            list(reader, at, object, level)
        } else {
            reader.note(at, "has neither type nor $ref; read as any value");
            Kind::Any
        };
    };
    match name.as_str() {
        "string" => Kind::Text,
        "integer" => Kind::Integer,
        "number" => Kind::Number,
        "boolean" => Kind::Boolean,
        "any" => Kind::Any,
        "object" => members(reader, at, object, level),
        "array" => list(reader, at, object, level),
        other => {
            let what = format!(
                "expected string, integer, number, boolean, object, array or any, found \
                 {other:?}; read as any value"
            );
            reader.note(&at.member("type"), what);
            Kind::Any
        }
    }
}

fn members(reader: &mut Reader, at: &At<'_>, object: &Object<'_>, level: usize) -> Kind {
    if let Some(node) = object.get("properties") {
        let at = at.member("properties");
        let properties = reader.members(&at, node, "an object of members");
        if !properties.is_empty() {
            let read = |(name, node): (&str, &Node)| {
                let schema = nested(reader, &at.member(name), node, level + 1);
                (name.to_owned(), schema)
            };
            return Kind::Object(properties.into_iter().map(read).collect());
        }
    }
    Kind::Map(match object.get("additionalProperties") {
        Some(Node::Flag(_)) | None => None,
        Some(node) => {
            let at = at.member("additionalProperties");
            Some(Box::new(nested(reader, &at, node, level + 1)))
        }
    })
}

fn list(reader: &mut Reader, at: &At<'_>, object: &Object<'_>, level: usize) -> Kind {
    if let Some(node) = object.get("items") {
        let items = nested(reader, &at.member("items"), node, level + 1);
        return Kind::List(Box::new(items));
    }
    // One document wraps the list in an object that is not on the wire.
    if let Kind::Object(members) = members(reader, at, object, level) {
        let mut lists = members
            .into_iter()
            .filter_map(|(_, member)| match member.kind {
                Kind::List(items) => Some(items),
                _ => None,
            });
        if let Some(items) = lists.next() {
            reader.note(
                at,
                "an array with properties; the items of its first list are used",
            );
            return Kind::List(items);
        }
    }
    reader.note(at, "an array without items; read as a list of texts");
    Kind::List(Box::new(text(at)))
}

fn text(at: &At<'_>) -> Schema {
    Schema {
        pointer: at.to_string(),
        kind: Kind::Text,
        format: None,
        required: false,
        documented_required: None,
        title: None,
        description: None,
        example: None,
        default: None,
        values: Vec::new(),
        only_titles: false,
        limits: Limits::default(),
        deprecated: false,
    }
}

/// A value that should be a text, but may also be a scalar of the schema's own type.
fn scalar(reader: &mut Reader, at: &At<'_>, object: &Object<'_>, key: &str) -> Option<String> {
    match object.get(key)? {
        Node::Text(text) => Some(text.clone()),
        Node::Whole(number) => Some(number.to_string()),
        Node::Fraction(number) => Some(number.to_string()),
        Node::Flag(flag) => Some(flag.to_string()),
        other => {
            reader.wrong(&at.member(key), other, "a text");
            None
        }
    }
}

fn limits(reader: &mut Reader, at: &At<'_>, object: &Object<'_>) -> Limits {
    Limits {
        minimum: scalar(reader, at, object, "minimum"),
        maximum: scalar(reader, at, object, "maximum"),
        exclusive_minimum: object
            .flag(reader, at, "exclusiveMinimum")
            .unwrap_or_default(),
        exclusive_maximum: object
            .flag(reader, at, "exclusiveMaximum")
            .unwrap_or_default(),
        min_items: object.count(reader, at, "minItems"),
        max_items: object.count(reader, at, "maxItems"),
        min_length: object.count(reader, at, "minLength"),
        max_length: object.count(reader, at, "maxLength"),
        pattern: object.text(reader, at, "pattern"),
    }
}

/// The documented values, and whether they come from titles alone.
fn values(
    reader: &mut Reader,
    at: &At<'_>,
    object: &Object<'_>,
) -> (Vec<(String, Option<String>)>, bool) {
    let mut titles = Vec::new();
    if let Some(node) = object.get("enumValueTitles") {
        let at = at.member("enumValueTitles");
        for (value, title) in reader.members(&at, node, "an object of titles") {
            let title = reader.text(&at.member(value), title);
            titles.push((
                value.to_owned(),
                title.filter(|title| !title.trim().is_empty()),
            ));
        }
    }
    let mut values: Vec<(String, Option<String>)> = Vec::new();
    if let Some(node) = object.get("enum") {
        let at = at.member("enum");
        for (index, node) in reader
            .list(&at, node, "a list of values")
            .iter()
            .enumerate()
        {
            let at = at.index(index);
            let value = match node {
                Node::Text(text) => text.clone(),
                Node::Whole(number) => number.to_string(),
                Node::Flag(flag) => flag.to_string(),
                other => {
                    reader.wrong(&at, other, "a text");
                    continue;
                }
            };
            if values.iter().any(|(known, _)| *known == value) {
                reader.note(&at, format!("the value {value:?} occurs twice"));
                continue;
            }
            let title = titles.iter().find(|(known, _)| *known == value);
            let title = title.and_then(|(_, title)| title.clone());
            values.push((value, title));
        }
    }
    if values.is_empty() {
        (titles, true)
    } else {
        (values, false)
    }
}
