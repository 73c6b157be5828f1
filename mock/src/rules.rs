//! Failures by rules: for an action, a number of times, at random.

use std::time::Duration;

use crate::fault::{Break, Fault};

/// A rule: which requests or connections fail, and how; see
/// [`MockGateway::set_faults`](crate::MockGateway::set_faults).
#[derive(Debug, Clone, PartialEq)]
pub struct FaultRule {
    pub(crate) trouble: Trouble,
    pub(crate) action: Option<String>,
    pub(crate) after: u64,
    pub(crate) count: Option<u64>,
    pub(crate) probability: f64,
    pub(crate) delay: Duration,
}

/// What fails.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Trouble {
    Request(Fault),
    Connection(Break),
}

impl FaultRule {
    /// Every request fails in this way, unless another setting limits the rule.
    #[must_use]
    pub fn request(fault: Fault) -> Self {
        Self::new(Trouble::Request(fault))
    }

    /// Every connection fails in this way, unless another setting limits the rule.
    /// An action has no effect here, because nothing has been read yet.
    #[must_use]
    pub fn connection(failure: Break) -> Self {
        Self::new(Trouble::Connection(failure))
    }

    pub(crate) fn new(trouble: Trouble) -> Self {
        Self {
            trouble,
            action: None,
            after: 0,
            count: None,
            probability: 1.0,
            delay: Duration::ZERO,
        }
    }

    /// Limits the rule to requests of this action.
    #[must_use]
    pub fn for_action(mut self, action: impl Into<String>) -> Self {
        self.action = Some(action.into());
        self
    }

    /// Limits the rule to so many times.
    #[must_use]
    pub fn times(mut self, count: u64) -> Self {
        self.count = Some(count);
        self
    }

    /// Skips the first so many requests or connections.
    #[must_use]
    pub fn after(mut self, count: u64) -> Self {
        self.after = count;
        self
    }

    /// Sets the probability, 0 to 1; other numbers count as the nearest of these.
    #[must_use]
    pub fn with_probability(mut self, probability: f64) -> Self {
        self.probability = probability.clamp(0.0, 1.0);
        self
    }

    /// Delays the answer, or the fault, by this time.
    #[must_use]
    pub fn with_delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }
}

/// The rules of a gateway, with counts of their use.
pub(crate) struct Rules {
    pub(crate) rules: Vec<FaultRule>,
    #[cfg(feature = "cli")]
    pub(crate) seed: u64,
    /// How often each rule was considered, and how often it was applied.
    counts: Vec<(u64, u64)>,
    random: Random,
}

impl Default for Rules {
    fn default() -> Self {
        Self::new(Vec::new(), 0)
    }
}

impl Rules {
    pub(crate) fn new(rules: Vec<FaultRule>, seed: u64) -> Self {
        Self {
            counts: vec![(0, 0); rules.len()],
            rules,
            #[cfg(feature = "cli")]
            seed,
            random: Random(seed),
        }
    }

    /// The first rule that applies to a request.
    pub(crate) fn request(&mut self, action: Option<&str>) -> Option<(Fault, Duration)> {
        let at = self.strike(|rule| {
            matches!(rule.trouble, Trouble::Request(_))
                && (rule.action.is_none() || rule.action.as_deref() == action)
        })?;
        match &self.rules[at].trouble {
            Trouble::Request(fault) => Some((fault.clone(), self.rules[at].delay)),
            Trouble::Connection(_) => None,
        }
    }

    /// The first rule that applies to a connection.
    pub(crate) fn connection(&mut self) -> Option<Break> {
        let at = self.strike(|rule| matches!(rule.trouble, Trouble::Connection(_)))?;
        match &self.rules[at].trouble {
            Trouble::Connection(failure) => Some(failure.clone()),
            Trouble::Request(_) => None,
        }
    }

    /// How often a rule was applied.
    #[cfg(feature = "cli")]
    pub(crate) fn struck(&self, at: usize) -> u64 {
        self.counts.get(at).map_or(0, |(_, struck)| *struck)
    }

    fn strike(&mut self, concerns: impl Fn(&FaultRule) -> bool) -> Option<usize> {
        for (at, (rule, counts)) in self.rules.iter().zip(&mut self.counts).enumerate() {
            if !concerns(rule) {
                continue;
            }
            let (seen, struck) = counts;
            *seen += 1;
            let open = *seen > rule.after && rule.count.is_none_or(|count| *struck < count);
            if open && self.random.below(rule.probability) {
                *struck += 1;
                return Some(at);
            }
        }
        None
    }
}

/// The generator SplitMix64, which repeats a run by its seed.
struct Random(u64);

impl Random {
    /// True with this probability. A certain result uses up no random number.
    fn below(&mut self, probability: f64) -> bool {
        if probability >= 1.0 {
            return true;
        }
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut bits = self.0;
        bits = (bits ^ (bits >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        bits = (bits ^ (bits >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^= bits >> 31;
        let high = u32::try_from(bits >> 32).unwrap_or(u32::MAX);
        f64::from(high) / (f64::from(u32::MAX) + 1.0) < probability
    }
}
