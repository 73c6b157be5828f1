//! Arbitrary valid specs.
#![allow(dead_code, reason = "each test file uses a part")]

use std::fmt::Write as _;

/// A generator of numbers that gives the same ones for the same seed
/// (SplitMix64).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end as u64).unwrap()
    }

    /// True once in `times`.
    pub(crate) fn once_in(&mut self, times: usize) -> bool {
        self.below(times) == 0
    }

    pub(crate) fn pick<'a, T: ?Sized>(&mut self, from: &[&'a T]) -> &'a T {
        from[self.below(from.len())]
    }
}

const WORDS: &[&str] = &[
    "type",
    "Self",
    "self",
    "Domain",
    "Name",
    "IP",
    "iOS",
    "Vec",
    "Option",
    "set",
    "new",
    "fn",
    "Client",
    "ErrorCode",
    "x",
    "HTTPServer",
    "a_b",
    "a-b",
    "$",
    "Unknown",
    "async",
    "Some",
];

const PIECES: &[&str] = &[
    "word",
    " ",
    " ",
    "\n",
    "- ",
    "`",
    "``",
    "[",
    "](x)",
    "]",
    "<b>",
    "<",
    "&lt;",
    "*",
    "_",
    "\\",
    "#",
    "```",
    "~~~",
    "https://example.com/a_b",
    "http://",
    "|",
    "1.",
    "\"",
    "'",
    "{}",
    "*/",
    "//",
    "é",
    "中文",
    "💥",
    "\t",
    "$",
    "---",
    "===",
    "!",
    ":",
    "\n\n",
    "    ",
];

/// A text as a YAML scalar in double quotes.
pub(crate) fn quoted(text: &str) -> String {
    let text = text
        .replace('\\', "\\\\")
        .replace('"', "\\\"")
        .replace('\n', "\\n")
        .replace('\t', "\\t");
    format!("\"{text}\"")
}

/// Makes the files of one spec.
pub(crate) struct Maker {
    random: Random,
    /// Whether the product has areas.
    areas: bool,
    /// Makes names unique.
    count: usize,
    objects: usize,
}

/// A valid spec, file by file.
pub(crate) fn spec(seed: u64) -> Vec<(String, String)> {
    let mut maker = Maker {
        random: Random(seed),
        areas: false,
        count: 0,
        objects: 0,
    };
    let mut files = vec![("product.yaml".to_owned(), maker.product())];
    for number in 0..1 + maker.random.below(3) {
        let name = format!(
            "Do{number}{}",
            maker.random.pick(&["Thing", "IP", "type", "A_b"])
        );
        let text = maker.action(&name);
        files.push((format!("{name}.yaml"), text));
    }
    files
}

impl Maker {
    fn name(&mut self) -> String {
        self.count += 1;
        format!("{}{}", self.random.pick(WORDS), self.count)
    }

    /// A text of one or more lines that is not empty.
    fn prose(&mut self) -> String {
        let pieces = 1 + self.random.below(12);
        let text: String = (0..pieces).map(|_| self.random.pick(PIECES)).collect();
        quoted(&format!("{text}."))
    }

    fn line(&mut self) -> String {
        let text = self.prose().replace("\\n", " ").replace("\\t", " ");
        text.replace('\t', " ")
    }

    fn product(&mut self) -> String {
        let doc = self.prose();
        let mut yaml =
            format!("product: Depot\nversion: 2024-05-01\ndoc: {doc}\nendpoint: a.b-c.d\n");
        if self.random.once_in(2) {
            yaml += "regions: { cn-a: a.b, eu-1: c.d }\n";
        }
        self.areas = self.random.once_in(2);
        if self.areas {
            let doc = self.prose();
            writeln!(yaml, "areas:\n  - {{ name: one, doc: {doc} }}").unwrap();
            yaml += "  - { name: depot, doc: Called as the product. }\n";
        }
        yaml += "enums:\n  - { name: Shared, values: [NO, 1, { value: '', name: Empty }] }\n";
        if self.random.once_in(2) {
            let (code, doc) = (self.name(), self.prose());
            writeln!(
                yaml,
                "errors:\n  - {{ code: {}, doc: {doc}, http_status: 400 }}",
                quoted(&code)
            )
            .unwrap();
        }
        yaml
    }

