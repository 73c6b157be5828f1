//! Parameters of every call, which the pages of older products repeat.

use super::identity::{self, Clues};
use super::rows::Fact;

const COMMON: &[&str] = &[
    "Action",
    "AccessKeyId",
    "Signature",
    "SignatureMethod",
    "SignatureVersion",
    "SignatureNonce",
];

/// Removes the parameters of every call, and takes the action's name from them.
pub(super) fn without(facts: Vec<Fact>, clues: &mut Clues) -> Vec<Fact> {
    let (common, own): (Vec<Fact>, Vec<Fact>) = facts.into_iter().partition(is_common);
    for fact in common {
        if fact.name == "Action" && clues.row.is_none() {
            let words = |text: &str| {
                text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
                    .find(|word| identity::is_action(word))
                    .map(str::to_owned)
            };
            clues.row = words(&fact.example).or_else(|| words(&fact.doc));
        }
        if fact.name == "Version" && clues.version.is_none() {
            let date = fact
                .doc
                .split(|c: char| !(c.is_ascii_digit() || c == '-'))
                .chain([fact.example.as_str()]);
            clues.version = date
                .map(str::to_owned)
                .find(|word| identity::is_version(word));
        }
    }
    own
}

/// Whether a row is a parameter of every call.
fn is_common(fact: &Fact) -> bool {
    let doc = fact.doc.to_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| doc.contains(word));
    COMMON.contains(&fact.name.as_str())
        || match fact.name.as_str() {
            "Version" => {
                identity::is_version(&fact.example)
                    || has(&[
                        "api版本",
                        "api 版本",
                        "api version",
                        "version of the api",
                        "yyyy-mm-dd",
                    ])
            }
            "Format" => has(&["json"]) && has(&["xml"]),
            "Timestamp" | "TimeStamp" => {
                has(&["请求的时间戳", "yyyy-mm-ddthh", "timestamp of the request"])
            }
            "SecurityToken" => has(&["sts", "临时"]),
            _ => false,
        }
}
