//! An answer as it came, with the types that are documented.

use serde_json::{Map, Value};

use super::table::{Object, Type};
use crate::slot::{Scalar, ScalarSlot};

/// Converts the forms that gateways send to the documented one: a name gets its
/// documented case, a single member becomes a list, a value in another form of the
/// documented type (`"1.0"` for 1) gets that type, and an empty text or list for an
/// absent value becomes `null`. Values that are not documented, or cannot be converted,
/// stay unchanged.
pub(super) fn conform(value: &mut Value, object: &'static Object) {
    let Value::Object(members) = value else {
        return;
    };
    for (field, fact) in object.fields() {
        let Some(member) = member(members, field.name) else {
            continue;
        };
        match &fact.ty {
            Type::List(ty) => list(member, field.item, ty),
            ty if absent(member, ty) => *member = Value::Null,
            ty => single(member, ty),
        }
    }
}

/// Whether a value that cannot be of this type means unset.
fn absent(value: &Value, ty: &Type) -> bool {
    match ty {
        Type::Object(_) | Type::Map(_) => {
            blank(value) || value.as_array().is_some_and(Vec::is_empty)
        }
        Type::Integer | Type::Float | Type::Boolean => blank(value),
        _ => false,
    }
}

/// The member of this name; one that has it in another case is renamed.
fn member<'v>(members: &'v mut Map<String, Value>, name: &str) -> Option<&'v mut Value> {
    if !members.contains_key(name) {
        let mut keys = members.keys();
        let other = keys.find(|key| key.eq_ignore_ascii_case(name))?.clone();
        let value = members.remove(&other)?;
        members.insert(name.to_owned(), value);
    }
    members.get_mut(name)
}

fn list(value: &mut Value, item: &str, ty: &'static Type) {
    if blank(value) {
        *value = Value::Array(Vec::new());
        if !item.is_empty() {
            *value = Value::Object(Map::from_iter([(item.to_owned(), value.take())]));
        }
        return;
    }
    if let Value::Object(wrapper) = value
        && !item.is_empty()
        && let Some(members) = member(wrapper, item)
    {
        return list(members, "", ty);
    }
    if matches!(value, Value::Null) {
        return;
    }
    if !value.is_array() {
        *value = Value::Array(vec![value.take()]);
    }
    for member in value.as_array_mut().into_iter().flatten() {
        match ty {
            Type::List(inner) => list(member, "", inner),
            ty => single(member, ty),
        }
    }
}

/// What an empty XML element is read as.
fn blank(value: &Value) -> bool {
    value.as_str().is_some_and(|text| text.trim().is_empty())
}

fn single(value: &mut Value, ty: &'static Type) {
    match ty {
        Type::Object(object) => conform(value, object),
        Type::Map(ty) => {
            for entry in value.as_object_mut().into_iter().flat_map(Map::values_mut) {
                match ty {
                    Type::List(inner) => list(entry, "", inner),
                    ty => single(entry, ty),
                }
            }
        }
        Type::Integer => convert::<i64>(value),
        Type::Float if value.is_number() => {}
        Type::Float => convert::<f64>(value),
        Type::Boolean => convert::<bool>(value),
        Type::Text => match value {
            // A float has lost digits already.
            Value::Number(number) if !number.is_f64() => *value = number.to_string().into(),
            Value::Bool(flag) => *value = flag.to_string().into(),
            _ => {}
        },
        Type::Enum(_) | Type::Json | Type::Any | Type::Image | Type::Bytes | Type::List(_) => {}
    }
}

/// Gives a scalar its documented type, as answers are decoded.
fn convert<T: ScalarSlot + Default + Into<Value>>(value: &mut Value) {
    let mut typed = T::default();
    let read = scalar(value).is_some_and(|scalar| {
        let other = scalar.other_form();
        typed.set(scalar) || other.is_some_and(|other| typed.set(other))
    });
    if read {
        *value = typed.into();
    }
}

fn scalar(value: &Value) -> Option<Scalar<'_>> {
    Some(match value {
        Value::Bool(value) => Scalar::Bool(*value),
        Value::String(text) => Scalar::Text(text),
        Value::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(number), _) => Scalar::Int(number),
            (None, Some(number)) => Scalar::Float(number),
            (None, None) => return None,
        },
        _ => return None,
    })
}
