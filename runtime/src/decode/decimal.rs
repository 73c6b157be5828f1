//! Numbers by their digits.

/// Whether two JSON numbers have the same value, to the last digit.
pub(super) fn same_number(a: &str, b: &str) -> bool {
    a == b || Decimal::read(a).is_some_and(|a| Decimal::read(b) == Some(a))
}

/// A number in a form that no other number has: its significant digits, and
/// what power of ten the last of them counts.
#[derive(PartialEq)]
struct Decimal {
    negative: bool,
    digits: String,
    power: i64,
}

impl Decimal {
    /// `None` if the exponent is too large.
    fn read(text: &str) -> Option<Self> {
        let (negative, text) = match text.strip_prefix('-') {
            Some(rest) => (true, rest),
            None => (false, text),
        };
        let (mantissa, exponent) = match text.split_once(['e', 'E']) {
            Some((mantissa, exponent)) => (mantissa, exponent.parse::<i64>().ok()?),
            None => (text, 0),
        };
        let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
        let all = [whole, fraction].concat();
        let kept = all.trim_end_matches('0');
        let dropped = i64::try_from(all.len() - kept.len()).ok()?;
        let fraction = i64::try_from(fraction.len()).ok()?;
        let power = exponent.checked_sub(fraction)?.checked_add(dropped)?;
        let digits = kept.trim_start_matches('0').to_owned();
        Some(Self {
            negative,
            power: if digits.is_empty() { 0 } else { power },
            digits,
        })
    }
}