    fn action(&mut self, name: &str) -> String {
        self.objects = self.random.below(4);
        let mut yaml = format!("action: {name}\ndoc: {}\n", self.prose());
        writeln!(yaml, "idempotent: {}", self.random.once_in(2)).unwrap();
        // If there are areas, one action of three stays outside.
        if self.areas && !self.random.once_in(3) {
            writeln!(yaml, "area: {}", self.random.pick(&["one", "depot"])).unwrap();
        }
        if self.random.once_in(4) {
            writeln!(yaml, "deprecated: {}\npage: {}", self.prose(), self.line()).unwrap();
        }
        yaml += "parameters:\n";
        self.fields(&mut yaml, "  ", true, 3);
        yaml += "response:\n";
        self.fields(&mut yaml, "  ", false, 3);
        if self.objects > 0 {
            yaml += "objects:\n";
        }
        for number in 0..std::mem::take(&mut self.objects) {
            writeln!(
                yaml,
                "  - name: Sent{number}{name}\n    doc: {}\n    parameters:",
                self.prose()
            )
            .unwrap();
            self.fields(&mut yaml, "      ", true, 1);
            writeln!(yaml, "  - name: Got{number}{name}\n    fields:").unwrap();
            self.fields(&mut yaml, "      ", false, 1);
            yaml = yaml.replace(&format!("<@sent{number}>"), &format!("Sent{number}{name}"));
            yaml = yaml.replace(&format!("<@got{number}>"), &format!("Got{number}{name}"));
        }
        let (code, doc) = (self.name(), self.prose());
        writeln!(
            yaml,
            "errors:\n  - {{ code: {}, doc: {doc} }}",
            quoted(&code)
        )
        .unwrap();
        yaml
    }

    fn fields(&mut self, yaml: &mut String, indent: &str, sent: bool, depth: usize) {
        for _ in 0..1 + self.random.below(4) {
            self.field(yaml, indent, sent, depth);
        }
    }

    fn field(&mut self, yaml: &mut String, indent: &str, sent: bool, depth: usize) {
        let name = self.name();
        let rust = self.count;
        write!(
            yaml,
            "{indent}- name: {}\n{indent}  doc: {}\n",
            quoted(&name),
            self.prose()
        )
        .unwrap();
        let mut key = |key: &str, value: &str| writeln!(yaml, "{indent}  {key}: {value}").unwrap();
        if self.random.once_in(4) {
            key("sensitive", "true");
        }
        if self.random.once_in(6) {
            key("deprecated", &self.prose());
        }
        if self.random.once_in(3) {
            key("rust", &format!("Named{rust}"));
        }
        let required = sent && self.random.once_in(3);
        if required {
            key("required", "true");
        }
        let wrap = self
            .random
            .pick(&["@", "@", "list<@>", "map<@>", "list<list<@>>"]);
        let kind = self.random.below(if depth > 0 { 12 } else { 8 });
        let wrapped = |ty: &str| wrap.replace('@', ty);
        let single = sent && wrap == "@" && !required;
        match kind {
            0 => {
                key("type", &wrapped("string"));
                if sent {
                    key("length", "{ max: 9 }");
                    key("pattern", "\"[a-z]+|\\\\d\"");
                    key("sample", "abc");
                }
            }
            1 => {
                key("type", &wrapped("integer"));
                if single {
                    key("range", "{ min: -5 }");
                    key("default", "0");
                }
            }
            2 => key("type", &wrapped("long")),
            3 => {
                key("type", &wrapped("float"));
                if sent {
                    key("range", "{ min: -1.5, max: 3.14159 }");
                }
            }
            4 => {
                key("type", &wrapped("boolean"));
                if single {
                    key("default", "true");
                }
            }
            5 => key("type", &wrapped("json")),
            6 => key("type", &wrapped("Shared")),
            7 => {
                key("type", &wrapped("enum"));
                key("rust_type", &format!("Kind{rust}"));
                key(
                    "values",
                    "[NO, \"yes\", 010, { value: \"*/\", name: Odd }, { value: Unknown }]",
                );
                key(
                    "open",
                    if self.random.once_in(2) {
                        "true"
                    } else {
                        "false"
                    },
                );
            }
            8 | 9 => {
                key("type", &wrapped("object"));
                key("rust_type", &format!("Object{rust}"));
                key("fields", "");
                self.fields(yaml, &format!("{indent}    "), sent, depth - 1);
            }
            10 if sent && depth == 3 => {
                key("type", &wrapped("base64-image"));
                key("in", "form");
                key("raw_size", "{ max: 1MiB }");
            }
            _ if self.objects > 0 => {
                let number = self.random.below(self.objects);
                let side = if sent { "sent" } else { "got" };
                key("type", &wrapped(&format!("<@{side}{number}>")));
            }
            _ => key("type", &wrapped("string")),
        }
    }
}
