//! Records of one kind, bounded in number and size.

use std::collections::VecDeque;

use serde_json::{Map, Value};

/// The most records of a kind.
const MOST_RECORDS: usize = 10_000;

/// The most bytes of all records of a kind.
const MOST_BYTES: usize = 16 * 1024 * 1024;

/// A record: values by field, numbers as text.
pub(super) type Record = Map<String, Value>;

/// The records of a kind, oldest first.
#[derive(Default)]
pub(super) struct Store {
    records: VecDeque<Record>,
}

impl Store {
    /// Adds a record; the oldest ones are dropped.
    pub(super) fn add(&mut self, record: Record) {
        self.records.push_back(record);
        self.trim();
    }

    /// Changes the record that has this value.
    pub(super) fn change(&mut self, name: &str, value: &str, change: impl FnOnce(&mut Record)) {
        if let Some(record) = self.records.iter_mut().find(|have| has(have, name, value)) {
            change(record);
        }
        self.trim();
    }

    pub(super) fn get(&self, name: &str, value: &str) -> Option<&Record> {
        self.records.iter().find(|have| has(have, name, value))
    }

    /// Removes the record that has this value; false if there is none.
    pub(super) fn remove(&mut self, name: &str, value: &str) -> bool {
        let before = self.records.len();
        self.records.retain(|have| !has(have, name, value));
        self.records.len() < before
    }

    pub(super) fn iter(&self) -> impl DoubleEndedIterator<Item = &Record> {
        self.records.iter()
    }

    /// Changes all records.
    pub(super) fn each(&mut self, change: impl FnMut(&mut Record)) {
        self.records.iter_mut().for_each(change);
    }

    fn trim(&mut self) {
        let mut bytes: usize = self.records.iter().map(size).sum();
        while self.records.len() > MOST_RECORDS || (bytes > MOST_BYTES && self.records.len() > 1) {
            let Some(oldest) = self.records.pop_front() else {
                return;
            };
            bytes -= size(&oldest);
        }
    }
}

/// The text of a value.
pub(super) fn text(record: &Record, name: &str) -> Option<String> {
    match record.get(name)? {
        Value::String(text) => Some(text.clone()),
        Value::Null => None,
        other => Some(other.to_string()),
    }
}

fn has(record: &Record, name: &str, value: &str) -> bool {
    record.get(name).and_then(Value::as_str) == Some(value)
}

fn size(record: &Record) -> usize {
    let one = |(name, value): (&String, &Value)| {
        let value = match value {
            Value::String(text) => text.len(),
            Value::Array(members) => members.iter().map(|member| member.to_string().len()).sum(),
            _ => 0,
        };
        name.len() + value + 64
    };
    record.iter().map(one).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(name: &str, padding: usize) -> Record {
        let fields = [("Name", name.to_owned()), ("Padding", "x".repeat(padding))];
        fields
            .map(|(name, value)| (name.to_owned(), value.into()))
            .into_iter()
            .collect()
    }

    #[test]
    fn the_oldest_records_give_way_by_number_and_by_size() {
        let mut store = Store::default();
        for number in 0..20 {
            store.add(record(&number.to_string(), MOST_BYTES / 8));
        }
        let kept: Vec<_> = store.iter().filter_map(|one| text(one, "Name")).collect();
        assert!((6..=8).contains(&kept.len()), "{kept:?}");
        assert_eq!(kept.last().map(String::as_str), Some("19"));
        store.add(record("huge", MOST_BYTES * 2));
        assert_eq!(
            store.iter().count(),
            1,
            "the last one stays, whatever its size"
        );
    }
}
