//! Areas: one module each, and a feature if the crate has features for them.
#![cfg(test)]

use std::fs;
use std::path::Path;

use aliyun_codegen::Builder;
use tempfile::TempDir;

const PRODUCT: &str = "\
product: Depot
version: 2024-05-01
doc: Keeps things.
endpoint: depot.aliyuncs.com
";

const AREAS: &str = "\
areas:
  - { name: tasks, doc: What is being done. }
  - { name: shelves, doc: Where things are. }
";

const LIST: &str = "\
action: ListSteps
area: tasks
doc: |
  Lists the steps of a task.

  In the order of their numbers.
idempotent: true
parameters:
  - { name: Task, type: string, required: true, sample: t-1 }
  - { name: Page, type: integer, required: true }
response:
  - { name: Pages, type: integer }
  - name: Steps
    type: list<object>
    fields:
      - { name: State, type: enum, values: [going, done, failed] }
pagination: { items: Steps, position: Page, total: Pages }
waiter: { name: task, doc: Waits for a task., key: Task, status: State, success: [done], failure: [failed] }
";

const STORE: &str = "\
action: StoreThing
area: shelves
doc: Stores a thing.
idempotent: false
parameters:
  - { name: Color, type: enum, required: true, values: [red, green] }
response:
  - { name: Task, type: string }
submits: { task: Task, watched_by: ListSteps }
";

fn spec(areas: &str) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    fs::write(dir.path().join("product.yaml"), format!("{PRODUCT}{areas}")).unwrap();
    fs::write(dir.path().join("ListSteps.yaml"), LIST).unwrap();
    fs::write(dir.path().join("StoreThing.yaml"), STORE).unwrap();
    dir
}

/// Name and text of every file.
fn render(builder: &Builder) -> Vec<(String, String)> {
    let files = builder.render().unwrap().into_iter();
    files.map(|file| (file.name, file.text)).collect()
}

fn text<'a>(files: &'a [(String, String)], name: &str) -> &'a str {
    &files.iter().find(|(other, _)| other == name).unwrap().1
}

fn builder(dir: &Path) -> Builder {
    Builder::new(dir)
}

#[test]
fn an_area_is_a_module_with_its_actions() {
    let dir = spec(AREAS);
    let files = render(&builder(dir.path()));
    let names: Vec<&str> = files.iter().map(|(name, _)| name.as_str()).collect();
    assert_eq!(
        names,
        [
            "mod.rs",
            "enums.rs",
            "errors.rs",
            "tasks.area.rs",
            "shelves.area.rs",
            "list_steps.rs",
            "store_thing.rs",
        ]
    );
    let root = text(&files, "mod.rs");
    assert!(root.contains("pub mod tasks;") && !root.contains("pub mod list_steps;"));
    // The list has the first paragraph only.
    assert!(root.contains("/// - [`ListSteps`](Client::list_steps): Lists the steps of a task.\n"));
    let area = text(&files, "tasks.area.rs");
    assert!(area.contains("pub mod list_steps;") && !area.contains("store_thing"));
}

#[test]
fn features_are_only_named_where_the_crate_has_them() {
    let dir = spec(AREAS);
    let plain = render(&builder(dir.path()));
    assert!(plain.iter().all(|(_, text)| !text.contains("cfg(")));
    let files = render(&builder(dir.path()).area_features(true));
    let root = text(&files, "mod.rs");
    // The module, and its items in the prelude.
    assert_eq!(root.matches("#[cfg(feature = \"tasks\")]").count(), 2);
    assert_eq!(root.matches("#[cfg(feature = \"shelves\")]").count(), 2);
    // The wait for a task needs the area of tasks; nothing else does.
    let store = text(&files, "store_thing.rs");
    assert_eq!(store.matches("cfg(").count(), 1);
    let (_, rest) = store
        .split_once("#[cfg(feature = \"tasks\")]\nimpl ")
        .unwrap();
    let body = rest.split("\n}\n").next().unwrap();
    assert!(body.contains("store_thing_and_wait"), "{body}");
    assert!(!text(&files, "list_steps.rs").contains("cfg("));
}

#[test]
fn a_product_without_areas_has_all_at_the_root() {
    let dir = spec("");
    let files = render(&builder(dir.path()).area_features(true));
    let root = text(&files, "mod.rs");
    assert!(root.contains("pub mod list_steps;") && !root.contains("cfg("));
    assert!(!root.contains("prelude"));
    assert!(!files.iter().any(|(name, _)| name.contains("area")));
}

#[test]
fn an_area_of_which_no_action_is_chosen_is_left_out() {
    let dir = spec(AREAS);
    let files = render(&builder(dir.path()).actions(["ListSteps"]));
    assert!(!text(&files, "mod.rs").contains("shelves"));
    assert!(!files.iter().any(|(name, _)| name.contains("shelves")));
}

#[test]
fn an_example_sets_what_is_required() {
    let dir = spec(AREAS);
    let plain = render(&builder(dir.path()));
    assert!(plain.iter().all(|(_, text)| !text.contains("```")));
    let files = render(&builder(dir.path()).example_path("depot::client"));
    let list = text(&files, "list_steps.rs");
    for line in [
        "use depot::client::prelude::*;",
        "let request = ListStepsRequest::new()",
        "    .set_task(\"t-1\")",
        "    .set_page(1);",
        "let answer = client.list_steps(&request).await?;",
    ] {
        assert!(list.contains(&format!("/// {line}\n")), "{line} in {list}");
    }
    let store = text(&files, "store_thing.rs");
    assert!(store.contains("///     .set_color(store_thing::Color::Red);\n"));
}
