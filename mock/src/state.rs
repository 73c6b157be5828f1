//! The data that requests change.

use std::collections::{HashMap, VecDeque};

use aliyun_codegen::model::Action;

use crate::auth::Nonces;
use crate::domain::World;
use crate::fault::{Break, Fault};
use crate::listing::parameter;
use crate::log::Log;
use crate::pages::Pages;
use crate::request::Pair;
use crate::rules::Rules;
use crate::tasks::Tasks;
use crate::token::Answered;

/// The data that requests change.
pub(crate) struct State {
    pub(crate) log: Log,
    pub(crate) executions: HashMap<String, usize>,
    pub(crate) faults: VecDeque<Fault>,
    pub(crate) breaks: VecDeque<Break>,
    pub(crate) rules: Rules,
    pub(crate) nonces: Nonces,
    /// For each list whose cursor stays the same, how often it was continued.
    turns: HashMap<String, usize>,
    pub(crate) tasks: Tasks,
    /// Answers to changes with an idempotency token.
    pub(crate) answered: Answered,
    /// What only Domain has, beside tasks.
    pub(crate) world: Option<World>,
}

impl State {
    pub(crate) fn new(log: Log, stateful: bool, world: Option<World>) -> Self {
        Self {
            log,
            executions: HashMap::new(),
            faults: VecDeque::new(),
            breaks: VecDeque::new(),
            rules: Rules::default(),
            nonces: Nonces::default(),
            turns: HashMap::new(),
            tasks: Tasks::new(stateful),
            answered: Answered::default(),
            world,
        }
    }

    /// How many pages of a list came before the one that a call asks for with a
    /// cursor that stays the same.
    pub(crate) fn turn(&mut self, pages: &Pages, action: &Action, pairs: &[&Pair]) -> usize {
        let position = action.pagination.as_ref().map(|it| it.position.as_str());
        let position = position.and_then(|name| parameter(pairs, name));
        let turn = self.turns.entry(action.name.clone()).or_default();
        *turn = match pages.is_continued(position) {
            true => *turn + 1,
            false => 0,
        };
        *turn
    }

    /// Whether it is kept consistent.
    #[cfg(feature = "cli")]
    pub(crate) fn is_stateful(&self) -> bool {
        self.tasks.is_stateful()
    }
}
