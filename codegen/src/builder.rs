//! The front door: a spec folder into files, from a build script or a tool.

use std::io::Write;
use std::path::{Path, PathBuf};

use heck::ToSnakeCase;

use crate::analysis::{Analysis, analyze};
use crate::diagnostic::Diagnostic;
use crate::failure::Failure;
use crate::model::Model;
use crate::output::{self, Difference, File, Status};
use crate::suggest::did_you_mean;
use crate::{emit, format, load};

/// Generates a client from a spec folder.
///
/// In a `build.rs`:
///
/// ```no_run
/// fn main() -> Result<(), aliyun_codegen::Failure> {
///     aliyun_codegen::Builder::new("spec/domain/2018-01-29").generate()?;
///     Ok(())
/// }
/// ```
///
/// and in the crate, where the product is `Domain`:
///
/// ```ignore
/// aliyun_runtime::include_client!("domain");
/// ```
#[derive(Debug, Clone)]
pub struct Builder {
    spec: PathBuf,
    out: Option<PathBuf>,
    actions: Option<Vec<String>>,
    options: emit::Options,
}

/// What was generated.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Generated {
    /// The folder that holds the files.
    pub dir: PathBuf,
    /// Every file, in the order in which it was made, and what became of it.
    pub files: Vec<(String, Status)>,
    /// What is wrong without effect on the code: areas that no action belongs
    /// to and, with the feature `examples`, contradictions of the reference
    /// that the spec does not answer.
    pub warnings: Vec<Diagnostic>,
}

impl Builder {
    /// A builder for the spec folder of one product at one version. A relative
    /// path is taken from the current folder, which is the package's own in a
    /// build script.
    #[must_use]
    pub fn new(spec: impl AsRef<Path>) -> Self {
        Self {
            spec: spec.as_ref().to_path_buf(),
            out: None,
            actions: None,
            options: emit::Options::default(),
        }
    }

