//! Turns a checked spec into the model.

use std::collections::{HashMap, HashSet};

use crate::location::Location;
use crate::model::numeric;
use crate::model::shared::{Copies, Shared, blank, box_cycles};
use crate::model::{
    Action, Area, CommonParameter, Enum, EnumRef, EnumValue, Erratum, ErrorCode, Example, Field,
    Model, Object, Outcome, Pagination, Placeholder, Product, Role, Rule, Submits, Template, Type,
    Waiter,
};
use crate::names;
use crate::source::Spanned;
use crate::spec::{self, Need, Spec, Text, TypeExpr};

/// Resolves a spec in which [`check`](crate::check::check) found no error;
/// `None` if there is no product file, which loading reports.
pub(crate) fn resolve(spec: &Spec) -> Option<Model> {
    let product = spec.product.as_ref()?;
    let mut shared = Shared::resolve(product);
    let shared_errors: HashMap<&str, &spec::ErrorCode> = product
        .errors
        .iter()
        .map(|error| (error.code.value.as_str(), error))
        .collect();
    let mut actions: Vec<Action> = spec
        .actions
        .iter()
        .map(|action| Resolver::new(&shared).action(action, &shared_errors))
        .collect();
    actions.sort_by(|a, b| a.name.cmp(&b.name));
    shared.settle(&mut actions);
    let mut errors: Vec<ErrorCode> = product.errors.iter().map(error).collect();
    let mut codes: HashSet<String> = errors.iter().map(|error| error.code.clone()).collect();
    for own in actions.iter().flat_map(|action| &action.errors) {
        if codes.insert(own.code.clone()) {
            errors.push(own.clone());
        }
    }
    errors.sort_by(|a, b| a.code.cmp(&b.code));
    let outcomes = outcomes(spec, product);
    let uses = actions.iter_mut().flat_map(|action| &mut action.errors);
    for error in errors.iter_mut().chain(uses) {
        error.outcome = outcomes.get(&error.code).copied();
    }
    let mut model = Model {
        product: facts(product),
        enums: shared.enums,
        objects: shared.objects,
        errors,
        actions,
    };
    numeric::mark(&mut model);
    Some(model)
}

fn facts(product: &spec::Product) -> Product {
    Product {
        name: product.name.value.clone(),
        version: product.version.value.clone(),
        doc: product.doc.value.clone(),
        endpoint: product.endpoint.value.clone(),
        regions: product
            .regions
            .iter()
            .map(|(region, host)| (region.value.clone(), host.value.clone()))
            .collect(),
        areas: product
            .areas
            .iter()
            .map(|area| Area {
                name: area.name.value.clone(),
                doc: area.doc.value.clone(),
            })
            .collect(),
        common_parameters: product
            .common
            .iter()
            .map(|common| CommonParameter {
                name: common.name.value.clone(),
                required: common.required,
                doc: common.doc.value.clone(),
            })
            .collect(),
    }
}

pub(super) fn own(text: Option<&Text>) -> Option<String> {
    text.map(|text| text.value.clone())
}

fn or_empty(text: Option<&Text>) -> String {
    own(text).unwrap_or_default()
}

fn flag(flag: Option<&Spanned<bool>>) -> bool {
    flag.is_some_and(|flag| flag.value)
}

/// A Rust type name; checking has refused texts without one.
pub(super) fn type_ident(name: &Text) -> String {
    names::type_name(&name.value).unwrap_or_default()
}

pub(super) fn enumeration(definition: &spec::Enum) -> Enum {
    let source = definition.rust.as_ref().unwrap_or(&definition.name);
    Enum {
        rust_name: names::type_name(&source.value).unwrap_or_default(),
        doc: or_empty(definition.doc.as_ref()),
        open: definition.open,
        integer: definition.integer,
        values: values(&definition.values),
    }
}

fn values(values: &[spec::Value]) -> Vec<EnumValue> {
    values
        .iter()
        .map(|value| EnumValue {
            value: value.value.value.clone(),
            ident: names::variant(&value.name.as_ref().unwrap_or(&value.value).value)
                .unwrap_or_default(),
            doc: or_empty(value.doc.as_ref()),
            deprecated: own(value.deprecated.as_ref()),
        })
        .collect()
}

fn outcome(error: &spec::ErrorCode) -> Option<Outcome> {
    Outcome::from_word(&error.outcome.as_ref()?.value)
}

