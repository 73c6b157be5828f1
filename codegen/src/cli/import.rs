//! `import`: documentation into spec files, or into its neutral form.

use std::path::{Path, PathBuf};

use aliyun_codegen::Failure;
use aliyun_codegen::import::Description;
use clap::{Args, ValueEnum};
use serde_json::json;

use super::pages::{self, Choices, SHOWN};
use super::{Console, Outcome};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Official JSON documents (`api-docs.json`), Markdown pages, or folders of them.
    #[arg(required = true, value_name = "DOCUMENTATION")]
    pages: Vec<PathBuf>,
    /// The spec folder to write to; what its authors added stays. Documents of several
    /// product versions go to a folder each, `SPEC_DIR/PRODUCT/VERSION`.
    #[arg(
        long,
        value_name = "SPEC_DIR",
        required_unless_present = "format",
        conflicts_with = "format"
    )]
    out: Option<PathBuf>,
    /// Write no spec; print one JSON object per page, each on its own line.
    #[arg(long, value_name = "FORMAT")]
    format: Option<Format>,
    #[command(flatten)]
    choices: Choices,
    /// Write no spec file; show what would change.
    #[arg(long)]
    dry_run: bool,
}

/// Output instead of a spec.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Format {
    /// JSON, one line per page that describes an action.
    Json,
}

pub(crate) fn run(console: &mut Console, arguments: &Arguments) -> Outcome {
    match pages::read(&arguments.pages) {
        Ok(descriptions) if arguments.format.is_some() => print(console, arguments, &descriptions),
        Ok(descriptions) => spec(console, arguments, descriptions),
        Err(failure) => Err(failure),
    }
    .unwrap_or_else(|failure| {
        console.note(failure);
        Outcome::Findings
    })
}

fn print(
    console: &mut Console,
    arguments: &Arguments,
    descriptions: &[Description],
) -> Result<Outcome, Failure> {
    let mut refused = 0;
    for description in descriptions {
        match description.refused() {
            None => console.line(description.neutral()),
            Some(reason) => {
                refused += 1;
                if refused <= SHOWN {
                    console.note(format_args!(
                        "no action: {}: {reason}",
                        description.source()
                    ));
                }
            }
        }
    }
    if refused > SHOWN {
        console.note(format_args!(
            "… and {} more pages that describe no action",
            refused - SHOWN
        ));
    }
    arguments.choices.save(|| {
        let page = |description: &Description| {
            json!({
                "source": description.source(), "refused": description.refused(),
                "notes": pages::notes(description.notes()),
            })
        };
        json!({ "pages": descriptions.iter().map(page).collect::<Vec<_>>() })
    })?;
    Ok(Outcome::Done)
}

fn spec(
    console: &mut Console,
    arguments: &Arguments,
    descriptions: Vec<Description>,
) -> Result<Outcome, Failure> {
    let Some(out) = &arguments.out else {
        return Ok(Outcome::Usage);
    };
    let imports = arguments.choices.imports(descriptions, out)?;
    let mut written = Vec::new();
    for (out, import) in &imports.imports {
        written.push(if arguments.dry_run {
            None
        } else {
            Some(import.write(out)?)
        });
    }
    let single = imports.imports.len() == 1;
    let mut refused = false;
    for ((out, import), written) in imports.imports.iter().zip(&written) {
        for file in &import.files {
            for change in &file.changes {
                let name = out.join(&file.name);
                let name = if single { Path::new(&file.name) } else { &name };
                console.line(format_args!("{}: {change}", name.display()));
            }
        }
        if single {
            for line in pages::summary(import, written.as_deref()) {
                console.line(line);
            }
        } else {
            console.line(pages::line(out, import));
        }
        refused |= pages::refused(console, import);
    }
    imports.tell_refused(console);
    Ok(if refused {
        Outcome::Findings
    } else {
        Outcome::Done
    })
}
