//! Timestamps of the form `YYYY-MM-DDThh:mm:ssZ`.

use std::time::{Duration, SystemTime};

/// The most that a timestamp may differ from the gateway's clock.
const WINDOW: Duration = Duration::from_secs(15 * 60);

/// The instant of a timestamp; `None` if it does not have the accepted form, or is
/// before 1970.
pub(crate) fn parse(text: &str) -> Option<SystemTime> {
    let bytes = text.as_bytes();
    let marks = [
        (4, b'-'),
        (7, b'-'),
        (10, b'T'),
        (13, b':'),
        (16, b':'),
        (19, b'Z'),
    ];
    if bytes.len() != 20 || marks.iter().any(|&(at, mark)| bytes[at] != mark) {
        return None;
    }
    let number = |from: usize, to: usize| -> Option<u64> {
        let digits = &bytes[from..to];
        digits.iter().try_fold(0, |sum, digit| {
            digit
                .is_ascii_digit()
                .then(|| sum * 10 + u64::from(digit - b'0'))
        })
    };
    let (year, month, day) = (number(0, 4)?, number(5, 7)?, number(8, 10)?);
    let (hour, minute, second) = (number(11, 13)?, number(14, 16)?, number(17, 19)?);
    if year < 1970 || hour > 23 || minute > 59 || second > 59 {
        return None;
    }
    if day == 0 || day > days_of(year, month)? {
        return None;
    }
    let years: u64 = (1970..year)
        .map(|year| if leap(year) { 366 } else { 365 })
        .sum();
    let months = (1..month)
        .map(|month| days_of(year, month))
        .sum::<Option<u64>>()?;
    let days = years + months + day - 1;
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
    SystemTime::UNIX_EPOCH.checked_add(Duration::from_secs(seconds))
}

/// Milliseconds since 1970.
pub(crate) fn millis(instant: SystemTime) -> u64 {
    let age = instant
        .duration_since(SystemTime::UNIX_EPOCH)
        .unwrap_or_default();
    u64::try_from(age.as_millis()).unwrap_or(u64::MAX)
}

/// An instant in the form of answers: `YYYY-MM-DD hh:mm:ss`.
pub(crate) fn text(instant: SystemTime) -> String {
    let (seconds, mut year) = (millis(instant) / 1000, 1970);
    let mut days = seconds / 86_400;
    let length = |year| if leap(year) { 366 } else { 365 };
    // An instant outside the writable range is cut to it.
    while days >= length(year) && year < 9999 {
        days -= length(year);
        year += 1;
    }
    let mut month = 1;
    while let Some(length) = days_of(year, month).filter(|length| days >= *length) {
        days -= length;
        month += 1;
    }
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    format!(
        "{year:04}-{:02}-{:02} {hour:02}:{minute:02}:{second:02}",
        month.min(12),
        days.min(30) + 1,
    )
}

/// An instant in the form of logs: `YYYY-MM-DDThh:mm:ss.mmmZ`.
pub(crate) fn stamp(instant: SystemTime) -> String {
    let seconds = text(instant).replace(' ', "T");
    format!("{seconds}.{:03}Z", millis(instant) % 1000)
}

/// Whether two instants are close enough for a signature to be valid.
pub(crate) fn near(one: SystemTime, other: SystemTime) -> bool {
    let apart = one
        .duration_since(other)
        .or_else(|_| other.duration_since(one));
    apart.is_ok_and(|apart| apart <= WINDOW)
}

fn leap(year: u64) -> bool {
    year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400))
}

fn days_of(year: u64, month: u64) -> Option<u64> {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => Some(31),
        4 | 6 | 9 | 11 => Some(30),
        2 => Some(if leap(year) { 29 } else { 28 }),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_instants() {
        let at = |seconds| Some(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds));
        assert_eq!(parse("1970-01-01T00:00:00Z"), at(0));
        assert_eq!(parse("2000-02-29T12:00:00Z"), at(951_825_600));
        assert_eq!(parse("2016-02-23T12:46:24Z"), at(1_456_231_584));
        assert_eq!(parse("2100-03-01T00:00:00Z"), at(4_107_542_400));
    }

    #[test]
    fn writes_what_it_reads() {
        for stamp in [
            "1970-01-01T00:00:00Z",
            "1999-12-31T23:59:59Z",
            "2000-02-29T12:00:00Z",
            "2016-02-23T12:46:24Z",
            "2100-03-01T00:00:00Z",
        ] {
            let written = text(parse(stamp).unwrap());
            assert_eq!(written.replace(' ', "T") + "Z", stamp);
        }
    }

    #[test]
    fn refuses_other_forms() {
        for text in [
            "",
            "2016-02-23 12:46:24",
            "2016-02-23T12:46:24",
            "2016-2-23T12:46:24ZZ",
            "2016-02-30T12:46:24Z",
            "2015-02-29T00:00:00Z",
            "2100-02-29T00:00:00Z",
            "2016-13-01T00:00:00Z",
            "2016-00-01T00:00:00Z",
            "2016-01-00T00:00:00Z",
            "2016-01-01T24:00:00Z",
            "2016-01-01T00:60:00Z",
            "2016-01-01T00:00:60Z",
            "1969-12-31T23:59:59Z",
            "2016-01-01T00:00:00+",
            "２016-01-01T00:00:0",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn window_is_fifteen_minutes_both_ways() {
        let now = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        let (edge, past) = (Duration::from_secs(900), Duration::from_secs(901));
        assert!(near(now, now + edge) && near(now, now - edge));
        assert!(!near(now, now + past) && !near(now, now - past));
    }
}
