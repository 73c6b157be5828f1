//! Codes about the documented examples and their errata.

use super::Text;

pub(super) const UNKNOWN_ERRATUM: Text = Text::new(
    "an erratum names an unknown lint",
    "An erratum names the lint that it answers. Only contradictions of the page can be answered; \
     other errors have to be corrected.",
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
    "Compare it with the page. Where the page itself is wrong, leave the example as it is and \
     answer with an erratum `example-malformed`; `use: wrap-root` reads XML without a root element \
     inside one.",
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
    "The request of the example has a name that is no parameter of the action and no common one. \
     Pages often keep names in examples that the action has since given up.",
    "Add the parameter, or answer with an erratum `example-unknown-parameter`: `subject` is the \
     name in the example, `use` the parameter that took its place.",
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
    "The spec says that every call must have the parameter, and the example has none.",
    "Correct `required` where the spec is wrong. Otherwise answer with an erratum \
     `example-missing-parameter`: `subject` is the parameter, `use` a value to test with.",
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
    "Compare the names. Where the field appears only at times, answer with an erratum \
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
     both: where no key matches exactly, case does not count.",
    "Correct the table where it is wrong; otherwise answer with an erratum `example-key-case` \
     whose `subject` is `xml` or `json`.",
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
    "Correct the type, or answer with an erratum `example-type-differs` whose `subject` is the \
     path of the field.",
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
    "The root of an answer is called after the action: `StoreGoodsResponse` for `StoreGoods`. The \
     start tag or the end tag of the example has another name.",
    "Compare it with the page. Where the page is wrong, answer with an erratum \
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
    "Both are answers to the same call, and have different values. Tests hold the two against one \
     another.",
    "Compare them with the page. Where they come from different calls, answer with an erratum \
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
    "The contradiction that the erratum is about does not occur, or no longer: its `subject` is \
     misspelled, or the spec was corrected since.",
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
