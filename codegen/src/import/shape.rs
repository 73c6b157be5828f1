//! What an example answer shows: names and nesting, without values. Documented
//! answers are often no valid JSON or XML, so both readers carry on where a
//! parser would stop.

/// One name in an answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Shape {
    /// In the order of the example.
    pub(super) children: Vec<(String, Shape)>,
    /// Shown as a list.
    pub(super) list: bool,
    /// Shown as a number, as a boolean, as any scalar.
    pub(super) number: bool,
    pub(super) boolean: bool,
    pub(super) scalar: bool,
}

/// Nesting that is followed; no page has a tenth of it.
const MAX_DEPTH: usize = 64;

impl Shape {
    /// The child with this name, an exact one before one in other case.
    pub(super) fn child(&self, name: &str) -> Option<&(String, Shape)> {
        let exact = self.children.iter().find(|(key, _)| key == name);
        exact.or_else(|| {
            self.children
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(name))
        })
    }

    /// Takes over what another example shows of the same thing.
    pub(super) fn merge(&mut self, other: Self) {
        self.list |= other.list;
        // XML and quoted JSON may look like a number; all of them must.
        let both = self.scalar && other.scalar;
        self.number = if both {
            self.number && other.number
        } else {
            self.number || other.number
        };
        self.boolean = if both {
            self.boolean && other.boolean
        } else {
            self.boolean || other.boolean
        };
        self.scalar |= other.scalar;
        for (name, shape) in other.children {
            let place = self
                .children
                .iter()
                .position(|(key, _)| key.eq_ignore_ascii_case(&name));
            match place {
                Some(index) => self.children[index].1.merge(shape),
                None => self.children.push((name, shape)),
            }
        }
    }

    /// Takes members out of a wrapper that another example does not have.
    pub(super) fn unwrapped_as(&mut self, other: &Self) {
        if self.wraps(other).is_some()
            && let Some((_, inside)) = self.children.pop()
        {
            self.children = inside.children;
            self.list = true;
        }
        for (name, shape) in &mut self.children {
            if let Some((_, other)) = other.child(name) {
                shape.unwrapped_as(other);
            }
        }
    }

    /// The only child, where it holds what `bare` holds as a list directly.
    fn wraps(&self, bare: &Self) -> Option<&(String, Self)> {
        match self.children.as_slice() {
            [only]
                if bare.list
                    && bare.child(&only.0).is_none()
                    && bare
                        .children
                        .iter()
                        .any(|(name, _)| only.1.child(name).is_some()) =>
            {
                Some(only)
            }
            _ => None,
        }
    }

    /// Whether its names begin in lower case where the rows' do not.
    pub(super) fn is_camel(&self, rows: &[&str]) -> bool {
        let known = self
            .children
            .iter()
            .filter(|(name, _)| rows.iter().any(|row| row.eq_ignore_ascii_case(name)));
        let (mut same, mut other) = (0, 0);
        for (name, _) in known {
            if rows.contains(&name.as_str()) {
                same += 1;
            } else {
                other += 1;
            }
        }
        other > same
    }

    /// With a capital letter at the beginning of every name.
    pub(super) fn capitalized(self) -> Self {
        let children = self.children.into_iter().map(|(name, shape)| {
            let mut letters = name.chars();
            let name = letters
                .next()
                .map(|first| first.to_ascii_uppercase().to_string() + letters.as_str())
                .unwrap_or_default();
            (name, shape.capitalized())
        });
        Self {
            children: children.collect(),
            ..self
        }
    }

    /// Adds one occurrence of a child; a second one in one object is a list.
    fn add(&mut self, name: String, shape: Self, repeated: bool) {
        match self.children.iter().position(|(key, _)| *key == name) {
            Some(index) => {
                self.children[index].1.merge(shape);
                self.children[index].1.list |= repeated;
            }
            None => self.children.push((name, shape)),
        }
    }

    /// Whether any name occurs anywhere in it.
    pub(super) fn mentions(&self, name: &str) -> bool {
        self.children
            .iter()
            .any(|(key, shape)| key.eq_ignore_ascii_case(name) || shape.mentions(name))
    }

    /// Without the element or object around the whole answer.
    /// `is_field` tells the names of rows.
    pub(super) fn unwrapped(self, action: Option<&str>, is_field: &dyn Fn(&str) -> bool) -> Self {
        if let [(name, inside)] = self.children.as_slice() {
            let named = action.is_some_and(|action| {
                name.eq_ignore_ascii_case(action)
                    || name.eq_ignore_ascii_case(&format!("{action}Response"))
            });
            let root =
                named || name.ends_with("Response") || name.ends_with("response") || name == "root";
            if !inside.children.is_empty()
                && !is_field(name)
                && (root
                    || inside
                        .children
                        .iter()
                        .any(|(name, _)| name.eq_ignore_ascii_case("RequestId") || is_field(name)))
            {
                return inside.clone();
            }
        }
        self
    }
}

