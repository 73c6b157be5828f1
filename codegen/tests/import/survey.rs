//! The survey of formats, line by line, as far as the neutral form shows it.

use serde_json::{Value, json};

use crate::support::{neutral, notes, page};

/// A page with one row of a request table.
fn row(name: &str, ty: &str, required: &str, description: &str) -> String {
    format!(
        "# OpenShop\n\n## 请求参数\n\n|名称|类型|是否必选|示例值|描述|\n|--|--|--|--|--|\n|{name}|{ty}|{required}|x|{description}|\n"
    )
}

fn first(text: &str) -> Value {
    neutral(text)["request"][0].clone()
}

#[test]
fn headings_with_typos_and_anchors_begin_their_sections() {
    for (request, response) in [
        ("请求参数 {#section_1 .section}", "返回数据 { .section}"),
        ("Request parameters", "Response parameters"),
        ("Request prameters", "Return parameters"),
        ("请求参数", "回参数"),
    ] {
        let text = format!(
            "# OpenShop\n\n## {request}\n\n|名称|类型|是否必须|描述|\n|-|-|-|-|\n|Size|Long|是|x|\n\n## {response}\n\n|名称|类型|描述|\n|-|-|-|\n|ShopId|Long|x|\n"
        );
        let page = neutral(&text);
        assert_eq!(page["request"][0]["name"], "Size", "{request}");
        assert_eq!(page["response_fields"], json!(["ShopId"]), "{response}");
    }
}

#[test]
fn all_words_for_required_are_known() {
    for (word, required) in [
        ("是", true),
        ("否", false),
        ("Yes", true),
        ("No", false),
        ("可选", false),
        ("必选", true),
        ("TRUE", true),
        ("FALSE", false),
        ("FASLE", false),
        ("Yes. Optional", false),
        ("Required", true),
        ("Optional", false),
        ("创建模板时必须，更新模板时可选", false),
    ] {
        let found = first(&row("Size", "Long", word, "大小。"));
        assert_eq!(found["required"], required, "{word}");
    }
}

#[test]
fn all_spellings_of_types_are_known() {
    for (cell, ty) in [
        ("String", "String"),
        ("字符串", "String"),
        ("Interger", "Integer"),
        ("Int", "Int"),
        ("Long", "Long"),
        ("Boolean", "Boolean"),
        ("Float", "Float"),
        ("Json", "Json"),
        ("Array", "Array"),
        ("List", "List"),
        ("整型", "Integer"),
        (r"String\[\]", "String[]"),
    ] {
        assert_eq!(
            first(&row("Size", cell, "否", "大小。"))["type"],
            ty,
            "{cell}"
        );
    }
    for cell in ["RepeatList", "DomainListType"] {
        assert_eq!(first(&row("Size.N", cell, "否", "大小。"))["type"], cell);
    }
}

#[test]
fn names_stay_as_on_the_page_without_damage() {
    for (cell, name) in [
        ("Tag.N", "Tag.N"),
        ("Tag.n.Key", "Tag.n.Key"),
        ("Tag.1.Key", "Tag.1.Key"),
        ("Tag. N", "Tag.N"),
        (r"Shop\_Id", "Shop_Id"),
        ("**ShopId**", "ShopId"),
        ("`ShopId`", "ShopId"),
        ("[ShopId](x.md#)", "ShopId"),
        ("ShopId ", "ShopId"),
    ] {
        assert_eq!(
            first(&row(cell, "String", "否", "x"))["name"],
            name,
            "{cell}"
        );
    }
}

fn fields(rows: &str, example: &str) -> Value {
    let text = format!(
        "# OpenShop\n\n## 返回数据\n\n|名称|类型|示例值|描述|\n|--|--|--|--|\n{rows}\n## 示例\n\n正常返回示例\n\n```\n{example}\n```\n"
    );
    neutral(&text)["response_fields"].clone()
}

const NESTED: &str = r#"{"RequestId": "x", "Data": {"Shop": [{"Id": 1, "Owner": {"Name": "n"}}]}}"#;

