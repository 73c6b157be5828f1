//! Limits: they fit the type, and their ends are in order.

use crate::check::Subject;
use crate::codes::Code;
use crate::diagnostic::{Finding, Report};
use crate::source::{Span, Spanned};
use crate::spec::{Bounds, Field, TypeExpr};
use crate::yaml::excerpt;

/// Checks the limits of one field.
pub(crate) fn check(field: &Field, subject: &Subject, report: &mut Report) {
    let inner = field.ty.value.innermost();
    let counted = matches!(field.ty.value, TypeExpr::List(_) | TypeExpr::Map(_));
    let number = matches!(inner, TypeExpr::Integer | TypeExpr::Long | TypeExpr::Float);
    let text = matches!(inner, TypeExpr::String);
    let image = matches!(inner, TypeExpr::Image);
    let mut limits = Limits { subject, report };
    limits.counts("length", field.length.as_ref(), text, "a string");
    limits.counts("items", field.items.as_ref(), counted, "a list or a map");
    limits.counts("raw_size", field.raw_size.as_ref(), image, "a base64-image");
    limits.range(
        field.range.as_ref(),
        number,
        matches!(inner, TypeExpr::Float),
    );
    if let Some(media) = &field.media {
        limits.belongs("media", media.span, image, "a base64-image");
        if media.value.is_empty() {
            let finding = subject.find(Code::BadBounds, media.span, "`media` lists no format");
            limits.report.push(finding);
        }
    }
    if let Some(pattern) = &field.pattern {
        limits.belongs("pattern", pattern.span, text, "a string");
        // Also without the brackets: `a)|(?:b` is only valid inside others.
        let anchored = format!("^(?:{})$", pattern.value);
        let read =
            regex_lite::Regex::new(&pattern.value).and_then(|_| regex_lite::Regex::new(&anchored));
        if let Err(error) = read {
            let message = format!("this regular expression cannot be read: {error}");
            limits
                .report
                .push(subject.find(Code::BadPattern, pattern.span, message));
        }
    }
}

struct Limits<'a> {
    subject: &'a Subject,
    report: &'a mut Report,
}

impl Limits<'_> {
    fn belongs(&mut self, key: &str, span: Span, applies: bool, to: &str) {
        if !applies {
            let message = format!("`{key}` limits {to}, but this has another type");
            self.report
                .push(self.subject.find(Code::NotApplicable, span, message));
        }
    }

    fn counts(
        &mut self,
        key: &str,
        bounds: Option<&Spanned<Bounds<u64>>>,
        applies: bool,
        to: &str,
    ) {
        let Some(bounds) = bounds else { return };
        self.belongs(key, bounds.span, applies, to);
        let (min, max) = (&bounds.value.min, &bounds.value.max);
        self.both_absent(key, bounds.span, min.is_none() && max.is_none());
        if let (Some(min), Some(max)) = (min, max)
            && min.value > max.value
        {
            let finding = self.order(key, min.span, max.span);
            self.report.push(finding);
        }
    }

    fn range(&mut self, bounds: Option<&Spanned<Bounds<String>>>, applies: bool, float: bool) {
        let Some(bounds) = bounds else { return };
        self.belongs("range", bounds.span, applies, "a number");
        let (min, max) = (&bounds.value.min, &bounds.value.max);
        self.both_absent("range", bounds.span, min.is_none() && max.is_none());
        if !applies {
            return;
        }
        let mut readable = true;
        for bound in [min, max].into_iter().flatten() {
            let (fits, what) = if float {
                let number = bound.value.parse::<f64>();
                (number.is_ok_and(f64::is_finite), "number")
            } else {
                (bound.value.parse::<i64>().is_ok(), "whole number")
            };
            if !fits {
                let message = format!("`{}` is not a {what} of 64 bits", excerpt(&bound.value));
                self.report
                    .push(self.subject.find(Code::BadNumber, bound.span, message));
                readable = false;
            }
        }
        if !readable {
            return;
        }
        if let (Some(min), Some(max)) = (min, max)
            && above(&min.value, &max.value, float)
        {
            let finding = self.order("range", min.span, max.span);
            self.report.push(finding);
        }
    }

    fn both_absent(&mut self, key: &str, span: Span, absent: bool) {
        if absent {
            let message = format!("`{key}` has neither `min` nor `max`");
            self.report
                .push(self.subject.find(Code::BadBounds, span, message));
        }
    }

    fn order(&self, key: &str, min: Span, max: Span) -> Finding {
        let message = format!("`{key}` has a `min` above its `max`");
        self.subject
            .find(Code::BadBounds, min, message)
            .related(max, "the upper end")
    }
}

fn above(min: &str, max: &str, float: bool) -> bool {
    if float {
        min.parse::<f64>().ok() > max.parse::<f64>().ok()
    } else {
        min.parse::<i64>().ok() > max.parse::<i64>().ok()
    }
}
