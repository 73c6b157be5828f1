use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::context::{Context, Step};
use super::fill::{Fill, Outcome, Target, member};
use crate::debug::quote;
use crate::shape::{SENSITIVE, Shape};
use crate::slot::{Decode, ListSlot, MapSlot, Scalar, Slot, SlotMut};

/// The keys of an object, the first of which may have been read already.
pub(super) struct Keys<'de, A> {
    first: Option<Cow<'de, str>>,
    map: A,
}

/// The key under which serde_json hands over the text of a number where a
/// crate in the build has switched on its feature `arbitrary_precision`.
const NUMBER: &str = "$serde_json::private::Number";

impl<'de, A: MapAccess<'de>> Keys<'de, A> {
    pub(super) fn new(map: A) -> Self {
        Self { first: None, map }
    }

    /// The text of the number that these are the keys of, if they are.
    pub(super) fn number(&mut self, context: &Context) -> Result<Option<String>, A::Error> {
        if context.xml {
            return Ok(None);
        }
        self.first = self.map.next_key_seed(Key)?;
        match self.first.as_deref() {
            Some(NUMBER) => self.map.next_value().map(Some),
            _ => Ok(None),
        }
    }

    pub(super) fn next(&mut self) -> Result<Option<Cow<'de, str>>, A::Error> {
        match self.first.take() {
            Some(key) => Ok(Some(key)),
            None => self.map.next_key_seed(Key),
        }
    }

    pub(super) fn value<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        self.map.next_value_seed(seed)
    }

    fn skip(&mut self) -> Result<(), A::Error> {
        self.map.next_value::<IgnoredAny>().map(drop)
    }
}

/// Reads a key, which is copied only where it has escapes.
struct Key;

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Cow<'de, str>;

    fn deserialize<D: Deserializer<'de>>(self, source: D) -> Result<Cow<'de, str>, D::Error> {
        source.deserialize_str(self)
    }
}

impl<'de> Visitor<'de> for Key {
    type Value = Cow<'de, str>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a name")
    }

    fn visit_borrowed_str<E: Error>(self, text: &'de str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Borrowed(text))
    }

    fn visit_str<E: Error>(self, text: &str) -> Result<Cow<'de, str>, E> {
        Ok(Cow::Owned(text.to_owned()))
    }
}

/// Reads an object that stands where a list is due: `{"Item": […]}`,
/// `{"Item": member}`, or, without the wrapper, a single member. Which of them
/// it is only a known key can tell, wherever it comes.
pub(super) fn wrapper<'de, A: MapAccess<'de>>(
    list: &mut dyn ListSlot,
    item: &'static str,
    mut keys: Keys<'de, A>,
    context: &mut Context,
) -> Result<Outcome, A::Error> {
    let (mut wrapped, mut unknown) = (false, false);
    while let Some(key) = keys.next()? {
        if !item.is_empty() && key.eq_ignore_ascii_case(item) {
            context.path.push(Step::Name(item));
            if wrapped && !context.xml {
                return Err(context.fail("is given twice"));
            }
            wrapped = true;
            keys.value(Fill {
                target: Target::Members(&mut *list),
                item: "",
                context: &mut *context,
            })?;
            context.path.pop();
            continue;
        }
        match member_with(list, item, &key) {
            Some(name) if wrapped => return Err(ambiguous(item, name, context)),
            Some(_) => {
                keys.first = Some(key);
                return member(list, item, context, |fill| fill.object(keys));
            }
            None => keys.skip()?,
        }
        unknown = true;
    }
    if wrapped || !unknown {
        return Ok(Outcome::Done);
    }
    let of = if item.is_empty() { "" } else { " of " };
    Err(context.fail(format!(
        "expected a list{of}{item}, found an object with none of the documented fields"
    )))
}

/// Whether an object with this key is a member of the list: the field that it
/// names. Members of any other form than documented objects count only where
/// there is no wrapper that they could be confused with.
fn member_with(list: &dyn ListSlot, item: &str, key: &str) -> Option<&'static str> {
    let mut found = None;
    list.sample(&mut |slot| {
        found = match slot {
            SlotMut::Record(record) => {
                let mut names = record.shape().names().iter().copied();
                names.find(|name| name.eq_ignore_ascii_case(key))
            }
            SlotMut::Map(_) | SlotMut::Json(_) if item.is_empty() => Some(""),
            _ => None,
        };
    });
    found
}

fn ambiguous<E: Error>(item: &str, name: &str, context: &mut Context) -> E {
    context.fail(format!(
        "has {item}, as the wrapper of a list, beside {name}, as a single member"
    ))
}

