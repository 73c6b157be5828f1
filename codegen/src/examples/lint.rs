//! Finds contradictions between documented examples and tables, or between
//! examples. An erratum with the name of the lint accepts a contradiction.

use std::collections::HashSet;

use crate::codes::{Code, LINTS, NOTES};
use crate::diagnostic::{Finding, Report};
use crate::examples::answer::{self, Answer, Mismatch};
use crate::examples::content::{self, Content, Malformed};
use crate::examples::request::{self, Parameters, Piece};
use crate::examples::spans;
use crate::model::{Action, Example, Field, Model, Type};
use crate::source::{Sources, Span};
use crate::spec::{self, Spec, Text};

/// A contradiction that no erratum accepts.
#[cfg_attr(
    not(feature = "import"),
    expect(dead_code, reason = "only the importer writes errata for them")
)]
#[derive(Debug, Clone)]
pub(crate) struct Contradiction {
    pub(crate) action: String,
    /// Name of the lint.
    pub(crate) lint: &'static str,
    pub(crate) subject: Option<String>,
    pub(crate) message: String,
}

/// Checks the examples of every action. Returns the contradictions that no
/// erratum accepts.
pub(crate) fn lint(
    spec: &Spec,
    model: &Model,
    sources: &Sources,
    report: &mut Report,
) -> Vec<Contradiction> {
    let mut found = Vec::new();
    for written in &spec.actions {
        let resolved = model
            .actions
            .iter()
            .find(|action| action.name == written.name.value);
        if let Some(action) = resolved {
            let mut linter = Linter {
                model,
                action,
                written,
                sources,
                used: HashSet::new(),
                found: &mut found,
                report,
            };
            linter.action();
        }
    }
    found
}

/// `use: wrap-root`: an XML example without a root is read inside one.
pub(crate) const WRAP_ROOT: &str = "wrap-root";

/// The XML of an example, inside a root if an erratum says so.
pub(crate) fn xml_text(action: &Action, xml: &str) -> String {
    let wrap = action.errata.iter().any(|erratum| {
        erratum.lint == "example-malformed" && erratum.replacement.as_deref() == Some(WRAP_ROOT)
    });
    if wrap {
        wrapped(&format!("{}Response", action.name), xml)
    } else {
        xml.to_owned()
    }
}

fn wrapped(root: &str, xml: &str) -> String {
    let body = xml.trim_start();
    let body = body
        .strip_prefix("<?")
        .and_then(|rest| rest.split_once("?>"))
        .map_or(body, |(_, rest)| rest);
    format!("<{root}>{body}</{root}>")
}

/// Whether an XML text only lacks a root.
#[cfg(feature = "import")]
pub(crate) fn lacks_root(xml: &str) -> bool {
    let rootless = |inside: &Content| match inside {
        Content::Map(entries) => !entries.iter().any(|(name, _)| name.ends_with("Response")),
        _ => false,
    };
    content::xml(xml).is_err()
        && content::xml(&wrapped("Response", xml)).is_ok_and(|xml| rootless(&xml.content))
}

struct Linter<'a> {
    model: &'a Model,
    action: &'a Action,
    written: &'a spec::Action,
    sources: &'a Sources,
    /// Errata that were used, by index.
    used: HashSet<usize>,
    found: &'a mut Vec<Contradiction>,
    report: &'a mut Report,
}

