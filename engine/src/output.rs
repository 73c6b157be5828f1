//! Prints answers as JSON, YAML or a table, or the part that a query selects.

use std::io::{self, Write};

use serde_json::Value;

use crate::failure::Failure;
use crate::grid;
use crate::options::{Options, Output};
use crate::query::Query;
use crate::{visible, yaml};

/// Prints answers in one form.
pub(crate) struct Printer {
    output: Output,
    query: Option<Query>,
}

impl Printer {
    /// # Errors
    ///
    /// If the query is not JMESPath.
    pub(crate) fn new(options: &Options) -> Result<Self, Failure> {
        let query = options.query.as_deref().map(Query::new).transpose();
        Ok(Self {
            output: options.output,
            query: query.map_err(|reason| Failure::usage(format!("--query: {reason}")))?,
        })
    }

    /// Prints the answer. `items` is the path to the rows of a table.
    pub(crate) fn print(&self, answer: &Value, items: &[&str]) -> Result<(), Failure> {
        write(&self.render(answer, items)?)
    }

    /// Prints the answer to a request that changes something. As it cannot be
    /// asked for again, it is a failure if nobody listens any more.
    pub(crate) fn deliver(&self, answer: &Value, items: &[&str]) -> Result<(), Failure> {
        written(&self.render(answer, items)?).map_err(unwritten)
    }

    fn render(&self, answer: &Value, items: &[&str]) -> Result<String, Failure> {
        let queried = self.query.as_ref().map(|query| query.search(answer));
        let queried = queried.transpose().map_err(|reason| {
            Failure::transport(format!("the call was made, but --query failed: {reason}"))
        })?;
        let shown = queried.as_ref().unwrap_or(answer);
        Ok(match self.output {
            Output::Json => {
                let text = serde_json::to_string_pretty(shown);
                visible::json(&text.map_err(|error| unprintable(&error))?) + "\n"
            }
            Output::Yaml => yaml::render(shown).map_err(|error| unprintable(&error))?,
            Output::Table if queried.is_some() => grid::render(shown),
            Output::Table => grid::render(at(shown, items).unwrap_or(shown)),
        })
    }
}

fn unprintable(error: &dyn std::error::Error) -> Failure {
    Failure::transport(format!("the answer cannot be printed: {error}"))
}

fn at<'v>(value: &'v Value, path: &[&str]) -> Option<&'v Value> {
    let mut value = value;
    for step in path.iter().filter(|step| !step.is_empty()) {
        value = match value.get(step) {
            Some(inner) => inner,
            // Some gateways leave the wrapper of a list out.
            None if value.is_array() => value,
            None => return None,
        };
    }
    value.is_array().then_some(value)
}

/// Writes to standard output. A reader that has closed it is not an error.
pub(crate) fn write(text: &str) -> Result<(), Failure> {
    match written(text) {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(unwritten(error)),
        _ => Ok(()),
    }
}

fn written(text: &str) -> io::Result<()> {
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}

fn unwritten(error: io::Error) -> Failure {
    Failure::transport(format!("cannot write the output: {error}"))
}
