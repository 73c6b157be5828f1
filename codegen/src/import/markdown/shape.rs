//! The structure that an example answer shows: names and nesting, without
//! values. Documented answers are often invalid JSON or XML, so both readers
//! continue after an error.

/// One name in an answer.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Shape {
    /// In the order of the example.
    pub(super) children: Vec<(String, Shape)>,
    /// Shown as a list.
    pub(super) list: bool,
    /// The element that XML has around each member, but JSON lacks.
    pub(super) item: Option<String>,
    /// Shown as a number, as a boolean, as any scalar.
    pub(super) number: bool,
    pub(super) boolean: bool,
    pub(super) scalar: bool,
}

impl Shape {
    /// The child with this name; an exact match wins over one in other case.
    pub(super) fn child(&self, name: &str) -> Option<&(String, Shape)> {
        let exact = self.children.iter().find(|(key, _)| key == name);
        exact.or_else(|| {
            self.children
                .iter()
                .find(|(key, _)| key.eq_ignore_ascii_case(name))
        })
    }

    /// Adds what another example shows of the same thing.
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
        self.item = self.item.take().or(other.item);
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

    /// Moves members out of a wrapper that another example does not have.
    pub(super) fn unwrapped_as(&mut self, other: &Self) {
        if self.wraps(other).is_some()
            && let Some((name, inside)) = self.children.pop()
        {
            self.children = inside.children;
            self.list = true;
            self.item = Some(name);
        }
        for (name, shape) in &mut self.children {
            if let Some((_, other)) = other.child(name) {
                shape.unwrapped_as(other);
            }
        }
    }

    /// The only child, if it holds what `bare` holds directly as a list.
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

    /// Whether its names begin in lower case, unlike those of the rows.
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

    /// Adds one occurrence of a child; a second one in the same object makes a list.
    pub(super) fn add(&mut self, name: String, shape: Self, repeated: bool) {
        match self.children.iter().position(|(key, _)| *key == name) {
            Some(index) => {
                self.children[index].1.merge(shape);
                self.children[index].1.list |= repeated;
            }
            None => self.children.push((name, shape)),
        }
    }

    /// Whether a name occurs anywhere in it.
    pub(super) fn mentions(&self, name: &str) -> bool {
        self.children
            .iter()
            .any(|(key, shape)| key.eq_ignore_ascii_case(name) || shape.mentions(name))
    }

    /// Without the element or object around the whole answer.
    /// `is_field` recognizes the names of rows.
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

#[cfg(test)]
mod tests {
    use super::Shape;
    use crate::import::markdown::loose::{json, xml};

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