/// Fills a map; every key may come once.
pub(super) fn entries<'de, A: MapAccess<'de>>(
    into: &mut dyn MapSlot,
    mut keys: Keys<'de, A>,
    context: &mut Context,
) -> Result<Outcome, A::Error> {
    let mut seen = BTreeSet::new();
    while let Some(key) = keys.next()? {
        context.path.push(context.key(&key));
        if !seen.insert(key.clone()) {
            return Err(context.fail("is given twice"));
        }
        keys.value(Fill {
            target: Target::Member(into.entry(&key)),
            item: "",
            context: &mut *context,
        })?;
        context.path.pop();
    }
    Ok(Outcome::Done)
}

/// Fills a generated struct.
pub(super) fn record<'de, A: MapAccess<'de>>(
    into: &mut dyn Decode,
    item: &'static str,
    mut keys: Keys<'de, A>,
    context: &mut Context,
) -> Result<Outcome, A::Error> {
    let shape = into.shape();
    // Nearly all objects have so few fields that this needs no memory.
    let (mut few, mut many) = ([None; 64], Vec::new());
    let seen = match few.get_mut(..shape.len()) {
        Some(seen) => seen,
        None => {
            many.resize(shape.len(), None);
            &mut many[..]
        }
    };
    let mut outcome = Outcome::Blank;
    let mut name = "";
    let mut expected = 0;
    while let Some(key) = keys.next()? {
        if !item.is_empty() && key.eq_ignore_ascii_case(item) {
            context.path.pop();
            return Err(ambiguous(item, name, context));
        }
        let Some(index) = find(shape, &key, expected, context)? else {
            keys.skip()?;
            if outcome == Outcome::Blank && !shape.is_empty() {
                outcome = Outcome::Unknown;
            }
            continue;
        };
        outcome = Outcome::Done;
        expected = index + 1;
        name = shape.names()[index];
        let own_item = shape.item(index);
        context.path.push(Step::Name(name));
        let outside = context.sensitive;
        context.sensitive |= shape.flags_of(index) & SENSITIVE != 0;
        let slot = into.at_mut(index);
        let earlier = seen[index];
        if let Some(earlier) = earlier {
            repeat(earlier, &mut *slot, own_item, context)?;
        }
        let mut read = keys.value(Fill {
            target: Target::Field(&mut *slot),
            item: own_item,
            context: &mut *context,
        })?;
        if earlier.is_some() {
            repeat(read, &mut *slot, own_item, context)?;
            read = Outcome::Single;
        }
        seen[index] = Some(read);
        context.sensitive = outside;
        context.path.pop();
    }
    Ok(outcome)
}

/// Says whether an element read this way may come several times in one record:
/// only where each is a list member without a wrapper. An empty one then is a
/// member after all, so that it is appended.
fn repeat<E: Error>(
    read: Outcome,
    slot: &mut dyn Slot,
    item: &str,
    context: &mut Context,
) -> Result<(), E> {
    match (read, slot.open()) {
        (Outcome::Single, SlotMut::List(_)) if context.xml => Ok(()),
        (Outcome::Empty, SlotMut::List(list)) if context.xml && item.is_empty() => {
            member(list, "", context, |fill| fill.scalar(Scalar::Text(""))).map(drop)
        }
        _ => Err(context.fail("is given twice")),
    }
}

/// The field with this name: exactly, or else but for the case. Most answers have
/// their members in the documented order, so that it is most likely the `expected` one.
fn find<E: Error>(
    shape: &'static Shape,
    key: &str,
    expected: usize,
    context: &mut Context,
) -> Result<Option<usize>, E> {
    let names = shape.names();
    if names.get(expected).is_some_and(|name| *name == key) {
        return Ok(Some(expected));
    }
    if let Some(index) = names.iter().position(|name| *name == key) {
        return Ok(Some(index));
    }
    let caseless = |name: &&str| name.eq_ignore_ascii_case(key);
    let first = names.iter().position(caseless);
    if first != names.iter().rposition(caseless) {
        return Err(context.fail(format!("{} may be any of several fields", quote(key))));
    }
    Ok(first)
}

/// The names of the fields as a list in a sentence.
pub(super) fn names(shape: &Shape, last: &str) -> String {
    let names = shape.names();
    match names.split_last() {
        Some((end, start)) if !start.is_empty() => format!("{} {last} {end}", start.join(", ")),
        _ => names.concat(),
    }
}
