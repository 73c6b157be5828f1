//! Fills a request from flags and JSON files, by its table. It collects all mistakes;
//! the messages hold no personal values.

use std::collections::HashSet;
use std::fmt::{Display, Write as _};

use aliyun_runtime::Image;
use aliyun_runtime::dynamic::{Cell, Document, Entry, Fact, Object, Type};
use aliyun_runtime::generated::{Field, Location, SENSITIVE, Scalar};

use crate::files::{Files, label};
use crate::json::{self, Kind, Raw, Source};
use crate::options;
use crate::shorthand;
use crate::suggest::{did_you_mean, shown};

/// Fills a request.
pub(crate) struct Filler<'f> {
    files: &'f Files,
    /// Accepts values of other types and unknown parameters.
    lenient: bool,
    problems: Vec<String>,
    extra: Vec<(String, String)>,
    /// Name on the wire of the value that is being read, such as `Row.1`.
    path: String,
}

/// A request from a JSON object with parameters by their documented names, as
/// `--from-json` reads one. Members of the JSON body may also be given in one object, by
/// the documented name of the body. Bytes are base64, plain or as `{"$base64": "…"}`.
///
/// # Errors
///
/// All mistakes, each with its place in `name`.
pub fn document(entry: &'static Entry, name: &str, json: &[u8]) -> Result<Document, Vec<String>> {
    let files = Files::none();
    let mut filler = Filler::new(&files, false);
    let mut document = Document::new(entry.request);
    let read = Source::parse(name, json);
    let filled =
        read.and_then(|(source, raw)| filler.request(&mut document, raw, &source, entry.body));
    filler.problems.extend(filled.err());
    filler.finish().map(|_| document)
}

/// The source of a value, for messages.
#[derive(Clone)]
struct Site {
    place: String,
    sensitive: bool,
}

impl Site {
    fn under(&self, step: &str, field: Option<&Field>) -> Self {
        Self {
            place: format!("{}.{step}", self.place),
            sensitive: self.sensitive || field.is_some_and(|field| field.is(SENSITIVE)),
        }
    }
}

impl<'f> Filler<'f> {
    pub(crate) fn new(files: &'f Files, lenient: bool) -> Self {
        Self {
            files,
            lenient,
            problems: Vec::new(),
            extra: Vec::new(),
            path: String::new(),
        }
    }

    /// Returns the parameters that the table does not have.
    ///
    /// # Errors
    ///
    /// All mistakes.
    pub(crate) fn finish(self) -> Result<Vec<(String, String)>, Vec<String>> {
        if self.problems.is_empty() {
            Ok(self.extra)
        } else {
            Err(self.problems)
        }
    }

    /// Runs `visit` with the path one step deeper.
    fn at(&mut self, step: impl Display, visit: impl FnOnce(&mut Self)) {
        let length = self.path.len();
        let dot = if length == 0 { "" } else { "." };
        // Writing to a `String` cannot fail.
        let _ = write!(self.path, "{dot}{step}");
        visit(self);
        self.path.truncate(length);
    }

    fn wrong(&mut self, site: &Site, message: &str) {
        self.problems.push(format!("{}: {message}", site.place));
    }

