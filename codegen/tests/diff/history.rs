//! Changes that real pages have had, with their verdicts.

use aliyun_codegen::diff::Kind::{Added, Changed, Removed, Respelled};
use aliyun_codegen::diff::Verdict::{Breaking, Compatible, Documentation};
use aliyun_codegen::diff::{Bump, Kind};

use crate::common::{action, changes, expect, parameters, response};

#[test]
fn an_optional_parameter_becomes_required() {
    let found = parameters(
        "{ name: Shelf, type: string }",
        "{ name: Shelf, type: string, required: true }",
    );
    expect(&found, &[("parameters.Shelf.required", Changed, Breaking)]);
    assert_eq!(found.bump(), Bump::Major);
}

#[test]
fn a_required_parameter_becomes_optional() {
    let found = parameters(
        "{ name: Shelf, type: string, required: true }",
        "{ name: Shelf, type: string, required: false }",
    );
    expect(
        &found,
        &[("parameters.Shelf.required", Changed, Compatible)],
    );
    assert_eq!(found.bump(), Bump::Minor);
}

#[test]
fn a_value_is_added_to_an_open_enum_of_a_response() {
    let found = response(
        "{ name: State, type: enum, open: true, values: [FULL, EMPTY] }",
        "{ name: State, type: enum, open: true, values: [FULL, HALF, EMPTY] }",
    );
    expect(&found, &[("response.State.values", Added, Compatible)]);
    assert_eq!(found.changes[0].is.as_deref(), Some("HALF"));
}

#[test]
fn a_value_is_removed_from_a_request() {
    let found = parameters(
        "{ name: State, type: enum, values: [FULL, HALF, EMPTY] }",
        "{ name: State, type: enum, values: [FULL, EMPTY] }",
    );
    expect(&found, &[("parameters.State.values", Removed, Breaking)]);
}

#[test]
fn a_response_field_is_removed() {
    let found = response(
        "{ name: RequestId, type: string }\n{ name: Total, type: integer }",
        "{ name: RequestId, type: string }",
    );
    expect(&found, &[("response.Total", Removed, Breaking)]);
}

#[test]
fn a_response_field_has_another_type() {
    let found = response(
        "{ name: NextPage, type: boolean }",
        "{ name: NextPage, type: string }",
    );
    expect(&found, &[("response.NextPage.type", Changed, Breaking)]);
}

#[test]
fn rows_move() {
    let found = changes(
        &action(
            "{ name: A, type: enum, values: [X, Y] }\n{ name: B, type: string }",
            "{ name: C, type: string }\n{ name: D, type: list<object>, fields: [{ name: E, type: long }, { name: F, type: float }] }",
            "errors:\n  - { code: A1, doc: One. }\n  - { code: B2, doc: Two. }\n",
        ),
        &action(
            "{ name: B, type: string }\n{ name: A, type: enum, values: [Y, X] }",
            "{ name: D, type: list<object>, fields: [{ name: F, type: float }, { name: E, type: long }] }\n{ name: C, type: string }",
            "errors:\n  - { code: B2, doc: Two. }\n  - { code: A1, doc: One. }\n",
        ),
    );
    expect(&found, &[]);
    assert_eq!(found.bump(), Bump::None);
}

#[test]
fn only_spaces_differ() {
    let found = parameters(
        "{ name: Shelf, type: string, doc: \"Shelf to look at.\" }",
        "{ name: Shelf,   type: string, doc: \"Shelf  to look at. \" }",
    );
    expect(&found, &[]);
}

#[test]
fn the_lower_end_of_a_range_is_left_out() {
    let found = parameters(
        "{ name: Port, type: integer, range: { min: 0, max: 65535 } }",
        "{ name: Port, type: integer, range: { max: 65535 } }",
    );
    expect(&found, &[("parameters.Port.range", Changed, Documentation)]);
    // In the other direction, negative numbers would newly be refused.
    let found = parameters(
        "{ name: Port, type: integer, range: { max: 65535 } }",
        "{ name: Port, type: integer, range: { min: 0, max: 65535 } }",
    );
    expect(&found, &[("parameters.Port.range", Changed, Breaking)]);
}

