//! The entry point: generates files from a spec folder, in a build script or a tool.

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

/// The result of a generation.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Generated {
    /// The folder that holds the files.
    pub dir: PathBuf,
    /// Every file with its status, in the order of generation.
    pub files: Vec<(String, Status)>,
    /// Mistakes that do not affect the code: areas without actions and, with the
    /// feature `examples`, contradictions of the documentation that no erratum of the
    /// spec answers.
    pub warnings: Vec<Diagnostic>,
}

impl Builder {
    /// Creates a builder for the spec folder of one product at one version. A relative
    /// path starts at the current folder, which in a build script is the folder of the
    /// package.
    #[must_use]
    pub fn new(spec: impl AsRef<Path>) -> Self {
        Self {
            spec: spec.as_ref().to_path_buf(),
            out: None,
            actions: None,
            options: emit::Options::default(),
        }
    }

    /// Generates only the actions with these wire names. By default, every action of
    /// the spec is generated. The error codes are always those of the whole product.
    #[must_use]
    pub fn actions<I>(mut self, names: I) -> Self
    where
        I: IntoIterator<Item: Into<String>>,
    {
        self.actions = Some(names.into_iter().map(Into::into).collect());
        self
    }

    /// Puts each area of the product behind the cargo feature of its name, so that
    /// users of the crate compile only what they call. The crate must declare the
    /// features. By default, every area is compiled.
    ///
    /// A method that submits a task in one area and waits for it in another needs the
    /// features of both.
    #[must_use]
    pub fn area_features(mut self, on: bool) -> Self {
        self.options.area_features = on;
        self
    }

    /// Adds an example to the documentation of each action's method, which
    /// `cargo test --doc` compiles. `path` is the path of the client in a program, such
    /// as `aliyun_domain`. By default, there are no examples.
    #[must_use]
    pub fn example_path(mut self, path: impl Into<String>) -> Self {
        self.options.example_path = Some(path.into());
        self
    }

    /// Writes into this folder. By default, a build script writes into a folder of
    /// `OUT_DIR` named after the product: `domain` for `Domain`.
    #[must_use]
    pub fn out_dir(mut self, out: impl AsRef<Path>) -> Self {
        self.out = Some(out.as_ref().to_path_buf());
        self
    }

    /// Generates the files. Files that would not change keep their modification time.
    /// Generated files of actions that the spec no longer has are removed.
    ///
    /// In a build script, this tells cargo to run the script again if a spec file is
    /// changed, added or removed.
    ///
    /// # Errors
    ///
    /// Every finding of the spec, or the reason why a file cannot be written. Nothing
    /// is written if the spec has an error.
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

    /// Returns what [`generate`](Self::generate) would change, and writes nothing.
    ///
    /// # Errors
    ///
    /// As for [`generate`](Self::generate).
    pub fn compare(&self) -> Result<Vec<Difference>, Failure> {
        let (product, files, _) = self.files()?;
        output::compare(&self.dir(&product)?, &files).map_err(Failure::Message)
    }

    /// Returns the files as text, and writes nothing.
    ///
    /// # Errors
    ///
    /// Every finding of the spec.
    pub fn render(&self) -> Result<Vec<File>, Failure> {
        self.files().map(|(_, files, _)| files)
    }

    /// Writes tests made from the documented examples, one named test per case. The
    /// file is `tests.rs` in the output folder or, by default, in a folder of `OUT_DIR`
    /// named after the product: `domain_tests` for `Domain`. `client` is the path of the
    /// generated client, such as `aliyun_domain`.
    ///
    /// The crate that includes the file must have a module `conformance` with the
    /// functions that the tests call.
    ///
    /// # Errors
    ///
    /// Every finding of the spec, a `client` that is not a path, or the reason why the
    /// file cannot be written.
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

    /// Writes the tables of the actions for a command line. The file is `commands.rs` in
    /// the output folder or, by default, in a folder of `OUT_DIR` named after the
    /// product: `domain_commands` for `Domain`. The tables need no generated client.
    ///
    /// The file has one public item, `CATALOG`, and belongs in a module of its own. It
    /// needs `aliyun-runtime` with the feature `dynamic`; the library
    /// `aliyun-cli-engine` turns it into a command line.
    ///
    /// # Errors
    ///
    /// Every finding of the spec, or the reason why the file cannot be written.
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

    /// Writes one file that is not part of the client.
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

    /// The model of the spec, reduced to the chosen actions.
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

    /// Tells cargo the inputs. If a path among them is an output or does not exist,
    /// cargo runs the script on every build.
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

/// Cargo sets both variables only for build scripts.
fn in_build_script() -> bool {
    std::env::var_os("OUT_DIR").is_some() && std::env::var_os("TARGET").is_some()
}

/// Asks cargo to watch a path. A path with a line break is skipped, as the rest of it
/// would be another instruction to cargo.
fn watch(path: &Path) {
    let path = path.display().to_string();
    if !path.contains(['\n', '\r']) {
        tell(&format!("cargo::rerun-if-changed={path}"));
    }
}

/// Prints an instruction to cargo. A closed pipe is ignored: cargo reports that itself.
fn tell(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
