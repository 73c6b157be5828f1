//! Checking a request against its documented limits before anything is sent.

mod words;

use std::collections::BTreeMap;
use std::fmt;

use regex_lite::Regex;

use self::words::{Shown, bounds, counted, image_sizes, shown_key};
use crate::image::Image;
use crate::shape::{Field, INT32, Media, REQUIRED, Rule, SENSITIVE};
use crate::value::{Record, ValueRef, each_field};

/// Checks every field of a request, nested ones too.
///
/// # Errors
/// If anything is violated: all violations at once, in the table's order.
pub fn validate(record: &dyn Record) -> Result<(), ValidationError> {
    validate_at(Validation::Documented, record)
}

/// What requests are checked for before they are sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum Validation {
    /// Everything that is documented.
    #[default]
    Documented,
    /// What the gateway checks: not the fields that only the documentation demands.
    Gateway,
    /// Nothing.
    Off,
}

/// As [`validate`], at a level.
///
/// # Errors
/// As [`validate`].
pub(crate) fn validate_at(level: Validation, record: &dyn Record) -> Result<(), ValidationError> {
    if level == Validation::Off {
        return Ok(());
    }
    let mut walk = Walk {
        documented: level == Validation::Documented,
        ..Walk::default()
    };
    walk.record(record, false);
    if walk.violations.is_empty() {
        return Ok(());
    }
    Err(ValidationError {
        record: record.shape().name,
        violations: walk.violations,
    })
}

/// A request that the documentation does not allow. Values of fields marked
/// sensitive are not in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ValidationError {
    record: &'static str,
    violations: Vec<Violation>,
}

impl ValidationError {
    /// Everything that is wrong with the request; never empty.
    #[must_use]
    pub fn violations(&self) -> &[Violation] {
        &self.violations
    }
}

impl fmt::Display for ValidationError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let count = counted(self.violations.len() as u64, "violation");
        write!(f, "{} has {count}:", self.record)?;
        for violation in &self.violations {
            write!(f, "\n  {}: {}", violation.path, violation.message)?;
        }
        Ok(())
    }
}

impl std::error::Error for ValidationError {}

/// One violated rule.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Violation {
    path: String,
    rule: RuleKind,
    message: String,
}

impl Violation {
    /// The parameter's name on the wire, such as `DomainName.3` or `Contacts.1.Email`.
    /// Map keys inside a sensitive field are left out. Other keys are cut after 40
    /// characters, and escaped if they do not print.
    #[must_use]
    pub fn parameter(&self) -> &str {
        &self.path
    }

    /// Which kind of rule is violated.
    #[must_use]
    pub fn rule(&self) -> RuleKind {
        self.rule
    }

    /// What was found and what is expected, as a predicate of the parameter
    /// (`is required`).
    #[must_use]
    pub fn message(&self) -> &str {
        &self.message
    }
}

/// The kinds of rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum RuleKind {
    /// A value is required, and must not be empty.
    Required,
    /// The documentation demands a value, but the gateway does not check it.
    Documented,
    /// Only listed values are accepted.
    OneOf,
    /// Length of a text in Unicode characters.
    Length,
    /// Bounds of a number.
    Range,
    /// A number must be finite.
    Finite,
    /// A whole number must fit 32 bits.
    Integer32,
    /// Number of list members or map entries.
    Items,
    /// A pattern that the whole text must match.
    Pattern,
    /// Size of a raw image in bytes.
    ImageSize,
    /// Format of an image; its size may be wrong too.
    ImageFormat,
}

/// What is being checked: a field, or a member of the field's list or map.
#[derive(Clone, Copy)]
struct Site {
    field: Field,
    sensitive: bool,
    member: bool,
}

impl Site {
    /// `is VALUE`, or `hidden` if the value must not be shown.
    fn is(self, value: Shown<'_>, hidden: &str) -> String {
        if self.sensitive {
            hidden.to_owned()
        } else {
            format!("is {value}")
        }
    }
}

/// One step of a path.
enum Step {
    /// A field.
    Name(&'static str),
    /// A list member, counted from one.
    Member(usize),
    /// The key of a map entry for messages.
    Key(String),
}

#[derive(Default)]
struct Walk {
    /// Whether fields are demanded that the gateway does not check.
    documented: bool,
    /// The path from the request to the value. It becomes a text only if there is
    /// something to report.
    path: Vec<Step>,
    violations: Vec<Violation>,
    /// Patterns met so far; `None` for those that do not compile.
    patterns: BTreeMap<&'static str, Option<Regex>>,
}

impl Walk {
    fn record(&mut self, record: &dyn Record, sensitive: bool) {
        each_field(record, &mut |field, value| {
            let site = Site {
                field,
                sensitive: sensitive || field.is(SENSITIVE),
                member: false,
            };
            self.under(Step::Name(field.name), |walk| walk.value(site, value));
        });
    }

