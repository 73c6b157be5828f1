//! Which action a request is for: by its name (RPC), or by method and path (REST).

use aliyun_codegen::model::{Action, Location, Method, Model, Part, Template};

use crate::auth;
use crate::percent;
use crate::refusal::Refusal;
use crate::request::{Pair, Place, Request};

/// The paths of a product's REST actions.
pub(crate) struct Router {
    routes: Vec<Route>,
}

/// The path of one action.
struct Route {
    /// Index into [`Model::actions`].
    action: usize,
    segments: Vec<Segment>,
    /// The last segment is only the beginning of what the caller gives.
    whole: bool,
}

/// The text between two slashes: fixed texts and placeholders in turn.
type Segment = Vec<Part>;

/// What the router found out about a request.
pub(crate) struct Routed<'m> {
    pub(crate) action: Option<&'m Action>,
    /// The path as it may be recorded; see [`crate::mask`].
    pub(crate) path: String,
    /// Why no action serves the request.
    pub(crate) refusal: Option<Refusal>,
}

impl Router {
    pub(crate) fn new(model: &Model) -> Self {
        let actions = model.actions.iter().enumerate();
        let routes = actions.filter_map(|(at, action)| {
            let template = action.path.as_ref()?;
            Some(Route {
                action: at,
                segments: segments(template),
                whole: template.whole,
            })
        });
        Self {
            routes: routes.collect(),
        }
    }

    /// Finds the action, and adds the parameters in the path to the request.
    pub(crate) fn route<'m>(&self, model: &'m Model, request: &mut Request) -> Routed<'m> {
        request.rest = request.path != "/" && !self.routes.is_empty();
        let named = auth::action(request).and_then(|name| find(model, name));
        let is_rpc = |action: &&Action| action.path.is_none();
        if request.path == "/"
            && (named.as_ref().is_some_and(is_rpc)
                || !self.routes.iter().any(|route| route.is_root()))
        {
            let by_header = request.header("x-acs-action").is_some();
            request.unsigned = named.is_some_and(|action| action.anonymous)
                && by_header
                && !auth::has_signature(request);
            let served = matches!(request.method.as_str(), "GET" | "POST");
            return Routed {
                action: named,
                path: "/".to_owned(),
                refusal: (!served).then(|| method("The method must be GET or POST.")),
            };
        }
        request.rest |= !self.routes.is_empty();
        self.by_path(model, named, request)
    }

    fn by_path<'m>(
        &self,
        model: &'m Model,
        named: Option<&'m Action>,
        request: &mut Request,
    ) -> Routed<'m> {
        let mut routed = Routed {
            action: named,
            path: self.known(&request.path),
            refusal: None,
        };
        let raw: Vec<&str> = request.path.split('/').skip(1).collect();
        let decoded: Vec<String> = match raw
            .iter()
            .map(|text| percent::decode_segment(text))
            .collect()
        {
            Ok(decoded) => decoded,
            Err(what) => {
                routed.refusal = Some(path(format!("A segment of the path {what}.")));
                return routed;
            }
        };
        if has_dots(&decoded) {
            routed.refusal = Some(path("The path has a segment \".\" or \"..\"."));
            return routed;
        }
        let mut found: Vec<(&Route, Vec<(&str, String)>)> = Vec::new();
        for route in &self.routes {
            found.extend(route.read(&decoded).map(|values| (route, values)));
        }
        if found.is_empty() {
            routed.refusal = Some(self.unknown(model, named, &request.path));
            return routed;
        }
        let action = |route: &Route| &model.actions[route.action];
        let served = |(route, _): &(&Route, _)| action(route).http_method.word() == request.method;
        if !found.iter().any(served) {
            let actions: Vec<&Action> = found.iter().map(|(route, _)| action(route)).collect();
            routed.refusal = Some(wrong_method(&actions));
            return routed;
        }
        found.retain(served);
        // Fixed segments win. If paths are alike, the name decides.
        found.sort_by_key(|(route, _)| {
            let is_named = named.is_some_and(|named| named.name == action(route).name);
            (route.rank(), !is_named)
        });
        let (route, values) = found.swap_remove(0);
        let action = action(route);
        if let Some(header) = auth::action(request)
            && header != action.name
        {
            routed.refusal = Some(other(action, named));
        }
        routed.action = Some(action);
        routed.path = route.shown(action, &raw);
        request.unsigned = action.anonymous && !auth::has_signature(request);
        let mut pairs: Vec<Pair> = values
            .into_iter()
            .map(|(name, value)| pair(name, value))
            .collect();
        if let Some(field) = whole(action) {
            pairs.push(pair(field, request.path.clone()));
        }
        request.pairs.append(&mut pairs);
        routed
    }

    /// The path with the segments that the spec has; others may be personal.
    fn known(&self, raw: &str) -> String {
        if raw == "/" {
            return raw.to_owned();
        }
        let fixed = |text: &str| {
            let is = |segment: &Segment| matches!(&segment[..], [Part::Fixed(have)] if percent::encode(have) == text);
            text.is_empty()
                || self
                    .routes
                    .iter()
                    .any(|route| route.segments.iter().any(is))
        };
        let shown = raw.split('/').map(|text| match fixed(text) {
            true => text,
            false => crate::mask::REDACTED,
        });
        shown.collect::<Vec<_>>().join("/")
    }

    fn unknown(&self, model: &Model, named: Option<&Action>, raw: &str) -> Refusal {
        if self.routes.is_empty() {
            return path("The path must be /.");
        }
        let template = |action: &Action| action.path.as_ref().map(ToString::to_string);
        if let Some((action, own)) = named.and_then(|action| Some((action, template(action)?))) {
            return path(format!(
                "The path is not that of {}, which is {own}; each value is one segment, and none is empty.",
                action.name
            ));
        }
        let actions = self.routes.iter().map(|route| &model.actions[route.action]);
        let all = actions.filter_map(template);
        let closest = all
            .min_by_key(|template| distance(template, raw))
            .unwrap_or_default();
        path(format!(
            "The product has no such path; the closest is {closest}."
        ))
    }
}

