//! `--query`: the part of an answer that a JMESPath expression selects.

use std::thread;

use serde_json::Value;

/// The most nested brackets of a query.
const DEEPEST: usize = 100;

/// The longest query, in bytes.
const LONGEST: usize = 2000;

/// The stack of the thread that evaluates a query, in bytes. Evaluation is
/// recursive; this is enough for the longest query.
const STACK: usize = 256 << 20;

/// A valid expression.
pub(crate) struct Query(String);

impl Query {
    /// # Errors
    ///
    /// If the text is not JMESPath, or too long or too deep.
    pub(crate) fn new(text: &str) -> Result<Self, String> {
        let nested = text.chars().filter(|c| "([{!&".contains(*c)).count();
        if nested > DEEPEST {
            return Err(format!("it has more than {DEEPEST} brackets"));
        }
        if text.len() > LONGEST {
            return Err(format!(
                "it has {} bytes; expected at most {LONGEST}",
                text.len()
            ));
        }
        with_room(|| match jmespath::compile(text) {
            Ok(_) => Ok(Self(text.to_owned())),
            Err(error) => Err(error.to_string()),
        })
    }

    /// # Errors
    ///
    /// If the expression does not fit the answer.
    pub(crate) fn search(&self, answer: &Value) -> Result<Value, String> {
        // A compiled expression cannot move to another thread.
        with_room(|| {
            let query = jmespath::compile(&self.0).map_err(|error| error.to_string())?;
            let found = query.search(answer).map_err(|error| error.to_string())?;
            serde_json::to_value(&*found).map_err(|error| error.to_string())
        })
    }
}

fn with_room<T: Send>(work: impl FnOnce() -> Result<T, String> + Send) -> Result<T, String> {
    thread::scope(|scope| {
        let worker = thread::Builder::new().stack_size(STACK);
        let worker = worker.spawn_scoped(scope, work);
        let worker = worker.map_err(|error| format!("there is no room for it: {error}"))?;
        let ended = worker.join();
        ended.unwrap_or_else(|_| Err("it could not be evaluated".to_owned()))
    })
}
