//! Collects changes while the models are compared.

use crate::diff::change::{Change, Changes, Kind, Verdict, Warning};

/// A path: `Action`, `parameters`, `Lang`, `values`.
#[derive(Debug, Clone, Default)]
pub(super) struct At(Vec<String>);

impl At {
    pub(super) fn to(&self, step: &str) -> Self {
        let mut steps = self.0.clone();
        steps.push(step.to_owned());
        Self(steps)
    }
}

/// What a change means, for calls and for the source of programs.
#[derive(Debug, Clone, Copy)]
pub(super) struct Effect {
    pub(super) wire: Verdict,
    pub(super) source: Verdict,
}

impl Effect {
    /// For people only.
    pub(super) const DOCUMENTATION: Self = Self::both(Verdict::Documentation);
    /// Harmless to calls and to source.
    pub(super) const COMPATIBLE: Self = Self::both(Verdict::Compatible);
    /// Bad for calls and for source.
    pub(super) const BREAKING: Self = Self::both(Verdict::Breaking);
    /// Bad for calls; programs still compile.
    pub(super) const CALLS: Self = Self {
        wire: Verdict::Breaking,
        source: Verdict::Documentation,
    };
    /// Bad for source; calls do not change.
    pub(super) const SOURCE: Self = Self {
        wire: Verdict::Documentation,
        source: Verdict::Breaking,
    };

    const fn both(verdict: Verdict) -> Self {
        Self {
            wire: verdict,
            source: verdict,
        }
    }
}

#[derive(Debug, Default)]
pub(super) struct Log {
    /// The action that is being compared.
    pub(super) action: Option<String>,
    out: Changes,
}

impl Log {
    pub(super) fn added(&mut self, at: &At, is: &str, effect: Effect, reason: impl Into<String>) {
        self.push(at, Kind::Added, [None, Some(is)], effect, reason.into());
    }

    pub(super) fn removed(
        &mut self,
        at: &At,
        was: &str,
        effect: Effect,
        reason: impl Into<String>,
    ) {
        self.push(at, Kind::Removed, [Some(was), None], effect, reason.into());
    }

    pub(super) fn changed(
        &mut self,
        at: &At,
        [was, is]: [&str; 2],
        effect: Effect,
        reason: impl Into<String>,
    ) {
        let sides = [Some(was), Some(is)];
        self.push(at, Kind::Changed, sides, effect, reason.into());
    }

    pub(super) fn respelled(
        &mut self,
        at: &At,
        [was, is]: [&str; 2],
        effect: Effect,
        reason: impl Into<String>,
    ) {
        let sides = [Some(was), Some(is)];
        self.push(at, Kind::Respelled, sides, effect, reason.into());
    }

    /// A value that may be absent: added, removed, changed, or none of these.
    pub(super) fn option(
        &mut self,
        at: &At,
        was: Option<&str>,
        is: Option<&str>,
        judge: impl FnOnce(Kind) -> (Effect, &'static str),
    ) {
        let kind = match (was, is) {
            (None, Some(_)) => Kind::Added,
            (Some(_), None) => Kind::Removed,
            (was, is) if was == is => return,
            _ => Kind::Changed,
        };
        let (effect, reason) = judge(kind);
        self.push(at, kind, [was, is], effect, reason.to_owned());
    }

    /// A text for people; other line breaks and spaces are no change.
    pub(super) fn prose(&mut self, at: &At, was: &str, is: &str) {
        let [was, is] = [words(was), words(is)];
        let [was, is] = [&was, &is].map(|text| Some(text.as_str()).filter(|text| !text.is_empty()));
        self.option(at, was, is, |_| (Effect::DOCUMENTATION, "new wording"));
    }

    /// A Rust name.
    pub(super) fn rust(&mut self, at: &At, was: &str, is: &str) {
        if was != is {
            let reason = "the Rust name changes; calls stay the same";
            self.changed(at, [was, is], Effect::SOURCE, reason);
        }
    }

    pub(super) fn warn(&mut self, at: &At, message: impl Into<String>) {
        self.out.warnings.push(Warning {
            action: self.action.clone(),
            path: at.0.join("."),
            message: message.into(),
        });
    }

    fn push(
        &mut self,
        at: &At,
        kind: Kind,
        [was, is]: [Option<&str>; 2],
        effect: Effect,
        reason: String,
    ) {
        self.out.changes.push(Change {
            action: self.action.clone(),
            path: at.0.join("."),
            kind,
            was: was.map(str::to_owned),
            is: is.map(str::to_owned),
            wire: effect.wire,
            source: effect.source,
            reason,
            position: None,
            steps: at.0.clone(),
        });
    }

    /// The changes in display order.
    pub(super) fn finish(mut self) -> Changes {
        self.out.changes.sort_by(|a, b| {
            (&a.action, b.verdict(), &a.path, a.kind, &a.is, &a.was).cmp(&(
                &b.action,
                a.verdict(),
                &b.path,
                b.kind,
                &b.is,
                &b.was,
            ))
        });
        self.out
            .warnings
            .sort_by(|a, b| (&a.action, &a.path).cmp(&(&b.action, &b.path)));
        self.out
    }
}

/// A text with single spaces between its words.
pub(super) fn words(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A value of a spec, quoted in a sentence.
pub(super) fn quoted(text: &str) -> String {
    format!("`{}`", words(text).replace('`', "'"))
}

/// `was` and `is` of a flag.
pub(super) fn flags(was: bool, is: bool) -> [&'static str; 2] {
    [was, is].map(|flag| if flag { "true" } else { "false" })
}