impl Route {
    fn is_root(&self) -> bool {
        !self.whole && self.segments.iter().all(Vec::is_empty) && self.segments.len() == 1
    }

    /// The values of the placeholders, if the path is one of this route.
    fn read(&self, path: &[String]) -> Option<Vec<(&str, String)>> {
        let fits = match self.whole {
            true => path.len() >= self.segments.len(),
            false => path.len() == self.segments.len(),
        };
        if !fits {
            return None;
        }
        let mut values = Vec::new();
        for (at, (segment, text)) in self.segments.iter().zip(path).enumerate() {
            let open = self.whole && at + 1 == self.segments.len();
            if !read(segment, text, open, &mut values) {
                return None;
            }
        }
        Some(values)
    }

    /// Its place among routes of the same path: the lowest one wins, segment by segment.
    fn rank(&self) -> Vec<u8> {
        let is_fixed = |part: &Part| matches!(part, Part::Fixed(_));
        let rank = |(at, segment): (usize, &Segment)| match &segment[..] {
            _ if self.whole && at + 1 == self.segments.len() => 3,
            parts if parts.iter().all(is_fixed) => 0,
            parts if parts.iter().any(is_fixed) => 1,
            _ => 2,
        };
        self.segments.iter().enumerate().map(rank).collect()
    }

    /// The path that was sent, without values that must not be kept.
    fn shown(&self, action: &Action, raw: &[&str]) -> String {
        let secret = |name: &str| {
            let fields = &action.request.fields;
            let own = fields
                .iter()
                .find(|field| field.location == Location::Path && field.name == name);
            own.is_none_or(|field| field.sensitive)
        };
        if whole(action).is_some_and(secret) {
            return format!("/{}", crate::mask::REDACTED);
        }
        let mut shown = String::new();
        for (at, text) in raw.iter().enumerate() {
            let parts = self.segments.get(at).map_or(&[][..], Vec::as_slice);
            let hidden = parts
                .iter()
                .any(|part| matches!(part, Part::Placeholder(name) if secret(name)));
            shown.push('/');
            shown.push_str(if hidden { crate::mask::REDACTED } else { text });
        }
        shown
    }
}

