use std::collections::BTreeSet;

use serde::de::{Error, IgnoredAny, MapAccess};

use super::context::{Context, Step};
use super::fill::{Fill, Outcome, Target, member};
use crate::debug::quote;
use crate::shape::{Field, SENSITIVE, Shape};
use crate::slot::{Decode, ListSlot, MapSlot, Scalar, Slot, SlotMut};

/// The keys of an object, the first of which may have been read already.
pub(super) struct Keys<A> {
    pub(super) first: Option<String>,
    pub(super) map: A,
}

impl<'de, A: MapAccess<'de>> Keys<A> {
    pub(super) fn next(&mut self) -> Result<Option<String>, A::Error> {
        match self.first.take() {
            Some(key) => Ok(Some(key)),
            None => self.map.next_key(),
        }
    }
}

/// Reads an object that stands where a list is due: `{"Item": […]}`,
/// `{"Item": member}`, or, without the wrapper, a single member.
pub(super) fn wrapper<'de, A: MapAccess<'de>>(
    list: &mut dyn ListSlot,
    item: &'static str,
    mut keys: Keys<A>,
    context: &mut Context,
) -> Result<Outcome, A::Error> {
    let Some(mut key) = keys.next()? else {
        return Ok(Outcome::Done);
    };
    let is_item = |key: &str| !item.is_empty() && key.eq_ignore_ascii_case(item);
    if !is_item(&key) {
        keys.first = Some(key);
        return single(list, item, keys, context);
    }
    let mut seen = false;
    loop {
        if is_item(&key) {
            context.path.push(Step::Name(item));
            if seen && !context.xml {
                return Err(context.fail("is given twice"));
            }
            seen = true;
            keys.map.next_value_seed(Fill {
                target: Target::Members(&mut *list),
                item: "",
                context: &mut *context,
            })?;
            context.path.pop();
        } else {
            keys.map.next_value::<IgnoredAny>()?;
        }
        match keys.next()? {
            Some(next) => key = next,
            None => return Ok(Outcome::Done),
        }
    }
}

/// A single member without a wrapper. One that has no documented field is most
/// likely a wrapper that the table does not know, so that it is refused.
fn single<'de, A: MapAccess<'de>>(
    list: &mut dyn ListSlot,
    item: &str,
    keys: Keys<A>,
    context: &mut Context,
) -> Result<Outcome, A::Error> {
    let mut outcome = Outcome::Done;
    member(list, context, |fill| {
        outcome = fill.object(keys)?;
        Ok(outcome)
    })?;
    if outcome == Outcome::Unknown {
        let of = if item.is_empty() { "" } else { " of " };
        return Err(context.fail(format!(
            "expected a list{of}{item}, found an object with none of the documented fields"
        )));
    }
    Ok(Outcome::Single)
}

/// Fills a map; every key may come once.
pub(super) fn entries<'de, A: MapAccess<'de>>(
    into: &mut dyn MapSlot,
    mut keys: Keys<A>,
    context: &mut Context,
) -> Result<Outcome, A::Error> {
    let mut seen = BTreeSet::new();
    while let Some(key) = keys.next()? {
        context.path.push(context.key(&key));
        if !seen.insert(key.clone()) {
            return Err(context.fail("is given twice"));
        }
        keys.map.next_value_seed(Fill {
            target: Target::Member(into.entry(&key)),
            item: "",
            context: &mut *context,
        })?;
        context.path.pop();
    }
    Ok(Outcome::Done)
}

/// Fills a generated struct, having its slots handed out.
pub(super) fn record<'de, A: MapAccess<'de>>(
    into: &mut dyn Decode,
    keys: Keys<A>,
    context: &mut Context,
) -> Result<Outcome, A::Error> {
    let shape = into.shape();
    let mut keys = Some(keys);
    let mut result = None;
    into.slots(&mut |slots| {
        if let Some(keys) = keys.take() {
            result = Some(fields(shape, slots, keys, context));
        }
    });
    result.unwrap_or_else(|| Err(context.fail(format!("{} hands out no slots", shape.name))))
}

fn fields<'de, A: MapAccess<'de>>(
    shape: &'static Shape,
    slots: &mut [&mut dyn Slot],
    mut keys: Keys<A>,
    context: &mut Context,
) -> Result<Outcome, A::Error> {
    let mut seen = vec![None; shape.fields.len()];
    let mut outcome = Outcome::Unknown;
    while let Some(key) = keys.next()? {
        let Some(index) = find(shape, &key, context)? else {
            keys.map.next_value::<IgnoredAny>()?;
            continue;
        };
        outcome = Outcome::Done;
        let field = &shape.fields[index];
        context.path.push(Step::Name(field.name));
        let outside = context.sensitive;
        context.sensitive |= field.is(SENSITIVE);
        let Some(slot) = slots.get_mut(index) else {
            return Err(context.fail(format!("{} has no slot for it", shape.name)));
        };
        let earlier = seen[index];
        if let Some(earlier) = earlier {
            repeat(earlier, &mut **slot, field.item, context)?;
        }
        let mut read = keys.map.next_value_seed(Fill {
            target: Target::Field(&mut **slot),
            item: field.item,
            context: &mut *context,
        })?;
        if earlier.is_some() {
            repeat(read, &mut **slot, field.item, context)?;
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
            member(list, context, |fill| fill.scalar(Scalar::Text(""))).map(drop)
        }
        _ => Err(context.fail("is given twice")),
    }
}

/// The field with this name: exactly, or else but for the case.
fn find<E: Error>(
    shape: &'static Shape,
    key: &str,
    context: &mut Context,
) -> Result<Option<usize>, E> {
    if let Some(index) = shape.fields.iter().position(|field| field.name == key) {
        return Ok(Some(index));
    }
    let caseless = |field: &Field| field.name.eq_ignore_ascii_case(key);
    let first = shape.fields.iter().position(caseless);
    let last = shape.fields.iter().rposition(caseless);
    if first != last {
        return Err(context.fail(format!("{} may be any of several fields", quote(key))));
    }
    Ok(first)
}
