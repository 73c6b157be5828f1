//! Pages, waiters and submissions: each brings a method of the client.

use crate::diff::change::Kind;
use crate::diff::log::{At, Effect, Log};
use crate::model::{Action, Pagination, Submits, Waiter};

/// Compares the parts of an action beyond the plain call.
pub(super) fn compare(at: &At, old: &Action, new: &Action, log: &mut Log) {
    let sides = (old.pagination.as_ref(), new.pagination.as_ref());
    part(&at.to("pagination"), sides, pagination, log);
    part(
        &at.to("waiter"),
        (old.waiter.as_ref(), new.waiter.as_ref()),
        waiter,
        log,
    );
    part(
        &at.to("submits"),
        (old.submits.as_ref(), new.submits.as_ref()),
        submits,
        log,
    );
}

fn part<T>(
    at: &At,
    (old, new): (Option<&T>, Option<&T>),
    compare: fn(&At, &T, &T, &mut Log),
    log: &mut Log,
) {
    if let (Some(old), Some(new)) = (old, new) {
        compare(at, old, new, log);
        return;
    }
    let text = |side: Option<&T>| side.map(|_| "a method of the client");
    log.option(at, text(old), text(new), |kind| match kind {
        Kind::Removed => (Effect::SOURCE, "programs that call it no longer compile"),
        _ => (Effect::COMPATIBLE, "a new method"),
    });
}

fn pagination(at: &At, old: &Pagination, new: &Pagination, log: &mut Log) {
    let Pagination {
        items,
        position,
        size,
        default_size,
        more,
        total,
        total_items,
        cursor,
        offset,
        first_page,
    } = old;
    let number = |number: Option<u64>| number.map(|number| number.to_string());
    if *items != new.items {
        let reason = "the stream has other items";
        log.changed(
            &at.to("items"),
            [items, &new.items],
            Effect::BREAKING,
            reason,
        );
    }
    for (key, was, is) in [
        ("position", Some(position), Some(&new.position)),
        ("size", size.as_ref(), new.size.as_ref()),
        ("more", more.as_ref(), new.more.as_ref()),
        ("total", total.as_ref(), new.total.as_ref()),
        ("cursor", cursor.as_ref(), new.cursor.as_ref()),
        (
            "total_items",
            total_items.as_ref(),
            new.total_items.as_ref(),
        ),
        (
            "default_size",
            number(*default_size).as_ref(),
            number(new.default_size).as_ref(),
        ),
        (
            "offset",
            Some(&offset.to_string()),
            Some(&new.offset.to_string()),
        ),
        (
            "first_page",
            number(Some(*first_page)).as_ref(),
            number(Some(new.first_page)).as_ref(),
        ),
    ] {
        let (was, is) = (was.map(String::as_str), is.map(String::as_str));
        log.option(&at.to(key), was, is, |_| {
            let reason = "the runtime turns pages differently; the items are the same";
            (Effect::COMPATIBLE, reason)
        });
    }
}

fn waiter(at: &At, old: &Waiter, new: &Waiter, log: &mut Log) {
    let Waiter {
        method,
        doc,
        key,
        id,
        subject,
        status,
        success,
        failure,
        messages,
    } = old;
    log.rust(&at.to("name"), method, &new.method);
    log.prose(&at.to("doc"), doc, &new.doc);
    for (name, was, is) in [("key", key, &new.key), ("status", status, &new.status)] {
        if was != is {
            let reason = "waiting reads another field";
            log.changed(&at.to(name), [was, is], Effect::CALLS, reason);
        }
    }
    let (was, is) = (id.as_deref(), new.id.as_deref());
    log.option(&at.to("id"), was, is, |_| OTHER_END);
    let (was, is) = (subject.as_deref(), new.subject.as_deref());
    log.option(&at.to("subject"), was, is, |_| OTHER_END);
    for (name, was, is, judged) in [
        ("success", success, &new.success, OTHER_END),
        ("failure", failure, &new.failure, OTHER_END),
        ("messages", messages, &new.messages, REPORTED),
    ] {
        let text = |names: &[String]| Some(names.join(", ")).filter(|text| !text.is_empty());
        let (was, is) = (text(was), text(is));
        log.option(&at.to(name), was.as_deref(), is.as_deref(), |_| judged);
    }
}

const OTHER_END: (Effect, &str) = (Effect::CALLS, "waiting ends under other conditions");
const REPORTED: (Effect, &str) = (Effect::COMPATIBLE, "the report about an item changes");

fn submits(at: &At, old: &Submits, new: &Submits, log: &mut Log) {
    let Submits {
        task,
        watched_by,
        items,
    } = old;
    let or_none = |name: &Option<String>| name.clone().unwrap_or_else(|| "none".to_owned());
    for (name, was, is) in [
        ("task", task, &new.task),
        ("watched_by", watched_by, &new.watched_by),
        ("items", &or_none(items), &or_none(&new.items)),
    ] {
        if was != is {
            let reason = "the runtime waits differently; programs call the same method";
            log.changed(&at.to(name), [was, is], Effect::COMPATIBLE, reason);
        }
    }
}