    /// Runs `visit` with the step appended to the path.
    fn under(&mut self, step: Step, visit: impl FnOnce(&mut Self)) {
        self.path.push(step);
        visit(self);
        self.path.pop();
    }

    fn report(&mut self, rule: RuleKind, message: String) {
        let step = |step: &Step| match step {
            Step::Name(name) => (*name).to_owned(),
            Step::Member(number) => number.to_string(),
            Step::Key(key) => key.clone(),
        };
        self.violations.push(Violation {
            path: self.path.iter().map(step).collect::<Vec<_>>().join("."),
            rule,
            message,
        });
    }

    fn value(&mut self, site: Site, value: ValueRef<'_>) {
        match value {
            ValueRef::Absent => self.absent(site),
            ValueRef::Text("") if self.demands(site) => {
                self.empty(site, "is required and is empty")
            }
            ValueRef::Text(text) => self.scalar(site, text, Shown::Quoted(text)),
            ValueRef::Int(number) => self.integer(site, number),
            ValueRef::Float(number) if !number.is_finite() => {
                let found = site.is(Shown::Plain(&number.to_string()), "is not finite");
                self.report(
                    RuleKind::Finite,
                    format!("{found}; expected a finite number"),
                );
            }
            ValueRef::Float(number) => self.plain(site, &number.to_string()),
            ValueRef::Bool(value) => self.plain(site, if value { "true" } else { "false" }),
            ValueRef::Image(image) if image.is_empty() && self.demands(site) => {
                self.empty(site, "is required and is empty");
            }
            ValueRef::Image(image) => self.image(site, image),
            // No bytes are content too.
            ValueRef::Bytes(_) => {}
            // Its text may be long, and only rules need it.
            ValueRef::Json(_) if site.field.rules.is_empty() => {}
            ValueRef::Json(value) => {
                let text = value.to_string();
                self.scalar(site, &text, Shown::Quoted(&text));
            }
            ValueRef::List(list) => {
                self.items(site, list.len(), "member");
                for index in 0..list.len() {
                    self.under(Step::Member(index + 1), |walk| {
                        walk.value(
                            Site {
                                member: true,
                                ..site
                            },
                            list.at(index),
                        );
                    });
                }
            }
            ValueRef::Map(map) => {
                self.items(site, map.len(), "entry");
                map.each(&mut |key, value| {
                    let step = if site.sensitive {
                        "<redacted>".to_owned()
                    } else {
                        shown_key(key)
                    };
                    self.under(Step::Key(step), |walk| {
                        walk.value(
                            Site {
                                member: true,
                                ..site
                            },
                            value,
                        );
                    });
                });
            }
            ValueRef::Record(record) => self.record(record, site.sensitive),
        }
    }

    /// A member that is not there would leave a gap in the numbering.
    fn absent(&mut self, site: Site) {
        if site.member {
            let message = "is absent; expected a value for every member";
            self.report(RuleKind::Required, message.to_owned());
        } else if self.demands(site) {
            self.empty(site, "is required");
        }
    }

    /// Whether the field must be there.
    fn demands(&self, site: Site) -> bool {
        let mut limits = site.field.limits();
        site.field.is(REQUIRED) || (self.documented && limits.any(|rule| *rule == Rule::Documented))
    }

    fn empty(&mut self, site: Site, message: &str) {
        if site.field.is(REQUIRED) {
            return self.report(RuleKind::Required, message.to_owned());
        }
        let message = format!(
            "{message} according to the documentation, but the gateway does not check it; \
             `.unchecked()` sends the request without it"
        );
        self.report(RuleKind::Documented, message);
    }

    /// An empty list or map is not sent at all, so that only a demand for the field
    /// speaks against it.
    fn items(&mut self, site: Site, count: usize, unit: &str) {
        if count == 0 {
            if self.demands(site) {
                self.empty(site, "is required and is empty");
            }
            return;
        }
        let count = count as u64;
        for rule in site.field.limits() {
            if let Rule::Items(low, high) = *rule
                && !(low..=high).contains(&count)
            {
                let found = counted(count, unit);
                let expected = bounds(&low, &high, low == 0, high == u64::MAX);
                self.report(RuleKind::Items, format!("has {found}; expected {expected}"));
            }
        }
    }

    fn integer(&mut self, site: Site, number: i64) {
        if site.field.rules.is_empty() && !site.field.is(INT32) {
            return;
        }
        let text = number.to_string();
        if site.field.is(INT32) && i32::try_from(number).is_err() {
            let found = site.is(Shown::Plain(&text), "is too large or too small");
            let (low, high) = (i32::MIN, i32::MAX);
            self.report(
                RuleKind::Integer32,
                format!("{found}; expected a whole number of 32 bits ({low} to {high})"),
            );
        }
        self.plain(site, &text);
    }

