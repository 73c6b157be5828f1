use std::fmt;

use crate::debug::{escape, quote};

/// A value for messages, formatted only when it is printed.
#[derive(Clone, Copy)]
pub(super) enum Shown<'a> {
    Plain(&'a str),
    Quoted(&'a str),
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Plain(text) => f.write_str(text),
            Self::Quoted(text) => f.write_str(&quote(text)),
        }
    }
}

/// A map key fit to print.
pub(super) fn shown_key(key: &str) -> String {
    let (mut shown, cut) = escape(key, 40, false);
    if cut {
        shown.push('…');
    }
    shown
}

/// `low to high`, or only one of them if the other is no limit.
pub(super) fn bounds<T: fmt::Display + PartialEq>(
    low: &T,
    high: &T,
    no_low: bool,
    no_high: bool,
) -> String {
    match (no_low, no_high) {
        _ if low == high => format!("exactly {low}"),
        (_, true) => format!("at least {low}"),
        (true, false) => format!("at most {high}"),
        (false, false) => format!("{low} to {high}"),
    }
}

/// The bounds in bytes, and in larger units from a KiB on.
pub(super) fn image_sizes(low: u64, high: u64) -> String {
    let exact = bounds(&low, &high, low == 0, high == u64::MAX);
    // The larger of the bounds that there are.
    let largest = if high == u64::MAX { low } else { high };
    if largest < 1024 {
        return format!("{exact} bytes");
    }
    let large = bounds(&binary(low), &binary(high), low == 0, high == u64::MAX);
    format!("{exact} bytes ({large})")
}

/// A size in the largest fitting unit, cut to one decimal.
fn binary(bytes: u64) -> String {
    let (unit, name) = match bytes {
        0..1024 => return format!("{bytes} bytes"),
        1024..1_048_576 => (1024, "KiB"),
        _ => (1_048_576, "MiB"),
    };
    match bytes % unit * 10 / unit {
        0 => format!("{} {name}", bytes / unit),
        tenths => format!("{}.{tenths} {name}", bytes / unit),
    }
}

/// `1 member`, `2 members`, `2 entries`.
pub(super) fn counted(count: u64, unit: &str) -> String {
    match (count, unit.strip_suffix('y')) {
        (1, _) => format!("1 {unit}"),
        (_, Some(stem)) => format!("{count} {stem}ies"),
        (_, None) => format!("{count} {unit}s"),
    }
}
