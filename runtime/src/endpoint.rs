//! The endpoint of requests: scheme, host and port.

use std::net::{IpAddr, Ipv6Addr};

use crate::proxy::Destination;
use crate::region::Region;
use crate::shape::Product;

/// A checked endpoint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Endpoint {
    /// Whether the scheme is `https`.
    pub(crate) secure: bool,
    /// Host in lower case; an IPv6 address in brackets.
    host: String,
    port: u16,
    /// Scheme, host and, unless it is the scheme's default, port.
    origin: String,
    /// What chose it, for messages; empty for fixed endpoints.
    pub(crate) chosen_by: String,
}

impl Endpoint {
    /// Reads `host`, `host:port` or either after `https://` or `http://`.
    ///
    /// # Errors
    ///
    /// With the text that was found and the expected form. User names and passwords are
    /// not shown.
    pub(crate) fn parse(text: &str, insecure: bool) -> Result<Self, String> {
        const EXPECTED: &str = "expected host, host:port or https://host[:port]";
        let (scheme, rest) = match text.split_once("://") {
            Some((scheme, rest)) => (scheme.to_ascii_lowercase(), rest),
            None => ("https".to_owned(), text),
        };
        if rest.contains('@') {
            return Err(format!("it has a user name or password; {EXPECTED}"));
        }
        let secure = match scheme.as_str() {
            "https" => true,
            "http" => false,
            _ => return Err(format!("its scheme is neither https nor http; {EXPECTED}")),
        };
        let rest = rest.strip_suffix('/').unwrap_or(rest);
        for (mark, what) in [('?', "a query"), ('#', "a fragment"), ('/', "a path")] {
            if rest.contains(mark) {
                return Err(format!("it has {what}; {EXPECTED}"));
            }
        }
        let (host, port) = split_port(rest)?;
        let host = check_host(host)?;
        let standard = if secure { 443 } else { 80 };
        let number = port.unwrap_or(standard);
        let origin = match port.filter(|port| *port != standard) {
            Some(port) => format!("{scheme}://{host}:{port}"),
            None => format!("{scheme}://{host}"),
        };
        let endpoint = Self {
            secure,
            host,
            port: number,
            origin,
            chosen_by: String::new(),
        };
        if !secure && !insecure && !endpoint.is_loopback() {
            return Err(format!(
                "`http://{}` would send personal data unencrypted; use https, \
                 or allow it with `Config::with_insecure_http(true)`",
                endpoint.authority()
            ));
        }
        Ok(endpoint)
    }

    /// The endpoint a product has in a region: the region's own host, else the
    /// product's.
    ///
    /// # Errors
    ///
    /// There is no such region.
    pub(crate) fn of(product: &Product, region: Option<&Region>) -> Result<Self, String> {
        let (host, chosen_by) = match region {
            None => (
                product.endpoint,
                "the product's endpoint, as no region is set".to_owned(),
            ),
            Some(region) => match region.host(product)? {
                Some(host) => (host, region.described()),
                None => (
                    product.endpoint,
                    format!(
                        "the product's endpoint, as {} has none of its own",
                        region.described()
                    ),
                ),
            },
        };
        let endpoint = Self::parse(host, false);
        let endpoint = endpoint.map_err(|reason| format!("the endpoint is not usable: {reason}"));
        Ok(endpoint?.chosen_by(chosen_by))
    }

    /// The same endpoint with what chose it.
    pub(crate) fn chosen_by(self, chosen_by: impl Into<String>) -> Self {
        Self {
            chosen_by: chosen_by.into(),
            ..self
        }
    }

