//! The parameters of a request under their full names: `Tag.N.Key`.

use std::collections::HashSet;

use super::kind::Base;
use super::name;
use super::page::{Group, Sub};
use super::rows::Fact;
use super::subs::{self, Tables};
use crate::import::description::Note;

/// A parameter.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Parameter {
    /// As on the page: `DomainName.N`, `OrderRenewParam.N.DomainName`.
    pub(super) name: String,
    pub(super) fact: Fact,
}

/// Full names of all parameters. `request` is the documented request, which
/// shows whether a parameter is a list.
pub(super) fn flatten(
    group: &Group,
    request: Option<&str>,
    notes: &mut Vec<Note>,
) -> Vec<Parameter> {
    let mut unheard = Vec::new();
    let tables = subs::assign(group, None, &mut unheard);
    notes.extend(unheard);
    let request = sent(request.unwrap_or_default());
    let mut out: Vec<Parameter> = Vec::new();
    rows(&group.main, "", &tables, &request, 0, &mut out);
    singular(&mut out, &request, notes);
    let mut seen = HashSet::new();
    out.retain(|parameter| {
        let first = seen.insert(parameter.name.clone());
        if !first {
            let what = format!("`{}` appears twice; the first row is kept", parameter.name);
            notes.push(Note::new(parameter.fact.line, what));
        }
        first
    });
    out
}

fn rows(
    facts: &[Fact],
    prefix: &str,
    tables: &Tables<'_>,
    request: &[String],
    depth: usize,
    out: &mut Vec<Parameter>,
) {
    // Names of the containers that the indentation has opened.
    let mut open: Vec<(usize, String)> = Vec::new();
    for (index, fact) in facts.iter().enumerate() {
        let level = fact.depth.unwrap_or(0);
        open.retain(|(other, _)| *other < level);
        let parent = open.last().map_or(prefix, |(_, name)| name);
        let name = join(parent, &fact.name);
        let below = facts
            .get(index + 1)
            .and_then(|next| next.depth)
            .unwrap_or(0);
        let table = tables
            .of(fact)
            .filter(|sub| depth < 8 && !sub.facts.is_empty() && !of_values(&name, sub, request));
        if below > level {
            open.push((level, container(&name, fact, request)));
        } else if let Some(sub) = table {
            rows(
                &sub.facts,
                &container(&name, fact, request),
                tables,
                request,
                depth + 1,
                out,
            );
        } else {
            out.push(Parameter {
                name: leaf(name, fact, request),
                fact: fact.clone(),
            });
        }
    }
}

/// Lists with a plural name in the table and a singular one in the request:
/// `Ips` and `Ip.1`. The request is right, because somebody sent it.
fn singular(parameters: &mut [Parameter], request: &[String], notes: &mut Vec<Note>) {
    let stems = |key: &String| {
        let (stem, rest) = key.split_once('.')?;
        name::is_index(rest).then(|| stem.to_owned())
    };
    let stems: Vec<String> = request.iter().filter_map(stems).collect();
    let known: Vec<String> = parameters
        .iter()
        .map(|parameter| parameter.name.clone())
        .collect();
    for parameter in parameters {
        let Some(stem) = parameter.name.strip_suffix(".N") else {
            continue;
        };
        let one = stem.strip_suffix('s').unwrap_or_default().to_owned();
        let unsent = !stems.iter().any(|other| other == stem);
        if unsent && stems.contains(&one) && !known.contains(&format!("{one}.N")) {
            let what = format!("`{stem}` is sent as `{one}.1`, so that is its name");
            notes.push(Note::new(parameter.fact.line, what));
            parameter.name = format!("{one}.N");
        }
    }
}

/// A name below another one, unless it is already a full name.
fn join(parent: &str, name: &str) -> String {
    let stem = parent.trim_end_matches(".N");
    if parent.is_empty() || name.starts_with(&format!("{stem}.")) {
        name.to_owned()
    } else {
        format!("{parent}.{name}")
    }
}

/// The name before the fields of an object: with `.N` for a list.
fn container(name: &str, fact: &Fact, request: &[String]) -> String {
    if name.rsplit('.').next().is_some_and(name::is_index) {
        return name.to_owned();
    }
    let plain = shows(request, name, false) && !shows(request, name, true);
    let single = matches!(fact.kind.base, Base::Struct | Base::Json)
        && !fact.kind.list
        && !shows(request, name, true);
    if plain || single {
        name.to_owned()
    } else {
        format!("{name}.N")
    }
}

/// The name of a value: with `.N` for a list of values.
fn leaf(name: String, fact: &Fact, request: &[String]) -> String {
    let member = name.rsplit('.').next().is_some_and(name::is_index);
    let typed = fact.kind.text.eq_ignore_ascii_case("RepeatList")
        || fact
            .kind
            .named()
            .is_some_and(|ty| ty.ends_with("ListType") || ty.ends_with("List"));
    if !member && (typed || shows(request, &name, true)) {
        format!("{name}.N")
    } else {
        name
    }
}

