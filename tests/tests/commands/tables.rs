//! The tables of `Builder::generate_commands`, compared with the spec.

use aliyun_codegen::model::{self, Model};
use aliyun_runtime::dynamic::{Catalog, Entry, Fact, Object, Type};
use aliyun_runtime::generated::{Field, REQUIRED, Rule, SENSITIVE};
use aliyun_tests::commands::{depot, domain};

use crate::support::model;

fn entry(name: &str) -> &'static Entry {
    let mut actions = depot::CATALOG.actions.iter();
    actions.find(|entry| entry.action.name == name).unwrap()
}

fn field(object: &'static Object, name: &str) -> (Field, &'static Fact) {
    object
        .fields()
        .find(|(field, _)| field.name == name)
        .unwrap()
}

#[test]
fn an_action_is_as_its_spec_says() {
    let catalog = &depot::CATALOG;
    assert_eq!(
        (catalog.product.name, catalog.product.version),
        ("Depot", "2024-05-01")
    );
    assert_eq!(catalog.doc, "A product that exists only in tests.");
    let pack = entry("PackGoods");
    assert_eq!((pack.command, pack.area), ("pack-goods", "storage"));
    assert_eq!(
        pack.doc,
        "Packs goods. They are then in a box.\n\nNot twice."
    );
    assert_eq!(pack.deprecated, "Use a crane.");
    assert!(!pack.action.idempotent);
    assert!(pack.pagination.is_none() && pack.waiter.is_none());
    let submits = pack.submits.unwrap();
    assert_eq!((submits.task, submits.items), ("TaskNo", "Owner"));
    assert_eq!(submits.watched_by, "ListGoods");
    let errors: Vec<_> = pack
        .errors
        .iter()
        .map(|e| (e.code, e.http_status, e.doc))
        .collect();
    let full = ("ShelfFull", 409, "There is no room.");
    assert_eq!(errors, [full, ("ShelfGone", 404, "There is no shelf.")]);
    let list = entry("ListGoods");
    assert!(list.action.idempotent && list.submits.is_none() && list.errors.is_empty());
    let pagination = list.pagination.unwrap();
    assert_eq!((pagination.items, pagination.position), ("Goods", "Page"));
    let watch = list.waiter.unwrap();
    assert_eq!(watch.doc, "Waits until all goods are packed.");
    assert_eq!(
        (watch.waiter.success, watch.waiter.failure),
        (&["DONE"][..], &["LOST"][..])
    );
}

#[test]
fn parameters_have_their_types_limits_and_words() {
    let request = entry("PackGoods").request;
    let names: Vec<_> = request.shape.iter().map(|field| field.name).collect();
    let expected = [
        "Label", "Size", "Level", "Lang", "Weight", "Count", "Serial", "Fragile", "Owner",
        "Keeper", "Box", "Row", "Grid", "Slot", "Tag", "Extra", "Query", "Picture", "Remark",
    ];
    assert_eq!(names, expected, "in the order of the spec");
    let (label, fact) = field(request, "Label");
    assert!(label.is(REQUIRED) && !label.is(SENSITIVE));
    assert_eq!(
        (fact.flag, fact.doc, fact.sample),
        ("label", "What is on it. In capitals.", "BOX")
    );
    assert!(
        label
            .limits()
            .any(|rule| matches!(rule, Rule::Length(2, 8)))
    );
    let (owner, fact) = field(request, "Owner");
    assert!(!owner.is(SENSITIVE) && matches!(fact.ty, Type::List(Type::Text)));
    let (_, fact) = field(request, "Lang");
    assert_eq!((fact.default, fact.required_when), ("zh", ""));
    let (_, fact) = field(request, "Box");
    assert_eq!(fact.required_when, "the goods are loose");
    let Type::Object(nested) = fact.ty else {
        panic!("{:?}", fact.ty)
    };
    assert!(field(nested, "Width").0.is(REQUIRED) && field(nested, "Keeper").0.is(SENSITIVE));
    assert!(
        matches!(field(nested, "Lid").1.ty, Type::Object(lid) if lid.position("Size") == Some(1))
    );
    assert!(matches!(
        field(request, "Grid").1.ty,
        Type::List(Type::List(Type::Integer))
    ));
    assert!(matches!(
        field(request, "Tag").1.ty,
        Type::Map(Type::List(Type::Text))
    ));
    assert!(matches!(field(request, "Extra").1.ty, Type::Json));
    assert!(matches!(field(request, "Picture").1.ty, Type::Image));
}

