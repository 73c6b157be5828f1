use super::{plain, rustdoc, rustdoc_line, spec};

#[test]
fn structure_stays() {
    let text = "Values:\n\n* **on** (default): one\n    - a\n      - b\n* off\n> A note.\n>\n> - x\n\n1. first\n2. second\n\n| a | b |\n|---|:-:|\n| `x` | 1|2 |\nend\n### Title\nText";
    assert_eq!(
        spec(text),
        "Values:\n- **on** (default): one\n  - a\n    - b\n- off\n\n> A note.\n> - x\n\n1. first\n2. second\n\n| a | b |\n| --- | --- |\n| `x` | 1 \\| 2 |\n\nend\n\n**Title**\n\nText"
    );
    assert_eq!(spec(&spec(text)), spec(text));
}

#[test]
fn what_is_no_markup_shows_itself() {
    for (text, shown) in [
        (
            "a [b] <c> *d* e_f ~g~ \\",
            "a \\[b\\] \\<c\\> \\*d\\* e\\_f \\~g\\~ \\\\",
        ),
        ("AT&T &lt; &x", "AT\\&T \\&lt; \\&x"),
        ("# no", "**no**"),
        ("#no", "\\#no"),
        ("-1 means all", "\\-1 means all"),
        ("2024. x\n5) y", "2024\\. x\n\n5. y"),
        ("---", "\\---"),
        ("```\n```", "\\`\\`\\` \\`\\`\\`"),
        ("a ** b", "a \\*\\* b"),
        ("one ` here", "one \\` here"),
        ("at http://a.b/c?d=1, or", "at <http://a.b/c?d=1>, or"),
        ("[x](~~1~~) [y](z)", "\\[x\\](\\~\\~1\\~\\~) \\[y\\](z)"),
        ("[x](http://a/(b))", "[x](http://a/%28b%29)"),
        ("[x](http://a b \"t\")", "[x](http://a)"),
        ("\\*\\*a\\*\\*", "\\*\\*a\\*\\*"),
    ] {
        assert_eq!(rustdoc(text), shown, "{text}");
    }
    assert_eq!(rustdoc_line("- a\n- **b**"), "\\- a - **b**");
}

#[test]
fn bold_text_is_seen_beside_letters() {
    assert_eq!(rustdoc("**on**（x）"), "**on**（x）");
    assert_eq!(rustdoc("取**“on”**值"), "取<strong>“on”</strong>值");
    assert_eq!(rustdoc("** on **"), "**on**");
    assert_eq!(rustdoc("**a****b**"), "<strong>a</strong>**b**");
    assert_eq!(rustdoc("***a***"), "**a**");
}

#[test]
fn code_is_no_test() {
    assert_eq!(rustdoc("```\nx\n```"), "```text\nx\n```");
    assert_eq!(rustdoc("```rust,ignore\nx"), "```text\nx\n```");
    assert_eq!(
        rustdoc("- a\n  ```JSON\n  {\n    1\n  }\n  ```"),
        "- a\n\n  ```json\n  {\n    1\n  }\n  ```"
    );
    assert_eq!(rustdoc("`\na: `b`\n`"), "```text\na: `b`\n```");
    assert_eq!(rustdoc("    let x = 1;"), "let x = 1;");
    assert_eq!(rustdoc("a\n\n        b"), "a\n\nb");
    assert_eq!(rustdoc("~~~\n```\n~~~"), "````text\n```\n````");
}

#[test]
fn terminals_see_no_marks() {
    assert_eq!(
        plain("**a** [b](http://c) [http://d](http://d) `e` \\*f\n- **g**"),
        "a b (http://c) http://d `e` *f\n- g"
    );
}
