//! Facts of an entry that only sentences tell, and facts that contradict each other.

use super::types::Types;
use crate::import::description::{Entry, Origin, Type, Value};
use crate::import::markdown::{told_limits, told_values};
use crate::import::metadata::schema::Schema;
use crate::import::text::visible;
use crate::notation;

impl Types<'_> {
    /// What only sentences say.
    pub(super) fn told(&mut self, schema: &Schema, entry: &mut Entry) {
        let text = entry.doc.as_str();
        if entry.values.is_none() {
            let example = schema.example.as_deref().unwrap_or_default();
            let default = schema.default.as_deref().map(visible).unwrap_or_default();
            let values = told_values(text, &entry.ty, example);
            entry.values = values.filter(|values| {
                let known = |value: &Value| value.value == default;
                default.is_empty() || values.values.iter().any(known)
            });
            self.told += usize::from(entry.values.is_some());
        }
        entry.told = told_limits(text, &entry.ty, entry.values.is_some());
    }

    /// A default that the values do not have is left out: one of them is wrong.
    pub(super) fn unlisted_default(&mut self, schema: &Schema, entry: &mut Entry) {
        let (Some(default), Some(values)) = (&entry.default, &entry.values) else {
            return;
        };
        if !values.values.iter().any(|value| value.value == *default) {
            let origin = Origin::Pointer(format!("{}/default", schema.pointer));
            let what = format!("the default `{default}` is not among the values; left out");
            self.note(origin, what);
            entry.default = None;
        }
    }

    /// A sample that is no value of the type, or not within its range, is left out.
    pub(super) fn sample(&mut self, schema: &Schema, entry: &mut Entry) {
        let sample = visible(schema.example.as_deref().unwrap_or_default());
        let number = notation::is_number(&sample);
        let fits = match &entry.ty {
            Type::Integer | Type::Long => number && sample.parse::<i64>().is_ok(),
            Type::Float => number,
            Type::Boolean => matches!(sample.to_lowercase().as_str(), "true" | "false"),
            _ => true,
        };
        let within = entry.range.as_ref().is_none_or(|range| {
            let number = |text: &str| text.parse::<f64>().unwrap_or(f64::NAN);
            let sample = number(&sample);
            let end = |end: &Option<String>| end.as_deref().map(number);
            !(end(&range.min).is_some_and(|min| sample < min)
                || end(&range.max).is_some_and(|max| sample > max))
        });
        if sample.is_empty() || (fits && within) {
            entry.sample = match entry.ty {
                Type::Boolean => sample.to_lowercase(),
                _ => sample,
            };
            return;
        }
        let origin = Origin::Pointer(format!("{}/example", schema.pointer));
        let why = if fits {
            "not within the range"
        } else {
            "no value of the type"
        };
        self.note(origin, format!("the example is {why}; left out"));
    }
}
