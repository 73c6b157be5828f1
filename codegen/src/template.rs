//! Path templates: `/clusters/{ClusterId}/nodes`.

use std::fmt;

/// A path with placeholders.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Template {
    /// Fixed texts and placeholders in turn, in their order.
    pub parts: Vec<Part>,
    /// The template ends in `*`: the caller gives the whole path.
    pub whole: bool,
}

/// A part of a [`Template`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Part {
    /// A text that is the same in every call; encoded when it is sent.
    Fixed(String),
    /// Wire name of the parameter whose value goes here, as part of one segment.
    Placeholder(String),
}

/// The template as it is written.
impl fmt::Display for Template {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part {
                Part::Fixed(text) => f.write_str(text)?,
                Part::Placeholder(name) => write!(f, "{{{name}}}")?,
            }
        }
        f.write_str(if self.whole { "*" } else { "" })
    }
}

impl Template {
    /// Reads a template.
    ///
    /// # Errors
    ///
    /// What is wrong with it.
    pub fn parse(text: &str) -> Result<Self, String> {
        if !text.starts_with('/') {
            return Err("a path begins with `/`".to_owned());
        }
        if let Some(wrong) = text
            .chars()
            .find(|c| matches!(c, '?' | '#') || c.is_control())
        {
            return Err(format!(
                "a path cannot have {wrong:?}; parameters of the query are declared with `in: query`"
            ));
        }
        let (text, whole) = match text.strip_suffix('*') {
            Some(text) => (text, true),
            None => (text, false),
        };
        let mut parts = Vec::new();
        let mut rest = text;
        while !rest.is_empty() {
            let Some(open) = rest.find(['{', '}']) else {
                parts.push(Part::Fixed(rest.to_owned()));
                break;
            };
            let (fixed, tail) = rest.split_at(open);
            if !fixed.is_empty() {
                parts.push(Part::Fixed(fixed.to_owned()));
            }
            let Some(tail) = tail.strip_prefix('{') else {
                return Err("`}` without `{` before it".to_owned());
            };
            let Some((name, tail)) = tail.split_once('}') else {
                return Err("`{` without `}` after it".to_owned());
            };
            if name.trim().is_empty() || name.contains(['{', '/']) {
                return Err(format!(
                    "`{{{name}}}` is not a placeholder such as `{{ClusterId}}`"
                ));
            }
            parts.push(Part::Placeholder(name.to_owned()));
            rest = tail;
        }
        Ok(Self { parts, whole })
    }

    /// Wire names of the placeholders, in their order.
    pub fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            Part::Placeholder(name) => Some(name.as_str()),
            Part::Fixed(_) => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::{Part, Template};

    #[test]
    fn parts_in_their_order() {
        let template = Template::parse("/jobs/{JobId}:stop/{Id}").unwrap();
        let fixed = |text: &str| Part::Fixed(text.to_owned());
        let placeholder = |text: &str| Part::Placeholder(text.to_owned());
        assert_eq!(
            template.parts,
            [
                fixed("/jobs/"),
                placeholder("JobId"),
                fixed(":stop/"),
                placeholder("Id")
            ]
        );
        assert!(!template.whole);
        assert_eq!(template.to_string(), "/jobs/{JobId}:stop/{Id}");
        assert!(Template::parse("/api/*").unwrap().whole);
    }

    #[test]
    fn mistakes_are_refused() {
        for text in [
            "", "a", "/a?b", "/a#b", "/{", "/}", "/{}", "/{a/b}", "/{a{b}}", "/\n",
        ] {
            assert!(Template::parse(text).is_err(), "{text:?}");
        }
    }
}
