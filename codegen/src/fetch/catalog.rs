//! The list of products.

use serde_json::Value;

use super::FetchError;
use crate::suggest::did_you_mean;

/// The products that a source has documents of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalog {
    products: Vec<Product>,
}

/// One product in the list. Texts that the list does not have are empty.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Product {
    /// Product code, such as `Ecs`.
    pub code: String,
    /// Its name, in the language of the list.
    pub name: String,
    /// A shorter name.
    pub short_name: String,
    /// The group of products it belongs to.
    pub group: String,
    /// Style of its API, such as `RPC` or `ROA`.
    pub style: String,
    /// API versions.
    pub versions: Vec<String>,
    /// The version that is used if none is given.
    pub default_version: String,
}

impl Catalog {
    pub(super) fn read(address: &str, body: &[u8]) -> Result<Self, FetchError> {
        let wrong = |reason: String| FetchError::document(address, reason);
        let list: Value = serde_json::from_slice(body)
            .map_err(|error| wrong(format!("expected a list of products as JSON, but {error}")))?;
        let Value::Array(list) = list else {
            return Err(wrong("expected a list of products".to_owned()));
        };
        let product = |(index, entry): (usize, &Value)| {
            Product::read(entry)
                .map_err(|key| wrong(format!("/{index}/{key}: not as a list of products has it")))
        };
        let mut products: Vec<Product> = list
            .iter()
            .enumerate()
            .map(product)
            .collect::<Result<_, _>>()?;
        products.sort_by_key(|product| product.code.to_ascii_lowercase());
        Ok(Self { products })
    }

    /// All products, by code.
    #[must_use]
    pub fn products(&self) -> &[Product] {
        &self.products
    }

    /// The products whose code, name or group has this text, in any case.
    pub fn search<'a>(&'a self, text: &str) -> impl Iterator<Item = &'a Product> + use<'a> {
        let text = text.to_lowercase();
        let has = move |field: &String| field.to_lowercase().contains(&text);
        self.products.iter().filter(move |product| {
            let Product {
                code,
                name,
                short_name,
                group,
                ..
            } = product;
            [code, name, short_name, group].into_iter().any(&has)
        })
    }

    /// The product with this code, in any case, and the version: the one named, or
    /// the product's default.
    ///
    /// # Errors
    ///
    /// There is no such product or version; the message has suggestions.
    pub fn find(&self, code: &str, version: Option<&str>) -> Result<(&str, String), FetchError> {
        let mut products = self.products.iter();
        let Some(product) = products.find(|product| product.code.eq_ignore_ascii_case(code)) else {
            return Err(self.unknown(code));
        };
        let Some(version) = version else {
            return product.default().ok_or_else(|| FetchError::Unknown {
                what: format!("the list names no version of {}", product.code),
                hint: "name one, as in `fetch CODE VERSION`".to_owned(),
            });
        };
        if product.versions.iter().any(|known| known == version) || product.versions.is_empty() {
            return Ok((&product.code, version.to_owned()));
        }
        let versions = product.versions.iter().map(String::as_str);
        let similar = did_you_mean(version, versions).unwrap_or_default();
        Err(FetchError::Unknown {
            what: format!("{} has no version {version:?}", product.code),
            hint: format!("it has {}; {similar}", product.versions.join(", "))
                .trim_end_matches("; ")
                .to_owned(),
        })
    }

    fn unknown(&self, code: &str) -> FetchError {
        let codes = self.products.iter().map(|product| product.code.as_str());
        let hint = did_you_mean(code, codes).unwrap_or_else(|| {
            let similar: Vec<&str> = self.search(code).map(|product| &*product.code).collect();
            match similar.as_slice() {
                [] => "`aliyun-codegen fetch --list` has all codes".to_owned(),
                few if few.len() <= 8 => format!("similar are {}", few.join(", ")),
                many => format!(
                    "similar are {} and {} more, see `fetch --list {code}`",
                    many[..8].join(", "),
                    many.len() - 8
                ),
            }
        });
        FetchError::Unknown {
            what: format!("there is no product {code:?}"),
            hint,
        }
    }
}

impl Product {
    /// Reads an entry; the key that is wrong, if one is.
    fn read(entry: &Value) -> Result<Self, &'static str> {
        let text = |key: &'static str| match &entry[key] {
            Value::Null => Ok(String::new()),
            Value::String(text) => Ok(text.clone()),
            _ => Err(key),
        };
        let version = |value: &Value| value.as_str().map(str::to_owned).ok_or("versions");
        let versions = match &entry["versions"] {
            Value::Null => Vec::new(),
            Value::Array(list) => list.iter().map(version).collect::<Result<_, _>>()?,
            _ => return Err("versions"),
        };
        let product = Self {
            code: text("code")?,
            name: text("name")?,
            short_name: text("shortName")?,
            group: text("group")?,
            style: text("style")?,
            versions,
            default_version: text("defaultVersion")?,
        };
        if product.code.is_empty() {
            return Err("code");
        }
        Ok(product)
    }

    /// Code and default version; the newest version if there is no default.
    fn default(&self) -> Option<(&str, String)> {
        let version = Some(&self.default_version).filter(|version| !version.is_empty());
        let version = version.or_else(|| self.versions.iter().max())?;
        Some((&self.code, version.clone()))
    }
}
