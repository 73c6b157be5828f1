//! Known surprises of YAML, and their meaning in a spec file.
#![cfg(test)]

mod common;

use aliyun_codegen::model::{Enum, Field, Rule};
use common::{action, findings, model, one, places};

fn parameters(yaml: &str) -> Vec<Field> {
    let dir = one(action(yaml));
    let mut model = model(dir.path());
    model.actions.remove(0).request.fields
}

fn values(list: &str) -> Vec<String> {
    let yaml = format!("  - {{ name: Kind, type: enum, values: {list} }}");
    let dir = one(action(&yaml));
    let values = |definition: &Enum| {
        let values = definition.values.iter();
        values.map(|value| value.value.clone()).collect()
    };
    values(&model(dir.path()).actions[0].enums[0])
}

#[test]
fn a_plain_word_is_the_text_that_was_written() {
    let listed = values(
        "[NO, yes, on, off, True, y, 1, 010, 0x1F, 0o17, 1e3, 1_000, 12:30, 2018-01-29, .inf, NaN, +7, 1.10]",
    );
    assert_eq!(
        listed,
        [
            "NO",
            "yes",
            "on",
            "off",
            "True",
            "y",
            "1",
            "010",
            "0x1F",
            "0o17",
            "1e3",
            "1_000",
            "12:30",
            "2018-01-29",
            ".inf",
            "NaN",
            "+7",
            "1.10"
        ]
    );
}

