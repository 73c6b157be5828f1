//! Requests with every parameter, made from the samples of the spec.

use aliyun_codegen::model::{Action, Enum, EnumRef, Field, Model, Object, Rule, Type};
use serde_json::{Map, Value, json};

use crate::support::{jpeg, picture};

/// The values of all fields, as in a JSON file.
pub(crate) fn request(model: &Model, action: &Action) -> Value {
    object(model, action, &action.request)
}

fn object(model: &Model, action: &Action, object: &Object) -> Value {
    let fields = object.fields.iter();
    let members = fields.map(|field| (field.name.clone(), value(model, action, field, &field.ty)));
    Value::Object(members.collect::<Map<_, _>>())
}

fn value(model: &Model, action: &Action, field: &Field, ty: &Type) -> Value {
    match ty {
        Type::List(member) => {
            let least = field.rules.iter().find_map(|rule| match rule {
                Rule::Items(least, _) => Some(*least),
                _ => None,
            });
            (0..least.unwrap_or(1).max(1))
                .map(|_| value(model, action, field, member))
                .collect()
        }
        Type::Map(member) => json!({"key": value(model, action, field, member)}),
        Type::Object(index) => object(model, action, &action.objects[*index]),
        Type::Enum(reference) => {
            let known = &enumeration(model, action, *reference).values[0].value;
            json!(field.sample.as_ref().unwrap_or(known))
        }
        Type::Image => json!(format!("@{}", image(field).0)),
        Type::Json => match &field.sample {
            Some(text) => serde_json::from_str(text).unwrap(),
            None => json!({}),
        },
        scalar => json!(text(field, scalar)),
    }
}

fn enumeration<'m>(model: &'m Model, action: &'m Action, reference: EnumRef) -> &'m Enum {
    match reference {
        EnumRef::Shared(index) => &model.enums[index],
        EnumRef::Action(index) => &action.enums[index],
    }
}

/// The sample, or a value that the limits allow.
fn text(field: &Field, ty: &Type) -> String {
    if let Some(sample) = &field.sample {
        return sample.clone();
    }
    let mut length = 1;
    let mut number = 1.0_f64;
    for rule in &field.rules {
        match *rule {
            Rule::Length(least, _) => length = least.max(1),
            #[allow(clippy::cast_precision_loss, reason = "limits are small")]
            Rule::Range(least, most) => number = number.max(least as f64).min(most as f64),
            Rule::FloatRange(least, most) => number = number.max(least).min(most),
            _ => {}
        }
    }
    match ty {
        Type::Boolean => "true".to_owned(),
        Type::Integer | Type::Long | Type::Float => number.to_string(),
        _ => "x".repeat(usize::try_from(length).unwrap()),
    }
}

/// The name and content of an image that the limits allow.
pub(crate) fn image(field: &Field) -> (String, Vec<u8>) {
    let limits = field.rules.iter().find_map(|rule| match rule {
        Rule::Image(media, least, _) => {
            Some((media.first().map_or("jpeg", String::as_str), *least))
        }
        _ => None,
    });
    let (media, least) = limits.unwrap_or(("jpeg", 0));
    let size = usize::try_from(least).unwrap().max(1024);
    let bytes = match media {
        "bmp" => picture(b"BM", size),
        "png" => picture(&[0x89, b'P', b'N', b'G'], size),
        "gif" => picture(b"GIF89a", size),
        _ => jpeg(size),
    };
    (format!("{}.{media}", field.name), bytes)
}

/// The images among the fields.
pub(crate) fn images(action: &Action) -> impl Iterator<Item = &Field> {
    let objects = std::iter::once(&action.request).chain(&action.objects);
    let fields = objects.flat_map(|object| &object.fields);
    fields.filter(|field| matches!(field.ty.innermost(), Type::Image))
}
