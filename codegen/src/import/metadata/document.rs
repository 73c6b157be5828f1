//! The document as types, close to its text. `lower` decides later what it means for
//! calls.

use super::node::Node;
use super::schema::{self, Schema};
use super::walk::{At, Object, Reader};

/// The documentation of a product version.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Document {
    /// Style of the gateway: `RPC`, `ROA`, `V3`, `FC` and others.
    pub(super) style: String,
    pub(super) product: String,
    pub(super) version: String,
    pub(super) directories: Vec<Directory>,
    pub(super) components: Vec<(String, Schema)>,
    pub(super) actions: Vec<Action>,
    /// Region and host.
    pub(super) endpoints: Vec<(String, String)>,
}

/// A group of actions, or one action.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Directory {
    Action(String),
    Group(String, Vec<Directory>),
}

/// An action.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Action {
    pub(super) name: String,
    pub(super) pointer: String,
    /// HTTP methods in lower case.
    pub(super) methods: Vec<String>,
    pub(super) path: Option<String>,
    /// Ways of proving who calls, such as `AK` or `Anonymous`.
    pub(super) security: Vec<String>,
    pub(super) title: Option<String>,
    pub(super) summary: Option<String>,
    pub(super) description: Option<String>,
    pub(super) request_notes: Option<String>,
    pub(super) response_notes: Option<String>,
    pub(super) extra_notes: Option<String>,
    pub(super) deprecated: bool,
    /// Actions to use instead, as `Product::version::Action`.
    pub(super) substitutions: Vec<String>,
    /// The action that tells how a task goes, as `Product::version::Action`.
    pub(super) callback: Option<String>,
    pub(super) asynchronous: bool,
    /// What the action does by the documentation's tags, such as `get` or `create`.
    pub(super) operation: Option<String>,
    pub(super) parameters: Vec<Parameter>,
    /// Answers by status, as the document has them. `None` if the document says nothing
    /// about answers at all, as facts-only snapshots do.
    pub(super) responses: Option<Vec<Response>>,
    pub(super) errors: Vec<ErrorRow>,
    pub(super) examples: Vec<Demo>,
}

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parameter {
    pub(super) pointer: String,
    pub(super) name: String,
    /// `query`, `formData`, `path`, `header`, `host` or `body`.
    pub(super) place: String,
    /// `repeatList`, `flat`, `json`, `simple`, `xml`.
    pub(super) style: Option<String>,
    pub(super) schema: Schema,
}

/// What comes back with a status.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Response {
    pub(super) status: String,
    pub(super) schema: Option<Schema>,
    pub(super) headers: Vec<(String, Schema)>,
}

/// A documented error.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ErrorRow {
    pub(super) pointer: String,
    pub(super) status: String,
    pub(super) code: String,
    pub(super) message: Option<String>,
}

/// A documented answer.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Demo {
    /// `json` or `xml`.
    pub(super) format: String,
    pub(super) example: String,
}

const TOP: &[&str] = &[
    "version",
    "info",
    "directories",
    "components",
    "apis",
    "endpoints",
];

/// Keys that are read, and those that are known and ignored: `schemes` (calls always use
/// https), `consumes` and `produces` (the places of parameters and the types of answers
/// decide), `tags`, and `operationType`, which `systemTags` says better.
const ACTION: &[&str] = &[
    "methods",
    "path",
    "security",
    "title",
    "summary",
    "description",
    "requestParamsDescription",
    "responseParamsDescription",
    "extraInfo",
    "deprecated",
    "staticInfo",
    "systemTags",
    "parameters",
    "responses",
    "errorCodes",
    "responseDemo",
    "schemes",
    "consumes",
    "produces",
    "tags",
    "operationType",
];

/// Reads a whole document.
pub(super) fn read(reader: &mut Reader, root: &Node) -> Document {
    let at = At::ROOT;
    let top = reader.object(&at, root, "the document", TOP);
    let none = Node::Map(Vec::new());
    let info_at = at.member("info");
    let info = top.get("info").unwrap_or(&none);
    let info = reader.object(&info_at, info, "info", &["style", "product", "version"]);
    let mut text = |key| info.words(reader, &info_at, key).unwrap_or_default();
    let (style, product, version) = (text("style"), text("product"), text("version"));
    Document {
        style,
        product,
        version,
        directories: top.get("directories").map_or_else(Vec::new, |node| {
            directories(reader, &at.member("directories"), node)
        }),
        components: top.get("components").map_or_else(Vec::new, |node| {
            components(reader, &at.member("components"), node)
        }),
        actions: top
            .get("apis")
            .map_or_else(Vec::new, |node| actions(reader, &at.member("apis"), node)),
        endpoints: top.get("endpoints").map_or_else(Vec::new, |node| {
            endpoints(reader, &at.member("endpoints"), node)
        }),
    }
}

