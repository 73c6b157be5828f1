//! Pagination: its fields have suitable types, one of them marks the last page,
//! and the parameters allow the pages that a client requests.

use crate::check::flow::Flow;
use crate::codes::Code;
use crate::source::Span;
use crate::spec::{Action, Field, Need, Pagination};

impl<'a> Flow<'a> {
    pub(super) fn pagination(&mut self, action: &'a Action, pagination: &Pagination) {
        let cursor = pagination.cursor.is_some();
        let position = if cursor { "string" } else { "integer" };
        let parameters = &action.parameters;
        self.named(
            Some(&pagination.position),
            parameters,
            "parameter",
            position,
        );
        self.named(pagination.size.as_ref(), parameters, "parameter", "integer");
        self.answered(Some(&pagination.items), action, "list");
        self.answered(pagination.more.as_ref(), action, "boolean");
        self.answered(pagination.total.as_ref(), action, "integer");
        self.answered(pagination.total_items.as_ref(), action, "integer");
        self.answered(pagination.cursor.as_ref(), action, "string");
        self.end(pagination);
        self.start(action, pagination);
        self.size(action, pagination);
    }

    /// A field marks the last page, and each field has one meaning.
    fn end(&mut self, pagination: &Pagination) {
        let ends = [
            &pagination.more,
            &pagination.total,
            &pagination.total_items,
            &pagination.cursor,
        ];
        if ends.iter().all(|end| end.is_none()) {
            let message = "no key marks the last page";
            let span = pagination.items.span;
            self.report.push(
                self.subject
                    .find(Code::MissingKey, span, message)
                    .help("give it `more`, `total`, `total_items` or `cursor`"),
            );
        }
        if let (Some(pages), Some(items)) = (&pagination.total, &pagination.total_items)
            && pages.value == items.value
        {
            let message = format!("`{}` counts either pages or items, not both", items.value);
            self.report.push(
                self.subject
                    .find(Code::NotApplicable, items.span, message)
                    .related(pages.span, "used as the number of pages")
                    .help("remove `total` or `total_items`"),
            );
        }
    }

    /// The first page can be requested.
    fn start(&mut self, action: &Action, pagination: &Pagination) {
        let offset = pagination.offset.as_ref().filter(|offset| offset.value);
        let unnumbered = if pagination.cursor.is_some() {
            offset.map(|offset| ("offset", offset.span))
        } else {
            None
        };
        let first = pagination.first_page.as_ref();
        let unnumbered = unnumbered.or_else(|| {
            let numbered = pagination.cursor.is_none() && offset.is_none();
            first
                .filter(|_| !numbered)
                .map(|first| ("first_page", first.span))
        });
        if let Some((key, span)) = unnumbered {
            let message = format!("`{key}` is for pages that are requested by number");
            self.report
                .push(self.subject.find(Code::NotApplicable, span, message));
            return;
        }
        let Some(position) = parameter(action, Some(&pagination.position.value)) else {
            return;
        };
        if pagination.cursor.is_some() {
            if let Some(required) = position
                .required
                .as_ref()
                .filter(|it| it.value != Need::Optional)
            {
                let message = format!(
                    "the first page has no cursor, but the parameter `{}` is required",
                    pagination.position.value
                );
                self.report.push(
                    self.subject
                        .find(Code::NotApplicable, pagination.position.span, message)
                        .related(required.span, "required here"),
                );
            }
            return;
        }
        let number = match (offset, first) {
            (Some(_), _) => 0,
            (None, first) => first.map_or(1, |first| first.value),
        };
        let span = first.map_or(pagination.position.span, |first| first.span);
        self.allowed("the first page", number, position, span);
    }

    /// The parameter allows the page size that is sent.
    fn size(&mut self, action: &Action, pagination: &Pagination) {
        let size = parameter(
            action,
            pagination.size.as_ref().map(|size| size.value.as_str()),
        );
        let Some(written) = &pagination.default_size else {
            if let (Some(name), Some(size)) = (&pagination.size, size)
                && let Some(required) = size
                    .required
                    .as_ref()
                    .filter(|it| it.value != Need::Optional)
            {
                let message = format!(
                    "the parameter `{}` is required, so every request needs a page size",
                    name.value
                );
                self.report.push(
                    self.subject
                        .find(Code::MissingKey, name.span, message)
                        .related(required.span, "required here")
                        .help("give it `default_size`"),
                );
            }
            return;
        };
        if written.value == 0 || i64::try_from(written.value).is_err() {
            let message = format!("a page cannot have {} items", written.value);
            self.report
                .push(self.subject.find(Code::BadNumber, written.span, message));
            return;
        }
        if pagination.size.is_none() {
            let message = "there is no parameter to send the page size in";
            self.report.push(
                self.subject
                    .find(Code::NotApplicable, written.span, message)
                    .help("give it `size`, or remove `default_size`"),
            );
        }
        let Some(size) = size else { return };
        self.allowed("a page size of", written.value, size, written.span);
        if let Some(default) = &size.default
            && let Ok(assumed) = default.value.parse::<u64>()
            // The gateway chooses.
            && assumed != 0
            && assumed != written.value
        {
            let message = format!(
                "the page size {} contradicts the parameter's default {assumed}",
                written.value
            );
            self.report.push(
                self.subject
                    .find(Code::BadDefault, written.span, message)
                    .related(default.span, "the default of the gateway")
                    .help("remove `default_size`; then the default is sent"),
            );
        }
    }

    /// A number lies within the range of its parameter.
    fn allowed(&mut self, what: &str, number: u64, parameter: &Field, span: Span) {
        let Some(range) = &parameter.range else {
            return;
        };
        let number_wide = i128::from(number);
        let end = |end: Option<&str>| end.and_then(|end| end.parse::<i128>().ok());
        let min = end(range.value.min.as_ref().map(|min| min.value.as_str()));
        let max = end(range.value.max.as_ref().map(|max| max.value.as_str()));
        if min.is_none_or(|min| min <= number_wide) && max.is_none_or(|max| number_wide <= max) {
            return;
        }
        let message = format!(
            "{what} {number} is outside of the range of the parameter `{}`",
            parameter.name.value
        );
        self.report.push(
            self.subject
                .find(Code::BadDefault, span, message)
                .related(range.span, "its range"),
        );
    }
}

/// The parameter with this name; a missing one is reported elsewhere.
fn parameter<'a>(action: &'a Action, name: Option<&str>) -> Option<&'a Field> {
    let mut parameters = action.parameters.iter();
    parameters.find(|field| Some(field.name.value.as_str()) == name)
}
