//! Schemas as types and entries. References lead to shared objects; other components
//! are written where they are used.

use std::collections::{HashMap, HashSet};

use super::text;
use crate::import::description::{Bounds, Entry, Need, Note, Origin, Shared, Type, Value, Values};
use crate::import::metadata::document::Document;
use crate::import::metadata::schema::{Kind, Schema};
use crate::import::prose;
use crate::import::text::visible;
use crate::names;
use crate::notation::{self, TYPES};

/// The deepest nesting of objects, lists and maps that a spec may have.
const MAX_LEVELS: usize = crate::check::MAX_LEVELS;

/// The most lists and maps that a type may have directly inside one another.
const MAX_COLLECTIONS: usize = notation::MAX_NESTING;

/// Longest value of an enum; longer ones are sentences.
const MAX_VALUE: usize = 80;

/// Where a schema is used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Use {
    /// In a query or form, a header or a path.
    Text,
    /// In JSON inside a query or form.
    Encoded,
    /// In a JSON body.
    Body,
    /// In an object that actions share.
    Shared,
    Answer,
}

/// Turns schemas into types.
pub(super) struct Types<'a> {
    components: HashMap<&'a str, &'a Schema>,
    /// Names of the components that are objects.
    shared: HashMap<&'a str, String>,
    /// The depth of each component: the levels inside it.
    levels: HashMap<&'a str, usize>,
    /// Components that something refers to, in the order of the document.
    order: Vec<&'a str>,
    reached: HashSet<String>,
    notes: Vec<Note>,
    /// How many enums were read from sentences.
    pub(super) told: usize,
}

/// A type, with the values of its innermost member.
pub(super) struct Shape {
    pub(super) ty: Type,
    pub(super) values: Option<Values>,
}

impl<'a> Types<'a> {
    pub(super) fn new(document: &'a Document) -> Self {
        let components: HashMap<&str, &Schema> = document
            .components
            .iter()
            .map(|(name, schema)| (name.as_str(), schema))
            .collect();
        let mut types = Self {
            shared: shared_names(document),
            components,
            levels: HashMap::new(),
            order: document
                .components
                .iter()
                .map(|(n, _)| n.as_str())
                .collect(),
            reached: HashSet::new(),
            notes: Vec::new(),
            told: 0,
        };
        for name in types.order.clone() {
            types.count(name, &mut Vec::new());
        }
        types
    }

    pub(super) fn note(&mut self, origin: Origin, what: impl Into<String>) {
        self.notes.push(Note::new(origin, what));
    }

    pub(super) fn take_notes(&mut self) -> Vec<Note> {
        std::mem::take(&mut self.notes)
    }

    /// The objects that actions refer to, and those that they refer to.
    pub(super) fn objects(&mut self) -> Vec<Shared> {
        let mut done: HashMap<&str, Shared> = HashMap::new();
        loop {
            let open = self.order.iter().copied();
            let open = open.filter(|name| self.reached.contains(*name));
            let Some(name) = open.into_iter().find(|name| !done.contains_key(name)) else {
                break;
            };
            let schema = self.components[name];
            let Kind::Object(members) = &schema.kind else {
                break;
            };
            let fields = self.members(members, Use::Shared, 1);
            let doc = described(schema);
            done.insert(
                name,
                Shared {
                    name: self.shared[name].clone(),
                    doc,
                    fields,
                },
            );
        }
        let order = self.order.iter();
        order.filter_map(|name| done.remove(name)).collect()
    }

