//! Where the descriptions of actions come from: specs that people wrote. `WIRE_SPECS` names
//! another folder with a spec folder `PRODUCT-VERSION` for each product.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use aliyun_runtime::dynamic::Catalog;
use aliyun_runtime::generated::Core;

use crate::build::client;

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
    let specs = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/wire_sweep/specs");
    let specs = std::env::var_os("WIRE_SPECS").map_or(specs, PathBuf::from);
    let spec = specs.join(format!("{name}-{version}"));
    if !spec.is_dir() {
        return Err(UNDESCRIBED.to_owned());
    }
    let model = aliyun_codegen::read(&spec).map_err(|failure| failure.to_string())?;
    let catalog = aliyun_codegen::catalog(&model);
    Ok((catalog, client(catalog.product)?))
}