/// The outcomes in all descriptions of codes: a code has the same meaning in all
/// answers of the product.
fn outcomes(spec: &Spec, product: &spec::Product) -> HashMap<String, Outcome> {
    let own = spec.actions.iter().flat_map(|action| &action.errors);
    let own = own.filter_map(|used| match used {
        spec::ErrorUse::Own(own) => Some(own),
        spec::ErrorUse::Shared(_) => None,
    });
    product
        .errors
        .iter()
        .chain(own)
        .filter_map(|error| Some((error.code.value.clone(), outcome(error)?)))
        .collect()
}

fn error(error: &spec::ErrorCode) -> ErrorCode {
    ErrorCode {
        code: error.code.value.clone(),
        ident: names::variant(&error.name.as_ref().unwrap_or(&error.code).value)
            .unwrap_or_default(),
        http_status: error
            .http_status
            .as_ref()
            .and_then(|status| u16::try_from(status.value).ok()),
        message: own(error.message.as_ref()),
        outcome: outcome(error),
        doc: error.doc.value.clone(),
    }
}

/// One action, or the objects of a product: types get their indexes in order of
/// first use.
pub(super) struct Resolver<'a> {
    shared: &'a Shared<'a>,
    /// Whether the objects of the product are resolved.
    product: bool,
    named_enums: HashMap<&'a str, usize>,
    named_objects: HashMap<&'a str, usize>,
    /// Enums defined in place, by their Rust names.
    in_place_enums: HashMap<String, usize>,
    enums: Vec<Enum>,
    objects: Vec<Object>,
    copies: Copies,
}

impl<'a> Resolver<'a> {
    fn new(shared: &'a Shared<'a>) -> Self {
        Self {
            shared,
            product: false,
            named_enums: HashMap::new(),
            named_objects: HashMap::new(),
            in_place_enums: HashMap::new(),
            enums: Vec::new(),
            objects: Vec::new(),
            copies: Copies::default(),
        }
    }

    /// A resolver whose enums are those of the product.
    pub(super) fn of_product(shared: &'a Shared<'a>) -> Self {
        Self {
            product: true,
            enums: shared.enums.clone(),
            ..Self::new(shared)
        }
    }

    /// Objects, and the types defined in place in them.
    pub(super) fn objects(mut self, definitions: &'a [spec::Object]) -> (Vec<Object>, Vec<Enum>) {
        self.define(definitions);
        box_cycles(&mut self.objects);
        (self.objects, self.enums)
    }

    fn define(&mut self, definitions: &'a [spec::Object]) {
        let first = self.objects.len();
        for object in definitions {
            self.named_objects
                .insert(&object.name.value, self.objects.len());
            self.objects.push(blank(object));
        }
        for (index, object) in (first..).zip(definitions) {
            let role = self.objects[index].role;
            self.objects[index].fields = self.fields(&object.fields, role);
        }
    }

    fn action(
        mut self,
        action: &'a spec::Action,
        shared_errors: &HashMap<&str, &spec::ErrorCode>,
    ) -> Action {
        for definition in &action.enums {
            self.named_enums
                .insert(&definition.name.value, self.enums.len());
            self.enums.push(enumeration(definition));
        }
        self.define(&action.objects);
        let request = self.fields(&action.parameters, Role::Request);
        let mut response = self.fields(&action.response, Role::Response);
        for (field, read) in response.iter_mut().zip(&action.response) {
            if read.location.is_none() {
                field.location = Location::Body;
            }
        }
        box_cycles(&mut self.objects);
        let name = &action.name.value;
        let object = |suffix: &str, role, fields| Object {
            rust_name: names::type_name(&format!("{name}{suffix}")).unwrap_or_default(),
            doc: String::new(),
            role,
            shared: false,
            fields,
        };
        Action {
            request: object("Request", Role::Request, request),
            response: object("Response", Role::Response, response),
            name: name.clone(),
            file: action.file.clone(),
            doc: action.doc.value.clone(),
            page: own(action.page.as_ref()),
            no_page: own(action.no_page.as_ref()),
            area: own(action.area.as_ref()),
            http_method: action
                .method
                .as_ref()
                .map(|method| method.value)
                .unwrap_or_default(),
            path: action
                .path
                .as_ref()
                .and_then(|path| Template::parse(&path.value).ok()),
            anonymous: action.anonymous,
            idempotent: action.idempotent,
            idempotency_token: own(action.idempotency_token.as_ref()),
            body: own(action.body.as_ref()),
            deprecated: own(action.deprecated.as_ref()),
            module: names::module(name).unwrap_or_default(),
            method: names::method(name).unwrap_or_default(),
            objects: self.objects,
            enums: self.enums,
            errors: errors(&action.errors, shared_errors),
            pagination: action.pagination.as_ref().map(|it| pagination(action, it)),
            waiter: action.waiter.as_ref().map(waiter),
            submits: action.submits.as_ref().map(|submits| Submits {
                task: submits.task.value.clone(),
                watched_by: submits.watched_by.value.clone(),
                items: own(submits.items.as_ref()),
            }),
            examples: action.examples.iter().map(example).collect(),
            errata: action.errata.iter().map(erratum).collect(),
        }
    }

