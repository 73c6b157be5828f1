//! Error codes: each is a variant of one Rust enum of the product, and part of
//! the description of actions.

use crate::diff::change::Verdict;
use crate::diff::log::{At, Effect, Log, quoted};
use crate::diff::pair::pair;
use crate::model::{ErrorCode, Model, Outcome};

/// Compares the codes that do not belong to a single action.
pub(super) fn product(old: &Model, new: &Model, log: &mut Log) {
    let at = At::default().to("errors");
    let pairs = pair(&old.errors, &new.errors, |error| &error.code);
    for was in pairs.removed {
        // Codes that come and go with an action are reported there.
        if listed(old, &was.code) == 0 {
            let reason = "programs that name the variant no longer compile";
            log.removed(&at.to(&was.code), &summary(was), Effect::SOURCE, reason);
        }
    }
    for is in pairs.added {
        if listed(new, &is.code) == 0 {
            log.added(&at.to(&is.code), &summary(is), ADDED, "a new code");
        }
    }
    for (was, is) in pairs.same {
        if !alone(old, new, &was.code) {
            code(&at.to(&is.code), was, is, log);
        }
    }
}

/// One more variant; calls do not change.
const ADDED: Effect = Effect {
    wire: Verdict::Documentation,
    source: Verdict::Compatible,
};

/// Number of actions that list a code.
fn listed(model: &Model, code: &str) -> usize {
    let has = |action: &&crate::model::Action| action.errors.iter().any(|e| e.code == code);
    model.actions.iter().filter(has).count()
}

/// Whether the code belongs to a single action.
fn alone(old: &Model, new: &Model, code: &str) -> bool {
    listed(old, code) == 1 && listed(new, code) == 1
}

fn known(model: &Model, code: &str) -> bool {
    model.errors.iter().any(|error| error.code == code)
}

fn summary(error: &ErrorCode) -> String {
    match error.http_status {
        Some(status) => format!("HTTP {status}"),
        None => "a code".to_owned(),
    }
}

/// Compares the codes of one action.
pub(super) fn action(
    at: &At,
    (old, new): (&[ErrorCode], &[ErrorCode]),
    (old_model, new_model): (&Model, &Model),
    log: &mut Log,
) {
    let at = at.to("errors");
    if new.is_empty() && !old.is_empty() {
        vanished(&at, old, new_model, log);
        return;
    }
    if old.is_empty() && !new.is_empty() {
        let reason = "the action lists the codes that it answers with";
        log.added(&at, &count(new.len()), ADDED, reason);
        return;
    }
    let pairs = pair(old, new, |error| &error.code);
    for was in pairs.removed {
        let (effect, reason) = if known(new_model, &was.code) {
            (
                Effect::DOCUMENTATION,
                "the code is still one of the product",
            )
        } else {
            let reason = "programs that name the variant no longer compile";
            (Effect::SOURCE, reason)
        };
        log.removed(&at.to(&was.code), &summary(was), effect, reason);
    }
    for is in pairs.added {
        let (effect, reason) = if known(old_model, &is.code) {
            (Effect::DOCUMENTATION, "the product has the code already")
        } else {
            (ADDED, "a new code")
        };
        log.added(&at.to(&is.code), &summary(is), effect, reason);
    }
    for (was, is) in pairs.same {
        if alone(old_model, new_model, &was.code) {
            code(&at.to(&is.code), was, is, log);
        }
    }
}

/// All codes are missing at once: pages replace their tables by a link to the
/// list of all codes, which removes no code.
fn vanished(at: &At, old: &[ErrorCode], new: &Model, log: &mut Log) {
    let reason = "removing a table, or replacing it by a link, removes no code";
    log.removed(at, &count(old.len()), Effect::DOCUMENTATION, reason);
    let lost: Vec<String> = old
        .iter()
        .filter(|error| !known(new, &error.code))
        .map(|error| quoted(&error.code))
        .collect();
    let advice = if lost.is_empty() {
        String::new()
    } else {
        format!(
            "; put the codes back, or the Rust enum loses {}, which would break programs",
            lost.join(", ")
        )
    };
    log.warn(
        at,
        format!("the whole table of error codes was removed, probably replaced by a link{advice}"),
    );
}

fn count(number: usize) -> String {
    format!("{number} code{}", if number == 1 { "" } else { "s" })
}

fn code(at: &At, was: &ErrorCode, is: &ErrorCode, log: &mut Log) {
    let ErrorCode {
        code: _,
        ident,
        http_status,
        message,
        outcome,
        doc,
    } = was;
    log.rust(&at.to("name"), ident, &is.ident);
    let status = |status: Option<u16>| status.map(|status| status.to_string());
    let (old, new) = (status(*http_status), status(is.http_status));
    let reason = (Effect::DOCUMENTATION, "codes are identified by their text");
    log.option(
        &at.to("http_status"),
        old.as_deref(),
        new.as_deref(),
        |_| reason,
    );
    self::outcome(&at.to("outcome"), *outcome, is.outcome, log);
    let text = |text: Option<&String>| text.cloned().unwrap_or_default();
    log.prose(
        &at.to("message"),
        &text(message.as_ref()),
        &text(is.message.as_ref()),
    );
    log.prose(&at.to("doc"), doc, &is.doc);
}

/// Whether a change may have been made decides which calls are repeated, and
/// what the error says.
fn outcome(at: &At, was: Option<Outcome>, is: Option<Outcome>, log: &mut Log) {
    let [old, new] = [was, is].map(|outcome| outcome.map(Outcome::word));
    let reason = (
        Effect::COMPATIBLE,
        "it decides whether a call is made again, and whether its outcome is unknown",
    );
    log.option(at, old, new, |_| reason);
    if was != is && (was == Some(Outcome::Unknown) || is == Some(Outcome::Refused)) {
        log.warn(
            at,
            "errors would say that nothing was done, although a change may have been made",
        );
    }
}
