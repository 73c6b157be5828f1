//! The checks of a request, step by step.

use crate::refusal::Refusal;

/// The steps that every request goes through, in order; the parameters follow.
const STEPS: [&str; 7] = [
    REQUEST, COMMON, ACTION, ACCESS_KEY, SIGNATURE, TIMESTAMP, NONCE,
];
pub(crate) const REQUEST: &str = "request";
pub(crate) const COMMON: &str = "common parameters";
pub(crate) const ACTION: &str = "action";
pub(crate) const ACCESS_KEY: &str = "access key";
pub(crate) const SIGNATURE: &str = "signature";
pub(crate) const TIMESTAMP: &str = "timestamp";
pub(crate) const NONCE: &str = "nonce";
pub(crate) const STATE: &str = "state";

/// The outcome of one check.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[non_exhaustive]
pub enum Outcome {
    /// The request passed the check.
    Passed,
    /// The check is a reason why the request was refused.
    Refused,
    /// An earlier check refused the request.
    NotReached,
    /// The action takes requests without a signature.
    NotNeeded,
}

impl Outcome {
    /// `passed`, `refused`, `not reached` or `not needed`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Refused => "refused",
            Self::NotReached => "not reached",
            Self::NotNeeded => "not needed",
        }
    }
}

/// One check of a request.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Check {
    /// What was checked: `request` (method, path, form or body), `common parameters`,
    /// `action`, `access key`, `signature`, `timestamp`, `nonce`, `parameter X` for
    /// each parameter, and `state` if the gateway's state refused the call.
    pub what: String,
    /// The outcome.
    pub outcome: Outcome,
    /// The problem, if there is one, without sensitive values.
    pub problem: Option<String>,
}

/// The checks of one request so far.
#[derive(Default)]
pub(crate) struct Trail {
    checks: Vec<Check>,
}

impl Trail {
    /// Records the outcome of a step, and returns its result.
    pub(crate) fn step<T>(&mut self, what: &str, result: Result<T, Refusal>) -> Result<T, Refusal> {
        self.note(what.to_owned(), result.as_ref().err());
        result
    }

    /// Records that the request needs no access key and no signature.
    pub(crate) fn unsigned(&mut self) {
        for what in [ACCESS_KEY, SIGNATURE, TIMESTAMP, NONCE] {
            self.checks.push(Check {
                what: what.to_owned(),
                outcome: Outcome::NotNeeded,
                problem: None,
            });
        }
    }

    /// Records the outcome for one parameter.
    pub(crate) fn parameter(&mut self, name: &str, refusal: Option<&Refusal>) {
        self.note(format!("parameter {name}"), refusal);
    }

    fn note(&mut self, what: String, refusal: Option<&Refusal>) {
        self.checks.push(Check {
            what,
            outcome: refusal.map_or(Outcome::Passed, |_| Outcome::Refused),
            problem: refusal.map(|refusal| refusal.message.clone()),
        });
    }

    /// All checks, including those that were not reached.
    pub(crate) fn finish(mut self) -> Vec<Check> {
        let reached = self.checks.len();
        for what in STEPS.iter().skip(reached) {
            self.checks.push(Check {
                what: (*what).to_owned(),
                outcome: Outcome::NotReached,
                problem: None,
            });
        }
        self.checks
    }
}
