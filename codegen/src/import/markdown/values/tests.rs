//! Enums in all forms.

use super::{Search, Values, search};
use crate::import::markdown::kind::Base;

fn read(text: &str, base: &Base, example: &str) -> Option<Values> {
    match search(text, base, example) {
        Search::Found(values) => Some(values),
        _ => None,
    }
}

fn list(text: &str) -> Vec<String> {
    let found = read(text, &Base::String, "");
    found
        .map(|found| {
            found
                .values
                .into_iter()
                .map(|(value, meaning)| format!("{value}={meaning}"))
                .collect()
        })
        .unwrap_or_default()
}

#[test]
fn forms_of_enums_are_read() {
    for (text, expected) in [
        (
            "类型。取值：\n\n -   **ASC**：升序。\n-   **DESC**：倒序。",
            &["ASC=升序", "DESC=倒序"][..],
        ),
        (
            "证件，取值：-   SFZ：身份证\n-   HZ：护照",
            &["SFZ=身份证", "HZ=护照"],
        ),
        (
            "枚举值范围：-   CHG\\_DNS 修改DNS\n-   SYNC\\_HOST同步",
            &["CHG_DNS=修改DNS", "SYNC_HOST=同步"],
        ),
        ("Valid values:\n\n-   on\n-   off", &["on=", "off="]),
        (
            "Valid values:\n\n-   **zh**: Chinese\n-   **en**: English",
            &["zh=Chinese", "en=English"],
        ),
        ("取值：on | off", &["on=", "off="]),
        ("取值范围：1 个人；2 企业。", &["1=个人", "2=企业"]),
        ("取值：**A**、**B**", &["A=", "B="]),
        ("取值：**A**（默认）、**B**", &["A=", "B="]),
        (
            "取值范围：\n\n -   **all（默认值）**：全部\n-   **raw**：原始",
            &["all=全部", "raw=原始"],
        ),
        (
            "可能值：registrant、admin、tech",
            &["registrant=", "admin=", "tech="],
        ),
        (
            "域名类型，枚举值范围：New gTLD；gTLD；ccTLD。",
            &["New gTLD=", "gTLD=", "ccTLD="],
        ),
        (
            "状态。取值：开启 true；关闭 false",
            &["true=开启", "false=关闭"],
        ),
        (
            "Valid values: * HTTP   * HTTPS   * PING",
            &["HTTP=", "HTTPS=", "PING="],
        ),
        (
            "Valid values:\n\n-   **1**, **2**, and **3**: reviewing\n-   **4**: done",
            &["1=reviewing", "2=reviewing", "3=reviewing", "4=done"],
        ),
        (
            "取值：\n\n-   **1**、**2**：审核中。\n-   **4**：完成。",
            &["1=审核中", "2=审核中", "4=完成"],
        ),
        (
            "Valid values: **PayAsYouGo** and **Subscription**.",
            &["PayAsYouGo=", "Subscription="],
        ),
    ] {
        assert_eq!(list(text), expected, "{text}");
    }
}

#[test]
fn text_that_only_looks_like_an_enum_is_not_one() {
    assert_eq!(list("取值范围：1~100"), Vec::<String>::new());
    assert_eq!(list("Valid values: 1 to 100."), Vec::<String>::new());
    assert_eq!(
        list("扩展信息，JSON格式，包含字段：\n-   host：地址\n-   port：端口"),
        Vec::<String>::new()
    );
    assert_eq!(
        read(
            "取值：\n-   **true**：是\n-   **false**：否",
            &Base::Boolean,
            ""
        ),
        None
    );
    assert_eq!(read("取值：-   A：x\n-   B：y", &Base::Integer, ""), None);
}

#[test]
fn open_and_guessed_enums_are_marked() {
    let open = read(
        "取值：\n-   A：x\n-   B：y\n\n也可以自定义。",
        &Base::String,
        "",
    )
    .unwrap();
    assert!(open.open && !open.guessed);
    let guessed = read("类型：\n-   A：x\n-   B：y", &Base::String, "A").unwrap();
    assert!(guessed.guessed);
    assert_eq!(read("类型：\n-   A：x\n-   B：y", &Base::String, "C"), None);
    assert!(read("取值：A、B", &Base::String, "C").unwrap().open);
}

#[test]
fn an_announced_but_unreadable_list_is_reported() {
    assert_eq!(
        search(
            "取值：\n-   好的 情况：x\n-   坏的 情况：y",
            &Base::String,
            ""
        ),
        Search::Unreadable
    );
}
