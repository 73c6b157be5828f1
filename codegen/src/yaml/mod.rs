//! Parses YAML text into nodes, each with its span in the file.
//!
//! Scalars keep their text: `NO` stays a country code and `010` stays three
//! characters. The meaning of a value depends on its key, not on the YAML parser.

#[cfg(feature = "import")]
pub(crate) mod scalar;
mod syntax;

use granit_parser::{Event, Parser, ScalarStyle, ScanError, StrInput};

use crate::codes::Code;
use crate::diagnostic::{Finding, Report};
use crate::source::{Span, Spanned};

/// Depth of nested lists and maps; a spec needs a tenth of it.
const MAX_DEPTH: usize = 64;

/// A value in a YAML file.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) span: Span,
    pub(crate) kind: Kind,
}

/// What a value is.
#[derive(Debug, Clone)]
pub(crate) enum Kind {
    /// Nothing, `~` or `null`, unquoted.
    Null,
    /// Any other scalar; `plain` if it was not quoted.
    Scalar { text: String, plain: bool },
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the file; keys are unique.
    Map(Vec<(Spanned<String>, Node)>),
}

impl Kind {
    /// A description for messages.
    pub(crate) fn describe(&self) -> String {
        match self {
            Self::Null => "nothing".to_owned(),
            Self::Scalar { text, plain: true } => format!("`{}`", excerpt(text)),
            Self::Scalar { text, plain: false } => format!("the quoted text {:?}", excerpt(text)),
            Self::List(_) => "a list".to_owned(),
            Self::Map(_) => "a map".to_owned(),
        }
    }
}

/// At most 60 characters of a value, for messages.
pub(crate) fn excerpt(text: &str) -> String {
    let mut cut: String = text.chars().take(60).collect();
    if cut.len() < text.len() {
        cut.push('…');
    }
    cut
}

/// Parses a file with one document.
///
/// All findings go to `report`; returns `None` if there is no usable tree.
pub(crate) fn parse(file: u32, text: &str, report: &mut Report) -> Option<Node> {
    let before = report.errors();
    let options = granit_parser::options! {
        emit_comments: false,
        emit_anchor_events: true,
        flow_nesting_limit: MAX_DEPTH,
        block_nesting_limit: MAX_DEPTH,
        emit_unresolved_aliases: true,
    };
    let mut builder = NodeBuilder {
        file,
        text,
        parser: Parser::new_from_str_with_options(text, options),
        report,
        failed: false,
        depth: 0,
    };
    let node = builder.documents();
    match node {
        Some(node) if report.errors() == before => Some(node),
        _ => None,
    }
}

struct NodeBuilder<'a> {
    file: u32,
    text: &'a str,
    parser: Parser<'a, StrInput<'a>>,
    report: &'a mut Report,
    failed: bool,
    depth: usize,
}

impl<'a> NodeBuilder<'a> {
    /// The next event; a syntax error ends the file.
    fn next(&mut self) -> Option<(Event<'a>, Span)> {
        if self.failed {
            return None;
        }
        loop {
            match self.parser.next_event()? {
                Ok((event, span)) => {
                    let range = span.byte_range().unwrap_or(0..0);
                    let span = self.span(range.start, range.end);
                    if matches!(event, Event::Anchor(..)) {
                        self.refuse(ANCHORS, span);
                        continue;
                    }
                    return Some((event, span));
                }
                Err(error) => {
                    self.failed = true;
                    self.syntax(&error);
                    return None;
                }
            }
        }
    }

    fn span(&self, start: usize, end: usize) -> Span {
        let bound = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        Span {
            file: self.file,
            start: bound(start),
            end: bound(end.max(start)),
        }
    }

    fn syntax(&mut self, error: &ScanError) {
        let syntax = syntax::explain(error, self.text);
        let span = self.span(syntax.place.start, syntax.place.end);
        if matches!(
            error.kind(),
            granit_parser::ErrorKind::RecursionLimitExceeded
        ) {
            self.too_deep(span);
            return;
        }
        let mut finding = Finding::new(Code::Syntax, span, syntax.message)
            .help_if(syntax.help.map(str::to_owned));
        if let Some(open) = syntax.open {
            let span = self.span(open, open + 1);
            finding = finding.related(span, "this bracket is open here");
        }
        self.report.push(finding);
    }

    fn too_deep(&mut self, span: Span) {
        let message = format!("lists and maps are nested deeper than {MAX_DEPTH} levels");
        self.report.push(Finding::new(Code::TooDeep, span, message));
    }