#[test]
fn a_name_is_respelled() {
    let found = response(
        "{ name: Domainnamecursor, type: string }",
        "{ name: DomainNameCursor, type: string }",
    );
    // Only the change of the Rust name breaks programs.
    expect(
        &found,
        &[("response.DomainNameCursor", Respelled, Breaking)],
    );
    let change = &found.changes[0];
    assert_eq!((change.wire, change.source), (Compatible, Breaking));
    assert_eq!(change.was.as_deref(), Some("Domainnamecursor"));
    let found = response(
        "{ name: Domainnamecursor, type: string }",
        "{ name: DomainNameCursor, type: string, rust: Domainnamecursor }",
    );
    expect(
        &found,
        &[("response.DomainNameCursor", Respelled, Compatible)],
    );
}

#[test]
fn a_respelled_parameter_may_change_besides() {
    let found = parameters(
        "{ name: pageSize, type: integer }",
        "{ name: PageSize, type: integer, required: true }",
    );
    let expected: &[(&str, Kind, _)] = &[
        ("parameters.PageSize", Respelled, Compatible),
        ("parameters.PageSize.required", Changed, Breaking),
    ];
    expect(&found, expected);
}

const EXAMPLE: &str = "examples:
  - name: documented
    request: |
      http(s)://warehouse.example.com/?Action=QueryStock
      &Shelf.1=A
      &Row=2
";

#[test]
fn a_required_parameter_vanishes_while_the_example_sends_it() {
    let rows = "{ name: Row, type: integer }";
    let both = format!("{rows}\n{{ name: Shelf, type: list<string>, required: true }}");
    let found = changes(&action(&both, "", EXAMPLE), &action(rows, "", EXAMPLE));
    expect(&found, &[("parameters.Shelf", Removed, Breaking)]);
    let [warning] = &found.warnings[..] else {
        panic!("{:?}", found.warnings);
    };
    assert_eq!(warning.path, "QueryStock.parameters.Shelf");
    assert!(
        warning.message.contains("still sends it"),
        "{}",
        warning.message
    );
}

#[test]
fn a_parameter_that_vanishes_from_table_and_example_is_no_mistake() {
    let without = EXAMPLE.replace("      &Shelf.1=A\n", "");
    let rows = "{ name: Row, type: integer }";
    let both = format!("{rows}\n{{ name: Shelf, type: list<string>, required: true }}");
    let found = changes(&action(&both, "", EXAMPLE), &action(rows, "", &without));
    let expected = [
        ("parameters.Shelf", Removed, Breaking),
        ("examples.documented.request", Changed, Documentation),
    ];
    expect(&found, &expected);
    assert!(found.warnings.is_empty(), "{:?}", found.warnings);
}

#[test]
fn a_table_of_errors_becomes_a_link() {
    let errors = "errors:\n  - { code: ShelfGone, doc: No such shelf. }\n  - { code: Closed, doc: Closed. }\n";
    let found = changes(&action("", "", errors), &action("", "", ""));
    expect(&found, &[("errors", Removed, Documentation)]);
    let [warning] = &found.warnings[..] else {
        panic!("{:?}", found.warnings);
    };
    assert_eq!(warning.path, "QueryStock.errors");
    for expected in ["link", "`ShelfGone`", "`Closed`"] {
        assert!(warning.message.contains(expected), "{}", warning.message);
    }
}

#[test]
fn optional_parameters_of_the_caller_are_added() {
    let found = parameters(
        "{ name: Row, type: integer }",
        "{ name: Row, type: integer }\n{ name: Lang, type: string, default: en }\n{ name: UserClientIp, type: string, sensitive: true }",
    );
    let expected = [
        ("parameters.Lang", Added, Compatible),
        ("parameters.UserClientIp", Added, Compatible),
    ];
    expect(&found, &expected);
}

#[test]
fn only_the_text_changes() {
    let found = parameters(
        "{ name: Row, type: integer, doc: Row to look at. }",
        "{ name: Row, type: integer, doc: The row that is looked at. }",
    );
    expect(&found, &[("parameters.Row.doc", Changed, Documentation)]);
    assert_eq!(found.bump(), Bump::Patch);
}

#[test]
fn only_an_example_changes() {
    let other = EXAMPLE.replace("Row=2", "Row=3");
    let rows = "{ name: Row, type: integer }\n{ name: Shelf, type: list<string> }";
    let found = changes(&action(rows, "", EXAMPLE), &action(rows, "", &other));
    let expected = [("examples.documented.request", Changed, Documentation)];
    expect(&found, &expected);
}