    /// A scalar that is shown without quotes.
    fn plain(&mut self, site: Site, text: &str) {
        self.scalar(site, text, Shown::Plain(text));
    }

    /// Applies the rules to the wire text of a scalar, which messages show as
    /// `shown`. A number rule is violated by a text that is not a number.
    fn scalar(&mut self, site: Site, text: &str, shown: Shown<'_>) {
        for rule in site.field.limits() {
            match *rule {
                Rule::OneOf(accepted) if !accepted.contains(&text) => {
                    let found = site.is(shown, "is not an accepted value");
                    let expected = accepted.join(", ");
                    self.report(
                        RuleKind::OneOf,
                        format!("{found}; expected one of {expected}"),
                    );
                }
                Rule::Length(low, high) => self.length(site, text, shown, (low, high)),
                Rule::Range(low, high) => {
                    let inside = match text.parse::<i64>() {
                        Ok(number) => (low..=high).contains(&number),
                        #[allow(clippy::cast_precision_loss)] // only floats come here
                        Err(_) => text
                            .parse::<f64>()
                            .is_ok_and(|n| (low as f64..=high as f64).contains(&n)),
                    };
                    let expected = bounds(&low, &high, low == i64::MIN, high == i64::MAX);
                    self.range(site, shown, inside, &expected);
                }
                Rule::FloatRange(low, high) => {
                    let inside = text.parse().is_ok_and(|n| (low..=high).contains(&n));
                    let expected = bounds(&low, &high, low.is_infinite(), high.is_infinite());
                    self.range(site, shown, inside, &expected);
                }
                Rule::Pattern(pattern) => self.pattern(site, text, shown, pattern),
                Rule::OneOf(_) | Rule::Items(..) | Rule::Image(..) | Rule::Documented => {}
            }
        }
    }

    fn length(&mut self, site: Site, text: &str, shown: Shown<'_>, (low, high): (u64, u64)) {
        let count = text.chars().count() as u64;
        if (low..=high).contains(&count) {
            return;
        }
        let count = counted(count, "character");
        let found = if site.sensitive {
            format!("has {count}")
        } else {
            format!("is {shown} ({count})")
        };
        let expected = bounds(&low, &high, low == 0, high == u64::MAX);
        self.report(
            RuleKind::Length,
            format!("{found}; expected {expected} characters"),
        );
    }

    fn range(&mut self, site: Site, shown: Shown<'_>, inside: bool, expected: &str) {
        if !inside {
            let found = site.is(shown, "is out of range");
            self.report(RuleKind::Range, format!("{found}; expected {expected}"));
        }
    }

    fn pattern(&mut self, site: Site, text: &str, shown: Shown<'_>, pattern: &'static str) {
        let regex = self
            .patterns
            .entry(pattern)
            .or_insert_with(|| Regex::new(&format!("^(?:{pattern})$")).ok());
        match regex {
            Some(regex) if regex.is_match(text) => {}
            Some(_) => {
                let found = site.is(shown, "has another form");
                self.report(
                    RuleKind::Pattern,
                    format!("{found}; expected a text that matches `{pattern}` as a whole"),
                );
            }
            None => self.report(
                RuleKind::Pattern,
                format!("cannot be checked: the pattern `{pattern}` does not compile"),
            ),
        }
    }

    /// One violation names both limits. If both rules are violated, it counts for the
    /// format.
    fn image(&mut self, site: Site, image: &Image) {
        for rule in site.field.limits() {
            let Rule::Image(formats, low, high) = *rule else {
                continue;
            };
            let media = image.media();
            let size = image.len() as u64;
            // A page may say nothing about formats.
            let fits = formats.is_empty() || media.is_some_and(|media| formats.contains(&media));
            let fitting = (low..=high).contains(&size);
            if fits && fitting {
                continue;
            }
            let names: Vec<&str> = formats.iter().map(|media| media.name()).collect();
            let names = match names.as_slice() {
                [] => "an image".to_owned(),
                names => names.join(" or "),
            };
            let sizes = image_sizes(low, high);
            let found = media.map_or("of an unknown format", Media::name);
            let bytes = counted(size, "byte");
            let (rule, message) = match (fits, fitting) {
                (true, _) => (
                    RuleKind::ImageSize,
                    format!("is {bytes}; expected {sizes} of {names}"),
                ),
                (false, true) => (
                    RuleKind::ImageFormat,
                    format!("is {found}; expected {names} of {sizes}"),
                ),
                (false, false) => (
                    RuleKind::ImageFormat,
                    format!("is {found} and {bytes}; expected {names} of {sizes}"),
                ),
            };
            self.report(rule, message);
        }
    }
}
