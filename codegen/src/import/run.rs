//! Descriptions into the files of a spec folder, merged with those that exist.

use std::collections::{BTreeMap, HashSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::changes;
use super::choice::{self, Selection, Target, Wanted};
use super::description::{Description, Note, Product};
use super::merge::{self, Rules};
use super::present::{Old, present, text};
use super::report::{DescriptionReport, Options, Outcome, SpecFile, reports};
use super::tree::Tree;
use super::{draft, errata, product};
use crate::analysis::judge;
use crate::codes::{Code, Severity};
use crate::diagnostic::{Diagnostic, Report};
use crate::examples::Contradiction;
use crate::failure::Failure;
use crate::form::{ACTION, PRODUCT};
use crate::load::{self, PRODUCT_FILE};
use crate::names;
use crate::output::{self, File, Status};
use crate::source::Sources;

/// A spec made from documentation; nothing is written yet.
#[derive(Debug)]
#[non_exhaustive]
pub struct Import {
    /// The files, the product file first.
    pub files: Vec<SpecFile>,
    /// Every description, in its order.
    pub descriptions: Vec<DescriptionReport>,
    /// Files of the folder that nothing describes; they stay.
    pub kept: Vec<String>,
}

/// The draft of an action.
struct Draft {
    /// Index of its description.
    description: usize,
    tree: Tree,
    old: Option<Old>,
    errata: usize,
}

const ACTION_HEADER: &str = "# yaml-language-server: $schema=../../schema/action.json";
const PRODUCT_HEADER: &str = "# yaml-language-server: $schema=../../schema/product.json";

/// Rounds in which errata are added; one erratum may let a lint see more.
const ROUNDS: usize = 6;

impl Import {
    /// Makes a spec for the folder `out`, which may have one already. The result
    /// passes `check`; an action that does not is left out and reported.
    ///
    /// # Errors
    ///
    /// If nothing says which product or version this is, or the folder has the
    /// spec of another one, or a spec that cannot be read.
    pub fn new(
        descriptions: Vec<Description>,
        out: &Path,
        options: &Options,
    ) -> Result<Self, Failure> {
        let present = present(out)?;
        let known = present.get(PRODUCT_FILE).map(|old| &old.tree);
        let wanted = Wanted {
            product: options
                .product
                .as_deref()
                .or_else(|| known.and_then(|tree| tree.word("product"))),
            version: options
                .version
                .as_deref()
                .or_else(|| known.and_then(|tree| tree.word("version"))),
            prefer: &options.prefer,
        };
        let target = choice::target(&descriptions, &wanted).map_err(Failure::Message)?;
        if let Some(tree) = known
            && (tree.word("product") != Some(&target.product)
                || tree.word("version") != Some(&target.version))
        {
            let message = format!(
                "{} describes {} {}; the documentation is about {} {}",
                out.join(PRODUCT_FILE).display(),
                tree.word("product").unwrap_or_default(),
                tree.word("version").unwrap_or_default(),
                target.product,
                target.version
            );
            return Err(Failure::Message(message));
        }
        let selections = choice::choose(&descriptions, &target, &wanted);
        let mut run = Run {
            options,
            out,
            reports: reports(&descriptions, &selections),
            present,
            drafts: BTreeMap::new(),
            product: Tree::Null,
            facts: None,
        };
        run.product(&descriptions, &target, &selections);
        run.actions(descriptions, &selections);
        run.answer();
        Ok(run.finish())
    }

    /// Writes the files that are new or have changed, all or none. Returns what
    /// happened to each.
    ///
    /// # Errors
    ///
    /// If the file system refuses a write.
    pub fn write(&self, out: &Path) -> Result<Vec<(String, Status)>, Failure> {
        let files: Vec<File> = self
            .files
            .iter()
            .map(|file| File {
                name: file.name.clone(),
                text: file.text.clone(),
            })
            .collect();
        output::stage_sources(out, &files)
            .and_then(output::Staged::commit)
            .map_err(Failure::Message)
    }
}

struct Run<'a> {
    options: &'a Options,
    out: &'a Path,
    reports: Vec<DescriptionReport>,
    present: BTreeMap<String, Old>,
    /// By file name.
    drafts: BTreeMap<String, Draft>,
    product: Tree,
    /// What a document says about the product.
    facts: Option<Arc<Product>>,
}

