//! Tables of objects. Each is made once, and everything that refers to the object shares
//! it.

use std::collections::HashMap;

use aliyun_runtime::dynamic as t;
use aliyun_runtime::generated as rt;

use super::enumeration;
use super::leak::{leak, list, text};
use crate::emit::commands::Texts;
use crate::emit::fields;
use crate::model::{Action, Encoding, EnumRef, Field, Location, Model, Object, Rule, Type};

/// The objects and enums that an index of a type may lead to.
pub(super) struct Objects<'m> {
    /// Tables by the index of the object.
    tables: Vec<&'static t::Object>,
    /// Enums of the product.
    shared: Vec<&'static t::Enum>,
    /// Enums of the action.
    own: Vec<&'static t::Enum>,
    /// Tables of the product by the Rust name of their objects.
    names: HashMap<&'m str, &'static t::Object>,
    /// Response field with the number of the task that the action submits.
    task: Option<&'m str>,
}

impl<'m> Objects<'m> {
    /// The tables of objects that actions share.
    pub(super) fn shared(model: &'m Model) -> Self {
        let mut objects = Self {
            tables: Vec::new(),
            shared: model.enums.iter().map(enumeration).collect(),
            own: Vec::new(),
            names: HashMap::new(),
            task: None,
        };
        objects.add(&model.objects);
        let names = model.objects.iter().map(|object| object.rust_name.as_str());
        objects.names = names.zip(objects.tables.iter().copied()).collect();
        objects
    }

    /// The tables of the objects of an action.
    pub(super) fn of<'a>(&'a self, action: &'a Action) -> Objects<'a> {
        let task = action.submits.as_ref().map(|submits| submits.task.as_str());
        let mut objects = Objects {
            tables: Vec::new(),
            shared: self.shared.clone(),
            own: action.enums.iter().map(enumeration).collect(),
            names: self.names.clone(),
            task,
        };
        objects.add(&action.objects);
        objects
    }

    /// Makes the tables of objects that may contain each other.
    fn add(&mut self, objects: &[Object]) {
        let known = |object: &Object| match object.shared {
            true => self.names.get(object.rust_name.as_str()).copied(),
            false => None,
        };
        let known: Vec<_> = objects.iter().map(known).collect();
        let table = |(object, known): (&Object, &Option<&'static t::Object>)| {
            known.unwrap_or_else(|| leak(t::Object::late(self.shape(object, false))))
        };
        self.tables = objects.iter().zip(&known).map(table).collect();
        for ((object, known), table) in objects.iter().zip(known).zip(&self.tables) {
            if known.is_none() {
                table.complete(self.facts(object));
            }
        }
    }

    /// The table of a request or an answer.
    pub(super) fn top(&self, object: &Object) -> &'static t::Object {
        leak(t::Object::new(self.shape(object, true), self.facts(object)))
    }

    fn shape(&self, object: &Object, top: bool) -> rt::Shape {
        let fields = || object.fields.iter().enumerate();
        let sent = object.role.is_sent();
        let names = object.fields.iter().map(|field| text(&field.name));
        let items = fields().filter_map(|(index, field)| {
            let item = field.item.as_ref()?;
            Some((index, text(item)))
        });
        let rules = fields().filter(|_| sent).flat_map(|(index, field)| {
            let rules = self.rules(field).into_iter();
            rules.map(move |rule| (index, rule))
        });
        let locations = fields().filter(|_| top).filter_map(|(index, field)| {
            let location = fields::location(field, object.role)?;
            Some((index, self::location(location)))
        });
        let encodings = fields().filter(|_| sent).filter_map(|(index, field)| {
            let encoding = fields::encoding(field, top)?;
            Some((index, self::encoding(encoding)))
        });
        let task = self.task.filter(|_| top);
        rt::Shape::new(text(&object.rust_name), list(names))
            .flags(text(&fields::flags(object, task)))
            .items(list(items))
            .rules(list(rules))
            .locations(list(locations))
            .encodings(list(encodings))
    }

    fn rules(&self, field: &Field) -> Vec<rt::Rule> {
        let mut rules: Vec<_> = field.rules.iter().map(rule).collect();
        if let Type::Enum(reference) = field.ty.innermost() {
            let definition = self.definition(*reference);
            if !definition.open {
                let values = definition.values.iter().map(|(value, _)| *value);
                rules.push(rt::Rule::OneOf(list(values)));
            }
        }
        if field.documented_only {
            rules.push(rt::Rule::Documented);
        }
        rules
    }

    fn definition(&self, reference: EnumRef) -> &'static t::Enum {
        match reference {
            EnumRef::Shared(index) => self.shared[index],
            EnumRef::Action(index) => self.own[index],
        }
    }

    fn facts(&self, object: &Object) -> &'static [t::Fact] {
        list(object.fields.iter().map(|field| {
            let texts = Texts::of(field, object);
            t::Fact {
                flag: text(&texts.flag),
                doc: text(&texts.doc),
                ty: self.ty(&field.ty),
                default: text(&texts.default),
                sample: text(&texts.sample),
                required_when: text(&texts.required_when),
                deprecated: text(&texts.deprecated),
            }
        }))
    }

    fn ty(&self, of: &Type) -> t::Type {
        match of {
            Type::String => t::Type::Text,
            Type::Integer | Type::Long => t::Type::Integer,
            Type::Float => t::Type::Float,
            Type::Boolean => t::Type::Boolean,
            Type::Json => t::Type::Json,
            Type::Any => t::Type::Any,
            Type::Bytes => t::Type::Bytes,
            Type::Image => t::Type::Image,
            Type::Enum(reference) => t::Type::Enum(self.definition(*reference)),
            Type::Object(index) => t::Type::Object(self.tables[*index]),
            Type::List(member) => t::Type::List(leak(self.ty(member))),
            Type::Map(value) => t::Type::Map(leak(self.ty(value))),
        }
    }
}

const fn location(location: Location) -> rt::Location {
    match location {
        Location::Query => rt::Location::Query,
        Location::Form => rt::Location::Form,
        Location::Path => rt::Location::Path,
        Location::Header => rt::Location::Header,
        Location::Host => rt::Location::Host,
        Location::Body => rt::Location::Body,
        Location::Payload => rt::Location::Payload,
    }
}

const fn encoding(encoding: Encoding) -> rt::Encoding {
    match encoding {
        Encoding::Flattened => rt::Encoding::Flattened,
        Encoding::Json => rt::Encoding::Json,
        Encoding::Comma => rt::Encoding::Comma,
    }
}

fn rule(rule: &Rule) -> rt::Rule {
    match rule {
        Rule::Length(low, high) => rt::Rule::Length(*low, *high),
        Rule::Items(low, high) => rt::Rule::Items(*low, *high),
        Rule::Range(low, high) => rt::Rule::Range(*low, *high),
        Rule::FloatRange(low, high) => rt::Rule::FloatRange(*low, *high),
        Rule::Pattern(pattern) => rt::Rule::Pattern(text(pattern)),
        Rule::Image(media, low, high) => {
            let media = media.iter().map(|name| self::media(name));
            rt::Rule::Image(list(media), *low, *high)
        }
    }
}

fn media(name: &str) -> rt::Media {
    match name {
        "jpeg" => rt::Media::Jpeg,
        "bmp" => rt::Media::Bmp,
        "png" => rt::Media::Png,
        _ => rt::Media::Gif,
    }
}
