//! Every key of parameters and response fields, changed.

use aliyun_codegen::diff::Kind::{Added, Changed, Removed};
use aliyun_codegen::diff::Verdict::{Breaking, Compatible, Documentation};
use aliyun_codegen::diff::{Kind, Verdict};

use crate::common::{expect, parameters, response};

/// A change of one key of a field: the keys before, the keys after, and the
/// expected change.
type Case<'a> = (&'a str, &'a str, (&'a str, Kind, Verdict));

#[test]
fn keys_of_a_parameter() {
    let cases: &[Case<'_>] = &[
        (
            "type: string",
            "type: string, rust: Bay",
            ("rust", Changed, Breaking),
        ),
        (
            "type: string",
            "type: string, in: form",
            ("in", Changed, Compatible),
        ),
        (
            "type: string",
            "type: string, default: A",
            ("default", Added, Documentation),
        ),
        (
            "type: string, default: A",
            "type: string",
            ("default", Removed, Documentation),
        ),
        (
            "type: string, default: A",
            "type: string, default: B",
            ("default", Changed, Breaking),
        ),
        (
            "type: string",
            "type: string, sensitive: true",
            ("sensitive", Changed, Compatible),
        ),
        (
            "type: string, sensitive: true",
            "type: string",
            ("sensitive", Changed, Breaking),
        ),
        (
            "type: string",
            "type: string, deprecated: Use B.",
            ("deprecated", Added, Compatible),
        ),
        (
            "type: string, deprecated: Use B.",
            "type: string",
            ("deprecated", Removed, Documentation),
        ),
        (
            "type: string",
            "type: string, required_when: B is set.",
            ("required_when", Added, Breaking),
        ),
        (
            "type: string, required_when: B is set.",
            "type: string",
            ("required_when", Removed, Compatible),
        ),
        (
            "type: string, required_when: B is set.",
            "type: string, required_when: B is not.",
            ("required_when", Changed, Documentation),
        ),
        (
            "type: string",
            "type: string, sample: A",
            ("sample", Added, Documentation),
        ),
        (
            "type: string",
            "type: string, length: { max: 9 }",
            ("length", Added, Breaking),
        ),
        (
            "type: string, length: { max: 9 }",
            "type: string",
            ("length", Removed, Compatible),
        ),
        (
            "type: string, length: { max: 9 }",
            "type: string, length: { max: 8 }",
            ("length", Changed, Breaking),
        ),
        (
            "type: string, length: { max: 9 }",
            "type: string, length: { max: 10 }",
            ("length", Changed, Compatible),
        ),
        (
            "type: string, length: { min: 2, max: 9 }",
            "type: string, length: { min: 1, max: 8 }",
            ("length", Changed, Breaking),
        ),
        (
            "type: string",
            "type: string, pattern: A+",
            ("pattern", Added, Breaking),
        ),
        (
            "type: string, pattern: A+",
            "type: string",
            ("pattern", Removed, Compatible),
        ),
        (
            "type: string, pattern: A+",
            "type: string, pattern: B+",
            ("pattern", Changed, Breaking),
        ),
        (
            "type: long, range: { min: 1 }",
            "type: long, range: { min: 0 }",
            ("range", Changed, Compatible),
        ),
        (
            "type: long, range: { min: 1 }",
            "type: long, range: { min: 1, max: 5 }",
            ("range", Changed, Breaking),
        ),
        (
            "type: float, range: { min: 0.5 }",
            "type: float, range: { min: 0.6 }",
            ("range", Changed, Breaking),
        ),
        (
            "type: list<string>, items: { max: 5 }",
            "type: list<string>, items: { max: 4 }",
            ("items", Changed, Breaking),
        ),
        (
            "type: list<string>",
            "type: list<string>, items: { max: 4 }",
            ("items", Added, Breaking),
        ),
        (
            "type: base64-image, media: [jpeg]",
            "type: base64-image, media: [png, jpeg]",
            ("media", Changed, Compatible),
        ),
        (
            "type: base64-image, media: [jpeg, png]",
            "type: base64-image, media: [jpeg]",
            ("media", Changed, Breaking),
        ),
        (
            "type: base64-image, raw_size: { max: 1MiB }",
            "type: base64-image, raw_size: { max: 2MiB }",
            ("raw_size", Changed, Compatible),
        ),
        (
            "type: base64-image",
            "type: base64-image, raw_size: { max: 2MiB }",
            ("raw_size", Added, Breaking),
        ),
        ("type: integer", "type: long", ("type", Changed, Compatible)),
        ("type: long", "type: integer", ("type", Changed, Breaking)),
        (
            "type: list<integer>",
            "type: list<long>",
            ("type", Changed, Compatible),
        ),
        ("type: integer", "type: float", ("type", Changed, Breaking)),
        (
            "type: string",
            "type: list<string>",
            ("type", Changed, Breaking),
        ),
        ("type: string", "type: json", ("type", Changed, Breaking)),
        (
            "type: string",
            "type: enum, values: [A]",
            ("type", Changed, Breaking),
        ),
        (
            "type: map<string>",
            "type: list<string>",
            ("type", Changed, Breaking),
        ),
        (
            "type: enum, values: [A]",
            "type: enum, values: [A, B]",
            ("values", Added, Compatible),
        ),
        (
            "type: enum, open: true, values: [A, B]",
            "type: enum, open: true, values: [A]",
            ("values", Removed, Breaking),
        ),
        (
            "type: enum, values: [A]",
            "type: enum, open: true, values: [A]",
            ("open", Changed, Compatible),
        ),
        (
            "type: enum, open: true, values: [A]",
            "type: enum, values: [A]",
            ("open", Changed, Breaking),
        ),
        (
            "type: enum, values: [A]",
            "type: enum, values: [{ value: A, name: First }]",
            ("values.A.name", Changed, Breaking),
        ),
        (
            "type: enum, values: [A]",
            "type: enum, values: [{ value: A, doc: The first. }]",
            ("values.A.doc", Added, Documentation),
        ),
        (
            "type: enum, values: [A]",
            "type: enum, values: [{ value: A, deprecated: Use B. }]",
            ("values.A.deprecated", Added, Compatible),
        ),
        (
            "type: enum, values: [A]",
            "type: enum, rust_type: Grade, values: [A]",
            ("rust_type", Changed, Breaking),
        ),
        (
            "type: enum, values: [1]",
            "type: enum<integer>, values: [1]",
            ("type", Changed, Compatible),
        ),
        (
            "type: enum<integer>, values: [1]",
            "type: enum, values: [1]",
            ("type", Changed, Breaking),
        ),
    ];
    check("parameters", parameters, cases);
}

