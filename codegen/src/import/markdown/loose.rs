//! Reads answers as JSON or XML, even damaged ones: both readers continue after
//! an error.

use super::shape::Shape;

/// Levels of nesting that are read; no known page has a tenth of it.
const MAX_DEPTH: usize = 64;

/// Reads an answer as JSON, even a damaged one.
pub(super) fn json(text: &str) -> Shape {
    let mut reader = Json {
        tokens: tokens(text),
        at: 0,
    };
    let mut root = Shape::default();
    // An answer without outer braces begins with its first key.
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

/// A quoted text and its length; an unclosed one ends with its line.
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

/// Reads an answer as XML, even a damaged one.
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
        // `<Operator><</Operator>`: the first one is content.
        if rest.starts_with("<<") {
            rest = &rest[1..];
        }
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
        // `<Id>7<Id>`: the slash of the end tag is missing.
        if open
            .last()
            .is_some_and(|(other, shape, _)| *other == name && shape.scalar)
        {
            pop(&mut open);
            continue;
        }
        open.push((name, Shape::default(), empty));
        if empty || open.len() > MAX_DEPTH {
            pop(&mut open);
        }
    }
    // `<Answer>…<Answer>`: the slash of the last tag is missing.
    if let [.., (outer, ..), (name, shape, _)] = open.as_slice()
        && outer == name
        && *shape == Shape::default()
    {
        open.pop();
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

/// An end tag closes the innermost element with its name; an unknown one closes
/// a leaf, whose end tag is misspelt.
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