    /// The only document of the stream.
    fn documents(&mut self) -> Option<Node> {
        let before = self.report.errors();
        let mut root = None;
        while let Some((event, span)) = self.next() {
            match event {
                Event::DocumentStart(..) if root.is_some() => {
                    self.report.push(
                        Finding::new(Code::Documents, span, "a second YAML document begins here")
                            .help(
                                "a spec file holds one document; put each action into its own file",
                            ),
                    );
                    return None;
                }
                Event::StreamStart
                | Event::StreamEnd
                | Event::DocumentStart(..)
                | Event::DocumentEnd => {}
                event => root = self.node(event, span),
            }
        }
        if self.failed {
            return None;
        }
        let empty = root
            .as_ref()
            .is_none_or(|root: &Node| matches!(root.kind, Kind::Null));
        if empty && self.report.errors() == before {
            let message = if self.text.trim().is_empty() {
                "the file is empty"
            } else {
                "the file has no content"
            };
            let span = Span::start_of(self.file);
            self.report.push(
                Finding::new(Code::Empty, span, message)
                    .help("expected `action: NAME` or `product: NAME` and its other keys"),
            );
        }
        root
    }

    /// The value that begins with `event`.
    fn node(&mut self, event: Event<'a>, span: Span) -> Option<Node> {
        match event {
            Event::Scalar(text, style, _, tag) => {
                self.tag(tag.is_some(), span);
                let plain = style == ScalarStyle::Plain;
                let kind = if plain && matches!(&*text, "" | "~" | "null" | "Null" | "NULL") {
                    Kind::Null
                } else {
                    Kind::Scalar {
                        text: text.into_owned(),
                        plain,
                    }
                };
                Some(Node { span, kind })
            }
            Event::SequenceStart(_, _, tag) => {
                self.tag(tag.is_some(), span);
                self.nested(span, Self::list)
            }
            Event::MappingStart(_, _, tag) => {
                self.tag(tag.is_some(), span);
                self.nested(span, Self::map)
            }
            Event::Alias(_) | Event::UnresolvedAlias(_) => {
                self.refuse(ANCHORS, span);
                Some(Node {
                    span,
                    kind: Kind::Null,
                })
            }
            _ => None,
        }
    }

    fn nested(&mut self, span: Span, read: fn(&mut Self, Span) -> Option<Node>) -> Option<Node> {
        if self.depth == MAX_DEPTH {
            self.failed = true;
            self.too_deep(span);
            return None;
        }
        self.depth += 1;
        let node = read(self, span);
        self.depth -= 1;
        node
    }

    fn list(&mut self, span: Span) -> Option<Node> {
        let mut members = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, end) => {
                    let span = Span {
                        end: end.end.max(span.end),
                        ..span
                    };
                    return Some(Node {
                        span,
                        kind: Kind::List(members),
                    });
                }
                (event, span) => members.extend(self.node(event, span)),
            }
        }
    }

    fn map(&mut self, span: Span) -> Option<Node> {
        let mut entries: Vec<(Spanned<String>, Node)> = Vec::new();
        let mut seen = std::collections::HashMap::new();
        loop {
            let (event, at) = self.next()?;
            if matches!(event, Event::MappingEnd) {
                let span = Span {
                    end: at.end.max(span.end),
                    ..span
                };
                return Some(Node {
                    span,
                    kind: Kind::Map(entries),
                });
            }
            let key = self.key(event, at);
            let (event, at) = self.next()?;
            let value = self.node(event, at);
            let (Some(key), Some(value)) = (key, value) else {
                continue;
            };
            if let Some(first) = seen.insert(key.value.clone(), key.span) {
                self.report.push(
                    Finding::new(
                        Code::DuplicateKey,
                        key.span,
                        format!(
                            "the key `{}` appears twice in this map",
                            excerpt(&key.value)
                        ),
                    )
                    .related(first, "first here")
                    .help("remove one of the two"),
                );
            } else {
                entries.push((key, value));
            }
        }
    }

    /// A key must be a scalar.
    fn key(&mut self, event: Event<'a>, span: Span) -> Option<Spanned<String>> {
        let node = self.node(event, span)?;
        match node.kind {
            Kind::Scalar { text, .. } => Some(Spanned::new(text, node.span)),
            Kind::Null => Some(Spanned::new(
                self.text
                    .get(node.span.start as usize..node.span.end as usize)
                    .unwrap_or_default()
                    .to_owned(),
                node.span,
            )),
            kind => {
                let message = format!("expected a name as key, found {}", kind.describe());
                self.report
                    .push(Finding::new(Code::WrongType, node.span, message));
                None
            }
        }
    }

    /// A tag is before its value; the parser gives the span of the value.
    fn tag(&mut self, tagged: bool, span: Span) {
        if !tagged {
            return;
        }
        let before = self.text[..span.start as usize].trim_end();
        let word = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
        let place = match before[word..].find('!') {
            Some(at) => self.span(word + at, before.len()),
            None => span,
        };
        self.refuse(TAGS, place);
    }

    fn refuse(&mut self, (what, cure): (&str, &str), span: Span) {
        let message = format!("{what} are not allowed in a spec file");
        self.report
            .push(Finding::new(Code::Reference, span, message).help(cure));
    }
}

/// Refused, because aliases can expand without limit, and people who read a spec
/// should not have to follow references.
const ANCHORS: (&str, &str) = ("anchors and aliases", "write the value out");

/// Refused, because they would have no effect.
const TAGS: (&str, &str) = ("tags", "remove the tag; quote a value to make it text");
