//! Tests made from the documented examples: the example *is* the test.
//!
//! A test calls `crate::conformance`, which the crate that holds the tests
//! provides: `request`, `answer`, `refused`, `error`, `image`, `image_text`.

use std::cell::RefCell;
use std::collections::HashSet;

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::examples::answer;
use crate::examples::content::{self, Content};
use crate::examples::lint::xml_text;
use crate::examples::request::{self, Parameters, Piece};
use crate::examples::typed::{self, Typed};
use crate::model::{Action, EnumRef, Example, Field, Location, Model, Rule, Type};
use crate::names;

/// One module per action with examples or errors, and one test per case.
/// `client` is the path of the generated client.
pub(crate) fn tests(model: &Model, client: &TokenStream) -> TokenStream {
    let modules = model.actions.iter().map(|action| {
        let cases = Cases {
            model,
            action,
            client,
            names: RefCell::default(),
        };
        let tests = cases.all();
        let module = Ident::new(&action.module, Span::call_site());
        let deprecated = is_deprecated(action)
            .then(|| quote!(#[allow(deprecated, reason = "what is deprecated is tested too")]));
        quote! {
            #deprecated
            mod #module {
                #(#tests)*
            }
        }
    });
    let shared = shared_errors(model, client);
    quote!(#(#modules)* #shared)
}

/// Errors of the product that no action lists; any action may answer with them.
fn shared_errors(model: &Model, client: &TokenStream) -> Option<TokenStream> {
    let cases = Cases {
        model,
        action: model.actions.first()?,
        client,
        names: RefCell::default(),
    };
    let listed: HashSet<&str> = model
        .actions
        .iter()
        .flat_map(|action| &action.errors)
        .map(|error| error.code.as_str())
        .collect();
    let tests: Vec<TokenStream> = model
        .errors
        .iter()
        .filter(|error| !listed.contains(error.code.as_str()))
        .flat_map(|error| cases.error(error))
        .collect();
    // The name is reserved for the errors of the product; no action's module has it.
    (!tests.is_empty()).then(|| quote!(mod errors { #(#tests)* }))
}

/// Path of the module that contains an action's request, answer and own module.
pub(super) fn types_path(model: &Model, action: &Action, client: &TokenStream) -> TokenStream {
    match model.area(action) {
        Some(area) => {
            let area = Ident::new(&area.name, Span::call_site());
            quote!(#client::#area)
        }
        None => client.clone(),
    }
}

/// Whether a test of the action may use deprecated items.
fn is_deprecated(action: &Action) -> bool {
    let objects = action.objects.iter().chain([&action.request]);
    let mut fields = objects.flat_map(|object| &object.fields);
    action.deprecated.is_some() || fields.any(|field| field.deprecated.is_some())
}

struct Cases<'a> {
    model: &'a Model,
    action: &'a Action,
    client: &'a TokenStream,
    /// Names of tests so far.
    names: RefCell<HashSet<String>>,
}

impl Cases<'_> {
    /// A name that no other test of the action has.
    fn name(&self, wanted: &str) -> Ident {
        let mut names = self.names.borrow_mut();
        let wanted = wanted.replace("__", "_");
        let mut name = wanted.clone();
        let mut number = 2;
        while !names.insert(name.clone()) {
            name = format!("{wanted}_{number}");
            number += 1;
        }
        Ident::new(&name, Span::call_site())
    }

    fn all(&self) -> Vec<TokenStream> {
        let mut tests = Vec::new();
        for example in &self.action.examples {
            let name = names::field(&example.name).unwrap_or_default();
            let name = name.trim_start_matches("r#");
            if example.request.is_some() {
                tests.push(self.request(example, name));
            }
            if let Some(xml) = &example.xml {
                tests.extend(self.xml(xml, name));
            }
            if let Some(json) = &example.json {
                tests.extend(self.json(json, name));
            }
        }
        tests.extend(
            self.action
                .errors
                .iter()
                .flat_map(|error| self.error(error)),
        );
        tests
    }

    /// Path of the module that contains the action's request and answer.
    fn types_path(&self) -> TokenStream {
        types_path(self.model, self.action, self.client)
    }

    fn response(&self) -> TokenStream {
        let types = self.types_path();
        let response = Ident::new(&self.action.response.rust_name, Span::call_site());
        quote!(#types::#response)
    }

    /// Tests that the documented XML decodes, unchanged and as JSON.
    fn xml(&self, xml: &str, name: &str) -> Vec<TokenStream> {
        let text = xml_text(self.action, xml);
        let mut tests = Vec::new();
        if text != xml {
            tests.push(self.refused(&format!("{name}_xml_without_root_is_refused"), xml));
        }
        match content::xml(&text) {
            Ok(parsed) if self.shows(&parsed.content) => {
                tests.push(self.answer(&format!("{name}_xml"), &text, &parsed.content));
                if self.fits(&parsed.content) {
                    let json = parsed.content.to_json();
                    let test = format!("{name}_xml_as_json");
                    tests.push(self.answer(&test, &json, &parsed.content));
                }
            }
            _ => tests.push(self.refused(&format!("{name}_xml_is_refused"), &text)),
        }
        tests
    }

    /// Tests that the documented JSON decodes, unchanged and as XML.
    fn json(&self, json: &str, name: &str) -> Vec<TokenStream> {
        let content = match content::json(json) {
            Ok(content) if self.shows(&content) => content,
            _ => return vec![self.refused(&format!("{name}_json_is_refused"), json)],
        };
        let mut tests = vec![self.answer(&format!("{name}_json"), json, &content)];
        if content.is_xml() {
            let xml = content.to_xml(&format!("{}Response", self.action.name));
            tests.push(self.answer(&format!("{name}_json_as_xml"), &xml, &content));
        }
        tests
    }

    /// Whether an answer has a documented field; the runtime refuses one without.
    fn shows(&self, content: &Content) -> bool {
        let fields = &self.action.response.fields;
        match content {
            Content::Map(entries) if !fields.is_empty() => entries.iter().any(|(key, _)| {
                fields
                    .iter()
                    .any(|field| field.name.eq_ignore_ascii_case(key))
            }),
            _ => true,
        }
    }

    /// Whether an XML answer can be written as JSON. An empty element may be an
    /// empty object or an empty text, which differ in JSON.
    fn fits(&self, content: &Content) -> bool {
        let fits = |field: &Field, value: &Content| match (field.ty.innermost(), value) {
            (Type::Object(_) | Type::Map(_), Content::Text(text)) => !text.trim().is_empty(),
            (_, value) => self.fits(value),
        };
        match content {
            Content::List(members) => members.iter().all(|member| self.fits(member)),
            // Looks up names in all objects: if two objects disagree, there is no
            // test of the JSON rather than a wrong one.
            Content::Map(entries) => entries.iter().all(|(key, value)| {
                let objects = self.action.objects.iter().chain([&self.action.response]);
                let mut fields = objects.flat_map(|object| &object.fields);
                fields.all(|field| !field.name.eq_ignore_ascii_case(key) || fits(field, value))
                    && self.fits(value)
            }),
            _ => true,
        }
    }

    /// Tests that a malformed example is never a success.
    fn refused(&self, test: &str, text: &str) -> TokenStream {
        let test = self.name(test);
        let response = self.response();
        quote! {
            #[test]
            fn #test() {
                crate::conformance::refused(&mut #response::default(), #text);
            }
        }
    }

    fn answer(&self, test: &str, text: &str, content: &Content) -> TokenStream {
        let values = answer::walk(self.action, content, false).values;
        let pairs = values.iter().map(|(path, value)| quote!((#path, #value)));
        let test = self.name(test);
        let response = self.response();
        quote! {
            #[test]
            fn #test() {
                crate::conformance::answer(&mut #response::default(), #text, &[#(#pairs),*]);
            }
        }
    }

    /// Tests that a documented error decodes to its variant, from JSON and from XML.
    fn error(&self, error: &crate::model::ErrorCode) -> Vec<TokenStream> {
        let (client, types) = (self.client, self.types_path());
        let code = &error.code;
        let status = error.http_status.unwrap_or(400);
        let message = error.message.as_deref().unwrap_or("A message.");
        let variant = Ident::new(&error.ident, Span::call_site());
        let name = names::module(&error.code).unwrap_or_default();
        let module = Ident::new(&self.action.module, Span::call_site());
        ["json", "xml"]
            .iter()
            .map(|format| {
                let test = self.name(&format!("error_{name}_{format}"));
                quote! {
                    #[test]
                    fn #test() {
                        let error = crate::conformance::error(&#types::#module::ACTION, #format, #status, #code, #message);
                        assert_eq!(#client::ErrorCode::of(&error), Some(#client::ErrorCode::#variant));
                    }
                }
            })
            .collect()
    }

    /// Tests that the built request equals the documented one.
    fn request(&self, example: &Example, name: &str) -> TokenStream {
        let (client, types) = (self.client, self.types_path());
        let test = self.name(&format!("{name}_request"));
        let pairs = self.pairs(example);
        let parameters = Parameters::of(self.action);
        let expected = pairs.iter().map(|pair| pair.expected(&parameters));
        let request = Ident::new(&self.action.request.rust_name, Span::call_site());
        let method = Ident::new(&self.action.method, Span::call_site());
        let typed = Typed::new(self.model, self.action, client);
        let setters = typed.setters(&self.action.request, &typed::arguments(&pairs));
        quote! {
            #[test]
            fn #test() {
                let request = #types::#request::new() #setters;
                let expected = &[#(#expected),*];
                crate::conformance::request(expected, async |config| {
                    #client::Client::new(config)?.#method(&request).sign().await
                });
            }
        }
    }

    /// The parameters of the example, with errata applied and placeholders filled.
    fn pairs(&self, example: &Example) -> Vec<Pair> {
        let mut pairs = Vec::new();
        let parameters = Parameters::of(self.action);
        for piece in request::pieces(example) {
            match piece {
                Piece::Pair(key, value) => {
                    let key = match parameters.get(&key) {
                        Some(_) => Some(key),
                        None => self.renamed(&key),
                    };
                    pairs.extend(key.map(|key| Pair::text(&parameters, self.action, key, &value)));
                }
                Piece::Placeholder(index) => {
                    for name in &example.placeholders[index].parameters {
                        let field = self
                            .action
                            .request
                            .fields
                            .iter()
                            .find(|field| field.name == *name);
                        pairs.extend(field.map(|field| self.sample(field, None)));
                    }
                }
                Piece::Unreadable(_) => {}
            }
        }
        for erratum in &self.action.errata {
            if erratum.lint == "example-missing-parameter" {
                let field = self
                    .action
                    .request
                    .fields
                    .iter()
                    .find(|field| Some(&field.name) == erratum.subject.as_ref());
                pairs.extend(field.map(|field| self.sample(field, erratum.replacement.as_deref())));
            }
        }
        pairs
    }

    /// A parameter that the example does not send.
    fn sample(&self, field: &Field, text: Option<&str>) -> Pair {
        let key = match field.ty {
            Type::List(_) => format!("{}.1", field.name),
            _ => field.name.clone(),
        };
        let image = field.rules.iter().find_map(|rule| match rule {
            Rule::Image(media, min, _) => Some((media.first().cloned(), *min)),
            _ => None,
        });
        let value = match (text.or(field.sample.as_deref()), image) {
            (Some(text), _) => Value::Text(text.to_owned()),
            (None, Some((media, min))) => {
                Value::Image(media.unwrap_or_else(|| "jpeg".to_owned()), min)
            }
            (None, None) => Value::Text(self.any(field.ty.innermost())),
        };
        Pair { key, value }
    }

    /// Some value of a type.
    fn any(&self, ty: &Type) -> String {
        let values = match ty {
            Type::Boolean => return "true".to_owned(),
            Type::Enum(EnumRef::Shared(index)) => &self.model.enums[*index].values,
            Type::Enum(EnumRef::Action(index)) => &self.action.enums[*index].values,
            _ => return "1".to_owned(),
        };
        let first = values.first();
        first.map_or_else(|| "1".to_owned(), |value| value.value.clone())
    }

    fn renamed(&self, key: &str) -> Option<String> {
        let erratum = self.action.errata.iter().find(|erratum| {
            erratum.lint == "example-unknown-parameter" && erratum.subject.as_deref() == Some(key)
        })?;
        erratum.replacement.clone()
    }
}

/// The type of the value that a key such as `Goods.1.Code` has.
fn leaf<'a>(action: &'a Action, field: &'a Field, key: &str) -> Option<&'a Type> {
    let mut ty = &field.ty;
    for part in key.strip_prefix(&field.name)?.split('.').skip(1) {
        ty = match ty {
            Type::List(member) | Type::Map(member) => member,
            Type::Object(index) => {
                let fields = &action.objects[*index].fields;
                &fields.iter().find(|field| field.name == part)?.ty
            }
            _ => return None,
        };
    }
    Some(ty)
}

/// A parameter of a request.
pub(super) struct Pair {
    pub(super) key: String,
    pub(super) value: Value,
}

pub(super) enum Value {
    Text(String),
    /// Created by the test: format and size in bytes.
    Image(String, u64),
}

impl Pair {
    /// A number is sent without the leading zeros that a page may have.
    fn text(parameters: &Parameters<'_>, action: &Action, key: String, text: &str) -> Self {
        let ty = parameters
            .get(&key)
            .and_then(|field| leaf(action, field, &key));
        let number = match ty {
            Some(Type::Integer | Type::Long) => text.parse::<i64>().ok(),
            _ => None,
        };
        let text = number.map_or_else(|| text.to_owned(), |number| number.to_string());
        Self {
            key,
            value: Value::Text(text),
        }
    }

    /// `("query", "DomainName.1", "example.com")`
    fn expected(&self, parameters: &Parameters<'_>) -> TokenStream {
        let field = parameters.get(&self.key);
        let location = field
            .map_or(Location::default(), |field| field.location)
            .word();
        let key = &self.key;
        match &self.value {
            Value::Text(text) => quote!((#location, #key, #text.to_owned())),
            Value::Image(media, size) => {
                quote!((#location, #key, crate::conformance::image_text(#media, #size)))
            }
        }
    }
}
