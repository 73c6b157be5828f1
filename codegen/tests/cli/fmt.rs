//! `fmt`.

use std::fs;

use crate::support::{PRODUCT, Run, committed, folder, root, run, run_in};

/// Formats a text as an action file, twice; the second time changes nothing.
fn formatted(text: &str) -> String {
    let dir = folder(&[("A.yaml", text)]);
    let first = run_in(dir.path(), &["fmt", "A.yaml"]);
    assert_eq!(first.code, 0, "{}", first.stderr);
    let once = fs::read_to_string(dir.path().join("A.yaml")).unwrap();
    let second = run_in(dir.path(), &["fmt", "--check", "."]);
    assert_eq!(second.code, 0, "{}", second.stdout);
    assert_eq!(second.stdout, "");
    once
}

/// The error of formatting a refused text; the file does not change.
fn refused(text: &[u8]) -> Run {
    let dir = folder(&[]);
    let path = dir.path().join("A.yaml");
    fs::write(&path, text).unwrap();
    let run = run_in(dir.path(), &["fmt", "."]);
    assert_eq!((run.code, run.stdout.as_str()), (1, ""));
    assert_eq!(fs::read(path).unwrap(), text);
    run
}

#[test]
fn the_spec_of_the_project_is_canonical() {
    let run = run([
        "fmt".as_ref(),
        "--check".as_ref(),
        root().join("spec").as_os_str(),
    ]);
    assert_eq!(run.code, 0, "{}", run.stdout);
    let count = committed().len();
    assert_eq!(run.stderr, format!("{count} files: 0 to format\n"));
}

#[test]
fn keys_get_the_order_of_the_language_at_every_depth() {
    let text = "\
response: []
idempotent: true
parameters:
  - doc: Where.
    values: [{ doc: One., value: a }]
    type: enum
    name: Shelf
  - { type: string, name: Box }
later: 1
doc: Stores.
sooner: 2
action: A
";
    let expected = "\
action: A
doc: Stores.
idempotent: true
parameters:
  - name: Shelf
    type: enum
    doc: Where.
    values: [{ value: a, doc: One. }]
  - { name: Box, type: string }
response: []
later: 1
sooner: 2
";
    assert_eq!(formatted(text), expected);
}

#[test]
fn the_product_file_has_its_own_order() {
    let dir = folder(&[(
        "product.yaml",
        "endpoint: a.b\nregions: { z-1: z.b, a-1: a.b }\nproduct: P\n",
    )]);
    assert_eq!(run_in(dir.path(), &["fmt", "."]).code, 0);
    let after = fs::read_to_string(dir.path().join("product.yaml")).unwrap();
    assert_eq!(
        after,
        "product: P\nendpoint: a.b\nregions: { z-1: z.b, a-1: a.b }\n"
    );
}

#[test]
fn comments_stay_with_what_they_are_about() {
    let text = "\
# About the file.

# About the doc.
doc: Stores.   # beside the doc
action: A # beside the action
parameters: # beside the parameters
# About the shelf.
- type: string
  # About the name.
  name: Shelf
  # After the name.
# About the box.
- # beside the dash
  name: Box
  # - name: Crate
# Before the response.
response: []
# At the end.
";
    let expected = "\
# About the file.

action: A # beside the action
# About the doc.
doc: Stores. # beside the doc
parameters: # beside the parameters
  # About the shelf.
  # About the name.
  - name: Shelf
    type: string
    # After the name.
  # About the box.
  # beside the dash
  - name: Box
    # - name: Crate
# Before the response.
response: []
# At the end.
";
    assert_eq!(formatted(text), expected);
}

#[test]
fn the_line_for_editors_stays_the_first() {
    let text = "# yaml-language-server: $schema=s.json\n# About the doc.\ndoc: x\naction: A\n";
    let expected = "# yaml-language-server: $schema=s.json\naction: A\n# About the doc.\ndoc: x\n";
    assert_eq!(formatted(text), expected);
}

#[test]
fn layout_becomes_two_spaces_a_level_and_one_blank_line() {
    let text = "\u{feff}---\r\naction:   A   \r\n\r\n\r\n\r\nparameters:\r\n-   name:  x\r\n    range:\r\n            min: 1\r\n\r\n\r\nresponse:\r\n      - name: y\r\n\r\n...\r\n";
    let expected = "\
action: A

parameters:
  - name: x
    range:
      min: 1

response:
  - name: y
";
    assert_eq!(formatted(text), expected);
}

#[test]
fn braces_stay_where_they_fit_in_a_line() {
    let name = "N".repeat(70);
    let text = format!(
        "\
parameters:
  - {{name: a,range: {{min: 1}} ,  media: [ jpeg ,bmp, ] }}
  - {{ name: {name}, type: string }} # beside
  - {{ type: string, name: {name}N }} # beside
  - [
      a, # beside a
      b
    ]
  - {{
      name: c,
      type: string
    }}
"
    );
    let expected = format!(
        "\
parameters:
  - {{ name: a, range: {{ min: 1 }}, media: [jpeg, bmp] }}
  - {{ name: {name}, type: string }} # beside
  # beside
  - name: {name}N
    type: string
  -
    - a # beside a
    - b
  - {{ name: c, type: string }}
"
    );
    let line = expected.lines().nth(2).unwrap();
    assert!(line.len() - " # beside".len() <= 100);
    // One character more and it would not fit.
    let text = text.replace(&name, &"N".repeat(70 + 100 - (line.len() - 9)));
    let expected = expected.replace(&name, &"N".repeat(70 + 100 - (line.len() - 9)));
    assert_eq!(formatted(&text), expected);
}

