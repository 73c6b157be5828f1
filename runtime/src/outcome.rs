//! Whether an error code means that nothing was done.
//!
//! The spec can say so of each code. For all others the words of the code
//! decide: a code that speaks of the service's own trouble (`InternalError`,
//! `NetworkIOError`, `RequestTimeout`) leaves open whether the request was
//! carried out, even with status 400. One that begins by calling the request
//! wrong (`InvalidParameter.IdleTimeout`) is a refusal.

use crate::shape::Product;

/// Words that leave the outcome open wherever they are in a code.
const OPEN: &[&str] = &[
    "aborted",
    "busy",
    "busyness",
    "disconnected",
    "internal",
    "interrupted",
    "timedout",
    "timeout",
    "unavailable",
    "unexpected",
    "unknown",
    "unreachable",
];

/// Parts of the service. Together with a word of [`FAILED`] they leave the
/// outcome open.
const PARTS: &[&str] = &[
    "application",
    "backend",
    "connect",
    "connection",
    "database",
    "db",
    "dependency",
    "downstream",
    "gateway",
    "http",
    "invoke",
    "io",
    "network",
    "nullpointer",
    "proxy",
    "remote",
    "rpc",
    "runtime",
    "server",
    "service",
    "socket",
    "sql",
    "system",
    "upstream",
];

const FAILED: &[&str] = &[
    "error",
    "errors",
    "exception",
    "fail",
    "failed",
    "failure",
    "fault",
];

/// First words of codes that find fault with the request.
const REFUSING: &[&str] = &[
    "duplicate",
    "duplicated",
    "forbidden",
    "illegal",
    "incorrect",
    "invalid",
    "malformed",
    "missing",
    "quota",
    "unauthorized",
    "unsupported",
];

impl Product {
    /// Whether the request may have been carried out although the service answered with
    /// this error code. The spec decides if it says so about the code; otherwise the
    /// words of the code decide.
    ///
    /// An answer with status 500 or higher leaves that open with any code.
    #[must_use]
    pub fn leaves_open(&self, code: &str) -> bool {
        self.open_codes.contains(&code) || (!self.refusals.contains(&code) && open_by_words(code))
    }
}

fn open_by_words(code: &str) -> bool {
    let words = words(code);
    if words.first().is_some_and(|first| is(first, REFUSING)) {
        return false;
    }
    // A code like `Error` says nothing; some services repeat the status.
    let bare = !words.is_empty() && words.iter().all(|word| is(word, FAILED));
    let status = code
        .parse()
        .is_ok_and(|status: u16| (500..600).contains(&status));
    bare || status
        || words.iter().any(|word| open_word(word))
        || words.windows(2).any(|pair| {
            let [one, two] = [pair[0].as_str(), pair[1].as_str()];
            (is(one, PARTS) && is(two, FAILED)) || (matches!(one, "time" | "timed") && two == "out")
        })
        || words
            .windows(3)
            .any(|three| three[0] == "null" && three[1] == "pointer" && is(&three[2], FAILED))
}

fn is(word: &str, list: &[&str]) -> bool {
    list.contains(&word)
}

/// Whether the word alone leaves the outcome open. Codes in small letters are
/// one word: `internalerror`.
fn open_word(word: &str) -> bool {
    let stem = |end: &&str| word.strip_suffix(end);
    is(word, OPEN)
        || FAILED
            .iter()
            .filter_map(stem)
            .any(|stem| is(stem, OPEN) || is(stem, PARTS))
}

/// The words of a code in small letters: `NetworkIOError` has three.
fn words(code: &str) -> Vec<String> {
    let letters: Vec<char> = code.chars().collect();
    let mut words = vec![String::new()];
    for (index, &letter) in letters.iter().enumerate() {
        let small = |at: usize| letters.get(at).is_some_and(|c| c.is_lowercase());
        let begins = letter.is_uppercase() && (index > 0 && small(index - 1) || small(index + 1));
        if (begins || !letter.is_alphabetic()) && words.last().is_some_and(|word| !word.is_empty())
        {
            words.push(String::new());
        }
        if letter.is_alphabetic()
            && let Some(word) = words.last_mut()
        {
            word.extend(letter.to_lowercase());
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    const PRODUCT: Product = Product::new("Sample", "2020-01-01", "sample.aliyuncs.com")
        .open_codes(&["ShelfMoved"])
        .refusals(&["LocationServiceTimeout"]);

    #[test]
    fn the_words_of_a_code_decide() {
        for code in [
            "NetworkIOError",
            "ServiceTimeout",
            "SystemError",
            "UnknownError",
            "InternalError",
            "InternalError.Disk",
            "InternalInvokeError",
            "AliGenie.Public.InternalError",
            "ServiceUnavailable",
            "OperationTimeOut",
            "RequestTimedOut",
            "SERVICE_UNAVAILABLE",
            "SYSTEM_ERROR",
            "internalerror",
            "SystemException",
            "NullPointerException",
            "IOException",
            "SystemBusy",
            "Unknown",
            "ServerError",
            "Error",
            "500",
        ] {
            assert!(PRODUCT.leaves_open(code), "{code}");
        }
        for code in [
            "ParameterIllegal",
            "InvalidParameter.IdleTimeout",
            "QuotaExceeded.ConnectionDrainTimeout",
            "InvalidInternalIp",
            "MissingTimeout",
            "InternationalDomainNotSupported",
            "DomainNotExist",
            "ContactTemplateUpdateFailed",
            "FileDataError",
            "ServerCertificate.NotSupport",
            "IoOptimized.NotSupported",
            "AudioError",
            "OperationFailed.RiskControl",
            "TaskIsBeingProcessed",
            "NoSuchVersion",
            "404",
        ] {
            assert!(!PRODUCT.leaves_open(code), "{code}");
        }
    }

    #[test]
    fn the_spec_decides_before_the_words() {
        assert!(PRODUCT.leaves_open("ShelfMoved"));
        assert!(!PRODUCT.leaves_open("LocationServiceTimeout"));
        assert!(PRODUCT.leaves_open("LocationServiceTimeout.Other"));
    }
}
