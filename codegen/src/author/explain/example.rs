//! Codes about the documented examples and their errata.

use super::Text;

pub(super) const UNKNOWN_ERRATUM: Text = Text::new(
    "an erratum names an unknown lint",
    "An erratum names the lint that it accepts. Only contradictions of the documentation can be \
     accepted; other errors must be corrected.",
    "Correct the name. `aliyun-codegen explain` lists all names.",
)
.sample(
    "errata:
  - lint: example-missing
    reason: It is of a success.
",
    r#"response:
  - { name: RequestId, type: string }
  - { name: Reason, type: string }
examples:
  - name: documented
    json: |
      { "RequestId": "1" }
errata:
  - lint: example-missing-field
    subject: Reason
    reason: It is of a success.
"#,
);

pub(super) const MALFORMED: Text = Text::new(
    "an example cannot be read",
    "The XML or the JSON of the example is malformed, or a piece of its request is neither \
     `name=value` nor a placeholder that the spec explains.",
    "Compare it with the page. If the page itself is wrong, keep the example and add an erratum \
     `example-malformed`; with `use: wrap-root`, XML without a root element gets one.",
)
.sample(
    r#"response:
  - { name: RequestId, type: string }
examples:
  - name: documented
    json: |
      { "RequestId": "1"
"#,
    r#"response:
  - { name: RequestId, type: string }
examples:
  - name: documented
    json: |
      { "RequestId": "1" }
"#,
);

pub(super) const UNKNOWN_PARAMETER: Text = Text::new(
    "an example sends a parameter that the spec does not have",
    "The request of the example has a name that is neither a parameter of the action nor a common one. \
     Pages often keep names in examples that the action has since given up.",
    "Add the parameter, or an erratum `example-unknown-parameter`: `subject` is the name in the \
     example, and `use` the parameter that replaced it.",
)
.sample(
    "parameters:
  - { name: Domain, type: string }
examples:
  - name: documented
    request: https://example.com/?DomainName=example.com
",
    "parameters:
  - { name: Domain, type: string }
examples:
  - name: documented
    request: https://example.com/?Domain=example.com
",
);

pub(super) const MISSING_PARAMETER: Text = Text::new(
    "an example does not send a parameter that the spec requires",
    "The spec requires the parameter in every call, but the example does not have it.",
    "Correct `required` if the spec is wrong. Otherwise add an erratum \
     `example-missing-parameter`: `subject` is the parameter, and `use` a value for tests.",
)
.sample(
    "parameters:
  - { name: Domain, type: string }
  - { name: Depth, type: integer, required: true }
examples:
  - name: documented
    request: https://example.com/?Domain=example.com
",
    "parameters:
  - { name: Domain, type: string }
  - { name: Depth, type: integer, required: true }
examples:
  - name: documented
    request: https://example.com/?Domain=example.com&Depth=1
",
);

pub(super) const UNKNOWN_FIELD: Text = Text::new(
    "an example's answer has a field that the spec does not have",
    "The answer of the example shows a field that the spec does not describe, so that the client \
     would not return it.",
    "Describe the field under `response`, or add an erratum `example-unknown-field`.",
)
.sample(
    r#"response:
  - { name: RequestId, type: string }
examples:
  - name: documented
    json: |
      { "RequestId": "1", "TaskNo": "2" }
"#,
    r#"response:
  - { name: RequestId, type: string }
  - { name: TaskNo, type: string }
examples:
  - name: documented
    json: |
      { "RequestId": "1", "TaskNo": "2" }
"#,
);

pub(super) const MISSING_FIELD: Text = Text::new(
    "no example's answer shows a field of the spec",
    "The spec describes a field that none of the answers has. It may have another name on the \
     wire, or appear only in some answers.",
    "Compare the names. If the field appears only sometimes, add an erratum \
     `example-missing-field` that says when.",
)
.sample(
    r#"response:
  - { name: RequestId, type: string }
  - { name: TaskNo, type: string }
examples:
  - name: documented
    json: |
      { "RequestId": "1" }
"#,
    r#"response:
  - { name: RequestId, type: string }
  - { name: TaskNo, type: string }
examples:
  - name: documented
    json: |
      { "RequestId": "1" }
errata:
  - lint: example-missing-field
    subject: TaskNo
    reason: Only tasks that were accepted have a number.
"#,
);

pub(super) const KEY_CASE: Text = Text::new(
    "an example writes a field in another case than the spec",
    "The answer has `requestId` where the spec has `RequestId`, for example. The client reads \
     both: if no key matches exactly, case does not matter.",
    "Correct the table if it is wrong; otherwise add an erratum `example-key-case` with the \
     `subject` `xml` or `json`.",
)
.sample(
    r#"response:
  - { name: RequestId, type: string }
examples:
  - name: documented
    json: |
      { "requestId": "1" }
"#,
    r#"response:
  - { name: RequestId, type: string }
examples:
  - name: documented
    json: |
      { "requestId": "1" }
errata:
  - lint: example-key-case
    subject: json
    reason: The spec has the names of the XML answer.
"#,
);

pub(super) const TYPE_DIFFERS: Text = Text::new(
    "an example's value has another type than the spec",
    "The answer has a number where the spec has a string, or one object where it has a list, for \
     example.",
    "Correct the type, or add an erratum `example-type-differs` with the path of the field as \
     its `subject`.",
)
.sample(
    r#"response:
  - { name: Count, type: boolean }
examples:
  - name: documented
    json: |
      { "Count": 12 }
"#,
    r#"response:
  - { name: Count, type: integer }
examples:
  - name: documented
    json: |
      { "Count": 12 }
"#,
);

pub(super) const ROOT_ELEMENT: Text = Text::new(
    "the root element of an XML example has another name than its action",
    "The root of an answer is named after the action: `StoreGoodsResponse` for `StoreGoods`. The \
     start tag or the end tag of the example has another name.",
    "Compare it with the page. If the page is wrong, add an erratum \
     `example-root-element`.",
)
.sample(
    "action: StoreGoods
response:
  - { name: RequestId, type: string }
examples:
  - name: documented
    xml: |
      <Result><RequestId>1</RequestId></Result>
",
    "action: StoreGoods
response:
  - { name: RequestId, type: string }
examples:
  - name: documented
    xml: |
      <StoreGoodsResponse><RequestId>1</RequestId></StoreGoodsResponse>
",
);

pub(super) const DIFFER: Text = Text::new(
    "the XML and the JSON of an example differ",
    "Both should be answers to the same call, but their values differ. Tests compare the \
     two.",
    "Compare them with the page. If they come from different calls, add an erratum \
     `examples-differ`.",
)
.sample(
    r#"action: StoreGoods
response:
  - { name: RequestId, type: string }
examples:
  - name: documented
    xml: |
      <StoreGoodsResponse><RequestId>1</RequestId></StoreGoodsResponse>
    json: |
      { "RequestId": "2" }
"#,
    r#"action: StoreGoods
response:
  - { name: RequestId, type: string }
examples:
  - name: documented
    xml: |
      <StoreGoodsResponse><RequestId>1</RequestId></StoreGoodsResponse>
    json: |
      { "RequestId": "1" }
"#,
);

pub(super) const UNUSED_ERRATUM: Text = Text::new(
    "an erratum is unused",
    "The contradiction does not occur, or no longer occurs: the `subject` of the erratum is \
     misspelled, or the spec was corrected.",
    "Remove the erratum, or correct its `subject`.",
)
.sample(
    r#"response:
  - { name: RequestId, type: string }
examples:
  - name: documented
    json: |
      { "RequestId": "1" }
errata:
  - lint: example-key-case
    reason: The spec has the names of the XML answer.
"#,
    r#"response:
  - { name: RequestId, type: string }
examples:
  - name: documented
    json: |
      { "RequestId": "1" }
"#,
);
