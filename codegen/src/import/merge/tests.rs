//! What survives an import, and what follows the documentation.

use super::{Rules, action};
use crate::diagnostic::Report;
use crate::import::changes::changes;
use crate::import::tree::Tree;
use crate::yaml;

const RULES: Rules = Rules {
    prose: false,
    errors_stay: false,
    document: false,
    answers_stay: false,
    closed_enums: false,
    limits_stay: false,
};

fn tree(text: &str) -> Tree {
    Tree::of(&yaml::parse(0, text, &mut Report::default()).unwrap())
}

fn merged(old: &str, new: &str) -> Tree {
    action(&tree(old), &tree(new), RULES)
}

#[test]
fn corrections_by_hand_survive() {
    let old = "action: A\nparameters:\n  - { name: X, type: json, override: true }\n  - { name: Y, type: string, sensitive: true, doc: Ours. }\n  - { name: Z, type: string }\nresponse: []\nerrata:\n  - { lint: l, subject: s, reason: by hand }\n  - { lint: l, subject: t, imported: true, reason: r }\n";
    let new =
        "action: A\nparameters:\n  - { name: Y, type: integer, required: true }\nresponse: []\n";
    let merged = merged(old, new);
    let names: Vec<_> = merged
        .members("parameters")
        .iter()
        .filter_map(|field| field.word("name"))
        .collect();
    assert_eq!(names, ["X", "Y"]);
    let y = &merged.members("parameters")[1];
    assert_eq!(
        (y.word("type"), y.word("sensitive"), y.word("doc")),
        (Some("integer"), Some("true"), Some("Ours."))
    );
    assert_eq!(merged.members("errata").len(), 1);
    let told = changes(&tree(old), &merged);
    assert!(
        told.contains(&"parameters.Y.type: string, now integer".to_owned()),
        "{told:?}"
    );
    assert!(
        told.contains(&"parameters.Z: removed".to_owned()),
        "{told:?}"
    );
}

#[test]
fn a_type_of_the_authors_stays() {
    let old = "parameters:\n  - { name: Lang, type: Lang, default: en }\n  - { name: Scan, type: base64-image, media: [jpeg] }\n";
    let new = "parameters:\n  - { name: Lang, type: enum, default: zh, values: [zh, en] }\n  - { name: Scan, type: string }\n";
    let merged = merged(old, new);
    let lang = &merged.members("parameters")[0];
    assert_eq!(
        (lang.word("type"), lang.word("default")),
        (Some("Lang"), Some("zh"))
    );
    assert!(lang.members("values").is_empty());
    assert_eq!(
        merged.members("parameters")[1].word("type"),
        Some("base64-image")
    );
}

#[test]
fn values_keep_their_names() {
    let old = "parameters:\n  - { name: T, type: enum, values: [{ value: 1, name: One, doc: Ours. }, { value: 2, name: Two }] }\n";
    let new = "parameters:\n  - { name: T, type: enum, values: [1, 3] }\n";
    let merged = merged(old, new);
    let values = merged.members("parameters")[0].members("values").to_vec();
    assert_eq!(
        (values[0].word("name"), values[0].word("doc")),
        (Some("One"), Some("Ours."))
    );
    assert_eq!(values[1].as_word(), Some("3"));
    assert_eq!(values.len(), 2);
}

#[test]
fn values_that_a_page_leaves_to_another_one_stay() {
    let old = "parameters:\n  - { name: T, type: enum, open: true, values: [A, B] }\n";
    for (open, expected) in [(", open: true, unfinished: true", 2), (", open: true", 1)] {
        let new = format!("parameters:\n  - {{ name: T, type: enum{open}, values: [A] }}\n");
        let merged = merged(old, &new);
        assert_eq!(
            merged.members("parameters")[0].members("values").len(),
            expected
        );
    }
}

#[test]
fn an_enum_stays_closed_or_open_unless_all_are_to_be_closed() {
    let new = "parameters:\n  - { name: T, type: enum, values: [A] }\n";
    for (open, closed_enums, expected) in [
        (", open: true", false, Some("true")),
        ("", false, None),
        (", open: true", true, None),
    ] {
        let old = format!("parameters:\n  - {{ name: T, type: enum{open}, values: [A] }}\n");
        let rules = Rules {
            closed_enums,
            ..RULES
        };
        let merged = action(&tree(&old), &tree(new), rules);
        assert_eq!(merged.members("parameters")[0].word("open"), expected);
    }
}

#[test]
fn limits_that_only_sentences_state_stay_as_in_the_file() {
    let old = "parameters:\n  - { name: A, type: integer, default: \"5\", range: { min: 1, max: 9 } }\n  - { name: B, type: string, length: { max: 5 } }\n";
    let new = "parameters:\n  - { name: A, type: integer, default: \"7\" }\n  - { name: B, type: integer }\n";
    let stay = Rules {
        limits_stay: true,
        ..RULES
    };
    let merged = action(&tree(old), &tree(new), stay);
    let [a, b] = merged.members("parameters") else {
        panic!("{merged:?}")
    };
    assert!(a.get("range").is_some());
    // A number has no length.
    assert!(b.get("length").is_none());
    // The range contradicts the new default.
    let merged = action(&tree(old), &tree(&new.replace('7', "12")), stay);
    assert!(merged.members("parameters")[0].get("range").is_none());
    let merged = action(&tree(old), &tree(new), RULES);
    assert!(merged.members("parameters")[0].get("range").is_none());
}