    /// What a component is made of, if it is an object.
    pub(super) fn component(&self, name: &str) -> Option<&'a Schema> {
        self.components.get(name).copied()
    }

    /// The levels of a component. A component inside itself does not count.
    fn count(&mut self, name: &'a str, above: &mut Vec<&'a str>) -> usize {
        if let Some(levels) = self.levels.get(name) {
            return *levels;
        }
        if above.contains(&name) {
            return 0;
        }
        let Some(schema) = self.component(name) else {
            return 0;
        };
        above.push(name);
        let levels = self.depth(schema, above);
        above.pop();
        // Inside of a cycle, the number depends on where it was entered.
        if above.is_empty() {
            self.levels.insert(name, levels);
        }
        levels
    }

    fn depth(&mut self, schema: &'a Schema, above: &mut Vec<&'a str>) -> usize {
        match &schema.kind {
            Kind::Object(members) => {
                let inside = members.iter().map(|(_, member)| self.depth(member, above));
                1 + inside.max().unwrap_or(0)
            }
            Kind::List(member) | Kind::Map(Some(member)) => 1 + self.depth(member, above),
            Kind::Map(None) => 1,
            Kind::Reference(name) => self.count(name, above),
            Kind::Text | Kind::Integer | Kind::Number | Kind::Boolean | Kind::Any => 0,
        }
    }

    /// The type of a schema that is nested this deep.
    pub(super) fn shape(&mut self, schema: &Schema, usage: Use, level: usize) -> Shape {
        self.nested(schema, usage, level, 0, &mut Vec::new())
    }

    fn nested(
        &mut self,
        schema: &Schema,
        usage: Use,
        level: usize,
        collections: usize,
        above: &mut Vec<String>,
    ) -> Shape {
        let plain = |ty| Shape { ty, values: None };
        let origin = || Origin::Pointer(schema.pointer.clone());
        let has_level = matches!(schema.kind, Kind::Object(_) | Kind::List(_) | Kind::Map(_));
        let collection = matches!(schema.kind, Kind::List(_) | Kind::Map(_));
        if (has_level && level >= MAX_LEVELS) || (collection && collections > MAX_COLLECTIONS) {
            let what = "nested too deeply for a type of its own; any value is accepted";
            self.note(origin(), what);
            return plain(Type::Any);
        }
        match &schema.kind {
            Kind::Text => {
                let number = matches!(schema.format.as_deref(), Some("int32" | "int64"));
                if number && !matches!(usage, Use::Text | Use::Encoded) {
                    return plain(Type::Long);
                }
                Shape {
                    ty: Type::String,
                    values: self.values(schema, false),
                }
            }
            Kind::Integer => Shape {
                ty: integer(schema, usage),
                values: self.values(schema, true),
            },
            Kind::Number => plain(Type::Float),
            Kind::Boolean => plain(Type::Boolean),
            Kind::Any => plain(Type::Any),
            Kind::Object(members) => {
                let fields = self.members(members, usage, level + 1);
                if fields.is_empty() {
                    return plain(Type::Map(Box::new(Type::Any)));
                }
                plain(Type::Object(fields))
            }
            Kind::Map(None) => plain(Type::Map(Box::new(Type::Any))),
            Kind::Map(Some(member)) => {
                let shape = self.nested(member, usage, level + 1, collections + 1, above);
                Shape {
                    ty: Type::Map(Box::new(shape.ty)),
                    values: shape.values,
                }
            }
            Kind::List(member) => {
                let shape = self.nested(member, usage, level + 1, collections + 1, above);
                let member_is_text = shape.ty == Type::String;
                let own = shape.values.or_else(|| {
                    // The values of a list are those of its members.
                    member_is_text.then(|| self.values(schema, false)).flatten()
                });
                Shape {
                    ty: shape.ty.list(None),
                    values: own,
                }
            }
            Kind::Reference(name) => {
                self.reference(schema, name, usage, (level, collections), above)
            }
        }
    }

    fn reference(
        &mut self,
        schema: &Schema,
        name: &str,
        usage: Use,
        (level, collections): (usize, usize),
        above: &mut Vec<String>,
    ) -> Shape {
        let origin = || Origin::Pointer(schema.pointer.clone());
        let any = Shape {
            ty: Type::Any,
            values: None,
        };
        let Some(component) = self.component(name) else {
            let what = format!("there is no component `{name}`; any value is accepted");
            self.note(origin(), what);
            return any;
        };
        if let Some(spec) = self.shared.get(name) {
            let inside = self.levels.get(name).copied().unwrap_or(0);
            if level + inside > MAX_LEVELS {
                let what = format!(
                    "the component `{name}` is nested too deeply here; any value is accepted"
                );
                self.note(origin(), what);
                return any;
            }
            let ty = Type::Reference(spec.clone());
            self.reached.insert(name.to_owned());
            return Shape { ty, values: None };
        }
        if above.iter().any(|other| other == name) {
            let what =
                format!("the component `{name}` is a list or map of itself; any value is accepted");
            self.note(origin(), what);
            return any;
        }
        above.push(name.to_owned());
        let shape = self.nested(component, usage, level, collections, above);
        above.pop();
        shape
    }

    /// The members of an object at this level.
    pub(super) fn members(
        &mut self,
        members: &[(String, Schema)],
        usage: Use,
        level: usize,
    ) -> Vec<Entry> {
        let mut out = Vec::with_capacity(members.len());
        for (name, schema) in members {
            if is_wire_name(name) {
                out.push(self.entry(name, schema, usage, level));
            } else {
                let origin = Origin::Pointer(schema.pointer.clone());
                self.note(origin, format!("`{name}` is no name on the wire; left out"));
            }
        }
        out
    }

    /// A parameter, or a member that is nested this deep.
    pub(super) fn entry(&mut self, name: &str, schema: &Schema, usage: Use, level: usize) -> Entry {
        let shape = self.shape(schema, usage, level);
        let origin = Origin::Pointer(schema.pointer.clone());
        let mut entry = Entry::new(name, origin, shape.ty);
        entry.values = shape.values;
        if entry.ty.has_members() {
            entry.type_name = text::singular(name);
        }
        entry.doc = described(schema);
        if usage != Use::Answer {
            self.told(schema, &mut entry);
        }
        if schema.deprecated {
            let what = "The documentation says that it should no longer be used.";
            entry.deprecated = Some(what.to_owned());
        }
        if usage != Use::Answer {
            entry.need = match (schema.required, schema.documented_required) {
                (true, _) => Need::Required,
                (false, Some(true)) => Need::Documented,
                (false, _) => Need::Optional,
            };
            self.limits(schema, &mut entry);
            entry.default = self.default(schema, &entry.ty);
            self.unlisted_default(schema, &mut entry);
            self.sample(schema, &mut entry);
        }
        entry
    }

    fn default(&mut self, schema: &Schema, ty: &Type) -> Option<String> {
        let text = schema.default.as_deref()?;
        let value = visible(text);
        let origin = Origin::Pointer(format!("{}/default", schema.pointer));
        let value = match ty {
            Type::Boolean => value.to_lowercase(),
            _ => value,
        };
        let number = notation::is_number(&value);
        let fits = match ty {
            Type::Boolean => matches!(value.as_str(), "true" | "false"),
            Type::Integer => number && value.parse::<i32>().is_ok(),
            Type::Long => number && value.parse::<i64>().is_ok(),
            Type::Float => number,
            Type::String => !value.is_empty(),
            _ => false,
        };
        if !fits {
            // An empty text means that there is no default.
            if !value.is_empty() {
                self.note(origin, "the default is no value of the type; left out");
            }
            return None;
        }
        Some(value)
    }

    /// Limits from structured keys, unless they contradict the type or each other.
    fn limits(&mut self, schema: &Schema, entry: &mut Entry) {
        let limits = &schema.limits;
        let text = entry.ty == Type::String;
        let collection = entry.ty.has_members();
        let counts = |min: Option<u64>, max: Option<u64>| {
            (min.is_some() || max.is_some()).then(|| Bounds {
                min: min.map(|n| n.to_string()),
                max: max.map(|n| n.to_string()),
            })
        };
        let has_length = limits.min_length.is_some() || limits.max_length.is_some();
        let has_items = limits.min_items.is_some() || limits.max_items.is_some();
        let ordered = |min: Option<u64>, max: Option<u64>| min.zip(max).is_none_or(|(a, b)| a <= b);
        if has_length {
            if !text {
                self.contradiction(schema, "Length", "the length of a text; this is none");
            } else if !ordered(limits.min_length, limits.max_length) {
                self.contradiction(schema, "Length", "the least is above the most");
            } else {
                entry.length = counts(limits.min_length, limits.max_length);
            }
        }
        if has_items {
            if !collection {
                self.contradiction(schema, "Items", "the members of a list; this is none");
            } else if !ordered(limits.min_items, limits.max_items) {
                self.contradiction(schema, "Items", "the least is above the most");
            } else {
                entry.items = counts(limits.min_items, limits.max_items);
            }
        }
        entry.range = self.range(schema, &entry.ty);
        entry.pattern = self.pattern(schema, text);
    }

    fn contradiction(&mut self, schema: &Schema, what: &str, why: &str) {
        let origin = Origin::Pointer(schema.pointer.clone());
        self.note(origin, format!("min{what} or max{what}: {why}; left out"));
    }

    fn range(&mut self, schema: &Schema, ty: &Type) -> Option<Bounds> {
        let limits = &schema.limits;
        if limits.minimum.is_none() && limits.maximum.is_none() {
            return None;
        }
        let origin = Origin::Pointer(schema.pointer.clone());
        let whole = matches!(ty, Type::Integer | Type::Long);
        if !whole && *ty != Type::Float {
            self.note(
                origin,
                "minimum or maximum limit a number; this is none; left out",
            );
            return None;
        }
        let read =
            |text: &Option<String>, exclusive: bool, step: i64| -> Result<Option<String>, ()> {
                let Some(text) = text else { return Ok(None) };
                let text = text.trim();
                if !notation::is_number(text) {
                    return Err(());
                }
                if !whole {
                    return Ok(Some(text.to_owned()));
                }
                let number: i64 = text.parse().map_err(|_| ())?;
                let number = if exclusive {
                    number.checked_add(step)
                } else {
                    Some(number)
                };
                Ok(number.map(|number| number.to_string()))
            };
        let min = read(&limits.minimum, limits.exclusive_minimum, 1);
        let max = read(&limits.maximum, limits.exclusive_maximum, -1);
        let (Ok(min), Ok(max)) = (min, max) else {
            self.note(
                origin,
                "minimum or maximum is no number of the type; left out",
            );
            return None;
        };
        let value =
            |text: &Option<String>| text.as_deref().and_then(|text| text.parse::<f64>().ok());
        if let (Some(low), Some(high)) = (value(&min), value(&max))
            && low > high
        {
            self.note(origin, "minimum is above maximum; left out");
            return None;
        }
        Some(Bounds { min, max }).filter(|bounds| *bounds != Bounds::default())
    }

    /// A pattern, if it matches the whole text and can be read.
    fn pattern(&mut self, schema: &Schema, text: bool) -> Option<String> {
        let pattern = schema.limits.pattern.as_deref()?.trim();
        if pattern.is_empty() {
            return None;
        }
        let origin = Origin::Pointer(format!("{}/pattern", schema.pointer));
        let anchored =
            pattern.starts_with('^') && pattern.ends_with('$') && !pattern.ends_with("\\$");
        let readable = regex_lite::Regex::new(pattern).is_ok();
        let reason = if !text {
            "a pattern of something that is no text"
        } else if !anchored {
            "a pattern that is not about the whole text"
        } else if !readable {
            "a pattern that cannot be read"
        } else {
            return Some(pattern.to_owned());
        };
        self.note(origin, format!("{reason}; left out"));
        None
    }

    /// The documented values.
    fn values(&mut self, schema: &Schema, numbers: bool) -> Option<Values> {
        let documented: Vec<(String, &Option<String>)> = schema
            .values
            .iter()
            .map(|(value, title)| (visible(value), title))
            .collect();
        if documented.is_empty() {
            return None;
        }
        let origin = || {
            let key = if schema.only_titles {
                "enumValueTitles"
            } else {
                "enum"
            };
            Origin::Pointer(format!("{}/{key}", schema.pointer))
        };
        let wrong = documented.iter().find(|(value, _)| {
            if numbers {
                !notation::is_number(value) || value.parse::<i64>().is_err()
            } else {
                value.chars().count() > MAX_VALUE
            }
        });
        if let Some((value, _)) = wrong {
            let value: String = value.chars().take(MAX_VALUE).collect();
            let what = format!("`{value}` is no value of the type; the values are left out");
            self.note(origin(), what);
            return None;
        }
        let mut values: Vec<Value> = Vec::new();
        for (value, title) in documented {
            if value.is_empty() {
                self.note(origin(), "an empty text as a value is left out");
            } else if !values.iter().any(|known| known.value == value) {
                let meaning = title.as_deref().map(prose::line).unwrap_or_default();
                values.push(Value { value, meaning });
            }
        }
        let values = Values {
            values,
            // Titles alone often lack some.
            open: schema.only_titles,
        };
        (!values.values.is_empty()).then_some(values)
    }
}

