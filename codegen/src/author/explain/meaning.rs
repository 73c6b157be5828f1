//! Codes about the meaning of a file.

use super::Text;

pub(super) const DUPLICATE: Text = Text::new(
    "a name is defined twice",
    "Two parameters, fields, values, errors, types or actions of one group have the same name.",
    "Remove one of the two, or correct its name.",
)
.sample(
    "parameters:
  - { name: Domain, type: string }
  - { name: Domain, type: integer }
",
    "parameters:
  - { name: Domain, type: string }
  - { name: Depth, type: integer }
",
);

pub(super) const COLLISION: Text = Text::new(
    "two names become the same name in Rust",
    "Rust names are made of the ASCII letters and digits of the wire name, in the case that Rust \
     uses. Names that differ only in case or punctuation become the same name. So do types that \
     fields of the same name define in place.",
    "Give one of them another Rust name: `rust` for a parameter, a field or a named type, \
     `rust_type` for a type that is defined in place, `name` for a value or an error.",
)
.sample(
    "parameters:
  - { name: q, type: string }
  - { name: Q, type: string }
",
    "parameters:
  - { name: q, type: string }
  - { name: Q, rust: other_q, type: string }
",
);

pub(super) const BAD_NAME: Text = Text::new(
    "a name cannot be used",
    "Names on the wire are visible ASCII characters. The number of a list member is not part of \
     the name: `Domain.1` and `Domain.N` are members of the list `Domain`. Rust names are letters, \
     digits and `_`, and are not keywords. Hosts are lower case, without scheme and path.",
    "Correct the name. If no Rust name can be made from it, add one with the key that the \
     message names.",
)
.sample(
    "parameters:
  - name: Domain.N
    type: string
",
    "parameters:
  - name: Domain
    type: list<string>
",
);

pub(super) const UNKNOWN_TYPE: Text = Text::new(
    "a type is unknown",
    "A type is a built-in one, or an enum or object that the product or the action defines. An \
     object of requests has `parameters`, and one of answers has `fields`; it cannot have \
     both.",
    "Correct the type, or define it under `enums` or `objects`.",
)
.sample(
    "parameters:
  - name: Depth
    type: int
",
    "parameters:
  - name: Depth
    type: integer
",
);

pub(super) const EMPTY_ENUM: Text = Text::new(
    "an enum has no values",
    "An enum lists the values that the page documents.",
    "List them under `values`, or use the type `string` if the page lists none.",
)
.sample(
    "parameters:
  - name: Size
    type: enum
    values: []
",
    "parameters:
  - name: Size
    type: enum
    values: [small, large]
",
);

pub(super) const BAD_DEFAULT: Text = Text::new(
    "a default is not a value of its parameter",
    "The gateway uses the default if the parameter is absent. So the default has the \
     parameter's type, respects its limits, and is one of its values.",
    "Correct the default, or the type and limits.",
)
.sample(
    "parameters:
  - name: Depth
    type: integer
    default: 20
    range: { max: 10 }
",
    "parameters:
  - name: Depth
    type: integer
    default: 5
    range: { max: 10 }
",
);

pub(super) const BAD_BOUNDS: Text = Text::new(
    "a pair of limits is empty or allows no value",
    "The lower end is above the upper end, or both are missing. Both ends are \
     allowed values.",
    "Correct the ends, or remove the key.",
)
.sample(
    "parameters:
  - name: Depth
    type: integer
    range: { min: 10, max: 1 }
",
    "parameters:
  - name: Depth
    type: integer
    range: { min: 1, max: 10 }
",
);

pub(super) const BAD_PATTERN: Text = Text::new(
    "a regular expression cannot be read",
    "A pattern must match the whole text. Classes are ASCII, and look-around is not supported.",
    "Correct the pattern; the message says what is wrong.",
)
.sample(
    r#"parameters:
  - name: Code
    type: string
    pattern: "[A-Z"
"#,
    r#"parameters:
  - name: Code
    type: string
    pattern: "[A-Z]+"
"#,
);