    fn fields(&mut self, fields: &'a [spec::Field], role: Role) -> Vec<Field> {
        fields.iter().map(|field| self.field(field, role)).collect()
    }

    fn field(&mut self, field: &'a spec::Field, role: Role) -> Field {
        let source = field.rust.as_ref().unwrap_or(&field.name);
        let need = field.required.as_ref();
        let need = need.map_or(Need::Optional, |need| need.value);
        Field {
            name: field.name.value.clone(),
            ident: names::field(&source.value).unwrap_or_default(),
            doc: or_empty(field.doc.as_ref()),
            ty: self.ty(&field.ty.value, field, role),
            location: field
                .location
                .as_ref()
                .map(|location| location.value)
                .unwrap_or_default(),
            encoding: field
                .encoding
                .as_ref()
                .map(|encoding| encoding.value)
                .unwrap_or_default(),
            content_type: own(field.content_type.as_ref()).map(|media| {
                if media == NO_CONTENT_TYPE {
                    String::new()
                } else {
                    media
                }
            }),
            required: need != Need::Optional,
            documented_only: need == Need::Documented,
            boxed: false,
            numeric: false,
            required_when: own(field.required_when.as_ref()),
            default: own(field.default.as_ref()),
            rules: rules(field),
            sensitive: flag(field.sensitive.as_ref()),
            deprecated: own(field.deprecated.as_ref()),
            item: own(field.item.as_ref()),
            sample: own(field.sample.as_ref()),
        }
    }

    fn ty(&mut self, ty: &TypeExpr, field: &'a spec::Field, role: Role) -> Type {
        match ty {
            TypeExpr::String | TypeExpr::Invalid => Type::String,
            TypeExpr::Integer => Type::Integer,
            TypeExpr::Long => Type::Long,
            TypeExpr::Float => Type::Float,
            TypeExpr::Boolean => Type::Boolean,
            TypeExpr::Json => Type::Json,
            TypeExpr::Any => Type::Any,
            TypeExpr::Bytes => Type::Bytes,
            TypeExpr::Image => Type::Image,
            TypeExpr::Enum(integer) => {
                let index = self.in_place_enum(*integer, field);
                Type::Enum(self.enum_ref(index))
            }
            TypeExpr::Object => Type::Object(self.in_place_object(field, role)),
            TypeExpr::Named(name) => self.named(name),
            TypeExpr::List(member) => Type::List(Box::new(self.ty(member, field, role))),
            TypeExpr::Map(value) => Type::Map(Box::new(self.ty(value, field, role))),
        }
    }

    fn enum_ref(&self, index: usize) -> EnumRef {
        if self.product {
            EnumRef::Shared(index)
        } else {
            EnumRef::Action(index)
        }
    }

    /// Checking has refused undefined names.
    fn named(&mut self, name: &str) -> Type {
        if let Some(index) = self.named_enums.get(name) {
            Type::Enum(EnumRef::Action(*index))
        } else if let Some(index) = self.named_objects.get(name) {
            Type::Object(*index)
        } else if let Some(index) = self.shared.enum_names.get(name) {
            Type::Enum(EnumRef::Shared(*index))
        } else if let Some(index) = self.shared.object_names.get(name) {
            let from = &self.shared.objects;
            Type::Object(self.copies.copy(*index, from, &mut self.objects))
        } else {
            Type::String
        }
    }

    /// Equal enums of an action are one type.
    fn in_place_enum(&mut self, integer: bool, field: &spec::Field) -> usize {
        let listed = field
            .values
            .as_ref()
            .map_or(&[][..], |values| &values.value);
        let definition = Enum {
            rust_name: names::type_name(names::type_source(field)).unwrap_or_default(),
            doc: or_empty(field.doc.as_ref()),
            open: flag(field.open.as_ref()),
            integer,
            values: values(listed),
        };
        if let Some(index) = self.in_place_enums.get(&definition.rust_name) {
            return *index;
        }
        let index = self.enums.len();
        self.in_place_enums
            .insert(definition.rust_name.clone(), index);
        self.enums.push(definition);
        index
    }

    fn in_place_object(&mut self, field: &'a spec::Field, role: Role) -> usize {
        let index = self.objects.len();
        self.objects.push(Object {
            rust_name: names::type_name(names::type_source(field)).unwrap_or_default(),
            doc: or_empty(field.doc.as_ref()),
            role,
            shared: false,
            fields: Vec::new(),
        });
        let nested = field
            .fields
            .as_ref()
            .map_or(&[][..], |fields| &fields.value);
        self.objects[index].fields = self.fields(nested, role);
        index
    }
}

