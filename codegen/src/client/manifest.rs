//! `products.yaml`: the crates of several products, for `client --manifest`.

use std::path::{Path, PathBuf};

use super::settings::Choices;
use crate::codes::Code;
use crate::diagnostic::{Finding, Report};
use crate::failure::Failure;
use crate::source::{Sources, Span};
use crate::yaml::{self, Kind, Node};

/// The products of a manifest.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Manifest {
    /// In the order of the file.
    pub products: Vec<Entry>,
}

/// One product.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct Entry {
    /// Product code.
    pub code: String,
    /// API version; by default the one of the earlier crate, then the product's default.
    pub version: Option<String>,
    /// Folder of the crate; it starts at the folder of the manifest.
    pub out: PathBuf,
    /// A document, instead of a download; it starts at the folder of the manifest.
    pub metadata: Option<PathBuf>,
    /// SHA-256 that the document must have.
    pub sha256: Option<String>,
    /// What kind of crate.
    pub choices: Choices,
}

const TOP: &[&str] = &["runtime", "pregenerated", "prose", "products"];
const PRODUCT: &[&str] = &[
    "code",
    "version",
    "out",
    "metadata",
    "sha256",
    "name",
    "runtime",
    "pregenerated",
    "prose",
    "actions",
    "areas",
    "features",
];

impl Manifest {
    /// Reads a manifest.
    ///
    /// # Errors
    ///
    /// All findings, each with its position, or the reason why it cannot be read.
    pub fn open(path: &Path) -> Result<Self, Failure> {
        let text = std::fs::read_to_string(path).map_err(|error| {
            Failure::Message(format!("cannot read {}: {error}", path.display()))
        })?;
        let mut sources = Sources::default();
        let file = sources.add(path, text.clone());
        let mut reader = Reader {
            report: Report::default(),
        };
        let node = yaml::parse(file, &text, &mut reader.report);
        let manifest = node.map(|node| reader.manifest(&node));
        let failed = reader.report.failed();
        let findings = reader.report.finish(&sources);
        match manifest {
            Some(manifest) if !failed => Ok(manifest),
            _ => Err(Failure::Findings(findings)),
        }
    }
}

struct Reader {
    report: Report,
}

impl Reader {
    fn wrong(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.report.push(Finding::new(code, span, message));
    }

    fn manifest(&mut self, node: &Node) -> Manifest {
        let mut defaults = Choices::default();
        let mut products = Vec::new();
        let mut listed = false;
        for (key, value) in self.map(node, TOP) {
            match key {
                "products" => {
                    listed = true;
                    products = self.list(value).iter().collect();
                }
                key => self.choice(&mut defaults, key, value),
            }
        }
        if !listed || products.is_empty() {
            let message = "a manifest lists at least one product under `products`";
            self.wrong(Code::MissingKey, node.span, message);
        }
        let products: Vec<(Entry, Span)> = products
            .into_iter()
            .map(|node| (self.product(&defaults, node), node.span))
            .collect();
        for (index, (entry, span)) in products.iter().enumerate() {
            if products[..index]
                .iter()
                .any(|(other, _)| other.out == entry.out)
            {
                let out = entry.out.display();
                let message = format!("two products have the folder `{out}`; set `out` of one");
                self.wrong(Code::Duplicate, *span, message);
            }
        }
        Manifest {
            products: products.into_iter().map(|(entry, _)| entry).collect(),
        }
    }

    fn product(&mut self, defaults: &Choices, node: &Node) -> Entry {
        let mut entry = Entry {
            choices: defaults.clone(),
            ..Entry::default()
        };
        for (key, value) in self.map(node, PRODUCT) {
            match key {
                "code" => entry.code = self.text(value),
                "version" => entry.version = Some(self.text(value)),
                "out" => entry.out = PathBuf::from(self.text(value)),
                "metadata" => entry.metadata = Some(PathBuf::from(self.text(value))),
                "sha256" => {
                    let text = self.text(value).to_ascii_lowercase();
                    if text.len() != 64 || !text.bytes().all(|byte| byte.is_ascii_hexdigit()) {
                        let message = "a SHA-256 has 64 hexadecimal digits";
                        self.wrong(Code::BadText, value.span, message);
                    }
                    entry.sha256 = Some(text);
                }
                key => self.choice(&mut entry.choices, key, value),
            }
        }
        if entry.code.is_empty() {
            self.wrong(Code::MissingKey, node.span, "a product needs its `code`");
        }
        if entry.out.as_os_str().is_empty() {
            entry.out = PathBuf::from(entry.code.to_ascii_lowercase());
        }
        entry.choices = entry.choices.complete();
        entry
    }

    fn choice(&mut self, choices: &mut Choices, key: &str, value: &Node) {
        match key {
            "name" => choices.name = Some(self.text(value)),
            "runtime" => match self.text(value).parse() {
                Ok(runtime) => choices.runtime = Some(runtime),
                Err(message) => self.wrong(Code::BadText, value.span, message),
            },
            "pregenerated" => choices.pregenerated = self.flag(value),
            "prose" => choices.prose = self.flag(value),
            "actions" => choices.actions = Some(self.texts(value)),
            "areas" => choices.areas = Some(self.texts(value)),
            "features" => choices.features = Some(self.texts(value)),
            // `map` has reported it.
            _ => {}
        }
    }

    /// The entries of a map, if their keys are known.
    fn map<'a>(&mut self, node: &'a Node, known: &[&str]) -> Vec<(&'a str, &'a Node)> {
        let Kind::Map(entries) = &node.kind else {
            let message = format!("expected a map, found {}", node.kind.describe());
            self.wrong(Code::WrongType, node.span, message);
            return Vec::new();
        };
        let mut found = Vec::new();
        for (key, value) in entries {
            if known.contains(&key.value.as_str()) {
                found.push((key.value.as_str(), value));
                continue;
            }
            let help = self.report.suggest(&key.value, known.iter().copied());
            let help = help.unwrap_or_else(|| format!("the keys are {}", known.join(", ")));
            let message = format!("there is no key `{}` here", key.value);
            let finding = Finding::new(Code::UnknownKey, key.span, message);
            self.report.push(finding.help(help));
        }
        found
    }

    fn list<'a>(&mut self, node: &'a Node) -> &'a [Node] {
        if let Kind::List(members) = &node.kind {
            return members;
        }
        let message = format!("expected a list, found {}", node.kind.describe());
        self.wrong(Code::WrongType, node.span, message);
        &[]
    }

    fn text(&mut self, node: &Node) -> String {
        match &node.kind {
            Kind::Scalar { text, .. } if !text.is_empty() => text.clone(),
            kind => {
                let message = format!("expected a text, found {}", kind.describe());
                self.wrong(Code::WrongType, node.span, message);
                String::new()
            }
        }
    }

    fn texts(&mut self, node: &Node) -> Vec<String> {
        let members = self.list(node);
        members.iter().map(|member| self.text(member)).collect()
    }

    fn flag(&mut self, node: &Node) -> Option<bool> {
        match &node.kind {
            Kind::Scalar { text, plain: true } if text == "true" => Some(true),
            Kind::Scalar { text, plain: true } if text == "false" => Some(false),
            kind => {
                let message = format!("expected true or false, found {}", kind.describe());
                self.wrong(Code::WrongType, node.span, message);
                None
            }
        }
    }
}
