//! Files, answers and users that do unexpected things.

use aliyun_mock::Fault;
use serde_json::{Value, json};

use crate::support::{FILES, QUERY, SUBMIT, Shell, gateway, jpeg, query, submission, submit};

/// Characters that turn the direction of text, control a terminal or end a line.
const OBEYED: [char; 8] = [
    '\u{1b}', '\u{7f}', '\u{85}', '\u{9b}', '\u{200f}', '\u{2028}', '\u{202e}', '\u{2066}',
];

fn assert_harmless(text: &str) {
    let found = text.chars().find(|c| OBEYED.contains(c));
    assert_eq!(found, None, "{text:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn no_answer_can_speak_to_the_terminal_and_each_is_the_same_when_read() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    let name: String = ["a\n".to_owned(), OBEYED.iter().collect(), "z".to_owned()].concat();
    let body = json!({"RequestId": "r", "Data": {"TaskDetail": [{"DomainName": name}]}});
    let read = |answer: Value| answer["Data"]["TaskDetail"][0]["DomainName"].clone();
    for output in ["json", "yaml", "table"] {
        gateway.fail_next(Fault::Status(200, body.to_string()));
        let more = ["--output", output];
        let ran = shell.run(&query(&endpoint, &more)).exits(0);
        assert_harmless(&ran.out);
        match output {
            "json" => assert_eq!(read(ran.json()), name.as_str()),
            "yaml" => {
                let answer = serde_yaml::from_str(&ran.out).unwrap();
                assert_eq!(read(answer), name.as_str());
            }
            _ => assert!(ran.out.contains("\\u{202e}"), "{}", ran.out),
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn no_error_can_speak_to_the_terminal() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    let text: String = OBEYED.iter().collect();
    let body = json!({"Code": text, "Message": text, "RequestId": text, "Recommend": text});
    gateway.fail_next(Fault::Status(400, body.to_string()));
    let ran = shell.run(&query(&endpoint, &[])).exits(1);
    let ran = ran.says("the service recommends: \\u{1b}\\u{7f}");
    assert_harmless(&ran.err);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_member_that_is_given_twice_is_left_out_with_a_warning() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let body = r#"{"RequestId": "a", "Unknown": 1, "Unknown": 2}"#;
    gateway.fail_next(Fault::Status(200, body.to_owned()));
    let ran = shell.run(&query(&gateway.endpoint(), &[])).exits(0);
    let expected = "warning: Unknown: expected one value, found several\n";
    assert_eq!(ran.err, expected);
    assert_eq!(ran.json(), json!({"RequestId": "a"}));
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_device_is_no_file() {
    let shell = Shell::with_key();
    let pipe = shell.file("pipe", b"");
    std::fs::remove_file(&pipe).unwrap();
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    assert!(made.unwrap().success());
    for path in ["pipe", "/dev/zero"] {
        let image = format!("@{path}");
        for args in [
            [QUERY, "--from-json", path],
            [SUBMIT, "--identity-credential", &image],
            [QUERY, "--ca-certificate", path],
        ] {
            let ran = shell.run(&args).exits(2);
            ran.says(&format!(
                "cannot read {path}: it is a pipe or a device; expected a file"
            ));
        }
    }
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn what_a_shell_pipes_from_a_command_is_read() {
    let (gateway, shell) = (gateway().await, Shell::with_request());
    let endpoint = gateway.endpoint();
    let scan = std::fs::read(shell.file("again.jpg", jpeg(60 * 1024))).unwrap();
    let args = submit(&endpoint, ("request.json", "@/dev/fd/0"), &[]);
    shell.run_with(&args, &scan).exits(0);
    let args = submit(&endpoint, ("request.json", "@/dev/stdin"), &[]);
    shell.run_with(&args, &scan).exits(0);
}

#[test]
fn half_a_character_in_json_is_told_where_it_stands() {
    let shell = Shell::with_key();
    let args = [QUERY, "--from-json", "request.json"];
    for (text, place) in [
        ("{\n \"PageNum\": 1,\n \"TaskNo\": \"a\\ud800b\"}", "3:20"),
        ("{\n \"PageNum\": 1,\n \"a\\udc00\": \"b\"}", "3:9"),
    ] {
        shell.file("request.json", text);
        for more in [&[][..], &["--no-validate", "--dry-run"]] {
            let ran = shell.run(&[&args, more].concat()).exits(2);
            let ran = ran.says(&format!("request.json:{place}: "));
            ran.hides("at line");
        }
    }
}

#[cfg(unix)]
#[test]
fn a_dry_run_that_is_interrupted_has_no_unknown_outcome() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let keys = format!("http://{}/", listener.local_addr().unwrap());
    listener.set_nonblocking(true).unwrap();
    let shell = Shell::new().env("ALIBABA_CLOUD_CREDENTIALS_URI", &keys);
    shell.file("scan.jpg", jpeg(60 * 1024));
    shell.file("request.json", submission().to_string());
    let args = submit("http://127.0.0.1:1", FILES, &["--dry-run"]);
    let mut child = shell.command(&args).spawn().unwrap();
    // The program asks for keys and gets none.
    let _asked = loop {
        if let Ok(asked) = listener.accept() {
            break asked;
        }
        assert!(child.try_wait().unwrap().is_none(), "it has not asked");
        std::thread::sleep(std::time::Duration::from_millis(10));
    };
    let kill = std::process::Command::new("kill")
        .args(["-INT", &child.id().to_string()])
        .status();
    assert!(kill.unwrap().success());
    let output = child.wait_with_output().unwrap();
    let told = String::from_utf8(output.stderr).unwrap();
    assert_eq!(output.status.code(), Some(130), "{told}");
    assert_eq!(told, "error: interrupted\n");
}

/// A gateway that answers every request on a connection with another page and
/// claims that more pages follow.
fn endless() -> String {
    use std::io::{BufRead, BufReader, Write};
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    std::thread::spawn(move || {
        let mut page = 0;
        for stream in listener.incoming().map_while(Result::ok) {
            let mut writer = stream.try_clone().unwrap();
            let lines = BufReader::new(stream).lines().map_while(Result::ok);
            for _ in lines.filter(String::is_empty) {
                page += 1;
                let item = json!({"DomainName": page.to_string(), "TaskStatus": "EXECUTING"});
                let body = json!({"RequestId": "r", "NextPage": true,
                    "Data": {"TaskDetail": [item]}});
                let (body, length) = (body.to_string(), body.to_string().len());
                let head = format!("HTTP/1.1 200 OK\r\ncontent-length: {length}\r\n\r\n");
                if writer.write_all((head + &body).as_bytes()).is_err() {
                    break;
                }
            }
        }
    });
    endpoint
}

#[test]
fn waiting_ends_in_its_time_though_pages_do_not() {
    let shell = Shell::with_key();
    let more = ["--wait", "--wait-timeout", "200ms"];
    let ran = shell.run(&query(&endless(), &more)).exits(5);
    ran.says("no end within 200ms").says("has further pages");
}

#[test]
fn a_certificate_that_is_none_is_told_with_its_file() {
    let shell = Shell::with_key();
    let begin = "-----BEGIN CERTIFICATE-----\nAAAA";
    let end = "\n-----END CERTIFICATE-----\n";
    for (text, told) in [
        (String::new(), "there is none"),
        (begin.to_owned(), "a section has no end"),
        (format!("{begin}*{end}"), "a section is not base64"),
        (format!("{begin}{end}"), "invalid peer certificate"),
    ] {
        shell.file("root.pem", text);
        let more = ["--ca-certificate", "root.pem", "--dry-run"];
        let ran = shell.run(&query("https://127.0.0.1:1", &more)).exits(2);
        ran.says(&format!("root.pem is not usable: {told}"));
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn the_longest_query_has_room() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    for step in ["@|", "a.", "a||", "*.", "@&&", "a==", "[]|"] {
        let chain = step.repeat(2000 / step.len() - 1) + "@";
        let chain = chain.replacen(".@", ".a", 1);
        let ran = shell.run(&query(&endpoint, &["--query", &chain]));
        assert!(
            matches!(ran.code, 0 | 2),
            "{step}: {} {}",
            ran.code,
            ran.err
        );
    }
}

#[test]
fn json_in_place_of_a_file_is_not_repeated() {
    let shell = Shell::with_key();
    let args = [SUBMIT, "--from-json", r#" {"RegistrantName": "Zhang San"}"#];
    let ran = shell.run(&args).exits(2).hides("Zhang");
    ran.says("--from-json: expected the name of a file or `-`, found JSON");
}