fn directories(reader: &mut Reader, at: &At<'_>, node: &Node) -> Vec<Directory> {
    let mut all = Vec::new();
    for (index, node) in reader
        .list(at, node, "a list of directories")
        .iter()
        .enumerate()
    {
        let at = at.index(index);
        if let Node::Text(name) = node {
            all.push(Directory::Action(name.clone()));
            continue;
        }
        let keys = ["id", "title", "type", "children"];
        let group = reader.object(&at, node, "a directory", &keys);
        let title = group.words(reader, &at, "title").unwrap_or_default();
        let children = group.get("children").map_or_else(Vec::new, |node| {
            directories(reader, &at.member("children"), node)
        });
        all.push(Directory::Group(title, children));
    }
    all
}

fn components(reader: &mut Reader, at: &At<'_>, node: &Node) -> Vec<(String, Schema)> {
    let object = reader.object(at, node, "components", &["schemas"]);
    let Some(node) = object.get("schemas") else {
        return Vec::new();
    };
    let at = at.member("schemas");
    let members = reader.members(&at, node, "an object of schemas");
    let read = |(name, node): (&str, &Node)| {
        let schema = schema::read(reader, &at.member(name), node);
        (name.to_owned(), schema)
    };
    members.into_iter().map(read).collect()
}

fn endpoints(reader: &mut Reader, at: &At<'_>, node: &Node) -> Vec<(String, String)> {
    let mut all = Vec::new();
    for (index, node) in reader
        .list(at, node, "a list of endpoints")
        .iter()
        .enumerate()
    {
        let at = at.index(index);
        let keys = ["regionId", "endpoint", "public", "vpc"];
        let object = reader.object(&at, node, "an endpoint", &keys);
        let region = object.words(reader, &at, "regionId");
        let host = object.words(reader, &at, "endpoint");
        let host = host.or_else(|| object.words(reader, &at, "public"));
        match (region, host) {
            (Some(region), Some(host)) => all.push((region, host)),
            _ => reader.note(&at, "expected regionId and endpoint; left out"),
        }
    }
    all
}

fn actions(reader: &mut Reader, at: &At<'_>, node: &Node) -> Vec<Action> {
    let members = reader.members(at, node, "an object of actions");
    let read = |(name, node): (&str, &Node)| action(reader, &at.member(name), name, node);
    members.into_iter().map(read).collect()
}

fn action(reader: &mut Reader, at: &At<'_>, name: &str, node: &Node) -> Action {
    let object = reader.object(at, node, "an action", ACTION);
    let (asynchronous, callback, substitutions) = static_info(reader, at, &object);
    Action {
        name: name.to_owned(),
        pointer: at.to_string(),
        methods: object.texts(reader, at, "methods"),
        path: object.words(reader, at, "path"),
        security: security(reader, at, &object),
        title: object.words(reader, at, "title"),
        summary: object.words(reader, at, "summary"),
        description: object.words(reader, at, "description"),
        request_notes: object.words(reader, at, "requestParamsDescription"),
        response_notes: object.words(reader, at, "responseParamsDescription"),
        extra_notes: object.words(reader, at, "extraInfo"),
        deprecated: object.flag(reader, at, "deprecated").unwrap_or_default(),
        substitutions,
        callback,
        asynchronous,
        operation: operation(reader, at, &object),
        parameters: parameters(reader, at, &object),
        responses: object
            .get("responses")
            .map(|node| responses(reader, &at.member("responses"), node)),
        errors: errors(reader, at, &object),
        examples: demos(reader, at, &object),
    }
}

fn static_info(
    reader: &mut Reader,
    at: &At<'_>,
    object: &Object<'_>,
) -> (bool, Option<String>, Vec<String>) {
    let Some(node) = object.get("staticInfo") else {
        return (false, None, Vec::new());
    };
    let at = at.member("staticInfo");
    let keys = [
        "returnType",
        "callback",
        "callbackInterval",
        "maxCallbackTimes",
        "substitutions",
        "noSubstitutionReason",
    ];
    let info = reader.object(&at, node, "staticInfo", &keys);
    let kind = info.words(reader, &at, "returnType");
    let callback = info.words(reader, &at, "callback");
    let substitutions = info.texts(reader, &at, "substitutions");
    (
        kind.as_deref() == Some("asynchronous"),
        callback,
        substitutions,
    )
}

fn operation(reader: &mut Reader, at: &At<'_>, object: &Object<'_>) -> Option<String> {
    let node = object.get("systemTags")?;
    let at = at.member("systemTags");
    // The other tags are about the console.
    let keys = [
        "operationType",
        "abilityTreeCode",
        "abilityTreeNodes",
        "riskType",
        "chargeType",
    ];
    let tags = reader.object(&at, node, "systemTags", &keys);
    tags.words(reader, &at, "operationType")
}

