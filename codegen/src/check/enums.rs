//! Enums: at least one value, and no repeated values or names.

use crate::check::Subject;
use crate::check::unique::Unique;
use crate::codes::Code;
use crate::diagnostic::Report;
use crate::names;
use crate::source::Span;
use crate::spec::{Enum, Value};

/// Checks an enum with a name.
pub(crate) fn definition(definition: &Enum, parent: &Subject, report: &mut Report) {
    let subject = parent.join(&definition.name);
    if !(definition.unread && definition.values.is_empty()) {
        values(
            &definition.values,
            definition.integer,
            definition.values_span,
            &subject,
            report,
        );
    }
}

/// Checks the values of an enum.
pub(crate) fn values(
    values: &[Value],
    integer: bool,
    span: Span,
    subject: &Subject,
    report: &mut Report,
) {
    if values.is_empty() {
        report.push(
            subject
                .find(Code::EmptyEnum, span, "an enum needs at least one value")
                .help("list its values, or use the type `string`"),
        );
    }
    let mut unique = Unique::new("value", subject);
    for value in values {
        unique.add(
            &value.value,
            value.name.as_ref(),
            names::variant,
            "name",
            report,
        );
        if integer && value.value.value.parse::<i64>().is_err() {
            let message = format!(
                "`{}` is not a whole number; every value of an integer enum must be one",
                value.value.value
            );
            report.push(subject.find(Code::BadNumber, value.value.span, message));
        }
    }
}
