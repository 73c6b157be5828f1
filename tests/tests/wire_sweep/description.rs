//! Where the descriptions of actions come from: the official JSON document of the product
//! version, imported, or else a spec of our own. `WIRE_SPECS` names a folder with a spec
//! folder `PRODUCT-VERSION` for each product, which is used instead.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use aliyun_codegen::Failure;
use aliyun_codegen::import::{self, Import, Options};
use aliyun_codegen::model::Model;
use aliyun_runtime::dynamic::Catalog;
use aliyun_runtime::generated::Core;

use crate::build::client;
use crate::folder;

/// Why a record of a product without a spec is not equal.
pub(crate) const UNDESCRIBED: &str = "the product is not described";

/// The tables of a product, and a client of it.
type Product = (&'static Catalog, Core);

/// The descriptions of products, each read once.
#[derive(Default)]
pub(crate) struct Descriptions {
    known: HashMap<(String, String), Result<Product, String>>,
}

impl Descriptions {
    /// What describes a product.
    pub(crate) fn product(&mut self, name: &str, version: &str) -> Result<Product, String> {
        let key = (name.to_owned(), version.to_owned());
        let known = self.known.entry(key);
        known.or_insert_with(|| described(name, version)).clone()
    }
}

fn described(name: &str, version: &str) -> Result<Product, String> {
    let model = model(name, version)?;
    let catalog = aliyun_codegen::catalog(&model);
    Ok((catalog, client(catalog.product)?))
}

fn model(name: &str, version: &str) -> Result<Model, String> {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wire_sweep/specs");
    let given = std::env::var_os("WIRE_SPECS").map(PathBuf::from);
    if given.is_none() {
        let metadata = folder("API_METADATA", "../shared/metadata/2024-07-30");
        let document = metadata.join(name).join(version).join("api-docs.json");
        if document.is_file() {
            return imported(&document).map_err(|failure| failure.to_string());
        }
    }
    let spec = given.unwrap_or(own).join(format!("{name}-{version}"));
    if !spec.is_dir() {
        return Err(UNDESCRIBED.to_owned());
    }
    aliyun_codegen::read(&spec).map_err(|failure| failure.to_string())
}

/// The model of an official document, by way of spec files as a user would have them.
fn imported(document: &Path) -> Result<Model, Failure> {
    let out = tempfile::tempdir().unwrap();
    let descriptions = import::read(&[document.to_path_buf()], &|_| {})?;
    Import::new(descriptions, out.path(), &Options::default())?.write(out.path())?;
    aliyun_codegen::read(out.path())
}
