//! Memory that is kept until the process ends.

/// A value that is kept.
pub(super) fn leak<T>(value: T) -> &'static T {
    Box::leak(Box::new(value))
}

/// A list that is kept.
pub(super) fn list<T>(items: impl IntoIterator<Item = T>) -> &'static [T] {
    Vec::from_iter(items).leak()
}

/// A text that is kept.
pub(super) fn text(text: &str) -> &'static str {
    match text {
        "" => "",
        text => String::from(text).leak(),
    }
}
