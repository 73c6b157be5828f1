//! Second stage: checks a spec and reports the mistakes of all files in one pass. It
//! writes no tokens.
//!
//! Entry function: [`check`].

mod action;
mod enums;
mod fields;
mod flow;
mod limits;
mod nesting;
mod objects;
mod pages;
mod product;
mod unique;
mod values;
mod wire;

#[cfg(feature = "import")]
pub(crate) use nesting::MAX_LEVELS;
#[cfg(feature = "import")]
pub(crate) use product::{is_host, is_region};
#[cfg(feature = "import")]
pub(crate) use wire::{is_reserved_header, is_token as is_header_name};

use std::collections::HashMap;

use crate::codes::Code;
use crate::diagnostic::{Finding, Report};
use crate::source::Span;
use crate::spec::{Common, Enum, ErrorCode, Object, Product, Spec, Text, TypeExpr};

/// Checks a spec. If `report` has no error afterwards, the spec can be resolved.
pub(crate) fn check(spec: &Spec, report: &mut Report) {
    if let Some(product) = &spec.product {
        product::check(product, report);
        objects::shared(product, &Scope::new(None, Some(product)), report);
    }
    let product = spec.product.as_ref();
    let levels = product.map(|product| nesting::shared(product, report));
    let levels = levels.unwrap_or_default();
    product::namespace(spec, report);
    product::membership(spec, report);
    for action in &spec.actions {
        let scope = Scope::new(Some(action), spec.product.as_ref());
        action::check(action, &scope, &levels, report);
    }
    flow::submissions(spec, report);
}

/// The meaning of names inside one action.
pub(crate) struct Scope<'a> {
    pub(crate) product: Option<&'a Product>,
    pub(crate) enums: HashMap<&'a str, &'a Enum>,
    pub(crate) objects: HashMap<&'a str, &'a Object>,
    /// Common parameters of the product.
    pub(crate) common: HashMap<&'a str, &'a Common>,
    /// Errors of the product.
    pub(crate) errors: HashMap<&'a str, &'a ErrorCode>,
}

impl<'a> Scope<'a> {
    fn new(action: Option<&'a crate::spec::Action>, product: Option<&'a Product>) -> Self {
        let shared = product.map_or(&[][..], |product| &product.enums);
        let (enums, objects) = action.map_or((&[][..], &[][..]), |action| {
            (&action.enums, &action.objects)
        });
        Self {
            product,
            enums: shared
                .iter()
                .chain(enums)
                .map(|definition| (definition.name.value.as_str(), definition))
                .collect(),
            objects: product
                .map_or(&[][..], |product| &product.objects)
                .iter()
                .chain(objects)
                .map(|object| (object.name.value.as_str(), object))
                .collect(),
            common: product
                .map_or(&[][..], |product| &product.common)
                .iter()
                .map(|common| (common.name.value.as_str(), common))
                .collect(),
            errors: product
                .map_or(&[][..], |product| &product.errors)
                .iter()
                .map(|error| (error.code.value.as_str(), error))
                .collect(),
        }
    }

    /// Whether a type is unknown, so that other keys cannot be compared with it. The
    /// unknown type is reported once.
    fn unknown(&self, ty: &TypeExpr) -> bool {
        match ty.innermost() {
            TypeExpr::Invalid => true,
            TypeExpr::Named(name) => {
                let name = name.as_str();
                !self.enums.contains_key(name) && !self.objects.contains_key(name)
            }
            _ => false,
        }
    }

    fn names(&self) -> impl Iterator<Item = &'a str> {
        self.enums.keys().chain(self.objects.keys()).copied()
    }
}

/// A part of the spec as messages name it: `Action.Parameter.Field`.
#[derive(Debug, Clone)]
pub(crate) struct Subject(String);

impl Subject {
    fn new(name: &Text) -> Self {
        Self(name.value.clone())
    }

    fn join(&self, name: &Text) -> Self {
        Self(format!("{}.{}", self.0, name.value))
    }

    fn find(&self, code: Code, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(code, span, message).about(format!("`{}`", self.0))
    }
}