    /// Sets a parameter to the values of its flag, and drops its earlier value.
    pub(crate) fn flag(
        &mut self,
        into: &mut Document,
        (field, fact): (Field, &'static Fact),
        values: &[String],
    ) {
        let Some(cell) = into.cell_mut(field.name) else {
            return;
        };
        cell.clear();
        self.extra.retain(|(path, _)| {
            let rest = path.strip_prefix(field.name);
            rest.is_none_or(|rest| !rest.is_empty() && !rest.starts_with('.'))
        });
        let site = Site {
            place: format!("--{}", options::flag(field, fact).unwrap_or(field.name)),
            sensitive: field.is(SENSITIVE),
        };
        self.at(field.name, |filler| {
            for value in values {
                filler.text(cell, &fact.ty, value, &site);
            }
        });
    }

    /// Sets a cell to a text from the command line; a list gets one more member.
    fn text(&mut self, cell: &mut Cell, ty: &'static Type, text: &str, site: &Site) {
        match ty {
            Type::List(Type::Object(_)) if text.trim_start().starts_with('[') => {
                self.inline(cell, ty, text, site);
            }
            Type::List(member @ Type::List(_)) if text.trim_start().starts_with('[') => {
                self.rows(cell, (ty, member), text, site);
            }
            Type::List(member) => {
                let number = cell.count() + 1;
                let site = Site {
                    place: format!("{} number {number}", site.place),
                    ..site.clone()
                };
                if let Some(cell) = cell.push() {
                    self.at(number, |filler| filler.text(cell, member, text, &site));
                }
            }
            Type::Object(_) | Type::Map(_) if text.trim_start().starts_with('{') => {
                self.inline(cell, ty, text, site);
            }
            Type::Object(object) => match shorthand::pairs(text) {
                Ok(pairs) => self.pairs(cell, object, &pairs, site),
                Err(reason) => self.wrong(site, &reason),
            },
            Type::Map(value) => match shorthand::pairs(text) {
                Ok(pairs) => {
                    for (key, text) in pairs {
                        if let Some(cell) = self.entry(cell, value, &key, site) {
                            self.at(&key, |filler| filler.text(cell, value, &text, site));
                        }
                    }
                }
                Err(reason) => self.wrong(site, &reason),
            },
            Type::Json => self.inline(cell, ty, text, site),
            Type::Any => self.any(cell, text),
            Type::Image | Type::Bytes => self.image(cell, text, site),
            _ => self.scalar(cell, text, site),
        }
    }

    /// Reads a list of lists as JSON: `[1, 2]` is one member, `[[1, 2], [3]]` is all.
    fn rows(
        &mut self,
        cell: &mut Cell,
        (all, one): (&'static Type, &'static Type),
        text: &str,
        site: &Site,
    ) {
        let inner = text.trim_start().strip_prefix('[').unwrap_or_default();
        let number = cell.count() + 1;
        if inner.trim_start().starts_with('[') {
            self.inline(cell, all, text, site);
        } else if let Some(cell) = cell.push() {
            self.at(number, |filler| filler.inline(cell, one, text, site));
        }
    }

    /// The entry of a map. A key may be given again only if its values are lists.
    fn entry<'c>(
        &mut self,
        cell: &'c mut Cell,
        value: &Type,
        key: &str,
        site: &Site,
    ) -> Option<&'c mut Cell> {
        let before = cell.count();
        cell.entry(key)?;
        if cell.count() == before && !matches!(value, Type::List(_)) {
            let key = if site.sensitive {
                "a key".to_owned()
            } else {
                format!("the key `{}`", shown(key))
            };
            self.wrong(site, &format!("{key} is given twice"));
        }
        cell.entry(key)
    }

    /// Reads a value of a flag as JSON.
    fn inline(&mut self, cell: &mut Cell, ty: &'static Type, text: &str, site: &Site) {
        match Source::parse(&site.place, text.as_bytes()) {
            Ok((source, raw)) => self.value(cell, ty, raw, &source, site.sensitive),
            Err(_) if self.lenient => cell.set_text(text),
            Err(reason) => self.problems.push(reason),
        }
    }

    fn pairs(
        &mut self,
        cell: &mut Cell,
        object: &'static Object,
        pairs: &[(String, String)],
        site: &Site,
    ) {
        let Some(record) = cell.record() else {
            return;
        };
        for (index, (key, text)) in pairs.iter().enumerate() {
            let twice = pairs[..index].iter().any(|(earlier, _)| earlier == key);
            let Some((field, fact)) = object.fields().find(|(field, _)| field.name == key) else {
                if !self.lenient {
                    let help = did_you_mean(key, names(object));
                    self.wrong(site, &format!("there is no key `{}`{help}", shown(key)));
                } else if twice {
                    self.wrong(&site.under(&shown(key), None), "is given twice");
                } else {
                    self.at(key, |filler| filler.add(text.clone()));
                }
                continue;
            };
            let site = site.under(key, Some(&field));
            if twice && !matches!(fact.ty, Type::List(_) | Type::Map(_)) {
                self.wrong(&site, "is given twice");
                continue;
            }
            if let Some(cell) = record.cell_mut(field.name) {
                self.at(key, |filler| filler.text(cell, &fact.ty, text, &site));
            }
        }
    }

    /// Takes any JSON; anything else is a text.
    fn any(&mut self, cell: &mut Cell, text: &str) {
        let value = serde_json::from_str(text);
        cell.set_json(value.unwrap_or_else(|_| text.into()));
    }

    fn scalar(&mut self, cell: &mut Cell, text: &str, site: &Site) {
        if let Err(expected) = cell.set(Scalar::Text(text)) {
            if self.lenient {
                cell.set_text(text);
                return;
            }
            let message = if site.sensitive {
                format!("expected {expected}, found something else")
            } else {
                format!("expected {expected}, found `{}`", shown(text))
            };
            self.wrong(site, &message);
        }
    }

    fn image(&mut self, cell: &mut Cell, text: &str, site: &Site) {
        let image = match text.strip_prefix('@') {
            Some(path) => {
                let read = self.files.read(path).map(Image::from_bytes);
                // `--image @` names a file without a name.
                read.map_err(|reason| {
                    if path.is_empty() {
                        "there is no file name after `@`".to_owned()
                    } else {
                        reason
                    }
                })
            }
            None => Image::from_base64(text)
                .map_err(|_| "expected @FILE or base64, found something else".to_owned()),
        };
        match image {
            Ok(image) => cell.set_image(image),
            Err(_) if self.lenient && !text.starts_with('@') => cell.set_text(text),
            Err(reason) => self.wrong(site, &reason),
        }
    }

    /// Reads the members of a JSON file, by the names of the parameters. Members of the
    /// JSON body may also be given in one object, by its documented name `body`.
    pub(crate) fn file(&mut self, into: &mut Document, path: &str, body: &str) {
        if path.trim_start().starts_with('{') {
            // The path is not repeated: it holds the parameters themselves.
            let message = "--from-json: expected the name of a file or `-`, found JSON";
            self.problems.push(message.to_owned());
            return;
        }
        let read = self.files.read(path);
        let name = label(path);
        let filled = read.and_then(|bytes| {
            let (source, raw) = Source::parse(&name, &bytes)?;
            self.request(into, raw, &source, body)
        });
        if let Err(reason) = filled {
            self.problems.push(reason);
        }
    }

    /// Reads the parameters of a request by their names.
    pub(crate) fn request(
        &mut self,
        into: &mut Document,
        raw: Raw<'_>,
        source: &Source<'_>,
        body: &str,
    ) -> Result<(), String> {
        if Kind::of(raw) != Kind::Object {
            let found = Kind::of(raw).name();
            return Err(format!(
                "{}: expected an object with parameters by their names, found {found}",
                source.place(raw)
            ));
        }
        let mut seen = HashSet::new();
        for (name, value) in self.members(raw, source) {
            if name == body && !body.is_empty() {
                self.body(into, value, source, &name, &mut seen);
            } else {
                let index = into.object().position(&name);
                seen.extend(index);
                self.member(into, index, (&name, value), source, false);
            }
        }
        Ok(())
    }

    /// Reads the members of the JSON body. Those in `seen` were given already.
    fn body(
        &mut self,
        into: &mut Document,
        raw: Raw<'_>,
        source: &Source<'_>,
        body: &str,
        seen: &mut HashSet<usize>,
    ) {
        let (object, found) = (into.object(), Kind::of(raw));
        if found == Kind::Null {
            return;
        }
        if found != Kind::Object {
            let (place, found) = (source.place(raw), found.name());
            let message =
                format!("{place}: expected an object with the members of `{body}`, found {found}");
            self.problems.push(message);
            return;
        }
        for (name, value) in self.members(raw, source) {
            let index = object.member(&name);
            let place = source.place(value);
            match index {
                Some(index) if !seen.insert(index) => {
                    self.problems
                        .push(format!("{place}: {} is given twice", shown(&name)));
                }
                Some(_) => self.member(into, index, (&name, value), source, false),
                None => {
                    let members = object
                        .fields()
                        .filter(|(field, _)| field.location == Location::Body);
                    let help = did_you_mean(&name, members.map(|(field, _)| field.name));
                    let message =
                        format!("{place}: `{body}` has no member `{}`{help}", shown(&name));
                    self.problems.push(message);
                }
            }
        }
    }

    fn object(&mut self, into: &mut Document, raw: Raw<'_>, source: &Source<'_>, sensitive: bool) {
        for (name, value) in self.members(raw, source) {
            let index = into.object().position(&name);
            self.member(into, index, (&name, value), source, sensitive);
        }
    }

    /// Reads the value of the field at this index.
    fn member(
        &mut self,
        into: &mut Document,
        index: Option<usize>,
        (name, value): (&str, Raw<'_>),
        source: &Source<'_>,
        sensitive: bool,
    ) {
        let object = into.object();
        let found = index.and_then(|index| object.fields().nth(index));
        match (found, index.and_then(|index| into.cell_at_mut(index))) {
            (Some((field, fact)), Some(cell)) => {
                let sensitive = sensitive || field.is(SENSITIVE);
                self.at(name, |filler| {
                    filler.value(cell, &fact.ty, value, source, sensitive);
                });
            }
            _ if self.lenient => self.at(name, |filler| filler.unknown(value, source)),
            _ => {
                let help = did_you_mean(name, names(object));
                let place = source.place(value);
                let message = format!("{place}: there is no `{}`{help}", shown(name));
                self.problems.push(message);
            }
        }
    }

    /// Sets the members of an object, each name once.
    fn members<'t>(&mut self, raw: Raw<'t>, source: &Source<'_>) -> Vec<(String, Raw<'t>)> {
        let members = self.read(json::members(raw), raw, source);
        let mut members = members.unwrap_or_default();
        let mut seen = HashSet::new();
        members.retain(|(name, value)| {
            let first = seen.insert(name.clone());
            if !first {
                let place = source.place(value);
                self.problems
                    .push(format!("{place}: {} is given twice", shown(name)));
            }
            first
        });
        members
    }

    /// Adds an unknown value under its name on the wire.
    fn unknown(&mut self, raw: Raw<'_>, source: &Source<'_>) {
        // Refuses values that are nested too deep.
        if self.read(json::whole(raw), raw, source).is_some() {
            self.flatten(raw, source);
        }
    }

    /// Flattens a value as on the wire. Numbers keep all digits.
    fn flatten(&mut self, raw: Raw<'_>, source: &Source<'_>) {
        match Kind::of(raw) {
            Kind::Null => {}
            Kind::List => {
                let elements = self.read(json::elements(raw), raw, source);
                for (index, raw) in elements.unwrap_or_default().into_iter().enumerate() {
                    self.at(index + 1, |filler| filler.flatten(raw, source));
                }
            }
            Kind::Object => {
                for (name, raw) in self.members(raw, source) {
                    self.at(name, |filler| filler.flatten(raw, source));
                }
            }
            Kind::Boolean | Kind::Number | Kind::Text => {
                if let Some(text) = self.read(json::scalar(raw), raw, source) {
                    self.add(text);
                }
            }
        }
    }

    /// Adds an unknown parameter.
    fn add(&mut self, text: String) {
        self.extra.push((self.path.clone(), text));
    }

    fn read<T>(
        &mut self,
        read: serde_json::Result<T>,
        raw: Raw<'_>,
        source: &Source<'_>,
    ) -> Option<T> {
        read.map_err(|error| self.problems.push(source.fault(raw, &error)))
            .ok()
    }

    fn value(
        &mut self,
        cell: &mut Cell,
        ty: &'static Type,
        raw: Raw<'_>,
        source: &Source<'_>,
        sensitive: bool,
    ) {
        let site = || Site {
            place: source.place(raw),
            sensitive,
        };
        match (ty, Kind::of(raw)) {
            (Type::Json, _) => {
                // As written: a number may have more digits than its type.
                if self.read(json::whole(raw), raw, source).is_some() {
                    cell.set_text(raw.get());
                }
            }
            (_, Kind::Null) => cell.clear(),
            (Type::Any, _) => {
                if let Some(value) = self.read(json::whole(raw), raw, source) {
                    cell.set_json(value);
                }
            }
            (Type::List(member), Kind::List) => {
                cell.begin();
                for raw in self
                    .read(json::elements(raw), raw, source)
                    .unwrap_or_default()
                {
                    let number = cell.count() + 1;
                    if let Some(cell) = cell.push() {
                        self.at(number, |filler| {
                            filler.value(cell, member, raw, source, sensitive);
                        });
                    }
                }
            }
            (Type::Map(value), Kind::Object) => {
                cell.begin();
                for (key, raw) in self
                    .read(json::members(raw), raw, source)
                    .unwrap_or_default()
                {
                    if let Some(cell) = self.entry(cell, &Type::Json, &key, &site()) {
                        self.at(&key, |filler| {
                            filler.value(cell, value, raw, source, sensitive);
                        });
                    }
                }
            }
            (Type::Object(_), Kind::Object) => {
                if let Some(record) = cell.record() {
                    self.object(record, raw, source, sensitive);
                }
            }
            (Type::List(_) | Type::Map(_) | Type::Object(_), _) => {
                let expected = if matches!(ty, Type::List(_)) {
                    "a list"
                } else {
                    "an object"
                };
                self.unfit(cell, expected, raw, source);
            }
            (Type::Image | Type::Bytes, Kind::Text) => {
                if let Some(text) = self.read(json::scalar(raw), raw, source) {
                    self.image(cell, &text, &site());
                }
            }
            (Type::Image | Type::Bytes, Kind::Object) if self.base64(raw).is_some() => {
                let text = self.base64(raw).unwrap_or_default();
                self.image(cell, &text, &site());
            }
            (Type::Image | Type::Bytes, _) => self.unfit(cell, "@FILE or base64", raw, source),
            (_, Kind::List | Kind::Object) => {
                self.unfit(cell, "a single value", raw, source);
            }
            (Type::Boolean, Kind::Number) | (Type::Integer | Type::Float, Kind::Boolean) => {
                let expected = if matches!(ty, Type::Boolean) {
                    "a boolean"
                } else {
                    "a number"
                };
                self.unfit(cell, expected, raw, source);
            }
            _ => {
                if let Some(text) = self.read(json::scalar(raw), raw, source) {
                    self.scalar(cell, &text, &site());
                }
            }
        }
    }

    /// The text of `{"$base64": "…"}`.
    fn base64(&self, raw: Raw<'_>) -> Option<String> {
        let members = json::members(raw).ok()?;
        match members.as_slice() {
            [(name, value)] if name == "$base64" && Kind::of(value) == Kind::Text => {
                json::scalar(value).ok()
            }
            _ => None,
        }
    }

    /// Reports a value of the wrong kind.
    fn unfit(&mut self, cell: &mut Cell, expected: &str, raw: Raw<'_>, source: &Source<'_>) {
        let found = Kind::of(raw);
        if !self.lenient {
            let (place, found) = (source.place(raw), found.name());
            self.problems
                .push(format!("{place}: expected {expected}, found {found}"));
            return;
        }
        if matches!(found, Kind::Text | Kind::Number | Kind::Boolean) {
            if let Some(text) = self.read(json::scalar(raw), raw, source) {
                cell.set_text(text);
            }
        } else if let Some(value) = self.read(json::whole(raw), raw, source) {
            cell.set_json(value);
        }
    }
}

fn names(object: &Object) -> impl Iterator<Item = &'static str> {
    object.shape.names().iter().copied()
}
