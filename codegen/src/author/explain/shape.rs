//! Codes about the shape of a file.

use super::Text;

pub(super) const UNKNOWN_KEY: Text = Text::new(
    "a key is unknown",
    "The key is misspelled, or it belongs to another map. No key is ignored: a limit under a \
     misspelled key would not be checked.",
    "Correct the key; the message names a similar one, or all keys of the map.",
)
.sample(
    "parameters:
  - name: Domain
    type: string
    requird: true
",
    "parameters:
  - name: Domain
    type: string
    required: true
",
);

pub(super) const WRONG_TYPE: Text = Text::new(
    "a value has another form than its key expects",
    "A list stands where a map is expected, nothing stands where a text is expected, or a flag is \
     neither `true` nor `false`. `yes`, `on` and quoted flags are not flags.",
    "Write what the message expects.",
)
.sample("idempotent: yes\n", "idempotent: true\n");

pub(super) const MISSING_KEY: Text = Text::new(
    "a required key is missing",
    "Some keys are always required, such as the `type` of a parameter; others depend on the rest \
     of the map, such as `fields` with the type `object`.",
    "Add the key that the message names.",
)
.sample(
    "parameters:
  - name: Domain
    doc: The domain.
",
    "parameters:
  - name: Domain
    type: string
    doc: The domain.
",
);

pub(super) const UNKNOWN_WORD: Text = Text::new(
    "a word is unknown",
    "The key accepts only a few words, such as `query` and `body` for `in`.",
    "Use one of the words in the message.",
)
.sample(
    "parameters:
  - name: Domain
    type: string
    in: cookie
",
    "parameters:
  - name: Domain
    type: string
    in: form
",
);

pub(super) const PRODUCT_FILE: Text = Text::new(
    "a folder is not the spec of one product",
    "A spec folder has `product.yaml` and one file per action: one product at one version. The \
     product file is missing or has another name, or there is no action.",
    "Name the product file `product.yaml`, and give each version of a product a separate \
     folder. `aliyun-codegen new ACTION --dir FOLDER` begins both files.",
);

pub(super) const FILE_NAME: Text = Text::new(
    "a file has another name than its action",
    "The file of the action `StoreGoods` is `StoreGoods.yaml`, with exactly these letters, so that \
     people find an action by its name. Files that end in `.yml` would not be read.",
    "Rename the file, or correct the action.",
);

pub(super) const BAD_NUMBER: Text = Text::new(
    "a number cannot be read",
    "Whole numbers have digits only: no sign, no exponent, and no leading zero, because `010` is \
     eight for some readers and ten for others. Sizes are bytes, or have the unit KiB, MiB or GiB.",
    "Write the number out.",
)
.sample(
    "parameters:
  - name: Domain
    type: string
    length: { max: 1e3 }
",
    "parameters:
  - name: Domain
    type: string
    length: { max: 1000 }
",
);

pub(super) const BAD_TEXT: Text = Text::new(
    "a text is empty, has several lines, or has invisible characters",
    "Names and similar texts have one line. Control characters, and characters that change the \
     direction of text, are refused: people would see another text than the compiler.",
    "Remove the characters, or the key if its text is empty.",
)
.sample("page: \"\"\n", "page: Storing goods\n");
