//! Enums: documented values are variants, and any other text is kept.
//!
//! Comparing and printing use the wire text. Derived code takes several times as
//! long to compile, and an unknown value with the text of a documented one must
//! equal it.

use proc_macro2::TokenStream;
use quote::quote;

use crate::emit::{Part, doc, text};
use crate::model::{Enum, EnumValue, Model};

/// `enums.rs`: the enums that several actions share.
pub(crate) fn shared(model: &Model) -> Vec<Part> {
    if model.enums.is_empty() {
        return Vec::new();
    }
    let mut parts = vec![Part::Tokens(imports())];
    parts.extend(
        model
            .enums
            .iter()
            .map(|definition| Part::Text(emit(definition))),
    );
    parts
}

fn imports() -> TokenStream {
    quote! {
        use std::fmt;

        use ::aliyun_runtime::generated as rt;
    }
}

/// One enum with its conversions from and to the wire.
pub(crate) fn emit(definition: &Enum) -> String {
    let name = &definition.rust_name;
    let docs = if definition.doc.trim().is_empty() {
        format!("{}.", doc::code(name))
    } else {
        doc::prose(&definition.doc)
    };
    let unknown = if definition.open {
        "A value that the documentation does not list."
    } else {
        "A value that the documentation does not list; a request with it is refused."
    };
    let mut out = variants(name, &docs, &definition.values, unknown);
    let values: Vec<_> = definition
        .values
        .iter()
        .map(|value| text::string(&value.value))
        .collect();
    let start = "pub const VALUES: &'static [&'static str] = &";
    let values = text::list("    ", start, &values, 1);
    out.push_str(&format!(
        "
impl {name} {{
    /// The documented values, as they are on the wire.
    {values};
}}

impl rt::WireEnum for {name} {{
    #[inline]
    fn text(&self) -> &str {{
        self.as_str()
    }}
}}
"
    ));
    if definition.integer {
        out.push_str(&format!(
            "
impl From<i64> for {name} {{
    #[inline]
    fn from(value: i64) -> Self {{
        Self::from(value.to_string())
    }}
}}
"
        ));
    }
    out
}

/// The enum itself and its conversions from and to text.
fn variants(name: &str, docs: &str, values: &[EnumValue], unknown: &str) -> String {
    let mut out = text::docs("", docs);
    if repetitive(name, values) {
        let reason = "the values are called so";
        out.push_str(&format!(
            "#[allow(clippy::enum_variant_names, reason = \"{reason}\")]\n"
        ));
    }
    out.push_str(&format!(
        "#[derive(Clone)]\n#[non_exhaustive]\npub enum {name} {{\n"
    ));
    for value in values {
        out.push_str(&text::docs("    ", &about(value)));
        out.push_str(&format!("    {},\n", value.ident));
    }
    out.push_str(&text::docs("    ", unknown));
    out.push_str("    Unknown(String),\n}\n");
    let (as_str, from) = conversions(values);
    out.push_str(&format!(
        "
impl {name} {{
    /// The value as it is on the wire.
    #[must_use]
    #[inline]
    pub fn as_str(&self) -> &str {{
{as_str}    }}
}}

impl From<&str> for {name} {{
    #[inline]
    fn from(text: &str) -> Self {{
{from}    }}
}}

impl From<String> for {name} {{
    #[inline]
    fn from(text: String) -> Self {{
        Self::from(text.as_str())
    }}
}}

impl PartialEq for {name} {{
    #[inline]
    fn eq(&self, other: &Self) -> bool {{
        self.as_str() == other.as_str()
    }}
}}

impl Eq for {name} {{}}

impl fmt::Debug for {name} {{
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {{
        f.write_str(self.as_str())
    }}
}}

impl fmt::Display for {name} {{
    #[inline]
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {{
        f.write_str(self.as_str())
    }}
}}
"
    ));
    out
}

/// What a value means.
fn about(value: &EnumValue) -> String {
    let text = if value.doc.trim().is_empty() {
        format!("{}.", doc::code(&value.value))
    } else {
        doc::prose(&value.doc)
    };
    match &value.deprecated {
        Some(reason) => format!("{text}\n\n**Deprecated**: {}", doc::sentence(reason)),
        None => text,
    }
}

/// The function bodies that convert a value to text, and a text to a value.
fn conversions(values: &[EnumValue]) -> (String, String) {
    if values.is_empty() {
        let as_str = "        let Self::Unknown(text) = self;\n        text\n";
        let from = "        Self::Unknown(text.to_owned())\n";
        return (as_str.to_owned(), from.to_owned());
    }
    let mut as_str = "        match self {\n".to_owned();
    let mut from = "        match text {\n".to_owned();
    for value in values {
        let (ident, text) = (&value.ident, text::string(&value.value));
        as_str.push_str(&format!("            Self::{ident} => {text},\n"));
        from.push_str(&format!("            {text} => Self::{ident},\n"));
    }
    as_str.push_str("            Self::Unknown(text) => text,\n        }\n");
    from.push_str("            other => Self::Unknown(other.to_owned()),\n        }\n");
    (as_str, from)
}

/// Whether names repeat the name of the enum, or share their ends.
fn repetitive(name: &str, values: &[EnumValue]) -> bool {
    let mut idents = values.iter().map(|value| value.ident.as_str());
    let all = !values.is_empty() && idents.clone().all(|ident| ident.ends_with("Unknown"));
    all || idents.any(|ident| ident.starts_with(name) || ident.ends_with(name))
}

/// `errors.rs`: every documented error code of the product.
pub(crate) fn errors(model: &Model) -> Vec<Part> {
    let values: Vec<EnumValue> = model
        .errors
        .iter()
        .map(|error| {
            let status = error
                .http_status
                .map_or_else(String::new, |status| format!(" HTTP {status}."));
            EnumValue {
                value: error.code.clone(),
                ident: error.ident.clone(),
                doc: format!("{}{status}{}", error.doc.trim(), doc::open(error)),
                deprecated: None,
            }
        })
        .collect();
    let docs = "A documented error code of the product.\n\nWhich action answers with which is told with its method; any action may answer with\nany code of the product.";
    let body = variants(
        "ErrorCode",
        docs,
        &values,
        "A code that the documentation does not list.",
    );
    let of = quote! {
        impl ErrorCode {
            /// The error code that the gateway sent; `None` for any other error.
            #[must_use]
            #[inline]
            pub fn of(error: &rt::Error) -> Option<Self> {
                error.code().map(Self::from)
            }
        }
    };
    vec![Part::Tokens(imports()), Part::Text(body), Part::Tokens(of)]
}
