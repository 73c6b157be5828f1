//! Pages as spec folders.

use std::path::Path;

use aliyun_codegen::import::{self, Description, Import, Options, Outcome};
use aliyun_codegen::model::{Field, Model, Type};

use crate::support::{documents, page};

fn import(descriptions: Vec<Description>, out: &Path) -> Import {
    Import::new(descriptions, out, &Options::default()).unwrap()
}

/// The model of all pages.
fn model(out: &Path) -> Model {
    let import = import(documents(), out);
    import.write(out).unwrap();
    let checked = aliyun_codegen::check(out);
    let findings: Vec<String> = checked.findings.iter().map(ToString::to_string).collect();
    assert!(findings.is_empty(), "{findings:#?}");
    aliyun_codegen::read(out).unwrap()
}

fn field<'a>(fields: &'a [Field], name: &str) -> &'a Field {
    fields.iter().find(|field| field.name == name).unwrap()
}

#[test]
fn the_spec_passes_the_check_and_says_what_the_pages_say() {
    let dir = tempfile::tempdir().unwrap();
    let model = model(dir.path());
    assert_eq!(
        (model.product.name.as_str(), model.product.version.as_str()),
        ("Market", "2021-03-04")
    );
    assert_eq!(model.product.endpoint, "market.aliyuncs.com");
    assert_eq!(
        model
            .errors
            .iter()
            .filter(|error| error.code == "MissingParameter")
            .count(),
        1
    );
    let names: Vec<&str> = model
        .actions
        .iter()
        .map(|action| action.name.as_str())
        .collect();
    assert_eq!(
        names,
        [
            "CloseShop",
            "DescribeClerk",
            "GetPrice",
            "ListGoods",
            "OpenShop"
        ]
    );
    let open = &model.actions[4];
    let kind = field(&open.request.fields, "Kind");
    assert_eq!(kind.default.as_deref(), Some("FOOD"));
    assert!(matches!(kind.ty, Type::Enum(_)));
    let share = &open
        .objects
        .iter()
        .find(|object| object.rust_name == "Owner")
        .unwrap()
        .fields;
    assert!(field(share, "Share").required_when.is_some());
    assert!(field(&open.request.fields, "ShopName").required);
    let owners = field(&open.response.fields, "Owners");
    assert_eq!(owners.item.as_deref(), Some("Owner"));
    let close = &model.actions[0];
    assert!(field(&close.request.fields, "Lang").deprecated.is_some());
    assert!(
        close
            .errata
            .iter()
            .any(|erratum| erratum.lint == "example-key-case")
    );
}

#[test]
fn written_files_are_canonical() {
    let dir = tempfile::tempdir().unwrap();
    let import = import(documents(), dir.path());
    import.write(dir.path()).unwrap();
    for file in &import.files {
        let path = dir.path().join(&file.name);
        assert_eq!(
            aliyun_codegen::author::lay_out(&path).unwrap(),
            file.text,
            "{}",
            file.name
        );
    }
}

#[test]
fn examples_are_kept_to_the_letter() {
    let text = "# OpenShop\n\n## 请求参数\n\n|名称|类型|是否必选|描述|\n|--|--|--|--|\n|Name|String|是|n|\n\n## 示例\n\n```\nhttp://market.aliyuncs.com/?Action=OpenShop&Version=2021-03-04\n&Name=a  b\n```\n\n返回示例\n\n```\n{\n\t\"RequestId\" : \"1\", \n\n  \"X\": \"# no comment: really\"\n}\n```\n";
    let dir = tempfile::tempdir().unwrap();
    let mut options = Options::default();
    options.product = Some("Market".to_owned());
    let import = Import::new(vec![page(text)], dir.path(), &options).unwrap();
    import.write(dir.path()).unwrap();
    let model = aliyun_codegen::read(dir.path()).unwrap();
    let example = &model.actions[0].examples[0];
    assert_eq!(
        example.request.as_deref().map(str::trim_end),
        Some("http://market.aliyuncs.com/?Action=OpenShop&Version=2021-03-04\n&Name=a  b")
    );
    assert_eq!(
        example.json.as_deref().map(str::trim_end),
        Some("{\n\t\"RequestId\" : \"1\", \n\n  \"X\": \"# no comment: really\"\n}")
    );
}

#[test]
fn without_prose_nothing_of_the_pages_words_is_left() {
    let dir = tempfile::tempdir().unwrap();
    let mut options = Options::default();
    options.no_prose = true;
    let import = Import::new(documents(), dir.path(), &options).unwrap();
    for file in &import.files {
        let facts: String = file
            .text
            .lines()
            .take_while(|line| *line != "examples:")
            .filter(|line| !line.starts_with("page:"))
            .collect();
        assert!(facts.is_ascii(), "{}: {facts}", file.name);
    }
}

