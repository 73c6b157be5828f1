//! Which proxy a connection goes through.
//!
//! A client has one endpoint, so this is decided once, when the client is made. The HTTP
//! library's own reading of the environment does not support `*` for addresses or ports
//! in `NO_PROXY`. It also ignores a URL that it does not understand: a signed request
//! would then bypass the proxy.

use std::ffi::OsString;
use std::net::IpAddr;

use reqwest::{ClientBuilder, Proxy};

const EXPECTED: &str = "expected http[s]://[user:password@]host:port or socks5[h]://host:port";

const SCHEMES: [&str; 6] = [
    "http://",
    "https://",
    "socks4://",
    "socks4a://",
    "socks5://",
    "socks5h://",
];

/// The target of a connection.
#[derive(Clone, Copy)]
pub(crate) struct Destination<'a> {
    pub(crate) secure: bool,
    /// An IPv6 address may be in brackets.
    pub(crate) host: &'a str,
    pub(crate) port: u16,
}

/// Sets the proxy that the environment names for a destination, if any.
///
/// # Errors
///
/// If a value is not usable. The error names the variable but does not show the value,
/// which may hold a password.
pub(crate) fn from_environment(
    builder: ClientBuilder,
    to: Destination<'_>,
) -> Result<ClientBuilder, String> {
    let builder = builder.no_proxy();
    Ok(match chosen(to, &|name| std::env::var_os(name))? {
        Some(proxy) => builder.proxy(proxy),
        None => builder,
    })
}

/// The proxy at this URL.
///
/// # Errors
///
/// If the URL is not usable. The error says what is expected.
pub(crate) fn at(url: &str) -> Result<Proxy, String> {
    let lower = url.to_ascii_lowercase();
    let known = SCHEMES.iter().any(|scheme| lower.starts_with(scheme));
    let proxy = known.then(|| Proxy::all(url).ok()).flatten();
    proxy.ok_or_else(|| EXPECTED.to_owned())
}

fn chosen(
    to: Destination<'_>,
    lookup: &dyn Fn(&str) -> Option<OsString>,
) -> Result<Option<Proxy>, String> {
    let own = match to.secure {
        true => ["HTTPS_PROXY", "https_proxy"],
        false => ["HTTP_PROXY", "http_proxy"],
    };
    let names = own.into_iter().chain(["ALL_PROXY", "all_proxy"]);
    // A web server passes the header `Proxy` of a request as `HTTP_PROXY`.
    let cgi = lookup("REQUEST_METHOD").is_some();
    let mut set = names
        .filter(|name| !(cgi && *name == "HTTP_PROXY"))
        .filter_map(|name| Some((name, lookup(name)?)))
        .filter(|(_, value)| !value.is_empty());
    let Some((name, value)) = set.next() else {
        return Ok(None);
    };
    let mut exempt = ["NO_PROXY", "no_proxy"]
        .iter()
        .filter_map(|name| lookup(name))
        .filter(|list| !list.is_empty());
    if let Some(list) = exempt.next()
        && is_exempt(to, &list.to_string_lossy())
    {
        return Ok(None);
    }
    let unusable = |reason: &str| format!("the proxy in {name} is not usable: {reason}");
    let url = value
        .into_string()
        .map_err(|_| unusable("it is not UTF-8"))?;
    let url = match url.contains("://") {
        true => url,
        false => format!("http://{url}"),
    };
    at(&url).map(Some).map_err(|reason| unusable(&reason))
}

/// Whether an entry of the list matches the destination. An entry is `*`, a domain (which
/// matches its subdomains too), an address or a network; all but `*` may have a port.
fn is_exempt(to: Destination<'_>, list: &str) -> bool {
    let host = bare(to.host);
    let entries = list
        .split([',', ' ', '\t'])
        .filter(|entry| !entry.is_empty());
    entries.into_iter().any(|entry| {
        if entry == "*" {
            return true;
        }
        let (name, port) = with_port(entry);
        if port.is_some_and(|port| port != to.port) {
            return false;
        }
        match host.parse::<IpAddr>() {
            Ok(address) => is_within(address, bare(name)),
            Err(_) => is_below(host, name),
        }
    })
}

fn bare(host: &str) -> &str {
    host.trim_start_matches('[').trim_end_matches(']')
}

/// The entry and its port. More than one colon is an IPv6 address, which has a
/// port only after brackets.
fn with_port(entry: &str) -> (&str, Option<u16>) {
    let address = entry.rfind(']').map_or(0, |end| end + 1);
    let (start, end) = entry.split_at(address);
    let split = match end.split_once(':') {
        Some((host, port)) if !port.contains(':') => port.parse().ok().map(|port| (host, port)),
        _ => None,
    };
    match split {
        Some((host, port)) => (&entry[..start.len() + host.len()], Some(port)),
        None => (entry, None),
    }
}

fn is_below(host: &str, domain: &str) -> bool {
    let domain = domain
        .trim_start_matches("*.")
        .trim_matches('.')
        .to_ascii_lowercase();
    let host = host.trim_end_matches('.').to_ascii_lowercase();
    let below = host.strip_suffix(&domain);
    !domain.is_empty() && below.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
}

