//! Parameters of an action: locations, encodings and bodies.

use std::collections::HashSet;

use super::types::{Types, Use, is_wire_name};
use crate::check;
use crate::import::description::{Description, Entry, Need, Origin, Type};
use crate::import::metadata::document::{Action, Parameter};
use crate::import::metadata::schema::{Kind, Schema};
use crate::location::{Encoding, Location, Method};
use crate::model::NO_CONTENT_TYPE;
use crate::names;
use crate::template::Template;

/// Ways to authenticate that need no access key.
const ANONYMOUS: &[&str] = &["Anonymous", "ARS_OIDC"];

/// Fills parameters and everything else about the request.
pub(super) fn lower(action: &Action, style: &str, types: &mut Types<'_>, out: &mut Description) {
    let rpc = style == "RPC" || (style == "V3" && action.path.is_none());
    let call = &mut out.call;
    call.anonymous = !action.security.is_empty()
        && (action.security.iter()).all(|way| ANONYMOUS.contains(&way.as_str()));
    let post = action.methods.iter().any(|method| method == "post");
    let method = match action.methods.first() {
        Some(first) if !post => first.to_ascii_uppercase(),
        _ => "POST".to_owned(),
    };
    let Some(method) = Method::parse(&method) else {
        out.refused = Some(format!(
            "calls with the HTTP method `{method}` are not supported"
        ));
        return;
    };
    call.method = Some(method).filter(|method| *method != Method::Post);
    if !rpc {
        call.path.clone_from(&action.path);
        if call.path.is_none() {
            out.refused = Some("the document gives no path".to_owned());
            return;
        }
    }
    let mut request = Request {
        types,
        rpc,
        style,
        query_only: rpc && method == Method::Get,
        anonymous: call.anonymous,
        path: call.path.clone(),
        headers: HashSet::new(),
        entries: Vec::new(),
        body: None,
    };
    let parameters = once(&action.parameters, request.types);
    for parameter in &parameters {
        request.parameter(parameter);
    }
    request.hoisted_names();
    request.placeholders(action);
    let Request { entries, body, .. } = request;
    out.parameters = entries;
    out.call.body = body;
    out.call.token = token(&out.parameters);
}

/// Parameters with the same name and location are one. It is required if any of them is.
fn once(parameters: &[Parameter], types: &mut Types<'_>) -> Vec<Parameter> {
    let mut out: Vec<Parameter> = Vec::with_capacity(parameters.len());
    for parameter in parameters {
        let same =
            |known: &&mut Parameter| known.name == parameter.name && known.place == parameter.place;
        let Some(known) = out.iter_mut().find(same) else {
            out.push(parameter.clone());
            continue;
        };
        let what = format!("`{}` is listed twice; they are read as one", parameter.name);
        types.note(Origin::Pointer(parameter.pointer.clone()), what);
        known.schema.required |= parameter.schema.required;
        let documented = [&known.schema, &parameter.schema].map(|s| s.documented_required);
        known.schema.documented_required = documented[0].max(documented[1]);
    }
    out
}

fn token(entries: &[Entry]) -> Option<String> {
    let fits = |entry: &&Entry| {
        matches!(
            entry.name.as_str(),
            "ClientToken" | "clientToken" | "client_token"
        ) && entry.ty == Type::String
            && entry.values.is_none()
            && !matches!(
                entry.location,
                Some(Location::Path | Location::Host | Location::Payload)
            )
    };
    entries.iter().find(fits).map(|entry| entry.name.clone())
}

struct Request<'a, 't, 'd> {
    types: &'t mut Types<'d>,
    /// Whether the action has no path.
    rpc: bool,
    style: &'a str,
    /// Everything travels in the query.
    query_only: bool,
    anonymous: bool,
    path: Option<String>,
    /// Names of headers in lower case.
    headers: HashSet<String>,
    entries: Vec<Entry>,
    body: Option<String>,
}