/// The parameter that is the whole path, if the path ends in `*`.
fn whole(action: &Action) -> Option<&str> {
    let template = action.path.as_ref().filter(|template| template.whole)?;
    let mut fields = action.request.fields.iter();
    let field = fields.find(|field| {
        field.location == Location::Path && !template.placeholders().any(|name| name == field.name)
    });
    field.map(|field| field.name.as_str())
}

fn pair(name: &str, value: String) -> Pair {
    Pair {
        name: name.to_owned(),
        value,
        place: Place::Path,
    }
}

fn segments(template: &Template) -> Vec<Segment> {
    let mut segments: Vec<Segment> = Vec::new();
    let mut last: Segment = Vec::new();
    for part in &template.parts {
        let Part::Fixed(text) = part else {
            last.push(part.clone());
            continue;
        };
        for (at, text) in text.split('/').enumerate() {
            if at > 0 {
                segments.push(std::mem::take(&mut last));
            }
            if !text.is_empty() {
                last.push(Part::Fixed(text.to_owned()));
            }
        }
    }
    segments.push(last);
    // The text before the first slash is empty.
    segments.remove(0);
    segments
}

/// Reads a segment. A value has at least one character, and is as short as possible.
fn read<'r>(
    parts: &'r [Part],
    text: &str,
    open: bool,
    values: &mut Vec<(&'r str, String)>,
) -> bool {
    match parts {
        [] => open || text.is_empty(),
        [Part::Fixed(fixed), rest @ ..] => text
            .strip_prefix(fixed.as_str())
            .is_some_and(|text| read(rest, text, open, values)),
        [Part::Placeholder(name), rest @ ..] => {
            let ends = text.char_indices().map(|(at, c)| at + c.len_utf8());
            for end in ends {
                let known = values.len();
                values.push((name, text[..end].to_owned()));
                if read(rest, &text[end..], open, values) {
                    return true;
                }
                values.truncate(known);
            }
            false
        }
    }
}

fn has_dots(segments: &[String]) -> bool {
    segments
        .iter()
        .any(|text| matches!(text.as_str(), "." | ".."))
}

/// The action of this name.
fn find<'m>(model: &'m Model, name: &str) -> Option<&'m Action> {
    model.actions.iter().find(|action| action.name == name)
}

fn path(message: impl Into<String>) -> Refusal {
    Refusal::new("InvalidPath", message)
}

fn method(message: impl Into<String>) -> Refusal {
    Refusal::new("UnsupportedHTTPMethod", message)
}

fn wrong_method(actions: &[&Action]) -> Refusal {
    let one = |action: &&Action| {
        let path = action
            .path
            .as_ref()
            .map(ToString::to_string)
            .unwrap_or_default();
        format!("{} {path} ({})", action.http_method.word(), action.name)
    };
    let known: Vec<String> = actions.iter().map(one).collect();
    method(format!(
        "The path has another method; the product has {}.",
        known.join(", ")
    ))
}

/// Method and path are those of one action, and the header names another.
fn other(action: &Action, named: Option<&Action>) -> Refusal {
    let Some(named) = named else {
        return Refusal::new(
            "InvalidAction.NotFound",
            format!(
                "The product has no action of this name; method and path are those of {}.",
                action.name
            ),
        );
    };
    let own = match &named.path {
        Some(path) => format!("{} {path}", named.http_method.word()),
        None => format!("{} /", Method::default().word()),
    };
    path(format!(
        "Method and path are those of {}; {} has {own}.",
        action.name, named.name
    ))
}

/// How much a path differs from a template: by segments, then by characters.
fn distance(template: &str, path: &str) -> (usize, usize) {
    let (known, given): (Vec<&str>, Vec<&str>) =
        (template.split('/').collect(), path.split('/').collect());
    let mut sum = known.len().abs_diff(given.len()) * 4;
    let mut characters = 0;
    for (known, given) in known.iter().zip(&given) {
        if known == given {
            continue;
        }
        if known.contains('{') || known.contains('*') {
            sum += 1;
            continue;
        }
        sum += 3;
        let same = known
            .chars()
            .zip(given.chars())
            .take_while(|(a, b)| a == b)
            .count();
        characters += known.chars().count().max(given.chars().count().min(100)) - same;
    }
    (sum, characters)
}

#[cfg(test)]
mod tests;
