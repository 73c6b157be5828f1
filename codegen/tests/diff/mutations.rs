//! Random changes of a real spec: the diff finds exactly the change, in both
//! directions.

use std::path::Path;

use aliyun_codegen::diff::Kind::{self, Added, Changed, Removed, Respelled};
use aliyun_codegen::diff::Verdict::{self, Breaking, Compatible, Documentation};
use aliyun_codegen::diff::{Change, diff};
use aliyun_codegen::model::{Action, Field, Location, Model, Role, Rule, Type};

fn domain() -> Model {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/domain/2018-01-29");
    aliyun_codegen::read(folder).unwrap()
}

/// Numbers that look random and are the same in every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

/// The expected result of a mutation: the end of the path, the kind, and the
/// verdict, unless it depends on the path.
type Expected = (String, Kind, Option<Verdict>);

/// A field at any depth, and its role.
fn field<'m>(model: &'m mut Model, dice: &mut Dice) -> (&'m mut Field, Role) {
    let mut places = Vec::new();
    for action in &mut model.actions {
        let Action {
            request,
            response,
            objects,
            ..
        } = action;
        for object in objects.iter_mut().chain([request, response]) {
            let role = object.role;
            places.extend(object.fields.iter_mut().map(|field| (field, role)));
        }
    }
    let index = dice.below(places.len());
    places.swap_remove(index)
}

type Mutation = fn(&mut Model, &mut Dice) -> Option<Expected>;

const OF_FIELDS: &[Mutation] = &[
    |model, dice| {
        let (field, role) = field(model, dice);
        if role == Role::Response {
            return None;
        }
        field.required = !field.required;
        let verdict = if field.required { Breaking } else { Compatible };
        Some((format!("{}.required", field.name), Changed, Some(verdict)))
    },
    |model, dice| {
        let (field, _) = field(model, dice);
        field.doc = format!("{} And more.", field.doc);
        Some((format!("{}.doc", field.name), Changed, Some(Documentation)))
    },
    |model, dice| {
        let (field, _) = field(model, dice);
        field.sensitive = !field.sensitive;
        let verdict = if field.sensitive {
            Compatible
        } else {
            Breaking
        };
        Some((format!("{}.sensitive", field.name), Changed, Some(verdict)))
    },
    |model, dice| {
        let (field, _) = field(model, dice);
        field.ident.push_str("_x");
        Some((format!("{}.rust", field.name), Changed, Some(Breaking)))
    },
    |model, dice| {
        let (field, _) = field(model, dice);
        if matches!(field.ty, Type::Boolean) {
            return None;
        }
        field.ty = Type::Boolean;
        Some((format!("{}.type", field.name), Changed, Some(Breaking)))
    },
    |model, dice| {
        let (field, _) = field(model, dice);
        field.name = field.name.to_uppercase();
        (field.name.to_lowercase() != field.name).then_some(())?;
        Some((field.name.clone(), Respelled, Some(Compatible)))
    },
    |model, dice| {
        let (field, _) = field(model, dice);
        let before = field.sample.replace("another".to_owned());
        let kind = if before.is_some() { Changed } else { Added };
        let verdict = Some(Documentation);
        Some((format!("{}.sample", field.name), kind, verdict))
    },
    |model, dice| {
        let (field, _) = field(model, dice);
        let kind = if field.deprecated.is_some() {
            return None;
        } else {
            Added
        };
        field.deprecated = Some("Not any more.".to_owned());
        Some((format!("{}.deprecated", field.name), kind, Some(Compatible)))
    },
    |model, dice| {
        let (field, role) = field(model, dice);
        if role == Role::Response || !field.rules.is_empty() {
            return None;
        }
        field.rules.push(Rule::Pattern("x".to_owned()));
        Some((format!("{}.pattern", field.name), Added, Some(Breaking)))
    },
];

