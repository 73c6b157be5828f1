//! Clocks, and the time formats of signatures and of HTTP headers.

use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A source of the time, for tests.
pub type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

const DAY: u64 = 86_400;

/// Last second of the year 9999, the last one the format can hold.
const LAST: u64 = 253_402_300_799;

/// `time` in UTC as `YYYY-MM-DDThh:mm:ssZ`, fractions of a second cut off.
///
/// # Errors
///
/// If the time is before 1970 or after 9999.
pub(crate) fn timestamp(time: SystemTime) -> Result<String, &'static str> {
    let seconds = time
        .duration_since(UNIX_EPOCH)
        .map_err(|_| "the clock reads a time before 1970")?
        .as_secs();
    if seconds > LAST {
        return Err("the clock reads a time after the year 9999");
    }
    let (year, month, day) = civil(seconds / DAY);
    let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
    // Written digit by digit: every signature needs one.
    let mut out = *b"YYYY-MM-DDThh:mm:ssZ";
    for (at, number) in [
        (0, year / 100),
        (2, year % 100),
        (5, month),
        (8, day),
        (11, hour),
        (14, minute),
        (17, second),
    ] {
        #[allow(clippy::cast_possible_truncation)] // a digit
        let digit = |digit: u64| b'0' + digit as u8;
        out[at] = digit(number / 10);
        out[at + 1] = digit(number % 10);
    }
    Ok(String::from_utf8_lossy(&out).into_owned())
}

/// The time in a header such as `Date: Sun, 06 Nov 1994 08:49:37 GMT`. Only this form
/// is read, because servers may send no other.
pub(crate) fn http_date(text: &str) -> Option<SystemTime> {
    const MONTHS: &str = "JanFebMarAprMayJunJulAugSepOctNovDec";
    let (_, text) = text.trim().split_once(", ")?;
    let mut parts = text.split(' ');
    let mut part = || parts.next();
    let day: u64 = number(part()?, 2)?;
    let month = part().filter(|name| name.len() == 3)?;
    let month = MONTHS.find(month).filter(|at| at % 3 == 0)? as u64 / 3 + 1;
    let year = number(part()?, 4)?;
    let mut clock = part()?.split(':');
    let mut clock = || number(clock.next()?, 2);
    let (hour, minute, second) = (clock()?, clock()?, clock()?);
    if part() != Some("GMT") || year < 1970 || hour > 23 || minute > 59 || second > 60 {
        return None;
    }
    let days = days(year, month, day);
    if civil(days) != (year, month, day) {
        return None;
    }
    let seconds = days * DAY + hour * 3600 + minute * 60 + second;
    Some(UNIX_EPOCH + Duration::from_secs(seconds))
}

/// A number of exactly this many digits.
fn number(text: &str, digits: usize) -> Option<u64> {
    let plain = text.len() == digits && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}

/// Days from 1970-01-01 to a date from then on; the inverse of [`civil`].
fn days(year: u64, month: u64, day: u64) -> u64 {
    let year = year - u64::from(month <= 2);
    let march = (month + 9) % 12;
    let day = (153 * march + 2) / 5 + day.saturating_sub(1);
    (year * 365 + year / 4 - year / 100 + year / 400 + day).saturating_sub(719_468)
}

/// Year, month and day of the `days`-th day after 1970-01-01.
fn civil(days: u64) -> (u64, u64, u64) {
    // Years are counted from March, so that a leap day is the last day of one;
    // an era is the 400 years after which the calendar repeats.
    let days = days + 719_468;
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let march = (5 * day + 2) / 153;
    let month = if march < 10 { march + 3 } else { march - 9 };
    let year = era * 400 + year + u64::from(month <= 2);
    (year, month, day - (153 * march + 2) / 5 + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::time::Duration;

    fn at(seconds: u64) -> String {
        timestamp(UNIX_EPOCH + Duration::from_secs(seconds)).unwrap()
    }

    #[test]
    fn known_moments() {
        assert_eq!(at(0), "1970-01-01T00:00:00Z");
        assert_eq!(at(951_782_399), "2000-02-28T23:59:59Z");
        assert_eq!(at(951_782_400), "2000-02-29T00:00:00Z");
        assert_eq!(at(951_868_800), "2000-03-01T00:00:00Z");
        assert_eq!(at(1_456_231_604), "2016-02-23T12:46:44Z");
        assert_eq!(at(1_698_315_752), "2023-10-26T10:22:32Z");
        assert_eq!(at(1_709_164_800), "2024-02-29T00:00:00Z");
        assert_eq!(at(4_107_542_399), "2100-02-28T23:59:59Z");
        assert_eq!(at(4_107_542_400), "2100-03-01T00:00:00Z");
        assert_eq!(at(LAST), "9999-12-31T23:59:59Z");
    }

    #[test]
    fn every_day_follows_the_one_before() {
        let (mut year, mut month, mut day) = (1970, 1, 1);
        for days in 0..=LAST / DAY {
            assert_eq!(civil(days), (year, month, day));
            assert_eq!(super::days(year, month, day), days);
            let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
            let length = match month {
                2 => 28 + u64::from(leap),
                4 | 6 | 9 | 11 => 30,
                _ => 31,
            };
            day += 1;
            if day > length {
                (month, day) = (month + 1, 1);
            }
            if month > 12 {
                (year, month) = (year + 1, 1);
            }
        }
    }

    #[test]
    fn dates_of_http() {
        let read = |text| {
            Some(
                http_date(text)?
                    .duration_since(UNIX_EPOCH)
                    .unwrap()
                    .as_secs(),
            )
        };
        assert_eq!(read("Sun, 06 Nov 1994 08:49:37 GMT"), Some(784_111_777));
        assert_eq!(read(" Thu, 29 Feb 2024 23:59:60 GMT "), Some(1_709_251_200));
        assert_eq!(read("Thu, 01 Jan 1970 00:00:00 GMT"), Some(0));
        for text in [
            "",
            "soon",
            "Sunday, 06-Nov-94 08:49:37 GMT",
            "Sun Nov  6 08:49:37 1994",
            "Sun, 06 Nov 1994 08:49:37 CET",
            "Sun, 31 Feb 2024 08:49:37 GMT",
            "Sun, 00 Mar 2024 08:49:37 GMT",
            "Sun, 06 anF 1994 08:49:37 GMT",
            "Sun, 06 Nov 1969 08:49:37 GMT",
            "Sun, 06 Nov 1994 24:49:37 GMT",
            "Sun, 06 Nov 1994 +8:49:37 GMT",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn fractions_are_cut_off() {
        let time = UNIX_EPOCH + Duration::from_millis(1_999);
        assert_eq!(timestamp(time).unwrap(), "1970-01-01T00:00:01Z");
    }

    #[test]
    fn a_clock_out_of_range_is_an_error() {
        let before = UNIX_EPOCH - Duration::from_secs(1);
        assert!(timestamp(before).unwrap_err().contains("before 1970"));
        let after = UNIX_EPOCH + Duration::from_secs(LAST + 1);
        assert!(timestamp(after).unwrap_err().contains("9999"));
    }
}
