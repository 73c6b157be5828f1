//! Values of a YAML or JSON text, read with errors that have a place.

/// The most keys of a map; no map here needs a tenth of it.
pub(super) const MOST_KEYS: usize = 200;

/// Line and column, if they are known.
pub(super) type Place = Option<(usize, usize)>;

/// A value.
pub(super) struct Node {
    pub(super) place: Place,
    pub(super) what: What,
}

/// The kind of a value.
pub(super) enum What {
    /// Null or absent.
    Nothing,
    /// Text that may mean a number or a boolean: YAML without quotes.
    Plain(String),
    /// Text only.
    Text(String),
    /// A number or boolean of JSON, as written.
    Literal(String),
    List(Vec<Node>),
    /// Keys are unique.
    Map(Vec<(String, Place, Node)>),
}

/// The members of a map.
pub(super) struct Members<'n>(&'n [(String, Place, Node)]);

/// A message with its place.
pub(super) fn located(place: Place, path: &str, what: &str) -> String {
    let place = place.map_or_else(String::new, |(line, column)| format!("{line}:{column}: "));
    match path {
        "" => format!("{place}{what}"),
        path => format!("{place}{path}: {what}"),
    }
}

/// At most 60 characters of a found value, in one line.
pub(super) fn excerpt(text: &str) -> String {
    let mut shown: String = text.chars().take(60).flat_map(char::escape_debug).collect();
    if text.chars().nth(60).is_some() {
        shown.push('…');
    }
    shown
}

impl Node {
    pub(super) fn is_nothing(&self) -> bool {
        matches!(self.what, What::Nothing)
    }

    fn describe(&self) -> String {
        match &self.what {
            What::Nothing => "nothing".to_owned(),
            What::Plain(text) | What::Literal(text) => format!("`{}`", excerpt(text)),
            What::Text(text) => format!("the text \"{}\"", excerpt(text)),
            What::List(_) => "a list".to_owned(),
            What::Map(_) => "a map".to_owned(),
        }
    }

    /// An error about this value.
    pub(super) fn wrong(&self, path: &str, what: &str) -> String {
        located(self.place, path, what)
    }

    pub(super) fn unlike(&self, path: &str, expected: &str) -> String {
        self.wrong(
            path,
            &format!("expected {expected}, found {}", self.describe()),
        )
    }

    pub(super) fn list(&self, path: &str) -> Result<&[Node], String> {
        match &self.what {
            What::List(members) => Ok(members),
            _ => Err(self.unlike(path, "a list")),
        }
    }

    /// A map with these keys and no others.
    pub(super) fn map(&self, path: &str, keys: &[&str]) -> Result<Members<'_>, String> {
        let What::Map(members) = &self.what else {
            return Err(self.unlike(path, "a map"));
        };
        let unknown = members
            .iter()
            .find(|(key, ..)| !keys.contains(&key.as_str()));
        match unknown {
            None => Ok(Members(members)),
            Some((key, place, _)) => {
                let (key, keys) = (excerpt(key), keys.join("`, `"));
                let what = format!("there is no key `{key}`; expected one of `{keys}`");
                Err(located(*place, path, &what))
            }
        }
    }

    pub(super) fn text(&self, path: &str) -> Result<&str, String> {
        match &self.what {
            What::Plain(text) | What::Text(text) => Ok(text),
            _ => Err(self.unlike(path, "a text")),
        }
    }

    /// The text of a value without quotes.
    fn bare(&self) -> Option<&str> {
        match &self.what {
            What::Plain(text) | What::Literal(text) => Some(text),
            _ => None,
        }
    }

    pub(super) fn number(&self, path: &str) -> Result<u64, String> {
        let digits = self
            .bare()
            .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()));
        let number = digits.and_then(|text| text.parse().ok());
        number.ok_or_else(|| self.unlike(path, "a whole number that is not negative"))
    }

    /// A whole number that may be negative.
    pub(super) fn integer(&self) -> Option<i64> {
        self.bare()?.parse().ok()
    }

    pub(super) fn fraction(&self, path: &str) -> Result<f64, String> {
        let number: Option<f64> = self.bare().and_then(|text| text.parse().ok());
        number
            .filter(|number| (0.0..=1.0).contains(number))
            .ok_or_else(|| self.unlike(path, "0 to 1"))
    }

    pub(super) fn flag(&self, path: &str) -> Result<bool, String> {
        match self.bare() {
            Some("true") => Ok(true),
            Some("false") => Ok(false),
            _ => Err(self.unlike(path, "`true` or `false`")),
        }
    }
}

impl<'n> Members<'n> {
    /// The value of a key; null counts as absent.
    pub(super) fn get(&self, key: &str) -> Option<&'n Node> {
        self.place(key).map(|(_, node)| node)
    }

    /// The same with the place of the key.
    pub(super) fn place(&self, key: &str) -> Option<(Place, &'n Node)> {
        let found = self.0.iter().find(|(known, ..)| known == key);
        let found = found.map(|(_, place, node)| (*place, node));
        found.filter(|(_, node)| !node.is_nothing())
    }
}
