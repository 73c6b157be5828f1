//! The items of many pages, up to what may be kept in memory.

use serde_json::Value;

/// The most memory that the items may take, in estimated bytes.
const MOST_BYTES: usize = 1 << 30;

/// The most pages that are read, because a gateway may send pages without end.
const MOST_PAGES: u32 = 100_000;

/// The items that have come so far.
#[derive(Default)]
pub(crate) struct Gathered {
    pub(crate) items: Vec<Value>,
    pub(crate) pages: u32,
    bytes: usize,
}

impl Gathered {
    /// Adds the items of a page.
    ///
    /// # Errors
    ///
    /// If there are too many; the message says what to do.
    pub(crate) fn add(&mut self, page: &mut Vec<Value>) -> Result<(), String> {
        self.pages += 1;
        self.bytes += page.iter().map(weight).sum::<usize>();
        self.items.append(page);
        if self.bytes > MOST_BYTES {
            let mib = MOST_BYTES >> 20;
            return Err(format!(
                "the items of {} pages take more than {mib} MiB; ask for single pages",
                self.pages
            ));
        }
        if self.pages > MOST_PAGES {
            return Err(format!(
                "there are more than {MOST_PAGES} pages; ask for larger ones, or for single pages"
            ));
        }
        Ok(())
    }
}

/// The approximate size of a value.
fn weight(value: &Value) -> usize {
    let inside = match value {
        Value::String(text) => text.len(),
        Value::Array(members) => members.iter().map(weight).sum(),
        Value::Object(members) => {
            let members = members.iter();
            members
                .map(|(key, value)| key.len() + 64 + weight(value))
                .sum()
        }
        _ => 0,
    };
    inside + size_of::<Value>()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_without_end_are_left() {
        let mut gathered = Gathered::default();
        let mut add = || gathered.add(&mut vec![Value::Null]);
        for _ in 0..MOST_PAGES {
            assert_eq!(add(), Ok(()));
        }
        let told = add().expect_err("too many");
        assert!(told.contains("100000 pages"), "{told}");
    }

    #[test]
    fn items_without_end_are_left() {
        let page = || vec![Value::from(vec![Value::Null; 1 << 20])];
        let mut gathered = Gathered::default();
        let told = (0..).find_map(|_| {
            let failed = gathered.add(&mut page()).err();
            // The total does not depend on the items that are kept.
            gathered.items.clear();
            failed
        });
        let told = told.expect("too much");
        assert!(told.contains("more than 1024 MiB"), "{told}");
    }
}