    /// The target of connections.
    pub(crate) fn destination(&self) -> Destination<'_> {
        Destination {
            secure: self.secure,
            host: &self.host,
            port: self.port,
        }
    }

    /// The same endpoint with another label before its host.
    ///
    /// # Errors
    ///
    /// If it cannot be a label of a host name. The error does not show it.
    pub(crate) fn under(&self, label: &str) -> Result<Self, String> {
        let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        let host = check_host(&format!("{label}.{}", self.host));
        let host = host.ok().filter(|_| label.chars().all(allowed));
        let host = host.ok_or_else(|| {
            "the parameter in the host name is not usable; expected 1 to 63 letters, digits, \
             `-` and `_`"
                .to_owned()
        })?;
        let origin = self.origin.replacen(&self.host, &host, 1);
        Ok(Self {
            host,
            origin,
            chosen_by: self.chosen_by.clone(),
            ..*self
        })
    }

    /// `host` or `host:port`, as in the `Host` header.
    pub(crate) fn authority(&self) -> &str {
        let scheme = if self.secure { "https://" } else { "http://" };
        &self.origin[scheme.len()..]
    }

    /// Scheme and authority, without a slash at the end.
    pub(crate) fn origin(&self) -> &str {
        &self.origin
    }

    /// Whether the host is this machine.
    pub(crate) fn is_loopback(&self) -> bool {
        let bare = self.host.trim_start_matches('[').trim_end_matches(']');
        self.host == "localhost" || bare.parse().is_ok_and(|ip: IpAddr| ip.is_loopback())
    }
}

fn split_port(text: &str) -> Result<(&str, Option<u16>), String> {
    let colon = match text.rfind(']') {
        Some(bracket) => text[bracket..].find(':').map(|at| at + bracket),
        None if text.starts_with('[') => None,
        None => text.find(':'),
    };
    let Some(colon) = colon else {
        return Ok((text, None));
    };
    let (host, port) = (&text[..colon], &text[colon + 1..]);
    // `parse` alone would take `+443`.
    let digits = port.bytes().all(|byte| byte.is_ascii_digit());
    match port.parse() {
        Ok(number) if digits && number > 0 => Ok((host, Some(number))),
        // Not shown: if the host is missing, this is a password.
        _ => Err("its port is no number from 1 to 65535".to_owned()),
    }
}