#[test]
fn enums_have_their_values_and_what_they_mean() {
    let request = entry("PackGoods").request;
    let values = |name: &str| match field(request, name).1.ty {
        Type::Enum(known) => (known.open, known.values),
        ref other => panic!("{other:?}"),
    };
    let closed = |name: &str| {
        let rules = field(request, name).0.limits();
        let found = rules.filter_map(|rule| match rule {
            Rule::OneOf(values) => Some(*values),
            _ => None,
        });
        found.collect::<Vec<_>>()
    };
    assert_eq!(
        values("Size"),
        (false, &[("S", "At most a metre."), ("L", "")][..])
    );
    assert_eq!(closed("Size"), [&["S", "L"]]);
    assert_eq!(
        values("Lang"),
        (false, &[("zh", "Chinese."), ("en", "English.")][..])
    );
    assert_eq!(values("Level"), (true, &[("1", ""), ("2", "")][..]));
    assert!(
        closed("Level").is_empty(),
        "an open enum takes other values"
    );
}

#[test]
fn every_action_of_a_spec_has_its_table() {
    agrees(&depot::CATALOG, &model("commands/spec"));
    agrees(&domain::CATALOG, &model("../spec/domain/2018-01-29"));
}

fn agrees(catalog: &'static Catalog, model: &Model) {
    assert_eq!(catalog.actions.len(), model.actions.len());
    for action in &model.actions {
        let mut entries = catalog.actions.iter();
        let entry = entries
            .find(|entry| entry.action.name == action.name)
            .unwrap();
        assert_eq!(
            entry.action.idempotent, action.idempotent,
            "{}",
            action.name
        );
        assert_eq!(entry.area, action.area.as_deref().unwrap_or_default());
        assert_eq!(entry.errors.len(), action.errors.len(), "{}", action.name);
        same(entry.request, &action.request, action, model);
        same(entry.response, &action.response, action, model);
        let mut commands = catalog.actions.iter();
        let same_command = |other: &&&Entry| other.command == entry.command;
        assert_eq!(commands.by_ref().filter(same_command).count(), 1);
    }
}

fn same(table: &'static Object, object: &model::Object, action: &model::Action, model: &Model) {
    assert_eq!(table.facts().len(), object.fields.len(), "{}", action.name);
    for ((entry, fact), field) in table.fields().zip(&object.fields) {
        let place = format!("{} {}", action.name, field.name);
        assert_eq!(entry.name, field.name, "{place}");
        assert_eq!(entry.is(SENSITIVE), field.sensitive, "{place}");
        // The answer to a submission must name the task.
        let submits = action.submits.as_ref().map(|submits| submits.task.as_str());
        let names_task = std::ptr::eq(object, &action.response) && submits == Some(&field.name);
        let required = field.required && !field.documented_only;
        assert_eq!(entry.is(REQUIRED), required || names_task, "{place}");
        let words: Vec<_> = field.doc.split_whitespace().collect();
        assert_eq!(fact.doc, words.join(" "), "{place}");
        let flags = table.facts().iter().filter(|other| other.flag == fact.flag);
        assert!(
            fact.flag.is_empty() || flags.count() == 1,
            "{place}: two flags of one name"
        );
        typed(&fact.ty, &field.ty, &place, (action, model));
    }
}

fn typed(
    found: &'static Type,
    expected: &model::Type,
    place: &str,
    spec: (&model::Action, &Model),
) {
    let (action, model) = spec;
    match (found, expected) {
        (Type::Text, model::Type::String)
        | (Type::Integer, model::Type::Integer | model::Type::Long)
        | (Type::Float, model::Type::Float)
        | (Type::Boolean, model::Type::Boolean)
        | (Type::Json, model::Type::Json)
        | (Type::Image, model::Type::Image) => {}
        (Type::Enum(found), model::Type::Enum(reference)) => {
            let known = match reference {
                model::EnumRef::Shared(index) => &model.enums[*index],
                model::EnumRef::Action(index) => &action.enums[*index],
            };
            assert_eq!(found.open, known.open, "{place}");
            let values = known.values.iter().map(|value| value.value.as_str());
            assert!(
                found.values.iter().map(|(value, _)| *value).eq(values),
                "{place}"
            );
        }
        (Type::Object(found), model::Type::Object(index)) => {
            same(found, &action.objects[*index], action, model);
        }
        (Type::List(found), model::Type::List(expected))
        | (Type::Map(found), model::Type::Map(expected)) => typed(found, expected, place, spec),
        other => panic!("{place}: {other:?}"),
    }
}

