//! Which action of which product at which version a page describes.

use super::inline;

/// The names that one page gives, by the part of the page that gives them.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Identity {
    pub(super) action: Option<String>,
    pub(super) product: Option<String>,
    pub(super) version: Option<String>,
    /// Action names found but not chosen, with the part of the page.
    pub(super) others: Vec<(&'static str, String)>,
}

/// The parts of a page that can name the action, best first.
#[derive(Debug, Default)]
pub(super) struct Clues {
    pub(super) title: Option<String>,
    pub(super) explorer: Option<Explorer>,
    pub(super) row: Option<String>,
    pub(super) intro: Option<String>,
    pub(super) example: Option<String>,
    pub(super) file: Option<String>,
    /// Version in the request example or the parameter table.
    pub(super) version: Option<String>,
}

/// What the link to the Explorer says.
#[derive(Debug, Default, Clone, PartialEq)]
pub(super) struct Explorer {
    pub(super) product: Option<String>,
    pub(super) action: Option<String>,
    pub(super) version: Option<String>,
}

/// Finds the link to the Explorer.
pub(super) fn explorer(text: &str) -> Option<Explorer> {
    for start in text.match_indices("product=").map(|(at, _)| at) {
        let end = text[start..]
            .find([')', ' ', '\n', '"', '>'])
            .map_or(text.len(), |at| start + at);
        let link = &text[start..end];
        let get = |name: &str| {
            link.split(['&', '#', '?', ';'])
                .find_map(|pair| pair.strip_prefix(name)?.strip_prefix('='))
                .filter(|value| !value.is_empty())
                .map(str::to_owned)
        };
        let action = get("api");
        if action.is_some() {
            return Some(Explorer {
                product: get("product"),
                action,
                version: get("version").filter(|version| is_version(version)),
            });
        }
    }
    None
}

/// `2018-01-29`.
pub(super) fn is_version(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| {
            if at == 4 || at == 7 {
                byte == b'-'
            } else {
                byte.is_ascii_digit()
            }
        })
}

/// The value of a parameter in a documented request.
pub(super) fn parameter(request: &str, name: &str) -> Option<String> {
    let mut rest = request;
    while let Some(at) = rest.find(name) {
        let before = rest[..at].chars().next_back();
        let after = rest[at + name.len()..].trim_start();
        rest = &rest[at + name.len()..];
        let starts = before.is_none_or(|c| matches!(c, '&' | '?' | ' ' | '\n' | '"' | '\t' | '/'));
        if let Some(value) = after.strip_prefix('=')
            && starts
        {
            let value: String = value
                .trim_start()
                .chars()
                .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-'))
                .collect();
            if !value.is_empty() {
                return Some(value);
            }
        }
    }
    None
}

/// An action name: letters and digits, at least two words, beginning with a
/// capital letter. Titles such as `Overview` do not count.
pub(super) fn is_action(text: &str) -> bool {
    let starts = text.starts_with(|c: char| c.is_ascii_uppercase());
    let plain = text.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    let words = text.chars().filter(char::is_ascii_uppercase).count();
    let lower = text.chars().any(|c| c.is_ascii_lowercase());
    starts && plain && lower && (words >= 2) && (4..=100).contains(&text.len())
}

/// The first action name in a title: `查询域名（QueryDomain）`, `QueryDomain (new)`.
pub(super) fn in_title(text: &str) -> Option<String> {
    let text = inline::line(text);
    let begins = |word: &&str| {
        let before = &text[..word.as_ptr() as usize - text.as_ptr() as usize];
        // `查询域名DnsHost` is about a host; it does not name an action.
        !before.ends_with(|c: char| c.is_alphabetic() && !c.is_ascii())
    };
    words(&text)
        .filter(begins)
        .find(|word| is_action(word))
        .map(str::to_owned)
}

