//! Types of fields and their entries in the tables.

use proc_macro2::TokenStream;

use crate::emit::{Options, text};
use crate::model::{
    Action, Encoding, Enum, EnumRef, Field, Location, Model, Object, Role, Rule, Type,
};

/// The context for naming types.
#[derive(Clone, Copy)]
pub(crate) struct Context<'a> {
    pub(crate) model: &'a Model,
    pub(crate) action: &'a Action,
    pub(crate) options: &'a Options,
}

impl Context<'_> {
    /// Path of the client's root module from the action's module.
    pub(crate) fn root(self) -> TokenStream {
        text::tokens(self.root_path())
    }

    /// As [`root`](Self::root), as text.
    pub(crate) fn root_path(self) -> &'static str {
        match self.model.area(self.action) {
            Some(_) => "super::super",
            None => "super",
        }
    }

    /// The type of a value.
    pub(crate) fn name(self, ty: &Type) -> String {
        match ty {
            Type::String => "String".to_owned(),
            Type::Integer | Type::Long => "i64".to_owned(),
            Type::Float => "f64".to_owned(),
            Type::Boolean => "bool".to_owned(),
            Type::Json | Type::Any => "rt::Json".to_owned(),
            Type::Bytes => "rt::Bytes".to_owned(),
            Type::Image => "rt::Image".to_owned(),
            Type::Enum(reference) => self.enum_name(*reference),
            Type::Object(index) => {
                let object = &self.action.objects[*index];
                if object.shared {
                    format!("{}::objects::{}", self.root_path(), object.rust_name)
                } else {
                    object.rust_name.clone()
                }
            }
            Type::List(member) => format!("Vec<{}>", self.name(member)),
            Type::Map(value) => format!("BTreeMap<String, {}>", self.name(value)),
        }
    }

    fn enum_name(self, reference: EnumRef) -> String {
        let name = &self.definition(reference).rust_name;
        match reference {
            EnumRef::Action(_) => name.clone(),
            EnumRef::Shared(_) => format!("{}::enums::{name}", self.root_path()),
        }
    }

    /// The type of a struct field: a list may be empty, other values may be absent.
    pub(crate) fn field_type(self, field: &Field) -> String {
        let value = self.name(&field.ty);
        match field.ty {
            Type::List(_) | Type::Map(_) => value,
            _ if field.boxed => format!("Option<Box<{value}>>"),
            _ => format!("Option<{value}>"),
        }
    }

    /// The table of a struct; `values` gives the rule for the values of a closed enum.
    /// Limits are only for requests: answers are not checked.
    pub(crate) fn table(
        self,
        indent: &str,
        object: &Object,
        top: bool,
        values: impl Fn(&Field) -> Option<String>,
    ) -> String {
        let names = object.fields.iter().map(|field| text::string(&field.name));
        let (mut items, mut rules) = (Vec::new(), Vec::new());
        let (mut locations, mut encodings) = (Vec::new(), Vec::new());
        for (index, field) in object.fields.iter().enumerate() {
            if let Some(item) = &field.item {
                items.push(format!("({index}, {})", text::string(item)));
            }
            if object.role.is_sent() {
                let documented = field
                    .documented_only
                    .then(|| "rt::Rule::Documented".to_owned());
                let own = field.rules.iter().map(rule).chain(values(field));
                let own = own.chain(documented);
                rules.extend(own.map(|rule| format!("({index}, {rule})")));
            }
            if let Some(location) = location(field, object.role).filter(|_| top) {
                locations.push(format!("({index}, rt::Location::{location:?})"));
            }
            if let Some(encoding) = encoding(field, top).filter(|_| object.role.is_sent()) {
                encodings.push(format!("({index}, rt::Encoding::{encoding:?})"));
            }
        }
        let task = self.action.submits.as_ref().filter(|_| top);
        let flags = flags(object, task.map(|submits| submits.task.as_str()));
        let flags = match flags.as_str() {
            "" => String::new(),
            _ => format!(".flags({})", text::string(&flags)),
        };
        let name = text::string(&object.rust_name);
        let start = format!("rt::Shape::new({name}, &");
        let rest = flags.len() + ")".len();
        let mut out = text::list(indent, &start, &names.collect::<Vec<_>>(), rest);
        out.push(')');
        out.push_str(&flags);
        for (method, entries) in [
            (".items(&", items),
            (".rules(&", rules),
            (".locations(&", locations),
            (".encodings(&", encodings),
        ] {
            if !entries.is_empty() {
                let before = out.len() - out.rfind('\n').map_or(0, |end| end + 1);
                out.push_str(&text::list(indent, method, &entries, before + 1));
                out.push(')');
            }
        }
        out
    }

    /// The rule for the values of a closed enum.
    pub(crate) fn one_of(self, field: &Field) -> Option<String> {
        let Type::Enum(reference) = field.ty.innermost() else {
            return None;
        };
        let closed = !self.definition(*reference).open;
        closed.then(|| format!("rt::Rule::OneOf({}::VALUES)", self.enum_name(*reference)))
    }
}

