//! YAML into values.

use granit_parser::{Event, Marker, Parser, ScalarStyle, Span, StrInput};

use super::tree::{MOST_KEYS, Node, Place, What, excerpt, located};

/// The deepest nesting of lists and maps; fault rules need five levels.
const DEEPEST: usize = 16;

/// The only document of the text.
pub(super) fn parse(text: &str) -> Result<Node, String> {
    let options = granit_parser::options! {
        emit_comments: false,
        flow_nesting_limit: DEEPEST,
        block_nesting_limit: DEEPEST,
        emit_unresolved_aliases: true,
    };
    let mut reader = Reader {
        parser: Parser::new_from_str_with_options(text, options),
        depth: 0,
    };
    let mut root = None;
    while let Some((event, at)) = reader.next()? {
        match event {
            Event::DocumentStart(..) if root.is_some() => {
                return Err(located(
                    at,
                    "",
                    "a second YAML document begins here; expected one",
                ));
            }
            Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(..)
            | Event::DocumentEnd => {}
            event => root = Some(reader.node(event, at)?),
        }
    }
    let nothing = Node {
        place: None,
        what: What::Nothing,
    };
    Ok(root.unwrap_or(nothing))
}

struct Reader<'t> {
    parser: Parser<'t, StrInput<'t>>,
    depth: usize,
}

fn place(marker: &Marker) -> Place {
    Some((marker.line(), marker.col() + 1))
}

impl<'t> Reader<'t> {
    fn next(&mut self) -> Result<Option<(Event<'t>, Place)>, String> {
        match self.parser.next_event() {
            None => Ok(None),
            Some(Ok((event, Span { start, .. }))) => Ok(Some((event, place(&start)))),
            Some(Err(error)) => {
                let deep = matches!(
                    error.kind(),
                    granit_parser::ErrorKind::RecursionLimitExceeded
                );
                let what = if deep {
                    too_deep()
                } else {
                    format!("this is not YAML: {}", error.info())
                };
                Err(located(place(error.marker()), "", &what))
            }
        }
    }

    /// The next event inside a list or a map.
    fn inside(&mut self) -> Result<(Event<'t>, Place), String> {
        self.next()?
            .ok_or_else(|| "the text ends in the middle of a list or a map".to_owned())
    }

    fn node(&mut self, event: Event<'t>, at: Place) -> Result<Node, String> {
        let refuse = |what: &str| Err(located(at, "", &format!("{what} are not allowed")));
        let what = match event {
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, _, Some(_))
            | Event::MappingStart(_, _, Some(_)) => return refuse("tags"),
            Event::Alias(_) | Event::UnresolvedAlias(_) => return refuse("aliases"),
            Event::Scalar(_, _, 1.., _)
            | Event::SequenceStart(_, 1.., _)
            | Event::MappingStart(_, 1.., _) => return refuse("anchors"),
            Event::Scalar(text, ScalarStyle::Plain, ..) => match &*text {
                "" | "~" | "null" | "Null" | "NULL" => What::Nothing,
                _ => What::Plain(text.into_owned()),
            },
            Event::Scalar(text, ..) => What::Text(text.into_owned()),
            Event::SequenceStart(..) => self.nested(at, Self::list)?,
            Event::MappingStart(..) => self.nested(at, Self::map)?,
            _ => What::Nothing,
        };
        Ok(Node { place: at, what })
    }

    fn nested(
        &mut self,
        at: Place,
        read: fn(&mut Self) -> Result<What, String>,
    ) -> Result<What, String> {
        if self.depth == DEEPEST {
            return Err(located(at, "", &too_deep()));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    fn list(&mut self) -> Result<What, String> {
        let mut members = Vec::new();
        loop {
            match self.inside()? {
                (Event::SequenceEnd, _) => return Ok(What::List(members)),
                (event, at) => members.push(self.node(event, at)?),
            }
        }
    }

    fn map(&mut self) -> Result<What, String> {
        let mut members: Vec<(String, Place, Node)> = Vec::new();
        loop {
            let (event, at) = self.inside()?;
            let key = match event {
                Event::MappingEnd => return Ok(What::Map(members)),
                Event::Scalar(key, ..) => key.into_owned(),
                other => return Err(self.node(other, at)?.unlike("", "a key")),
            };
            if members.iter().any(|(known, ..)| *known == key) {
                let what = format!("the key `{}` is given twice", excerpt(&key));
                return Err(located(at, "", &what));
            }
            let (event, inner) = self.inside()?;
            members.push((key, at, self.node(event, inner)?));
            if members.len() > MOST_KEYS {
                return Err(located(at, "", "there are too many keys in one map"));
            }
        }
    }
}

fn too_deep() -> String {
    format!("lists and maps are nested deeper than {DEEPEST} levels")
}
