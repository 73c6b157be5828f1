//! The whole document.

use std::collections::{BTreeMap, BTreeSet};

use crate::json::Json;
use crate::model::{Action, Model};

use super::schema::{self, Scope};
use super::{OpenApi, answers, file, paths, text, yaml};

/// How calls of RPC actions are made, which OpenAPI cannot say.
const CALLS: &str = "\
Calls are RPC style: every action is `POST /`, and the action is told apart by \
`x-acs-action` and `x-acs-version`, which are headers with signature V3, and by \
`Action` and `Version` in the query with signature V1. As a document cannot have \
one path twice, the path of an operation here is the name of its action. It is \
not part of the URL: before a request is signed, its path is `/`.

Lists, maps and objects are flattened: `x-acs-flatten` of a parameter has the \
names that are sent instead of its own, such as `DomainName.1`, `DomainName.2`.

Answers are JSON or XML, as `Accept` asks (V3) or `Format` says (V1).";

/// How calls of REST actions are made.
const REST_CALLS: &str = "\
Calls are REST style (which Alibaba Cloud calls ROA): path, method, query, headers \
and body are those of the document. The headers `x-acs-action` and `x-acs-version` \
name the action and the version of the API. Every value in a path is one segment, \
percent-encoded, except where `x-acs-whole-path` says that the value is the whole path.

Lists, maps and objects in the query and in forms are flattened: `x-acs-flatten` of a \
parameter has the names that are sent instead of its own, such as `Tag.1.Key`. Those \
with the media type `application/json` are one JSON text.";

/// How the calls of a product are made that has both styles.
const BOTH: &str = "\
Operations with a path of their own, without the name of the action, are REST style; \
the others are RPC style.";

const V3: &str = "\
ACS3-HMAC-SHA256 over the canonical request: method, path, sorted query, the \
signed headers and the SHA-256 of the body. `host`, `content-type` and every \
`x-acs-*` header are signed.";

const V1: &str = "\
HMAC-SHA1 over the method and all sorted parameters of query and form. The \
parameters in `x-acs-common-parameters` go into the query.";

/// The OpenAPI document of a product, as JSON. The same model gives the same
/// text.
///
/// An RPC action is an operation `POST /ACTION`; a REST action has its own method and
/// path. Keys that begin with `x-` hold
/// what OpenAPI cannot express. `docs/openapi.md` describes them.
#[must_use]
pub fn openapi(model: &Model, version: OpenApi) -> String {
    document(model, version).print()
}

/// The same document as YAML.
#[must_use]
pub fn openapi_yaml(model: &Model, version: OpenApi) -> String {
    file::YAML.to_owned() + &yaml::print(&document(model, version))
}

fn document(model: &Model, version: OpenApi) -> Json {
    let error = error_name(model);
    let document = vec![
        ("openapi", Json::text(version.as_str())),
        ("info", info(model)),
        ("servers", servers(model)),
        ("security", security(has_rpc(model))),
        ("tags", tags(model)),
        ("paths", paths::paths(scopes(model, version), &error)),
        ("components", components(model, version, error)),
        ("x-acs-product", Json::text(&model.product.name)),
        ("x-acs-version", Json::text(&model.product.version)),
        ("x-acs-common-parameters", common(model)),
        ("x-acs-errors", answers::codes(&model.errors)),
    ];
    Json::map(document)
}

fn info(model: &Model) -> Json {
    let product = &model.product;
    let (rpc, rest) = (has_rpc(model), has_rest(model));
    let calls = [(rpc && rest, BOTH), (rpc, CALLS), (rest, REST_CALLS)];
    let calls = calls.into_iter().filter(|(said, _)| *said);
    let mut description = vec![product.doc.trim().to_owned()];
    description.extend(calls.map(|(_, text)| text.to_owned()));
    Json::map(vec![
        ("title", Json::text(&product.name)),
        ("description", Json::Text(text::paragraphs(description))),
        ("version", Json::text(&product.version)),
    ])
}

