//! Fault rules in files and requests.

mod json;
mod pages;
mod rule;
mod show;
mod tree;
mod yaml;

use aliyun_codegen::model::Model;

use crate::fault::Fault;
use crate::rules::{FaultRule, Rules, Trouble};

pub(super) use show::show;
use tree::{Node, Place, located};

/// The fault rules of a file: YAML, or JSON of the same form.
#[derive(Debug, Default)]
pub struct FaultFile {
    seed: u64,
    rules: Vec<FaultRule>,
    /// The place of the action in each rule.
    places: Vec<Place>,
}

impl FaultFile {
    /// The longest text that is read, in bytes.
    pub const LONGEST: usize = 256 * 1024;

    /// Reads at most 256 KiB of YAML.
    ///
    /// # Errors
    ///
    /// `LINE:COLUMN: MESSAGE`, with what was found and what was expected.
    pub fn from_yaml(text: &str) -> Result<Self, String> {
        if text.len() > Self::LONGEST {
            let (found, most) = (text.len(), Self::LONGEST);
            return Err(format!("1:1: found {found} bytes; expected {most} at most"));
        }
        Self::from_tree(&yaml::parse(text)?)
    }

    pub(super) fn from_json(text: &[u8]) -> Result<Self, String> {
        Self::from_tree(&json::parse(text)?)
    }

    fn from_tree(root: &Node) -> Result<Self, String> {
        let mut file = Self::default();
        if root.is_nothing() {
            return Ok(file);
        }
        let root = root.map("", &["seed", "faults"])?;
        if let Some(seed) = root.get("seed") {
            file.seed = seed.number("seed")?;
        }
        let Some(faults) = root.get("faults") else {
            return Ok(file);
        };
        for (at, entry) in faults.list("faults")?.iter().enumerate() {
            let (rule, place) = rule::read(entry, &format!("faults[{at}]"))?;
            file.rules.push(rule);
            file.places.push(place);
        }
        Ok(file)
    }

    /// Refuses actions that the product does not have, and pages of actions that
    /// have none.
    ///
    /// # Errors
    ///
    /// The place of the unknown action, in the form of [`from_yaml`](Self::from_yaml).
    pub fn check(&self, model: &Model) -> Result<(), String> {
        let rules = self.rules.iter().zip(&self.places).enumerate();
        for (at, (rule, place)) in rules {
            let Some(name) = &rule.action else {
                continue;
            };
            let action = model.actions.iter().find(|action| action.name == *name);
            let pages = matches!(rule.trouble, Trouble::Request(Fault::Pages(_)));
            let what = match action {
                None => {
                    let (product, name) = (&model.product.name, name.escape_debug());
                    format!("{product} has no action `{name}`")
                }
                Some(action) if pages && action.pagination.is_none() => {
                    format!("the answers of `{name}` do not come in pages")
                }
                Some(_) => continue,
            };
            return Err(located(*place, &format!("faults[{at}].action"), &what));
        }
        Ok(())
    }

    /// The rules, and the seed of random decisions.
    #[must_use]
    pub fn into_parts(self) -> (Vec<FaultRule>, u64) {
        (self.rules, self.seed)
    }

    pub(super) fn into_rules(self) -> Rules {
        let (rules, seed) = self.into_parts();
        Rules::new(rules, seed)
    }
}
