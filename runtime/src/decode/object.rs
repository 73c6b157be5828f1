use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, Visitor};

use super::context::{Context, Step};
use super::fill::{Fill, Target, member};
use super::outcome::Outcome;
use crate::debug::quote;
use crate::shape::{SENSITIVE, Shape};
use crate::slot::{Decode, ListSlot, MapSlot, Scalar, Slot, SlotMut};

/// The keys of an object. The first one may have been read already.
pub(super) struct Keys<'de, A> {
    first: Option<Cow<'de, str>>,
    map: A,
}

/// The key for the text of a number, if another crate in the build turns on
/// serde_json's feature `arbitrary_precision`.
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

    pub(super) fn skip(&mut self) -> Result<(), A::Error> {
        self.map.next_value::<IgnoredAny>().map(drop)
    }

    /// Reads to the end of an object that will be reported. A strict reader stops at
    /// its start.
    pub(super) fn pass_over(&mut self, context: &Context) -> Result<(), A::Error> {
        while !context.strict && self.next()?.is_some() {
            self.skip()?;
        }
        Ok(())
    }
}

/// Reads a key. It is copied only if it has escapes.
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

/// Reads an object in place of a list: `{"Item": […]}`, `{"Item": member}`, or, without
/// the wrapper, a single member. Only a known key, at any position, shows which one it
/// is.
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
                let outcome = context.twice()?;
                context.path.pop();
                keys.skip()?;
                keys.pass_over(context)?;
                return Ok(outcome);
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
            Some(name) if wrapped => {
                let outcome = ambiguous(item, name, context)?;
                keys.skip()?;
                keys.pass_over(context)?;
                return Ok(outcome);
            }
            Some(_) => {
                keys.first = Some(key);
                let index = list.count();
                return member(list, index, item, context, |fill| fill.object(keys));
            }
            None => keys.skip()?,
        }
        unknown = true;
    }
    if wrapped || !unknown {
        return Ok(Outcome::Done);
    }
    let of = if item.is_empty() { "" } else { " of " };
    let found = "an object with none of the documented fields";
    context.odd(format!("a list{of}{item}"), found)
}

/// Whether an object with this key is a member of the list: the field that it names.
/// Members that are not documented objects count only if there is no wrapper, because
/// they could be confused with it.
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

fn ambiguous<E: Error>(item: &str, name: &str, context: &mut Context) -> Result<Outcome, E> {
    let both = format!("{item}, as the wrapper of a list, beside {name}, as a single member");
    if context.strict {
        return Err(context.fail(format!("has {both}")));
    }
    context.odd("a list or a single member", both)
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
        let count = seen.len();
        let mut read = Outcome::Unread;
        if seen.insert(key.clone()) {
            let slot = into.entry(&key);
            // Keys are kept twice meanwhile.
            let size = size_of_val(&*slot) + size_of::<Cow<'_, str>>();
            let enough = context.memory.entry(count, size);
            context.enough(enough)?;
            read = keys.value(Fill {
                target: Target::Member(slot),
                item: "",
                context: &mut *context,
            })?;
        } else {
            context.twice()?;
            keys.skip()?;
        }
        if read == Outcome::Unread {
            into.remove(&key);
        }
        context.path.pop();
    }
    Ok(Outcome::Done)
}

/// What was found of a field.
#[derive(Clone, Copy)]
struct Seen {
    /// Whether the key was the name itself.
    exact: bool,
    read: Outcome,
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
            let index = context.path.pop();
            let ambiguous = ambiguous(item, name, context)?;
            context.path.extend(index);
            keys.skip()?;
            keys.pass_over(context)?;
            return Ok(ambiguous);
        }
        let found = find(shape, &key, expected, context)?;
        let Some((index, exact)) = found.filter(|(index, _)| shape.is_member(*index)) else {
            keys.skip()?;
            if outcome == Outcome::Blank && !shape.is_empty() {
                outcome = Outcome::Unknown;
            }
            continue;
        };
        outcome = Outcome::Done;
        expected = index + 1;
        name = shape.names()[index];
        context.path.push(Step::Name(name));
        let outside = context.sensitive;
        context.sensitive |= shape.flags_of(index) & SENSITIVE != 0;
        let read = field(
            into.at_mut(index),
            shape.item(index),
            seen[index],
            exact,
            &mut keys,
            context,
        )?;
        seen[index] = Some(read);
        context.sensitive = outside;
        context.path.pop();
    }
    Ok(outcome)
}

