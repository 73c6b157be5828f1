//! `export`: a spec folder in the language of another tool.

use std::path::{Path, PathBuf};

use aliyun_codegen::export::{self, OpenApi};
use aliyun_codegen::{Failure, Status};
use clap::{Args, Subcommand, ValueEnum};

use super::{Console, Outcome};

#[derive(Subcommand)]
pub(crate) enum Language {
    /// An OpenAPI document, as JSON or YAML.
    Openapi(Arguments),
}

#[derive(Args)]
pub(crate) struct Arguments {
    /// Folder with product.yaml and one file per action.
    #[arg(value_name = "SPEC_DIR")]
    spec: PathBuf,
    /// File to write; standard output by default.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Version of OpenAPI.
    #[arg(long, value_name = "VERSION", default_value = "3.1")]
    openapi: Version,
    /// Format of the file. By default, YAML if the name of the file ends in `.yaml`
    /// or `.yml`, otherwise JSON.
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
}

#[derive(Clone, Copy, ValueEnum)]
enum Format {
    Json,
    Yaml,
}

impl Arguments {
    fn format(&self) -> Format {
        let extension = self.out.as_deref().and_then(Path::extension);
        let yaml = extension.is_some_and(|extension| extension == "yaml" || extension == "yml");
        let named = if yaml { Format::Yaml } else { Format::Json };
        self.format.unwrap_or(named)
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum Version {
    /// For tools that support no later version.
    #[value(name = "3.0")]
    V3_0,
    /// Its schemas are JSON Schema.
    #[value(name = "3.1")]
    V3_1,
}

/// Writes the document, unless the spec has an error.
pub(crate) fn run(console: &mut Console, language: &Language) -> Outcome {
    let Language::Openapi(arguments) = language;
    let done = openapi(console, arguments);
    done.unwrap_or_else(|failure| {
        console.note(failure);
        Outcome::Findings
    })
}

fn openapi(console: &mut Console, arguments: &Arguments) -> Result<Outcome, Failure> {
    let model = aliyun_codegen::read(&arguments.spec)?;
    let version = match arguments.openapi {
        Version::V3_0 => OpenApi::V3_0,
        Version::V3_1 => OpenApi::V3_1,
    };
    let text = match arguments.format() {
        Format::Json => export::openapi(&model, version),
        Format::Yaml => export::openapi_yaml(&model, version),
    };
    let Some(out) = &arguments.out else {
        console.line(text.trim_end());
        return Ok(Outcome::Done);
    };
    let what = match export::write(out, text)? {
        Status::Created => "created",
        Status::Unchanged => "unchanged",
        _ => "updated",
    };
    console.line(format_args!("{what:>9}  {}", out.display()));
    Ok(Outcome::Done)
}
