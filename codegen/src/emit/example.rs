//! A short example for the documentation of an action's method. It is compiled
//! as a test of the crate around the client, and not run.

use crate::emit::fields::Context;
use crate::emit::object::setter_name;
use crate::model::{Enum, EnumRef, Field, Object, Rule, Type};

/// Levels of nested objects that are filled in.
const MAX_DEPTH: usize = 3;

/// A code block that makes the call with all required parameters. `path` is the
/// path of the client, such as `aliyun_domain`.
pub(crate) fn emit(context: Context<'_>, path: &str) -> String {
    let action = context.action;
    let imports = if context.model.product.areas.is_empty() {
        format!("use {path}::*;\nuse aliyun_runtime::prelude::*;")
    } else {
        format!("use {path}::prelude::*;")
    };
    let setters: String = setters(context)
        .iter()
        .map(|setter| format!("\n    {setter}"))
        .collect();
    let (name, method) = (&action.request.rust_name, &action.method);
    format!(
        "```no_run\n\
         # async fn example() -> Result<(), Box<dyn std::error::Error>> {{\n\
         {imports}\n\
         \n\
         let client = Client::from_env()?;\n\
         let request = {name}::new(){setters};\n\
         let answer = client.{method}(&request).await?;\n\
         println!(\"{{answer:?}}\");\n\
         # Ok(())\n\
         # }}\n\
         ```"
    )
}

/// The calls that set all required parameters of the request, such as `.set_page_num(1)`.
pub(crate) fn setters(context: Context<'_>) -> Vec<String> {
    required(&context.action.request)
        .map(|field| set(context, field, 0))
        .collect()
}

fn required(object: &Object) -> impl Iterator<Item = &Field> {
    object.fields.iter().filter(|field| field.required)
}

/// `.set_page_num(1)`
fn set(context: Context<'_>, field: &Field, depth: usize) -> String {
    let value = value(context, field, &field.ty, depth);
    format!(".{}({value})", setter_name(field))
}

/// An expression for a setter.
fn value(context: Context<'_>, field: &Field, ty: &Type, depth: usize) -> String {
    let sample = field.sample.as_deref();
    match ty {
        // Readers fill in values without a sample.
        Type::String => format!("{:?}", sample.unwrap_or("…")),
        Type::Integer | Type::Long => integer(field),
        Type::Float => format!("{}_f64", float(field)),
        Type::Boolean => (sample != Some("false")).to_string(),
        Type::Json => match sample {
            Some(sample) => format!("{sample:?}.parse::<Json>()?"),
            None => "Json::default()".to_owned(),
        },
        Type::Any => match sample {
            Some(sample) => format!("Json::from({sample:?})"),
            None => "Json::default()".to_owned(),
        },
        Type::Bytes => "std::fs::read(\"payload.bin\")?".to_owned(),
        Type::Image => "Image::read(\"scan.jpg\")?".to_owned(),
        Type::Enum(EnumRef::Shared(index)) => variant(&context.model.enums[*index], sample),
        Type::Enum(EnumRef::Action(index)) => {
            let variant = variant(&context.action.enums[*index], sample);
            format!("{}::{variant}", context.action.module)
        }
        Type::Object(index) => object(context, &context.action.objects[*index], depth),
        Type::List(member) => format!("[{}]", self::member(context, field, member, depth)),
        Type::Map(member) => {
            let value = self::member(context, field, member, depth);
            format!("[(\"…\", {value})]")
        }
    }
}

/// A member of a list, or the value of an entry. Only the outermost list converts
/// its members.
fn member(context: Context<'_>, field: &Field, ty: &Type, depth: usize) -> String {
    match ty {
        Type::List(_) | Type::Map(_) => exact(context, field, ty, depth),
        ty => value(context, field, ty, depth),
    }
}

/// An expression of exactly this type.
fn exact(context: Context<'_>, field: &Field, ty: &Type, depth: usize) -> String {
    match ty {
        Type::List(member) => format!("vec![{}]", exact(context, field, member, depth)),
        Type::Map(member) => {
            let value = exact(context, field, member, depth);
            format!("std::collections::BTreeMap::from([(String::from(\"…\"), {value})])")
        }
        Type::String => format!("String::from({})", value(context, field, ty, depth)),
        Type::Integer | Type::Long => format!("i64::from({})", integer(field)),
        ty => value(context, field, ty, depth),
    }
}

fn object(context: Context<'_>, object: &Object, depth: usize) -> String {
    // Objects that actions share are in the root and in the prelude.
    let path = if object.shared {
        object.rust_name.clone()
    } else {
        format!("{}::{}", context.action.module, object.rust_name)
    };
    let setters: String = required(object)
        .filter(|_| depth < MAX_DEPTH)
        .map(|field| set(context, field, depth + 1))
        .collect();
    format!("{path}::new(){setters}")
}

fn variant(definition: &Enum, sample: Option<&str>) -> String {
    let usual = || {
        let mut values = definition.values.iter();
        values.find(|value| value.deprecated.is_none())
    };
    let value = definition
        .values
        .iter()
        .find(|value| Some(value.value.as_str()) == sample)
        .or_else(usual);
    let variant = value.map_or("Unknown(String::new())", |value| value.ident.as_str());
    format!("{}::{variant}", definition.rust_name)
}

fn integer(field: &Field) -> String {
    let least = field.rules.iter().find_map(|rule| match rule {
        Rule::Range(min, max) => Some(1.clamp(*min, *max)),
        _ => None,
    });
    let sample = field.sample.as_deref().and_then(|text| text.parse().ok());
    let number: i64 = sample.or(least).unwrap_or(1);
    match i32::try_from(number) {
        Ok(number) => number.to_string(),
        Err(_) => format!("{number}_i64"),
    }
}

fn float(field: &Field) -> f64 {
    let least = field.rules.iter().find_map(|rule| match rule {
        Rule::FloatRange(min, max) => Some(1_f64.clamp(*min, *max)),
        _ => None,
    });
    let sample = field.sample.as_deref().and_then(|text| text.parse().ok());
    sample.or(least).unwrap_or(1.0)
}