#[test]
fn a_field_that_an_erratum_answers_for_stays() {
    let old = tree(
        "response:\n  - name: Data\n    type: list<object>\n    item: Task\n    fields:\n      - { name: Id, type: string }\n      - { name: Why, type: string }\n      - { name: Old, type: string }\nerrata:\n  - { lint: example-missing-field, subject: Data.Task.Why, reason: Only where it failed. }\n  - { lint: example-missing-field, subject: Data.Task.Old, reason: x, imported: true }\n",
    );
    let new = tree(
        "response:\n  - name: Data\n    type: list<object>\n    item: Task\n    fields:\n      - { name: Id, type: string }\n",
    );
    let merged = action(&old, &new, RULES);
    let names: Vec<_> = merged.members("response")[0]
        .members("fields")
        .iter()
        .filter_map(|field| field.word("name"))
        .collect();
    assert_eq!(names, ["Id", "Why"]);
}

#[test]
fn a_link_is_no_removal_of_errors() {
    let old = tree("parameters: []\nerrors:\n  - { code: E, doc: Ours. }\n");
    let new = tree("parameters: []\n");
    let stay = Rules {
        errors_stay: true,
        ..RULES
    };
    assert_eq!(action(&old, &new, stay).members("errors").len(), 1);
    assert!(action(&old, &new, RULES).members("errors").is_empty());
}

#[test]
fn an_object_with_a_name_follows_the_rows_of_its_fields() {
    let old = "response:\n  - { name: First, type: Task }\n  - { name: All, type: list<Task>, item: One }\nobjects:\n  - name: Task\n    fields:\n      - { name: Id, type: string, doc: Ours. }\n      - { name: Old, type: string }\n      - { name: Part, type: Part }\n  - name: Part\n    fields:\n      - { name: Size, type: string }\n  - name: Other\n    fields:\n      - { name: Left, type: string }\n";
    let new = "response:\n  - { name: First, type: object, fields: [{ name: Id, type: long }] }\n  - name: All\n    type: list<object>\n    fields:\n      - { name: Id, type: long }\n      - { name: New, type: string }\n      - { name: Part, type: object, fields: [{ name: Size, type: long }] }\n";
    let merged = merged(old, new);
    for (field, ty) in merged
        .members("response")
        .iter()
        .zip(["Task", "list<Task>"])
    {
        assert_eq!(field.word("type"), Some(ty));
        assert!(field.members("fields").is_empty());
    }
    let told = |object: usize| -> Vec<(&str, &str)> {
        let fields = merged.members("objects")[object].members("fields").iter();
        fields
            .map(|field| (field.word("name").unwrap(), field.word("type").unwrap()))
            .collect()
    };
    assert_eq!(
        told(0),
        [("Id", "long"), ("New", "string"), ("Part", "Part")]
    );
    assert_eq!(told(1), [("Size", "long")]);
    assert_eq!(told(2), [("Left", "string")]);
    let id = &merged.members("objects")[0].members("fields")[0];
    assert_eq!(id.word("doc"), Some("Ours."));
}

#[test]
fn an_example_that_is_corrected_by_hand_stays() {
    let new = "examples:\n  - { name: documented, request: of the page }\n";
    for (flag, expected) in [(", override: true", "ours"), ("", "of the page")] {
        let old = format!("examples:\n  - {{ name: documented, request: ours{flag} }}\n");
        let merged = merged(&old, new);
        let examples = merged.members("examples");
        assert_eq!(examples.len(), 1);
        assert_eq!(examples[0].word("request"), Some(expected));
    }
}

#[test]
fn a_named_enum_follows_the_page() {
    let old = "parameters: []\nresponse:\n  - { name: State, type: State }\nobjects:\n  - { name: Row, fields: [{ name: State, type: list<State> }] }\nenums:\n  - { name: State, values: [{ value: a, name: First, doc: Ours. }, { value: b, doc: Ours. }] }\n  - { name: Other, values: [x] }\n";
    let new = "response:\n  - { name: State, type: enum, values: [a, c] }\n";
    let merged = merged(old, new);
    let told = changes(&tree(old), &merged);
    assert_eq!(
        told,
        [
            "enums.State.values.b: removed",
            "enums.State.values.c: added"
        ]
    );
    let state = &merged.members("enums")[0];
    assert_eq!(state.members("values")[0].word("name"), Some("First"));
}

#[test]
fn a_value_that_a_shared_enum_lacks_is_reported() {
    let old = "parameters:\n  - { name: Lang, type: Lang }\n";
    let new = "parameters:\n  - { name: Lang, type: enum, values: [zh, fr] }\n";
    let product = tree("enums:\n  - { name: Lang, values: [zh, en] }\n");
    assert_eq!(
        super::unfollowed(&tree(old), &tree(new), &product),
        [
            "`parameters.Lang` can be `fr`, which the enum `Lang` of the product file does not \
             have; it was not added"
        ]
    );
}
