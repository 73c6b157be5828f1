//! Converts YAML nodes into the structs of [`crate::spec`].
//!
//! This module reports nothing. Values that do not conform to their form have been
//! reported already; they are left out, so that the rest of the file can be checked.

use std::path::Path;

use crate::location::{Encoding, Location, Method};
use crate::notation;
use crate::source::Spanned;
use crate::spec::{
    Action, Area, Bounds, Common, Enum, Erratum, ErrorCode, ErrorUse, Example, Field, Need, Object,
    Pagination, Placeholder, Product, Submits, Text, TypeExpr, Usage, Value, Waiter,
};
use crate::yaml::{Kind, Node};

/// A map's entries by key.
struct Map<'a>(&'a [(Spanned<String>, Node)]);

impl<'a> Map<'a> {
    fn of(node: &'a Node) -> Self {
        match &node.kind {
            Kind::Map(entries) => Self(entries),
            _ => Self(&[]),
        }
    }

    fn node(&self, key: &str) -> Option<&'a Node> {
        self.0
            .iter()
            .find(|(name, _)| name.value == key)
            .map(|(_, node)| node)
    }

    fn text(&self, key: &str) -> Option<Text> {
        text(self.node(key)?)
    }

    /// A required text; empty if it is missing, which has been reported.
    fn required(&self, key: &str, node: &Node) -> Text {
        self.text(key)
            .unwrap_or_else(|| Spanned::new(String::new(), node.span))
    }

    fn flag(&self, key: &str) -> Option<Spanned<bool>> {
        let text = self.text(key)?;
        Some(Spanned::new(text.value == "true", text.span))
    }

    /// The value that one of several words names.
    fn word<T>(&self, key: &str, read: fn(&str) -> Option<T>) -> Option<Spanned<T>> {
        let word = self.text(key)?;
        Some(Spanned::new(read(&word.value)?, word.span))
    }

    fn is(&self, key: &str) -> bool {
        self.flag(key).is_some_and(|flag| flag.value)
    }

    /// Whether a map has no entry; anything else is not an empty map.
    fn is_empty(&self, node: &Node) -> bool {
        matches!(node.kind, Kind::Map(_)) && self.0.is_empty()
    }

    /// The members of a list; empty if the key is absent.
    fn list<T>(&self, key: &str, read: impl Fn(&'a Node) -> Option<T>) -> Vec<T> {
        self.node(key)
            .map(|node| members(node, read))
            .unwrap_or_default()
    }

    fn spanned_list<T>(
        &self,
        key: &str,
        read: impl Fn(&'a Node) -> Option<T>,
    ) -> Option<Spanned<Vec<T>>> {
        let node = self.node(key)?;
        Some(Spanned::new(members(node, read), node.span))
    }

    fn bounds<T>(&self, key: &str, read: fn(&str) -> Option<T>) -> Option<Spanned<Bounds<T>>> {
        let node = self.node(key)?;
        let map = Map::of(node);
        let bound = |key| {
            let text: Text = map.text(key)?;
            Some(Spanned::new(read(&text.value)?, text.span))
        };
        let bounds = Bounds {
            min: bound("min"),
            max: bound("max"),
        };
        if bounds.min.is_none() && bounds.max.is_none() && !map.is_empty(node) {
            // An unreadable value, which has been reported.
            return None;
        }
        Some(Spanned::new(bounds, node.span))
    }
}

fn text(node: &Node) -> Option<Text> {
    match &node.kind {
        Kind::Scalar { text, .. } => Some(Spanned::new(text.clone(), node.span)),
        _ => None,
    }
}

/// Whether a list has an unreadable member.
fn unread<T>(node: Option<&Node>, read: impl Fn(&Node) -> Option<T>) -> bool {
    node.is_some_and(|node| match &node.kind {
        Kind::List(members) => members.iter().any(|member| read(member).is_none()),
        _ => true,
    })
}

fn members<'a, T>(node: &'a Node, read: impl Fn(&'a Node) -> Option<T>) -> Vec<T> {
    match &node.kind {
        Kind::List(members) => members.iter().filter_map(read).collect(),
        _ => Vec::new(),
    }
}

/// The product file.
pub(crate) fn product(root: &Node) -> Option<Product> {
    let map = Map::of(root);
    let regions = match map.node("regions").map(|node| &node.kind) {
        Some(Kind::Map(entries)) => entries
            .iter()
            .filter_map(|(region, host)| Some((region.clone(), text(host)?)))
            .collect(),
        _ => Vec::new(),
    };
    Some(Product {
        name: map.text("product")?,
        version: map.required("version", root),
        doc: map.required("doc", root),
        endpoint: map.required("endpoint", root),
        regions,
        areas: map.list("areas", area),
        common: map.list("common_parameters", common),
        enums: map.list("enums", enumeration),
        objects: map.list("objects", shared_object),
        errors: map.list("errors", error),
    })
}

fn area(node: &Node) -> Option<Area> {
    let map = Map::of(node);
    Some(Area {
        name: map.text("name")?,
        doc: map.required("doc", node),
    })
}

fn common(node: &Node) -> Option<Common> {
    let map = Map::of(node);
    Some(Common {
        name: map.text("name")?,
        required: map.is("required"),
        doc: map.required("doc", node),
    })
}

/// An action file.
pub(crate) fn action(root: &Node, path: &Path) -> Option<Action> {
    let map = Map::of(root);
    Some(Action {
        file: path.file_name()?.to_string_lossy().into_owned(),
        name: map.text("action")?,
        doc: map.required("doc", root),
        page: map.text("page"),
        no_page: map.text("no_page"),
        area: map.text("area"),
        method: map.word("method", Method::parse),
        path: map.text("path"),
        anonymous: map.is("anonymous"),
        idempotent: map.is("idempotent"),
        idempotency_token: map.text("idempotency_token"),
        body: map.text("body"),
        deprecated: map.text("deprecated"),
        parameters: map.list("parameters", field),
        response: map.list("response", field),
        objects: map.list("objects", object),
        enums: map.list("enums", enumeration),
        errors: map.list("errors", error_use),
        pagination: map.node("pagination").and_then(pagination),
        waiter: map.node("waiter").and_then(waiter),
        submits: map.node("submits").and_then(submits),
        flow_unread: map
            .node("pagination")
            .is_some_and(|n| pagination(n).is_none())
            || map.node("waiter").is_some_and(|n| waiter(n).is_none()),
        examples: map.list("examples", example),
        errata: map.list("errata", erratum),
    })
}

fn field(node: &Node) -> Option<Field> {
    let map = Map::of(node);
    let ty = match map.text("type") {
        // A type that cannot be read is kept as a name, which no definition has.
        Some(ty) => {
            let expr = notation::type_expr(&ty.value).unwrap_or(TypeExpr::Named(ty.value));
            Spanned::new(expr, ty.span)
        }
        None => Spanned::new(TypeExpr::Invalid, node.span),
    };
    let ty = if unread(map.node("values"), value) || unread(map.node("fields"), named) {
        Spanned::new(TypeExpr::Invalid, ty.span)
    } else {
        ty
    };
    Some(Field {
        name: map.text("name")?,
        ty,
        doc: map.text("doc"),
        rust: map.text("rust"),
        rust_type: map.text("rust_type"),
        location: map.word("in", Location::parse),
        encoding: map.word("encoding", Encoding::parse),
        content_type: map.text("content_type"),
        required: map.word("required", need),
        required_when: map.text("required_when"),
        default: map.text("default"),
        values: map.spanned_list("values", value),
        open: map.flag("open"),
        length: map.bounds("length", notation::whole),
        range: map.bounds("range", |text| Some(text.to_owned())),
        items: map.bounds("items", notation::whole),
        pattern: map.text("pattern"),
        media: map.spanned_list("media", text),
        raw_size: map.bounds("raw_size", notation::size),
        sensitive: map.flag("sensitive"),
        deprecated: map.text("deprecated"),
        item: map.text("item"),
        sample: map.text("sample"),
        fields: map.spanned_list("fields", field),
    })
}

fn need(word: &str) -> Option<Need> {
    match word {
        "true" => Some(Need::Required),
        "documented" => Some(Need::Documented),
        "false" => Some(Need::Optional),
        _ => None,
    }
}

/// The name of a field, which it must have.
fn named(node: &Node) -> Option<Text> {
    Map::of(node).text("name")
}

fn object(node: &Node) -> Option<Object> {
    let map = Map::of(node);
    let request = map.node("parameters").is_some();
    let fields = if request { "parameters" } else { "fields" };
    Some(Object {
        name: map.text("name")?,
        doc: map.text("doc"),
        rust: map.text("rust"),
        fields: map.list(fields, field),
        usage: if request {
            Usage::Sent
        } else {
            Usage::Received
        },
        unread: unread(map.node(fields), named),
    })
}

fn shared_object(node: &Node) -> Option<Object> {
    let object = object(node)?;
    Some(Object {
        usage: Usage::Shared,
        ..object
    })
}

fn enumeration(node: &Node) -> Option<Enum> {
    let map = Map::of(node);
    let values = map
        .spanned_list("values", value)
        .unwrap_or_else(|| Spanned::new(Vec::new(), node.span));
    Some(Enum {
        name: map.text("name")?,
        doc: map.text("doc"),
        rust: map.text("rust"),
        open: map.is("open"),
        integer: map.is("integer"),
        values: values.value,
        values_span: values.span,
        unread: map.node("values").is_none() || unread(map.node("values"), value),
    })
}

fn value(node: &Node) -> Option<Value> {
    if let Some(value) = text(node) {
        return Some(Value {
            value,
            name: None,
            doc: None,
            deprecated: None,
        });
    }
    let map = Map::of(node);
    Some(Value {
        value: map.text("value")?,
        name: map.text("name"),
        doc: map.text("doc"),
        deprecated: map.text("deprecated"),
    })
}

fn error_use(node: &Node) -> Option<ErrorUse> {
    match text(node) {
        Some(code) => Some(ErrorUse::Shared(code)),
        None => error(node).map(ErrorUse::Own),
    }
}

fn error(node: &Node) -> Option<ErrorCode> {
    let map = Map::of(node);
    Some(ErrorCode {
        code: map.text("code")?,
        http_status: map.text("http_status").and_then(count),
        message: map.text("message"),
        outcome: map.text("outcome"),
        doc: map.required("doc", node),
        name: map.text("name"),
    })
}

fn pagination(node: &Node) -> Option<Pagination> {
    let map = Map::of(node);
    Some(Pagination {
        items: map.text("items")?,
        position: map.text("position")?,
        size: map.text("size"),
        default_size: map.text("default_size").and_then(count),
        more: map.text("more"),
        total: map.text("total"),
        total_items: map.text("total_items"),
        cursor: map.text("cursor"),
        offset: map.flag("offset"),
        first_page: map.text("first_page").and_then(count),
    })
}

fn waiter(node: &Node) -> Option<Waiter> {
    let map = Map::of(node);
    Some(Waiter {
        name: map.text("name")?,
        doc: map.required("doc", node),
        key: map.text("key")?,
        id: map.text("id"),
        subject: map.text("subject"),
        status: map.text("status")?,
        success: map.list("success", text),
        failure: map.list("failure", text),
        messages: map.list("messages", text),
    })
}

fn submits(node: &Node) -> Option<Submits> {
    let map = Map::of(node);
    Some(Submits {
        task: map.text("task")?,
        watched_by: map.text("watched_by")?,
        items: map.text("items"),
    })
}

fn count(text: Text) -> Option<Spanned<u64>> {
    Some(Spanned::new(notation::whole(&text.value)?, text.span))
}

fn example(node: &Node) -> Option<Example> {
    let map = Map::of(node);
    Some(Example {
        name: map.text("name")?,
        request: map.text("request"),
        xml: map.text("xml"),
        json: map.text("json"),
        placeholders: map.list("placeholders", placeholder),
    })
}

fn placeholder(node: &Node) -> Option<Placeholder> {
    let map = Map::of(node);
    Some(Placeholder {
        text: map.text("text")?,
        stands_for: map.list("stands_for", text),
    })
}

fn erratum(node: &Node) -> Option<Erratum> {
    let map = Map::of(node);
    Some(Erratum {
        lint: map.text("lint")?,
        subject: map.text("subject"),
        replacement: map.text("use"),
        reason: map.required("reason", node),
    })
}
