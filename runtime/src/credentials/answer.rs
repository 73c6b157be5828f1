//! Temporary keys as services hand them out.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::json::Object;
use super::{AccessKey, CredentialsError};

/// A key and when it ends.
pub(super) struct Temporary {
    pub(super) key: AccessKey,
    pub(super) expires: SystemTime,
}

/// Reads the key from an object with `AccessKeyId`, `AccessKeySecret`,
/// `SecurityToken` and `Expiration`; all have to be there.
pub(super) fn temporary(object: Object<'_>) -> Result<Temporary, String> {
    let id = object.required("AccessKeyId")?;
    let secret = object.required("AccessKeySecret")?;
    let token = object.required("SecurityToken")?;
    let key = AccessKey::new(id, secret).with_security_token(token);
    key.check().map_err(|error| error.to_string())?;
    let expires = parse(object.required("Expiration")?)
        .ok_or("`Expiration` is no time such as 2024-02-29T12:30:00Z")?;
    Ok(Temporary { key, expires })
}

/// Checks the `Code` that the metadata service and its likes send along.
pub(super) fn success(object: Object<'_>) -> Result<(), String> {
    match object.required("Code")? {
        "Success" => Ok(()),
        code if is_word(code) => Err(format!("`Code` is `{code}`; expected `Success`")),
        _ => Err("`Code` is not `Success`".to_owned()),
    }
}

/// Whether a text may be shown as a name: short, with only letters, digits, `.`, `_`
/// and `-`.
pub(super) fn is_word(text: &str) -> bool {
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    (1..=64).contains(&text.len()) && text.chars().all(allowed)
}

/// A moment written as `YYYY-MM-DDThh:mm:ssZ`, with or without a fraction of
/// a second.
fn parse(text: &str) -> Option<SystemTime> {
    let (date, time) = text.strip_suffix('Z')?.split_once('T')?;
    let (time, fraction) = time.split_once('.').unwrap_or((time, "0"));
    if !is_digits(fraction) {
        return None;
    }
    let [year, month, day] = three(date, '-')?;
    let [hour, minute, second] = three(time, ':')?;
    let (year, month, day) = (
        number(year, 4, 9999)?,
        number(month, 2, 12)?,
        number(day, 2, 31)?,
    );
    let (hour, minute, second) = (
        number(hour, 2, 23)?,
        number(minute, 2, 59)?,
        number(second, 2, 60)?,
    );
    if year < 1970 || month == 0 || day == 0 || day > length(year, month) {
        return None;
    }
    let leap_days = |year: u64| year / 4 - year / 100 + year / 400;
    let mut days = 365 * (year - 1970) + leap_days(year - 1) - leap_days(1969);
    days += (1..month).map(|month| length(year, month)).sum::<u64>() + day - 1;
    let seconds = ((days * 24 + hour) * 60 + minute) * 60 + second;
    Some(UNIX_EPOCH + Duration::from_secs(seconds))
}

fn three(text: &str, mark: char) -> Option<[&str; 3]> {
    let mut parts = text.split(mark);
    let found = [parts.next()?, parts.next()?, parts.next()?];
    parts.next().is_none().then_some(found)
}

/// Exactly so many digits that make a number up to `most`.
fn number(text: &str, digits: usize, most: u64) -> Option<u64> {
    if text.len() != digits || !is_digits(text) {
        return None;
    }
    text.parse().ok().filter(|number| *number <= most)
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn length(year: u64, month: u64) -> u64 {
    match month {
        2 if year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400)) => {
            29
        }
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// An answer that cannot be used.
pub(super) fn unusable(reason: impl std::fmt::Display) -> CredentialsError {
    CredentialsError::new(format!("the answer is not usable: {reason}"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::timestamp;

    #[test]
    fn times_are_read_as_they_are_written() {
        for seconds in [
            0,
            951_782_399,
            951_782_400,
            951_868_800,
            1_709_164_800,
            4_107_542_399,
            4_107_542_400,
            253_402_300_799,
        ] {
            let time = UNIX_EPOCH + Duration::from_secs(seconds);
            assert_eq!(parse(&timestamp(time).unwrap()), Some(time), "{seconds}");
        }
        let fraction = parse("1970-01-01T00:00:01.999Z");
        assert_eq!(fraction, Some(UNIX_EPOCH + Duration::from_secs(1)));
    }

    #[test]
    fn what_is_no_time_is_refused() {
        for text in [
            "",
            "Z",
            "2024-02-29",
            "2024-02-29T12:30:00",
            "2024-02-29 12:30:00Z",
            "2024-02-29T12:30:00+08:00",
            "2023-02-29T12:30:00Z",
            "2024-00-10T12:30:00Z",
            "2024-13-10T12:30:00Z",
            "2024-02-00T12:30:00Z",
            "2024-2-29T12:30:00Z",
            "2024-02-29T24:00:00Z",
            "2024-02-29T12:60:00Z",
            "2024-02-29T12:30:00.Z",
            "2024-02-29T12:30:00.xZ",
            "2024-02-29-01T12:30:00Z",
            "+024-02-29T12:30:00Z",
            "1969-12-31T23:59:59Z",
            "1709164800",
        ] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
