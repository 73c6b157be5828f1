//! The verdicts of all rules that real pages have no example for.

use aliyun_codegen::diff::Bump;
use aliyun_codegen::diff::Kind::{Added, Changed, Removed, Respelled};
use aliyun_codegen::diff::Verdict::{Breaking, Compatible, Documentation};

use crate::common::{PRODUCT, action, changes, expect, model, parameters, response};

#[test]
fn a_value_that_answers_no_longer_hold_breaks_only_source() {
    let found = response(
        "{ name: State, type: enum, values: [FULL, EMPTY] }",
        "{ name: State, type: enum, values: [FULL] }",
    );
    expect(&found, &[("response.State.values", Removed, Breaking)]);
    let change = &found.changes[0];
    assert_eq!((change.wire, change.source), (Compatible, Breaking));
}

#[test]
fn a_value_with_another_text_keeps_the_source_where_the_variant_stays() {
    let found = response(
        "{ name: State, type: enum, open: true, values: [{ value: FULL, name: Full }] }",
        "{ name: State, type: enum, open: true, values: [{ value: COMPLETE, name: Full }] }",
    );
    let expected = [
        ("response.State.values", Removed, Compatible),
        ("response.State.values", Added, Compatible),
    ];
    expect(&found, &expected);
}

#[test]
fn a_field_that_moves_to_a_header() {
    let found = response(
        "{ name: State, type: string }",
        "{ name: State, type: string, in: header }",
    );
    expect(&found, &[("response.State.in", Changed, Compatible)]);
}

#[test]
fn parameters_that_are_added() {
    for (keys, verdict) in [
        ("type: string", Compatible),
        ("type: string, required: true", Breaking),
        ("type: string, required_when: B is set.", Breaking),
    ] {
        let row = format!("{{ name: A, {keys} }}");
        expect(&parameters("", &row), &[("parameters.A", Added, verdict)]);
        expect(
            &parameters(&row, ""),
            &[("parameters.A", Removed, Breaking)],
        );
    }
}

#[test]
fn a_parameter_that_is_required_only_sometimes_from_now_on() {
    let (always, sometimes) = (
        "{ name: A, type: string, required: true }",
        "{ name: A, type: string, required_when: B is set. }",
    );
    let expected = [
        ("parameters.A.required", Changed, Compatible),
        ("parameters.A.required_when", Added, Documentation),
    ];
    expect(&parameters(always, sometimes), &expected);
    let expected = [
        ("parameters.A.required", Changed, Breaking),
        ("parameters.A.required_when", Removed, Documentation),
    ];
    expect(&parameters(sometimes, always), &expected);
}

#[test]
fn fields_of_nested_objects() {
    let row = |fields: &str| {
        format!("{{ name: Crates, type: list<object>, rust_type: Crate, fields: [{fields}] }}")
    };
    let (old, new) = (
        row("{ name: Code, type: string }, { name: Note, type: string }"),
        row(
            "{ name: Code, type: string, required: true }, { name: Size, type: integer, required: true }",
        ),
    );
    let expected = [
        ("parameters.Crates.Code.required", Changed, Breaking),
        ("parameters.Crates.Note", Removed, Breaking),
        ("parameters.Crates.Size", Added, Breaking),
    ];
    expect(&parameters(&old, &new), &expected);
    let (old, new) = (
        row("{ name: Code, type: string }"),
        row("{ name: Code, type: string }, { name: Size, type: integer }"),
    );
    let expected = [("response.Crates.Size", Added, Compatible)];
    expect(&response(&old, &new), &expected);
}

#[test]
fn a_definition_with_several_uses_is_reported_once() {
    let rows = "{ name: First, type: Place }\n{ name: Rest, type: list<Place> }";
    let objects = |fields: &str| format!("objects:\n  - {{ name: Place, fields: [{fields}] }}\n");
    let old = action("", rows, &objects("{ name: Shelf, type: string }"));
    let new = action("", rows, &objects("{ name: Shelf, type: long }"));
    expect(
        &changes(&old, &new),
        &[("objects.Place.Shelf.type", Changed, Breaking)],
    );
}

#[test]
fn a_definition_that_moves_out_of_its_field_is_no_change() {
    let old = "{ name: State, type: enum, values: [FULL, EMPTY] }";
    let enums = "enums:\n  - { name: State, values: [EMPTY, FULL] }\n";
    let found = changes(
        &action(old, "", ""),
        &action("{ name: State, type: State }", "", enums),
    );
    expect(&found, &[]);
}

#[test]
fn facts_of_an_action() {
    let plain = action("", "{ name: RequestId, type: string }", "");
    let with = |from: &str, to: &str| changes(&plain, &plain.replace(from, to));
    let found = with("idempotent: true", "idempotent: false");
    expect(&found, &[("idempotent", Changed, Compatible)]);
    assert!(found.warnings.is_empty());
    let found = with("doc: Asks what", "deprecated: Use another.\ndoc: Asks what");
    expect(&found, &[("deprecated", Added, Compatible)]);
    let found = with("doc: Asks what", "area: stock\ndoc: Asks just what");
    let expected = [
        ("area", Added, Documentation),
        ("doc", Changed, Documentation),
    ];
    expect(&found, &expected);
}

