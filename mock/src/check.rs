//! Whether the parameters of a call are those that the documentation allows:
//! known, in their place, complete and well numbered. [`values`] looks at the
//! single values.

use aliyun_codegen::model::{Action, Field, Model, Position, Rule, Type};

use crate::refusal::Refusal;
use crate::request::{Pair, Place};
use crate::values::{self, Site};

/// What is left of a parameter's name below a field, and its value.
type Entry<'p> = (&'p str, &'p str);

/// Refuses the first parameter that breaks the documentation.
pub(crate) fn check(model: &Model, action: &Action, pairs: &[&Pair]) -> Result<(), Refusal> {
    let checker = Checker { model, action };
    let fields = &action.request.fields;
    for pair in pairs {
        let unknown = || Refusal::invalid(&pair.name, format!("is unknown to {}", action.name));
        let (field, _) = locate(fields, &pair.name).ok_or_else(unknown)?;
        match (fields[field].position, pair.place) {
            (Position::Query, Place::Query) | (Position::Body, Place::Form) => {}
            (Position::Query, Place::Form) => {
                return Err(Refusal::invalid(
                    &pair.name,
                    "belongs in the query, not in the body",
                ));
            }
            (Position::Body, Place::Query) => {
                return Err(Refusal::invalid(
                    &pair.name,
                    "belongs in the body, not in the query",
                ));
            }
        }
    }
    let entries: Vec<Entry<'_>> = pairs
        .iter()
        .map(|pair| (pair.name.as_str(), pair.value.as_str()))
        .collect();
    checker.fields("", fields, &entries, false)
}

/// The field that a name belongs to, and what follows its name. The longest
/// name wins: `Address.Zip` may be a field of its own beside `Address`.
pub(crate) fn locate<'n>(fields: &[Field], name: &'n str) -> Option<(usize, &'n str)> {
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
    found.max_by_key(|(at, _)| fields[*at].name.len())
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
            let (at, rest) = locate(fields, name).ok_or_else(|| self.unknown(path, name))?;
            groups[at].push((rest, value));
        }
        for (field, group) in fields.iter().zip(&groups) {
            let path = join(path, &field.name);
            match group.as_slice() {
                [] | [("", "")] if field.required => return Err(Refusal::missing(&path)),
                [] => {}
                group => {
                    let site = Site {
                        model: self.model,
                        action: self.action,
                        field,
                        sensitive: sensitive || field.sensitive,
                    };
                    self.value(&site, &path, &field.ty, group)?;
                }
            }
        }
        Ok(())
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
                    Err(self.unknown(path, deeper.map_or("", |(rest, _)| rest)))
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

    /// A key may hold dots where members are single values; where they are
    /// not, it ends at the first dot.
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

    fn unknown(&self, path: &str, name: &str) -> Refusal {
        Refusal::invalid(
            &join(path, name),
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

/// A list number as the wire has it: no sign, no leading zero.
fn index(text: &str) -> Option<usize> {
    let plain = !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit());
    text.parse().ok().filter(|_| plain)
}
