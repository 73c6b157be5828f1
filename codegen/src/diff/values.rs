//! Enums, by the direction in which their values travel: a request must not lose
//! a value, a complete answer must not gain one.

use crate::diff::change::{Kind, Verdict};
use crate::diff::log::{At, Effect, Log, flags};
use crate::diff::pair::pair;
use crate::model::{Enum, EnumValue};

/// Compares two enums; the flags say whether they are sent and received. The
/// caller compares descriptions, because it knows whether they are a field's.
pub(super) fn compare(
    at: &At,
    (old, new): (&Enum, &Enum),
    (request, response): (bool, bool),
    log: &mut Log,
) {
    let Enum {
        rust_name: _,
        doc: _,
        open,
        integer,
        values,
    } = old;
    if *open != new.open {
        let effect = if new.open && response || !new.open && request {
            Effect::CALLS
        } else {
            Effect::COMPATIBLE
        };
        let reason = match (new.open, request, response) {
            (true, _, true) => "answers may hold values that the list does not have",
            (true, ..) => "values that the list does not have are accepted",
            (false, true, _) => "values that the list does not have are refused",
            (false, ..) => "the list is complete",
        };
        log.changed(&at.to("open"), flags(*open, new.open), effect, reason);
    }
    if *integer != new.integer {
        let name = |integer| if integer { "enum<integer>" } else { "enum" };
        let (effect, reason) = if new.integer {
            (Effect::COMPATIBLE, "a plain number can be set")
        } else {
            (Effect::SOURCE, "a plain number can no longer be set")
        };
        let sides = [name(*integer), name(new.integer)];
        log.changed(&at.to("type"), sides, effect, reason);
    }
    let pairs = pair(values, &new.values, |value| &value.value);
    let at = at.to("values");
    for was in pairs.removed {
        let (effect, reason) = removal(was, new, request);
        log.removed(&at, &was.value, effect, reason);
    }
    for is in pairs.added {
        let (effect, reason) = if response && !open {
            let reason = "answers may hold a value that was not in the complete list";
            (Effect::CALLS, reason)
        } else {
            (Effect::COMPATIBLE, "one more value")
        };
        log.added(&at, &is.value, effect, reason);
    }
    for (was, is) in pairs.same {
        value(&at.to(&is.value), was, is, log);
    }
}

fn removal(was: &EnumValue, new: &Enum, request: bool) -> (Effect, &'static str) {
    let renamed = new.values.iter().any(|value| value.ident == was.ident);
    let source = if renamed {
        Verdict::Documentation
    } else {
        Verdict::Breaking
    };
    let (wire, reason) = match (request, new.open) {
        (true, false) => (Verdict::Breaking, "a request with it is refused"),
        (true, true) => (
            Verdict::Breaking,
            "a request with it is no longer documented",
        ),
        (false, _) if renamed => (Verdict::Compatible, "answers no longer hold it"),
        (false, _) => (
            Verdict::Compatible,
            "answers no longer hold it; programs that name the variant no longer compile",
        ),
    };
    (Effect { wire, source }, reason)
}

fn value(at: &At, was: &EnumValue, is: &EnumValue, log: &mut Log) {
    let EnumValue {
        value: _,
        ident,
        doc,
        deprecated,
    } = was;
    log.rust(&at.to("name"), ident, &is.ident);
    log.prose(&at.to("doc"), doc, &is.doc);
    self::deprecated(at, deprecated.as_ref(), is.deprecated.as_ref(), log);
}

/// Compares deprecations.
pub(super) fn deprecated(at: &At, was: Option<&String>, is: Option<&String>, log: &mut Log) {
    let at = at.to("deprecated");
    match (was, is) {
        (Some(was), Some(is)) => log.prose(&at, was, is),
        (was, is) => log.option(
            &at,
            was.map(String::as_str),
            is.map(String::as_str),
            |kind| match kind {
                Kind::Removed => (Effect::DOCUMENTATION, "no longer deprecated"),
                _ => (
                    Effect::COMPATIBLE,
                    "works as before, but should no longer be used",
                ),
            },
        ),
    }
}
