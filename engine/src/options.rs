//! The options of every action: endpoint, credentials, output.

use std::time::Duration;

use aliyun_runtime::dynamic::Fact;
use aliyun_runtime::generated::Field;
use aliyun_runtime::{Format, SignatureVersion};
use clap::builder::PossibleValuesParser;
use clap::{Arg, ArgAction, ArgMatches, ValueHint};

/// The form of the output.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Output {
    Json,
    Table,
    Yaml,
}

/// The values of the options.
pub(crate) struct Options {
    pub(crate) endpoint: Option<String>,
    pub(crate) insecure_http: bool,
    pub(crate) ca_certificate: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) profile: Option<String>,
    pub(crate) signature: SignatureVersion,
    pub(crate) format: Format,
    pub(crate) timeout: Option<Duration>,
    pub(crate) max_attempts: Option<u32>,
    pub(crate) from_json: Option<String>,
    pub(crate) no_validate: bool,
    pub(crate) dry_run: bool,
    pub(crate) all_pages: bool,
    pub(crate) wait: bool,
    pub(crate) wait_timeout: Option<Duration>,
    pub(crate) poll_interval: Option<Duration>,
    pub(crate) output: Output,
    pub(crate) query: Option<String>,
}

/// The options with a value: name, placeholder, help.
const VALUED: &[(&str, &str, &str)] = &[
    (
        "--from-json",
        "FILE",
        "Parameters from a JSON file, by their API names; `-` is standard input. Flags win over it",
    ),
    ("--output", "FORM", "Form of the output [default: json]"),
    (
        "--query",
        "EXPRESSION",
        "Prints only this part of the answer, a JMESPath expression",
    ),
    (
        "--wait-timeout",
        "TIME",
        "The longest time that --wait waits [default: 30m]",
    ),
    (
        "--poll-interval",
        "TIME",
        "Time before the first poll of --wait; it grows to 30s [default: 2s]",
    ),
    (
        "--profile",
        "NAME",
        "Credentials of this profile in ~/.aliyun/config.json, even if the environment has some",
    ),
    ("--region", "ID", "Region, which chooses the endpoint"),
    (
        "--endpoint",
        "URL",
        "Endpoint, instead of that of the region: host, host:port or http[s]://host[:port]",
    ),
    (
        "--ca-certificate",
        "FILE",
        "Also trusts this certificate (PEM)",
    ),
    ("--signature", "VERSION", "Signature version [default: v3]"),
    (
        "--format",
        "FORMAT",
        "Format of the gateway's answer [default: json]",
    ),
    (
        "--timeout",
        "TIME",
        "Limit for one call with all its attempts, such as 30s or 2m [default: 30s]",
    ),
    (
        "--max-attempts",
        "NUMBER",
        "Most attempts of a call; a change is repeated only if it was certainly not carried out [default: 3]",
    ),
];

/// The options without a value: name, help.
const SWITCHES: &[(&str, &str)] = &[
    (
        "--wait",
        "Waits until the task that the action submits or queries has ended",
    ),
    (
        "--all-pages",
        "Fetches all pages, and prints them as one answer",
    ),
    (
        "--dry-run",
        "Prints the signed request without secrets and personal data; sends nothing",
    ),
    ("--no-validate", "Sends the parameters as given, unchecked"),
    (
        "--insecure-http",
        "Allows an http:// endpoint on another machine: others on the network can read the request",
    ),
];