    /// Generates these actions only, by their names on the wire. Without it,
    /// every action of the spec. Error codes are those of the whole product.
    #[must_use]
    pub fn actions<I>(mut self, names: I) -> Self
    where
        I: IntoIterator<Item: Into<String>>,
    {
        self.actions = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// Puts each area of the product behind the cargo feature of its name, so
    /// that users of the crate compile only what they call. The crate declares
    /// the features; without this, everything is always there.
    ///
    /// A method that submits in one area and waits in another is there where
    /// both are.
    #[must_use]
    pub fn area_features(mut self, on: bool) -> Self {
        self.options.area_features = on;
        self
    }

    /// Shows an example with each action's method, which `cargo test --doc`
    /// compiles. `path` is where programs find the client, such as
    /// `aliyun_domain`; without it there are no examples.
    #[must_use]
    pub fn example_path(mut self, path: impl Into<String>) -> Self {
        self.options.example_path = Some(path.into());
        self
    }

    /// Writes into this folder. Without it, a build script writes into a folder
    /// of `OUT_DIR` that is called after the product: `domain` for `Domain`.
    #[must_use]
    pub fn out_dir(mut self, out: impl AsRef<Path>) -> Self {
        self.out = Some(out.as_ref().to_path_buf());
        self
    }

    /// Generates the files. Files that would not change are not touched;
    /// generated ones that belong to no action any more are removed.
    ///
    /// In a build script, cargo is told to run it again when a spec file
    /// changes, appears or goes.
    ///
    /// # Errors
    ///
    /// Every finding of the spec, or what the file system refused. Nothing is
    /// written where the spec has an error.
    pub fn generate(&self) -> Result<Generated, Failure> {
        self.rerun();
        let (product, files, warnings) = self.files()?;
        let dir = self.dir(&product)?;
        let files = output::write(&dir, &files).map_err(Failure::Message)?;
        if in_build_script() {
            for warning in &warnings {
                for line in warning.to_string().lines() {
                    tell(&format!("cargo::warning={line}"));
                }
            }
        }
        Ok(Generated {
            dir,
            files,
            warnings,
        })
    }

    /// What [`generate`](Self::generate) would change; nothing is written.
    ///
    /// # Errors
    ///
    /// As for [`generate`](Self::generate).
    pub fn compare(&self) -> Result<Vec<Difference>, Failure> {
        let (product, files, _) = self.files()?;
        output::compare(&self.dir(&product)?, &files).map_err(Failure::Message)
    }

    /// The files as text; nothing is written.
    ///
    /// # Errors
    ///
    /// Every finding of the spec.
    pub fn render(&self) -> Result<Vec<File>, Failure> {
        self.files().map(|(_, files, _)| files)
    }

    /// Writes tests made from the documented examples, one named test a case, to
    /// `tests.rs` in the output folder; without one, in a folder of `OUT_DIR`
    /// that is called after the product: `domain_tests` for `Domain`. `client`
    /// is the path of the generated client, such as `aliyun_domain`.
    ///
    /// The crate that includes the file has a module `conformance` with the
    /// functions that the tests call.
    ///
    /// # Errors
    ///
    /// Every finding of the spec, a `client` that is no path, or what the file
    /// system refused.
    #[cfg(feature = "examples")]
    pub fn generate_tests(&self, client: &str) -> Result<Generated, Failure> {
        self.rerun();
        let (model, findings) = self.model()?;
        let path: syn::Path = syn::parse_str(client).map_err(|_| {
            Failure::Message(format!("`{client}` is not the path of a crate or module"))
        })?;
        let tests = emit::File {
            name: "tests.rs".to_owned(),
            owner: format!("{} tests", model.product.name),
            origin: "the examples of the spec".to_owned(),
            parts: vec![emit::Part::Tokens(crate::examples::tests(
                &model,
                &quote::quote!(#path),
            ))],
        };
        self.write_one(tests, &format!("{}Tests", model.product.name), findings)
    }

    /// Writes tables of the actions, from which a command line is made, to
    /// `commands.rs` in the output folder; without one, in a folder of
    /// `OUT_DIR` that is called after the product: `domain_commands` for
    /// `Domain`. No client is needed beside them.
    ///
    /// The file has one public item, `CATALOG`, and goes into a module of its
    /// own. It needs `aliyun-runtime` with the feature `dynamic`; with the library
    /// `aliyun-cli-engine`, it is a whole command line.
    ///
    /// # Errors
    ///
    /// Every finding of the spec, or what the file system refused.
    pub fn generate_commands(&self) -> Result<Generated, Failure> {
        self.rerun();
        let (model, findings) = self.model()?;
        let commands = emit::File {
            name: "commands.rs".to_owned(),
            owner: format!("{} commands", model.product.name),
            origin: "the actions of the spec".to_owned(),
            parts: vec![emit::Part::Tokens(emit::commands::emit(&model))],
        };
        self.write_one(
            commands,
            &format!("{}Commands", model.product.name),
            findings,
        )
    }

    /// Writes a file beside those of the client.
    fn write_one(
        &self,
        file: emit::File,
        folder: &str,
        warnings: Vec<Diagnostic>,
    ) -> Result<Generated, Failure> {
        let name = file.name.clone();
        let text = format::format(file).map_err(Failure::Message)?;
        let dir = self.dir(folder)?;
        let files = output::write(&dir, &[File { name, text }]).map_err(Failure::Message)?;
        Ok(Generated {
            dir,
            files,
            warnings,
        })
    }

    fn files(&self) -> Result<(String, Vec<File>, Vec<Diagnostic>), Failure> {
        let (model, findings) = self.model()?;
        let files = render(&model, &self.options)?;
        Ok((model.product.name, files, findings))
    }

    /// The model of the spec, with the chosen actions.
    fn model(&self) -> Result<(Model, Vec<Diagnostic>), Failure> {
        let Analysis {
            model, findings, ..
        } = analyze(&self.spec);
        let Some(mut model) = model else {
            return Err(Failure::Findings(findings));
        };
        if let Some(chosen) = &self.actions {
            let known = |name: &String| model.actions.iter().any(|action| action.name == *name);
            if let Some(name) = chosen.iter().find(|name| !known(name)) {
                let names = model.actions.iter().map(|action| action.name.as_str());
                let help =
                    did_you_mean(name, names).map_or_else(String::new, |help| format!("; {help}"));
                let spec = self.spec.display();
                return Err(Failure::Message(format!(
                    "{spec} has no action `{name}`{help}"
                )));
            }
            model.actions.retain(|action| chosen.contains(&action.name));
        }
        Ok((model, findings))
    }

    fn dir(&self, product: &str) -> Result<PathBuf, Failure> {
        if let Some(out) = &self.out {
            return Ok(out.clone());
        }
        let out = std::env::var_os("OUT_DIR").ok_or_else(|| {
            Failure::Message(
                "no output folder: outside a build script, set one with `out_dir`".to_owned(),
            )
        })?;
        Ok(PathBuf::from(out).join(product.to_snake_case()))
    }

    /// Inputs only: naming an output, or a path that is not there, would make
    /// cargo build anew every time.
    fn rerun(&self) {
        if !in_build_script() || !self.spec.is_dir() {
            return;
        }
        watch(&self.spec);
        for file in load::folder::spec_files(&self.spec).unwrap_or_default() {
            watch(&file);
        }
    }
}

/// The files of a client as text.
pub(crate) fn render(model: &Model, options: &emit::Options) -> Result<Vec<File>, Failure> {
    emit::emit(model, options)
        .into_iter()
        .map(|file| {
            let name = file.name.clone();
            let text = format::format(file).map_err(Failure::Message)?;
            Ok(File { name, text })
        })
        .collect()
}

/// Cargo sets both for build scripts, and only for them.
fn in_build_script() -> bool {
    std::env::var_os("OUT_DIR").is_some() && std::env::var_os("TARGET").is_some()
}

/// A line break in a path would begin another instruction to cargo.
fn watch(path: &Path) {
    let path = path.display().to_string();
    if !path.contains(['\n', '\r']) {
        tell(&format!("cargo::rerun-if-changed={path}"));
    }
}

/// A closed pipe is cargo's business, not a reason to panic.
fn tell(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
