//! Waiters and submissions: the fields that they name exist and have suitable
//! types.

use crate::check::{Scope, Subject};
use crate::codes::Code;
use crate::diagnostic::Report;
use crate::spec::{Action, Field, Pagination, Spec, Text, TypeExpr, Waiter};
use crate::suggest;

/// Checks the pagination and the waiter of an action.
pub(crate) fn check<'a>(
    action: &'a Action,
    scope: &'a Scope<'a>,
    subject: &'a Subject,
    report: &'a mut Report,
) {
    let mut flow = Flow {
        scope,
        subject,
        report,
    };
    if let Some(pagination) = &action.pagination {
        flow.pagination(action, pagination);
    }
    match (&action.waiter, &action.pagination) {
        (Some(waiter), Some(pagination)) => flow.waiter(action, waiter, pagination),
        (Some(waiter), None) if !action.flow_unread => {
            let message = "a waiter needs `pagination`, which names the items";
            let finding = flow
                .subject
                .find(Code::MissingKey, waiter.name.span, message);
            flow.report.push(finding);
        }
        _ => {}
    }
}

/// Checks the action that watches a submitted task.
pub(crate) fn submissions(spec: &Spec, report: &mut Report) {
    let incomplete = spec.incomplete || spec.actions.iter().any(|action| action.flow_unread);
    let watchers = || spec.actions.iter().filter(|action| action.waiter.is_some());
    for action in &spec.actions {
        let Some(submits) = &action.submits else {
            continue;
        };
        let subject = Subject::new(&action.name);
        let names = || watchers().map(|watcher| watcher.name.value.as_str());
        if !incomplete && !names().any(|name| name == submits.watched_by.value) {
            let message = format!("no action `{}` has a waiter", submits.watched_by.value);
            let help = suggest::did_you_mean(&submits.watched_by.value, names());
            let span = submits.watched_by.span;
            report.push(
                subject
                    .find(Code::UnknownReference, span, message)
                    .help_if(help),
            );
        }
        find(
            &submits.task,
            &action.response,
            "response field",
            &subject,
            report,
        );
        if let Some(items) = &submits.items {
            let field = find(items, &action.parameters, "parameter", &subject, report);
            if let Some(field) = field
                && !matches!(
                    field.ty.value,
                    TypeExpr::List(_) | TypeExpr::Named(_) | TypeExpr::Invalid
                )
            {
                let message = format!("the parameter `{}` is not a list", items.value);
                report.push(
                    subject
                        .find(Code::NotApplicable, items.span, message)
                        .related(field.ty.span, "its type"),
                );
            }
        }
    }
}

/// The field with this name, or a finding.
fn find<'a>(
    name: &Text,
    fields: &'a [Field],
    what: &str,
    subject: &Subject,
    report: &mut Report,
) -> Option<&'a Field> {
    let found = fields.iter().find(|field| field.name.value == name.value);
    if found.is_none() {
        let message = format!("there is no {what} `{}`", name.value);
        let names = fields.iter().map(|field| field.name.value.as_str());
        let help = suggest::did_you_mean(&name.value, names);
        report.push(
            subject
                .find(Code::UnknownReference, name.span, message)
                .help_if(help),
        );
    }
    found
}

pub(super) struct Flow<'a> {
    scope: &'a Scope<'a>,
    pub(super) subject: &'a Subject,
    pub(super) report: &'a mut Report,
}

impl<'a> Flow<'a> {
    /// A field of a certain type, if a name is given.
    pub(super) fn named(&mut self, name: Option<&Text>, fields: &[Field], what: &str, ty: &str) {
        let Some(name) = name else { return };
        if let Some(field) = find(name, fields, what, self.subject, self.report) {
            self.typed(name, field, what, ty);
        }
    }

    /// As [`named`](Self::named), for a field of the answer: the name may be a
    /// path through nested objects.
    pub(super) fn answered(&mut self, name: Option<&Text>, action: &'a Action, ty: &str) {
        let Some(name) = name else { return };
        let what = "response field";
        match self.at(&action.response, &name.value) {
            Some(field) => self.typed(name, field, what, ty),
            None => drop(find(
                name,
                &action.response,
                what,
                self.subject,
                self.report,
            )),
        }
    }