#[test]
fn every_way_to_show_nesting_leads_to_the_same_paths() {
    let expected = json!([
        "RequestId",
        "Data",
        "Data.Shop",
        "Data.Shop.Id",
        "Data.Shop.Owner",
        "Data.Shop.Owner.Name"
    ]);
    for rows in [
        // Flat, the wrapper with and without a row.
        "|RequestId|String|x|i|\n|Data|Array of Shop| |d|\n|Shop| | | |\n|Id|Long|1|i|\n|Owner|Struct| |o|\n|Name|String|n|n|\n",
        "|RequestId|String|x|i|\n|Data|List| |d|\n|Id|Long|1|i|\n|Owner| | |o|\n|Name|String|n|n|\n",
        // `└`, once for every level or only once.
        "|RequestId|String|x|i|\n|Data| | |d|\n|└Shop| | |s|\n|└└Id|Long|1|i|\n|└└Owner| | |o|\n|└└└Name|String|n|n|\n",
        "|RequestId|String|x|i|\n|Data| | |d|\n|└Id|Long|1|i|\n|└Owner| | |o|\n|└Name|String|n|n|\n",
        // Indented by wide spaces.
        "|RequestId|String|x|i|\n|Data| | |d|\n|\u{2003}Shop| | |s|\n|\u{2003}\u{2003}Id|Long|1|i|\n|\u{2003}\u{2003}Owner| | |o|\n|\u{2003}\u{2003}\u{2003}Name|String|n|n|\n",
        // Only in the example; a link to another page.
        "|RequestId|String|x|i|\n|Data|[ShopType](../types.md#)| |d|\n",
    ] {
        assert_eq!(fields(rows, NESTED), expected, "{rows}");
    }
}

#[test]
fn a_table_for_every_type_is_put_in_its_place() {
    let text = "# OpenShop\n\n## 返回参数\n\n|名称|类型|描述|\n|-|-|-|\n|Data|[ShopType](#t1)|d|\n\n表 1. ShopType\n\n|名称|类型|描述|\n|-|-|-|\n|Id|Long|i|\n|Owner|OwnerType|o|\n\n**OwnerType**\n\n|名称|类型|描述|\n|-|-|-|\n|Name|String|n|\n";
    assert_eq!(
        neutral(text)["response_fields"],
        json!(["Data", "Data.Id", "Data.Owner", "Data.Owner.Name"])
    );
}

#[test]
fn pages_without_a_response_table_say_what_they_have() {
    let text = "# OpenShop\n\n## 请求参数\n\n|名称|类型|是否必须|描述|\n|-|-|-|-|\n|Size|Long|是|x|\n\n## 返回参数\n\n只有公共参数。\n";
    let page = neutral(text);
    assert_eq!(page["response_fields"], json!([]));
    assert_eq!(page["version"], Value::Null);
    assert_eq!(page["errors"], json!([]));
    let none = json!({"request": false, "json": false, "xml": false});
    assert_eq!(page["examples"], none);
}

#[test]
fn all_orders_of_error_columns_are_read() {
    for (header, row) in [
        ("HttpCode|错误码|错误信息|描述", "400|Gone|It is gone.|没有"),
        (
            "HTTP status code|Error code|Error message|Description",
            "400|Gone|It is gone.|none",
        ),
        (
            "错误代码|错误信息|HTTP 状态码|说明",
            "Gone|It is gone.|400|没有",
        ),
        ("错误代码|描述|HTTP状态码|语义", "Gone|It is gone.|400|没有"),
    ] {
        let text = format!(
            "# OpenShop\n\n## 请求参数\n\n|名称|类型|是否必须|描述|\n|-|-|-|-|\n|Size|Long|是|x|\n\n## 错误码\n\n|{header}|\n|-|-|-|-|\n|{row}|\n|{}|\n",
            row.replace("400", "4003").replace("Gone", "Late")
        );
        let expected = json!([
            {"code": "Gone", "http_status": 400},
            {"code": "Late", "http_status": 4003},
        ]);
        assert_eq!(neutral(&text)["errors"], expected, "{header}");
    }
}

#[test]
fn all_forms_of_documented_requests_are_known() {
    for request in [
        "http(s)://[Endpoint]/?Action=OpenShop\n&Size=1\n&<公共请求参数>",
        "https://shop.aliyuncs.com/?Action=OpenShop&Size=1&<Common request parameters>",
        "http://shop.aliyuncs.com/? Action=OpenShop\n&Size=1\n&CommonParameters",
        "https://shop.aliyuncs.com/\n?Action=OpenShop\n&Size=1\n&公共请求参数",
        "GET https://shop.aliyuncs.com/?Action=OpenShop\n&Size=1",
    ] {
        let text = format!("# 开店\n\n## 返回参数\n\n## 示例\n\n请求示例\n\n```\n{request}\n```\n");
        let page = neutral(&text);
        assert_eq!(page["action"], "OpenShop", "{request}");
        assert_eq!(page["examples"]["request"], true, "{request}");
    }
}

