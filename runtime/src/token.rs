//! Idempotency tokens: the service carries out requests with one token once.

use crate::error::Error;
use crate::location::Location;
use crate::nonce;
use crate::shape::{Action, Shape};
use crate::value::{Record, Value, ValueRef};

/// The token of a call, if its action has one.
pub(crate) enum Token {
    /// The action has none, or it is not set and must not be made.
    None,
    /// The caller's own.
    Given(String),
    /// One for the parameter at this index.
    Made(usize, String),
}

impl Token {
    /// The token of the request. If the caller did not set one, it is made, unless that
    /// is switched off.
    ///
    /// # Errors
    ///
    /// If the system has no random numbers.
    pub(crate) fn of(action: &Action, record: &dyn Record, make: bool) -> Result<Self, Error> {
        let name = action.idempotency_token;
        let mut fields = record.shape().iter();
        let position = fields.position(|f| f.name == name && f.location != Location::Path);
        let Some(index) = position.filter(|_| !name.is_empty()) else {
            return Ok(Self::None);
        };
        Ok(match record.at(index).get() {
            ValueRef::Absent | ValueRef::Text("") if make => Self::Made(index, random()?),
            ValueRef::Text(text) if !text.is_empty() => Self::Given(text.to_owned()),
            _ => Self::None,
        })
    }

    /// Calls `use_` with the request and the token that was made for it.
    pub(crate) fn with<T>(&self, record: &dyn Record, use_: impl FnOnce(&dyn Record) -> T) -> T {
        match self {
            Self::Made(index, token) => use_(&WithToken {
                record,
                index: *index,
                token,
            }),
            Self::None | Self::Given(_) => use_(record),
        }
    }

    /// The text that is sent.
    pub(crate) fn into_text(self) -> Option<String> {
        match self {
            Self::None => None,
            Self::Given(text) | Self::Made(_, text) => Some(text),
        }
    }
}

/// A UUID of random bits, as services show it in their examples.
fn random() -> Result<String, Error> {
    let hex = nonce::random()?;
    let (a, b, c, d, e) = (
        &hex[..8],
        &hex[8..12],
        &hex[13..16],
        &hex[17..20],
        &hex[20..],
    );
    Ok(format!("{a}-{b}-4{c}-a{d}-{e}"))
}

/// A request with a token that was made for it.
struct WithToken<'a> {
    record: &'a dyn Record,
    index: usize,
    token: &'a String,
}

impl Record for WithToken<'_> {
    fn shape(&self) -> &'static Shape {
        self.record.shape()
    }

    fn at(&self, index: usize) -> &dyn Value {
        if index == self.index {
            self.token
        } else {
            self.record.at(index)
        }
    }
}
