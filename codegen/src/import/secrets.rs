//! Names of secrets. Documentation does not say which values must never be printed, so
//! imports of JSON documents go by the name, and leave the rest to the authors of specs.

use super::description::{Entry, Origin, Type};
use crate::names;

/// Words that make a name that of a secret.
const WORDS: &[&str] = &["password", "passwd", "pwd", "passphrase", "kubeconfig"];

/// Words that do so next to each other.
const PAIRS: &[[&str; 2]] = &[
    ["access", "token"],
    ["api", "key"],
    ["auth", "token"],
    ["bearer", "token"],
    ["client", "secret"],
    ["id", "token"],
    ["key", "secret"],
    ["kube", "config"],
    ["oidc", "token"],
    ["private", "key"],
    ["refresh", "token"],
    ["saml", "assertion"],
    ["secret", "key"],
    ["security", "token"],
    ["session", "token"],
    ["sts", "token"],
];

/// Last words of names that say something about a secret, but are none.
const ABOUT: &[&str] = &[
    "alias",
    "arn",
    "at",
    "count",
    "date",
    "desc",
    "description",
    "enable",
    "enabled",
    "expire",
    "expires",
    "id",
    "ids",
    "length",
    "mode",
    "name",
    "names",
    "policy",
    "size",
    "status",
    "time",
    "ttl",
    "type",
    "uri",
    "url",
    "version",
];

/// Whether the value of an entry is a secret, by its name.
pub(super) fn is_secret(entry: &Entry) -> bool {
    let documented = matches!(entry.origin, Origin::Pointer(_));
    let text = matches!(
        entry.ty.member(),
        Type::String | Type::Json | Type::Any | Type::Bytes
    );
    documented && text && names_secret(&entry.name)
}

fn names_secret(name: &str) -> bool {
    if name.eq_ignore_ascii_case("authorization") {
        return true;
    }
    let ident = names::field(name).unwrap_or_default();
    let words: Vec<&str> = ident.trim_start_matches("r#").split('_').collect();
    let last = words.last().copied().unwrap_or_default();
    if ABOUT.contains(&last) {
        return false;
    }
    let pair = |two: &[&str]| PAIRS.iter().any(|pair| pair == two);
    last == "secret" || words.iter().any(|word| WORDS.contains(word)) || words.windows(2).any(pair)
}

#[cfg(test)]
mod tests {
    use super::names_secret;

    #[test]
    fn secrets_are_known_by_their_names() {
        for name in [
            "AccessKeySecret",
            "SecurityToken",
            "MasterUserPassword",
            "login_password",
            "PrivateKey",
            "OIDCToken",
            "SAMLAssertion",
            "kubeconfig",
            "Authorization",
            "AppSecret",
            "ClientSecret",
            "ApiKey",
            "accessKeySecret",
        ] {
            assert!(names_secret(name), "{name}");
        }
        for name in [
            "NextToken",
            "ClientToken",
            "SecretName",
            "SecretId",
            "PasswordPolicy",
            "TokenCount",
            "AccessKeyId",
            "PrivateKeyType",
            "KeyPairName",
            "AuthorizationRule",
        ] {
            assert!(!names_secret(name), "{name}");
        }
    }
}