/// Whether the address is this one, or in this network (`10.0.0.0/8`).
fn is_within(address: IpAddr, entry: &str) -> bool {
    let (network, length) = match entry.split_once('/') {
        Some((network, length)) => (network, length.parse::<u32>().ok()),
        None => (entry, Some(128)),
    };
    let (Ok(network), Some(length)) = (network.parse(), length) else {
        return false;
    };
    let same = |one: u128, other: u128, bits: u32| {
        let differ = bits.saturating_sub(length);
        one.checked_shr(differ) == other.checked_shr(differ)
    };
    match (address, network) {
        (IpAddr::V4(one), IpAddr::V4(other)) => {
            same(one.to_bits().into(), other.to_bits().into(), 32)
        }
        (IpAddr::V6(one), IpAddr::V6(other)) => same(one.to_bits(), other.to_bits(), 128),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn to(host: &str, port: u16) -> Destination<'_> {
        Destination {
            secure: true,
            host,
            port,
        }
    }

    #[test]
    fn entries_of_no_proxy() {
        for (host, port, list) in [
            ("10.1.2.3", 443, "*"),
            ("domain.aliyuncs.com", 443, " * "),
            ("domain.aliyuncs.com", 443, "a.com aliyuncs.com"),
            ("10.1.2.3", 8443, "10.1.2.3:8443"),
            ("10.1.2.3", 8443, "a.com,10.1.2.3"),
            ("10.1.2.3", 8443, "10.0.0.0/8"),
            ("10.1.2.3", 8443, "0.0.0.0/0"),
            ("[2001:db8::1]", 443, "2001:db8::1"),
            ("[2001:db8::1]", 443, "[2001:db8::1]:443"),
            ("[2001:db8::1]", 443, "2001:db8::/32"),
            ("domain.aliyuncs.com", 443, "aliyuncs.com"),
            ("domain.aliyuncs.com", 443, ".aliyuncs.com"),
            ("domain.aliyuncs.com", 443, "*.ALIYUNCS.com:443"),
        ] {
            assert!(is_exempt(to(host, port), list), "{host} {list}");
        }
        for (host, port, list) in [
            ("10.1.2.3", 443, ""),
            ("10.1.2.3", 443, "10.1.2.3:8443"),
            ("10.1.2.3", 443, "10.1.2.30,11.0.0.0/8,10.1.2.4/32,x/8"),
            ("[2001:db8::1]", 443, "[2001:db8::1]:8443,2001:db9::/32"),
            ("domain.aliyuncs.com", 443, "aliyuncs.com:8443"),
            ("domain.aliyuncs.com", 443, "yuncs.com,.com.cn,."),
            ("aliyuncs.com", 443, "domain.aliyuncs.com"),
        ] {
            assert!(!is_exempt(to(host, port), list), "{host} {list}");
        }
    }

    fn named(secure: bool, variables: &[(&str, &str)]) -> Result<bool, String> {
        let destination = Destination {
            secure,
            ..to("domain.aliyuncs.com", 443)
        };
        let lookup = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| OsString::from(value))
        };
        chosen(destination, &lookup).map(|proxy| proxy.is_some())
    }

    #[test]
    fn a_variable_that_is_not_usable_is_named() {
        for (name, value) in [
            ("HTTPS_PROXY", "ftp://user:secret@proxy:1"),
            ("https_proxy", "socks6://user:secret@proxy:1"),
            ("ALL_PROXY", "http://user:secret@:x"),
        ] {
            let error = named(true, &[(name, value)]).unwrap_err();
            assert!(
                error.contains(name) && error.contains("expected"),
                "{error}"
            );
            assert!(!error.contains("secret"), "{error}");
        }
        // What does not matter here is not looked at.
        assert_eq!(named(true, &[("HTTP_PROXY", "ftp://x")]), Ok(false));
        assert_eq!(
            named(true, &[("ALL_PROXY", "ftp://x"), ("NO_PROXY", "*")]),
            Ok(false)
        );
    }

    #[test]
    fn a_list_that_is_empty_hides_no_other() {
        let proxy = ("HTTPS_PROXY", "http://proxy");
        let variables = [proxy, ("NO_PROXY", ""), ("no_proxy", "*")];
        assert_eq!(named(true, &variables), Ok(false));
        let variables = [proxy, ("NO_PROXY", "a.com"), ("no_proxy", "*")];
        assert_eq!(named(true, &variables), Ok(true));
    }

    #[test]
    fn proxies_that_are_understood() {
        for value in [
            "proxy:3128",
            "http://user:password@proxy:3128",
            "https://proxy",
            "socks5://127.0.0.1:1080",
            "SOCKS5H://proxy:1080",
            "socks4a://proxy:1080",
        ] {
            assert_eq!(named(true, &[("ALL_PROXY", value)]), Ok(true), "{value}");
        }
        let plain = [("HTTP_PROXY", "proxy:1")];
        assert_eq!(named(false, &plain), Ok(true));
        let cgi = [plain[0], ("REQUEST_METHOD", "GET")];
        assert_eq!(named(false, &cgi), Ok(false));
        assert_eq!(named(true, &[("HTTPS_PROXY", "")]), Ok(false));
    }
}