/// Reads the value of a field. There may have been an `earlier` one.
fn field<'de, A: MapAccess<'de>>(
    slot: &mut dyn Slot,
    item: &'static str,
    earlier: Option<Seen>,
    exact: bool,
    keys: &mut Keys<'de, A>,
    context: &mut Context,
) -> Result<Seen, A::Error> {
    let mut again = earlier.is_some();
    if let Some(earlier) = earlier
        && !repeats(earlier.read, slot, item, context)?
    {
        if context.strict || exact == earlier.exact {
            context.twice()?;
            slot.clear();
            keys.skip()?;
            let read = Outcome::Unread;
            return Ok(Seen { exact, read });
        }
        if earlier.exact {
            keys.skip()?;
            return Ok(earlier);
        }
        slot.clear();
        // The name itself wins over one of another case.
        again = false;
    }
    let mut read = keys.value(Fill {
        target: Target::Field(&mut *slot),
        item,
        context: &mut *context,
    })?;
    if matches!(read, Outcome::Unset | Outcome::Unread) && !again {
        slot.clear();
    }
    if again && read != Outcome::Unread {
        if !repeats(read, slot, item, context)? {
            context.twice()?;
            slot.clear();
        }
        read = Outcome::Single;
    }
    Ok(Seen { exact, read })
}

/// Whether an element read this way may come several times in one record: only
/// if each is a list member without a wrapper. An empty one then is a member
/// after all, so that it is appended.
fn repeats<E: Error>(
    read: Outcome,
    slot: &mut dyn Slot,
    item: &str,
    context: &mut Context,
) -> Result<bool, E> {
    if !context.xml {
        return Ok(false);
    }
    match (read, slot.open()) {
        (Outcome::Single | Outcome::Unread, SlotMut::List(_)) => Ok(true),
        (Outcome::Empty, SlotMut::List(list)) if item.is_empty() => {
            let index = list.count();
            member(list, index, "", context, |fill| {
                fill.scalar(Scalar::Text(""))
            })?;
            Ok(true)
        }
        _ => Ok(false),
    }
}

/// The field with this name, and whether it is exactly the name or one of another
/// case. Most answers have
/// their members in the documented order, so that it is most likely the `expected` one.
fn find<E: Error>(
    shape: &'static Shape,
    key: &str,
    expected: usize,
    context: &mut Context,
) -> Result<Option<(usize, bool)>, E> {
    let names = shape.names();
    if names.get(expected).is_some_and(|name| *name == key) {
        return Ok(Some((expected, true)));
    }
    if let Some(index) = names.iter().position(|name| *name == key) {
        return Ok(Some((index, true)));
    }
    let caseless = |name: &&str| name.eq_ignore_ascii_case(key);
    let first = names.iter().position(caseless);
    if first != names.iter().rposition(caseless) {
        if context.strict {
            return Err(context.fail(format!("{} may be any of several fields", quote(key))));
        }
        let found = format!("{}, which may be any of several", quote(key));
        context.odd("the name of a field", found)?;
        return Ok(None);
    }
    Ok(first.map(|index| (index, false)))
}

/// The names of the fields as a list in a sentence.
pub(super) fn names(shape: &Shape, last: &str) -> String {
    let names = shape.names();
    match names.split_last() {
        Some((end, start)) if !start.is_empty() => format!("{} {last} {end}", start.join(", ")),
        _ => names.concat(),
    }
}
