//! A spec with everything that could break out of identifiers, strings, comments
//! and documentation, and with every name that Rust or the generated code uses.

use std::fmt::Write as _;

use crate::arbitrary::quoted;
use crate::common;
use crate::words::{ACTIONS, FIELDS, KEYWORDS, TEXTS, TYPES};

fn text(index: usize) -> String {
    quoted(TEXTS[index % TEXTS.len()])
}

/// The spec, file by file.
pub(crate) fn spec() -> Vec<(String, String)> {
    let mut files = vec![
        ("product.yaml".to_owned(), product()),
        ("NameThings.yaml".to_owned(), names()),
        ("DescribeThings.yaml".to_owned(), texts()),
        ("NestThings.yaml".to_owned(), nested()),
        ("SortThings.yaml".to_owned(), enums()),
        ("Depot.yaml".to_owned(), plain("Depot", 0)),
        ("Where.yaml".to_owned(), flow()),
    ];
    let actions = ACTIONS.iter().enumerate();
    files.extend(actions.map(|(index, name)| (format!("{name}.yaml"), plain(name, index))));
    files
}

fn product() -> String {
    let mut yaml = format!(
        "product: Depot\nversion: 2024-05-01\ndoc: {}\nendpoint: depot.aliyuncs.com\nenums:\n",
        quoted(&TEXTS.join("\n\n"))
    );
    for (index, name) in TYPES.iter().enumerate() {
        let doc = text(index);
        writeln!(
            yaml,
            "  - {{ name: Shared{name}, doc: {doc}, values: [{name}, b] }}"
        )
        .unwrap();
    }
    yaml += "errors:\n";
    for (index, doc) in TEXTS.iter().enumerate() {
        let doc = quoted(doc);
        writeln!(
            yaml,
            "  - {{ code: E.{index}, doc: {doc}, message: '\"}} \\ {{0}}' }}"
        )
        .unwrap();
    }
    for name in TYPES {
        writeln!(yaml, "  - {{ code: {name}, doc: x }}").unwrap();
    }
    yaml + "  - { code: '!!', name: Bang, doc: x }\n"
}

fn plain(name: &str, index: usize) -> String {
    let doc = text(index);
    let deprecated = if index.is_multiple_of(3) {
        format!("deprecated: {}\n", text(index + 1))
    } else {
        String::new()
    };
    format!(
        "action: {name}\ndoc: {doc}\npage: {doc}\nidempotent: false\n{deprecated}parameters: []\nresponse: []\n",
        doc = if index.is_multiple_of(2) { doc } else { "Does it.".to_owned() },
    )
    .replace(&format!("page: {}\n", text(index)), &format!("page: {}\n", quoted("`*/ [x] <b> \"")))
}

/// Keywords and used names, as parameters and as objects.
fn names() -> String {
    let mut yaml = "action: NameThings\ndoc: Names.\nidempotent: true\nparameters:\n".to_owned();
    for name in KEYWORDS.iter().chain(FIELDS) {
        let rust = if name.contains(|c: char| c.is_ascii_alphanumeric()) {
            String::new()
        } else {
            format!(", rust: Sign{}", if *name == "#" { 0 } else { name.len() })
        };
        writeln!(yaml, "  - {{ name: {}, type: string{rust} }}", quoted(name)).unwrap();
    }
    for (index, name) in TYPES.iter().enumerate() {
        writeln!(
            yaml,
            "  - {{ name: Sent{index}, type: list<object>, rust_type: {name}, fields: [{{ name: Self, type: map<long> }}] }}"
        )
        .unwrap();
    }
    yaml += "response:\n";
    for name in KEYWORDS
        .iter()
        .chain(FIELDS)
        .filter(|name| name.contains(char::is_alphanumeric))
    {
        writeln!(yaml, "  - {{ name: {}, type: integer }}", quoted(name)).unwrap();
    }
    for (index, name) in TYPES.iter().enumerate() {
        writeln!(
            yaml,
            "  - {{ name: Got{index}, type: object, rust_type: Got{name}, fields: [{{ name: type, type: json }}] }}"
        )
        .unwrap();
    }
    yaml
}

