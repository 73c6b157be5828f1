//! The output of the examples.

use crate::example;

fn printed(name: &str) -> String {
    let output = example(name).output().unwrap();
    let told = String::from_utf8(output.stdout).unwrap();
    let error = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{told}\n{error}");
    assert_eq!(error, "");
    told
}

#[test]
fn change_registrant() {
    let told = printed("change_registrant");
    for line in [
        "Scan of the identity paper: Image(bmp, ",
        "Submitted task ",
        "  alibabacloud.com: WAITING_EXECUTE\n",
        "  aliyun.com: EXECUTE_SUCCESS\n",
        "Final status: Success\n",
    ] {
        assert!(told.contains(line), "{line:?} in\n{told}");
    }
}

#[test]
fn list_domains() {
    assert_eq!(
        printed("list_domains"),
        "60 domains, shop-000.com to shop-059.com\nPages: 2\n250 domains in all\nPages: 7\n"
    );
}

#[test]
fn own_credentials() {
    let told = printed("own_credentials");
    let mut lines = told.lines();
    let refused = lines.next().unwrap();
    assert!(refused.starts_with("Credentials: ") && refused.ends_with("the vault is sealed"));
    assert_eq!(lines.next(), Some("3 calls carried out, 1 keys fetched"));
    assert!(
        !told.contains("testsecret") && !told.contains("token"),
        "{told}"
    );
}

#[test]
fn bulk_change() {
    assert_eq!(
        printed("bulk_change"),
        "50 submitted, 0 refused, 0 unknown\n"
    );
}