#[test]
fn the_newer_page_wins_unless_another_is_preferred() {
    let dir = tempfile::tempdir().unwrap();
    let import_with = |prefer: &[&str]| {
        let mut options = Options::default();
        options.prefer = prefer.iter().map(|text| (*text).to_owned()).collect();
        Import::new(documents(), dir.path(), &options).unwrap()
    };
    let selected = |import: &Import| {
        let reports = import.descriptions.iter();
        reports
            .filter(|page| page.outcome == Outcome::Selected)
            .filter(|page| page.action.as_deref() == Some("OpenShop"))
            .map(|page| page.source.clone())
            .collect::<Vec<_>>()
    };
    let newer = import_with(&[]);
    assert!(selected(&newer)[0].ends_with("pages/OpenShop.md"));
    let superseded = newer
        .descriptions
        .iter()
        .find(|page| page.outcome == Outcome::Superseded)
        .unwrap();
    assert!(
        superseded.source.ends_with("old/OpenShop.md")
            && superseded.reason.contains("pages/OpenShop.md")
    );
    assert!(selected(&import_with(&["/old/"]))[0].ends_with("old/OpenShop.md"));
}

#[test]
fn a_second_import_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    import(documents(), dir.path()).write(dir.path()).unwrap();
    let again = import(documents(), dir.path());
    let written = again.write(dir.path()).unwrap();
    assert!(
        written
            .iter()
            .all(|(_, status)| *status == aliyun_codegen::Status::Unchanged),
        "{written:?}"
    );
    assert!(again.files.iter().all(|file| file.changes.is_empty()));
}

#[test]
fn corrections_by_hand_and_comments_survive_and_changes_are_shown() {
    let dir = tempfile::tempdir().unwrap();
    import(documents(), dir.path()).write(dir.path()).unwrap();
    let path = dir.path().join("OpenShop.yaml");
    let text = std::fs::read_to_string(&path).unwrap();
    let edited = text
        .replace(
            "idempotent: false",
            "# A shop is opened once.\nidempotent: true",
        )
        .replace(
            "  - name: Seats\n    type: integer",
            "  # Counted by hand.\n  - name: Seats\n    type: long\n    override: true",
        )
        .replace(
            "  - name: ShopName\n    type: string",
            "  - name: ShopName\n    type: string\n    sensitive: true",
        );
    assert_ne!(text, edited);
    std::fs::write(&path, &edited).unwrap();
    import(documents(), dir.path()).write(dir.path()).unwrap();
    assert_eq!(std::fs::read_to_string(&path).unwrap(), edited);

    // The page changes in one row.
    let source = crate::support::pages().join("OpenShop.md");
    let page = std::fs::read_to_string(source)
        .unwrap()
        .replace("|Guarded|Boolean|FASLE|", "|Guarded|Boolean|Yes|")
        .replace(" Default value: **false**.", "");
    let changed = import(
        vec![import::markdown(Path::new("OpenShop.md"), &page)],
        dir.path(),
    );
    let file = changed
        .files
        .iter()
        .find(|file| file.name == "OpenShop.yaml")
        .unwrap();
    assert!(
        file.changes
            .iter()
            .any(|change| change == "parameters.Guarded.required: added (true)"),
        "{:?}",
        file.changes
    );
    assert!(
        file.text.contains("# A shop is opened once.") && file.text.contains("# Counted by hand.")
    );
    assert!(changed.kept.contains(&"CloseShop.yaml".to_owned()));
}

#[test]
fn pages_of_another_version_are_left_out_and_reported() {
    let mut pages = documents();
    let text = "# BuyShop\n\n[x](https://api.example.com/#product=Market&api=BuyShop&type=RPC&version=1999-01-01)\n\n## Request parameters\n\n|Parameter|Type|Required|Description|\n|-|-|-|-|\n|A|String|No|a|\n";
    pages.push(page(text));
    let dir = tempfile::tempdir().unwrap();
    let import = import(pages, dir.path());
    let report = import.descriptions.last().unwrap();
    assert_eq!(report.outcome, Outcome::OtherProduct);
    assert!(report.reason.contains("1999-01-01"), "{}", report.reason);
}

#[test]
fn a_folder_of_another_product_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    import(documents(), dir.path()).write(dir.path()).unwrap();
    let mut options = Options::default();
    options.product = Some("Garden".to_owned());
    let error = Import::new(documents(), dir.path(), &options)
        .unwrap_err()
        .to_string();
    assert!(
        error.contains("Market") && error.contains("Garden"),
        "{error}"
    );
}

#[test]
fn pages_without_a_version_need_one() {
    let text = "# OpenShop\n\n## 请求参数\n\n|名称|类型|是否必选|描述|\n|--|--|--|--|\n|Name|String|是|n|\n";
    let dir = tempfile::tempdir().unwrap();
    let mut options = Options::default();
    options.product = Some("Market".to_owned());
    let error = Import::new(vec![page(text)], dir.path(), &options)
        .unwrap_err()
        .to_string();
    assert!(error.contains("--api-version"), "{error}");
}
