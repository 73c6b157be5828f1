//! Changes of the product: its facts, its shared enums, its error codes.

use crate::diff::action;
use crate::diff::definitions::{self, View};
use crate::diff::errors;
use crate::diff::log::{At, Effect, Log, flags, quoted};
use crate::diff::pair::{pair, pair_spelled};
use crate::model::{Area, CommonParameter, Model, Product};

/// Compares everything.
pub(super) fn compare(old: &Model, new: &Model, log: &mut Log) {
    // Each field is named, so that a new one cannot be forgotten here.
    let Model {
        product,
        enums: _,
        // Each action has a copy of those that it reaches.
        objects: _,
        errors: _,
        actions,
    } = old;
    facts(product, &new.product, log);
    let old_views: Vec<View> = View::all(old);
    let new_views: Vec<View> = View::all(new);
    let shared = definitions::shared(&old_views, &new_views, (old, new), log);
    errors::product(old, new, log);
    let pairs = pair_spelled(actions, &new.actions, |action| &action.name);
    for was in &pairs.removed {
        log.action = Some(was.name.clone());
        let reason = "programs that call it no longer compile";
        let at = At::default().to(&was.name);
        log.removed(&at, "an action", Effect::BREAKING, reason);
    }
    for is in &pairs.added {
        log.action = Some(is.name.clone());
        let at = At::default().to(&is.name);
        log.added(&at, "an action", Effect::COMPATIBLE, "a new action");
    }
    for (was, is) in pairs.same.iter().chain(&pairs.respelled) {
        let views = (
            old_views
                .iter()
                .find(|view| std::ptr::eq(view.action, *was)),
            new_views.iter().find(|view| std::ptr::eq(view.action, *is)),
        );
        if let (Some(was), Some(is)) = views {
            log.action = Some(is.action.name.clone());
            action::compare(was, is, &shared, log);
        }
    }
    log.action = None;
}

fn facts(old: &Product, new: &Product, log: &mut Log) {
    let Product {
        name,
        version,
        doc,
        endpoint,
        regions,
        areas,
        common_parameters,
    } = old;
    let top = At::default();
    for (key, was, is) in [
        ("product", name, &new.name),
        ("version", version, &new.version),
    ] {
        if was != is {
            let reason = "every call goes to another API, which may answer differently";
            log.changed(&top.to(key), [was, is], Effect::CALLS, reason);
        }
    }
    log.prose(&top.to("doc"), doc, &new.doc);
    if *endpoint != new.endpoint {
        host(&top.to("endpoint"), [endpoint, &new.endpoint], log);
    }
    hosts(regions, &new.regions, log);
    self::areas(areas, &new.areas, log);
    common(common_parameters, &new.common_parameters, log);
}

/// These names decide where signed calls go.
fn host(at: &At, sides: [&str; 2], log: &mut Log) {
    let reason = "calls go to another host";
    log.changed(at, sides, Effect::COMPATIBLE, reason);
    log.warn(
        at,
        format!(
            "signed calls would go to {} instead of {}: make sure that the host belongs to the product",
            quoted(sides[1]),
            quoted(sides[0])
        ),
    );
}

fn hosts(old: &[(String, String)], new: &[(String, String)], log: &mut Log) {
    let at = At::default().to("regions");
    let pairs = pair(old, new, |(region, _)| region);
    for (region, host) in pairs.removed {
        let reason = "calls in the region go to the general endpoint";
        log.removed(&at.to(region), host, Effect::CALLS, reason);
    }
    for (region, host) in pairs.added {
        let reason = "calls in the region go to another host than the general endpoint";
        log.added(&at.to(region), host, Effect::COMPATIBLE, reason);
    }
    for ((region, was), (_, is)) in pairs.same {
        if was != is {
            self::host(&at.to(region), [was, is], log);
        }
    }
}

/// Moved actions are reported with the actions.
fn areas(old: &[Area], new: &[Area], log: &mut Log) {
    let at = At::default().to("areas");
    let pairs = pair(old, new, |area| &area.name);
    for was in pairs.removed {
        let reason = "the module and the feature no longer exist";
        log.removed(&at.to(&was.name), "an area", Effect::SOURCE, reason);
    }
    for is in pairs.added {
        let reason = "a new module and feature";
        log.added(&at.to(&is.name), "an area", Effect::COMPATIBLE, reason);
    }
    for (was, is) in pairs.same {
        let Area { name, doc } = was;
        log.prose(&at.to(name).to("doc"), doc, &is.doc);
    }
}

/// The runtime sets them, so programs do not change.
fn common(old: &[CommonParameter], new: &[CommonParameter], log: &mut Log) {
    let at = At::default().to("common_parameters");
    let reason = "the runtime sets the parameters of every call";
    let pairs = pair(old, new, |parameter| &parameter.name);
    for was in pairs.removed {
        log.removed(
            &at.to(&was.name),
            "a parameter",
            Effect::DOCUMENTATION,
            reason,
        );
    }
    for is in pairs.added {
        log.added(
            &at.to(&is.name),
            "a parameter",
            Effect::DOCUMENTATION,
            reason,
        );
    }
    for (was, is) in pairs.same {
        let CommonParameter {
            name,
            required,
            doc,
        } = was;
        let at = at.to(name);
        if *required != is.required {
            let sides = flags(*required, is.required);
            log.changed(&at.to("required"), sides, Effect::DOCUMENTATION, reason);
        }
        log.prose(&at.to("doc"), doc, &is.doc);
    }
}
