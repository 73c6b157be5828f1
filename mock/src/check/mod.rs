//! Checks the parameters of a call against the spec: known, in their place,
//! complete and numbered without gaps. [`json`] checks JSON, [`values`] single values.

mod json;

use aliyun_codegen::model::{Action, Field, Location, Model, Rule, Type};
use serde_json::Value;

use crate::body::Kind;

use crate::mask::{REDACTED, fit_name, fit_start};
use crate::refusal::Refusal;
use crate::request::{Pair, Place};
use crate::trail::Trail;
use crate::values::{self, Site};

/// The rest of a parameter's name below a field, and its value.
type Entry<'p> = (&'p str, &'p str);

/// The most unknown parameters of a request that are recorded.
const MOST_UNKNOWN: usize = 100;

/// Whether parameters are refused outside their documented place, or accepted in
/// the query and in the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Placement {
    Documented,
    Either,
}

/// Checks every parameter, records the results, and refuses because of the first
/// one that the spec does not allow.
pub(crate) fn check(
    model: &Model,
    action: &Action,
    pairs: &[&Pair],
    document: Option<&Value>,
    placement: Placement,
    trail: &mut Trail,
) -> Result<(), Refusal> {
    let checker = Checker { model, action };
    let kind = Kind::of(Some(action));
    let fields = &action.request.fields;
    let mut groups: Vec<Vec<Entry<'_>>> = vec![Vec::new(); fields.len()];
    let mut misplaced: Vec<Option<Refusal>> = vec![None; fields.len()];
    let mut first = None;
    let mut room = MOST_UNKNOWN;
    let members = document.filter(|_| matches!(kind, Kind::Members));
    let members = members.and_then(Value::as_object);
    let is_member = |name: &str| {
        let mut body = fields
            .iter()
            .filter(|field| field.location == Location::Body);
        body.any(|field| field.name == name)
    };
    let strange = members.into_iter().flat_map(|members| members.keys());
    let strange = strange.filter(|name| !is_member(name)).map(String::as_str);
    let mut unknown = |name: &str, trail: &mut Trail| {
        let refusal = checker.unknown("", name, false);
        if room > 0 {
            room -= 1;
            trail.parameter(&fit_name(name), Some(&refusal));
        }
        refusal
    };
    for name in strange {
        let refusal = unknown(name, trail);
        first.get_or_insert(refusal);
    }
    // The document is checked as it is.
    for pair in pairs.iter().filter(|pair| pair.place != Place::Body) {
        let Some((at, rest)) = locate(fields, &pair.name, Some(pair.place)) else {
            let refusal = unknown(&pair.name, trail);
            first.get_or_insert(refusal);
            continue;
        };
        groups[at].push((rest, pair.value.as_str()));
        if let Some(refusal) = place(&fields[at], pair, placement) {
            first.get_or_insert(refusal.clone());
            misplaced[at].get_or_insert(refusal);
        }
    }
    for ((field, group), misplaced) in fields.iter().zip(&groups).zip(misplaced) {
        let sent = match field.location {
            Location::Body => members.and_then(|members| members.get(&field.name)),
            Location::Payload => document,
            _ => None,
        };
        let check = || match field.location {
            Location::Body => checker.member("", field, sent, false),
            Location::Payload => checker.whole(field, sent),
            _ => checker.field("", field, group, false),
        };
        let found = misplaced.or_else(|| check().err());
        if found.is_some() || sent.is_some() || !group.is_empty() {
            trail.parameter(&field.name, found.as_ref());
        }
        if first.is_none() {
            first = found;
        }
    }
    first.map_or(Ok(()), Err)
}

fn place(field: &Field, pair: &Pair, placement: Placement) -> Option<Refusal> {
    if fits(field.location, pair.place)
        || (placement == Placement::Either
            && matches!(field.location, Location::Query | Location::Form)
            && pair.place.is_named())
    {
        return None;
    }
    let belongs = match field.location {
        Location::Query => "query",
        Location::Form => "body",
        Location::Path => "path",
        Location::Host => "host name",
        Location::Header => "headers",
        Location::Body => "JSON body",
        Location::Payload => "body, as the whole of it",
    };
    let found = match pair.place {
        Place::Query => "query",
        Place::Form => "body",
        _ => return None,
    };
    let what = match field.location {
        Location::Body | Location::Payload if pair.place == Place::Form => {
            format!("belongs in the {belongs}, not in a form")
        }
        _ => format!("belongs in the {belongs}, not in the {found}"),
    };
    Some(Refusal::invalid(&fit_start(&pair.name), what))
}