/// A whole number. Documents understate sizes, so answers are read with 64 bits.
fn integer(schema: &Schema, usage: Use) -> Type {
    let small = |text: &Option<String>| {
        text.as_deref()
            .is_none_or(|text| text.trim().parse::<i32>().is_ok())
    };
    let sent = matches!(usage, Use::Text | Use::Encoded | Use::Body);
    let fits = small(&schema.limits.minimum) && small(&schema.limits.maximum);
    if sent && fits && schema.format.as_deref() == Some("int32") {
        Type::Integer
    } else {
        Type::Long
    }
}

/// What a schema says about itself.
pub(super) fn described(schema: &Schema) -> String {
    let texts = [&schema.description, &schema.title];
    let text = texts.into_iter().flatten().next();
    text.map(|text| prose::description(text))
        .unwrap_or_default()
}

pub(super) fn is_wire_name(name: &str) -> bool {
    !name.is_empty()
        && name.bytes().all(|byte| byte.is_ascii_graphic())
        && names::field(name).is_some_and(|ident| ident.len() <= names::MAX_LENGTH)
}

/// Names of the components that are objects. As Rust names, they differ from each other
/// and from those of requests and responses.
fn shared_names(document: &Document) -> HashMap<&str, String> {
    let mut taken: HashSet<String> = document
        .actions
        .iter()
        .flat_map(|action| ["Request", "Response"].map(|end| format!("{}{end}", action.name)))
        .filter_map(|name| names::type_name(&name))
        .collect();
    let mut out = HashMap::new();
    for (name, schema) in &document.components {
        if !matches!(schema.kind, Kind::Object(_)) {
            continue;
        }
        let known = name.to_ascii_lowercase();
        let builtin = TYPES.contains(&known.as_str()) || known == "list" || known == "map";
        let plain = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
            && name.len() <= names::MAX_LENGTH - 10;
        let stem = if plain && !builtin {
            name.clone()
        } else {
            let short: String = name.chars().filter(char::is_ascii).take(80).collect();
            format!("{}Object", names::type_name(&short).unwrap_or_default())
        };
        let again = (1..).map(|number| numbered(&format!("{stem}Object"), number));
        let free = |name: &String| {
            let ident = names::type_name(name).unwrap_or_default();
            taken.insert(ident)
        };
        let Some(spec) = std::iter::once(stem.clone()).chain(again).find(free) else {
            continue;
        };
        out.insert(name.as_str(), spec);
    }
    out
}

fn numbered(stem: &str, number: usize) -> String {
    if number == 1 {
        stem.to_owned()
    } else {
        format!("{stem}{number}")
    }
}
