//! How an action travels: path template, locations and encodings of its parameters,
//! payloads, and where the fields of its answer are found.

use std::collections::{HashMap, HashSet};

use crate::check::{Scope, Subject};
use crate::codes::Code;
use crate::diagnostic::Report;
use crate::location::{Encoding, Location};
use crate::source::Span;
use crate::spec::{Action, Field, Text, TypeExpr};
use crate::template::Template;

/// Headers that the runtime or the transport sets. `authorization` is refused too,
/// unless the action is anonymous.
const SET_BY_RUNTIME: &[&str] = &[
    "accept",
    "accept-encoding",
    "connection",
    "content-length",
    "content-type",
    "date",
    "expect",
    "host",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-acs-accesskey-id",
    "x-acs-action",
    "x-acs-bearer-token",
    "x-acs-content-sha256",
    "x-acs-credentials-provider",
    "x-acs-date",
    "x-acs-security-token",
    "x-acs-signature-method",
    "x-acs-signature-nonce",
    "x-acs-signature-type",
    "x-acs-signature-version",
    "x-acs-version",
];

/// Whether the runtime or the transport sets a header, given in lower case.
#[cfg(feature = "import")]
pub(crate) fn is_reserved_header(lower: &str) -> bool {
    SET_BY_RUNTIME.contains(&lower)
}

/// Checks how an action travels.
pub(super) fn check(action: &Action, scope: &Scope<'_>, subject: &Subject, report: &mut Report) {
    let mut wire = Wire {
        action,
        scope,
        subject,
        report,
    };
    wire.path();
    let mut headers: HashMap<String, Span> = HashMap::new();
    for field in &action.parameters {
        wire.location(field);
        wire.parameter_type(field);
        wire.encoding(field);
        if location(field) == Location::Header {
            wire.header(field, &mut headers);
        }
    }
    wire.bodies();
    wire.token();
    wire.answer();
}

struct Wire<'a, 'r> {
    action: &'a Action,
    scope: &'a Scope<'a>,
    subject: &'a Subject,
    report: &'r mut Report,
}