pub(super) const REQUIRED_DEFAULT: Text = Text::new(
    "a required parameter has a default",
    "A required parameter is in every call, so its default would never apply.",
    "Remove the one that the page contradicts: `required` or `default`.",
)
.sample(
    "parameters:
  - name: Depth
    type: integer
    required: true
    default: 5
",
    "parameters:
  - name: Depth
    type: integer
    default: 5
",
);

pub(super) const NOT_APPLICABLE: Text = Text::new(
    "a key does not fit the type or the location",
    "Limits, values and fields belong to certain types: `length` to strings, `range` to numbers, \
     `items` to lists and maps, `values` to enums. Only parameters at the top level can travel in \
     the body, and the fields of `pagination` and `waiter` must have suitable types.",
    "Remove the key, or correct the type.",
)
.sample(
    "parameters:
  - name: Depth
    type: integer
    length: { max: 10 }
",
    "parameters:
  - name: Depth
    type: integer
    range: { max: 10 }
",
);

pub(super) const BAD_PATH: Text = Text::new(
    "a path template does not fit its parameters",
    "Each placeholder of `path` is filled by the parameter of the same name with `in: path`, and \
     each such parameter has one placeholder. A template that ends in `*` has one path parameter \
     more: the caller gives the whole path.",
    "Declare the parameter with `in: path`, or correct the name in the template.",
)
.sample(
    "\
action: DeleteShelf
method: DELETE
path: /shelves/{ShelfId}
doc: Deletes a shelf.
idempotent: false
parameters:
  - { name: Shelf, type: string, in: path }
response: []
",
    "\
action: DeleteShelf
method: DELETE
path: /shelves/{ShelfId}
doc: Deletes a shelf.
idempotent: false
parameters:
  - { name: ShelfId, type: string, in: path }
response: []
",
);

pub(super) const HTTP_STATUS: Text = Text::new(
    "a number is not an HTTP status",
    "An HTTP status is a number from 100 to 599.",
    "Correct it, or remove the key if the page gives none.",
)
.sample(
    "errors:
  - code: Missing
    http_status: 4004
    doc: It is not there.
",
    "errors:
  - code: Missing
    http_status: 404
    doc: It is not there.
",
);

pub(super) const RESERVED: Text = Text::new(
    "an action declares a common parameter",
    "The runtime sets the parameters under `common_parameters` of the product in every call, the \
     including the signature. A parameter of an action must not overwrite them.",
    "Remove the parameter from the action.",
)
.sample(
    "parameters:
  - { name: Action, type: string }
  - { name: Domain, type: string }
",
    "parameters:
  - { name: Domain, type: string }
",
);

pub(super) const UNKNOWN_REFERENCE: Text = Text::new(
    "a name refers to nothing",
    "An error given by its code alone must be in the product file. The parameters of placeholders, \
     and the names in `pagination`, `waiter` and `submits`, must exist.",
    "Correct the name, or describe the thing that it names.",
)
.sample("errors: [Throttled]\n", "errors: [Throttling]\n");

pub(super) const BAD_SAMPLE: Text = Text::new(
    "a sample is not a value of its parameter",
    "The tests send samples, so a sample must have the parameter's type and respect its limits.",
    "Correct the sample.",
)
.sample(
    "parameters:
  - name: Code
    type: string
    length: { max: 3 }
    sample: ABCD
",
    "parameters:
  - name: Code
    type: string
    length: { max: 3 }
    sample: ABC
",
);

pub(super) const UNUSED_AREA: Text = Text::new(
    "no action belongs to an area",
    "Each area becomes a module of the client, and this one would be empty.",
    "Name the area in its actions, or remove it.",
);

pub(super) const OUTCOMES_DIFFER: Text = Text::new(
    "an error code has two outcomes",
    "`outcome` says whether a change may have been made although the service answered with the \
     code. The runtime sees only the code, so its meaning is the same for every action.",
    "Keep the correct outcome. If a change may have been made in any of the cases, it is \
     `unknown`.",
)
.sample(
    "errors:
  - { code: ShelfMoved, outcome: refused, doc: The shelf is in another room. }
  - { code: ShelfMoved, outcome: unknown, doc: The shelf was moved meanwhile. }
",
    "errors:
  - { code: ShelfMoved, outcome: unknown, doc: The shelf is in another room. }
",
);