fn servers(model: &Model) -> Json {
    let server = |host: &str, description: String| {
        Json::map(vec![
            ("url", Json::Text(format!("https://{host}"))),
            ("description", Json::Text(description)),
        ])
    };
    let product = &model.product;
    let mut servers = vec![server(&product.endpoint, "All other regions.".to_owned())];
    for (region, host) in &product.regions {
        servers.push(server(host, format!("Region {region}.")));
    }
    Json::List(servers)
}

fn has_rpc(model: &Model) -> bool {
    model.actions.iter().any(|action| action.path.is_none())
}

fn has_rest(model: &Model) -> bool {
    model.actions.iter().any(|action| action.path.is_some())
}

/// A request carries one signature; V1 is for RPC actions only.
pub(super) fn security(rpc: bool) -> Json {
    let one = |name| Json::map(vec![(name, Json::List(Vec::new()))]);
    let mut signatures = vec![one("signature_v3")];
    signatures.extend(rpc.then(|| one("signature_v1")));
    Json::List(signatures)
}

fn schemes(rpc: bool) -> Json {
    let key = |place: &str, name: &str, algorithm: &str, description: &str| {
        Json::map(vec![
            ("type", Json::text("apiKey")),
            ("in", Json::text(place)),
            ("name", Json::text(name)),
            ("description", Json::text(description)),
            ("x-acs-signature", Json::text(algorithm)),
        ])
    };
    let mut schemes = vec![(
        "signature_v3",
        key("header", "Authorization", "ACS3-HMAC-SHA256", V3),
    )];
    if rpc {
        schemes.push(("signature_v1", key("query", "Signature", "HMAC-SHA1", V1)));
    }
    Json::map(schemes)
}

fn tags(model: &Model) -> Json {
    let areas: BTreeSet<&String> = model
        .actions
        .iter()
        .filter_map(|action| action.area.as_ref())
        .collect();
    let tag = |name: &String| {
        let mut tag = vec![("name", Json::text(name))];
        let mut areas = model.product.areas.iter();
        if let Some(area) = areas.find(|area| area.name == *name) {
            tag.push(("description", Json::text(area.doc.trim())));
        }
        Json::map(tag)
    };
    Json::List(areas.into_iter().map(tag).collect())
}

fn scopes(model: &Model, version: OpenApi) -> impl Iterator<Item = Scope<'_>> {
    model.actions.iter().map(move |action: &Action| Scope {
        model,
        action,
        version,
    })
}

fn components(model: &Model, version: OpenApi, error: String) -> Json {
    let mut schemas = BTreeMap::new();
    for shared in &model.enums {
        schemas.insert(shared.rust_name.clone(), schema::enumeration(shared));
    }
    for scope in scopes(model, version) {
        let action = scope.action;
        for own in &action.enums {
            schemas.insert(scope.own_name(&own.rust_name), schema::enumeration(own));
        }
        for object in &action.objects {
            let name = scope.component(object);
            schemas.entry(name).or_insert_with(|| scope.object(object));
        }
        if scope.has_answer_schema() {
            schemas.insert(action.response.rust_name.clone(), scope.answer());
        }
    }
    schemas.insert(error, answers::error());
    Json::map(vec![
        ("schemas", Json::Map(schemas.into_iter().collect())),
        ("securitySchemes", schemes(has_rpc(model))),
    ])
}

/// A name for answers with an error that no other schema uses.
fn error_name(model: &Model) -> String {
    let enums = model.enums.iter().map(|shared| &shared.rust_name);
    let answers = model
        .actions
        .iter()
        .map(|action| &action.response.rust_name);
    let objects = model.objects.iter().map(|shared| &shared.rust_name);
    let taken: BTreeSet<&String> = enums.chain(objects).chain(answers).collect();
    let mut name = "GatewayError".to_owned();
    while taken.contains(&name) {
        name.push('_');
    }
    name
}

fn common(model: &Model) -> Json {
    let parameters = model.product.common_parameters.iter().map(|parameter| {
        Json::map(vec![
            ("name", Json::text(&parameter.name)),
            ("required", Json::Flag(parameter.required)),
            ("description", Json::text(parameter.doc.trim())),
        ])
    });
    Json::List(parameters.collect())
}
