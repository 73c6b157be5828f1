//! An action as a clap command, and the values given for its flags.

use std::fmt::Write;

use aliyun_runtime::dynamic::{Entry, Enum, Fact, Object, Type};
use aliyun_runtime::generated::{Field, INT32, REQUIRED, Rule, SENSITIVE};
use clap::builder::{PossibleValue, TypedValueParser};
use clap::{Arg, ArgAction, ArgMatches, Command};

use crate::failure::EXIT_CODES;
use crate::options::{self, flag};
use crate::program::Program;

/// The command of one action, with all its flags.
pub(crate) fn command(program: Program, entry: &'static Entry) -> Command {
    let flags = flagged(entry).map(|(field, fact)| arg(field, fact));
    let flags = flags.flatten();
    Command::new(entry.command)
        .about(first_sentence(entry.doc).to_owned())
        .long_about(about(program, entry))
        .after_long_help(after(entry))
        .override_usage(usage(program, entry))
        .disable_help_flag(true)
        .max_term_width(100)
        .args(flags)
        .args(options::args())
}

/// The parameters that may have a flag: of two with one name, a member of the JSON body
/// has none.
fn flagged(entry: &'static Entry) -> impl Iterator<Item = (Field, &'static Fact)> {
    let fields = entry.request.fields().enumerate();
    let fields = fields.filter(|(index, (field, _))| {
        let plain = entry.request.position(field.name);
        plain == Some(*index)
    });
    fields.map(|(_, parameter)| parameter)
}