/// The flag of a parameter without its dashes. It is in kebab case or, if an option
/// has that name, as the API spells it. If both are taken, only --from-json can give
/// the parameter.
pub(crate) fn flag(field: Field, fact: &'static Fact) -> Option<&'static str> {
    let names = [fact.flag, field.name];
    let free = |name: &&str| !name.is_empty() && !is_taken(name);
    names.into_iter().find(free)
}

/// Whether an option has this name, so that no flag of a parameter can have it.
pub(crate) fn is_taken(flag: &str) -> bool {
    let is = |name: &str| name.strip_prefix("--") == Some(flag);
    is("--help")
        || is("--params")
        || VALUED.iter().any(|(name, ..)| is(name))
        || SWITCHES.iter().any(|(name, _)| is(name))
}

/// The options, for the root and for each action: they may come before or after the
/// action.
pub(crate) fn args() -> impl Iterator<Item = Arg> {
    let valued = VALUED.iter().map(|(name, value, help)| {
        let arg = base(name, help).value_name(*value);
        match *name {
            "--output" => arg.value_parser(PossibleValuesParser::new(["json", "table", "yaml"])),
            "--signature" => arg.value_parser(PossibleValuesParser::new(["v1", "v3"])),
            "--format" => arg.value_parser(PossibleValuesParser::new(["json", "xml"])),
            "--timeout" | "--wait-timeout" | "--poll-interval" => arg.value_parser(time),
            "--from-json" => arg.value_hint(ValueHint::FilePath).visible_alias("params"),
            "--ca-certificate" => arg.value_hint(ValueHint::FilePath),
            "--max-attempts" => arg.value_parser(clap::value_parser!(u32).range(1..=100)),
            _ => arg,
        }
    });
    let switches = SWITCHES
        .iter()
        .map(|(name, help)| base(name, help).action(ArgAction::SetTrue));
    let help = Arg::new("--help")
        .short('h')
        .long("help")
        .action(ArgAction::Help)
        .help("Prints help (-h: short help)")
        .help_heading("Options");
    valued.chain(switches).chain([help])
}

/// The id is the name with its dashes, which no parameter name begins with.
fn base(name: &'static str, help: &'static str) -> Arg {
    Arg::new(name)
        .long(name.trim_start_matches('-'))
        .help(help)
        .help_heading("Options")
}

/// A message of the runtime, which speaks to programs, with the options in place of
/// its settings.
pub(crate) fn named(message: &str) -> String {
    [
        ("`Config::with_insecure_http(true)`", "`--insecure-http`"),
        ("`Config::with_endpoint`", "`--endpoint`"),
        ("`Config::with_root_certificate`", "`--ca-certificate`"),
    ]
    .iter()
    .fold(message.to_owned(), |text, (setting, option)| {
        text.replace(setting, option)
    })
}

/// `30s`, `2m`, `500ms`, `1h`; a bare number is seconds.
fn time(text: &str) -> Result<Duration, String> {
    let digits = text.trim_end_matches(|c: char| c.is_ascii_alphabetic());
    let unit = match &text[digits.len()..] {
        "ms" => 0.001,
        "" | "s" => 1.0,
        "m" => 60.0,
        "h" => 3600.0,
        _ => return Err("expected a time such as 30s, 2m, 1h or 500ms".to_owned()),
    };
    let number: Option<f64> = digits.parse().ok();
    number
        .map(|number| number * unit)
        .filter(|seconds| (0.001..=86_400.0).contains(seconds))
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
        .ok_or_else(|| "expected a time from 1ms to 24h, such as 30s or 2m".to_owned())
}

impl Options {
    /// Reads the options before and after the action; those after it win.
    pub(crate) fn read(root: &ArgMatches, own: &ArgMatches) -> Self {
        let matches = [own, root];
        let text = |name: &str| {
            let mut found = matches.iter().filter_map(|m| m.get_one::<String>(name));
            found.next().cloned()
        };
        let time = |name: &str| {
            let mut found = matches.iter().filter_map(|m| m.get_one::<Duration>(name));
            found.next().copied()
        };
        let switch = |name: &str| matches.iter().any(|m| m.get_flag(name));
        let number = matches
            .iter()
            .find_map(|m| m.get_one::<u32>("--max-attempts"));
        Self {
            endpoint: text("--endpoint"),
            insecure_http: switch("--insecure-http"),
            ca_certificate: text("--ca-certificate"),
            region: text("--region"),
            profile: text("--profile"),
            signature: match text("--signature").as_deref() {
                Some("v1") => SignatureVersion::V1,
                _ => SignatureVersion::V3,
            },
            format: match text("--format").as_deref() {
                Some("xml") => Format::Xml,
                _ => Format::Json,
            },
            timeout: time("--timeout"),
            max_attempts: number.copied(),
            from_json: text("--from-json"),
            no_validate: switch("--no-validate"),
            dry_run: switch("--dry-run"),
            all_pages: switch("--all-pages"),
            wait: switch("--wait"),
            wait_timeout: time("--wait-timeout"),
            poll_interval: time("--poll-interval"),
            output: match text("--output").as_deref() {
                Some("table") => Output::Table,
                Some("yaml") => Output::Yaml,
                _ => Output::Json,
            },
            query: text("--query"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_have_units() {
        for (text, seconds) in [
            ("30", 30.0),
            ("0.5s", 0.5),
            ("2m", 120.0),
            ("250ms", 0.25),
            ("1h", 3600.0),
        ] {
            assert_eq!(time(text), Ok(Duration::from_secs_f64(seconds)), "{text}");
        }
        for text in [
            "", "s", "-1", "0", "1d", "nan", "inf", "1e9", "1µs", "25h", "1.s.s",
        ] {
            assert!(time(text).is_err(), "{text}");
        }
    }
}
