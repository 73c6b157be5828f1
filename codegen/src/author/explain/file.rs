//! Codes about reading files.

use super::Text;

pub(super) const UNREADABLE: Text = Text::new(
    "a file or folder cannot be read",
    "The folder does not exist, the permissions do not allow reading, or a folder has the name \
     of a file.",
    "Correct the path or the permissions; the message repeats the error of the file system.",
);

pub(super) const NOT_UTF8: Text = Text::new(
    "a file is not UTF-8",
    "The file has bytes that are not part of any character. It was probably saved in another \
     encoding, such as GBK or UTF-16.",
    "Save the file as UTF-8.",
);

pub(super) const SYNTAX: Text = Text::new(
    "a file is not YAML",
    "The text breaks a rule of YAML, so that nothing in it can be trusted. Tabs as indentation, a \
     `: ` inside unquoted text, and brackets that stay open are the usual reasons.",
    "Correct the error. Indent with spaces, and quote text that contains `: ` or ` #`, or begins \
     with a character such as `*`, `&`, `[`, `{` or `%`.",
)
.sample(
    "parameters:\n\t- name: Domain\n\t  type: string\n",
    "parameters:
  - name: Domain
    type: string
",
);

pub(super) const DUPLICATE_KEY: Text = Text::new(
    "a key appears twice in one map",
    "Two entries of a map have the same key. Other YAML readers silently keep one of them, but \
     not always the same one.",
    "Remove one of the two.",
)
.sample(
    "parameters:
  - name: Domain
    type: string
    type: integer
",
    "parameters:
  - name: Domain
    type: string
",
);

pub(super) const REFERENCE: Text = Text::new(
    "anchors, aliases and tags are not allowed",
    "People read specs, and should find each fact in its own place. Also, aliases of aliases can \
     make a small file expand without limit. Unquoted text that begins with `&`, `*` or `!` \
     is read as one of the three.",
    "Write the value out, or give it a name under `enums` or `objects`. Quote text that begins \
     with one of these characters.",
)
.sample(
    "parameters:
  - name: Mask
    type: string
    sample: *.example.com
",
    r#"parameters:
  - name: Mask
    type: string
    sample: "*.example.com"
"#,
);

pub(super) const TOO_LARGE: Text = Text::new(
    "a file is too large",
    "A spec file may have 8 MiB. The description of one action has a few kilobytes.",
    "Check whether this is the right file.",
);

pub(super) const TOO_DEEP: Text = Text::new(
    "lists and maps are nested too deeply",
    "The maximum is 64 levels, so that no file can exhaust the memory. A type may have 4 \
     levels of `list<…>` and `map<…>`; a request or an answer may have 16 levels of objects, lists \
     and maps, which the compiler can handle.",
    "Give nested objects names under `objects`, and use their names as types; use `json` for data \
     of any depth.",
);

pub(super) const EMPTY: Text = Text::new(
    "a file is empty",
    "The file is empty, or has only comments.",
    "Describe an action or the product, or remove the file. `aliyun-codegen new ACTION` \
     writes a file to start from.",
);

pub(super) const DOCUMENTS: Text = Text::new(
    "a file has several documents",
    "A line `---` begins another YAML document. A spec file describes one action, and is named after \
     it.",
    "Write one file per action.",
)
.sample(
    "action: StoreGoods
---
action: FetchGoods
",
    "action: StoreGoods\n",
);
