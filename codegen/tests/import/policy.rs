//! What documentation becomes a rule for requests, and what stays advice.

use std::path::Path;

use aliyun_codegen::import::{Import, Options};

use super::support::page;

/// A page whose sentences state values and limits.
const PAGE: &str = "# ListBoxes

## 请求参数

|名称|类型|是否必选|描述|
|--|--|--|--|
|Order|String|否|取值：

-   **UP**：from the first
-   **DOWN**：from the last|
|Page|Integer|否|取值范围：1~100|
|Name|String|否|长度为2~8个字符|
|Box.N|RepeatList|否|N的取值范围：1~20|

## 返回数据

|名称|类型|描述|
|--|--|--|
|Order|String|取值：

-   **UP**：a
-   **DOWN**：b|

## 示例

```
http://market.aliyuncs.com/?Action=ListBoxes&Version=2021-03-04
```
";

fn spec_of(options: &Options, out: &Path) -> String {
    let import = Import::new(vec![page(PAGE)], out, options).unwrap();
    import.write(out).unwrap();
    std::fs::read_to_string(out.join("ListBoxes.yaml")).unwrap()
}

fn options() -> Options {
    let mut options = Options::default();
    options.product = Some("Market".to_owned());
    options
}

const RULES: [&str; 3] = [
    "range: { min: 1, max: 100 }",
    "length: { min: 2, max: 8 }",
    "items: { min: 1, max: 20 }",
];

#[test]
fn by_default_pages_refuse_no_value() {
    let dir = tempfile::tempdir().unwrap();
    let spec = spec_of(&options(), dir.path());
    assert_eq!(spec.matches("type: enum\n").count(), 2, "{spec}");
    assert_eq!(spec.matches("open: true\n").count(), 2, "{spec}");
    assert!(RULES.iter().all(|rule| !spec.contains(rule)), "{spec}");
}

#[test]
fn options_make_rules_of_sentences() {
    let dir = tempfile::tempdir().unwrap();
    let mut strict = options();
    strict.closed_enums = true;
    strict.limits_from_prose = true;
    let spec = spec_of(&strict, dir.path());
    // The enum of the answer stays open.
    assert_eq!(spec.matches("open: true\n").count(), 1, "{spec}");
    assert!(RULES.iter().all(|rule| spec.contains(rule)), "{spec}");
    // An import by default changes no decision of the file.
    assert_eq!(spec_of(&options(), dir.path()), spec);
}
