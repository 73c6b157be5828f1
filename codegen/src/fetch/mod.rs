//! Downloads the official machine-readable documentation: one `api-docs.json` per
//! product version.
//!
//! [`Source`] is a service with documents, [`Catalog`] is its list of products, and
//! [`Source::fetch`] downloads one document into a folder, whole or not at all.

mod catalog;
mod document;
mod error;
mod http;

use std::path::{Path, PathBuf};
use std::time::SystemTime;

use sha2::{Digest, Sha256};

pub use catalog::{Catalog, Product};
pub use error::FetchError;

use crate::output::{self, File, Status};
use http::{Http, Missing};

/// The metadata service of Alibaba Cloud, which needs no account.
pub const OFFICIAL: &str = "https://api.aliyun.com/meta/v1";

/// Name of the document in the folder of its product version.
pub const DOCUMENT: &str = "api-docs.json";

/// Name of the file with the provenance of a document.
pub const PROVENANCE: &str = "api-docs.provenance.json";

/// Language of titles and descriptions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Language {
    /// English.
    #[default]
    English,
    /// Chinese, the language most documents are written in.
    Chinese,
}

impl Language {
    const fn query(self) -> &'static str {
        match self {
            Self::English => "?language=EN_US",
            Self::Chinese => "?language=ZH_CN",
        }
    }

    const fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Chinese => "zh",
        }
    }
}

/// Called with the number of bytes received so far, and with the full size if the
/// server sends it.
pub type Progress<'a> = &'a mut dyn FnMut(u64, Option<u64>);

/// Where documents come from: the official service, or a mirror of it.
#[derive(Debug)]
pub struct Source {
    base: String,
    http: Http,
}

/// A document that has been fetched.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Fetched {
    /// The document on disk.
    pub path: PathBuf,
    /// Product code as the document has it.
    pub product: String,
    /// API version.
    pub version: String,
    /// Number of actions in it.
    pub actions: usize,
    /// Size in bytes.
    pub bytes: usize,
    /// Whether the file is new, changed, or unchanged.
    pub status: Status,
    /// SHA-256 of the document, in hexadecimal digits.
    pub sha256: String,
}

/// A document that has been downloaded and checked, but not written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Download {
    /// The address that answered.
    pub address: String,
    /// The document.
    pub text: String,
    /// Product code as the document has it.
    pub product: String,
    /// Number of actions in it.
    pub actions: usize,
    /// SHA-256 of the document, in hexadecimal digits.
    pub sha256: String,
    /// Address, language, time, size and SHA-256, as JSON.
    pub provenance: String,
}

impl Source {
    /// A source at this address: [`OFFICIAL`], or a mirror that has
    /// `products.json` and `products/{code}/versions/{version}/api-docs.json`, or
    /// `{code}/{version}/api-docs.json` with the code in lower case.
    ///
    /// # Errors
    ///
    /// The address is no `http` or `https` URL, or TLS cannot be set up.
    pub fn new(base: &str) -> Result<Self, FetchError> {
        let base = base.trim_end_matches('/');
        let http = Http::new(base)?;
        Ok(Self {
            base: base.to_owned(),
            http,
        })
    }

    /// The list of products.
    ///
    /// # Errors
    ///
    /// It cannot be downloaded, or is not a list of products.
    pub fn catalog(&self) -> Result<Catalog, FetchError> {
        let address = format!("{}/products.json", self.base);
        match self.http.get(&address, &mut |_, _| {})? {
            Ok(body) => Catalog::read(&address, &body),
            Err(Missing) => Err(FetchError::missing(&address, "the list of products")),
        }
    }