#[test]
fn keys_of_a_response_field() {
    let cases: &[Case<'_>] = &[
        ("type: integer", "type: long", ("type", Changed, Compatible)),
        (
            "type: long",
            "type: integer",
            ("type", Changed, Documentation),
        ),
        (
            "type: list<string>",
            "type: list<string>, item: Door",
            ("item", Added, Compatible),
        ),
        (
            "type: enum, values: [A]",
            "type: enum, values: [A, B]",
            ("values", Added, Breaking),
        ),
        (
            "type: enum, open: true, values: [A]",
            "type: enum, open: true, values: [A, B]",
            ("values", Added, Compatible),
        ),
        (
            "type: enum, values: [A]",
            "type: enum, open: true, values: [A]",
            ("open", Changed, Breaking),
        ),
        (
            "type: enum, open: true, values: [A]",
            "type: enum, values: [A]",
            ("open", Changed, Compatible),
        ),
        (
            "type: string",
            "type: string, sensitive: true",
            ("sensitive", Changed, Compatible),
        ),
        (
            "type: string",
            "type: string, deprecated: Use B.",
            ("deprecated", Added, Compatible),
        ),
    ];
    check("response", response, cases);
}

fn check(side: &str, compare: fn(&str, &str) -> aliyun_codegen::diff::Changes, cases: &[Case<'_>]) {
    for (old, new, (path, kind, verdict)) in cases {
        let row = |keys: &str| format!("{{ name: A, {keys} }}");
        let found = compare(&row(old), &row(new));
        let path = format!("{side}.A.{path}");
        expect(&found, &[(&path, *kind, *verdict)]);
    }
}
