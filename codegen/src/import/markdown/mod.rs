//! Official Markdown reference pages.
//!
//! One direction: `outline` (blocks with lines) → `table` and `listing` (rows)
//! → `rows` (facts) → `page` (sections put together) → `request` and `nest`
//! (full names, trees) → `entries` (the neutral description).

mod beam;
mod bounds;
mod bullet;
mod code;
mod columns;
mod common;
mod default;
mod entries;
mod errors;
mod facts;
mod heading;
mod identity;
mod inline;
mod kind;
mod limits;
mod listing;
mod loose;
mod name;
mod need;
mod nest;
mod outline;
mod page;
mod request;
mod rows;
mod sentence;
mod shape;
mod subs;
mod table;
mod told;
mod values;

use std::path::Path;

pub(super) use told::{told_limits, told_values};

use super::description::{Call, Description, Examples, Identity, Index, IndexEntry, Note, Origin};
use super::text::visible;
use nest::Node;
use page::Page;
use request::Parameter;
use shape::Shape;

/// Largest example whose structure is read, in bytes.
const MAX_EXAMPLE: usize = 256 * 1024;

/// Reads a page. This cannot fail: the notes report what is unreadable.
pub(super) fn read(source: &Path, bytes: &[u8]) -> Description {
    let text = String::from_utf8_lossy(bytes);
    let mut page = page::read(source, &text);
    let mut notes = std::mem::take(&mut page.notes);
    let parameters = request::flatten(&page.request, page.examples.request.as_deref(), &mut notes);
    let shown = shown(&page);
    let mut response = nest::nest(&page.response, shown.as_ref(), &mut notes);
    if page.response.main.is_empty()
        && let Some(shown) = &shown
    {
        nest::add_shown(&mut response, shown);
    }
    let examples = [&page.examples.json, &page.examples.xml];
    let examples = examples.into_iter().flatten();
    if examples.into_iter().any(|text| text.len() > MAX_EXAMPLE) {
        let what = format!("example not looked into: it has more than {MAX_EXAMPLE} bytes");
        notes.push(Note::new(1, what));
    }
    let mut description = describe(source, page, &parameters, &response, &mut notes);
    notes.sort_by(|one, other| one.origin.cmp(&other.origin));
    if matches!(text, std::borrow::Cow::Owned(_)) {
        let what = "the page is not UTF-8; some characters could not be read";
        notes.push(Note::new(1, what));
    }
    description.notes = notes;
    description
}

/// The neutral description of a page.
fn describe(
    source: &Path,
    page: Page,
    parameters: &[Parameter],
    response: &[Node],
    notes: &mut Vec<Note>,
) -> Description {
    let refused = page.refused().map(str::to_owned);
    let rank = rank(&page);
    let Page {
        title,
        identity,
        doc,
        errors,
        error_link,
        examples,
        ..
    } = page;
    let host = examples.request.as_deref().and_then(request::host);
    let host = host.map(str::to_owned);
    Description {
        source: source.display().to_string(),
        origin: Origin::Line(1),
        refused,
        rank,
        title: visible(&title),
        summary: summary(&doc, identity.action.as_deref()),
        deprecated: limits::deprecated(&doc).map(|sentence| visible(&sentence)),
        identity: Identity {
            action: identity.action,
            product: identity.product,
            version: identity.version,
            host,
        },
        index: index(parameters, response),
        parameters: entries::parameters(parameters, notes),
        response: entries::response(response),
        errors,
        errors_elsewhere: error_link,
        examples: bodies(examples),
        call: Call::default(),
        product: None,
        notes: Vec::new(),
    }
}

/// A page of the newer form wins, then one that states a version, then one with
/// tables.
fn rank(page: &Page) -> u8 {
    let bits = [
        !page.newer,
        page.identity.version.is_none(),
        !page.has_rows(),
    ];
    bits.into_iter()
        .fold(0, |rank, bit| 2 * rank + u8::from(bit))
}

/// `QueryDomain：queries a domain.` without the name of the action.
fn summary(doc: &str, action: Option<&str>) -> String {
    let doc = visible(doc);
    match doc.strip_prefix(action.unwrap_or_default()) {
        Some(rest) => rest.trim_start_matches(['：', ':', ' ']).to_owned(),
        None => doc,
    }
}

fn index(parameters: &[Parameter], response: &[Node]) -> Index {
    let entry = |parameter: &Parameter| IndexEntry {
        name: parameter.name.clone(),
        ty: parameter.fact.kind.text.clone(),
        required: parameter.fact.need.always(),
    };
    Index {
        parameters: parameters.iter().map(entry).collect(),
        fields: nest::paths(response),
    }
}

/// The examples with only the body of each answer.
fn bodies(examples: Examples) -> Examples {
    let body = |text: Option<String>| text.map(|text| code::body(&text).to_owned());
    let request = examples.request.as_deref();
    Examples {
        placeholders: request.map(request::placeholders).unwrap_or_default(),
        xml: body(examples.xml),
        json: body(examples.json),
        request: examples.request,
    }
}

/// The structure of the documented answers, both formats together.
fn shown(page: &Page) -> Option<Shape> {
    let action = page.identity.action.as_deref();
    let small = |text: &&str| text.len() <= MAX_EXAMPLE;
    let is_field = |name: &str| {
        page.response
            .main
            .iter()
            .any(|fact| fact.name.eq_ignore_ascii_case(name))
    };
    let json = page
        .examples
        .json
        .as_deref()
        .filter(small)
        .map(|text| loose::json(code::body(text)));
    let xml = page
        .examples
        .xml
        .as_deref()
        .filter(small)
        .map(|text| loose::xml(code::body(text)));
    let rows: Vec<&str> = page
        .response
        .main
        .iter()
        .map(|fact| fact.name.as_str())
        .collect();
    let read = |shape: Option<Shape>| {
        let shape = shape?.unwrapped(action, &is_field);
        // Names in lower case did not come from the gateway.
        Some(if shape.is_camel(&rows) {
            shape.capitalized()
        } else {
            shape
        })
    };
    let shown = match (read(xml), read(json)) {
        // Every XML list has an element around its members; JSON tells which of
        // them are wrappers.
        (Some(mut xml), Some(mut json)) => {
            xml.unwrapped_as(&json);
            json.merge(xml);
            Some(json)
        }
        (xml, json) => xml.or(json),
    };
    shown.filter(|shown| !shown.children.is_empty())
}
