//! Compares a documented answer with the response that it documents.

use std::collections::{HashMap, HashSet};

use crate::codes::Code;
use crate::examples::content::Content;
use crate::model::{Action, Field, Object, Type};

/// A difference between an answer and its response.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Mismatch {
    pub(crate) code: Code,
    /// Documented path of the field, such as `Data.TaskDetail.TaskNo`.
    pub(crate) path: String,
    /// The key in the example, to find its position.
    pub(crate) key: String,
    pub(crate) message: String,
}

/// The fields of an answer.
#[derive(Debug, Default)]
pub(crate) struct Answer {
    /// Path with member numbers (`Data.1.TaskNo`), and the text of the value.
    pub(crate) values: Vec<(String, String)>,
    /// Documented paths of the fields that are shown.
    pub(crate) shown: Vec<String>,
    pub(crate) mismatches: Vec<Mismatch>,
}

/// Reads an answer. `typed` if its format has types (JSON).
pub(crate) fn walk(action: &Action, content: &Content, typed: bool) -> Answer {
    let mut walk = Walk {
        action,
        typed,
        answer: Answer::default(),
    };
    walk.object(&action.response, content, &FieldPath::default());
    walk.answer.values.sort();
    walk.answer
}

/// The path of a field: as documented, and with member numbers.
#[derive(Default, Clone)]
struct FieldPath {
    documented: String,
    numbered: String,
}

impl FieldPath {
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

/// Most mismatches that are reported for one answer.
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

    fn differs(&mut self, expected: &str, content: &Content, path: &str, key: &str) {
        let what = if path.is_empty() {
            "the answer".to_owned()
        } else {
            format!("`{path}`")
        };
        let found = content.kind();
        let message = format!("{what} is {expected} in the spec, {found} in the example");
        self.mismatch(Code::ExampleTypeDiffers, path, key, message);
    }

    fn object(&mut self, object: &Object, content: &Content, at: &FieldPath) {
        let entries = match content {
            Content::Map(entries) => entries.as_slice(),
            // XML does not tell an object without fields from an empty text.
            Content::Text(text) if !self.typed && text.trim().is_empty() => &[],
            _ => {
                let key = at.documented.rsplit('.').next().unwrap_or_default();
                self.differs("an object", content, &at.documented, key);
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
        let mut found: HashMap<String, Vec<&Content>> = HashMap::new();
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
                        &dotted(&at.documented, &field.name),
                        key,
                        message,
                    );
                }
                (false, None) => {
                    let path = dotted(&at.documented, key);
                    let message =
                        format!("the example shows `{path}`, which the spec does not have");
                    self.mismatch(Code::ExampleUnknownField, &path, key, message);
                }
            }
        }
        for field in &object.fields {
            if let Some(found) = found.get(&field.name.to_ascii_lowercase()) {
                self.field(field, found, at);
            }
        }
    }

    fn field(&mut self, field: &Field, found: &[&Content], at: &FieldPath) {
        let inside = at.join(&field.name, &field.name);
        self.answer.shown.push(inside.documented.clone());
        if let Type::List(member) = &field.ty {
            let item = field.item.as_deref().unwrap_or_default();
            let inside = inside.join(item, "");
            for (index, content) in self.members(field, found, &inside).iter().enumerate() {
                let member_at = inside.join("", &(index + 1).to_string());
                self.value(member, content, &member_at, field);
            }
        } else {
            for content in found {
                self.value(&field.ty, content, &inside, field);
            }
        }
    }

    /// The members of a list, with or without their wrapper.
    fn members<'d>(
        &mut self,
        field: &Field,
        found: &[&'d Content],
        at: &FieldPath,
    ) -> Vec<&'d Content> {
        let mut members = Vec::new();
        for content in found {
            match content {
                Content::List(list) => members.extend(list),
                Content::Map(entries) if is_wrapper(field, entries) => {
                    for (_, value) in entries {
                        match value {
                            Content::List(list) => members.extend(list),
                            other => {
                                if self.typed {
                                    let key = field.item.as_deref().unwrap_or_default();
                                    self.differs("a list", other, &at.documented, key);
                                }
                                members.push(other);
                            }
                        }
                    }
                }
                Content::Null => {}
                Content::Text(text) if text.trim().is_empty() => {}
                other => {
                    if self.typed {
                        self.differs("a list", other, &at.documented, &field.name);
                    }
                    members.push(other);
                }
            }
        }
        members
    }

    fn value(&mut self, ty: &Type, content: &Content, at: &FieldPath, field: &Field) {
        match ty {
            Type::Object(index) => self.object(&self.action.objects[*index], content, at),
            Type::Map(value) => {
                let Content::Map(entries) = content else {
                    self.differs("a map", content, &at.documented, &field.name);
                    return;
                };
                for (key, content) in entries {
                    self.value(value, content, &at.join(key, key), field);
                }
            }
            Type::List(member) => {
                if let Content::List(members) = content {
                    for (index, content) in members.iter().enumerate() {
                        let at = at.join("", &(index + 1).to_string());
                        self.value(member, content, &at, field);
                    }
                }
            }
            Type::Json => {
                let text = content.to_json();
                self.answer.values.push((at.numbered.clone(), text));
            }
            scalar => self.scalar(scalar, content, at, field),
        }
    }

    fn scalar(&mut self, ty: &Type, content: &Content, at: &FieldPath, field: &Field) {
        if matches!(content, Content::Null) {
            return;
        }
        let (expected, same) = match ty {
            Type::Integer | Type::Long => ("a whole number", whole(content)),
            Type::Float => ("a number", matches!(content, Content::Number(_))),
            Type::Boolean => ("a boolean", matches!(content, Content::Bool(_))),
            Type::Enum(_) => (
                "a string or a number",
                !matches!(
                    content,
                    Content::List(_) | Content::Map(_) | Content::Bool(_)
                ),
            ),
            _ => ("a string", matches!(content, Content::Text(_))),
        };
        let readable = content.text().is_some_and(|text| match ty {
            Type::Integer | Type::Long => text.trim().parse::<i64>().is_ok(),
            Type::Float => text.trim().parse::<f64>().is_ok(),
            Type::Boolean => matches!(text.trim(), "true" | "false"),
            _ => true,
        });
        if (self.typed && !same) || !readable {
            self.differs(expected, content, &at.documented, &field.name);
        }
        if let Some(text) = content.text() {
            self.answer.values.push((at.numbered.clone(), text));
        }
    }
}

fn whole(content: &Content) -> bool {
    matches!(content, Content::Number(text) if text.parse::<i64>().is_ok())
}

fn is_wrapper(field: &Field, entries: &[(String, Content)]) -> bool {
    field.item.as_deref().is_some_and(|item| {
        entries
            .iter()
            .all(|(key, _)| key.eq_ignore_ascii_case(item))
    })
}
