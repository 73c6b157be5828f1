//! Pages in neutral form.

use serde_json::{Value, json};

use crate::support::{documents, neutral, notes, page};

fn of(file: &str) -> Value {
    let documents = documents();
    let found = documents
        .iter()
        .find(|document| document.source().ends_with(file))
        .unwrap();
    serde_json::from_str(&found.neutral()).unwrap()
}

fn request(page: &Value) -> Vec<String> {
    let rows = page["request"].as_array().unwrap().iter();
    rows.map(|row| {
        format!(
            "{} {} {}",
            row["name"].as_str().unwrap(),
            row["type"].as_str().unwrap(),
            row["required"]
        )
    })
    .collect()
}

fn response(page: &Value) -> Vec<&str> {
    page["response_fields"]
        .as_array()
        .unwrap()
        .iter()
        .map(|path| path.as_str().unwrap())
        .collect()
}

#[test]
fn an_object_has_exactly_the_keys_of_the_form() {
    let page = of("pages/OpenShop.md");
    let mut keys: Vec<&String> = page.as_object().unwrap().keys().collect();
    keys.sort();
    assert_eq!(
        keys,
        [
            "action",
            "errors",
            "examples",
            "request",
            "response_fields",
            "source",
            "version"
        ]
    );
    assert_eq!(
        page["examples"],
        json!({"request": true, "json": true, "xml": true})
    );
}

#[test]
fn the_newer_english_form_is_read() {
    let page = of("pages/OpenShop.md");
    assert_eq!(
        (&page["action"], &page["version"]),
        (&json!("OpenShop"), &json!("2021-03-04"))
    );
    assert_eq!(
        request(&page),
        [
            "ShopName String true",
            "Kind String false",
            "Seats Integer false",
            "Owner.N.Name String false",
            "Owner.N.Share Float false",
            "Tag.N RepeatList false",
            "Guarded Boolean false",
        ]
    );
    assert_eq!(
        response(&page),
        [
            "Owners",
            "Owners.Owner",
            "Owners.Owner.Name",
            "Owners.Owner.Share",
            "RequestId",
            "ShopId"
        ]
    );
    assert_eq!(
        page["errors"],
        json!([{"code": "InvalidShopName", "http_status": 400}, {"code": "Closed.Today", "http_status": 4003}])
    );
}

#[test]
fn the_older_chinese_form_is_read_with_the_tables_of_its_types() {
    let page = of("关闭商店.md");
    assert_eq!(
        (&page["action"], &page["version"]),
        (&json!("CloseShop"), &json!("2021-03-04"))
    );
    assert_eq!(
        request(&page),
        [
            "ShopId Long true",
            "Mode String false",
            "Notice String false",
            "Flag String false",
            "Lang String false",
            "Goods.N.Code String true",
            "Goods.N.Count Integer false",
            "Names.N NameListType false",
        ]
    );
    // The JSON example has no element around the members of the list.
    assert_eq!(
        response(&page),
        ["RequestId", "Data", "Data.Code", "Data.State"]
    );
}

#[test]
fn underlined_headings_indented_code_and_marks_are_read() {
    let page = of("ListGoods.md");
    assert_eq!(
        request(&page),
        [
            "Protocol String true",
            "Ids.1 String false",
            "Ids.2 String false",
            "Filter.n.Key String false"
        ]
    );
    assert_eq!(
        response(&page),
        [
            "Goods",
            "Goods.Code",
            "Goods.Prices",
            "Goods.Prices.Amount",
            "Goods.Name",
            "RequestId"
        ]
    );
    assert_eq!(
        page["examples"],
        json!({"request": true, "json": true, "xml": false})
    );
}

#[test]
fn lists_in_place_of_tables_and_flat_nesting_are_read() {
    let page = of("查询店员.md");
    assert_eq!(page["action"], json!("DescribeClerk"));
    assert_eq!(
        request(&page),
        ["ClerkId String true", "Detail Boolean false"]
    );
    assert_eq!(
        response(&page),
        [
            "RequestId",
            "Clerk",
            "Clerk.ClerkId",
            "Clerk.Address",
            "Clerk.Address.City",
            "Clerk.Address.Street",
            "Clerk.Age",
            "Total"
        ]
    );
    assert_eq!(
        page["errors"],
        json!([{"code": "ClerkNotFound", "http_status": 404}])
    );
}

#[test]
fn a_response_that_only_the_example_shows_is_taken_from_it() {
    let page = of("GetPrice.md");
    assert_eq!(
        response(&page),
        ["Price", "Price.Amount", "Price.Unit", "RequestId"]
    );
    assert_eq!(page["errors"], json!([]));
}

