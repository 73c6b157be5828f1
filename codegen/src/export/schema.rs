//! Types as schemas.

use crate::json::Json;
use crate::model::{Action, Enum, EnumRef, Field, Location, Model, Object, Role, Rule, Type};

use super::{OpenApi, text};

/// Entries of a map, in output order.
pub(super) type Entries = Vec<(&'static str, Json)>;

/// The model and action whose types the schemas refer to.
#[derive(Clone, Copy)]
pub(super) struct Scope<'m> {
    pub(super) model: &'m Model,
    pub(super) action: &'m Action,
    pub(super) version: OpenApi,
}

impl<'m> Scope<'m> {
    /// The schema of a field's value, with the limits of the field.
    pub(super) fn value(self, field: &Field, role: Role) -> Entries {
        let schema = self.ty(&field.ty, &field.rules, role);
        match &field.item {
            Some(item) => vec![
                ("type", Json::text("object")),
                (
                    "properties",
                    Json::Map(vec![(item.clone(), Json::map(schema))]),
                ),
            ],
            None => schema,
        }
    }

    /// A field of an object or a form with everything known about it. `names` are
    /// its names on the wire, if they differ from its own.
    pub(super) fn property(self, field: &Field, role: Role, names: &[String]) -> Json {
        let mut notes = vec![("description", Json::Text(text::field(field, names)))];
        notes.extend(self.default(field));
        if let Some(sample) = self.sample(field) {
            notes.push(match self.version {
                OpenApi::V3_0 => ("example", sample),
                OpenApi::V3_1 => ("examples", Json::List(vec![sample])),
            });
        }
        notes.extend(marks(field, names));
        Json::map(annotated(self.value(field, role), notes))
    }

    /// The successful answer; the root element of XML is named after the action.
    pub(super) fn answer(self) -> Json {
        let mut schema = self.members(&self.action.response);
        if self.action.path.is_none() {
            let root = Json::Text(format!("{}Response", self.action.name));
            schema.push(("xml", Json::map(vec![("name", root)])));
        }
        Json::map(schema)
    }

    /// An object in a request or in an answer.
    pub(super) fn object(self, object: &Object) -> Json {
        Json::map(self.members(object))
    }

    fn members(self, object: &Object) -> Entries {
        // Fields of an answer that come in headers are not members.
        let fields = object.fields.iter();
        let fields = fields.filter(|field| field.location != Location::Header);
        let properties = fields.clone().map(|field| {
            let property = self.property(field, object.role, &[]);
            (field.name.clone(), property)
        });
        let required = fields.clone().filter(|field| field.required);
        let required: Vec<Json> = required.map(|field| Json::text(&field.name)).collect();
        let mut schema = vec![("type", Json::text("object"))];
        if !object.doc.is_empty() {
            schema.push(("description", Json::text(object.doc.trim())));
        }
        schema.push(("properties", Json::Map(properties.collect())));
        if !required.is_empty() {
            schema.push(("required", Json::List(required)));
        }
        schema
    }

    /// The value that the gateway assumes.
    pub(super) fn default(self, field: &Field) -> Option<(&'static str, Json)> {
        let value = self.typed(&field.ty, field.default.as_deref()?)?;
        Some(("default", value))
    }

    /// A sample value.
    pub(super) fn sample(self, field: &Field) -> Option<Json> {
        self.typed(&field.ty, field.sample.as_deref()?)
    }

    /// The text of a spec as a value of its type; `None` for types without plain
    /// values.
    fn typed(self, ty: &Type, value: &str) -> Option<Json> {
        let whole = || value.parse().ok().map(Json::Whole);
        match ty {
            Type::String | Type::Json | Type::Any => Some(Json::text(value)),
            Type::Integer | Type::Long => whole(),
            Type::Float => {
                let number: f64 = value.parse().ok()?;
                number.is_finite().then_some(Json::Fraction(number))
            }
            Type::Boolean => Some(Json::Flag(value.eq_ignore_ascii_case("true"))),
            Type::Enum(at) if self.enumeration(*at).integer => whole(),
            Type::Enum(_) => Some(Json::text(value)),
            Type::List(member) => Some(Json::List(vec![self.typed(member, value)?])),
            Type::Bytes | Type::Image | Type::Object(_) | Type::Map(_) => None,
        }
    }

