//! A call of any action with every parameter that it must have.

use aliyun_codegen::model::{Action, Enum, EnumRef, Field, Location, Model, Rule, Type};

use crate::client::Call;

/// The beginning of a JPEG, as base64; `A` stands for zeros after it.
const JPEG: &str = "/9j/";

/// The call with its required parameters, the documented samples where there
/// are any.
pub(crate) fn fill(model: &Model, action: &Action, mut call: Call) -> Call {
    let mut pairs = Vec::new();
    fields(model, action, "", &action.request.fields, &mut pairs);
    for (name, value, location) in pairs {
        call = match location {
            Location::Query => call.query(&name, &value),
            Location::Form => call.form(&name, &value),
            other => panic!("{other:?} is not in this spec"),
        };
    }
    call
}

type Pairs = Vec<(String, String, Location)>;

fn fields(model: &Model, action: &Action, path: &str, fields: &[Field], pairs: &mut Pairs) {
    for field in fields.iter().filter(|field| field.required) {
        let path = format!("{path}{}", field.name);
        value(model, action, &path, field, &field.ty, pairs);
    }
}

fn value(model: &Model, action: &Action, path: &str, field: &Field, ty: &Type, pairs: &mut Pairs) {
    match ty {
        Type::List(member) => value(model, action, &format!("{path}.1"), field, member, pairs),
        Type::Map(member) => value(model, action, &format!("{path}.a"), field, member, pairs),
        Type::Object(at) => {
            let inside = &action.objects[*at].fields;
            let before = pairs.len();
            fields(model, action, &format!("{path}."), inside, pairs);
            let any = inside.first().filter(|_| pairs.len() == before);
            if let Some(any) = any {
                let path = format!("{path}.{}", any.name);
                value(model, action, &path, any, &any.ty, pairs);
            }
        }
        ty => pairs.push((
            path.to_owned(),
            text(model, action, field, ty),
            field.location,
        )),
    }
}

fn text(model: &Model, action: &Action, field: &Field, ty: &Type) -> String {
    let listed = |which: &EnumRef| -> Enum {
        match which {
            EnumRef::Shared(at) => model.enums[*at].clone(),
            EnumRef::Action(at) => action.enums[*at].clone(),
        }
    };
    match ty {
        Type::Image => picture(field),
        Type::Enum(which) => {
            let known = listed(which).values;
            let sample = known
                .iter()
                .find(|known| field.sample.as_ref() == Some(&known.value));
            sample.unwrap_or(&known[0]).value.clone()
        }
        ty => field.sample.clone().unwrap_or_else(|| made_up(field, ty)),
    }
}

fn made_up(field: &Field, ty: &Type) -> String {
    let least = |rule: &Rule| match rule {
        Rule::Range(least, _) => Some(*least),
        _ => None,
    };
    match ty {
        Type::Boolean => "true".to_owned(),
        Type::Json => "{}".to_owned(),
        Type::Integer | Type::Long | Type::Float => {
            let least = field.rules.iter().find_map(least);
            least.unwrap_or(1).max(1).to_string()
        }
        _ => "example".to_owned(),
    }
}

/// The smallest picture that the field takes.
fn picture(field: &Field) -> String {
    let least = field.rules.iter().find_map(|rule| match rule {
        Rule::Image(_, least, _) => usize::try_from(*least).ok(),
        _ => None,
    });
    let groups = least.unwrap_or(3).div_ceil(3);
    JPEG.to_owned() + &"AAAA".repeat(groups - 1)
}