    /// The field with this name, or at the end of this path.
    fn at(&self, fields: &'a [Field], path: &str) -> Option<&'a Field> {
        let find = |name: &str| fields.iter().find(|field| field.name.value == name);
        find(path).or_else(|| {
            path.match_indices('.').find_map(|(dot, _)| {
                let outer = find(&path[..dot])?;
                let single = !matches!(outer.ty.value, TypeExpr::List(_) | TypeExpr::Map(_));
                let inner = self.members(outer).filter(|_| single)?;
                self.at(inner, &path[dot + 1..])
            })
        })
    }

    fn typed(&mut self, name: &Text, field: &Field, what: &str, ty: &str) {
        let fits = match &field.ty.value {
            unknown if self.scope.unknown(unknown) => true,
            TypeExpr::Integer | TypeExpr::Long => matches!(ty, "integer" | "text"),
            TypeExpr::Boolean => ty == "boolean",
            TypeExpr::String => matches!(ty, "string" | "text"),
            TypeExpr::List(_) => ty == "list",
            TypeExpr::Enum(_) => ty == "text",
            TypeExpr::Named(name) => ty == "text" && self.scope.enums.contains_key(name.as_str()),
            _ => false,
        };
        if !fits {
            let ty = match ty {
                "text" => "a string, a number or an enum".to_owned(),
                "integer" => "an integer".to_owned(),
                other => format!("a {other}"),
            };
            let message = format!("the {what} `{}` is used as {ty}, but it is not", name.value);
            self.report.push(
                self.subject
                    .find(Code::NotApplicable, name.span, message)
                    .related(field.ty.span, "its type"),
            );
        }
    }

    fn waiter(&mut self, action: &'a Action, waiter: &Waiter, pagination: &Pagination) {
        if crate::names::waiter(&waiter.name.value).is_none() {
            let message = format!("no Rust name can be made from `{}`", waiter.name.value);
            let finding = self.subject.find(Code::BadName, waiter.name.span, message);
            self.report.push(finding);
        }
        self.named(Some(&waiter.key), &action.parameters, "parameter", "string");
        let items = self.at(&action.response, &pagination.items.value);
        let Some(fields) = items.and_then(|items| self.members(items)) else {
            return;
        };
        self.named(Some(&waiter.status), fields, "item field", "text");
        self.named(waiter.id.as_ref(), fields, "item field", "text");
        self.named(waiter.subject.as_ref(), fields, "item field", "text");
        for message in &waiter.messages {
            self.named(Some(message), fields, "item field", "text");
        }
        let status = fields
            .iter()
            .find(|field| field.name.value == waiter.status.value);
        let Some(values) = status.and_then(|status| self.values(status)) else {
            return;
        };
        for used in waiter.success.iter().chain(&waiter.failure) {
            if !values.contains(&used.value) {
                let message = format!("`{}` has no value `{}`", waiter.status.value, used.value);
                let help = suggest::did_you_mean(&used.value, values.iter().map(String::as_str));
                let finding = self
                    .subject
                    .find(Code::UnknownReference, used.span, message);
                self.report.push(finding.help_if(help));
            }
        }
    }

    /// Fields of the objects in a list.
    fn members(&self, items: &'a Field) -> Option<&'a [Field]> {
        match items.ty.value.innermost() {
            TypeExpr::Named(name) => {
                let object = self.scope.objects.get(name.as_str())?;
                let object: &'a crate::spec::Object = object;
                Some(&object.fields)
            }
            _ => items.fields.as_ref().map(|fields| fields.value.as_slice()),
        }
    }

    /// Documented values of a status.
    fn values(&self, status: &Field) -> Option<Vec<String>> {
        let values = match &status.ty.value {
            TypeExpr::Named(name) => &self.scope.enums.get(name.as_str())?.values,
            _ => &status.values.as_ref()?.value,
        };
        Some(
            values
                .iter()
                .map(|value| value.value.value.clone())
                .collect(),
        )
    }
}
