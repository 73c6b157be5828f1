//! Damaged and hostile pages: the reader never panics and takes bounded time.

use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

use aliyun_codegen::import::{Import, Options};

use crate::support::{notes, page, pages};

/// A generator of the same bytes in every run.
struct Noise(u64);

impl Noise {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % u64::try_from(bound.max(1)).unwrap()).unwrap()
    }
}

fn texts() -> Vec<String> {
    let files = aliyun_codegen::import::find(&[pages()]).unwrap();
    files
        .iter()
        .map(|path| std::fs::read_to_string(path).unwrap())
        .collect()
}

#[test]
fn mutated_pages_are_read() {
    let texts = texts();
    let pieces = [
        "|",
        "\n",
        "```",
        "**",
        "-   ",
        "\\",
        "[",
        "](",
        "{",
        "}",
        "<",
        "</",
        "取值：",
        "默认为",
        "~",
        "└",
        "\u{2003}",
        "# ",
        "&",
        "=",
        ".N.",
        "\u{1F4A5}",
        "1~",
        "<br",
        "时必选",
        "\t",
    ];
    let mut noise = Noise(0x5EED);
    for round in 0..1500 {
        let mut chars: Vec<char> = texts[round % texts.len()].chars().collect();
        for _ in 0..=noise.below(12) {
            let at = noise.below(chars.len());
            match noise.below(4) {
                0 => {
                    let end = (at + noise.below(40)).min(chars.len());
                    chars.drain(at..end);
                }
                1 => {
                    let piece = pieces[noise.below(pieces.len())];
                    chars.splice(at..at, piece.chars());
                }
                2 => {
                    let end = (at + noise.below(200)).min(chars.len());
                    let copy: Vec<char> = chars[at..end].to_vec();
                    let to = noise.below(chars.len());
                    chars.splice(to..to, copy);
                }
                _ => chars.truncate(at.max(1)),
            }
            if chars.is_empty() {
                chars.push('#');
            }
        }
        let text: String = chars.into_iter().collect();
        let page = page(&text);
        let lines = text.lines().count().max(1);
        assert!(
            notes(&page)
                .iter()
                .all(|(line, _)| (1..=lines).contains(line))
        );
        let _: serde_json::Value = serde_json::from_str(&page.neutral()).unwrap();
    }
}

#[test]
fn large_and_deep_pages_are_read() {
    let row = "|Name|String|是|取值：a、b|\n";
    let head = "# OpenShop\n\n## 请求参数\n\n|名称|类型|是否必选|描述|\n|--|--|--|--|\n";
    for text in [
        format!("{head}{}", row.repeat(3000)),
        format!("{head}|A|String|是|{}", "x\n\n".repeat(20_000)),
        format!(
            "# OpenShop\n\n## 返回示例\n\n```\n{}\n```\n",
            "{\"a\":[".repeat(50_000)
        ),
        format!(
            "# OpenShop\n\n## 返回示例\n\n```\n{}\n```\n",
            "<a>".repeat(50_000)
        ),
        format!("# {}", "[".repeat(20_000)),
        format!("# OpenShop\n\n{}", "- ".repeat(50_000)),
        "|".repeat(20_000),
    ] {
        let _ = page(&text).neutral();
    }
}

/// Checks for a note that something was left out because of its size.
fn bounded(text: &str, expected: &str) {
    let page = page(text);
    assert!(
        notes(&page).iter().any(|(_, what)| what.contains(expected)),
        "{expected}"
    );
    let _ = page.neutral();
}