/// Texts in every key that accepts them.
fn texts() -> String {
    let mut yaml = format!(
        "action: DescribeThings\ndoc: {}\nidempotent: true\nparameters:\n",
        quoted(&TEXTS.join("\n"))
    );
    for (index, doc) in TEXTS.iter().enumerate() {
        let doc = quoted(doc);
        writeln!(
            yaml,
            "  - {{ name: P{index}, type: string, doc: {doc}, required_when: {doc}, deprecated: {doc} }}"
        )
        .unwrap();
    }
    for (index, pattern) in [
        "\"#\\*/",
        "`|``",
        "\\{\\}\\\\",
        "[<>&]+",
        "(?i)a|b",
        "#.*",
        "x{2,3}",
    ]
    .iter()
    .enumerate()
    {
        let pattern = quoted(pattern);
        writeln!(
            yaml,
            "  - {{ name: R{index}, type: string, pattern: {pattern} }}"
        )
        .unwrap();
    }
    for (index, default) in ["`", "\"", "\\", "*/", "{}", "<b>", ""].iter().enumerate() {
        let default = quoted(default);
        writeln!(
            yaml,
            "  - {{ name: D{index}, type: string, default: {default} }}"
        )
        .unwrap();
    }
    for (index, (min, max)) in [
        ("3.14", "3.1415926"),
        ("-1.5", "2.718"),
        ("0", "0.1"),
        ("-0.0", "1"),
    ]
    .iter()
    .enumerate()
    {
        writeln!(
            yaml,
            "  - {{ name: F{index}, type: float, range: {{ min: {min}, max: {max} }} }}"
        )
        .unwrap();
    }
    yaml += "  - { name: L0, type: long, range: { min: -9223372036854775808, max: 9223372036854775807 } }\n";
    yaml += "  - { name: L1, type: long, range: { min: -9223372036854775807 } }\n";
    yaml += "  - { name: S0, type: string, length: { max: 18446744073709551615 } }\n";
    yaml += "  - { name: I0, type: base64-image, in: form, media: [jpeg, png], raw_size: { min: 1KiB, max: 1GiB } }\n";
    yaml += "response:\n";
    for (index, doc) in TEXTS.iter().enumerate() {
        let doc = quoted(doc);
        writeln!(
            yaml,
            "  - {{ name: P{index}, type: string, doc: {doc}, deprecated: {doc} }}"
        )
        .unwrap();
    }
    yaml += "  - { name: Photo, type: base64-image }\n  - { name: Photos, type: list<base64-image>, item: Photo }\n";
    yaml += "objects:\n";
    for (index, doc) in TEXTS.iter().enumerate() {
        let doc = quoted(doc);
        writeln!(
            yaml,
            "  - {{ name: O{index}, doc: {doc}, fields: [{{ name: A, type: string }}] }}"
        )
        .unwrap();
    }
    yaml
}

/// Objects in objects, lists in lists.
fn nested() -> String {
    let mut yaml = "action: NestThings\ndoc: Nests.\nidempotent: true\nparameters:\n".to_owned();
    for (index, ty) in [
        "list<list<list<list<string>>>>",
        "map<map<long>>",
        "list<map<list<boolean>>>",
        "map<list<json>>",
        "list<Color>",
        "map<Color>",
        "list<base64-image>",
        "list<float>",
        "map<First>",
        "list<list<First>>",
        "First",
        "json",
        "list<enum<integer>>",
    ]
    .iter()
    .enumerate()
    {
        let values = if ty.contains("enum") {
            ", values: [1, 2]"
        } else {
            ""
        };
        writeln!(
            yaml,
            "  - {{ name: N{index}, type: {ty}, required: true{values} }}"
        )
        .unwrap();
    }
    let depth = 16;
    let mut indent = "  ".to_owned();
    for level in 0..depth {
        writeln!(
            yaml,
            "{indent}- name: Level{level}\n{indent}  type: object\n{indent}  fields:"
        )
        .unwrap();
        indent += "    ";
    }
    writeln!(yaml, "{indent}- {{ name: Bottom, type: string }}").unwrap();
    yaml += "response:\n  - { name: Chain, type: Chain0 }\n  - { name: Lists, type: list<list<map<list<Chain2>>>> }\n";
    yaml += "objects:\n  - { name: First, parameters: [{ name: Id, type: string, sensitive: true }, { name: Ids, type: list<string> }] }\n";
    for level in 0..8 {
        let next = if level == 7 {
            "string".to_owned()
        } else {
            format!("list<Chain{}>", level + 1)
        };
        writeln!(
            yaml,
            "  - {{ name: Chain{level}, fields: [{{ name: Next, type: {next} }}] }}"
        )
        .unwrap();
    }
    yaml += "enums:\n  - { name: Color, values: [red, { value: '', name: Empty }] }\n";
    yaml += "examples:\n  - name: documented\n    request: |\n      http://depot.aliyuncs.com/?Action=NestThings\n      &N0.1.1.1.1=a\n      &N0.2.1.1.1=b\n      &N0.2.1.1.2=c\n      &N1.a.b=1\n      &N2.1.a.1=true\n      &N3.a.1={}\n      &N4.1=red\n      &N4.2=red\n      &N5.a=red\n      &N7.1=1.5\n      &N8.a.Id=1\n      &N9.1.1.Id=1\n      &N9.2.1.Ids.1=1\n      &N9.2.2.Id=2\n      &N10.Ids.1=1\n      &N12.1=2\n      &N7=2\n      &N0=x\n      &N6=y\n";
    yaml
}