impl Linter<'_> {
    fn action(&mut self) {
        let mut shown: Option<Vec<String>> = None;
        for (example, written) in self.action.examples.iter().zip(&self.written.examples) {
            if let Some(text) = &written.request {
                self.request(example, text);
            }
            let xml = written.xml.as_ref().and_then(|text| self.xml(text));
            let json = written.json.as_ref().and_then(|text| self.json(text));
            for answer in [&xml, &json].into_iter().flatten() {
                shown
                    .get_or_insert_default()
                    .extend(answer.shown.iter().cloned());
            }
            if let (Some(xml), Some(json)) = (&xml, &json)
                && xml.values != json.values
            {
                let message = "the XML and the JSON answer differ";
                self.find(Code::ExamplesDiffer, written.name.span, None, message);
            }
        }
        if let Some(shown) = shown {
            self.missing_fields(&shown);
        }
        self.unused();
    }

    fn request(&mut self, example: &Example, text: &Text) {
        let mut sent: HashSet<&str> = HashSet::new();
        let parameters = Parameters::of(self.action);
        for piece in request::pieces(example) {
            match piece {
                Piece::Pair(key, _) => {
                    let common = self
                        .model
                        .product
                        .common_parameters
                        .iter()
                        .any(|common| common.name == key);
                    match parameters.get(&key) {
                        Some(field) => {
                            sent.insert(&field.name);
                        }
                        None if common => {}
                        None => {
                            let message =
                                format!("the example sends `{key}`, which the spec does not have");
                            let span = self.word(text, &key);
                            self.find(Code::ExampleUnknownParameter, span, Some(&key), message);
                        }
                    }
                }
                Piece::Placeholder(index) => {
                    sent.extend(
                        example.placeholders[index]
                            .parameters
                            .iter()
                            .map(String::as_str),
                    );
                }
                Piece::Unreadable(piece) => {
                    let message =
                        format!("`{piece}` is neither `name=value` nor a placeholder of the spec");
                    let span = self.word(text, &piece);
                    self.find(Code::ExampleMalformed, span, Some("request"), message);
                }
            }
        }
        // Errata name the parameter behind an outdated name.
        let renamed: Vec<&str> = self
            .action
            .errata
            .iter()
            .filter(|erratum| erratum.lint == "example-unknown-parameter")
            .filter_map(|erratum| erratum.replacement.as_deref())
            .collect();
        for field in &self.action.request.fields {
            if field.required
                && !sent.contains(field.name.as_str())
                && !renamed.contains(&field.name.as_str())
            {
                let message = format!(
                    "the example does not send `{}`, which the spec requires",
                    field.name
                );
                self.find(
                    Code::ExampleMissingParameter,
                    text.span,
                    Some(&field.name),
                    message,
                );
            }
        }
    }

    fn xml(&mut self, text: &Text) -> Option<Answer> {
        let strict = content::xml(&text.value);
        let parsed = match strict {
            Ok(parsed) => parsed,
            Err(error) => {
                self.malformed(text, &error, "XML");
                content::xml(&xml_text(self.action, &text.value)).ok()?
            }
        };
        let expected = format!("{}Response", self.action.name);
        if parsed.root != expected || parsed.end != parsed.root {
            let (found, key) = if parsed.root == expected {
                (
                    format!("ends with `</{}>`", parsed.end),
                    format!("/{}", parsed.end),
                )
            } else {
                (format!("is `<{}>`", parsed.root), parsed.root.clone())
            };
            let message = format!("the root element {found}; expected `{expected}`");
            let span = self.word(text, &key);
            self.find(Code::ExampleRootElement, span, Some("xml"), message);
        }
        Some(self.answer(text, &parsed.content, "xml"))
    }

    fn json(&mut self, text: &Text) -> Option<Answer> {
        match content::json(&text.value) {
            Ok(content) => Some(self.answer(text, &content, "json")),
            Err(error) => {
                self.malformed(text, &error, "JSON");
                None
            }
        }
    }

    fn malformed(&mut self, text: &Text, error: &Malformed, format: &str) {
        let (span, line) =
            match spans::line(&self.sources.get(text.span.file).text, text, error.line) {
                Some(span) => (span, String::new()),
                None => (text.span, format!("line {}: ", error.line)),
            };
        let message = format!("the {format} is malformed: {line}{}", error.reason);
        let subject = format.to_ascii_lowercase();
        self.find(Code::ExampleMalformed, span, Some(&subject), message);
    }

    fn answer(&mut self, text: &Text, content: &Content, format: &str) -> Answer {
        let answer = answer::walk(self.action, content, format == "json");
        let mut keys: Vec<&Mismatch> = Vec::new();
        let mut told: HashSet<(Code, &str)> = HashSet::new();
        for mismatch in &answer.mismatches {
            if mismatch.code == Code::ExampleKeyCase {
                keys.push(mismatch);
            } else if told.insert((mismatch.code, &mismatch.path)) {
                let span = self.word(text, &mismatch.key);
                self.find(
                    mismatch.code,
                    span,
                    Some(&mismatch.path),
                    mismatch.message.clone(),
                );
            }
        }
        // One finding per format: an answer has all of its keys in one style.
        if let Some(first) = keys.first() {
            let span = self.word(text, &first.key);
            let more = match keys.len() {
                1 => String::new(),
                count => format!(", and {} more", count - 1),
            };
            let message = format!("{}{more}", first.message);
            self.find(Code::ExampleKeyCase, span, Some(format), message);
        }
        answer
    }

    /// Fields that no answer shows.
    fn missing_fields(&mut self, shown: &[String]) {
        let shown: HashSet<&str> = shown.iter().map(String::as_str).collect();
        let mut missing = Vec::new();
        let written = &self.written.response;
        unseen(
            self.action,
            &self.action.response.fields,
            "",
            &shown,
            &mut missing,
        );
        for path in missing {
            let top = path.split('.').next().unwrap_or_default();
            let span = written
                .iter()
                .find(|field| field.name.value == top)
                .map_or(self.written.name.span, |field| spans::field(field, &path));
            let message = format!("no example shows `{path}`");
            self.find(Code::ExampleMissingField, span, Some(&path), message);
        }
    }

    fn find(&mut self, code: Code, span: Span, subject: Option<&str>, message: impl Into<String>) {
        let name = LINTS
            .iter()
            .find(|(_, known)| *known == code)
            .map_or("", |(name, _)| name);
        let mut answered = false;
        for (index, erratum) in self.written.errata.iter().enumerate() {
            let about = erratum
                .subject
                .as_ref()
                .is_none_or(|text| Some(text.value.as_str()) == subject);
            if erratum.lint.value == name && about {
                self.used.insert(index);
                answered = true;
            }
        }
        if answered {
            return;
        }
        let message = message.into();
        self.found.push(Contradiction {
            action: self.action.name.clone(),
            lint: name,
            subject: subject.map(str::to_owned),
            message: message.clone(),
        });
        let subject = subject.map_or_else(String::new, |subject| format!(", `subject: {subject}`"));
        let mut help = format!(
            "correct the spec, or accept the contradiction with an erratum: `lint: {name}`{subject} and a reason"
        );
        if code == Code::ExampleUnknownParameter && self.model.product.common_parameters.is_empty()
        {
            help += "; parameters of every call belong under `common_parameters` of the product file, which has none";
        }
        self.report.push(
            Finding::new(code, span, message)
                .about(format!("`{}`", self.action.name))
                .help(help),
        );
    }

    fn unused(&mut self) {
        for (index, erratum) in self.written.errata.iter().enumerate() {
            let note = NOTES.contains(&erratum.lint.value.as_str());
            if !note && !self.used.contains(&index) {
                let message = format!(
                    "this erratum is unused: `{}` finds no contradiction here",
                    erratum.lint.value
                );
                self.report.push(
                    Finding::new(Code::UnusedErratum, erratum.lint.span, message)
                        .about(format!("`{}`", self.action.name))
                        .help("remove it, or correct its `subject`"),
                );
            }
        }
    }

    /// The span of a word inside an example.
    fn word(&self, text: &Text, word: &str) -> Span {
        if self.report.is_full(text.span.file) {
            // The importer shows no spans, and an example may have as many words as lines.
            return text.span;
        }
        spans::word(&self.sources.get(text.span.file).text, text, word)
    }
}

/// Documented paths of fields that no example shows.
fn unseen(
    action: &Action,
    fields: &[Field],
    parent: &str,
    shown: &HashSet<&str>,
    missing: &mut Vec<String>,
) {
    for field in fields {
        let path = if parent.is_empty() {
            field.name.clone()
        } else {
            format!("{parent}.{}", field.name)
        };
        if !shown.contains(path.as_str()) {
            missing.push(path);
            continue;
        }
        if let Type::Object(index) = field.ty.innermost() {
            let inside = match &field.item {
                Some(item) => format!("{path}.{item}"),
                None => path,
            };
            unseen(
                action,
                &action.objects[*index].fields,
                &inside,
                shown,
                missing,
            );
        }
    }
}