/// The word for a payload that is sent without a content type.
pub(crate) const NO_CONTENT_TYPE: &str = "none";

fn rules(field: &spec::Field) -> Vec<Rule> {
    let counts = |bounds: &spec::Bounds<u64>| {
        (
            bounds.min.as_ref().map_or(0, |min| min.value),
            bounds.max.as_ref().map_or(u64::MAX, |max| max.value),
        )
    };
    let mut rules = Vec::new();
    if let Some(bounds) = &field.items {
        let (min, max) = counts(&bounds.value);
        rules.push(Rule::Items(min, max));
    }
    if let Some(bounds) = &field.length {
        let (min, max) = counts(&bounds.value);
        rules.push(Rule::Length(min, max));
    }
    if let Some(bounds) = &field.range {
        let (min, max) = (
            own(bounds.value.min.as_ref()),
            own(bounds.value.max.as_ref()),
        );
        rules.push(if matches!(field.ty.value.innermost(), TypeExpr::Float) {
            Rule::FloatRange(end(min, f64::MIN), end(max, f64::MAX))
        } else {
            Rule::Range(end(min, i64::MIN), end(max, i64::MAX))
        });
    }
    if let Some(pattern) = &field.pattern {
        rules.push(Rule::Pattern(pattern.value.clone()));
    }
    if matches!(field.ty.value.innermost(), TypeExpr::Image) {
        let media = field.media.as_ref().map_or(&[][..], |media| &media.value);
        let media = media.iter().map(|media| media.value.clone()).collect();
        let (min, max) = field
            .raw_size
            .as_ref()
            .map_or((1, u64::MAX), |size| counts(&size.value));
        rules.push(Rule::Image(media, min, max));
    }
    rules
}

fn end<T: std::str::FromStr>(bound: Option<String>, open: T) -> T {
    bound.and_then(|text| text.parse().ok()).unwrap_or(open)
}

fn errors(errors: &[spec::ErrorUse], shared: &HashMap<&str, &spec::ErrorCode>) -> Vec<ErrorCode> {
    errors
        .iter()
        .filter_map(|used| match used {
            spec::ErrorUse::Own(own) => Some(error(own)),
            spec::ErrorUse::Shared(code) => {
                let shared = shared.get(code.value.as_str());
                shared.map(|shared| error(shared))
            }
        })
        .collect()
}

fn pagination(action: &spec::Action, pagination: &spec::Pagination) -> Pagination {
    Pagination {
        items: pagination.items.value.clone(),
        position: pagination.position.value.clone(),
        size: own(pagination.size.as_ref()),
        default_size: pagination.page_size(&action.parameters),
        more: own(pagination.more.as_ref()),
        total: own(pagination.total.as_ref()),
        total_items: own(pagination.total_items.as_ref()),
        cursor: own(pagination.cursor.as_ref()),
        offset: flag(pagination.offset.as_ref()),
        first_page: pagination.first_page.as_ref().map_or(1, |page| page.value),
    }
}

fn waiter(waiter: &spec::Waiter) -> Waiter {
    let texts = |texts: &[Text]| texts.iter().map(|text| text.value.clone()).collect();
    Waiter {
        method: names::waiter(&waiter.name.value).unwrap_or_default(),
        doc: waiter.doc.value.clone(),
        key: waiter.key.value.clone(),
        id: own(waiter.id.as_ref()),
        subject: own(waiter.subject.as_ref()),
        status: waiter.status.value.clone(),
        success: texts(&waiter.success),
        failure: texts(&waiter.failure),
        messages: texts(&waiter.messages),
    }
}

fn example(example: &spec::Example) -> Example {
    Example {
        name: example.name.value.clone(),
        request: own(example.request.as_ref()),
        xml: own(example.xml.as_ref()),
        json: own(example.json.as_ref()),
        placeholders: example
            .placeholders
            .iter()
            .map(|placeholder| Placeholder {
                text: placeholder.text.value.clone(),
                parameters: placeholder
                    .stands_for
                    .iter()
                    .filter(|name| name.value != "common")
                    .map(|name| name.value.clone())
                    .collect(),
            })
            .collect(),
    }
}

fn erratum(erratum: &spec::Erratum) -> Erratum {
    Erratum {
        lint: erratum.lint.value.clone(),
        subject: own(erratum.subject.as_ref()),
        replacement: own(erratum.replacement.as_ref()),
        reason: erratum.reason.value.clone(),
    }
}