/// Whether a parameter of this location is found in this place.
fn fits(location: Location, place: Place) -> bool {
    match place {
        Place::Query => location == Location::Query,
        Place::Form => location == Location::Form,
        Place::Path => location == Location::Path,
        Place::Header => location == Location::Header,
        Place::Host => location == Location::Host,
        Place::Body => matches!(location, Location::Body | Location::Payload),
    }
}

/// The field that a name belongs to, and the rest of the name. The longest
/// name wins: `Address.Zip` may be a field of its own beside `Address`. Parameters in
/// different places may have the same name, so a field of this place comes first.
pub(crate) fn locate<'n>(
    fields: &[Field],
    name: &'n str,
    place: Option<Place>,
) -> Option<(usize, &'n str)> {
    let below = |field: &Field| {
        let rest = name.strip_prefix(field.name.as_str())?;
        if rest.is_empty() {
            Some(rest)
        } else {
            rest.strip_prefix('.').filter(|rest| !rest.is_empty())
        }
    };
    let found = fields
        .iter()
        .enumerate()
        .filter_map(|(at, field)| Some((at, below(field)?)));
    found.max_by_key(|(at, _)| {
        let field = &fields[*at];
        let here = place.is_some_and(|place| fits(field.location, place));
        (here, field.name.len())
    })
}

struct Checker<'m> {
    model: &'m Model,
    action: &'m Action,
}

