//! Tasks, the product's convention for changes that take time.
//!
//! An action whose answer has `TaskNo` and whose request does not submits a
//! task. An action whose request has `TaskNo` and whose answer lists objects
//! with a `TaskStatus` enum of at least three values looks at one: the enum's
//! first three values mean waiting, executing and succeeded. The other names
//! below are filled where an action has them. No action is named.

use std::collections::HashMap;

use aliyun_codegen::model::{Action, Enum, Field, Model, Type};
use serde_json::{Map, Value};

use crate::document::{key, set};
use crate::ids::Ids;
use crate::refusal::Refusal;
use crate::request::Pair;
use crate::values::enumeration;

const TASK_NO: &str = "TaskNo";
const TASK_STATUS: &str = "TaskStatus";
const TASK_STATUS_CODE: &str = "TaskStatusCode";
const TASK_DETAIL_NO: &str = "TaskDetailNo";
const DOMAIN_NAME: &str = "DomainName";
const PAGE_NUM: &str = "PageNum";
const PAGE_SIZE: &str = "PageSize";

/// The last of the three steps, succeeded.
const LAST_STEP: usize = 2;

/// The tasks that were submitted to one gateway.
#[derive(Default)]
pub(crate) struct Tasks {
    known: HashMap<String, Task>,
}

struct Task {
    /// How often its first page was looked at; each look moves it one step.
    looks: usize,
    details: Vec<Detail>,
}

struct Detail {
    number: String,
    domain: Option<String>,
}

impl Tasks {
    /// Puts the state of tasks into the answer of an action that has to do
    /// with them, and leaves any other answer alone.
    pub(crate) fn apply(
        &mut self,
        model: &Model,
        action: &Action,
        pairs: &[&Pair],
        ids: &Ids,
        answer: &mut Map<String, Value>,
    ) -> Result<(), Refusal> {
        if submits(action) {
            let number = ids.fresh();
            set(answer, TASK_NO, number.as_str());
            self.known.insert(
                number,
                Task {
                    looks: 0,
                    details: details(pairs, ids),
                },
            );
            return Ok(());
        }
        let Some(listing) = Listing::of(model, action) else {
            return Ok(());
        };
        let Some(number) = parameter(pairs, TASK_NO).filter(|number| !number.is_empty()) else {
            return Ok(());
        };
        match self.known.get_mut(number) {
            Some(task) => {
                listing.fill(task, number, pairs, answer);
                Ok(())
            }
            None if documented(action, answer, number) => Ok(()),
            None => Err(Refusal::invalid(
                TASK_NO,
                "names no task that was submitted here",
            )),
        }
    }
}

fn field<'m>(fields: &'m [Field], name: &str) -> Option<&'m Field> {
    fields.iter().find(|field| field.name == name)
}

fn submits(action: &Action) -> bool {
    field(&action.response.fields, TASK_NO).is_some()
        && field(&action.request.fields, TASK_NO).is_none()
}

fn parameter<'p>(pairs: &[&'p Pair], name: &str) -> Option<&'p str> {
    pairs
        .iter()
        .find(|pair| pair.name == name)
        .map(|pair| pair.value.as_str())
}

/// One detail for each domain submitted: `DomainName`, `DomainName.N` and
/// `….DomainName` of lists of orders. One without a name where there is none.
fn details(pairs: &[&Pair], ids: &Ids) -> Vec<Detail> {
    let names_domain = |name: &str| {
        let list = name
            .rsplit_once('.')
            .filter(|(_, last)| last.bytes().all(|byte| byte.is_ascii_digit()));
        let stem = list.map_or(name, |(stem, _)| stem);
        stem.rsplit('.').next() == Some(DOMAIN_NAME)
    };
    let mut domains: Vec<&&Pair> = pairs
        .iter()
        .filter(|pair| names_domain(&pair.name))
        .collect();
    // By number: on the wire, 10 comes before 2.
    domains.sort_by_cached_key(|pair| {
        let parts = pair.name.split('.');
        parts
            .map(|part| (part.parse::<usize>().ok(), part.to_owned()))
            .collect::<Vec<_>>()
    });
    let detail = |domain| Detail {
        number: ids.fresh(),
        domain,
    };
    let mut details: Vec<Detail> = domains
        .into_iter()
        .map(|pair| detail(Some(pair.value.clone())))
        .collect();
    if details.is_empty() {
        details.push(detail(None));
    }
    details
}

/// Whether the page's own example is about this task.
fn documented(action: &Action, answer: &Map<String, Value>, number: &str) -> bool {
    let asked = format!("{TASK_NO}={number}");
    let requests = action
        .examples
        .iter()
        .filter_map(|example| example.request.as_deref());
    let mut parts =
        requests.flat_map(|text| text.split(|c: char| c == '&' || c == '?' || c.is_whitespace()));
    parts.any(|part| part == asked) || mentions(&Value::Object(answer.clone()), number)
}

fn mentions(value: &Value, number: &str) -> bool {
    match value {
        Value::Object(tree) => tree.iter().any(|(name, child)| {
            (name.eq_ignore_ascii_case(TASK_NO) && child.as_str() == Some(number))
                || mentions(child, number)
        }),
        Value::Array(members) => members.iter().any(|member| mentions(member, number)),
        _ => false,
    }
}

/// Where an answer lists the details of a task.
struct Listing<'m> {
    model: &'m Model,
    action: &'m Action,
    list: &'m Field,
    fields: &'m [Field],
    status: &'m Enum,
}

