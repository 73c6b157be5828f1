//! Idempotency tokens: a repeated change gets the answer of the first one.

use std::collections::{HashMap, VecDeque};

use aliyun_codegen::model::Action;
use serde_json::Value;
use sha2::{Digest, Sha256};

use crate::listing::parameter;
use crate::refusal::Refusal;
use crate::render::Reply;
use crate::request::Pair;

/// The most answers that are kept; then the oldest are dropped.
const MOST: usize = 10_000;

/// Answers to changes with an idempotency token.
#[derive(Default)]
pub(crate) struct Answered {
    answers: HashMap<Change, (Fingerprint, Reply)>,
    order: VecDeque<Change>,
}

/// An action and the token that it was called with.
#[derive(Clone, PartialEq, Eq, Hash)]
pub(crate) struct Change {
    action: String,
    token: String,
}

/// A hash of the parameters beside the token.
type Fingerprint = [u8; 32];

impl Change {
    /// The change that a call asks for, if it has a token.
    pub(crate) fn of(action: &Action, pairs: &[&Pair]) -> Option<Self> {
        let name = action.idempotency_token.as_deref()?;
        let token = parameter(pairs, name).filter(|token| !token.is_empty())?;
        Some(Self {
            action: action.name.clone(),
            token: token.to_owned(),
        })
    }
}

impl Answered {
    /// The answer to the same change, if it was made before.
    pub(crate) fn find(
        &self,
        change: &Change,
        fingerprint: &Fingerprint,
    ) -> Result<Option<Reply>, Refusal> {
        match self.answers.get(change) {
            None => Ok(None),
            Some((known, reply)) if known == fingerprint => Ok(Some(reply.clone())),
            Some(_) => Err(Refusal::new(
                "IdempotentParameterMismatch",
                "The idempotency token was used before, with other parameters.",
            )),
        }
    }

    pub(crate) fn keep(&mut self, change: Change, fingerprint: Fingerprint, reply: Reply) {
        if self.order.len() == MOST
            && let Some(oldest) = self.order.pop_front()
        {
            self.answers.remove(&oldest);
        }
        self.order.push_back(change.clone());
        self.answers.insert(change, (fingerprint, reply));
    }
}

/// A hash of what a call asks for. The order of parameters does not matter.
pub(crate) fn fingerprint(pairs: &[&Pair], document: Option<&Value>) -> Fingerprint {
    let mut sorted: Vec<(&str, &str)> = pairs
        .iter()
        .map(|pair| (pair.name.as_str(), pair.value.as_str()))
        .collect();
    sorted.sort_unstable();
    let mut hash = Sha256::new();
    for text in sorted.into_iter().flat_map(|(name, value)| [name, value]) {
        hash.update(text.len().to_le_bytes());
        hash.update(text);
    }
    hash.update(document.map(Value::to_string).unwrap_or_default());
    hash.finalize().into()
}