#[test]
fn scalars_stay_as_they_are_written() {
    let text = "\
a: NO
b: '1'
c: \"x \\u00e9 # no comment\"
d: 010
e: ~
f:
g: https://example.com/?a=b#c
h: plain text
     over lines

     and paragraphs
i: \"quoted \\
       over\\ 
    lines\"
";
    let expected = "\
a: NO
b: '1'
c: \"x \\u00e9 # no comment\"
d: 010
e: ~
f:
g: https://example.com/?a=b#c
h: plain text
  over lines

  and paragraphs
i: \"quoted \\
  over\\ 
  lines\"
";
    assert_eq!(formatted(text), expected);
}

#[test]
fn block_scalars_keep_every_character_but_their_indentation() {
    let text = "\
examples:
-   json: |
          {
              \"a\": 1,   

            # no comment
          }
    xml: |2-  # a comment
         <a>
       </a>
    request: >+
      kept


errata:
- reason: |
      \"quoted\"
  use: |
";
    let expected = "\
examples:
  - request: >+
      kept


    xml: |2-  # a comment
         <a>
       </a>
    json: |
      {
          \"a\": 1,   

        # no comment
      }
errata:
  - use: |
    reason: |
      \"quoted\"
";
    assert_eq!(formatted(text), expected);
}

#[test]
fn check_shows_a_diff_and_writes_nothing() {
    let dir = folder(&[("A.yaml", "doc: x\naction: A\n"), ("product.yaml", PRODUCT)]);
    let run = run_in(dir.path(), &["fmt", "--check", "."]);
    assert_eq!(run.code, 1);
    assert_eq!(run.stderr, "2 files: 1 to format\n");
    let diff = "--- ./A.yaml\n+++ ./A.yaml (formatted)\n@@ -1,2 +1,2 @@\n+action: A\n doc: x\n-action: A\n";
    assert_eq!(run.stdout, diff);
    let after = fs::read_to_string(dir.path().join("A.yaml")).unwrap();
    assert_eq!(after, "doc: x\naction: A\n");
}

#[test]
fn folders_are_searched_for_yaml_files_and_files_are_taken_as_given() {
    let untidy = "doc: x\naction: A\n";
    let dir = folder(&[
        ("deep/er/A.yaml", untidy),
        ("deep/.hidden/A.yaml", untidy),
        ("deep/.A.yaml", untidy),
        ("deep/notes.txt", untidy),
        ("my file", untidy),
    ]);
    let run = run_in(dir.path(), &["fmt", "deep", "my file"]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert_eq!(run.stdout, "formatted deep/er/A.yaml\nformatted my file\n");
    assert_eq!(run.stderr, "2 files: 2 formatted\n");
    for name in ["deep/.hidden/A.yaml", "deep/.A.yaml", "deep/notes.txt"] {
        assert_eq!(fs::read_to_string(dir.path().join(name)).unwrap(), untidy);
    }
}

#[test]
fn files_that_cannot_be_read_are_left_alone_and_the_others_formatted() {
    let dir = folder(&[("A.yaml", "doc: x\naction: A\n"), ("B.yaml", "doc: [\n")]);
    let run = run_in(dir.path(), &["fmt", "B.yaml", "nowhere.yaml", "A.yaml"]);
    assert_eq!(run.code, 1);
    assert!(run.stderr.contains("error[E003]"), "{}", run.stderr);
    assert!(run.stderr.contains("--> B.yaml:"), "{}", run.stderr);
    assert!(run.stderr.contains("error[E001]"), "{}", run.stderr);
    assert!(
        run.stderr.ends_with("3 files: 1 formatted, 2 failed\n"),
        "{}",
        run.stderr
    );
    assert_eq!(run.stdout, "formatted A.yaml\n");
    assert_eq!(
        fs::read_to_string(dir.path().join("B.yaml")).unwrap(),
        "doc: [\n"
    );
}

#[test]
fn what_cannot_be_formatted_without_a_loss_is_refused() {
    let long = refused(b"? |\n  several\n  lines\n: value\n");
    assert!(
        long.stderr
            .contains("a key stands in several lines; the file stays"),
        "{}",
        long.stderr
    );
    let list = refused(b"- a\n- b\n");
    assert!(
        list.stderr.contains("expected a map, found a list"),
        "{}",
        list.stderr
    );
    let anchor = refused(b"a: &x 1\nb: *x\n");
    assert!(anchor.stderr.contains("error[E005]"), "{}", anchor.stderr);
    let bytes = refused(b"a: \xff\n");
    assert!(bytes.stderr.contains("error[E002]"), "{}", bytes.stderr);
    let twice = refused(b"a: 1\na: 2\n");
    assert!(twice.stderr.contains("error[E004]"), "{}", twice.stderr);
}

#[cfg(unix)]
#[test]
fn permissions_and_links_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let dir = folder(&[("real/A.yaml", "doc: x\naction: A\n")]);
    let real = dir.path().join("real/A.yaml");
    fs::set_permissions(&real, fs::Permissions::from_mode(0o640)).unwrap();
    let link = dir.path().join("A.yaml");
    symlink("real/A.yaml", &link).unwrap();
    // A folder that contains itself.
    symlink(".", dir.path().join("again")).unwrap();
    let run = run_in(dir.path(), &["fmt", "."]);
    assert_eq!(run.code, 0, "{}", run.stderr);
    assert!(link.is_symlink());
    assert_eq!(fs::read_to_string(&real).unwrap(), "action: A\ndoc: x\n");
    assert_eq!(
        fs::metadata(&real).unwrap().permissions().mode() & 0o777,
        0o640
    );
    assert_eq!(fs::read_dir(dir.path().join("real")).unwrap().count(), 1);
}
