//! Personal and secret fields of Domain are marked, in all actions alike.
#![cfg(test)]

use std::collections::BTreeMap;
use std::path::Path;

use aliyun_codegen::model::{Action, Field, Type};

/// Always marked, as parameters and as response fields.
const NAMES: [&str; 54] = [
    // Identity and contact data.
    "Address",
    "City",
    "Country",
    "CredentialNo",
    "Email",
    "Fax",
    "IdentityCredentialNo",
    "Maker",
    "Mobile",
    "Name",
    "Org",
    "PostalCode",
    "Postalcode",
    "Province",
    "RegistrantName",
    "RegistrantOrganization",
    "Street",
    "TelArea",
    "TelExt",
    "TelMain",
    "Telephone",
    "Voice",
    "ZhAddress",
    "ZhCity",
    "ZhProvince",
    "ZhRegistrantName",
    "ZhRegistrantOrganization",
    "CCity",
    "CCompany",
    "CName",
    "CProvince",
    "CVenu",
    "ECity",
    "ECompany",
    "EName",
    "EProvince",
    "EVenu",
    // Documents, and their addresses.
    "CredentialUrl",
    "DownloadUrl",
    "IdentityCredential",
    "IdentityCredentialUrl",
    // The caller's address.
    "Clientip",
    "ConfirmIp",
    "OperationIPAddress",
    "SendIp",
    "UserClientIp",
    // Secrets that grant access.
    "Accessid",
    "AuthorizationCode",
    "EncodedPolicy",
    "PayUrl",
    "Policy",
    "Signature",
    "Token",
    "TransferAuthorizationCode",
];

/// Free text and free data, which may be about people.
const FREE: [&str; 7] = [
    "AuditInfo",
    "Details",
    "ErrorArgs",
    "Extend",
    "Params",
    "Remark",
    "TaskResult",
];

/// Suspect words in names: such a field is marked, or listed below with its
/// harmless content.
const SUSPECT: [&str; 14] = [
    "address",
    "author",
    "cert",
    "credential",
    "email",
    "identity",
    "ip",
    "mail",
    "password",
    "phone",
    "policy",
    "signature",
    "token",
    "url",
];

/// Suspect names of fields that are neither personal nor secret.
const HARMLESS: [(&str, &str); 14] = [
    ("CredentialType", "a kind of paper"),
    ("IdentityCredentialType", "a kind of paper"),
    ("HolderCert", "a flag"),
    ("EmailVerificationClientHold", "a flag"),
    ("EmailVerificationNo", "an id that opens nothing"),
    ("EmailVerificationStatus", "a status"),
    ("NeedMailCheck", "a flag"),
    ("WhoisMailStatus", "a status"),
    ("TokenSendTime", "a time"),
    ("TransferAuthorizationCodeSendDate", "a time"),
    ("TransferAuthorizationCodeSubmissionDate", "a time"),
    ("TransferAuthorizationCodeSubmissionDateLong", "a time"),
    ("Ip", "the address of a name server"),
    ("IpList", "addresses of a name server"),
];

/// Every field with text in it, or with free data, by its path.
fn leaves<'a>(
    action: &'a Action,
    fields: &'a [Field],
    at: &str,
    out: &mut Vec<(String, &'a Field)>,
) {
    for field in fields {
        let path = format!("{at}.{}", field.name);
        if let Type::Object(index) = field.ty.innermost() {
            leaves(action, &action.objects[*index].fields, &path, out);
        } else {
            out.push((path, field));
        }
    }
}

fn every() -> Vec<(String, Field)> {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/domain/2018-01-29");
    let model = aliyun_codegen::read(spec).unwrap();
    let mut all = Vec::new();
    for action in &model.actions {
        let mut out = Vec::new();
        leaves(
            action,
            &action.request.fields,
            &format!("{} request", action.name),
            &mut out,
        );
        leaves(
            action,
            &action.response.fields,
            &format!("{} response", action.name),
            &mut out,
        );
        all.extend(out.into_iter().map(|(path, field)| (path, field.clone())));
    }
    all
}

/// `UserClientIp` as `user`, `client`, `ip`.
fn words(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for letter in name.chars() {
        if letter.is_uppercase() || words.is_empty() {
            words.push(String::new());
        }
        if let Some(word) = words.last_mut() {
            word.extend(letter.to_lowercase());
        }
    }
    words
}

#[test]
fn what_is_personal_or_secret_is_marked() {
    let every = every();
    for name in NAMES.iter().chain(&FREE) {
        let named: Vec<_> = every
            .iter()
            .filter(|(_, field)| field.name == *name)
            .collect();
        assert!(!named.is_empty(), "no field is called {name}");
        for (path, field) in named {
            assert!(field.sensitive, "{path} lacks `sensitive: true`");
        }
    }
}

#[test]
fn free_json_is_marked() {
    for (path, field) in every() {
        let json = matches!(field.ty.innermost(), Type::Json);
        assert!(!json || field.sensitive, "{path} lacks `sensitive: true`");
    }
}

#[test]
fn one_name_is_marked_everywhere_or_nowhere() {
    let mut seen: BTreeMap<String, (String, bool)> = BTreeMap::new();
    for (path, field) in every() {
        let first = seen
            .entry(field.name)
            .or_insert_with(|| (path.clone(), field.sensitive));
        assert_eq!(first.1, field.sensitive, "{path} and {} differ", first.0);
    }
}

#[test]
fn a_suspect_name_is_marked_or_known_to_be_harmless() {
    for (path, field) in every() {
        let suspect = words(&field.name)
            .iter()
            .any(|word| SUSPECT.contains(&word.as_str()));
        let harmless = HARMLESS.iter().any(|(name, _)| *name == field.name);
        assert!(
            !suspect || field.sensitive || harmless,
            "{path}: mark it, or say in this test what it holds"
        );
        assert!(
            !(harmless && field.sensitive),
            "{path} is said to be harmless"
        );
    }
}

/// Reserved domains that belong to nobody, by RFC 2606.
fn is_example_host(host: &str) -> bool {
    host == "example.com" || host == "example.org" || host == "example.net"
}

/// Runs of digits on a line, such as telephone numbers.
fn numbers(line: &str) -> impl Iterator<Item = &str> {
    line.split(|letter: char| !letter.is_ascii_alphanumeric())
        .filter(|word| word.bytes().all(|byte| byte.is_ascii_digit()))
}

#[test]
fn examples_name_no_real_mailbox_and_no_real_telephone() {
    let spec = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/domain/2018-01-29");
    for entry in std::fs::read_dir(spec).unwrap() {
        let path = entry.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        for (index, line) in text.lines().enumerate() {
            let place = format!("{}:{}: {line}", path.display(), index + 1);
            for after in line.split('@').skip(1) {
                let end = after
                    .find(|letter: char| !letter.is_ascii_alphanumeric() && !".-".contains(letter))
                    .unwrap_or(after.len());
                let host = after[..end].trim_end_matches('.');
                assert!(is_example_host(host), "{place}");
            }
            for number in numbers(line).filter(|number| number.len() == 11) {
                let mobile = number.starts_with('1') && !number.starts_with("10");
                assert!(!mobile || number.ends_with("0000000"), "{place}");
            }
        }
    }
}