impl Request<'_, '_, '_> {
    fn left_out(&mut self, parameter: &Parameter, why: &str) {
        let origin = Origin::Pointer(parameter.pointer.clone());
        let what = format!("`{}`: {why}; left out", parameter.name);
        self.types.note(origin, what);
    }

    fn parameter(&mut self, parameter: &Parameter) {
        if parameter.place != "body" && !is_wire_name(&parameter.name) {
            self.left_out(parameter, "it is no name on the wire");
            return;
        }
        match parameter.place.as_str() {
            "query" => self.pair(parameter, Location::Query),
            "formData" if self.query_only => self.pair(parameter, Location::Query),
            "formData" => self.pair(parameter, Location::Form),
            "path" if self.rpc => {
                self.left_out(parameter, "an action without a path has no placeholders")
            }
            "path" => self.in_path(parameter),
            "header" => self.header(parameter),
            // Function Compute has the account in the host of the endpoint.
            "host" if self.style == "FC" => {
                self.left_out(parameter, "it is a part of the endpoint");
            }
            "host" => self.single(parameter, Location::Host),
            "body" => self.body(parameter),
            _ => self.left_out(
                parameter,
                "expected query, formData, path, header, host or body as `in`",
            ),
        }
    }

    fn entry(&mut self, parameter: &Parameter, usage: Use) -> Entry {
        self.types
            .entry(&parameter.name, &parameter.schema, usage, 0)
    }

    /// A parameter of the query or the form.
    fn pair(&mut self, parameter: &Parameter, location: Location) {
        let usage = match parameter.style.as_deref() {
            Some("json" | "simple") => Use::Encoded,
            _ => Use::Text,
        };
        let mut entry = self.entry(parameter, usage);
        entry.location = Some(location).filter(|location| *location != Location::Query);
        if !is_scalar(&entry.ty) {
            entry.encoding = match parameter.style.as_deref() {
                Some("json") => Some(Encoding::Json),
                Some("simple") => {
                    let scalars = matches!(&entry.ty, Type::List { of, .. } if is_scalar(of));
                    Some(if scalars {
                        Encoding::Comma
                    } else {
                        Encoding::Json
                    })
                }
                _ => None,
            };
        }
        self.entries.push(entry);
    }

    /// A parameter that holds a single value.
    fn single(&mut self, parameter: &Parameter, location: Location) {
        let mut entry = self.entry(parameter, Use::Text);
        entry.location = Some(location);
        if !is_scalar(&entry.ty) {
            let word = location.word();
            let what = format!(
                "`{}`: in {word} a parameter holds a single value; read as a text",
                parameter.name
            );
            self.types.note(entry.origin.clone(), what);
            entry.ty = Type::String;
            entry.items = None;
            entry.values = None;
        }
        self.entries.push(entry);
    }

    fn in_path(&mut self, parameter: &Parameter) {
        let template = self
            .path
            .as_deref()
            .and_then(|path| Template::parse(path).ok());
        if let Some(template) = template
            && !template.whole
            && !template.placeholders().any(|name| name == parameter.name)
        {
            self.left_out(parameter, "the path has no placeholder for it");
            return;
        }
        self.single(parameter, Location::Path);
        if let Some(entry) = self.entries.last_mut() {
            // No path can be made without it.
            entry.need = Need::Required;
            entry.default = None;
        }
    }

    fn header(&mut self, parameter: &Parameter) {
        let lower = parameter.name.to_ascii_lowercase();
        let reserved =
            check::is_reserved_header(&lower) || (lower == "authorization" && !self.anonymous);
        if reserved {
            self.left_out(parameter, "every call has this header");
        } else if !check::is_header_name(&parameter.name) {
            self.left_out(parameter, "it is not the name of a header");
        } else if !self.headers.insert(lower) {
            self.left_out(parameter, "another header has this name");
        } else {
            self.single(parameter, Location::Header);
        }
    }

    /// The JSON body, or bytes.
    fn body(&mut self, parameter: &Parameter) {
        let schema = &parameter.schema;
        match &schema.kind {
            Kind::Object(members) if !self.rpc => {
                let mut entries = self.types.members(members, Use::Body, 0);
                for entry in &mut entries {
                    entry.location = Some(Location::Body);
                }
                self.entries.append(&mut entries);
                self.body = Some(parameter.name.clone());
            }
            // The official clients send the object under the name of the parameter.
            Kind::Map(_) if self.style == "ROA" => {
                let mut entry = self.entry(parameter, Use::Body);
                if entry.ty == Type::Map(Box::new(Type::Any)) {
                    entry.ty = Type::Any;
                    entry.items = None;
                }
                entry.location = Some(Location::Body);
                self.entries.push(entry);
            }
            Kind::Text => self.payload(parameter, bytes(schema)),
            _ => self.payload(parameter, None),
        }
    }

    fn payload(&mut self, parameter: &Parameter, bytes: Option<Option<&str>>) {
        let mut entry = self.entry(parameter, Use::Body);
        entry.location = Some(Location::Payload);
        if let Some(content_type) = bytes {
            let doc = std::mem::take(&mut entry.doc);
            let need = entry.need.clone();
            entry = Entry::new(parameter.name.clone(), entry.origin, Type::Bytes);
            entry.location = Some(Location::Payload);
            entry.content_type = content_type.map(str::to_owned);
            entry.need = need;
            entry.doc = doc;
        }
        self.entries.push(entry);
    }

    /// A member of the body that has the name of another parameter is called `body_…`
    /// in Rust.
    fn hoisted_names(&mut self) {
        let in_body = |entry: &Entry| entry.location == Some(Location::Body);
        let idents: HashSet<String> = self
            .entries
            .iter()
            .filter(|entry| !in_body(entry))
            .filter_map(|entry| names::field(&entry.name))
            .collect();
        for entry in self.entries.iter_mut().filter(|entry| in_body(entry)) {
            if let Some(ident) = names::field(&entry.name)
                && idents.contains(&ident)
            {
                entry.rust = Some(format!("body_{}", ident.trim_start_matches("r#")));
            }
        }
    }

    /// Placeholders that no parameter fills become parameters.
    fn placeholders(&mut self, action: &Action) {
        let template = self
            .path
            .as_deref()
            .and_then(|path| Template::parse(path).ok());
        let Some(template) = template.filter(|template| !template.whole) else {
            return;
        };
        for name in template.placeholders() {
            let filled =
                |entry: &Entry| entry.location == Some(Location::Path) && entry.name == name;
            if self.entries.iter().any(filled) {
                continue;
            }
            let origin = Origin::Pointer(format!("{}/path", action.pointer));
            let what = format!("no parameter fills the placeholder `{name}`; one is added");
            self.types.note(origin.clone(), what);
            let mut entry = Entry::new(name, origin, Type::String);
            entry.location = Some(Location::Path);
            entry.need = Need::Required;
            self.entries.push(entry);
        }
    }
}

/// The content type of bytes; `None` if the text is not bytes.
fn bytes(schema: &Schema) -> Option<Option<&'static str>> {
    match schema.format.as_deref()? {
        "binary" => Some(None),
        "byte" => Some(Some(NO_CONTENT_TYPE)),
        _ => None,
    }
}

fn is_scalar(ty: &Type) -> bool {
    matches!(
        ty,
        Type::String | Type::Integer | Type::Long | Type::Float | Type::Boolean
    )
}
