//! JSON whose keys keep their order: for the people who read it, and for editors,
//! which offer keys in the order of a schema.

/// A JSON value.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Json {
    Text(String),
    Count(u64),
    Whole(i64),
    /// Finite, as text in a spec file cannot be otherwise.
    Fraction(f64),
    Flag(bool),
    List(Vec<Json>),
    Map(Vec<(String, Json)>),
}

impl Json {
    pub(crate) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    pub(crate) fn texts<'a>(texts: impl IntoIterator<Item = &'a String>) -> Self {
        Self::List(texts.into_iter().map(|text| Self::text(text)).collect())
    }

    pub(crate) fn map(entries: Vec<(&'static str, Self)>) -> Self {
        let own = |(key, value): (&str, Self)| (key.to_owned(), value);
        Self::Map(entries.into_iter().map(own).collect())
    }

    /// The value in lines of two spaces a level, with a line break at the end.
    pub(crate) fn print(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, 0);
        out.push('\n');
        out
    }

    fn write(&self, out: &mut String, level: usize) {
        match self {
            Self::Text(text) => out.push_str(&quoted(text)),
            Self::Count(count) => out.push_str(&count.to_string()),
            Self::Whole(number) => out.push_str(&number.to_string()),
            Self::Fraction(number) => out.push_str(&serde_json::Value::from(*number).to_string()),
            Self::Flag(flag) => out.push_str(if *flag { "true" } else { "false" }),
            Self::List(members) => {
                let short = members.iter().all(|m| matches!(m, Self::Text(_)));
                out.push('[');
                for (index, member) in members.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    if !short {
                        line(out, level + 1);
                    } else if index > 0 {
                        out.push(' ');
                    }
                    member.write(out, level + 1);
                }
                if !short {
                    line(out, level);
                }
                out.push(']');
            }
            Self::Map(entries) => {
                out.push('{');
                for (index, (key, value)) in entries.iter().enumerate() {
                    if index > 0 {
                        out.push(',');
                    }
                    line(out, level + 1);
                    out.push_str(&quoted(key));
                    out.push_str(": ");
                    value.write(out, level + 1);
                }
                if !entries.is_empty() {
                    line(out, level);
                }
                out.push('}');
            }
        }
    }
}

fn line(out: &mut String, level: usize) {
    out.push('\n');
    out.extend(std::iter::repeat_n("  ", level));
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}