impl<'a> Wire<'a, '_> {
    fn refuse(&mut self, field: &Field, span: Span, message: impl Into<String>, help: &str) {
        let finding = self.subject.join(&field.name);
        let finding = finding.find(Code::NotApplicable, span, message);
        let help = Some(help).filter(|help| !help.is_empty());
        self.report.push(finding.help_if(help.map(str::to_owned)));
    }

    /// Placeholders and path parameters match one to one.
    fn path(&mut self) {
        let action = self.action;
        let Some(path) = &action.path else { return };
        let template = match Template::parse(&path.value) {
            Ok(template) => template,
            Err(reason) => {
                let finding = self.subject.find(Code::BadPath, path.span, reason);
                let help = "write it as in `/clusters/{ClusterId}/nodes`";
                self.report.push(finding.help(help));
                return;
            }
        };
        let parameters: Vec<&Field> = action
            .parameters
            .iter()
            .filter(|field| location(field) == Location::Path)
            .collect();
        if template.whole {
            self.whole(path, &template, &parameters);
            return;
        }
        let mut seen = HashSet::new();
        for name in template.placeholders() {
            if !seen.insert(name) {
                let message = format!("the placeholder `{{{name}}}` occurs twice");
                let finding = self.subject.find(Code::BadPath, path.span, message);
                self.report.push(finding);
            } else if !parameters.iter().any(|field| field.name.value == name) {
                let message = format!("no parameter fills the placeholder `{{{name}}}`");
                let finding = self.subject.find(Code::BadPath, path.span, message);
                let help = format!("declare `{name}` with `in: path`");
                self.report.push(finding.help(help));
            }
        }
        for field in parameters {
            let name = &field.name;
            if !seen.contains(name.value.as_str()) {
                let message = format!("the path has no placeholder `{{{}}}`", name.value);
                let finding = self.subject.join(name);
                let finding = finding.find(Code::BadPath, name.span, message);
                self.report.push(finding.related(path.span, "the path"));
            }
        }
    }

    /// A template that ends in `*` has one more parameter, with the whole path.
    fn whole(&mut self, path: &Text, template: &Template, parameters: &[&Field]) {
        let names: HashSet<&str> = template.placeholders().collect();
        let others = parameters
            .iter()
            .filter(|field| !names.contains(field.name.value.as_str()));
        if others.count() != 1 {
            let message = "a path that ends in `*` needs one path parameter without a \
                           placeholder, whose value is the whole path";
            let finding = self.subject.find(Code::BadPath, path.span, message);
            self.report.push(finding);
        }
    }

    /// Locations that RPC actions do not have.
    fn location(&mut self, field: &Field) {
        let Some(given) = &field.location else { return };
        if self.action.path.is_some() {
            return;
        }
        let message = match given.value {
            Location::Body => "an action without a `path` has no JSON body",
            Location::Path => "an action without a `path` has no placeholders",
            Location::Query
            | Location::Form
            | Location::Header
            | Location::Host
            | Location::Payload => return,
        };
        let help = match given.value {
            Location::Body => "write `in: form` for a parameter of the form",
            _ => "give the action a `path`",
        };
        self.refuse(field, given.span, message, help);
    }

    /// Types that a location cannot carry.
    fn parameter_type(&mut self, field: &Field) {
        let location = location(field);
        if self.scope.unknown(&field.ty.value) {
            return;
        }
        let scalar = self.is_scalar(&field.ty.value);
        let span = field.ty.span;
        match location {
            Location::Path | Location::Header | Location::Host if !scalar => {
                let word = location.word();
                let message = format!("a parameter with `in: {word}` holds a single value");
                let help = "its type is `string`, a number, `boolean` or an enum";
                self.refuse(field, span, message, help);
            }
            Location::Payload => {}
            _ if field.ty.value.innermost() == &TypeExpr::Bytes => {
                let message = "`bytes` are the whole body";
                let help = "write `in: payload`, or use `string` for base64 text";
                self.refuse(field, span, message, help);
            }
            _ => {}
        }
        if matches!(field.ty.value, TypeExpr::List(_) | TypeExpr::Map(_))
            && field.ty.value.innermost() == &TypeExpr::Bytes
            && location == Location::Payload
        {
            let message = "a payload of bytes is one `bytes`, not several";
            self.refuse(field, span, message, "");
        }
        if let Some(content_type) = &field.content_type {
            if location != Location::Payload {
                let message = "`content_type` belongs to a parameter with `in: payload`";
                self.refuse(field, content_type.span, message, "");
            } else if !is_media_type(&content_type.value) {
                let message = format!("`{}` is not a media type", content_type.value);
                let help = "such as `application/json`, or `none` to send no content type";
                self.refuse(field, content_type.span, message, help);
            }
        }
    }

    fn encoding(&mut self, field: &Field) {
        let Some(encoding) = &field.encoding else {
            return;
        };
        if self.scope.unknown(&field.ty.value) {
            return;
        }
        let location = location(field);
        if !matches!(location, Location::Query | Location::Form) {
            let message = format!("a parameter with `in: {}` has no encoding", location.word());
            let help = "encodings belong to the query and to forms";
            self.refuse(field, encoding.span, message, help);
        } else if self.is_scalar(&field.ty.value) {
            let message = "only lists, maps, objects and `any` have an encoding";
            self.refuse(field, encoding.span, message, "remove it");
        } else if encoding.value == Encoding::Comma {
            let members = match &field.ty.value {
                TypeExpr::List(member) => self.is_scalar(member),
                _ => false,
            };
            if !members {
                let message = "`comma` joins a list of texts, numbers, booleans or enums";
                self.refuse(field, encoding.span, message, "use `json` or `flattened`");
            }
        }
    }

    fn is_scalar(&self, ty: &TypeExpr) -> bool {
        match ty {
            TypeExpr::Named(name) => self.scope.enums.contains_key(name.as_str()),
            TypeExpr::List(_)
            | TypeExpr::Map(_)
            | TypeExpr::Object
            | TypeExpr::Json
            | TypeExpr::Any
            | TypeExpr::Bytes => false,
            TypeExpr::String
            | TypeExpr::Integer
            | TypeExpr::Long
            | TypeExpr::Float
            | TypeExpr::Boolean
            | TypeExpr::Image
            | TypeExpr::Enum(_)
            | TypeExpr::Invalid => true,
        }
    }

    fn header(&mut self, field: &Field, seen: &mut HashMap<String, Span>) {
        let name = &field.name;
        let lower = name.value.to_ascii_lowercase();
        if !is_token(&name.value) {
            let message = format!("`{}` is not the name of a header", name.value);
            self.refuse(field, name.span, message, "letters, digits and `-`");
            return;
        }
        if SET_BY_RUNTIME.contains(&lower.as_str()) {
            let message = format!("the runtime sets the header `{}`", name.value);
            self.refuse(field, name.span, message, "remove the parameter");
        }
        if lower == "authorization" && !self.action.anonymous {
            let message = "the runtime sets the header `Authorization`";
            let help = "only an action with `anonymous: true` can have it as a parameter";
            self.refuse(field, name.span, message, help);
        }
        if let Some(first) = seen.insert(lower, name.span) {
            let message = format!("the header `{}` is declared twice", name.value);
            let finding = self.subject.join(name);
            let finding = finding.find(Code::Duplicate, name.span, message);
            self.report
                .push(finding.related(first, "first here; case does not matter"));
        }
    }

    /// One kind of body, and one payload.
    fn bodies(&mut self) {
        let action = self.action;
        let mut first: Option<(&Field, Location)> = None;
        for field in &action.parameters {
            let location = location(field);
            if !matches!(
                location,
                Location::Form | Location::Body | Location::Payload
            ) {
                continue;
            }
            match first {
                None => first = Some((field, location)),
                Some((_, other)) if other == location && location != Location::Payload => {}
                Some((other, before)) => {
                    let message = if before == location {
                        "the payload is the whole body; there can be only one".to_owned()
                    } else {
                        let (one, two) = (before.word(), location.word());
                        format!(
                            "a request has one body: `in: {one}` and `in: {two}` exclude each other"
                        )
                    };
                    let finding = self.subject.join(&field.name);
                    let span = field.location.as_ref().map_or(field.name.span, |l| l.span);
                    let finding = finding.find(Code::NotApplicable, span, message);
                    self.report
                        .push(finding.related(other.name.span, "the other one"));
                }
            }
        }
        if let Some(body) = &action.body
            && !action
                .parameters
                .iter()
                .any(|field| location(field) == Location::Body)
        {
            let message = "`body` names a JSON body, but no parameter has `in: body`";
            let finding = self.subject.find(Code::NotApplicable, body.span, message);
            self.report.push(finding);
        }
    }

    fn token(&mut self) {
        let action = self.action;
        let Some(token) = &action.idempotency_token else {
            return;
        };
        let mut fields = action.parameters.iter();
        let Some(field) = fields.find(|field| field.name.value == token.value) else {
            let message = format!("there is no parameter `{}`", token.value);
            let names = action
                .parameters
                .iter()
                .map(|field| field.name.value.as_str());
            let help = self.report.suggest(&token.value, names);
            let finding = self
                .subject
                .find(Code::UnknownReference, token.span, message);
            self.report.push(finding.help_if(help));
            return;
        };
        let place = !matches!(
            location(field),
            Location::Path | Location::Host | Location::Payload
        );
        if field.ty.value != TypeExpr::String || !place {
            let message = format!("`{}` cannot be an idempotency token", token.value);
            let finding = self.subject.find(Code::NotApplicable, token.span, message);
            let help = "a token is a `string` in the query, form, body or a header";
            let finding = finding.related(field.name.span, "the parameter");
            self.report.push(finding.help(help));
        }
    }

    /// Headers and the payload of an answer.
    fn answer(&mut self) {
        let action = self.action;
        let payload = action.response.iter().find(|field| {
            field
                .location
                .as_ref()
                .is_some_and(|l| l.value == Location::Payload)
        });
        for field in &action.response {
            let known = !self.scope.unknown(&field.ty.value);
            match field.location.as_ref().map(|location| location.value) {
                Some(Location::Header) => {
                    if known && !self.is_scalar(&field.ty.value) {
                        let message = "a header holds a single value";
                        self.refuse(field, field.ty.span, message, "");
                    } else if !is_token(&field.name.value) {
                        let message = format!("`{}` is not the name of a header", field.name.value);
                        self.refuse(field, field.name.span, message, "letters, digits and `-`");
                    }
                }
                _ => {
                    if let Some(payload) = payload
                        && !std::ptr::eq(payload, field)
                    {
                        let message = "the payload is the whole answer; other fields can only \
                                       have `in: header`";
                        let finding = self.subject.join(&field.name);
                        let finding = finding.find(Code::NotApplicable, field.name.span, message);
                        self.report
                            .push(finding.related(payload.name.span, "the payload"));
                    }
                    let is_payload = payload.is_some_and(|payload| std::ptr::eq(payload, field));
                    let bytes = field.ty.value.innermost() == &TypeExpr::Bytes;
                    if bytes && !(is_payload && field.ty.value == TypeExpr::Bytes) {
                        let message = "`bytes` are the whole answer";
                        self.refuse(field, field.ty.span, message, "write `in: payload`");
                    }
                }
            }
        }
    }
}

fn location(field: &Field) -> Location {
    field
        .location
        .as_ref()
        .map(|location| location.value)
        .unwrap_or_default()
}

/// A token of HTTP.
pub(crate) fn is_token(text: &str) -> bool {
    let other = "!#$%&'*+-.^_`|~";
    !text.is_empty()
        && text
            .chars()
            .all(|c| c.is_ascii_alphanumeric() || other.contains(c))
}

fn is_media_type(text: &str) -> bool {
    let plain = |c: char| c.is_ascii_graphic() || c == ' ';
    text == crate::model::NO_CONTENT_TYPE
        || (text.chars().all(plain)
            && text
                .split_once('/')
                .is_some_and(|(kind, rest)| is_token(kind) && !rest.is_empty()))
}
