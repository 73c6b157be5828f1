//! Documented limits: narrower ones refuse values that were accepted.

use std::fmt::Display;

use crate::diff::change::Kind;
use crate::diff::log::{At, Effect, Log};
use crate::model::{Role, Rule};

/// The limits of a field, each by its key in a spec.
#[derive(Default)]
struct Limits<'a> {
    length: Option<Bounds<u64>>,
    range: Option<Bounds<i64>>,
    float: Option<Bounds<f64>>,
    items: Option<Bounds<u64>>,
    size: Option<Bounds<u64>>,
    pattern: Option<&'a str>,
    media: &'a [String],
}

#[derive(Clone, Copy, PartialEq)]
struct Bounds<T> {
    min: T,
    max: T,
    /// The ends without a limit.
    open: (T, T),
}

impl<'a> Limits<'a> {
    fn of(rules: &'a [Rule]) -> Self {
        let counts = |min: u64, max: u64, least: u64| {
            let bounds = Bounds {
                min,
                max,
                open: (least, u64::MAX),
            };
            Some(bounds).filter(|_| min > least || max < u64::MAX)
        };
        let mut limits = Self::default();
        for rule in rules {
            match rule {
                Rule::Length(min, max) => limits.length = counts(*min, *max, 0),
                Rule::Items(min, max) => limits.items = counts(*min, *max, 0),
                Rule::Range(min, max) => {
                    limits.range = Some(Bounds {
                        min: *min,
                        max: *max,
                        open: (i64::MIN, i64::MAX),
                    });
                }
                Rule::FloatRange(min, max) => {
                    limits.float = Some(Bounds {
                        min: *min,
                        max: *max,
                        open: (f64::MIN, f64::MAX),
                    });
                }
                Rule::Pattern(pattern) => limits.pattern = Some(pattern),
                Rule::Image(media, min, max) => {
                    limits.size = counts(*min, *max, 1);
                    limits.media = media;
                }
            }
        }
        limits
    }
}

impl<T: PartialOrd + Copy + Display> Bounds<T> {
    /// `1..20`, `1..`, `..20`.
    fn text(self) -> String {
        let end = |bound: T, open: T| {
            if bound == open {
                String::new()
            } else {
                bound.to_string()
            }
        };
        let (min, max) = (end(self.min, self.open.0), end(self.max, self.open.1));
        format!("{min}..{max}")
    }
}

/// Compares limits. For answers, they are only documentation: the runtime
/// accepts whatever the gateway sends.
pub(super) fn compare(at: &At, old: &[Rule], new: &[Rule], role: Role, log: &mut Log) {
    let (old, new) = (Limits::of(old), Limits::of(new));
    let mut out = Compare { role, log };
    out.bounds(&at.to("length"), old.length, new.length);
    out.range(&at.to("range"), old.range, new.range);
    out.bounds(&at.to("range"), old.float, new.float);
    out.bounds(&at.to("items"), old.items, new.items);
    out.bounds(&at.to("raw_size"), old.size, new.size);
    out.media(&at.to("media"), old.media, new.media);
    let judge = |kind| match kind {
        Kind::Removed => (Effect::COMPATIBLE, "any text is accepted"),
        Kind::Added => (Effect::CALLS, "a text that does not match is refused"),
        _ => (Effect::CALLS, "a text that matched before may be refused"),
    };
    let role = out.role;
    out.log
        .option(&at.to("pattern"), old.pattern, new.pattern, |kind| {
            answer(role, judge(kind))
        });
}

/// In an answer, a limit is only documentation.
fn answer(role: Role, (effect, reason): (Effect, &'static str)) -> (Effect, &'static str) {
    match role {
        Role::Request | Role::Both => (effect, reason),
        Role::Response => (Effect::DOCUMENTATION, "limits of answers are not checked"),
    }
}

struct Compare<'a> {
    role: Role,
    log: &'a mut Log,
}

impl Compare<'_> {
    fn bounds<T: PartialOrd + Copy + Display>(
        &mut self,
        at: &At,
        old: Option<Bounds<T>>,
        new: Option<Bounds<T>>,
    ) {
        let narrower = match (old, new) {
            (Some(old), Some(new)) => new.min > old.min || new.max < old.max,
            (old, _) => old.is_none(),
        };
        let (was, is) = (old.map(Bounds::text), new.map(Bounds::text));
        let role = self.role;
        self.log.option(at, was.as_deref(), is.as_deref(), |_| {
            let judged = if narrower {
                (Effect::CALLS, "values that were accepted are refused")
            } else {
                (Effect::COMPATIBLE, "more values are accepted")
            };
            answer(role, judged)
        });
    }

    /// Pages write `0 to 65535` or `less than 65536` and mean the same, so a lower
    /// end of 0 that disappears is only documentation.
    fn range(&mut self, at: &At, old: Option<Bounds<i64>>, new: Option<Bounds<i64>>) {
        if let (Some(old), Some(new)) = (old, new)
            && (old.min, new.min) == (0, i64::MIN)
            && old.max == new.max
            && old.max < i64::MAX
        {
            let sides = [old.text(), new.text()];
            let reason = "the lower end of 0 is no longer written";
            let sides = [sides[0].as_str(), sides[1].as_str()];
            self.log.changed(at, sides, Effect::DOCUMENTATION, reason);
            return;
        }
        self.bounds(at, old, new);
    }

    /// Image formats; an empty list means any.
    fn media(&mut self, at: &At, old: &[String], new: &[String]) {
        let sorted = |media: &[String]| {
            let mut media = media.to_vec();
            media.sort();
            media
        };
        let (old, new) = (sorted(old), sorted(new));
        if old == new {
            return;
        }
        let narrower = !new.is_empty() && (old.is_empty() || old.iter().any(|m| !new.contains(m)));
        let judged = if narrower {
            (Effect::CALLS, "images that were accepted are refused")
        } else {
            (Effect::COMPATIBLE, "more formats are accepted")
        };
        let (effect, reason) = answer(self.role, judged);
        let text = |media: &[String]| Some(media.join(", ")).filter(|text| !text.is_empty());
        let (was, is) = (text(&old), text(&new));
        self.log
            .option(at, was.as_deref(), is.as_deref(), |_| (effect, reason));
    }
}
