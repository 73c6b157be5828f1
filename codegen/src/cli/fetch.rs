//! `fetch`: downloads the official documentation of a product, or lists products.

use std::io::{IsTerminal, Write};
use std::path::PathBuf;

use aliyun_codegen::Status;
use aliyun_codegen::fetch::{Catalog, FetchError, Language, OFFICIAL, Source};
use clap::{Args, ValueEnum};

use super::{Console, Outcome};

#[derive(Args)]
pub(crate) struct Arguments {
    /// Product code, such as ecs; in any case.
    #[arg(value_name = "CODE", required_unless_present = "list")]
    code: Option<String>,
    /// API version, such as 2014-05-26; the product's default version if left out.
    #[arg(value_name = "VERSION")]
    version: Option<String>,
    /// List the products whose code, name or group contains this text, or all.
    #[arg(
        long,
        value_name = "TEXT",
        num_args = 0..=1,
        default_missing_value = "",
        conflicts_with_all = ["code", "version"]
    )]
    list: Option<String>,
    /// Language of titles and descriptions.
    #[arg(long, value_name = "LANGUAGE", default_value = "en")]
    language: Choice,
    /// Folder to write to: DIR/code/version/api-docs.json.
    #[arg(long, value_name = "DIR", default_value = "metadata")]
    out: PathBuf,
    /// Address of a mirror of the metadata service.
    #[arg(long, value_name = "URL", default_value = OFFICIAL)]
    from: String,
}

/// Languages of the documentation.
#[derive(Clone, Copy, ValueEnum)]
enum Choice {
    /// English.
    En,
    /// Chinese.
    Zh,
}

pub(crate) fn run(console: &mut Console, arguments: &Arguments) -> Outcome {
    let done = Source::new(&arguments.from).and_then(|source| match &arguments.list {
        Some(text) => Ok(list(console, &source.catalog()?, text)),
        None => fetch(console, arguments, &source),
    });
    done.unwrap_or_else(|error| {
        console.note(format_args!("error: {error}"));
        Outcome::Findings
    })
}

fn list(console: &mut Console, catalog: &Catalog, text: &str) -> Outcome {
    let found: Vec<_> = catalog.search(text).collect();
    if found.is_empty() {
        console.note(format_args!(
            "error: no product has {text:?} in its code, name or group"
        ));
        return Outcome::Findings;
    }
    let widest = found.iter().map(|product| product.code.len()).max();
    let width = widest.unwrap_or_default();
    for product in found {
        let mut name = product.name.clone();
        if !product.short_name.is_empty() && product.short_name != product.name {
            name = format!("{name} ({})", product.short_name);
        }
        console.line(format_args!(
            "{:width$}  {:12}  {:4}  {name}",
            product.code, product.default_version, product.style
        ));
    }
    Outcome::Done
}

fn fetch(
    console: &mut Console,
    arguments: &Arguments,
    source: &Source,
) -> Result<Outcome, FetchError> {
    let code = arguments.code.as_deref().unwrap_or_default();
    let catalog = source.catalog()?;
    let (code, version) = catalog.find(code, arguments.version.as_deref())?;
    let language = match arguments.language {
        Choice::En => Language::English,
        Choice::Zh => Language::Chinese,
    };
    let mut bar = Bar::default();
    let fetched = source.fetch(
        code,
        &version,
        language,
        &arguments.out,
        &mut |done, total| {
            bar.show(done, total);
        },
    );
    bar.clear();
    let fetched = fetched?;
    let change = match fetched.status {
        Status::Created => "new",
        Status::Updated => "changed",
        _ => "as it was",
    };
    console.line(format_args!(
        "{}: {} {}, {} actions, {} bytes, {change}",
        fetched.path.display(),
        fetched.product,
        fetched.version,
        fetched.actions,
        fetched.bytes
    ));
    Ok(Outcome::Done)
}

/// A line of progress, if someone looks at it.
#[derive(Default)]
struct Bar {
    shown: bool,
    last: u64,
}

impl Bar {
    fn show(&mut self, done: u64, total: Option<u64>) {
        const STEP: u64 = 64 * 1024;
        if !std::io::stderr().is_terminal() || (done < self.last + STEP && total != Some(done)) {
            return;
        }
        (self.shown, self.last) = (true, done);
        let total = total.map_or_else(String::new, |total| format!(" of {}", total / 1024));
        let _ = write!(std::io::stderr(), "\r{}{total} KiB ", done / 1024);
    }

    fn clear(&self) {
        if self.shown {
            let _ = write!(std::io::stderr(), "\r{:40}\r", "");
        }
    }
}