#[test]
fn parts_that_are_too_large_are_reported_and_the_rest_is_read() {
    let fields = "# OpenShop\n\n## 返回参数\n\n|名称|类型|描述|\n|--|--|--|\n";
    let rows = |count: usize| -> String {
        let row = |number| format!("|Name{number}|Array of T{number}|x|\n");
        (0..count).map(row).collect()
    };
    bounded(&format!("{fields}{}", rows(5000)), "rows not read");
    let table = "**Type**\n\n|名称|类型|描述|\n|--|--|--|\n|B|Struct|x|\n|C|String|x|\n\n";
    let many = format!("{fields}|A|Struct|x|\n\n{}", table.repeat(3000));
    bounded(&many, "the section has too many");
    let members: String = (0..20_000)
        .map(|n| format!("\"X{n}\":{{\"Y\":1}},"))
        .collect();
    let large = format!("{fields}|A|Struct|x|\n\n## 返回示例\n\n```\n{{{members}}}\n```\n");
    bounded(&large, "example not looked into");
}

#[test]
fn long_lines_and_repeated_damage_are_read() {
    let head = "# OpenShop\n\n## 请求参数\n\n|名称|类型|是否必选|描述|\n|--|--|--|--|\n";
    for text in [
        format!("# OpenShop\n\n## 请求参数\n\n{}", "[a](".repeat(50_000)),
        format!("# OpenShop\n\n## 请求参数\n\n{}", "x|y".repeat(100_000)),
        format!("{head}|A|String|是|{}|\n", "a、".repeat(100_000)),
        format!("{head}{}", "|A\n\n".repeat(20_000)),
        format!("# OpenShop\n\n{}", "```\n# 请求参数\n".repeat(10_000)),
        format!("# OpenShop\n\n{}", "**a".repeat(50_000)),
    ] {
        let _ = page(&text).neutral();
    }
}

/// Time that this thread has spent on a processor.
fn used() -> Duration {
    let spent = std::fs::read_to_string("/proc/thread-self/schedstat");
    let spent = spent
        .ok()
        .and_then(|text| text.split(' ').next()?.parse().ok());
    static START: OnceLock<Instant> = OnceLock::new();
    spent.map_or_else(
        || START.get_or_init(Instant::now).elapsed(),
        Duration::from_nanos,
    )
}

/// The least time of three runs.
fn least(run: impl Fn()) -> Duration {
    let timed = || {
        let start = used();
        run();
        used() - start
    };
    (0..3).map(|_| timed()).min().unwrap()
}

#[test]
fn work_grows_with_the_values_of_an_enum_and_not_with_their_square() {
    let head = "# OpenShop\n\n[x](https://api.example.com/#product=Market&api=OpenShop&type=RPC&version=2021-03-04)\n\n## 请求参数\n\n|名称|类型|是否必选|描述|\n|--|--|--|--|\n";
    let text = |count: usize| {
        let bullets: String = (0..count).map(|n| format!("-   **V-{n}**：x\n")).collect();
        format!("{head}|Kind|String|是|取值：\n\n{bullets}|\n")
    };
    let import = |text: &str, out: &Path| {
        let import = Import::new(vec![page(text)], out, &Options::default()).unwrap();
        assert!(import.files.iter().any(|file| file.name == "OpenShop.yaml"));
        import
    };
    let sides = [1000, 6000].map(|count| {
        let out = tempfile::tempdir().unwrap();
        let text = text(count);
        let first = least(|| drop(import(&text, out.path())));
        import(&text, out.path()).write(out.path()).unwrap();
        (first, least(|| drop(import(&text, out.path()))))
    });
    let [(first_few, again_few), (first_many, again_many)] = sides;
    // Six times as many values: linear work grows to six times, quadratic to 36.
    for (what, few, many) in [
        ("a first import", first_few, first_many),
        ("an import again", again_few, again_many),
    ] {
        assert!(many < few * 10, "{what}: {few:?} became {many:?}");
    }
}

#[test]
fn odd_line_ends_and_marks_are_read() {
    let text = "\u{feff}# OpenShop\r\n\r\n## 请求参数\r\n\r\n|名称|类型|是否必选|描述|\r\n|--|--|--|--|\r\n|Name|String|是|取值：\r\n\r\n-   **a**：x\r\n-   **b**：y\r\n|\r\n";
    let neutral = crate::support::neutral(text);
    assert_eq!(neutral["request"][0]["name"], "Name");
    assert_eq!(neutral["request"].as_array().unwrap().len(), 1);
}