#[test]
fn a_call_that_would_be_repeated_is_warned_about() {
    let old = action("", "", "").replace("idempotent: true", "idempotent: false");
    let found = changes(&old, &action("", "", ""));
    expect(&found, &[("idempotent", Changed, Compatible)]);
    assert_eq!(found.warnings.len(), 1);
    assert_eq!(found.warnings[0].path, "QueryStock.idempotent");
}

const PAGES: (&str, &str) = (
    "{ name: PageNum, type: integer }\n{ name: PageSize, type: integer }\n{ name: TaskNo, type: string }",
    "{ name: Data, type: list<object>, fields: [{ name: Status, type: enum, values: [OK, BAD] }] }\n{ name: More, type: boolean }\n{ name: Total, type: integer }",
);
const PAGINATION: &str =
    "pagination: { items: Data, position: PageNum, size: PageSize, more: More }\n";
const WAITER: &str = "waiter: { name: Task, doc: Waits., key: TaskNo, status: Status, success: [OK], failure: [BAD] }\n";

#[test]
fn pages_and_waiters() {
    let with = |rest: &str| action(PAGES.0, PAGES.1, rest);
    let both = format!("{PAGINATION}{WAITER}");
    let edit = |from: &str, to: &str| changes(&with(&both), &with(&both.replace(from, to)));
    let found = changes(&with(""), &with(&both));
    expect(
        &found,
        &[
            ("pagination", Added, Compatible),
            ("waiter", Added, Compatible),
        ],
    );
    let found = changes(&with(&both), &with(""));
    expect(
        &found,
        &[
            ("pagination", Removed, Breaking),
            ("waiter", Removed, Breaking),
        ],
    );
    expect(
        &edit("more: More", "more: More, total: Total"),
        &[("pagination.total", Added, Compatible)],
    );
    let size = edit("size: PageSize", "size: PageSize, default_size: 20");
    expect(&size, &[("pagination.default_size", Added, Compatible)]);
    expect(
        &edit("more: More", "total_items: Total"),
        &[
            ("pagination.more", Removed, Compatible),
            ("pagination.total_items", Added, Compatible),
        ],
    );
    expect(
        &edit("name: Task", "name: Job"),
        &[("waiter.name", Changed, Breaking)],
    );
    let ends = edit(
        "success: [OK], failure: [BAD]",
        "success: [OK, BAD], failure: []",
    );
    let expected = [
        ("waiter.success", Changed, Breaking),
        ("waiter.failure", Removed, Breaking),
    ];
    expect(&ends, &expected);
}

#[test]
fn error_codes() {
    let with = |errors: &str| {
        action(
            "",
            "",
            &format!("errors:\n  - {{ code: A1, doc: One. }}\n{errors}"),
        )
    };
    let two = with("  - { code: B.2, http_status: 400, doc: Two. }\n");
    expect(
        &changes(&with(""), &two),
        &[("errors.B.2", Added, Compatible)],
    );
    let found = changes(&two, &with(""));
    expect(&found, &[("errors.B.2", Removed, Breaking)]);
    assert_eq!(found.changes[0].wire, Documentation);
    let other = with("  - { code: B.2, http_status: 403, name: Second, doc: Two. }\n");
    let expected = [
        ("errors.B.2.http_status", Changed, Documentation),
        ("errors.B.2.name", Changed, Breaking),
    ];
    expect(&changes(&two, &other), &expected);
}

#[test]
fn the_outcome_of_an_error_code() {
    let with = |keys: &str| {
        let errors = format!("errors:\n  - {{ code: B.2, {keys}doc: Two. }}\n");
        action("", "", &errors)
    };
    let [silent, unknown, refused] = ["", "outcome: unknown, ", "outcome: refused, "].map(with);
    for (old, new, kind, warned) in [
        (&silent, &unknown, Added, false),
        (&unknown, &silent, Removed, true),
        (&unknown, &refused, Changed, true),
        (&silent, &refused, Added, true),
        (&refused, &unknown, Changed, false),
    ] {
        let found = changes(old, new);
        expect(&found, &[("errors.B.2.outcome", kind, Compatible)]);
        assert_eq!(!found.warnings.is_empty(), warned, "{old} {new}");
    }
}

