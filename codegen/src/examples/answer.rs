//! A documented answer held against the response it documents.

use std::collections::{HashMap, HashSet};

use crate::codes::Code;
use crate::examples::document::Document;
use crate::model::{Action, Field, Object, Type};

/// Something in an answer that the response does not describe so.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mismatch {
    pub(crate) code: Code,
    /// Documented path of the field, such as `Data.TaskDetail.TaskNo`.
    pub(crate) path: String,
    /// The key in the example, to find its place.
    pub(crate) key: String,
    pub(crate) message: String,
}

/// What an answer says, field by field.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// Path with member numbers (`Data.1.TaskNo`), and the text of the value.
    pub(crate) values: Vec<(String, String)>,
    /// Documented paths of the fields that are shown.
    pub(crate) shown: Vec<String>,
    pub(crate) mismatches: Vec<Mismatch>,
}

/// Walks over an answer. `typed` where the format has types of its own (JSON).
pub(crate) fn walk(action: &Action, document: &Document, typed: bool) -> Answer {
    let mut walk = Walk {
        action,
        typed,
        answer: Answer::default(),
    };
    walk.object(&action.response, document, &Place::default());
    walk.answer.values.sort();
    walk.answer
}

/// Where the walk is: as documented, and with member numbers.
#[derive(Default, Clone)]
struct Place {
    documented: String,
    numbered: String,
}

impl Place {
    fn join(&self, documented: &str, numbered: &str) -> Self {
        Self {
            documented: dotted(&self.documented, documented),
            numbered: dotted(&self.numbered, numbered),
        }
    }
}

fn dotted(parent: &str, name: &str) -> String {
    match (parent, name) {
        ("", name) => name.to_owned(),
        (parent, "") => parent.to_owned(),
        (parent, name) => format!("{parent}.{name}"),
    }
}

/// Mismatches of one answer that are told; nobody reads on.
const MAX_MISMATCHES: usize = 1000;

struct Walk<'a> {
    action: &'a Action,
    typed: bool,
    answer: Answer,
}

