//! The JSON Schema (draft-07) of spec files, made from the tables of the
//! language, for editors that complete and check YAML.

use crate::codes;
use crate::form::{self, Form, Key, Shape};
use crate::json::Json;
use crate::notation;

/// One line of text. YAML reads an unquoted number or flag as such; the spec
/// language reads it as text.
const LINE: &str = r"^[^\n]*\S[^\n]*$";

/// The JSON Schema of action files.
#[must_use]
pub fn action_schema() -> String {
    schema(&form::ACTION, "An action of an Alibaba Cloud product")
}

/// The JSON Schema of `product.yaml`.
#[must_use]
pub fn product_schema() -> String {
    schema(
        &form::PRODUCT,
        "An Alibaba Cloud product at one API version",
    )
}

fn schema(form: &'static Form, title: &str) -> String {
    let mut definitions = Definitions(Vec::new());
    let mut root = vec![
        (
            "$schema",
            Json::text("http://json-schema.org/draft-07/schema#"),
        ),
        ("title", Json::text(title)),
    ];
    root.extend(definitions.object(form));
    // Definitions may refer to more definitions, which the loop appends.
    let mut done = Vec::new();
    while let Some(next) = definitions.0.get(done.len()).copied() {
        done.push((name(next), Json::map(definitions.object(next))));
    }
    root.push(("definitions", Json::Map(done)));
    Json::map(root).print()
}

/// The forms that others refer to, in order of first use.
struct Definitions(Vec<&'static Form>);

impl Definitions {
    fn object(&mut self, form: &'static Form) -> Vec<(&'static str, Json)> {
        let properties = form
            .keys
            .iter()
            .map(|key| (key.name.to_owned(), Json::map(self.property(key))))
            .collect();
        let required: Vec<Json> = form
            .keys
            .iter()
            .filter(|key| key.required)
            .map(|key| Json::text(key.name))
            .collect();
        let mut object = vec![
            ("type", Json::text("object")),
            ("additionalProperties", Json::Flag(false)),
        ];
        if !required.is_empty() {
            object.push(("required", Json::List(required)));
        }
        object.push(("properties", Json::Map(properties)));
        object
    }

    fn property(&mut self, key: &Key) -> Vec<(&'static str, Json)> {
        let mut property = vec![("description", Json::text(key.doc))];
        match key.shape {
            // A validator ignores other keys beside a reference.
            Shape::Form(form) if !is_limits(form) => {
                let reference = Json::map(self.reference(form));
                property.push(("allOf", Json::List(vec![reference])));
            }
            shape => property.extend(self.shape(shape)),
        }
        property
    }

    fn shape(&mut self, shape: Shape) -> Vec<(&'static str, Json)> {
        match shape {
            Shape::Text => text(LINE),
            Shape::Value => text(r"^[^\n]*$"),
            Shape::Prose | Shape::Verbatim => text(r"\S"),
            Shape::Type => {
                let simple = notation::TYPES.iter().filter(|name| !name.contains("<T>"));
                any_of([
                    words_of(simple.copied()),
                    pattern(r"^\s*(list|map)<.+>\s*$"),
                    pattern(r"^[A-Za-z][A-Za-z0-9_]*$"),
                ])
            }
            Shape::Lint => words_of(codes::errata()),
            Shape::Word(accepted) => words_of(accepted.iter().copied()),
            Shape::Flag => vec![("type", Json::text("boolean"))],
            Shape::Need => any_of([
                vec![("type", Json::text("boolean"))],
                words_of(std::iter::once("documented")),
            ]),
            Shape::Count => count(),
            Shape::Number => vec![("type", Json::text("number"))],
            Shape::Size => any_of([count(), pattern(r"^(0|[1-9][0-9]*) *([KMG]iB)?$")]),
            Shape::List(member) => vec![
                ("type", Json::text("array")),
                ("items", Json::map(self.shape(*member))),
            ],
            Shape::Map(value) => vec![
                ("type", Json::text("object")),
                ("additionalProperties", Json::map(self.shape(*value))),
            ],
            Shape::Form(form) if is_limits(form) => {
                let mut object = self.object(form);
                object.push(("minProperties", Json::Count(1)));
                object
            }
            Shape::Form(form) => self.reference(form),
            Shape::TextOr(form) => any_of([text(LINE), self.reference(form)]),
        }
    }

    fn reference(&mut self, form: &'static Form) -> Vec<(&'static str, Json)> {
        if !self.0.iter().any(|known| std::ptr::eq(*known, form)) {
            self.0.push(form);
        }
        let path = format!("#/definitions/{}", name(form));
        vec![("$ref", Json::Text(path))]
    }
}

/// Pairs of limits are short and defined where they are used.
fn is_limits(form: &Form) -> bool {
    let number = |key: &Key| matches!(key.shape, Shape::Count | Shape::Number | Shape::Size);
    form.keys.iter().all(number)
}

/// `enum-value` for `an enum value`.
fn name(form: &Form) -> String {
    let name = form.what.split_once(' ').map_or(form.what, |what| what.1);
    name.replace(' ', "-")
}

fn text(pattern: &str) -> Vec<(&'static str, Json)> {
    let types = ["string", "number", "boolean"].map(Json::text);
    vec![
        ("type", Json::List(types.into())),
        ("pattern", Json::text(pattern)),
    ]
}

fn pattern(pattern: &str) -> Vec<(&'static str, Json)> {
    vec![
        ("type", Json::text("string")),
        ("pattern", Json::text(pattern)),
    ]
}

fn count() -> Vec<(&'static str, Json)> {
    vec![("type", Json::text("integer")), ("minimum", Json::Count(0))]
}

fn words_of<'a>(words: impl Iterator<Item = &'a str>) -> Vec<(&'static str, Json)> {
    vec![("enum", Json::List(words.map(Json::text).collect()))]
}

fn any_of<const N: usize>(of: [Vec<(&'static str, Json)>; N]) -> Vec<(&'static str, Json)> {
    vec![("anyOf", Json::List(of.map(Json::map).into()))]
}