#[test]
fn quotes_change_nothing_but_null() {
    assert_eq!(
        values(r#"["NO", '010', "null", NULL1]"#),
        ["NO", "010", "null", "NULL1"]
    );
    let fields =
        parameters("  - { name: Country, type: string, default: NO, sample: 'NO', doc: \"null\" }");
    assert_eq!(fields[0].default.as_deref(), Some("NO"));
    assert_eq!(fields[0].sample.as_deref(), Some("NO"));
    assert_eq!(fields[0].doc, "null");
}

#[test]
fn nothing_is_no_text() {
    for null in ["null", "Null", "NULL", "~", ""] {
        let yaml = format!("  - {{ name: Kind, type: string, doc: {null} }}");
        assert_eq!(places(one(action(&yaml)).path())[0].0, "E011", "{null}");
    }
}

#[test]
fn a_version_that_looks_like_a_date_is_text() {
    let dir = one(action(""));
    assert_eq!(model(dir.path()).product.version, "2024-05-01");
}

#[test]
fn numbers_have_one_spelling() {
    for number in [
        "010", "0x1F", "1e3", "+1", "1_000", " ", ".5", "1.", "1,5", "١",
    ] {
        let yaml = format!("  - {{ name: Id, type: string, length: {{ max: '{number}' }} }}");
        let found = places(one(action(&yaml)).path());
        assert!(matches!(found[..], [("E016", 5, _)]), "{number}: {found:?}");
    }
    for number in [
        ".inf", "-.inf", ".nan", "1e3", "0x1", "--1", "1.2.3", "Infinity", "nan", "0.", "00.5",
    ] {
        let yaml = format!("  - {{ name: Id, type: float, range: {{ max: {number} }} }}");
        let found = places(one(action(&yaml)).path());
        assert!(matches!(found[..], [("E016", 5, _)]), "{number}: {found:?}");
    }
    let fields = parameters("  - { name: Id, type: float, range: { min: -0.5, max: '10' } }");
    assert_eq!(fields[0].rules, [Rule::FloatRange(-0.5, 10.0)]);
}

#[test]
fn keys_stand_once_at_any_depth() {
    let nested = "  - name: Box\n    type: object\n    fields:\n      - { name: Id, type: enum, values: [{ value: a, doc: A., doc: B. }] }";
    assert_eq!(places(one(action(nested)).path()), [("E004", 8, 63)]);
    let quoted = "  - { name: Id, \"type\": string, type: long }";
    assert_eq!(places(one(action(quoted)).path()), [("E004", 5, 33)]);
}

#[test]
fn every_duplicate_key_of_a_file_is_told() {
    let text = action("  - { name: Id, name: Id, type: string }") + "doc: Again.\n";
    assert_eq!(places(one(text).path()), [("E004", 5, 17), ("E004", 8, 1)]);
}

#[test]
fn tabs_indent_nothing() {
    for text in [
        "action: GetThing\n\tdoc: x\n",
        "action: GetThing\nparameters:\n\t- name: Id\n",
        "action: GetThing\nparameters:\n  - name: Id\n\t  type: string\n",
        "action: GetThing\ndoc: |\n\tText.\n",
    ] {
        let dir = one(text);
        let found = findings(dir.path());
        let tab = 1 + text[..text.find('\t').unwrap()].matches('\n').count();
        assert_eq!(
            (found[0].code, found[0].line, found[0].column),
            ("E003", tab, 1),
            "{text:?}"
        );
        assert!(
            found[0].help.as_deref().unwrap().contains("spaces"),
            "{text:?}"
        );
    }
}

#[test]
fn a_tab_inside_a_text_is_kept() {
    let text = action("")
        + "examples:\n  - name: documented\n    json: |\n      {\n      \t\"RequestId\": \"1\"\n      }\n";
    let dir = one(text);
    assert_eq!(
        model(dir.path()).actions[0].examples[0].json.as_deref(),
        Some("{\n\t\"RequestId\": \"1\"\n}\n")
    );
}

#[test]
fn references_and_tags_are_refused() {
    for (yaml, column) in [
        ("  - &a { name: Id, type: string }", 5),
        ("  - { name: &a Id, type: string }", 13),
        ("  - { name: *a, type: string }", 13),
        ("  - { name: !!str Id, type: string }", 13),
        ("  - { name: !!binary SWQ=, type: string }", 13),
        ("  - { name: ! Id, type: string }", 13),
        ("  - !<tag:yaml.org,2002:map> { name: Id, type: string }", 5),
        ("  - { &a name: Id, type: string }", 7),
    ] {
        let found = places(one(action(yaml)).path());
        assert_eq!(found, [("E005", 5, column)], "{yaml}");
    }
}

#[test]
fn merge_keys_are_unknown_keys() {
    let found = places(one(action("  - { <<: { doc: x }, name: Id, type: string }")).path());
    assert_eq!(found, [("E010", 5, 7)]);
}

/// Each alias would double the text before it: nine lines become a billion words.
#[test]
fn an_alias_bomb_stays_small() {
    let mut text = "a0: &a0 [x, x]\n".to_owned();
    for level in 1..60 {
        let before = level - 1;
        text += &format!("a{level}: &a{level} [*a{before}, *a{before}]\n");
    }
    let found = places(one(text).path());
    assert_eq!(found.len(), 60 + 2 * 59);
    assert!(found.iter().all(|(code, ..)| *code == "E005"));
}

#[test]
fn nesting_is_bounded() {
    let deep = 100_000;
    for text in [
        "[".repeat(deep),
        "{a: ".repeat(deep),
        "- ".repeat(deep),
        "? ".repeat(deep),
        "a: ".repeat(deep),
        "[{".repeat(deep),
        "- [".repeat(deep),
        format!("a: {}1{}", "[".repeat(deep), "]".repeat(deep)),
        (0..2000).map(|level| " ".repeat(level) + "a:\n").collect(),
    ] {
        let found = findings(one(&text).path());
        let start = &text[..10];
        assert!(
            matches!(found[0].code, "E003" | "E007"),
            "{start}: {}",
            found[0]
        );
        assert!(
            found.len() == 1 && found[0].to_string().len() < 2000,
            "{start}"
        );
    }
}

#[test]
fn a_file_that_is_not_utf8_is_refused_where_it_is_not() {
    let mut text = action("  - { name: Id, type: string }").into_bytes();
    text.extend(b"# caf\xe9\n");
    assert_eq!(places(one(text).path()), [("E002", 8, 6)]);
    let utf16: Vec<u8> = "\u{feff}action: GetThing\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(places(one(utf16).path()), [("E002", 1, 1)]);
    assert_eq!(places(one(b"\xff".as_slice()).path()), [("E002", 1, 1)]);
}

#[test]
fn a_byte_order_mark_begins_a_file_and_stands_nowhere_else() {
    let text = action("  - { name: Id, type: strnig }");
    assert_eq!(
        places(one(format!("\u{feff}{text}")).path()),
        [("E104", 5, 23)]
    );
    let good = action("  - { name: Id, type: string }");
    assert_eq!(places(one(format!("\u{feff}{good}")).path()), []);
    for (text, place) in [
        (format!("\u{feff}\u{feff}{good}"), (1, 1)),
        (good.replace("doc: Gets", "doc: \u{feff}Gets"), (2, 6)),
        (
            good.replace("type: string", "type: \u{feff}string"),
            (5, 23),
        ),
        (format!("{good}# \u{feff}\n"), (8, 3)),
    ] {
        let found = places(one(&text).path());
        assert!(!found.is_empty(), "{text:?}");
        assert_eq!((found[0].1, found[0].2), place, "{found:?}");
    }
}

const EXAMPLE: &str = "examples:
  - name: documented
    request: |
      http://depot.aliyuncs.com/?Action=GetThing
        &Id=1
    json: |
      {
        \"RequestId\": \"1\"
      }
";

#[test]
fn line_ends_of_windows_change_nothing() {
    let text = action("  - { name: Id, type: string, doc: \"A\n      B\" }") + EXAMPLE;
    let windows = one(text.replace('\n', "\r\n"));
    let unix = one(&text);
    assert_eq!(model(windows.path()), model(unix.path()));
    let broken = text.replace("type: string, doc", "type: strnig, doc");
    assert_eq!(
        places(one(broken.replace('\n', "\r\n")).path()),
        places(one(&broken).path())
    );
    assert_eq!(places(one(&broken).path()), [("E104", 5, 23)]);
    let report = findings(one(broken.replace('\n', "\r\n")).path())[0].to_string();
    assert!(!report.contains('\r'), "{report:?}");
}

#[test]
fn a_carriage_return_alone_is_refused() {
    let text = action("  - { name: Id, type: string }").replace('\n', "\r");
    assert_eq!(places(one(text).path()), [("E003", 1, 17)]);
    let text = action("  - { name: \"I\\rd\", type: string }");
    assert_eq!(places(one(text).path()), [("E017", 5, 13)]);
}

#[test]
fn other_line_breaks_are_refused() {
    for break_ in ['\u{85}', '\u{2028}', '\u{2029}'] {
        let inside = action(&format!(
            "  - {{ name: Id, type: string, doc: \"A{break_}B\" }}"
        ));
        assert_eq!(places(one(inside).path()), [("E017", 5, 36)], "{break_:?}");
        let comment = action(&format!("  # A{break_}B\n  - {{ name: Id, type: string }}"));
        assert_eq!(places(one(comment).path()), [("E017", 5, 6)], "{break_:?}");
    }
}

#[test]
fn control_characters_are_refused_wherever_they_stand() {
    for character in ['\0', '\u{7}', '\u{1b}', '\u{c}', '\u{7f}', '\u{9b}'] {
        let raw = action(&format!(
            "  # A{character}B\n  - {{ name: Id, type: string }}"
        ));
        let found = findings(one(raw).path());
        assert_eq!(found.len(), 1);
        assert_eq!(
            (found[0].code, found[0].line, found[0].column),
            ("E003", 5, 6)
        );
        assert!(!found[0].to_string().contains(character), "{character:?}");
        let escaped = format!(
            "  - {{ name: Id, type: string, doc: \"A\\U{:08x}B\" }}",
            u32::from(character)
        );
        assert_eq!(
            places(one(action(&escaped)).path()),
            [("E017", 5, 36)],
            "{character:?}"
        );
    }
}

#[test]
fn what_cannot_be_seen_is_refused_wherever_it_stands() {
    for character in [
        '\u{202e}',
        '\u{2066}',
        '\u{200b}',
        '\u{200f}',
        '\u{ad}',
        '\u{2060}',
        '\u{e0041}',
        '\u{3164}',
    ] {
        for (yaml, place) in [
            (
                format!("  - {{ name: I{character}d, type: string }}"),
                (5, 13),
            ),
            (
                format!("  - {{ name: Id, type: string, doc: A{character}B }}"),
                (5, 36),
            ),
            (
                format!("  - {{ name: Id, {character}: string, type: string }}"),
                (5, 17),
            ),
            (
                format!("  # A{character}B\n  - {{ name: Id, type: string }}"),
                (5, 6),
            ),
        ] {
            let found = findings(one(action(&yaml)).path());
            assert_eq!((found[0].line, found[0].column), place, "{yaml:?}");
            assert!(
                found.iter().all(|f| !f.to_string().contains(character)),
                "{yaml:?}"
            );
        }
    }
}

#[test]
fn a_file_without_content_is_empty() {
    for text in [
        "",
        "\n",
        "   \n\n",
        "# nothing\n",
        "---\n",
        "---\n...\n",
        "--- # nothing\n",
        "~\n",
        "null\n",
        "\u{feff}",
    ] {
        assert_eq!(places(one(text).path()), [("E008", 1, 1)], "{text:?}");
    }
}

#[test]
fn a_file_holds_one_document() {
    let good = action("  - { name: Id, type: string }");
    assert_eq!(places(one(format!("---\n{good}")).path()), []);
    assert_eq!(
        places(one(format!("# A comment.\n---\n{good}...\n")).path()),
        []
    );
    assert_eq!(places(one(format!("%YAML 1.2\n---\n{good}")).path()), []);
    assert_eq!(
        places(one(format!("{good}---\n{good}")).path()),
        [("E009", 8, 1)]
    );
    assert_eq!(
        places(one(format!("{good}...\n---\n")).path()),
        [("E009", 9, 1)]
    );
    assert_eq!(
        places(one(format!("{good}...\n{good}")).path()),
        [("E009", 9, 1)]
    );
}