impl Run<'_> {
    fn product(&mut self, descriptions: &[Description], target: &Target, selections: &[Selection]) {
        let prose = !self.options.no_prose;
        let errors = product::errors(descriptions, selections, prose);
        let selected = descriptions.iter().zip(selections).enumerate();
        let described = selected
            .filter(|(_, (_, selection))| **selection == Selection::Selected)
            .find_map(|(index, (description, _))| Some((index, description.product.clone()?)));
        self.product = match self.present.get(PRODUCT_FILE) {
            None => product::product(target, errors, described.is_some()),
            Some(old) => {
                // The product file is kept; only new error codes are added.
                let mut tree = old.tree.clone();
                let mut all = tree.members("errors").to_vec();
                let known: HashSet<String> = all
                    .iter()
                    .filter_map(|error| error.word("code").map(str::to_owned))
                    .collect();
                let unknown = |error: &Tree| {
                    let code = error.word("code");
                    code.is_none_or(|code| !known.contains(code))
                };
                all.extend(errors.into_iter().filter(unknown));
                if !all.is_empty() {
                    tree.set("errors", Tree::List(all));
                }
                tree
            }
        };
        if let Some((index, facts)) = described {
            product::regions(&mut self.product, &facts);
            let (objects, mut notes) = draft::objects(&facts, self.options);
            let rules = Rules {
                prose,
                errors_stay: false,
                document: true,
                answers_stay: false,
                closed_enums: self.options.closed_enums,
                limits_stay: false,
            };
            merge::shared(&mut self.product, objects, rules);
            merge::settle(&mut self.product);
            self.reports[index].notes.append(&mut notes);
            self.facts = Some(facts);
        }
    }

    /// Lists the areas that actions are in.
    fn areas(&mut self) {
        let Some(facts) = &self.facts else { return };
        let drafts = self.drafts.values().map(|draft| &draft.tree);
        let trees = drafts.chain(self.present.values().map(|old| &old.tree));
        let used: HashSet<String> = trees
            .filter_map(|tree| tree.word("area").map(str::to_owned))
            .collect();
        let old = self.present.get(PRODUCT_FILE);
        let old = old.map_or(&[][..], |old| old.tree.members("areas"));
        let prose = !self.options.no_prose;
        product::areas(&mut self.product, old, facts, &used, prose);
    }

    /// The area of the folder for each documented one. The name that documentation gives
    /// to an area may change with its actions, so a new action joins its neighbours.
    fn kept_areas(&self, descriptions: &[Description]) -> BTreeMap<String, String> {
        let mut counts: BTreeMap<String, BTreeMap<String, usize>> = BTreeMap::new();
        for description in descriptions {
            let action = description.identity.action.as_deref().unwrap_or_default();
            let old = self.present.get(&format!("{action}.yaml"));
            let kept = old.and_then(|old| old.tree.word("area"));
            if let (Some(area), Some(kept)) = (&description.call.area, kept) {
                let counts = counts.entry(area.clone()).or_default();
                *counts.entry(kept.to_owned()).or_default() += 1;
            }
        }
        let most = |kept: BTreeMap<String, usize>| {
            let most = kept.into_iter().max_by_key(|(_, count)| *count);
            most.map(|(kept, _)| kept)
        };
        let areas = counts.into_iter();
        areas
            .filter_map(|(area, kept)| Some((area, most(kept)?)))
            .collect()
    }

    /// Drops each description once it has a draft: drafts take as much memory
    /// again.
    fn actions(&mut self, descriptions: Vec<Description>, selections: &[Selection]) {
        let areas = self.kept_areas(&descriptions);
        for (index, (description, selection)) in
            descriptions.into_iter().zip(selections).enumerate()
        {
            if *selection != Selection::Selected {
                continue;
            }
            let (mut tree, mut notes) = draft::action(&description, self.options);
            let kept = tree.word("area").and_then(|area| areas.get(area));
            if let Some(kept) = kept {
                tree.set("area", Tree::text(kept.clone()));
            }
            let name = format!("{}.yaml", tree.word("action").unwrap_or_default());
            let old = self.present.remove(&name);
            if let Some(old) = &old {
                let rules = Rules {
                    // A document without answers has no texts either.
                    prose: !self.options.no_prose && !description.call.answers_unstated,
                    errors_stay: description.errors_elsewhere,
                    document: description.product.is_some(),
                    answers_stay: description.call.answers_unstated,
                    closed_enums: self.options.closed_enums,
                    limits_stay: description.product.is_none() && !self.options.limits_from_prose,
                };
                let unfollowed = merge::unfollowed(&old.tree, &tree, &self.product);
                let whole = &description.origin;
                notes.extend(
                    unfollowed
                        .into_iter()
                        .map(|what| Note::new(whole.clone(), what)),
                );
                tree = merge::action(&old.tree, &tree, rules);
            }
            merge::settle(&mut tree);
            self.reports[index].notes.append(&mut notes);
            self.drafts.insert(
                name,
                Draft {
                    description: index,
                    tree,
                    old,
                    errata: 0,
                },
            );
        }
        self.variants();
    }

    /// Error codes that would become one variant get names of their own.
    fn variants(&mut self) {
        let mut taken: BTreeMap<String, String> = BTreeMap::new();
        let mut see = |error: &mut Tree| {
            let Some(code) = error.word("code").map(str::to_owned) else {
                return;
            };
            let source = error.word("name").unwrap_or(&code).to_owned();
            let ident = names::variant(&source).unwrap_or_default();
            match taken.get(&ident) {
                Some(other) if *other != code => {
                    let free = (2..1000)
                        .map(|number| format!("{ident}{number}"))
                        .find(|name| taken.get(name).is_none_or(|other| *other == code));
                    if let Some(name) = free {
                        taken.insert(name.clone(), code);
                        error.set("name", Tree::Text(name));
                    }
                }
                _ => {
                    taken.insert(ident, code);
                }
            }
        };
        let mut each = |tree: &mut Tree| {
            let mut errors = tree.members("errors").to_vec();
            errors.iter_mut().for_each(&mut see);
            if !errors.is_empty() {
                tree.set("errors", Tree::List(errors));
            }
        };
        each(&mut self.product);
        for draft in self.drafts.values_mut() {
            each(&mut draft.tree);
        }
    }

    /// All files of the folder after the import, including unchanged ones.
    fn texts(&self) -> Vec<(PathBuf, Vec<u8>)> {
        let place = |name: &str| self.out.join(name);
        let mut files = vec![(place(PRODUCT_FILE), self.product_text().into_bytes())];
        for (name, draft) in &self.drafts {
            files.push((
                place(name),
                text(&draft.tree, draft.old.as_ref(), ACTION_HEADER, &ACTION).into_bytes(),
            ));
        }
        let stays = self
            .present
            .iter()
            .filter(|(name, _)| *name != PRODUCT_FILE);
        files.extend(stays.map(|(name, old)| (place(name), old.text.clone().into_bytes())));
        files
    }

    fn product_text(&self) -> String {
        text(
            &self.product,
            self.present.get(PRODUCT_FILE),
            PRODUCT_HEADER,
            &PRODUCT,
        )
    }

    /// Adds errata until no lint finds anything; leaves out what has errors.
    fn answer(&mut self) {
        for _ in 0..ROUNDS {
            self.areas();
            let (findings, contradictions) = examine(self.out, self.texts());
            let malformed = Code::ExampleMalformed.name();
            let errors: Vec<&Diagnostic> = findings
                .iter()
                .filter(|finding| finding.severity == Severity::Error && finding.code != malformed)
                .collect();
            let mut removed = false;
            for error in errors {
                let name = Path::new(&error.file)
                    .file_name()
                    .unwrap_or_default()
                    .to_string_lossy()
                    .into_owned();
                if let Some(draft) = self.drafts.remove(&name) {
                    let report = &mut self.reports[draft.description];
                    report.outcome = Outcome::Refused;
                    report.reason = format!(
                        "its spec does not pass the check: {} ({})",
                        error.message, error.code
                    );
                    if let Some(old) = draft.old {
                        self.present.insert(name, old);
                    }
                    removed = true;
                }
            }
            let mut answered = false;
            for found in &contradictions {
                if let Some(draft) = self.drafts.get_mut(&format!("{}.yaml", found.action)) {
                    let xml = draft
                        .tree
                        .members("examples")
                        .iter()
                        .find_map(|example| example.word("xml"))
                        .map(str::to_owned);
                    let erratum = errata::erratum(found, xml.as_deref());
                    let mut errata = draft.tree.members("errata").to_vec();
                    // Both answers may contradict the documentation in the same way.
                    let same = |other: &Tree| {
                        other.word("lint") == erratum.word("lint")
                            && other.word("subject") == erratum.word("subject")
                    };
                    if !errata.iter().any(same) {
                        errata.push(erratum);
                        draft.errata += 1;
                        draft.tree.set("errata", Tree::List(errata));
                    }
                    answered = true;
                }
            }
            if !removed && !answered {
                break;
            }
        }
    }

    fn finish(self) -> Import {
        let mut files = Vec::new();
        let old = self.present.get(PRODUCT_FILE);
        files.push(SpecFile {
            name: PRODUCT_FILE.to_owned(),
            text: self.product_text(),
            source: None,
            changes: old.map_or_else(Vec::new, |old| changes::changes(&old.tree, &self.product)),
            new: old.is_none(),
            errata: 0,
        });
        for (name, draft) in &self.drafts {
            files.push(SpecFile {
                name: name.clone(),
                text: text(&draft.tree, draft.old.as_ref(), ACTION_HEADER, &ACTION),
                source: Some(PathBuf::from(&self.reports[draft.description].source)),
                changes: draft
                    .old
                    .as_ref()
                    .map_or_else(Vec::new, |old| changes::changes(&old.tree, &draft.tree)),
                new: draft.old.is_none(),
                errata: draft.errata,
            });
        }
        let kept = self
            .present
            .into_keys()
            .filter(|name| name != PRODUCT_FILE)
            .collect();
        Import {
            files,
            descriptions: self.reports,
            kept,
        }
    }
}

/// Checks files that are not written yet. Lints run only without errors.
fn examine(out: &Path, files: Vec<(PathBuf, Vec<u8>)>) -> (Vec<Diagnostic>, Vec<Contradiction>) {
    let mut sources = Sources::default();
    let mut report = Report::default();
    let spec = load::load_files(out, files, &mut sources, &mut report);
    let accepted = judge(&spec, &sources, &mut report);
    let contradictions = accepted.map_or_else(Vec::new, |accepted| accepted.contradictions);
    (report.finish(&sources), contradictions)
}