impl<'m> Listing<'m> {
    fn of(model: &'m Model, action: &'m Action) -> Option<Self> {
        field(&action.request.fields, TASK_NO)?;
        action.response.fields.iter().find_map(|list| {
            let Type::List(member) = &list.ty else {
                return None;
            };
            let Type::Object(at) = **member else {
                return None;
            };
            let fields = action.objects[at].fields.as_slice();
            let Type::Enum(which) = field(fields, TASK_STATUS)?.ty else {
                return None;
            };
            let status = enumeration(model, action, which);
            (status.values.len() > LAST_STEP).then_some(Self {
                model,
                action,
                list,
                fields,
                status,
            })
        })
    }

    fn fill(
        &self,
        task: &mut Task,
        number: &str,
        pairs: &[&Pair],
        answer: &mut Map<String, Value>,
    ) {
        let count = |name| parameter(pairs, name).and_then(|text| text.parse::<usize>().ok());
        let page = count(PAGE_NUM).unwrap_or(1).max(1);
        if page == 1 {
            task.looks += 1;
        }
        let step = task.looks.saturating_sub(1).min(LAST_STEP);
        let slot = self.slot(answer);
        let first = slot
            .as_array()
            .map_or(Some(&*slot), |members| members.first());
        let template = first
            .and_then(Value::as_object)
            .cloned()
            .unwrap_or_default();
        let details = task
            .details
            .iter()
            .map(|detail| self.detail(&template, detail, number, step));
        let wanted: Vec<_> = details
            .filter(|detail| self.passes(detail, pairs))
            .collect();
        let total = wanted.len();
        let size = count(PAGE_SIZE)
            .filter(|size| *size > 0)
            .unwrap_or(total.max(1));
        let shown = wanted
            .into_iter()
            .skip((page - 1).saturating_mul(size))
            .take(size);
        *slot = shown.map(Value::Object).collect();
        self.paging(answer, page, size, total);
    }

    /// The place of the members in the answer: inside the wrapper, unless the
    /// example leaves the wrapper out.
    fn slot<'a>(&self, answer: &'a mut Map<String, Value>) -> &'a mut Value {
        let name = key(answer, &self.list.name).unwrap_or_else(|| self.list.name.clone());
        let outer = answer.entry(name).or_insert(Value::Null);
        let Some(item) = &self.list.item else {
            return outer;
        };
        if !outer.is_array() && !outer.is_object() {
            *outer = Value::Object(Map::new());
        }
        let inner = match outer.as_object() {
            Some(wrapper) if wrapper.is_empty() => Some(item.clone()),
            Some(wrapper) => key(wrapper, item),
            None => None,
        };
        match inner {
            Some(inner) => &mut outer[inner],
            None => outer,
        }
    }

    fn detail(
        &self,
        template: &Map<String, Value>,
        detail: &Detail,
        number: &str,
        step: usize,
    ) -> Map<String, Value> {
        let mut tree = template.clone();
        let mut put = |name: &str, value: Value| {
            if field(self.fields, name).is_some() {
                set(&mut tree, name, value);
            }
        };
        put(TASK_NO, number.into());
        put(TASK_DETAIL_NO, detail.number.as_str().into());
        put(TASK_STATUS, self.status.values[step].value.as_str().into());
        put(TASK_STATUS_CODE, self.code(step));
        if let Some(domain) = &detail.domain {
            put(DOMAIN_NAME, domain.as_str().into());
        }
        tree
    }

    /// The status code of a step: the step's number, or the value at the same
    /// place of an enum that runs in parallel to the status. `null` where the
    /// two enums differ in length: any code would be a guess.
    fn code(&self, step: usize) -> Value {
        match field(self.fields, TASK_STATUS_CODE).map(|code| &code.ty) {
            Some(Type::Enum(which)) => {
                let codes = enumeration(self.model, self.action, *which);
                let parallel = codes.values.len() == self.status.values.len();
                let Some(code) = codes.values.get(step).filter(|_| parallel) else {
                    return Value::Null;
                };
                let number = code.value.parse::<i64>().ok().filter(|_| codes.integer);
                number.map_or_else(|| code.value.as_str().into(), Value::from)
            }
            Some(Type::String) => step.to_string().into(),
            _ => step.into(),
        }
    }

    /// Whether a detail is one that the request asks for: a parameter that is
    /// also a field of details is a filter. A status may be given as a code.
    fn passes(&self, detail: &Map<String, Value>, pairs: &[&Pair]) -> bool {
        let text = |name: &str| {
            let value = key(detail, name).and_then(|key| detail.get(&key))?;
            Some(
                value
                    .as_str()
                    .map_or_else(|| value.to_string(), str::to_owned),
            )
        };
        let filters = pairs.iter().filter(|pair| !pair.value.is_empty());
        let mut filters = filters.filter(|pair| field(self.fields, &pair.name).is_some());
        filters.all(|pair| {
            let same = |name: &str| text(name).as_deref() == Some(pair.value.as_str());
            same(&pair.name) || (pair.name == TASK_STATUS && same(TASK_STATUS_CODE))
        })
    }

    /// Keeps the paging fields true to the members, so that no reader of all
    /// pages runs on because an example says there is a next one.
    fn paging(&self, answer: &mut Map<String, Value>, page: usize, size: usize, total: usize) {
        let pages = total.div_ceil(size);
        let values = [
            ("CurrentPageNum", Value::from(page)),
            (PAGE_SIZE, Value::from(size)),
            ("TotalItemNum", Value::from(total)),
            ("TotalPageNum", Value::from(pages)),
            ("NextPage", Value::from(page < pages)),
            ("PrePage", Value::from(page > 1)),
        ];
        for (name, value) in values {
            if field(&self.action.response.fields, name).is_some() {
                set(answer, name, value);
            }
        }
    }
}