/// The names of all ways to prove who calls.
fn security(reader: &mut Reader, at: &At<'_>, object: &Object<'_>) -> Vec<String> {
    let Some(node) = object.get("security") else {
        return Vec::new();
    };
    let at = at.member("security");
    let mut names = Vec::new();
    for (index, node) in reader
        .list(&at, node, "a list of objects")
        .iter()
        .enumerate()
    {
        let members = reader.members(&at.index(index), node, "an object with one key");
        names.extend(members.into_iter().map(|(name, _)| name.to_owned()));
    }
    names
}

fn parameters(reader: &mut Reader, at: &At<'_>, object: &Object<'_>) -> Vec<Parameter> {
    let Some(node) = object.get("parameters") else {
        return Vec::new();
    };
    let at = at.member("parameters");
    let keys = [
        "name",
        "in",
        "style",
        "schema",
        "allowEmptyValue",
        "examples",
    ];
    let mut all = Vec::new();
    for (index, node) in reader
        .list(&at, node, "a list of parameters")
        .iter()
        .enumerate()
    {
        let at = at.index(index);
        let object = reader.object(&at, node, "a parameter", &keys);
        let (Some(name), Some(place)) = (
            object.words(reader, &at, "name"),
            object.words(reader, &at, "in"),
        ) else {
            reader.note(&at, "expected name and in; left out");
            continue;
        };
        let Some(node) = object.get("schema") else {
            reader.note(&at, "expected a schema; left out");
            continue;
        };
        all.push(Parameter {
            pointer: at.to_string(),
            name,
            place,
            style: object.words(reader, &at, "style"),
            schema: schema::read(reader, &at.member("schema"), node),
        });
    }
    all
}

fn responses(reader: &mut Reader, at: &At<'_>, node: &Node) -> Vec<Response> {
    let mut all = Vec::new();
    for (status, node) in reader.members(at, node, "an object of answers by status") {
        let at = at.member(status);
        let keys = ["schema", "headers", "description", "examples"];
        let object = reader.object(&at, node, "an answer", &keys);
        all.push(Response {
            status: status.to_owned(),
            schema: object
                .get("schema")
                .map(|node| schema::read(reader, &at.member("schema"), node)),
            headers: object.get("headers").map_or_else(Vec::new, |node| {
                headers(reader, &at.member("headers"), node)
            }),
        });
    }
    all
}

fn headers(reader: &mut Reader, at: &At<'_>, node: &Node) -> Vec<(String, Schema)> {
    let mut all = Vec::new();
    for (name, node) in reader.members(at, node, "an object of headers") {
        let at = at.member(name);
        let object = reader.object(&at, node, "a header", &["schema", "description"]);
        match object.get("schema") {
            Some(node) => {
                let schema = schema::read(reader, &at.member("schema"), node);
                all.push((name.to_owned(), schema));
            }
            None => reader.note(&at, "expected a schema; left out"),
        }
    }
    all
}

fn errors(reader: &mut Reader, at: &At<'_>, object: &Object<'_>) -> Vec<ErrorRow> {
    let Some(node) = object.get("errorCodes") else {
        return Vec::new();
    };
    let at = at.member("errorCodes");
    let mut all = Vec::new();
    for (status, node) in reader.members(&at, node, "an object of errors by status") {
        let at = at.member(status);
        for (index, node) in reader
            .list(&at, node, "a list of errors")
            .iter()
            .enumerate()
        {
            let at = at.index(index);
            let keys = ["errorCode", "errorMessage", "description"];
            let object = reader.object(&at, node, "an error", &keys);
            let Some(code) = object.words(reader, &at, "errorCode") else {
                reader.note(&at, "expected errorCode; left out");
                continue;
            };
            all.push(ErrorRow {
                pointer: at.to_string(),
                status: status.to_owned(),
                code,
                message: object.words(reader, &at, "errorMessage"),
            });
        }
    }
    all
}

/// The documented answers, which are a text that holds JSON.
fn demos(reader: &mut Reader, at: &At<'_>, object: &Object<'_>) -> Vec<Demo> {
    let Some(text) = object.words(reader, at, "responseDemo") else {
        return Vec::new();
    };
    let at = at.member("responseDemo");
    let list = match Node::read(&text) {
        Ok(Node::List(list)) => list,
        Ok(other) => {
            reader.wrong(&at, &other, "the text of a list of examples");
            return Vec::new();
        }
        Err(error) => {
            reader.note(&at, format!("not JSON ({error}); left out"));
            return Vec::new();
        }
    };
    let mut all = Vec::new();
    for node in &list {
        let keys = ["type", "example", "errorExample"];
        let object = reader.object(&at, node, "an example", &keys);
        let format = object.words(reader, &at, "type").unwrap_or_default();
        if let Some(example) = object.words(reader, &at, "example") {
            all.push(Demo { format, example });
        }
    }
    all
}