impl Walk<'_> {
    fn mismatch(&mut self, code: Code, path: &str, key: &str, message: String) {
        if self.answer.mismatches.len() == MAX_MISMATCHES {
            return;
        }
        self.answer.mismatches.push(Mismatch {
            code,
            path: path.to_owned(),
            key: key.to_owned(),
            message,
        });
    }

    fn differs(&mut self, expected: &str, document: &Document, path: &str, key: &str) {
        let what = if path.is_empty() {
            "the answer".to_owned()
        } else {
            format!("`{path}`")
        };
        let found = document.kind();
        let message = format!("{what} is {expected} in the spec, {found} in the example");
        self.mismatch(Code::ExampleTypeDiffers, path, key, message);
    }

    fn object(&mut self, object: &Object, document: &Document, place: &Place) {
        let entries = match document {
            Document::Map(entries) => entries.as_slice(),
            // XML does not tell an object without fields from an empty text.
            Document::Text(text) if !self.typed && text.trim().is_empty() => &[],
            _ => {
                let key = place.documented.rsplit('.').next().unwrap_or_default();
                self.differs("an object", document, &place.documented, key);
                return;
            }
        };
        let exact: HashSet<&str> = object.fields.iter().map(|f| f.name.as_str()).collect();
        let mut caseless: HashMap<String, &Field> = HashMap::new();
        for field in &object.fields {
            caseless
                .entry(field.name.to_ascii_lowercase())
                .or_insert(field);
        }
        let mut found: HashMap<String, Vec<&Document>> = HashMap::new();
        for (key, value) in entries {
            let lower = key.to_ascii_lowercase();
            let field = caseless.get(&lower);
            found.entry(lower).or_default().push(value);
            match (exact.contains(key.as_str()), field) {
                (true, _) => {}
                (false, Some(field)) => {
                    let message = format!("the example writes `{key}`, the spec `{}`", field.name);
                    self.mismatch(
                        Code::ExampleKeyCase,
                        &dotted(&place.documented, &field.name),
                        key,
                        message,
                    );
                }
                (false, None) => {
                    let path = dotted(&place.documented, key);
                    let message =
                        format!("the example shows `{path}`, which the spec does not have");
                    self.mismatch(Code::ExampleUnknownField, &path, key, message);
                }
            }
        }
        for field in &object.fields {
            if let Some(found) = found.get(&field.name.to_ascii_lowercase()) {
                self.field(field, found, place);
            }
        }
    }

    fn field(&mut self, field: &Field, found: &[&Document], place: &Place) {
        let inside = place.join(&field.name, &field.name);
        self.answer.shown.push(inside.documented.clone());
        if let Type::List(member) = &field.ty {
            let item = field.item.as_deref().unwrap_or_default();
            let inside = inside.join(item, "");
            for (index, document) in self.members(field, found, &inside).iter().enumerate() {
                let member_place = inside.join("", &(index + 1).to_string());
                self.value(member, document, &member_place, field);
            }
        } else {
            for document in found {
                self.value(&field.ty, document, &inside, field);
            }
        }
    }

    /// The members of a list, with or without their wrapper.
    fn members<'d>(
        &mut self,
        field: &Field,
        found: &[&'d Document],
        place: &Place,
    ) -> Vec<&'d Document> {
        let mut members = Vec::new();
        for document in found {
            match document {
                Document::List(list) => members.extend(list),
                Document::Map(entries) if is_wrapper(field, entries) => {
                    for (_, value) in entries {
                        match value {
                            Document::List(list) => members.extend(list),
                            other => {
                                if self.typed {
                                    let key = field.item.as_deref().unwrap_or_default();
                                    self.differs("a list", other, &place.documented, key);
                                }
                                members.push(other);
                            }
                        }
                    }
                }
                Document::Null => {}
                Document::Text(text) if text.trim().is_empty() => {}
                other => {
                    if self.typed {
                        self.differs("a list", other, &place.documented, &field.name);
                    }
                    members.push(other);
                }
            }
        }
        members
    }

    fn value(&mut self, ty: &Type, document: &Document, place: &Place, field: &Field) {
        match ty {
            Type::Object(index) => self.object(&self.action.objects[*index], document, place),
            Type::Map(value) => {
                let Document::Map(entries) = document else {
                    self.differs("a map", document, &place.documented, &field.name);
                    return;
                };
                for (key, document) in entries {
                    self.value(value, document, &place.join(key, key), field);
                }
            }
            Type::List(member) => {
                if let Document::List(members) = document {
                    for (index, document) in members.iter().enumerate() {
                        let place = place.join("", &(index + 1).to_string());
                        self.value(member, document, &place, field);
                    }
                }
            }
            Type::Json => {
                let text = document.to_json();
                self.answer.values.push((place.numbered.clone(), text));
            }
            scalar => self.scalar(scalar, document, place, field),
        }
    }

    fn scalar(&mut self, ty: &Type, document: &Document, place: &Place, field: &Field) {
        if matches!(document, Document::Null) {
            return;
        }
        let (expected, same) = match ty {
            Type::Integer | Type::Long => ("a whole number", whole(document)),
            Type::Float => ("a number", matches!(document, Document::Number(_))),
            Type::Boolean => ("a boolean", matches!(document, Document::Bool(_))),
            Type::Enum(_) => (
                "a string or a number",
                !matches!(
                    document,
                    Document::List(_) | Document::Map(_) | Document::Bool(_)
                ),
            ),
            _ => ("a string", matches!(document, Document::Text(_))),
        };
        let readable = document.text().is_some_and(|text| match ty {
            Type::Integer | Type::Long => text.trim().parse::<i64>().is_ok(),
            Type::Float => text.trim().parse::<f64>().is_ok(),
            Type::Boolean => matches!(text.trim(), "true" | "false"),
            _ => true,
        });
        if (self.typed && !same) || !readable {
            self.differs(expected, document, &place.documented, &field.name);
        }
        if let Some(text) = document.text() {
            self.answer.values.push((place.numbered.clone(), text));
        }
    }
}

fn whole(document: &Document) -> bool {
    matches!(document, Document::Number(text) if text.parse::<i64>().is_ok())
}

fn is_wrapper(field: &Field, entries: &[(String, Document)]) -> bool {
    field.item.as_deref().is_some_and(|item| {
        entries
            .iter()
            .all(|(key, _)| key.eq_ignore_ascii_case(item))
    })
}