#[test]
fn pages_that_describe_no_action_are_reported() {
    let documents = documents();
    let refused: Vec<&str> = documents
        .iter()
        .filter(|page| page.refused().is_some())
        .map(aliyun_codegen::import::Description::source)
        .collect();
    assert_eq!(refused.len(), 2, "{refused:?}");
    assert!(
        refused.iter().any(|page| page.ends_with("概览.md"))
            && refused.iter().any(|page| page.ends_with("错误代码表.md"))
    );
}

/// All headers of request tables that the survey found.
#[test]
fn headers_of_request_tables_are_known() {
    for header in [
        "名称|类型|是否必选|示例值|描述",
        "Parameter|Type|Required|Example|Description",
        "名称|类型|是否必需|描述",
        "参数|类型|是否必选|示例值|描述",
        "名称|类型|是否必须|描述",
        "参数名称|参数类型|是否必填|说明",
        "Name|Type|Required|Description",
        "Parameter|Type|Required?|Sample value|Description",
        "字段|数据类型|必选|备注",
        "参数|类型|必须|取值范围|描述",
        "Parameter|Position|Type|Required|Example|Description",
    ] {
        let cells: Vec<&str> = header.split('|').collect();
        let row: Vec<&str> = cells
            .iter()
            .map(|cell| match *cell {
                cell if cell.contains("类型") || cell.contains("Type") => "Long",
                cell if cell.contains('必') || cell.contains("Required") => "Yes",
                cell if cell.contains("示例")
                    || cell.contains("xample")
                    || cell.contains("ample value") =>
                {
                    "7"
                }
                "Position" => "Query",
                cell if cell.contains("名称")
                    || matches!(cell, "参数" | "Parameter" | "Name" | "字段") =>
                {
                    "Size"
                }
                _ => "the size",
            })
            .collect();
        for separator in ["", &format!("|{}\n", "--|".repeat(cells.len()))] {
            let text = format!(
                "# OpenShop\n\n## 请求参数\n\n|{header}|\n{separator}|{}|\n\n## 返回数据\n",
                row.join("|")
            );
            assert_eq!(request(&neutral(&text)), ["Size Long true"], "{header}");
        }
    }
}

#[test]
fn nesting_follows_the_example_where_the_table_is_flat() {
    let text = "# OpenShop\n\n## 返回数据\n\n|名称|类型|示例值|描述|\n|--|--|--|--|\n|Items|Array of Item| |i|\n|Item| | | |\n|Id|String|1|i|\n|Size|Struct| |s|\n|Height|Integer|1|h|\n|Unseen|String|x|u|\n|Width|Integer|1|w|\n|Zone|String|z|z|\n|Total|Integer|1|t|\n\n## 示例\n\n正常返回示例\n\n```\n{\"Items\": {\"Item\": [{\"Id\": \"1\", \"Size\": {\"Height\": 1, \"Width\": 1}, \"Zone\": \"z\"}]}, \"Total\": 1}\n```\n";
    let page = neutral(text);
    assert_eq!(
        response(&page),
        [
            "Items",
            "Items.Item",
            "Items.Item.Id",
            "Items.Item.Size",
            "Items.Item.Size.Height",
            "Items.Item.Size.Unseen",
            "Items.Item.Size.Width",
            "Items.Item.Zone",
            "Total"
        ]
    );
}

#[test]
fn unreadable_rows_are_reported_with_their_lines() {
    let text = "# OpenShop\n\n## 请求参数\n\n|名称|类型|是否必选|描述|\n|--|--|--|--|\n|公共参数|String|是|x|\n|Size|大小|是|x|\n|Kind|String|大概|x|\n\n## 返回数据\n\n|东|西|\n|--|--|\n|a|b|\n";
    let page = page(text);
    let notes = notes(&page);
    let has = |line: usize, part: &str| {
        notes
            .iter()
            .any(|(at, what)| *at == line && what.contains(part))
    };
    assert!(has(7, "is not a name"), "{notes:?}");
    assert!(has(8, "is not a known type"), "{notes:?}");
    assert!(has(9, "does not say whether it is required"), "{notes:?}");
    assert!(has(13, "the columns `东 | 西` are not known"), "{notes:?}");
}

#[test]
fn an_example_of_another_action_is_reported() {
    let text = "# OpenShop\n\n## 请求参数\n\n|名称|类型|是否必选|描述|\n|--|--|--|--|\n|Action|String|是|取值：OpenShop|\n\n## 示例\n\n```\nhttp://x.aliyuncs.com/?Action=CloseShop&<公共请求参数>\n```\n";
    let page = page(text);
    assert!(
        notes(&page)
            .iter()
            .any(|(_, what)| what.contains("`CloseShop`"))
    );
}
