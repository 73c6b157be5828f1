//! One action of both specs.

use crate::diff::change::{Kind, Verdict};
use crate::diff::definitions::{Shared, View};
use crate::diff::fields::{Level, Walk};
use crate::diff::log::{At, Effect, Log, flags, quoted};
use crate::diff::pair::pair;
use crate::diff::{errors, flow, values};
use crate::examples::request::{self, Piece};
use crate::model::{Action, Erratum, Example, Field, Role};

/// Compares an action that both specs have.
pub(super) fn compare(old: &View<'_>, new: &View<'_>, shared: &Shared, log: &mut Log) {
    let (was, is) = (old.action, new.action);
    // Each field is named, so that a new one cannot be forgotten here. The
    // name of the file follows the name of the action.
    let Action {
        name,
        file: _,
        doc,
        page,
        no_page,
        area,
        http_method: _,
        path: _,
        anonymous: _,
        idempotent,
        idempotency_token: _,
        body,
        deprecated,
        module,
        method,
        request,
        response,
        objects: _,
        enums: _,
        errors,
        pagination: _,
        waiter: _,
        submits: _,
        examples,
        errata,
    } = was;
    let at = At::default().to(&is.name);
    if *name == is.name {
        log.rust(&at.to("module"), module, &is.module);
        log.rust(&at.to("method"), method, &is.method);
        let at = at.to("request");
        log.rust(&at, &request.rust_name, &is.request.rust_name);
        log.rust(&at, &response.rust_name, &is.response.rust_name);
    } else {
        respelled(&at, was, is, log);
    }
    log.prose(&at.to("doc"), doc, &is.doc);
    let text = |text: &Option<String>| text.clone().unwrap_or_default();
    log.prose(&at.to("page"), &text(page), &text(&is.page));
    log.prose(&at.to("no_page"), &text(no_page), &text(&is.no_page));
    self::area(&at.to("area"), (old, area), (new, &is.area), log);
    if *idempotent != is.idempotent {
        repeated(&at.to("idempotent"), is.idempotent, log);
    }
    wire(&at, was, is, log);
    log.prose(&at.to("body"), &text(body), &text(&is.body));
    values::deprecated(&at, deprecated.as_ref(), is.deprecated.as_ref(), log);
    fields(old, new, shared, log);
    let models = (old.model, new.model);
    errors::action(&at, (errors, &is.errors), models, log);
    flow::compare(&at, was, is, log);
    self::examples(&at.to("examples"), examples, &is.examples, log);
    self::errata(&at.to("errata"), errata, &is.errata, log);
}

/// How the call travels. Programs make it as before.
fn wire(at: &At, was: &Action, is: &Action, log: &mut Log) {
    if was.http_method != is.http_method {
        let sides = [was.http_method.word(), is.http_method.word()];
        let reason = "the request has another method; programs call it as before";
        log.changed(&at.to("method"), sides, Effect::COMPATIBLE, reason);
    }
    let path = |action: &Action| action.path.as_ref().map(ToString::to_string);
    let (old, new) = (path(was), path(is));
    log.option(&at.to("path"), old.as_deref(), new.as_deref(), |kind| {
        let reason = match kind {
            Kind::Added => "the action is called by its path; programs call it as before",
            Kind::Removed => "the action is called by its name; programs call it as before",
            _ => "the request has another path; programs call it as before",
        };
        (Effect::COMPATIBLE, reason)
    });
    if was.anonymous != is.anonymous {
        let (effect, reason) = if is.anonymous {
            (Effect::COMPATIBLE, "calls need no credentials any more")
        } else {
            (Effect::CALLS, "calls need credentials")
        };
        let sides = flags(was.anonymous, is.anonymous);
        log.changed(&at.to("anonymous"), sides, effect, reason);
    }
    let (old, new) = (
        was.idempotency_token.as_deref(),
        is.idempotency_token.as_deref(),
    );
    log.option(&at.to("idempotency_token"), old, new, |kind| {
        let reason = match kind {
            Kind::Removed => "a call whose answer is lost is no longer repeated",
            _ => "a call whose answer is lost is repeated with the same token",
        };
        (Effect::COMPATIBLE, reason)
    });
}