    fn ty(self, ty: &Type, rules: &[Rule], role: Role) -> Entries {
        let plain = |name| vec![("type", Json::text(name))];
        let format =
            |name, format| vec![("type", Json::text(name)), ("format", Json::text(format))];
        let mut schema = match ty {
            Type::String => plain("string"),
            Type::Integer => format("integer", "int32"),
            Type::Long => format("integer", "int64"),
            Type::Float => format("number", "double"),
            Type::Boolean => plain("boolean"),
            Type::Json if role == Role::Request => {
                self.encoded("contentMediaType", "application/json", None)
            }
            // Any value, or its text: XML has only texts.
            Type::Json | Type::Any => Vec::new(),
            Type::Bytes => format("string", "binary"),
            Type::Image => self.encoded("contentEncoding", "base64", Some("byte")),
            Type::Enum(at) => return reference(&self.enum_name(*at)),
            Type::Object(at) => return reference(&self.object_name(*at)),
            Type::List(member) => {
                let mut schema = plain("array");
                schema.push(("items", Json::map(self.ty(member, &inner(rules), role))));
                schema
            }
            Type::Map(member) => {
                let member = Json::map(self.ty(member, &inner(rules), role));
                let mut schema = plain("object");
                schema.push(("additionalProperties", member));
                schema
            }
        };
        for rule in rules {
            limits(ty, rule, &mut schema);
        }
        schema
    }

    /// A text that encodes something else.
    fn encoded(self, key: &'static str, what: &str, format: Option<&str>) -> Entries {
        let mut schema = vec![("type", Json::text("string"))];
        match self.version {
            OpenApi::V3_0 => schema.extend(format.map(|format| ("format", Json::text(format)))),
            OpenApi::V3_1 => schema.push((key, Json::text(what))),
        }
        schema
    }

    fn enumeration(self, at: EnumRef) -> &'m Enum {
        match at {
            EnumRef::Shared(at) => &self.model.enums[at],
            EnumRef::Action(at) => &self.action.enums[at],
        }
    }

    fn enum_name(self, at: EnumRef) -> String {
        let name = &self.enumeration(at).rust_name;
        match at {
            EnumRef::Shared(_) => name.clone(),
            EnumRef::Action(_) => self.own_name(name),
        }
    }

    fn object_name(self, at: usize) -> String {
        self.component(&self.action.objects[at])
    }

    /// Name of the schema of an object of this action.
    pub(super) fn component(self, object: &Object) -> String {
        if object.shared {
            object.rust_name.clone()
        } else {
            self.own_name(&object.rust_name)
        }
    }

    /// Name of a type of this action alone. It is unique, because neither part
    /// has a `_` and no other name has one.
    pub(super) fn own_name(self, name: &str) -> String {
        format!("{}_{name}", self.action.name)
    }
}

/// Limits of members; the limit of their number belongs to the list.
fn inner(rules: &[Rule]) -> Vec<Rule> {
    let of_members = rules.iter().filter(|rule| !matches!(rule, Rule::Items(..)));
    of_members.cloned().collect()
}

pub(super) fn reference(name: &str) -> Entries {
    let path = format!("#/components/schemas/{name}");
    vec![("$ref", Json::Text(path))]
}

/// A schema with notes. 3.0 ignores keys beside a reference.
pub(super) fn annotated(schema: Entries, notes: Entries) -> Entries {
    let mut whole = if matches!(schema.as_slice(), [("$ref", _)]) && !notes.is_empty() {
        vec![("allOf", Json::List(vec![Json::map(schema)]))]
    } else {
        schema
    };
    whole.extend(notes);
    whole
}

/// Facts about a field beside its type, in a form for programs.
pub(super) fn marks(field: &Field, names: &[String]) -> Entries {
    let mut marks = Vec::new();
    if field.deprecated.is_some() {
        marks.push(("deprecated", Json::Flag(true)));
    }
    if field.sensitive {
        marks.push(("x-acs-sensitive", Json::Flag(true)));
    }
    if field.documented_only {
        marks.push(("x-acs-required", Json::text("documented")));
    }
    if let Some(condition) = &field.required_when {
        marks.push(("x-acs-required-when", Json::text(condition.trim())));
    }
    if !names.is_empty() {
        marks.push(("x-acs-flatten", Json::texts(names)));
    }
    marks
}