/// Enum values that hardly make names.
fn enums() -> String {
    let mut yaml = "action: SortThings\ndoc: Sorts.\nidempotent: true\nparameters:\n".to_owned();
    let plain: Vec<String> = KEYWORDS.iter().map(|word| quoted(word)).collect();
    writeln!(
        yaml,
        "  - {{ name: Keyword, type: enum, values: [{}] }}",
        plain.join(", ")
    )
    .unwrap();
    let types: Vec<String> = TYPES.iter().map(|word| quoted(word)).collect();
    writeln!(
        yaml,
        "  - {{ name: TypeName, type: enum, values: [{}] }}",
        types.join(", ")
    )
    .unwrap();
    let many: Vec<String> = (0..1000).map(|number| number.to_string()).collect();
    writeln!(
        yaml,
        "  - {{ name: Many, type: enum<integer>, values: [{}] }}",
        many.join(", ")
    )
    .unwrap();
    yaml += "  - name: Odd\n    type: enum\n    open: true\n    values:\n";
    for (index, value) in [
        "", " x", "\"", "\\", "{}", "*/", "中文", "💥", "-1", "+1", "//", "`", "<b>",
    ]
    .iter()
    .enumerate()
    {
        writeln!(
            yaml,
            "      - {{ value: {}, name: Odd{index}, doc: {} }}",
            quoted(value),
            text(index)
        )
        .unwrap();
    }
    writeln!(
        yaml,
        "      - {{ value: {}, name: Long }}",
        quoted(&"y".repeat(100_000))
    )
    .unwrap();
    yaml += "  - { name: Task, type: enum, values: [TaskA, TaskB, BTask, VALUES, as_str, from] }\n";
    yaml += "  - { name: Value, type: enum<integer>, values: [1, 2, 3] }\n";
    yaml += "  - { name: Single, type: enum, values: [{ value: one, deprecated: Gone. }] }\n";
    yaml + "response:\n  - { name: RequestId, type: string }\nerrors: ['!!', E.1]\n"
}

/// Pages and waiting, in an action whose name is a keyword.
fn flow() -> String {
    "action: Where
doc: Lists.
idempotent: true
deprecated: Old.
parameters:
  - { name: type, type: integer }
  - { name: fn, type: string }
  - { name: in, type: integer }
response:
  - name: struct
    type: list<object>
    fields:
      - { name: enum, type: enum, values: [done, failed, waiting] }
      - { name: mod, type: string }
  - { name: true, type: integer }
pagination: { items: struct, position: type, size: in, total: \"true\" }
waiter: { name: for, doc: '*/ [x] `y', key: fn, status: enum, success: [done], failure: [failed], subject: mod }
submits: { task: \"true\", watched_by: Where }
"
    .to_owned()
}

/// A product without optional parts.
pub(crate) fn bare() -> Vec<(String, String)> {
    let product = "product: Bare\nversion: 1\ndoc: Bare.\nendpoint: bare.aliyuncs.com\n";
    let action = common::action("").replace(
        "response:\n  - { name: RequestId, type: string }",
        "response: []",
    );
    vec![
        ("product.yaml".to_owned(), product.to_owned()),
        ("GetThing.yaml".to_owned(), action),
    ]
}
