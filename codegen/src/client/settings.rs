//! What kind of crate is written.

use serde_json::{Value, json};

use super::runtime::Runtime;

/// What the caller asks for. What is not set is as in the earlier run, or by default.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Choices {
    /// Name of the crate; by default `aliyun-` and the product code.
    pub name: Option<String>,
    /// Where the crate gets the runtime.
    pub runtime: Option<Runtime>,
    /// Write the client's source, so that the build needs no generator.
    pub pregenerated: Option<bool>,
    /// Keep the descriptions of the documentation.
    pub prose: Option<bool>,
    /// Only these actions: names, or patterns such as `List*`.
    pub actions: Option<Vec<String>>,
    /// Only the actions of these areas.
    pub areas: Option<Vec<String>>,
    /// The features that are on by default.
    pub features: Option<Vec<String>>,
}

impl Choices {
    /// These choices, and the default for all that is not set: nothing is as in the
    /// earlier run.
    pub(super) fn complete(self) -> Self {
        Self {
            name: self.name.or_else(|| Some(String::new())),
            runtime: self.runtime.or_else(|| Some(Runtime::default())),
            pregenerated: self.pregenerated.or(Some(false)),
            prose: self.prose.or(Some(false)),
            actions: self.actions.or_else(|| Some(Vec::new())),
            areas: self.areas.or_else(|| Some(Vec::new())),
            features: self.features.or_else(|| Some(Vec::new())),
        }
    }
}

/// What kind of crate is written, completely.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct Settings {
    /// As in [`Choices`]; empty for the default.
    pub name: String,
    /// Where the crate gets the runtime; a path starts at the crate.
    pub runtime: Runtime,
    /// As in [`Choices`].
    pub pregenerated: bool,
    /// As in [`Choices`].
    pub prose: bool,
    /// As in [`Choices`]; empty for all.
    pub actions: Vec<String>,
    /// As in [`Choices`]; empty for all.
    pub areas: Vec<String>,
    /// As in [`Choices`]; empty for TLS and all areas.
    pub features: Vec<String>,
}

impl Settings {
    /// These settings, changed as the caller asks. `runtime` is what `choices` has, as
    /// the crate sees it.
    pub(super) fn with(self, choices: &Choices, runtime: Option<Runtime>) -> Self {
        let choices = choices.clone();
        Self {
            name: choices.name.unwrap_or(self.name),
            runtime: runtime.unwrap_or(self.runtime),
            pregenerated: choices.pregenerated.unwrap_or(self.pregenerated),
            prose: choices.prose.unwrap_or(self.prose),
            actions: choices.actions.unwrap_or(self.actions),
            areas: choices.areas.unwrap_or(self.areas),
            features: choices.features.unwrap_or(self.features),
        }
    }

    pub(super) fn json(&self) -> Value {
        // A later version of this tool has another default.
        let runtime = Some(&self.runtime).filter(|runtime| **runtime != Runtime::default());
        json!({
            "name": self.name,
            "runtime": runtime.map_or_else(String::new, Runtime::to_string),
            "pregenerated": self.pregenerated,
            "prose": self.prose,
            "actions": self.actions,
            "areas": self.areas,
            "features": self.features,
        })
    }

    /// The key that is wrong, if one is.
    pub(super) fn read(value: &Value) -> Result<Self, &'static str> {
        let text = |key: &'static str| value[key].as_str().ok_or(key);
        let flag = |key: &'static str| value[key].as_bool().ok_or(key);
        let list = |key: &'static str| {
            let list = value[key].as_array().ok_or(key)?;
            let words = list.iter().map(|word| word.as_str().map(str::to_owned));
            words.collect::<Option<Vec<_>>>().ok_or(key)
        };
        Ok(Self {
            name: text("name")?.to_owned(),
            runtime: match text("runtime")? {
                "" => Runtime::default(),
                runtime => runtime.parse().map_err(|_| "runtime")?,
            },
            pregenerated: flag("pregenerated")?,
            prose: flag("prose")?,
            actions: list("actions")?,
            areas: list("areas")?,
            features: list("features")?,
        })
    }

    /// The name of the crate for a product.
    pub(super) fn crate_name(&self, product: &str) -> Result<String, String> {
        if self.name.is_empty() {
            let code = product.to_ascii_lowercase().replace(['.', '_', ' '], "-");
            return Ok(format!("aliyun-{code}"));
        }
        let name = &self.name;
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
        if name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.chars().all(plain) {
            Ok(name.clone())
        } else {
            Err(format!(
                "`{name}` cannot be the name of a crate: expected letters, digits, `-` and `_`"
            ))
        }
    }
}
