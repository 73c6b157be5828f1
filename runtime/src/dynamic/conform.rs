//! An answer as it came, with the types that are documented.

use serde_json::{Map, Value};

use super::table::{Object, Type};

/// Makes one form of the many that gateways send: a name has its documented
/// case, a list is a list even with one member, a number or boolean that came as a text is one, and a text that
/// came as a number is a text. What is not documented stays as it is, and so
/// does what cannot be converted.
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
            ty => single(member, ty),
        }
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
        Type::Integer => parse(value, |text| text.parse::<i64>().ok().map(Value::from)),
        Type::Float => parse(value, |text| text.parse::<f64>().ok().map(Value::from)),
        Type::Boolean => parse(value, |text| {
            let is = |known| text.eq_ignore_ascii_case(known);
            match () {
                () if is("true") => Some(Value::Bool(true)),
                () if is("false") => Some(Value::Bool(false)),
                () => None,
            }
        }),
        Type::Text => match value {
            // A float has lost digits already.
            Value::Number(number) if !number.is_f64() => *value = number.to_string().into(),
            Value::Bool(flag) => *value = flag.to_string().into(),
            _ => {}
        },
        Type::Enum(_) | Type::Json | Type::Image | Type::List(_) => {}
    }
}

fn parse(value: &mut Value, read: impl Fn(&str) -> Option<Value>) {
    let parsed = value.as_str().and_then(|text| read(text.trim()));
    if let Some(parsed) = parsed {
        *value = parsed;
    }
}