const OF_ACTIONS: &[Mutation] = &[
    |model, dice| {
        let action = pick(&mut model.actions, dice)?;
        let fields = &mut action.request.fields;
        fields.reverse();
        action.response.fields.reverse();
        action.examples.reverse();
        action.errata.reverse();
        action.errors.reverse();
        action.file = "Elsewhere.yaml".to_owned();
        None
    },
    |model, dice| {
        let action = pick(&mut model.actions, dice)?;
        let field = pick(&mut action.request.fields, dice)?;
        field.location = match field.location {
            Location::Query => Location::Form,
            _ => Location::Query,
        };
        let path = format!("{}.parameters.{}.in", action.name, field.name);
        Some((path, Changed, Some(Compatible)))
    },
    |model, dice| {
        let action = pick(&mut model.actions, dice)?;
        if action.response.fields.is_empty() {
            return None;
        }
        let index = dice.below(action.response.fields.len());
        let gone = action.response.fields.remove(index);
        let path = format!("{}.response.{}", action.name, gone.name);
        Some((path, Removed, Some(Breaking)))
    },
    |model, dice| {
        let action = pick(&mut model.actions, dice)?;
        let mut new = action.request.fields.first()?.clone();
        new.name = "Quite.Another".to_owned();
        (new.required, new.required_when) = (dice.below(2) == 0, None);
        new.ty = Type::Float;
        let verdict = if new.required { Breaking } else { Compatible };
        action.request.fields.push(new);
        let path = format!("{}.parameters.Quite.Another", action.name);
        Some((path, Added, Some(verdict)))
    },
    |model, dice| {
        let action = pick(&mut model.actions, dice)?;
        action.idempotent = !action.idempotent;
        Some((
            format!("{}.idempotent", action.name),
            Changed,
            Some(Compatible),
        ))
    },
    |model, dice| {
        let action = pick(&mut model.actions, dice)?;
        let example = pick(&mut action.examples, dice)?;
        example.json = Some("{\"another\": true}".to_owned());
        let path = format!("{}.examples.{}.json", action.name, example.name);
        Some((path, Changed, Some(Documentation)))
    },
    |model, dice| {
        let action = pick(&mut model.actions, dice)?;
        let found = pick(&mut action.enums, dice)?;
        let value = pick(&mut found.values, dice)?;
        value.ident.push('X');
        let path = format!(".values.{}.name", value.value);
        Some((path, Changed, Some(Breaking)))
    },
    |model, dice| {
        let action = pick(&mut model.actions, dice)?;
        let found = pick(&mut action.enums, dice)?;
        let mut value = pick(&mut found.values, dice)?.clone();
        value.value.push_str("_another");
        value.ident.push('X');
        found.values.push(value);
        Some((".values".to_owned(), Added, None))
    },
    |model, dice| {
        let action = pick(&mut model.actions, dice)?;
        let found = pick(&mut action.enums, dice)?;
        found.open = !found.open;
        Some((".open".to_owned(), Changed, None))
    },
    |model, dice| {
        let action = pick(&mut model.actions, dice)?;
        action.pagination.take()?;
        Some((
            format!("{}.pagination", action.name),
            Removed,
            Some(Breaking),
        ))
    },
    |model, dice| {
        let action = pick(&mut model.actions, dice)?;
        action.submits.take()?;
        Some((format!("{}.submits", action.name), Removed, Some(Breaking)))
    },
    |model, dice| {
        let index = dice.below(model.actions.len());
        let gone = model.actions.remove(index);
        Some((gone.name, Removed, Some(Breaking)))
    },
];

fn pick<'m, T>(list: &'m mut [T], dice: &mut Dice) -> Option<&'m mut T> {
    let length = list.len();
    (length > 0).then(|| &mut list[dice.below(length)])
}

/// How often each mutation is tried.
const ROUNDS: usize = 60;

#[test]
fn each_is_found_and_nothing_else() {
    let old = domain();
    let mut dice = Dice(7);
    for (number, mutate) in OF_FIELDS.iter().chain(OF_ACTIONS).enumerate() {
        let mut met = 0;
        for _ in 0..ROUNDS {
            let mut new = old.clone();
            let expected = mutate(&mut new, &mut dice);
            let found = diff(&old, &new);
            let Some((path, kind, verdict)) = expected else {
                assert!(new == old || found.is_empty(), "{}", found.text());
                met += usize::from(new != old);
                continue;
            };
            met += 1;
            let [change] = &found.changes[..] else {
                panic!("mutation {number}, {path}:\n{}", found.text());
            };
            assert!(
                change.path.ends_with(&path),
                "{} is not {path}",
                change.path
            );
            assert_eq!(change.kind, kind, "{path}");
            assert_eq!(
                verdict.unwrap_or(change.verdict()),
                change.verdict(),
                "{path}"
            );
            mirrored(change, &diff(&new, &old).changes);
        }
        assert!(met > 0, "mutation {number} never applied");
    }
}

/// The reverse diff has the same change with its sides swapped.
fn mirrored(change: &Change, back: &[Change]) {
    let [other] = back else {
        panic!("{} comes back as {back:?}", change.path);
    };
    let kind = match change.kind {
        Added => Removed,
        Removed => Added,
        same => same,
    };
    assert_eq!(other.kind, kind, "{}", change.path);
    assert_eq!((&other.was, &other.is), (&change.is, &change.was));
    if kind != Respelled {
        assert_eq!(other.path, change.path);
    }
}

#[test]
fn a_spec_does_not_differ_from_itself() {
    let model = domain();
    let found = diff(&model, &model);
    assert!(
        found.is_empty() && found.warnings.is_empty(),
        "{}",
        found.text()
    );
}