/// Reads an answer as JSON, whatever it is worth.
pub(super) fn json(text: &str) -> Shape {
    let mut reader = Json {
        tokens: tokens(text),
        at: 0,
    };
    let mut root = Shape::default();
    // Without outer braces, an answer begins with its first key.
    while reader.at < reader.tokens.len() {
        let before = reader.at;
        match reader.peek() {
            Some(Token::Open('{')) => root.merge(reader.value(0)),
            Some(Token::Text(_) | Token::Word(_)) => reader.members(&mut root, 0),
            _ => reader.at += 1,
        }
        if reader.at == before {
            reader.at += 1;
        }
    }
    root
}

#[derive(Debug, PartialEq)]
enum Token {
    Open(char),
    Close(char),
    Colon,
    Text(String),
    /// A number, `true`, or anything else without quotes.
    Word(String),
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text;
    while let Some(c) = rest.chars().next() {
        match c {
            '{' | '[' => tokens.push(Token::Open(c)),
            '}' | ']' => tokens.push(Token::Close(c)),
            ':' | '：' => tokens.push(Token::Colon),
            '"' | '“' | '”' | '\'' => {
                let (string, length) = string(rest, c);
                tokens.push(Token::Text(string));
                rest = &rest[length..];
                continue;
            }
            '/' if rest.starts_with("//") => {
                rest = &rest[rest.find('\n').unwrap_or(rest.len())..];
                continue;
            }
            '/' if rest.starts_with("/*") => {
                rest = &rest[rest.find("*/").map_or(rest.len(), |at| at + 2)..];
                continue;
            }
            '.' | '…' | ',' | '，' => {}
            c if c.is_whitespace() => {}
            _ => {
                let end = rest
                    .find(|c: char| c.is_whitespace() || "{}[],:\"，".contains(c))
                    .unwrap_or(rest.len());
                let end = end.max(c.len_utf8());
                tokens.push(Token::Word(rest[..end].to_owned()));
                rest = &rest[end..];
                continue;
            }
        }
        rest = &rest[c.len_utf8()..];
    }
    tokens
}

/// A quoted text and its length; a line break ends one that is never closed.
fn string(text: &str, quote: char) -> (String, usize) {
    let ends = |c: char| match quote {
        '\'' => c == '\'',
        '"' => c == '"',
        _ => matches!(c, '“' | '”' | '"'),
    };
    let mut value = String::new();
    let mut escaped = false;
    for (at, c) in text.char_indices().skip(1) {
        if escaped {
            escaped = false;
            value.push(c);
        } else if c == '\\' {
            escaped = true;
        } else if ends(c) {
            return (value, at + c.len_utf8());
        } else if c == '\n' {
            return (value, at);
        } else {
            value.push(c);
        }
    }
    (value, text.len())
}

struct Json {
    tokens: Vec<Token>,
    at: usize,
}

impl Json {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.at)
    }

    fn value(&mut self, depth: usize) -> Shape {
        let mut shape = Shape::default();
        if depth > MAX_DEPTH {
            self.at += 1;
            return shape;
        }
        match self.tokens.get(self.at) {
            Some(Token::Open('{')) => {
                self.at += 1;
                self.members(&mut shape, depth + 1);
                if self.peek() == Some(&Token::Close('}')) {
                    self.at += 1;
                }
            }
            Some(Token::Open(_)) => {
                self.at += 1;
                shape.list = true;
                while let Some(token) = self.peek() {
                    match token {
                        Token::Close(']') => {
                            self.at += 1;
                            break;
                        }
                        Token::Close(_) => break,
                        Token::Colon => self.at += 1,
                        // A member that lost its braces: `[ "A": 1, "B": 2 ]`.
                        Token::Text(_) if self.tokens.get(self.at + 1) == Some(&Token::Colon) => {
                            self.members(&mut shape, depth + 1);
                        }
                        _ => {
                            let member = self.value(depth + 1);
                            shape.merge(member);
                        }
                    }
                }
            }
            Some(Token::Text(_)) => {
                shape.scalar = true;
                self.at += 1;
            }
            Some(Token::Word(word)) => {
                shape.scalar = true;
                shape.boolean = matches!(word.as_str(), "true" | "false");
                shape.number = word.parse::<f64>().is_ok();
                self.at += 1;
            }
            _ => {}
        }
        shape
    }

    /// `name: value` until something closes.
    fn members(&mut self, into: &mut Shape, depth: usize) {
        while let Some(token) = self.tokens.get(self.at) {
            match token {
                Token::Close(_) => break,
                Token::Text(name) | Token::Word(name) => {
                    let name = name.trim().to_owned();
                    self.at += 1;
                    let value = match self.peek() {
                        Some(Token::Colon) => {
                            self.at += 1;
                            self.value(depth)
                        }
                        Some(Token::Open(_)) => self.value(depth),
                        _ => continue,
                    };
                    if is_name(&name) {
                        into.add(name, value, false);
                    }
                }
                Token::Colon => self.at += 1,
                Token::Open('{') => {
                    // `{ {…} }`, or an object without a name.
                    let value = self.value(depth);
                    into.merge(value);
                }
                Token::Open(_) => {
                    let value = self.value(depth);
                    into.merge(Shape {
                        list: false,
                        ..value
                    });
                }
            }
        }
    }
}

fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 128
        && text
            .chars()
            .all(|c| c.is_ascii_graphic() && !"<>{}\"".contains(c))
}

/// Reads an answer as XML, whatever it is worth.
pub(super) fn xml(text: &str) -> Shape {
    let mut open: Vec<(String, Shape, bool)> = vec![(String::new(), Shape::default(), false)];
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        let content = rest[..at].trim();
        if !content.is_empty()
            && let Some((_, shape, _)) = open.last_mut()
            && shape.children.is_empty()
        {
            shape.scalar = true;
            shape.number = content.parse::<f64>().is_ok();
            shape.boolean = matches!(content, "true" | "false");
        }
        rest = &rest[at..];
        if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->").map_or("", |(_, rest)| rest);
            continue;
        }
        let Some(end) = rest.find('>') else { break };
        let tag = rest[1..end].trim();
        rest = &rest[end + 1..];
        if tag.starts_with(['?', '!']) {
            continue;
        }
        if let Some(name) = tag.strip_prefix('/') {
            close(&mut open, name.trim());
            continue;
        }
        let empty = tag.ends_with('/');
        let name: String = tag
            .trim_end_matches('/')
            .chars()
            .take_while(|c| !c.is_whitespace())
            .collect();
        if !is_name(&name) {
            continue;
        }
        open.push((name, Shape::default(), empty));
        if empty || open.len() > MAX_DEPTH {
            pop(&mut open);
        }
    }
    while open.len() > 1 {
        pop(&mut open);
    }
    open.pop().map(|(_, shape, _)| shape).unwrap_or_default()
}

fn pop(open: &mut Vec<(String, Shape, bool)>) {
    if open.len() > 1
        && let Some((name, shape, _)) = open.pop()
        && let Some((_, parent, _)) = open.last_mut()
    {
        parent.add(name, shape, true);
    }
}

/// An end tag closes the innermost element of its name; one that fits nothing
/// closes a leaf, whose end tag is misspelt.
fn close(open: &mut Vec<(String, Shape, bool)>, name: &str) {
    let fits = open
        .iter()
        .skip(1)
        .rposition(|(other, ..)| other.eq_ignore_ascii_case(name));
    match fits {
        Some(index) => {
            while open.len() > index + 1 {
                pop(open);
            }
        }
        None if open
            .last()
            .is_some_and(|(_, shape, _)| shape.children.is_empty()) =>
        {
            pop(open)
        }
        None => {}
    }
}

#[cfg(test)]
mod tests {
    use super::{Shape, json, xml};

    fn paths(shape: &Shape) -> Vec<String> {
        let mut out = Vec::new();
        for (name, child) in &shape.children {
            out.push(format!("{name}{}", if child.list { "[]" } else { "" }));
            out.extend(
                paths(child)
                    .into_iter()
                    .map(|path| format!("{name}.{path}")),
            );
        }
        out
    }

    #[test]
    fn well_formed_answers_are_read() {
        let expected = ["Data", "Data.Item[]", "Data.Item.A", "Id"];
        assert_eq!(
            paths(&json(r#"{"Data":{"Item":[{"A":1},{"A":2}]},"Id":"x"}"#)),
            expected
        );
        let root = xml(
            "<?xml version='1.0'?><R><Data><Item><A>1</A></Item><Item><A>2</A></Item></Data><Id>x</Id></R>",
        );
        assert_eq!(paths(&root.children[0].1), expected);
    }

    #[test]
    fn damaged_json_is_read() {
        for text in [
            "\"Data\": {\"Item\": [{\"A\": 1}]},\n\"Id\": \"x\"",
            "{\"Data\": {\"Item\": [{\"A\": 1,}]} \"Id\": \"x\"}",
            "HTTP/1.1 200 OK\nContent-Type:application/json\n\n{\"Data\": {\"Item\": [{\"A\": 1}, ...]},\n // note\n\"Id\": \"x\"",
        ] {
            let read = paths(&json(text));
            for path in ["Data", "Data.Item[]", "Data.Item.A", "Id"] {
                assert!(read.iter().any(|other| other == path), "{text}: {read:?}");
            }
        }
    }

    #[test]
    fn damaged_xml_is_read() {
        let read = paths(&xml(
            "// comment\n<Data><Item><A>1</a><B>2</C></Item></Data><Id>x</Id>",
        ));
        assert_eq!(
            read,
            ["Data", "Data.Item", "Data.Item.A", "Data.Item.B", "Id"]
        );
    }

    #[test]
    fn depth_has_a_bound() {
        let deep = "{\"a\":".repeat(100_000);
        assert!(!json(&deep).children.is_empty());
        assert!(!json(&"[".repeat(100_000)).list);
        assert!(!xml(&"<a>".repeat(100_000)).children.is_empty());
    }
}