    /// Downloads the document of a product version into
    /// `out/{code}/{version}/api-docs.json`, with a file of its provenance beside it.
    ///
    /// The document is complete and checked before it replaces an earlier one. A
    /// document that has not changed is not touched, nor is its provenance.
    ///
    /// # Errors
    ///
    /// The document cannot be downloaded, is not one of this product and version, or
    /// cannot be written. The earlier document stays as it is.
    pub fn fetch(
        &self,
        code: &str,
        version: &str,
        language: Language,
        out: &Path,
        progress: Progress<'_>,
    ) -> Result<Fetched, FetchError> {
        let download = self.download(code, version, language, progress)?;
        let dir = out.join(code.to_ascii_lowercase()).join(version);
        let bytes = download.text.len();
        let status = store(&dir, download.text, download.provenance)?;
        Ok(Fetched {
            path: dir.join(DOCUMENT),
            product: download.product,
            version: version.to_owned(),
            actions: download.actions,
            bytes,
            status,
            sha256: download.sha256,
        })
    }

    /// Downloads the document of a product version, and writes nothing.
    ///
    /// # Errors
    ///
    /// The document cannot be downloaded, or is not one of this product and version.
    pub fn download(
        &self,
        code: &str,
        version: &str,
        language: Language,
        progress: Progress<'_>,
    ) -> Result<Download, FetchError> {
        let code = segment("product code", code)?;
        let version = segment("API version", version)?;
        let (address, body) = self.body(code, version, language, progress)?;
        let text = String::from_utf8(body).map_err(|error| {
            let at = error.utf8_error().valid_up_to();
            FetchError::document(&address, format!("it is not UTF-8 at byte {at}"))
        })?;
        let document = document::check(&address, &text, code, version)?;
        let sha256 = hex(&Sha256::digest(text.as_bytes()));
        let provenance = provenance(&address, language, &sha256, text.len());
        Ok(Download {
            address,
            text,
            product: document.product,
            actions: document.actions,
            sha256,
            provenance,
        })
    }

    /// The address that answered, and its answer.
    fn body(
        &self,
        code: &str,
        version: &str,
        language: Language,
        progress: Progress<'_>,
    ) -> Result<(String, Vec<u8>), FetchError> {
        let base = &self.base;
        let query = language.query();
        let official = format!("{base}/products/{code}/versions/{version}/{DOCUMENT}{query}");
        // A mirror may be a plain folder of documents.
        let plain = format!("{base}/{}/{version}/{DOCUMENT}", code.to_ascii_lowercase());
        for address in [&official, &plain] {
            if let Ok(body) = self.http.get(address, progress)? {
                return Ok((address.clone(), body));
            }
            if base == OFFICIAL {
                break;
            }
        }
        let what = format!("a document of {code} {version}");
        Err(FetchError::missing(&official, &what))
    }
}

/// Where a document came from.
fn provenance(address: &str, language: Language, sha256: &str, bytes: usize) -> String {
    let object = serde_json::json!({
        "address": address,
        "language": language.code(),
        "fetched_at": humantime::format_rfc3339_seconds(SystemTime::now()).to_string(),
        "sha256": sha256,
        "bytes": bytes,
    });
    format!("{object:#}\n")
}

/// Writes the document and its provenance; both keep their old content unless the
/// document changed.
fn store(dir: &Path, text: String, provenance: String) -> Result<Status, FetchError> {
    let document = dir.join(DOCUMENT);
    let same = std::fs::metadata(&document).is_ok_and(|metadata| metadata.is_file())
        && std::fs::read(&document).is_ok_and(|old| old == text.as_bytes());
    if same && dir.join(PROVENANCE).is_file() {
        return Ok(Status::Unchanged);
    }
    let provenance = File {
        name: PROVENANCE.to_owned(),
        text: provenance,
    };
    let document = File {
        name: DOCUMENT.to_owned(),
        text,
    };
    let staged = output::stage_sources(dir, &[document, provenance]);
    let written = staged.and_then(output::Staged::commit);
    let written = written.map_err(FetchError::Write)?;
    Ok(written
        .into_iter()
        .find(|(name, _)| name == DOCUMENT)
        .map_or(Status::Unchanged, |(_, status)| status))
}

/// A part of an address and of a path on disk: nothing that could lead elsewhere.
fn segment<'a>(what: &'static str, text: &'a str) -> Result<&'a str, FetchError> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
    if !text.is_empty() && text.chars().all(plain) && !text.starts_with('.') {
        return Ok(text);
    }
    Err(FetchError::Name {
        what,
        found: text.to_owned(),
    })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
