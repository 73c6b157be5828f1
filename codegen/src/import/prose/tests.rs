use super::{description, line};

#[test]
fn links_of_the_help_site_lead_there() {
    assert_eq!(
        description("See [ListThings](~~67710~~) and [x](~~8#a~~), [y](other.md)."),
        "See [ListThings](https://www.alibabacloud.com/help/doc-detail/67710.htm) and x, y."
    );
    assert_eq!(
        line("参见[列表](~~67710#part~~)和~~67711~~。"),
        "参见[列表](https://help.aliyun.com/document_detail/67710.html#part)和https://help.aliyun.com/document_detail/67711.html。"
    );
    assert_eq!(
        line("[规划](https://help.aliyun.com/document_detail/～～86500～～)"),
        "[规划](https://help.aliyun.com/document_detail/86500.html)"
    );
}

#[test]
fn blocks_for_one_site_are_chosen_by_the_language() {
    let text =
        "价格。<props=\"china\">单位：元。\n\n</props><props=\"intl\">单位：美元。</props></props>";
    assert_eq!(description(text), "价格。单位：元。");
    assert_eq!(
        line("Price. <props=\"china\">CNY</props><props=\"intl\">USD</props>"),
        "Price. USD"
    );
    assert_eq!(line("<props=\"partner\">Only this.</props>"), "Only this.");
    assert_eq!(line("<props=\"intl\">Not closed"), "Not closed");
}

#[test]
fn html_becomes_markdown() {
    for (text, expected) in [
        ("one<br />two<BR>three", "one\ntwo\nthree"),
        ("a <b>bold</b> <code>x<b></code>", "a **bold** `x**`"),
        (
            "A map of <String> in <bucket>.",
            "A map of <String> in <bucket>.",
        ),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        (
            "x &lt;b&gt; &amp;&#42; &nbsp;y &unknown;",
            "x <b> &* y &unknown;",
        ),
        ("<a href=\"https://a.b\">x</a>", "[x](https://a.b)"),
        ("><notice>\n- a\n- b\n></notice>", "- a\n- b"),
        ("> <notice>Careful.</notice>", "> Careful."),
        ("`<br>`", "`<br>`"),
        (
            "T\n<table><tr><th bgcolor=#F>a</th><th>b</th></tr>\n<tr><td>1|2</td><td>x<br>y</td></tr></table>end",
            "T\n\n| a | b |\n| --- | --- |\n| 1\\|2 | x y |\n\nend",
        ),
    ] {
        assert_eq!(description(text), expected, "{text}");
    }
}

#[test]
fn damage_is_repaired() {
    for (text, expected) in [
        ("The name.\nIt is unique.", "The name.\n\nIt is unique."),
        ("a\u{200b}b\r\nc", "ab\nc"),
        ("币种。取值：\n● CNY\n● USD", "币种。取值：\n- CNY\n- USD"),
        (
            "- **a**：x\n如果值为0。\n\n>相同时必填。",
            "- **a**：x\n  如果值为0。\n\n> 相同时必填。",
        ),
        ("1. one\n2.二\n3.三", "1. one\n2. 二\n3. 三"),
        ("SET\\_LOCK \\*x\\*", "SET_LOCK *x*"),
        ("`\na:\n- b\n`", "```text\na:\n- b\n```"),
        ("##  Title  ##\ntext", "**Title**\n\ntext"),
        ("", ""),
    ] {
        assert_eq!(description(text), expected, "{text}");
    }
}

#[test]
fn work_grows_with_the_length_of_a_text() {
    let started = std::time::Instant::now();
    for part in [
        "<",
        "&",
        "[",
        "](",
        "**",
        "`",
        "``a`",
        "~~",
        "<props",
        "<props=\"x\">",
        "<table>",
        "<td>",
        "|",
        "> ",
        "- ",
        "  - a\n",
        "> - a\n",
        "|\n|-|\n",
        "```\n",
        "```\n\n`\n",
        "1.\u{4e00}",
        "![](",
        "[[](http://a)",
        "**`",
        "\\",
        "<a href=http://a>",
        "http://a",
        "a\n\n\n",
        "~~1~~",
        "`\n\n",
        "#",
        "-",
    ] {
        description(&part.repeat(20_000 / part.len()));
        let rows = format!(
            "{}\n{}\n{}",
            "|".repeat(10_000),
            "|-".repeat(9),
            "|a\n".repeat(3_000)
        );
        description(&rows);
    }
    let seconds = started.elapsed().as_secs();
    assert!(seconds < 60, "{seconds} s");
}

#[test]
fn a_description_read_again_is_the_same() {
    for text in [
        "a\n- b\n\n  c\n1. d\n   - e\n> f\n> - g\n\n|x|y|\n|-|-|\n|1\\|2|`a`|",
        "\\- a\n\\# b\n1\\. c\n\\> d",
        "**a****b** [x](http://a(b)) `` ` `` \\[y](http://c)",
        "```json\n{\n```\ntext",
        "1) a\n2) b\n\n7. c",
    ] {
        let once = description(text);
        assert_eq!(description(&once), once, "{text}");
    }
}