/// The module of the types follows the area, if the product has areas.
fn area(
    at: &At,
    (old, was): (&View<'_>, &Option<String>),
    (new, is): (&View<'_>, &Option<String>),
    log: &mut Log,
) {
    let module = |view: &View<'_>| view.model.area(view.action).map(|area| area.name.clone());
    let (was_in, is_in) = (module(old), module(new));
    if was_in == is_in {
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        log.prose(at, &text(was), &text(is));
        return;
    }
    log.option(at, was_in.as_deref(), is_in.as_deref(), |_| {
        (Effect::SOURCE, "the types are in another module")
    });
}

fn respelled(at: &At, was: &Action, is: &Action, log: &mut Log) {
    let same = was.method == is.method && was.request.rust_name == is.request.rust_name;
    let (source, reason) = if same {
        (
            Verdict::Compatible,
            "only the spelling; the Rust names stay",
        )
    } else {
        (
            Verdict::Breaking,
            "only the spelling, but the Rust names follow it",
        )
    };
    let effect = Effect {
        wire: Verdict::Compatible,
        source,
    };
    log.respelled(at, [&was.name, &is.name], effect, reason);
}

/// The runtime repeats only calls that cannot change anything twice.
fn repeated(at: &At, is: bool, log: &mut Log) {
    let reason = if is {
        log.warn(
            at,
            "a call that fails midway would be repeated: make sure that it cannot change anything twice",
        );
        "a call that fails midway is repeated"
    } else {
        "a call that fails midway is no longer repeated"
    };
    log.changed(at, flags(!is, is), Effect::COMPATIBLE, reason);
}

fn fields(old: &View<'_>, new: &View<'_>, shared: &Shared, log: &mut Log) {
    let (was, is) = (old.action, new.action);
    let at = At::default().to(&is.name);
    let (parameters, response) = (at.to("parameters"), at.to("response"));
    let mut walk = Walk::new(old, new, shared, log);
    let mut level = |at: &At, role, old, new| {
        let level = Level { role, top: true };
        walk.fields(at, old, new, level)
    };
    let gone = level(
        &parameters,
        Role::Request,
        &was.request.fields,
        &is.request.fields,
    );
    level(
        &response,
        Role::Response,
        &was.response.fields,
        &is.response.fields,
    );
    walk.unused();
    for field in gone {
        still_sent(&parameters.to(&field.name), field, is, log);
    }
    for (at, was, is) in [
        (&parameters, &was.request, &is.request),
        (&response, &was.response, &is.response),
    ] {
        if was.fields.len() > 1 && is.fields.is_empty() {
            log.warn(
                at,
                "the whole table was removed, probably replaced by a link",
            );
        }
    }
}

/// A parameter was removed from the table, but an example still sends it: pages
/// lose rows by mistake.
fn still_sent(at: &At, field: &Field, action: &Action, log: &mut Log) {
    let sends = |example: &&Example| {
        request::pieces(example).iter().any(|piece| match piece {
            Piece::Pair(key, _) => key
                .strip_prefix(&field.name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('.')),
            Piece::Placeholder(index) => example.placeholders[*index]
                .parameters
                .contains(&field.name),
            Piece::Unreadable(_) => false,
        })
    };
    if let Some(example) = action.examples.iter().find(sends) {
        let what = if field.required {
            "the required parameter"
        } else {
            "the parameter"
        };
        log.warn(
            at,
            format!(
                "{what} was removed from the table, but the example {} still sends it: probably a mistake of the page",
                quoted(&example.name)
            ),
        );
    }
}

fn examples(at: &At, old: &[Example], new: &[Example], log: &mut Log) {
    let pairs = pair(old, new, |example| &example.name);
    let reason = "for people and tests";
    for was in pairs.removed {
        log.removed(
            &at.to(&was.name),
            "an example",
            Effect::DOCUMENTATION,
            reason,
        );
    }
    for is in pairs.added {
        log.added(
            &at.to(&is.name),
            "an example",
            Effect::DOCUMENTATION,
            reason,
        );
    }
    for (was, is) in pairs.same {
        let Example {
            name,
            request,
            xml,
            json,
            placeholders,
        } = was;
        let at = at.to(name);
        for (key, was, is) in [
            ("request", request, &is.request),
            ("xml", xml, &is.xml),
            ("json", json, &is.json),
        ] {
            let text = |text: &Option<String>| text.clone().unwrap_or_default();
            log.prose(&at.to(key), &text(was), &text(is));
        }
        let text = |placeholders: &[crate::model::Placeholder]| {
            let texts = placeholders
                .iter()
                .map(|p| format!("{}: {}", p.text, p.parameters.join(", ")));
            texts.collect::<Vec<_>>().join("; ")
        };
        let sides = [text(placeholders), text(&is.placeholders)];
        log.prose(&at.to("placeholders"), &sides[0], &sides[1]);
    }
}

/// Errata have no names; their lint, subject and example identify them.
fn errata(at: &At, old: &[Erratum], new: &[Erratum], log: &mut Log) {
    let named = |errata: &[Erratum]| -> Vec<(String, Erratum)> {
        let name = |erratum: &Erratum| match &erratum.subject {
            Some(subject) => format!("{} {subject}", erratum.lint),
            None => erratum.lint.clone(),
        };
        let pairs = errata
            .iter()
            .map(|erratum| (name(erratum), erratum.clone()));
        pairs.collect()
    };
    let (old, new) = (named(old), named(new));
    let pairs = pair(&old, &new, |(name, _)| name);
    let reason = "the page contradicts itself at another point";
    for (name, was) in pairs.removed {
        log.removed(&at.to(name), &was.reason, Effect::DOCUMENTATION, reason);
    }
    for (name, is) in pairs.added {
        log.added(&at.to(name), &is.reason, Effect::DOCUMENTATION, reason);
    }
    for ((name, was), (_, is)) in pairs.same {
        let Erratum {
            lint: _,
            subject: _,
            replacement,
            reason,
        } = was;
        let at = at.to(name);
        let text = |text: &Option<String>| text.clone().unwrap_or_default();
        log.prose(&at.to("use"), &text(replacement), &text(&is.replacement));
        log.prose(&at.to("reason"), reason, &is.reason);
    }
}