/// Whether a table only describes the values of a list: one row, and the
/// documented request sends `Names.1=…` without the row's name.
fn of_values(name: &str, sub: &Sub, request: &[String]) -> bool {
    match sub.facts.as_slice() {
        [only] => !only.kind.may_contain() && !shows_field(request, name, &only.name),
        _ => false,
    }
}

/// Whether a documented request sends `Name.1.Field` or `Name.Field`.
fn shows_field(request: &[String], name: &str, field: &str) -> bool {
    request.iter().any(|key| {
        let stem = name.split(".N").next().unwrap_or(name);
        key.strip_prefix(stem).is_some_and(|rest| {
            rest.to_lowercase()
                .ends_with(&format!(".{}", field.to_lowercase()))
        })
    })
}

/// Whether a documented request sends members (`Name.1…`), or fields
/// (`Name.Field`) of a parameter.
fn shows(request: &[String], name: &str, numbered: bool) -> bool {
    request.iter().any(|key| {
        let mut parts = key.split('.');
        let same = name.split('.').all(|part| {
            parts.next().is_some_and(|other| {
                other == part || (name::is_index(part) && name::is_index(other))
            })
        });
        same && parts
            .next()
            .is_some_and(|next| name::is_index(next) == numbered)
    })
}

/// Parameters that a documented request sends, members under their list.
pub(super) fn sent(request: &str) -> Vec<String> {
    let text: String = request.lines().map(str::trim).collect();
    let query = text
        .split_once('?')
        .map_or(text.as_str(), |(_, query)| query);
    let names = query
        .split('&')
        .filter_map(|piece| piece.split_once('='))
        .map(|(name, _)| name.trim().to_owned());
    names
        .map(|name| name.replace(' ', ""))
        .filter(|name| !name.is_empty())
        .collect()
}

/// The host of a documented request, if it is one of Alibaba Cloud.
pub(super) fn host(request: &str) -> Option<&str> {
    let rest = &request[request.find("://")? + 3..];
    let host = &rest[..rest.find(['/', '?', ' ', '\n', '&']).unwrap_or(rest.len())];
    let named = host.ends_with(".aliyuncs.com")
        && host.bytes().all(|byte| {
            byte.is_ascii_lowercase() || byte.is_ascii_digit() || matches!(byte, b'.' | b'-')
        });
    named.then_some(host)
}

/// Words in a documented request that are placeholders for common parameters.
pub(super) fn placeholders(request: &str) -> Vec<String> {
    let text: String = request.lines().map(str::trim).collect();
    let query = text
        .split_once('?')
        .map_or(text.as_str(), |(_, query)| query);
    let mut out: Vec<String> = Vec::new();
    for piece in query
        .split('&')
        .map(str::trim)
        .filter(|piece| !piece.is_empty() && !piece.contains('='))
    {
        let word = super::heading::key(&piece.replace(['<', '>'], ""));
        let common = word.contains("公共")
            || word.contains("common")
            || word.contains("public")
            || word.contains("公用");
        if common && !out.iter().any(|other| other == piece) && request.contains(piece) {
            out.push(piece.to_owned());
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::flatten;
    use crate::import::markdown::page;
    use std::path::Path;

    fn names(text: &str) -> Vec<String> {
        let page = page::read(Path::new("x.md"), text);
        let request = page.examples.request.as_deref();
        flatten(&page.request, request, &mut Vec::new())
            .into_iter()
            .map(|parameter| parameter.name)
            .collect()
    }

    #[test]
    fn a_table_of_a_type_is_put_in_place() {
        let page = "# OpenShop\n\n## 请求参数\n\n|名称|类型|是否必须|描述|\n|-|-|-|-|\n|Action|String|是|取值：OpenShop。|\n|Goods|[GoodsType](#t1)|是|货物|\n|Names|NameListType|是|名称|\n\n|名称|类型|是否必须|描述|\n|-|-|-|-|\n|Code|String|是|代码|\n|Size|Integer|否|大小|\n";
        assert_eq!(names(page), ["Goods.N.Code", "Goods.N.Size", "Names.N"]);
    }

    #[test]
    fn a_list_has_the_name_under_which_it_is_sent() {
        let page = "# OpenShop\n\n## 请求参数\n\n|名称|类型|是否必须|描述|\n|-|-|-|-|\n|Doors|DoorListType|是|门|\n\n## 示例\n\n```\nhttp://x/?Action=OpenShop&Door.1=a\n```\n";
        assert_eq!(names(page), ["Door.N"]);
    }

    #[test]
    fn names_stay_as_on_the_page() {
        let page = "# OpenShop\n\n## Request parameters\n\n|Parameter|Type|Required|Example|Description|\n|-|-|-|-|-|\n|Tag.N.Key|String|No|k|Key.|\n|Filter.1.Key|String|No|k|Key.|\n|Ids.n|String|No|k|Ids.|\n";
        assert_eq!(names(page), ["Tag.N.Key", "Filter.1.Key", "Ids.n"]);
    }
}