#[test]
fn tables_at_run_time_are_those_that_are_generated() {
    for (generated, spec) in [
        (&depot::CATALOG, "commands/spec"),
        (&domain::CATALOG, "../spec/domain/2018-01-29"),
    ] {
        let made = aliyun_codegen::catalog(&model(spec));
        assert_eq!(shown(made.product), shown(generated.product));
        assert_eq!(
            (made.doc, made.actions.len()),
            (generated.doc, generated.actions.len())
        );
        for (made, generated) in made.actions.iter().zip(generated.actions) {
            assert_eq!(facts(made), facts(generated));
            equal(made.request, generated.request, made);
            equal(made.response, generated.response, made);
        }
    }
}

fn shown(value: impl std::fmt::Debug) -> String {
    format!("{value:?}")
}

/// All that a table of an action has besides its objects.
fn facts(entry: &Entry) -> String {
    shown((
        (
            &entry.action,
            entry.command,
            entry.area,
            entry.doc,
            entry.deprecated,
            entry.body,
        ),
        (entry.pagination, entry.waiter, entry.submits, entry.errors),
    ))
}

fn equal(made: &'static Object, generated: &'static Object, entry: &Entry) {
    assert_eq!(
        shown(&made.shape),
        shown(&generated.shape),
        "{}",
        entry.command
    );
    assert_eq!(
        shown(made.facts()),
        shown(generated.facts()),
        "{}",
        entry.command
    );
    for (made, generated) in made.facts().iter().zip(generated.facts()) {
        if let (Type::Object(made), Type::Object(generated)) =
            (made.ty.innermost(), generated.ty.innermost())
        {
            equal(made, generated, entry);
        }
    }
}

#[test]
fn an_object_has_one_table_even_if_it_contains_itself() {
    let dir = tempfile::tempdir().unwrap();
    let product = "\
product: Trees
version: 2024-05-01
doc: A product that exists only in tests.
endpoint: trees.example.com
objects:
  - name: Node
    fields:
      - { name: Next, type: Node }
      - { name: Leaves, type: list<Leaf> }
  - name: Leaf
    fields:
      - { name: Home, type: Node }
";
    std::fs::write(dir.path().join("product.yaml"), product).unwrap();
    for action in ["GrowTree", "ShrinkTree"] {
        let text = format!(
            "action: {action}\nno_page: It is made up.\ndoc: Changes a tree.\nidempotent: true\n\
             parameters:\n  - {{ name: Root, type: Node, encoding: json }}\n\
             response:\n  - {{ name: Roots, type: list<Node> }}\n"
        );
        std::fs::write(dir.path().join(format!("{action}.yaml")), text).unwrap();
    }
    let catalog = aliyun_codegen::catalog(&aliyun_codegen::read(dir.path()).unwrap());
    let inside = |object: &'static Object, name: &str| match field(object, name).1.ty.innermost() {
        Type::Object(inside) => *inside,
        other => panic!("{other:?}"),
    };
    let grow = catalog.entry("GrowTree").unwrap();
    let shrink = catalog.entry("ShrinkTree").unwrap();
    let node = inside(grow.request, "Root");
    let same = [
        inside(node, "Next"),
        inside(inside(node, "Leaves"), "Home"),
        inside(grow.response, "Roots"),
        inside(shrink.request, "Root"),
        inside(shrink.response, "Roots"),
    ];
    assert!(same.into_iter().all(|other| std::ptr::eq(other, node)));
    assert!(shown(node).len() < 2000, "what is printed ends");
    let json = br#"{"Root": {"Next": {"Next": {"Leaves": [{"Home": {}}]}}}}"#;
    let document = aliyun_cli_engine::document(grow, "root.json", json).unwrap();
    assert!(shown(&document).contains("Leaves"), "{document:?}");
}
