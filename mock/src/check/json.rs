//! Checks JSON values: bodies, and parameters that are JSON as text.

use aliyun_codegen::model::{Encoding, Field, Type};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::{Checker, join};
use crate::mask::REDACTED;
use crate::refusal::Refusal;
use crate::values::{self, Site};

impl Checker<'_> {
    /// Checks a member of an object. `null` is the same as no member.
    pub(super) fn member(
        &self,
        path: &str,
        field: &Field,
        value: Option<&Value>,
        sensitive: bool,
    ) -> Result<(), Refusal> {
        let path = join(path, &field.name);
        let value = value.filter(|value| !value.is_null());
        if field.required && value.is_none_or(|value| value == "") {
            return Err(Refusal::missing(&path));
        }
        let Some(value) = value else { return Ok(()) };
        let site = self.site(field, sensitive);
        match value {
            Value::String(text) if site.is_encoded() => self.encoded(&site, &path, text),
            value => self.json(&site, &path, &field.ty, value),
        }
    }

    /// Checks a list, map or object that one text holds.
    pub(super) fn encoded(&self, site: &Site<'_>, path: &str, text: &str) -> Result<(), Refusal> {
        let ty = &site.field.ty;
        match (site.field.encoding, ty) {
            (Encoding::Comma, Type::List(member)) => {
                let members: Vec<&str> = text.split(',').filter(|_| !text.is_empty()).collect();
                self.items(site, path, members.len())?;
                for (at, text) in members.iter().enumerate() {
                    values::check(site, &format!("{path}.{}", at + 1), member, text)?;
                }
                Ok(())
            }
            _ => match serde_json::from_str(text) {
                Ok(value) => self.json(site, path, ty, &value),
                Err(_) => Err(site.illegal(path, text, "is not JSON")),
            },
        }
    }

    /// Checks a value of any type.
    pub(super) fn json(
        &self,
        site: &Site<'_>,
        path: &str,
        ty: &Type,
        value: &Value,
    ) -> Result<(), Refusal> {
        match (ty, value) {
            (Type::Any, _) | (Type::Boolean, Value::Bool(_)) => Ok(()),
            (Type::List(member), Value::Array(members)) => {
                self.items(site, path, members.len())?;
                for (at, value) in members.iter().enumerate() {
                    self.json(site, &format!("{path}.{}", at + 1), member, value)?;
                }
                Ok(())
            }
            (Type::Map(member), Value::Object(members)) => {
                self.items(site, path, members.len())?;
                for (key, value) in members.iter().filter(|(_, value)| !value.is_null()) {
                    // Keys of sensitive maps are values too.
                    let key = if site.sensitive { REDACTED } else { key };
                    self.json(site, &join(path, key), member, value)?;
                }
                Ok(())
            }
            (Type::Object(at), Value::Object(members)) => {
                let fields = &self.action.objects[*at].fields;
                let known = |name: &str| fields.iter().any(|field| field.name == name);
                if let Some(name) = members.keys().find(|name| !known(name)) {
                    return Err(self.unknown(path, name, site.sensitive));
                }
                for field in fields {
                    self.member(path, field, members.get(&field.name), site.sensitive)?;
                }
                Ok(())
            }
            (ty, value) => self.scalar(site, path, ty, value),
        }
    }

    fn scalar(&self, site: &Site<'_>, path: &str, ty: &Type, value: &Value) -> Result<(), Refusal> {
        let whole = |which| values::enumeration(self.model, self.action, which).integer;
        match (ty, value) {
            (Type::Integer | Type::Long | Type::Float, Value::Number(number)) => {
                values::check(site, path, ty, &number.to_string())
            }
            (Type::Enum(which), Value::Number(number)) if whole(*which) => {
                values::check(site, path, ty, &number.to_string())
            }
            (Type::Enum(which), Value::String(text)) if !whole(*which) => {
                values::check(site, path, ty, text)
            }
            (Type::Bytes, Value::String(text)) if STANDARD.decode(text).is_err() => {
                Err(site.refuse(path, "is not base64"))
            }
            (Type::String | Type::Bytes | Type::Image | Type::Json, Value::String(text)) => {
                values::check(site, path, ty, text)
            }
            // A document may also be a value of its own.
            (Type::Json, _) => Ok(()),
            _ => {
                let (found, expected) = (kind(value), self.expected(ty));
                Err(site.refuse(path, format!("is {found}; expected {expected}")))
            }
        }
    }

    fn expected(&self, ty: &Type) -> &'static str {
        match ty {
            Type::Integer | Type::Long | Type::Float => "a number",
            Type::Enum(which) if values::enumeration(self.model, self.action, *which).integer => {
                "a number"
            }
            Type::Boolean => "true or false",
            Type::List(_) => "a list",
            Type::Map(_) | Type::Object(_) => "an object",
            _ => "a text",
        }
    }
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "true or false",
        Value::Number(_) => "a number",
        Value::String(_) => "a text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