fn check_host(host: &str) -> Result<String, String> {
    if let Some(inner) = host.strip_prefix('[') {
        let address = inner
            .strip_suffix(']')
            .and_then(|inner| inner.parse::<Ipv6Addr>().ok());
        return match address {
            Some(address) => Ok(format!("[{address}]")),
            None => Err("its host is no IPv6 address in brackets".to_owned()),
        };
    }
    if host.is_empty() {
        return Err("its host is empty".to_owned());
    }
    let allowed = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '.' | '_');
    if let Some(bad) = host.chars().find(|c| !allowed(*c)) {
        return Err(format!(
            "its host contains `{}`; expected letters, digits, `-`, `_` and `.` \
             (an international name in its xn-- form)",
            bad.escape_debug()
        ));
    }
    let mut labels = host.strip_suffix('.').unwrap_or(host).split('.');
    if host.len() > 253
        || labels
            .clone()
            .any(|label| label.is_empty() || label.len() > 63)
    {
        return Err("its host has an empty or overlong part".to_owned());
    }
    let numeric = |label: &str| {
        let hex = label
            .get(..2)
            .is_some_and(|start| start.eq_ignore_ascii_case("0x"));
        hex || label.bytes().all(|byte| byte.is_ascii_digit())
    };
    if labels.next_back().is_some_and(numeric) && host.parse::<IpAddr>().is_err() {
        // An HTTP library would rewrite `127.1` or `2130706433` to another
        // host than the one that was signed.
        return Err("its host ends in a number but is no IPv4 address".to_owned());
    }
    Ok(host.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<String, String> {
        Endpoint::parse(text, false).map(|endpoint| endpoint.origin().to_owned())
    }

    #[test]
    fn accepted_forms() {
        for (text, origin) in [
            ("domain.aliyuncs.com", "https://domain.aliyuncs.com"),
            ("Domain.AliyunCS.com", "https://domain.aliyuncs.com"),
            (
                "domain.aliyuncs.com:8443",
                "https://domain.aliyuncs.com:8443",
            ),
            ("domain.aliyuncs.com:443", "https://domain.aliyuncs.com"),
            ("https://domain.aliyuncs.com", "https://domain.aliyuncs.com"),
            (
                "HTTPS://domain.aliyuncs.com/",
                "https://domain.aliyuncs.com",
            ),
            ("http://127.0.0.1:8080", "http://127.0.0.1:8080"),
            ("http://localhost:80", "http://localhost"),
            ("http://[::1]:8080", "http://[::1]:8080"),
            ("[2001:db8::1]", "https://[2001:db8::1]"),
        ] {
            assert_eq!(parse(text).as_deref(), Ok(origin), "{text}");
        }
    }

    #[test]
    fn refused_forms_say_why() {
        for (text, reason) in [
            ("", "host is empty"),
            ("https://", "host is empty"),
            ("https://user:secret@host.com", "user name or password"),
            ("user@host.com", "user name or password"),
            ("host.com/path", "a path"),
            ("host.com?a=b", "a query"),
            ("host.com#f", "a fragment"),
            ("ftp://host.com", "neither https nor http"),
            ("host.com:", "port is no number"),
            ("host.com:0", "port is no number"),
            ("host.com:65536", "port is no number"),
            ("host.com:+443", "port is no number"),
            ("https://user:secret", "port is no number"),
            ("host com", "contains ` `"),
            ("host\r\nx: y", "port"),
            ("host\r\n", "contains `\\r`"),
            ("域名.com", "contains `域`"),
            ("a..b", "empty or overlong"),
            (".host.com", "empty or overlong"),
            ("127.1", "no IPv4 address"),
            ("2130706433", "no IPv4 address"),
            ("1.2.3.256", "no IPv4 address"),
            ("0x7f.0x1", "no IPv4 address"),
            ("[::1", "no IPv6 address"),
            ("[nonsense]", "no IPv6 address"),
            ("http://domain.aliyuncs.com", "unencrypted"),
            ("http://127.0.0.1.evil.com", "unencrypted"),
        ] {
            let error = parse(text).unwrap_err();
            assert!(error.contains(reason), "{text}: {error}");
            assert!(!error.contains("secret"), "{error}");
        }
    }

    #[test]
    fn plain_http_can_be_allowed() {
        let endpoint = Endpoint::parse("http://gateway.test:8080", true).unwrap();
        assert_eq!(endpoint.origin(), "http://gateway.test:8080");
        assert!(!endpoint.secure && !endpoint.is_loopback());
    }

    #[test]
    fn a_label_before_the_host() {
        let endpoint = Endpoint::parse("cn.log.aliyuncs.com:8443", false).unwrap();
        let under = |label| endpoint.under(label).map(|endpoint| endpoint.origin);
        let expected = Ok("https://my-project.cn.log.aliyuncs.com:8443".to_owned());
        assert_eq!(under("My-project"), expected);
        for label in [
            "",
            "a.b",
            "a/b",
            "evil.com/",
            "a@b",
            "值",
            "a b",
            &"x".repeat(64),
        ] {
            assert!(under(label).is_err(), "{label}");
        }
    }

    #[test]
    fn a_region_with_a_host_of_its_own() {
        let product = Product::new("Sample", "2020-01-01", "sample.aliyuncs.com")
            .regions(&[("ap-southeast-1", "sample-intl.aliyuncs.com")]);
        let of = |id: &str| {
            let region = Some(id).filter(|id| !id.is_empty()).map(|id| Region {
                id: id.to_owned(),
                source: "ALIBABA_CLOUD_REGION_ID".to_owned(),
            });
            Endpoint::of(&product, region.as_ref()).unwrap()
        };
        for (region, host, chosen_by) in [
            (
                "",
                "sample.aliyuncs.com",
                "the product's endpoint, as no region is set",
            ),
            (
                "cn-beijing",
                "sample.aliyuncs.com",
                "the product's endpoint, as the region `cn-beijing` of \
                 ALIBABA_CLOUD_REGION_ID has none of its own",
            ),
            (
                "ap-southeast-1",
                "sample-intl.aliyuncs.com",
                "the region `ap-southeast-1` of ALIBABA_CLOUD_REGION_ID",
            ),
        ] {
            let endpoint = of(region);
            assert_eq!(endpoint.authority(), host);
            assert_eq!(endpoint.chosen_by, chosen_by);
        }
    }
}
