//! The paths of the document. OpenAPI has each path and method once, and takes two
//! paths that differ only in the names of placeholders for the same.

use std::collections::HashMap;

use crate::json::Json;
use crate::model::{Action, Location, Method, Part, Template};

use super::schema::Scope;

/// The paths, in the order of their first actions.
pub(super) fn paths<'m>(scopes: impl Iterator<Item = Scope<'m>>, error: &str) -> Json {
    let mut paths = Paths::default();
    for scope in scopes {
        paths.add(scope, error);
    }
    Json::Map(
        paths
            .list
            .into_iter()
            .map(|path| (path.key, Json::map(path.operations)))
            .collect(),
    )
}

#[derive(Default)]
struct Paths {
    list: Vec<Path>,
    /// Indexes of `list` by [`shape`].
    known: HashMap<String, usize>,
}

struct Path {
    key: String,
    /// The names of its placeholders.
    names: Vec<String>,
    operations: Vec<(&'static str, Json)>,
}

impl Paths {
    fn add(&mut self, scope: Scope<'_>, error: &str) {
        let action = scope.action;
        let (template, names) = path_of(action);
        let key = method(action.http_method);
        let shape = shape(&template);
        let at = *self.known.entry(shape).or_insert(self.list.len());
        if at == self.list.len() {
            self.list.push(Path {
                key: template.clone(),
                names: names.clone(),
                operations: Vec::new(),
            });
        }
        let taken = |path: &Path| path.operations.iter().any(|(method, _)| *method == key);
        let at = if taken(&self.list[at]) {
            // The fragment is not part of the request.
            self.list.push(Path {
                key: format!("{template}#{}", action.name),
                names: names.clone(),
                operations: Vec::new(),
            });
            self.list.len() - 1
        } else {
            at
        };
        let path = &mut self.list[at];
        let pairs = names.into_iter().zip(path.names.clone());
        let renamed: Vec<_> = pairs.filter(|(own, other)| own != other).collect();
        path.operations
            .push((key, scope.operation(error, &renamed)));
    }
}

/// The path of an action, and the names of its placeholders.
fn path_of(action: &Action) -> (String, Vec<String>) {
    let Some(template) = &action.path else {
        return (format!("/{}", action.name), Vec::new());
    };
    let mut names: Vec<String> = template.placeholders().map(str::to_owned).collect();
    if !template.whole {
        return (template.to_string(), names);
    }
    let mut in_path = action.request.fields.iter();
    let rest = in_path.find(|field| {
        field.location == Location::Path && template.placeholders().all(|name| name != field.name)
    });
    let rest = rest.map_or("path", |field| field.name.as_str());
    names.push(rest.to_owned());
    let fixed = Template {
        whole: false,
        ..template.clone()
    };
    (format!("{fixed}{{{rest}}}"), names)
}

/// The path without the names of its placeholders.
fn shape(path: &str) -> String {
    let Ok(template) = Template::parse(path) else {
        return path.to_owned();
    };
    let parts = template.parts.iter().map(|part| match part {
        Part::Fixed(text) => text.as_str(),
        Part::Placeholder(_) => "{}",
    });
    parts.collect()
}

fn method(method: Method) -> &'static str {
    match method {
        Method::Post => "post",
        Method::Get => "get",
        Method::Put => "put",
        Method::Delete => "delete",
        Method::Patch => "patch",
        Method::Head => "head",
    }
}
