//! JSON whose keys keep their order, which is the order in which editors offer
//! them.

/// A JSON value.
pub(super) enum Json {
    Text(String),
    Count(u64),
    Flag(bool),
    List(Vec<Json>),
    Map(Vec<(String, Json)>),
}

impl Json {
    pub(super) fn text(text: &str) -> Self {
        Self::Text(text.to_owned())
    }

    pub(super) fn map(entries: Vec<(&'static str, Self)>) -> Self {
        let own = |(key, value): (&str, Self)| (key.to_owned(), value);
        Self::Map(entries.into_iter().map(own).collect())
    }

    /// The value in lines of two spaces a level, with a line break at the end.
    pub(super) fn print(&self) -> String {
        let mut out = String::new();
        self.write(&mut out, 0);
        out.push('\n');
        out
    }

    fn write(&self, out: &mut String, level: usize) {
        match self {
            Self::Text(text) => out.push_str(&quoted(text)),
            Self::Count(count) => out.push_str(&count.to_string()),
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
