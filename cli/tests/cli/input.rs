//! Input: JSON files, standard input, images.

use crate::support::{QUERY, SUBMIT, Shell, TASK, gateway, jpeg, picture, submission, submit};

#[test]
fn broken_json_is_told_with_file_line_and_column() {
    let shell = Shell::with_key();
    let args = [QUERY, "--from-json", "request.json"];
    for (text, message) in [
        (
            "{\n  \"PageNum\": 1\n  \"PageSize\": 2\n}",
            "request.json:3:3: expected `,` or `}`",
        ),
        ("", "request.json:1:0: EOF"),
        (
            "[1]",
            "request.json:1:1: expected an object with parameters by their names, found a list",
        ),
        (
            "{\n\"PageNum\":\n true}",
            "request.json:3:2: expected a number, found a boolean",
        ),
        (
            "{\"PageNum\": [1]}",
            "request.json:1:13: expected a single value, found a list",
        ),
        (
            "{\"PageNum\": 1,\n \"PageNum\": 2}",
            "request.json:2:13: PageNum is given twice",
        ),
        (
            "{\n  \"PageNun\": 1}",
            "request.json:2:14: there is no `PageNun`; did you mean `PageNum`?",
        ),
        (
            "{\"PageNum\": 1e3}",
            "request.json:1:13: expected an integer of 64 bits, found `1e3`",
        ),
    ] {
        shell.file("request.json", text);
        shell.run(&args).exits(2).says(message);
    }
    shell.file("request.json", b"{\n\"\xFF\": 1}");
    shell
        .run(&args)
        .exits(2)
        .says("request.json:2: the text is not UTF-8");
    shell
        .run(&[QUERY, "--from-json", "nowhere.json"])
        .exits(2)
        .says("cannot open nowhere.json");
    shell
        .run(&[QUERY, "--from-json", "."])
        .exits(2)
        .says("cannot read .");
}

#[test]
fn all_mistakes_of_a_file_come_at_once_and_hide_what_is_personal() {
    let shell = Shell::with_key();
    let text = r#"{"RegistrantName": ["Zhang San"], "Email": {"a": "zhang@example.com"},
        "DomainName": "example.com", "IdentityCredential": "Zhang San!"}"#;
    shell.file("request.json", text);
    let ran = shell.run(&[SUBMIT, "--from-json", "request.json"]).exits(2);
    let ran = ran
        .says("has 4 mistakes")
        .says("request.json:2:23: expected a list, found a string");
    ran.hides("Zhang San").hides("zhang@");
    let args = [SUBMIT, "--from-json", "-"];
    let ran = shell
        .run_with(&args, b"{\"RegistrantNam\": \"Zhang San\"}")
        .exits(2);
    let ran = ran.says("standard input:1:19: there is no `RegistrantNam`");
    ran.says("did you mean `RegistrantName`?")
        .hides("Zhang San");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn flags_win_over_the_file() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    let text = format!(r#"{{"PageNum": 7, "PageSize": "20", "TaskNo": "{TASK}", "Lang": null}}"#);
    let args = [
        QUERY,
        "--from-json",
        "-",
        "--page-num",
        "1",
        "--endpoint",
        &endpoint,
    ];
    shell.run_with(&args, text.as_bytes()).exits(0);
    let requests = gateway.requests();
    let parameters = &requests[0].parameters;
    let pair = |name: &str, value: &str| (name.to_owned(), value.to_owned());
    assert!(parameters.contains(&pair("PageNum", "1")));
    assert!(parameters.contains(&pair("PageSize", "20")));
    assert!(!parameters.iter().any(|(name, _)| name == "Lang"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn images_are_checked_before_anything_is_sent() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    shell.file("request.json", submission().to_string());
    shell.file("small.jpg", jpeg(100));
    shell.file("large.jpg", jpeg(2 << 20));
    shell.file("scan.jpg", picture(b"%PDF-1.7", 60 * 1024));
    shell.file("empty.jpg", b"");
    let run = |image: &str| {
        let args = submit(&endpoint, ("request.json", image), &[]);
        shell.run(&args).exits(2)
    };
    run("@small.jpg").says("IdentityCredential (--identity-credential): is 100 bytes; expected");
    run("@large.jpg").says("is 2097152 bytes; expected");
    run("@scan.jpg").says("is of an unknown format; expected");
    run("@empty.jpg").says("is required and is empty");
    run("@nowhere.jpg").says("--identity-credential: cannot open nowhere.jpg");
    run("@").says("there is no file name after `@`");
    run("scan.jpg").says("--identity-credential: expected @FILE or base64");
    assert!(gateway.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn an_image_comes_from_standard_input_or_from_a_file_that_json_names() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    let mut request = submission();
    shell.file("request.json", request.to_string());
    let args = submit(&endpoint, ("request.json", "@-"), &[]);
    shell.run_with(&args, &jpeg(60 * 1024)).exits(0);
    request["IdentityCredential"] = "@scan.jpg".into();
    shell.file("scan.jpg", jpeg(60 * 1024));
    let args = [SUBMIT, "--from-json", "-", "--endpoint", &endpoint];
    shell
        .run_with(&args, request.to_string().as_bytes())
        .exits(0);
    let args = submit(&endpoint, ("-", "@-"), &[]);
    let ran = shell
        .run_with(&args, request.to_string().as_bytes())
        .exits(2);
    ran.says("standard input is asked for twice");
    assert_eq!(gateway.executions(SUBMIT), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn lists_are_repeated_flags_and_booleans_may_stand_alone() {
    let (gateway, shell) = (gateway().await, Shell::with_request());
    let endpoint = gateway.endpoint();
    for (boolean, expected) in [
        ("--transfer-out-prohibited", "true"),
        ("--transfer-out-prohibited=false", "false"),
    ] {
        let args = [
            SUBMIT,
            "--from-json",
            "request.json",
            "--identity-credential",
            "@scan.jpg",
            "--domain-name",
            "a.com",
            boolean,
            "--domain-name",
            "b.com",
            "--domain-name=c.com",
            "--endpoint",
            &endpoint,
        ];
        shell.run(&args).exits(0);
        let requests = gateway.requests();
        let parameters = &requests.last().unwrap().parameters;
        let value = |name: &str| {
            let found = parameters.iter().find(|(known, _)| known == name);
            found.map(|(_, value)| value.as_str())
        };
        assert_eq!(value("DomainName.1"), Some("a.com"));
        assert_eq!(value("DomainName.3"), Some("c.com"));
        assert_eq!(value("DomainName.4"), None);
        assert_eq!(value("TransferOutProhibited"), Some(expected));
    }
}