/// The action in an introduction: `QueryDomain：…`, `调用QueryDomain接口…`.
pub(super) fn in_intro(text: &str) -> Option<String> {
    let text = inline::line(text);
    if let Some((head, _)) = text.split_once(['：', ':'])
        && is_action(head.trim())
    {
        return Some(head.trim().to_owned());
    }
    for lead in [
        "调用",
        "call the ",
        "Call the ",
        "call ",
        "Calls the ",
        "接口名：",
        "接口：",
    ] {
        if let Some(at) = text.find(lead) {
            let rest = text[at + lead.len()..].trim_start();
            if let Some(word) = words(rest).next()
                && is_action(word)
                && rest.starts_with(word)
            {
                return Some(word.to_owned());
            }
        }
    }
    None
}

fn words(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '_'))
        .filter(|word| !word.is_empty())
}

/// The name that most parts of the page give; of equals, the first part wins.
pub(super) fn decide(clues: &Clues) -> Identity {
    let explorer = clues.explorer.clone().unwrap_or_default();
    let named: Vec<(&'static str, &String)> = [
        ("title", &clues.title),
        ("parameter table", &clues.row),
        ("Explorer link", &explorer.action),
        ("introduction", &clues.intro),
        ("request example", &clues.example),
        ("file name", &clues.file),
    ]
    .into_iter()
    .filter_map(|(place, name)| Some((place, name.as_ref()?)))
    .collect();
    let votes = |name: &str| named.iter().filter(|(_, other)| *other == name).count();
    let mut best: Option<&String> = None;
    for (_, name) in &named {
        if best.is_none_or(|best| votes(name) > votes(best)) {
            best = Some(name);
        }
    }
    // A file name alone is no evidence: product folders have many files.
    let alone = named.len() == 1 && named[0].0 == "file name";
    let action = best.filter(|_| !alone).cloned();
    let others = named
        .iter()
        .filter(|(place, name)| Some(*name) != action.as_ref() && *place != "file name")
        .map(|(place, name)| (*place, (*name).clone()))
        .collect();
    Identity {
        action,
        product: explorer.product,
        version: explorer.version.or_else(|| clues.version.clone()),
        others,
    }
}

#[cfg(test)]
mod tests {
    use super::{Clues, decide, explorer, in_intro, in_title, is_action, parameter};

    #[test]
    fn the_explorer_link_is_read() {
        let found = explorer(
            "[x](https://api.example.com/#product=Shop&api=OpenShop&type=RPC&version=2020-02-20)",
        )
        .unwrap();
        assert_eq!(found.action.as_deref(), Some("OpenShop"));
        assert_eq!(found.version.as_deref(), Some("2020-02-20"));
        assert_eq!(
            explorer("https://error.example.com/status/product/Shop"),
            None
        );
    }

    #[test]
    fn names_are_found_in_prose() {
        assert_eq!(
            in_title("查询商店（OpenShop）").as_deref(),
            Some("OpenShop")
        );
        assert_eq!(in_title("OpenShop (new)").as_deref(), Some("OpenShop"));
        assert_eq!(in_title("概览"), None);
        assert_eq!(in_title("查询域名DnsHost"), None);
        assert_eq!(in_intro("OpenShop：打开。").as_deref(), Some("OpenShop"));
        assert_eq!(
            in_intro("调用OpenShop接口打开").as_deref(),
            Some("OpenShop")
        );
        assert!(!is_action("Overview") && !is_action("DNS"));
    }

    #[test]
    fn parameters_of_requests_are_found() {
        assert_eq!(
            parameter("https://x/? Action=OpenShop\n&A=1", "Action").as_deref(),
            Some("OpenShop")
        );
        assert_eq!(
            parameter("https://x/?TheAction=Other&Action=OpenShop", "Action").as_deref(),
            Some("OpenShop")
        );
        assert_eq!(parameter("https://x/?A=1", "Action"), None);
    }

    #[test]
    fn the_majority_wins() {
        let name = |text: &str| Some(text.to_owned());
        let identity = decide(&Clues {
            title: name("OpenShop"),
            row: name("CloseShop"),
            example: name("CloseShop"),
            ..Clues::default()
        });
        assert_eq!(identity.action.as_deref(), Some("CloseShop"));
        assert_eq!(identity.others, [("title", "OpenShop".to_owned())]);
    }
}