/// Adds a limit to the schema of the type that it belongs to.
fn limits(ty: &Type, rule: &Rule, schema: &mut Entries) {
    let mut count = |key, bound: u64, open: u64| {
        if bound != open {
            schema.push((key, Json::Count(bound)));
        }
    };
    match (ty, rule) {
        (Type::String, Rule::Length(min, max)) => {
            count("minLength", *min, 0);
            count("maxLength", *max, u64::MAX);
        }
        (Type::List(_), Rule::Items(min, max)) => {
            count("minItems", *min, 0);
            count("maxItems", *max, u64::MAX);
        }
        (Type::Map(_), Rule::Items(min, max)) => {
            count("minProperties", *min, 0);
            count("maxProperties", *max, u64::MAX);
        }
        (Type::Image, Rule::Image(media, min, max)) => {
            count("minLength", base64_length(*min), 0);
            count("maxLength", base64_length(*max), u64::MAX);
            let media = media.iter().map(|media| format!("image/{media}"));
            let media: Vec<Json> = media.map(Json::Text).collect();
            if !media.is_empty() {
                schema.push(("x-acs-media-types", Json::List(media)));
            }
        }
        (Type::Integer | Type::Long, Rule::Range(min, max)) => {
            if *min != i64::MIN {
                schema.push(("minimum", Json::Whole(*min)));
            }
            if *max != i64::MAX {
                schema.push(("maximum", Json::Whole(*max)));
            }
        }
        (Type::Float, Rule::FloatRange(min, max)) => {
            if *min > f64::MIN {
                schema.push(("minimum", Json::Fraction(*min)));
            }
            if *max < f64::MAX {
                schema.push(("maximum", Json::Fraction(*max)));
            }
        }
        (Type::String, Rule::Pattern(pattern)) => schema.push(whole_text(pattern)),
        _ => {}
    }
}

fn base64_length(bytes: u64) -> u64 {
    bytes.div_ceil(3).saturating_mul(4)
}

/// A pattern that the whole text has to match. Schemas use the regular
/// expressions of JavaScript; a pattern that it may read differently gets a
/// separate key, which tools ignore.
fn whole_text(pattern: &str) -> (&'static str, Json) {
    if is_portable(pattern) {
        ("pattern", Json::Text(format!("^(?:{pattern})$")))
    } else {
        ("x-acs-pattern", Json::text(pattern))
    }
}

/// Whether a pattern means the same in both languages: groups without flags or
/// names, classes without sets, and the common escapes only.
fn is_portable(pattern: &str) -> bool {
    let mut rest = pattern.chars();
    let mut class = false;
    while let Some(character) = rest.next() {
        let portable = match character {
            '\\' => rest.next().is_some_and(|escaped| {
                escaped.is_ascii_punctuation() || "dDwWntr".contains(escaped)
            }),
            '[' if class => false,
            '[' => {
                class = true;
                true
            }
            ']' => {
                class = false;
                true
            }
            '&' | '~' if class => !rest.as_str().starts_with(character),
            '(' if !class => !rest.as_str().starts_with('?') || rest.as_str().starts_with("?:"),
            // It would match half of a character outside the first plane.
            other => u32::from(other) <= 0xFFFF,
        };
        if !portable {
            return false;
        }
    }
    true
}

/// An enum as a separate schema.
pub(super) fn enumeration(definition: &Enum) -> Json {
    let kind = if definition.integer {
        "integer"
    } else {
        "string"
    };
    let value = |text: &String| match text.parse() {
        Ok(number) if definition.integer => Json::Whole(number),
        _ => Json::text(text),
    };
    let values = definition.values.iter().map(|value_| value(&value_.value));
    let listed = Json::List(values.collect());
    let mut schema = vec![("type", Json::text(kind))];
    let description = text::enumeration(definition);
    if !description.is_empty() {
        schema.push(("description", Json::Text(description)));
    }
    // An open one may have values that are not listed.
    let key = if definition.open {
        "x-extensible-enum"
    } else {
        "enum"
    };
    schema.push((key, listed));
    let names = definition.values.iter().map(|value| &value.ident);
    schema.push(("x-enum-varnames", Json::texts(names)));
    Json::map(schema)
}