impl Checker<'_> {
    /// Checks the fields of one object against the entries below it.
    fn fields(
        &self,
        path: &str,
        fields: &[Field],
        entries: &[Entry<'_>],
        sensitive: bool,
    ) -> Result<(), Refusal> {
        let mut groups: Vec<Vec<Entry<'_>>> = vec![Vec::new(); fields.len()];
        for &(name, value) in entries {
            let (at, rest) =
                locate(fields, name, None).ok_or_else(|| self.unknown(path, name, sensitive))?;
            groups[at].push((rest, value));
        }
        for (field, group) in fields.iter().zip(&groups) {
            self.field(path, field, group, sensitive)?;
        }
        Ok(())
    }

    /// Checks one field of the object at `path` against what was sent for it.
    fn field(
        &self,
        path: &str,
        field: &Field,
        group: &[Entry<'_>],
        sensitive: bool,
    ) -> Result<(), Refusal> {
        let path = join(path, &field.name);
        match group {
            [] | [("", "")] if field.required => Err(Refusal::missing(&path)),
            [] => Ok(()),
            group => {
                let site = self.site(field, sensitive);
                match group {
                    [("", text)] if site.is_encoded() => self.encoded(&site, &path, text),
                    group => self.value(&site, &path, &field.ty, group),
                }
            }
        }
    }

    /// Checks a parameter that is the whole body.
    fn whole(&self, field: &Field, value: Option<&Value>) -> Result<(), Refusal> {
        match (value, &field.ty) {
            // The body has the bytes themselves.
            (Some(_), Type::Bytes | Type::Image) => Ok(()),
            (value, _) => self.member("", field, value, false),
        }
    }

    fn site<'s>(&'s self, field: &'s Field, sensitive: bool) -> Site<'s> {
        Site {
            model: self.model,
            action: self.action,
            field,
            sensitive: sensitive || field.sensitive,
        }
    }

    fn value(
        &self,
        site: &Site<'_>,
        path: &str,
        ty: &Type,
        entries: &[Entry<'_>],
    ) -> Result<(), Refusal> {
        match ty {
            Type::List(member) => self.list(site, path, member, entries),
            Type::Map(member) => self.map(site, path, member, entries),
            Type::Object(at) => {
                if let Some(&(_, value)) = entries.iter().find(|(rest, _)| rest.is_empty()) {
                    return Err(site.illegal(
                        path,
                        value,
                        "is a plain value; expected an object's parts",
                    ));
                }
                self.fields(
                    path,
                    &self.action.objects[*at].fields,
                    entries,
                    site.sensitive,
                )
            }
            _ => match entries {
                [("", value)] => values::check(site, path, ty, value),
                _ => {
                    let deeper = entries.iter().find(|(rest, _)| !rest.is_empty());
                    let deeper = deeper.map_or("", |(rest, _)| rest);
                    Err(self.unknown(path, deeper, site.sensitive))
                }
            },
        }
    }

    /// Members are numbered from 1 without a gap; the order on the wire is free.
    fn list(
        &self,
        site: &Site<'_>,
        path: &str,
        member: &Type,
        entries: &[Entry<'_>],
    ) -> Result<(), Refusal> {
        let mut members: Vec<(usize, Vec<Entry<'_>>)> = Vec::new();
        for &(rest, value) in entries {
            let (number, rest) = rest.split_once('.').unwrap_or((rest, ""));
            let number = index(number).ok_or_else(|| {
                Refusal::invalid(
                    path,
                    format!("is a list; expected {path}.1, {path}.2 and so on"),
                )
            })?;
            match members.iter_mut().find(|(have, _)| *have == number) {
                Some((_, group)) => group.push((rest, value)),
                None => members.push((number, vec![(rest, value)])),
            }
        }
        members.sort_by_key(|(number, _)| *number);
        if let Some(gap) = (1..)
            .zip(&members)
            .find(|(at, (number, _))| at != number)
            .map(|(at, _)| at)
        {
            return Err(Refusal::invalid(
                path,
                format!("has no member {gap} before a later one"),
            ));
        }
        self.items(site, path, members.len())?;
        for (number, group) in members {
            let path = format!("{path}.{number}");
            if site.field.required && group.as_slice() == [("", "")] {
                return Err(Refusal::missing(&path));
            }
            self.value(site, &path, member, &group)?;
        }
        Ok(())
    }

    /// A key may hold dots if members are single values; otherwise it ends at the
    /// first dot.
    fn map(
        &self,
        site: &Site<'_>,
        path: &str,
        member: &Type,
        entries: &[Entry<'_>],
    ) -> Result<(), Refusal> {
        let composite = matches!(member, Type::List(_) | Type::Map(_) | Type::Object(_));
        let mut members: Vec<(&str, Vec<Entry<'_>>)> = Vec::new();
        for &(rest, value) in entries {
            if rest.is_empty() {
                return Err(site.illegal(path, value, "is a plain value; expected keys"));
            }
            let (key, rest) = if composite {
                rest.split_once('.').unwrap_or((rest, ""))
            } else {
                (rest, "")
            };
            match members.iter_mut().find(|(have, _)| *have == key) {
                Some((_, group)) => group.push((rest, value)),
                None => members.push((key, vec![(rest, value)])),
            }
        }
        self.items(site, path, members.len())?;
        for (key, group) in members {
            // Keys of sensitive maps are values too.
            let key = if site.sensitive { REDACTED } else { key };
            self.value(site, &join(path, key), member, &group)?;
        }
        Ok(())
    }

    fn items(&self, site: &Site<'_>, path: &str, count: usize) -> Result<(), Refusal> {
        let count = u64::try_from(count).unwrap_or(u64::MAX);
        for rule in &site.field.rules {
            if let Rule::Items(least, most) = rule
                && !(least..=most).contains(&&count)
            {
                return Err(site.refuse(
                    path,
                    format!("has {count} members; expected {least} to {most}"),
                ));
            }
        }
        Ok(())
    }

    /// Names below a sensitive field are not repeated.
    fn unknown(&self, path: &str, name: &str, sensitive: bool) -> Refusal {
        let name = if sensitive {
            REDACTED.to_owned()
        } else {
            fit_name(name)
        };
        Refusal::invalid(
            &join(path, &name),
            format!("is unknown to {}", self.action.name),
        )
    }
}

fn join(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}

/// Reads a list number: no sign, no leading zero.
fn index(text: &str) -> Option<usize> {
    let plain = !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}