/// The values given for each parameter, in the order of the table.
pub(crate) fn given(
    entry: &'static Entry,
    matches: &ArgMatches,
) -> Vec<((Field, &'static Fact), Vec<String>)> {
    let fields = flagged(entry).filter(|(field, fact)| flag(*field, fact).is_some());
    let given = fields.filter_map(|(field, fact)| {
        let values = matches.get_many::<String>(field.name)?;
        Some(((field, fact), values.cloned().collect()))
    });
    given.collect()
}

fn arg(field: Field, fact: &'static Fact) -> Option<Arg> {
    let long = flag(field, fact)?;
    let arg = Arg::new(field.name)
        .long(long)
        .value_name(value_name(&fact.ty))
        .help(summary(field, fact))
        .long_help(details(field, fact))
        .help_heading("Parameters");
    let arg = if long != field.name && !options::is_taken(field.name) {
        arg.alias(field.name)
    } else {
        arg
    };
    let arg = match fact.ty {
        Type::List(_) | Type::Map(_) => arg.action(ArgAction::Append),
        _ => arg.action(ArgAction::Set),
    };
    Some(match fact.ty.innermost() {
        Type::Boolean if matches!(fact.ty, Type::Boolean) => arg
            .num_args(0..=1)
            .default_missing_value("true")
            .value_parser(Known(Values::Boolean)),
        Type::Boolean => arg.value_parser(Known(Values::Boolean)),
        Type::Enum(values) => arg.value_parser(Known(Values::Enum(values))),
        Type::Integer | Type::Float => arg.allow_negative_numbers(true),
        _ => arg,
    })
}

/// Takes any text. The documented values are known only for the completions of the
/// shell and the help; validation checks all limits later.
#[derive(Clone)]
pub(crate) struct Known(pub(crate) Values);

#[derive(Clone)]
pub(crate) enum Values {
    Boolean,
    Enum(&'static Enum),
    Words(Vec<&'static str>),
}

impl TypedValueParser for Known {
    type Value = String;

    fn parse_ref(
        &self,
        command: &Command,
        arg: Option<&Arg>,
        value: &std::ffi::OsStr,
    ) -> Result<String, clap::Error> {
        clap::builder::StringValueParser::new().parse_ref(command, arg, value)
    }

    fn possible_values(&self) -> Option<Box<dyn Iterator<Item = PossibleValue> + '_>> {
        match &self.0 {
            Values::Words(words) => Some(Box::new(words.iter().map(PossibleValue::new))),
            Values::Boolean => Some(Box::new(
                ["true", "false"].into_iter().map(PossibleValue::new),
            )),
            Values::Enum(values) => Some(Box::new(values.values.iter().map(|(value, doc)| {
                let known = PossibleValue::new(*value);
                if doc.is_empty() {
                    known
                } else {
                    known.help(*doc)
                }
            }))),
        }
    }
}

fn value_name(ty: &Type) -> &'static str {
    match ty {
        Type::Text => "TEXT",
        Type::Integer => "INTEGER",
        Type::Float => "NUMBER",
        Type::Boolean => "BOOLEAN",
        Type::Json | Type::Any => "JSON",
        Type::Image | Type::Bytes => "@FILE",
        Type::Enum(_) => "VALUE",
        Type::Object(_) => "KEY=VALUE,…",
        Type::List(Type::List(_)) => "[VALUE,…]",
        Type::List(member) => value_name(member),
        Type::Map(_) => "KEY=VALUE",
    }
}

fn first_sentence(doc: &str) -> &str {
    let paragraph = doc.split("\n\n").next().unwrap_or_default();
    match paragraph.find(". ") {
        Some(end) => &paragraph[..=end],
        None => paragraph,
    }
}

fn summary(field: Field, fact: &Fact) -> String {
    let mut text = first_sentence(fact.doc).to_owned();
    if field.is(REQUIRED) {
        text.push_str(" [required]");
    }
    text.trim_start().to_owned()
}

fn details(field: Field, fact: &'static Fact) -> String {
    let mut text = fact.doc.to_owned();
    let facts = facts(field, fact);
    if !facts.is_empty() {
        let gap = if text.is_empty() { "" } else { " " };
        let _ = write!(text, "{gap}[{}]", facts.join("; "));
    }
    if let Type::Object(object) = fact.ty.innermost() {
        text.push_str("\nKEY=VALUE,KEY=VALUE, or JSON. Keys:");
        for (field, fact) in object.fields() {
            let _ = write!(text, "\n  {:<24} {}", field.name, summary(field, fact));
        }
    }
    text
}

fn facts(field: Field, fact: &'static Fact) -> Vec<String> {
    let mut facts = Vec::new();
    let mut say = |text: String| facts.push(text);
    if field.is(REQUIRED) {
        say("required".to_owned());
    }
    if !fact.required_when.is_empty() {
        say(format!(
            "required when {}",
            fact.required_when.trim_end_matches('.')
        ));
    }
    match fact.ty {
        Type::List(Type::Object(_)) => say("may be repeated; a JSON list will do too".to_owned()),
        Type::List(Type::List(_)) => {
            say("a JSON list, or one of all lists; may be repeated".to_owned())
        }
        Type::List(_) | Type::Map(_) => say("may be repeated".to_owned()),
        Type::Image | Type::Bytes => {
            say("@FILE reads the file, @- standard input; base64 will do too".to_owned())
        }
        _ => {}
    }
    if let Type::Enum(values) = fact.ty.innermost()
        && values.open
    {
        say("other values are accepted too".to_owned());
    }
    if field.is(INT32) && !field.limits().any(|rule| matches!(rule, Rule::Range(..))) {
        say("32 bits".to_owned());
    }
    field.limits().filter_map(limit).for_each(&mut say);
    if !fact.default.is_empty() {
        say(format!("default: {}", fact.default));
    }
    if !fact.sample.is_empty() && !matches!(fact.ty.innermost(), Type::Image) {
        say(format!("example: {}", fact.sample));
    }
    if field.is(SENSITIVE) {
        say("personal".to_owned());
    }
    if !fact.deprecated.is_empty() {
        say(format!("deprecated: {}", fact.deprecated));
    }
    facts
}

fn limit(rule: &Rule) -> Option<String> {
    Some(match *rule {
        Rule::Length(low, high) => format!("{} characters", bounds(low, high, 0, u64::MAX)),
        Rule::Items(low, high) => format!("{} members", bounds(low, high, 0, u64::MAX)),
        Rule::Range(low, high) => bounds(low, high, i64::MIN, i64::MAX),
        Rule::FloatRange(low, high) => bounds(low, high, f64::MIN, f64::MAX),
        Rule::Pattern(pattern) => format!("pattern: {pattern}"),
        Rule::Image(media, low, high) => {
            let media: Vec<_> = media.iter().map(|media| media.name()).collect();
            let media = match media.as_slice() {
                [] => "an image".to_owned(),
                media => media.join(" or "),
            };
            format!("{media} of {} bytes", bounds(low, high, 0, u64::MAX))
        }
        Rule::OneOf(_) | Rule::Documented => return None,
    })
}

fn bounds<T: PartialEq + std::fmt::Display>(low: T, high: T, least: T, most: T) -> String {
    match (low == least, high == most) {
        _ if low == high => low.to_string(),
        (_, true) => format!("{low} or more"),
        (true, false) => format!("at most {high}"),
        (false, false) => format!("{low} to {high}"),
    }
}

fn about(program: Program, entry: &Entry) -> String {
    let mut text = format!("{}\n\n{}", entry.action.name, entry.doc);
    if !entry.deprecated.is_empty() {
        let _ = write!(text, "\n\nDeprecated: {}", entry.deprecated);
    }
    let watcher = entry
        .submits
        .and_then(|submits| program.catalog.entry(submits.watched_by));
    if let Some(watcher) = watcher {
        let watcher = watcher.command;
        let _ = write!(
            text,
            "\n\nIt submits a task; --wait waits for its end, {watcher} looks at it."
        );
    }
    if let Some(watch) = entry.waiter {
        let _ = write!(text, "\n\nWith --wait: {}", watch.doc);
    }
    let personal = |field: Field| field.is(SENSITIVE);
    if entry.request.shape.iter().any(personal) {
        text.push_str(
            "\n\nOther users of the machine can see flags while the command runs: give \
             parameters marked as personal with --from-json, from a file or from standard \
             input (-).",
        );
    }
    for (field, fact) in entry.request.fields() {
        if flag(field, fact).is_none() {
            let name = field.name;
            let _ = write!(
                text,
                "\n\n`{name}` has no flag, as an option has its name; give it with --from-json."
            );
        }
    }
    if entry.pagination.is_some() {
        text.push_str("\n\nIts answers come in pages; --all-pages fetches all of them.");
    }
    text
}

/// The usage line. It names the required parameters if there are few.
fn usage(program: Program, entry: &'static Entry) -> String {
    let mut text = format!("{} {}", program.name, entry.command);
    let fields = entry.request.fields();
    let required: Vec<_> = fields.filter(|(field, _)| field.is(REQUIRED)).collect();
    if required.len() <= 4 {
        for (field, fact) in required {
            if let Some(flag) = flag(field, fact) {
                let _ = write!(text, " --{flag} <{}>", value_name(&fact.ty));
            }
        }
    } else {
        text.push_str(" <PARAMETERS>");
    }
    text.push_str(" [OPTIONS]");
    text
}

fn after(entry: &'static Entry) -> String {
    let mut text = "Answer:\n".to_owned();
    fields(&mut text, "", entry.response, &mut Vec::new());
    if !entry.errors.is_empty() {
        text.push_str("\nError codes:\n");
        for error in entry.errors {
            let status = match error.http_status {
                0 => String::new(),
                status => format!(" (HTTP {status})"),
            };
            let open = !entry.action.idempotent && entry.action.product.leaves_open(error.code);
            let open = if open {
                " A change may have been made."
            } else {
                ""
            };
            let _ = writeln!(text, "  {}{status}: {}{open}", error.code, error.doc);
        }
    }
    let product = entry.action.product;
    let style = if entry.action.path.is_empty() {
        "RPC"
    } else {
        "ROA"
    };
    let _ = write!(
        text,
        "\n{EXIT_CODES}\n\nReference:\n  https://api.aliyun.com/#product={}&api={}&type={style}&version={}",
        product.name, entry.action.name, product.version
    );
    text
}

/// Lists the fields of an answer by the paths that --query takes. Objects that contain
/// themselves are listed once; `inside` holds those around this one.
fn fields(
    text: &mut String,
    stem: &str,
    object: &'static Object,
    inside: &mut Vec<&'static Object>,
) {
    if inside.iter().any(|outer| std::ptr::eq(*outer, object)) {
        return;
    }
    inside.push(object);
    for (field, fact) in object.fields() {
        let mut path = format!("{stem}{}", field.name);
        let mut ty = &fact.ty;
        while let Type::List(member) = ty {
            if !field.item.is_empty() {
                let _ = write!(path, ".{}", field.item);
            }
            path.push_str("[]");
            ty = member;
        }
        let gap = if fact.doc.is_empty() { "" } else { "  " };
        let _ = writeln!(text, "  {path}{gap}{}", first_sentence(fact.doc));
        if let Type::Object(object) = ty {
            fields(text, &format!("{path}."), object, inside);
        }
    }
    inside.pop();
}