#[test]
fn the_product() {
    let stock = action(
        "{ name: Lang, type: Lang }",
        "{ name: Lang, type: Lang }",
        "",
    );
    let base = format!(
        "{PRODUCT}regions: {{ north: n.example.com }}\nenums:\n  - {{ name: Lang, values: [zh, en] }}\nerrors:\n  - {{ code: Busy, doc: Busy. }}\n"
    );
    let with = |from: &str, to: &str| {
        let read = |product: &str| model(&[("product.yaml", product), ("QueryStock.yaml", &stock)]);
        let new = base.replace(from, to);
        assert_ne!(new, base);
        aliyun_codegen::diff(&read(&base), &read(&new))
    };
    let found = with("endpoint: warehouse.", "endpoint: other.");
    expect(&found, &[("endpoint", Changed, Compatible)]);
    assert_eq!(found.warnings.len(), 1);
    expect(
        &with("2024-05-01", "2025-01-01"),
        &[("version", Changed, Breaking)],
    );
    expect(
        &with("A product that", "Something that"),
        &[("doc", Changed, Documentation)],
    );
    expect(
        &with("north:", "east: e.example.com, north:"),
        &[("regions.east", Added, Compatible)],
    );
    let found = with(
        "regions:",
        "areas: [{ name: stock, doc: Stock. }]\nregions:",
    );
    expect(&found, &[("areas.stock", Added, Compatible)]);
    expect(
        &with("regions: { north: n.example.com }\n", ""),
        &[("regions.north", Removed, Breaking)],
    );
    expect(
        &with("n.example", "m.example"),
        &[("regions.north", Changed, Compatible)],
    );
    expect(
        &with("code: Busy, doc: Busy.", "code: Busy, doc: Very busy."),
        &[("errors.Busy.doc", Changed, Documentation)],
    );
    expect(
        &with("errors:\n  - { code: Busy, doc: Busy. }\n", ""),
        &[("errors.Busy", Removed, Breaking)],
    );
    // A request may send one more value, but the list of an answer was complete.
    expect(
        &with("[zh, en]", "[zh, en, ja]"),
        &[("enums.Lang.values", Added, Breaking)],
    );
    expect(
        &with("[zh, en]", "[zh]"),
        &[("enums.Lang.values", Removed, Breaking)],
    );
    expect(
        &with("{ name: Lang,", "{ name: Lang, rust: Language,"),
        &[("enums.Language.rust", Changed, Breaking)],
    );
}

#[test]
fn actions() {
    let one = action("", "", "");
    let two = one.replace("QueryStock", "StoreGoods");
    let three = one.replace("QueryStock", "Querystock");
    let read = |files: &[(&str, &str)]| {
        let mut all = vec![("product.yaml", PRODUCT)];
        all.extend(files);
        model(&all)
    };
    let (old, new) = (
        read(&[("QueryStock.yaml", &one)]),
        read(&[("QueryStock.yaml", &one), ("StoreGoods.yaml", &two)]),
    );
    expect(
        &aliyun_codegen::diff(&old, &new),
        &[("StoreGoods", Added, Compatible)],
    );
    expect(
        &aliyun_codegen::diff(&new, &old),
        &[("StoreGoods", Removed, Breaking)],
    );
    let respelled = aliyun_codegen::diff(&old, &read(&[("Querystock.yaml", &three)]));
    expect(&respelled, &[("Querystock", Respelled, Breaking)]);
    assert_eq!(respelled.changes[0].wire, Compatible);
}

#[test]
fn versions_before_one() {
    for (new, bump, initial) in [
        ("{ name: A, type: long }", Bump::Major, Bump::Minor),
        (
            "{ name: A, type: string }\n{ name: B, type: string }",
            Bump::Minor,
            Bump::Patch,
        ),
        (
            "{ name: A, type: string, doc: What. }",
            Bump::Patch,
            Bump::Patch,
        ),
        ("{ name: A, type: string }", Bump::None, Bump::None),
    ] {
        let found = response("{ name: A, type: string }", new);
        assert_eq!(
            (found.bump(), found.initial_bump()),
            (bump, initial),
            "{new}"
        );
    }
}

#[test]
fn the_module_of_an_action_follows_its_area() {
    let product = format!(
        "{PRODUCT}areas:\n  - {{ name: stock, doc: Stock. }}\n  - {{ name: other, doc: Others. }}\n"
    );
    let plain = action("", "{ name: RequestId, type: string }", "");
    let with = |product: &str, area: &str| {
        let action = plain.replace("doc: Asks what", &format!("{area}doc: Asks what"));
        model(&[("product.yaml", product), ("QueryStock.yaml", &action)])
    };
    let stock = with(&product, "area: stock\n");
    let found = aliyun_codegen::diff(&stock, &with(&product, "area: other\n"));
    expect(&found, &[("area", Changed, Breaking)]);
    let found = aliyun_codegen::diff(&with(&product, ""), &stock);
    expect(&found, &[("area", Added, Breaking)]);
    // The product had no areas: everything was at the root.
    let found = aliyun_codegen::diff(&with(PRODUCT, "area: stock\n"), &stock);
    let expected = [
        ("areas.stock", Added, Compatible),
        ("areas.other", Added, Compatible),
        ("area", Added, Breaking),
    ];
    expect(&found, &expected);
    let found = aliyun_codegen::diff(&stock, &with(PRODUCT, ""));
    let expected = [
        ("areas.stock", Removed, Breaking),
        ("areas.other", Removed, Breaking),
        ("area", Removed, Breaking),
    ];
    expect(&found, &expected);
}