#[test]
fn every_kind_of_malformed_example_still_tells_the_nesting() {
    let rows = "|RequestId|String|x|i|\n|Data|Struct| |d|\n|Id|Long|1|i|\n|Name|String|n|n|\n|Total|Long|1|t|\n";
    let expected = json!(["RequestId", "Data", "Data.Id", "Data.Name", "Total"]);
    for example in [
        // JSON: without outer braces, commas too many or too few, an ellipsis,
        // without any braces, a full-width comma.
        "\"RequestId\": \"x\", \"Data\": {\"Id\": 1, \"Name\": \"n\"}, \"Total\": 1",
        "{\"RequestId\": \"x\", \"Data\": {\"Id\": 1, \"Name\": \"n\",}, \"Total\": 1,}",
        "{\"RequestId\": \"x\" \"Data\": {\"Id\": 1 \"Name\": \"n\"} \"Total\": 1}",
        "{\"RequestId\": \"x\", \"Data\": {\"Id\": 1, \"Name\": \"n\", ...}, \"Total\": 1}",
        "{\"RequestId\": \"x\"， \"Data\": {\"Id\": 1， \"Name\": \"n\"}， \"Total\": 1}",
        "//json response\n{\"RequestId\": \"x\", \"Data\": {\"Id\": 1, \"Name\": \"n\"}, \"Total\": 1}",
        // XML: a comment before the root, a damaged declaration, no root, a tag
        // that does not fit or is not closed, text after the root, another root.
        "//xml response\n<R><RequestId>x</RequestId><Data><Id>1</Id><Name>n</Name></Data><Total>1</Total></R>",
        "<? xml version=\"1.0\" ? >\n<OpenShopResponse><RequestId>x</RequestId><Data><Id>1</Id><Name>n</Name></Data><Total>1</Total></OpenShopResponse>",
        "<RequestId>x</RequestId>\n<Data><Id>1</Id><Name>n</Name></Data>\n<Total>1</Total>",
        "<OpenShopResponse><RequestId>x</RequestId><Data><Id>1</ID><Name>n</Nmae></Data><Total>1</Total></OpenShopResponse>",
        "<OpenShopResponse><RequestId>x</RequestId><Data><Id>1</Id><Name>n</Name></Data><Total>1</Total>",
        "<OpenShopResponse><RequestId>x</RequestId><Data><Id>1</Id><Name>n</Name></Data><Total>1</Total></OpenShopResponse>\nOK",
        "<OpenShopResponseResponse><RequestId>x</RequestId><Data><Id>1</Id><Name>n</Name></Data><Total>1</Total></OpenShopResponseResponse>",
        "<OpenShopResponse><RequestId>x</RequestId><Data><Id>1</Id><Name>n</Name></Data><Total>1</Total><OpenShopResponse>",
    ] {
        assert_eq!(fields(rows, example), expected, "{example}");
    }
}

#[test]
fn an_answer_in_small_letters_is_read_as_the_table_spells_it() {
    let rows = "|RequestId|String|x|i|\n|Data|Struct| |d|\n|Id|Long|1|i|\n|Total|Long|1|t|\n";
    let example = r#"{"requestId": "x", "data": {"id": 1}, "total": 1}"#;
    let expected = json!(["RequestId", "Data", "Data.Id", "Total"]);
    assert_eq!(fields(rows, example), expected);
}

#[test]
fn unescaped_pipes_and_lists_do_not_break_rows() {
    let text = "# OpenShop\n\n## 请求参数\n\n|名称|类型|是否必选|描述|\n|--|--|--|--|\n|Switch|String|是|取值：on | off|\n|Mode|String|否|取值：\n\n-   **A**：x\n\n-   **B**：y\n\n |\n|Size|Long|否|大小|\n";
    let names: Vec<Value> = neutral(text)["request"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row["name"].clone())
        .collect();
    assert_eq!(names, ["Switch", "Mode", "Size"]);
    assert!(notes(&page(text)).iter().any(|(line, _)| *line == 7));
}

#[test]
fn one_mark_at_every_depth_leaves_the_depth_to_the_example() {
    let rows = "|Stores| | |s|\n|└Opened|String|x|o|\n|└Doors| | |d|\n|└Street|String|x|s|\n|└Unseen| | |u|\n|└Number|String|x|n|\n|└Zone|String|x|z|\n|Total|Long|1|t|\n";
    let example = r#"{"Total": 1, "Stores": {"Store": [{"Opened": "x", "Doors": {"Door": [{"Street": "x"}]}, "Zone": "z"}]}}"#;
    let expected = json!([
        "Stores",
        "Stores.Store",
        "Stores.Store.Opened",
        "Stores.Store.Doors",
        "Stores.Store.Doors.Door",
        "Stores.Store.Doors.Door.Street",
        "Stores.Store.Zone",
        "Stores.Store.Unseen",
        "Stores.Store.Unseen.Number",
        "Total"
    ]);
    let mut found: Vec<String> = serde_json::from_value(fields(rows, example)).unwrap();
    let mut expected: Vec<String> = serde_json::from_value(expected).unwrap();
    found.sort();
    expected.sort();
    assert_eq!(found, expected);
}

#[test]
fn rows_below_a_row_that_is_no_container_are_below_it() {
    let rows = "|Shop|String|x|s|\n|└Name|String|x|n|\n|Total|Long|1|t|\n";
    let expected = json!(["Shop", "Shop.Name", "Total"]);
    assert_eq!(fields(rows, r#"{"Total": 1}"#), expected);
}