impl<'a> Context<'a> {
    /// The enum behind a reference.
    pub(crate) fn definition(self, reference: EnumRef) -> &'a Enum {
        match reference {
            EnumRef::Action(index) => &self.action.enums[index],
            EnumRef::Shared(index) => &self.model.enums[index],
        }
    }
}

/// One hexadecimal digit per field, up to the last that has flags: 1 required, 2
/// sensitive, 4 a number in JSON, 8 a whole number of 32 bits. An answer to a submission is required to
/// name the task.
pub(crate) fn flags(object: &Object, task: Option<&str>) -> String {
    let digits = object.fields.iter().map(|field| {
        let short = object.role.is_sent() && field.ty.innermost() == &Type::Integer;
        let names_task = object.role == Role::Response && task == Some(field.name.as_str());
        let required = field.required && !field.documented_only;
        let flags = u32::from(required || names_task)
            | u32::from(field.sensitive) << 1
            | u32::from(field.numeric && object.role.is_sent()) << 2
            | u32::from(short) << 3;
        char::from_digit(flags, 16).unwrap_or('0')
    });
    let digits: String = digits.collect();
    digits.trim_end_matches('0').to_owned()
}

/// Where a field travels, unless that is in the query. Fields of an answer are members
/// of its body unless they say otherwise.
pub(crate) fn location(field: &Field, role: Role) -> Option<Location> {
    let implied = match field.location {
        Location::Query => true,
        Location::Body => role == Role::Response,
        _ => false,
    };
    (!implied).then_some(field.location)
}

/// How a field becomes text, unless it is flattened. A JSON text is one everywhere. A list
/// of objects that is the whole body is sent even if it is not set.
pub(crate) fn encoding(field: &Field, top: bool) -> Option<Encoding> {
    let list_of_objects = |ty: &Type| match ty {
        Type::List(member) => matches!(**member, Type::Object(_)),
        _ => false,
    };
    match field.encoding {
        _ if field.ty == Type::Json => Some(Encoding::Json),
        _ if !top => None,
        _ if field.location == Location::Payload => {
            list_of_objects(&field.ty).then_some(Encoding::Json)
        }
        Encoding::Flattened => None,
        encoding => Some(encoding),
    }
}

fn rule(rule: &Rule) -> String {
    match rule {
        Rule::Length(min, max) => format!("rt::Rule::Length({min}, {})", count(*max)),
        Rule::Items(min, max) => format!("rt::Rule::Items({min}, {})", count(*max)),
        Rule::Range(min, max) => format!("rt::Rule::Range({}, {})", whole(*min), whole(*max)),
        Rule::FloatRange(min, max) => {
            format!("rt::Rule::FloatRange({}, {})", float(*min), float(*max))
        }
        Rule::Pattern(pattern) => format!("rt::Rule::Pattern({})", text::string(pattern)),
        Rule::Image(media, min, max) => {
            let media: Vec<_> = media.iter().map(|media| format_name(media)).collect();
            let media = media.join(", ");
            format!("rt::Rule::Image(&[{media}], {min}, {})", count(*max))
        }
    }
}

fn format_name(media: &str) -> &'static str {
    match media {
        "jpeg" => "rt::Media::Jpeg",
        "bmp" => "rt::Media::Bmp",
        "png" => "rt::Media::Png",
        _ => "rt::Media::Gif",
    }
}

fn count(number: u64) -> String {
    match number {
        u64::MAX => "u64::MAX".to_owned(),
        _ => number.to_string(),
    }
}

fn whole(number: i64) -> String {
    match number {
        i64::MAX => "i64::MAX".to_owned(),
        i64::MIN => "i64::MIN".to_owned(),
        _ => number.to_string(),
    }
}

fn float(number: f64) -> String {
    if number == f64::MAX {
        return "f64::MAX".to_owned();
    }
    if number == f64::MIN {
        return "f64::MIN".to_owned();
    }
    format!("{number:?}")
}
