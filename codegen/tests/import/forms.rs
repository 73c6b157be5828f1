//! Forms of pages that other products use, each on its own page.

use serde_json::{Value, json};

use crate::support::{neutral, notes, page};

fn response(page: &Value) -> Vec<&str> {
    let fields = page["response_fields"].as_array().unwrap().iter();
    fields.map(|field| field.as_str().unwrap()).collect()
}

fn request(page: &Value) -> Vec<(&str, &str, bool)> {
    let rows = page["request"].as_array().unwrap().iter();
    rows.map(|row| {
        let text = |key: &str| row[key].as_str().unwrap();
        (text("name"), text("type"), row["required"] == true)
    })
    .collect()
}

#[test]
fn a_type_may_have_a_section_of_its_own() {
    let page = neutral(
        "# DescribeBox {#concept_1 .concept}

Asks for a box.

## Request parameters {#section_1 .section}

|Parameter|Type|Required|Description|
|BoxId|String|Yes|The box.|

## Response parameters {#section_2 .section}

|Parameter|Type|Description|
|BoxData|[BoxData parameters](#section_3)|The data.|

## BoxData parameters {#section_3 .section}

|Parameter|Type|Description|
|Sealed|Timestamp|When it was sealed.|
|Weight|Float|What it weighs.|
",
    );
    assert_eq!(request(&page), [("BoxId", "String", true)]);
    assert_eq!(
        response(&page),
        ["BoxData", "BoxData.Sealed", "BoxData.Weight"]
    );
}

#[test]
fn a_table_may_have_each_cell_on_a_line_of_its_own() {
    let page = neutral(
        "# DropBox

## Request parameters

|Parameter

|Type

|Required

|Description |
|---------|----|--------|-----------|
|BoxId

|String

|Yes

|The box. |
|Force

|Boolean

|No

|Whether it is dropped
 although it is full. |

## Error codes

For others, visit the [API Error Center](https://error.example.com).

|HttpCode

|Error code

|Error message

|Description |
|--------|----------|-------------|-----------|
|404

|BoxGone

|The box is gone.

|There is no box. |
|409

|Box. Full

|The box is full.

|It must be empty. |
",
    );
    assert_eq!(
        request(&page),
        [("BoxId", "String", true), ("Force", "Boolean", false)]
    );
    assert_eq!(
        page["errors"],
        json!([{"code": "BoxGone", "http_status": 404}, {"code": "Box.Full", "http_status": 409}])
    );
}

#[test]
fn lists_of_errors_are_read() {
    let page = neutral(
        "# SealBox

## 请求参数

**BoxId**

-   类型：String
-   必须：是
-   描述：箱子

## 错误信息

**InvalidParameter.BoxId**

-   HTTP Status：400
-   Error Message：The box id is wrong.

**BoxGone**

-   HTTP Status：404
-   Error Message：No such box.
",
    );
    assert_eq!(request(&page), [("BoxId", "String", true)]);
    assert_eq!(
        page["errors"],
        json!([
            {"code": "InvalidParameter.BoxId", "http_status": 400},
            {"code": "BoxGone", "http_status": 404},
        ])
    );
}

#[test]
fn a_repeated_error_code_is_reported_twice_and_kept_once_in_a_spec() {
    let text = "# SealBox

## 请求参数

|名称|类型|是否必选|描述|
|--|--|--|--|
|BoxId|String|是|箱子。|

## 错误码

|HttpCode|错误码|错误信息|描述|
|--|--|--|--|
|404|BoxGone|%s|没有。|
|400|BoxGone|gone|没有。|
";
    let both = json!([
        {"code": "BoxGone", "http_status": 404},
        {"code": "BoxGone", "http_status": 400},
    ]);
    assert_eq!(neutral(text)["errors"], both);
    let page = page(text);
    assert!(
        notes(&page)
            .iter()
            .any(|(line, what)| *line == 14 && what.contains("appears twice"))
    );
}

#[test]
fn rows_go_to_the_only_field_of_their_name_in_the_example() {
    let page = neutral(
        "# ListBoxes

## 返回参数

|名称|类型|描述|
|--|--|--|
|RequestId|String|请求ID。|
|BoxId|String|箱子。|
|Label|String|标签。|
|Total|Integer|个数。|

## 示例

返回示例

```
{\"Shelf\": {\"Boxes\": {\"Box\": [{\"BoxId\": \"1\", \"Label\": \"a\"}]}, \"Total\": 1}, \"RequestId\": \"x\"}
```
",
    );
    assert_eq!(
        response(&page),
        [
            "RequestId",
            "Shelf",
            "Shelf.Boxes",
            "Shelf.Boxes.Box",
            "Shelf.Boxes.Box.BoxId",
            "Shelf.Boxes.Box.Label",
            "Shelf.Total",
        ]
    );
}

#[test]
fn damaged_tags_do_not_nest_their_neighbours() {
    let page = neutral(
        "# ListRules

## Response parameters

|Parameter|Type|Description|
|--|--|--|
|Rule|Struct|The rule.|
|RequestId|String|The id.|

## Examples

Sample success responses

```
<ListRulesResponse>
  <Rule>
    <Id>7<Id>
    <Operator><</Operator>
    <Limit>5</Limit>
  </Rule>
  <RequestId>x</RequestId>
</ListRulesResponse>
```
",
    );
    assert_eq!(
        response(&page),
        [
            "Rule",
            "Rule.Id",
            "Rule.Operator",
            "Rule.Limit",
            "RequestId"
        ]
    );
}

#[test]
fn lists_of_texts_beside_each_other_stay_beside_each_other() {
    let page = neutral(
        "# SwapLabels

## 返回数据

|名称|类型|示例值|描述|
|--|--|--|--|
|NewLabels| |a|新标签。|
|OldLabels| |b|旧标签。|
|RequestId|String|x|请求ID。|

## 示例

```
{\"RequestId\": \"x\", \"OldLabels\": {\"Label\": [\"b\"]}, \"NewLabels\": {\"Label\": [\"a\"]}}
```
",
    );
    let expected = [
        "NewLabels",
        "NewLabels.Label",
        "OldLabels",
        "OldLabels.Label",
        "RequestId",
    ];
    assert_eq!(response(&page), expected);
}

#[test]
fn a_column_may_be_called_id_and_a_row_may_have_a_cell_too_many() {
    let page = neutral(
        "# ListDoors

## Request parameters

|ID|Type|Required|Example value|Description|
|--|--|--|--|--|
|ShopId|String|Yes|a|The shop.|

## Response parameters

|ID|Type|Description|
|--|--|--|
|Page|Object|The page.|
|Doors|10|Array|The doors.|
|Number|Integer|The number.|

## Examples

Sample success responses

```
{\"Page\": {\"Doors\": [{\"Number\": 1}]}}
```
",
    );
    assert_eq!(request(&page), [("ShopId", "String", true)]);
    assert_eq!(response(&page), ["Page", "Page.Doors", "Page.Doors.Number"]);
}
