//! Flags of every type on the wire.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::thread;

use base64::prelude::{BASE64_STANDARD, Engine};

use crate::shell::Shell;
use crate::support::{gateway, pack, packed, parameters};

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn every_type_has_a_flag() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    for (flags, sent) in [
        // Scalars.
        (&["--size", "L"][..], &["Size=L"][..]),
        (&["--level", "7"], &["Level=7"]),
        (&["--lang=en"], &["Lang=en"]),
        (&["--weight", "1.5"], &["Weight=1.5"]),
        (&["--count", "-4"], &["Count=-4"]),
        (
            &["--serial", "9223372036854775807"],
            &["Serial=9223372036854775807"],
        ),
        (&["--fragile"], &["Fragile=true"]),
        (&["--fragile=false"], &["Fragile=false"]),
        // Lists.
        (
            &["--owner", "Li, Si", "--owner=", "--owner", "a=b"],
            &["Owner.1=Li, Si", "Owner.2=", "Owner.3=a=b"],
        ),
        (
            &["--remark", "r", "--Remark", "s"],
            &["Remark.1=r", "Remark.2=s"],
        ),
        // An object, and nested ones.
        (&["--box", "Width=3"], &["Box.Width=3"]),
        (
            &[
                "--box",
                r"Width=3,Fragile=true,Mark=a,Mark=b\,c,Lid=Colour=red\,Size=4",
            ],
            &[
                "Box.Fragile=true",
                "Box.Lid.Colour=red",
                "Box.Lid.Size=4",
                "Box.Mark.1=a",
                "Box.Mark.2=b,c",
                "Box.Width=3",
            ],
        ),
        (
            &[
                "--box",
                r#" {"Width": "3", "Mark": ["a"], "Lid": {"Size": 4}, "Fragile": null}"#,
            ],
            &["Box.Lid.Size=4", "Box.Mark.1=a", "Box.Width=3"],
        ),
        // Lists of objects.
        (
            &[
                "--row",
                "Name=x,Place=1,Place=2",
                "--row",
                r#"{"Name": "y", "Lang": "en"}"#,
            ],
            &[
                "Row.1.Name=x",
                "Row.1.Place.1=1",
                "Row.1.Place.2=2",
                "Row.2.Lang=en",
                "Row.2.Name=y",
            ],
        ),
        (
            &[
                "--row",
                r#"[{"Name": "x"}, {"Name": "y"}]"#,
                "--row",
                "Name=z",
            ],
            &["Row.1.Name=x", "Row.2.Name=y", "Row.3.Name=z"],
        ),
        // Lists of lists.
        (
            &["--grid", "[1, 2]", "--grid", "3"],
            &["Grid.1.1=1", "Grid.1.2=2", "Grid.2.1=3"],
        ),
        (
            &["--grid", "[[1, 2], [3]]"],
            &["Grid.1.1=1", "Grid.1.2=2", "Grid.2.1=3"],
        ),
        // Maps.
        (
            &["--slot", "a=1,b=2", "--slot", "c.d=3"],
            &["Slot.a=1", "Slot.b=2", "Slot.c.d=3"],
        ),
        (
            &["--slot", r#"{"a": 1, "b": "2"}"#],
            &["Slot.a=1", "Slot.b=2"],
        ),
        (
            &["--tag", "x=1", "--tag", "x=2,y=3"],
            &["Tag.x.1=1", "Tag.x.2=2", "Tag.y.1=3"],
        ),
        // JSON stays as it is written: a number may have more digits than a float.
        (
            &[
                "--extra",
                r#"{"n": 123456789012345678901234567890, "f": 1.50}"#,
            ],
            &[r#"Extra={"n": 123456789012345678901234567890, "f": 1.50}"#],
        ),
        (&["--extra", "\"a text\""], &["Extra=\"a text\""]),
        // The flag of this parameter has the name of an option.
        (
            &["--Query", "goods", "--query", "RequestId"],
            &["Query=goods"],
        ),
    ] {
        assert_eq!(packed(&gateway, &shell, flags), sent, "{flags:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn names_that_are_hardly_flags_can_be_given() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    // Two names that are equal in kebab case, and one that an option uses.
    let args = [
        "list-goods",
        "--task-no=t",
        "--Shelf.Name=a",
        "--ShelfName=b",
        "--odd-name=c",
        "--dashed=d",
        "--from-json=-",
        "--timeout=30s",
        "--endpoint",
        &endpoint,
    ];
    let ran = shell.run_with(&args, br#"{"timeout": "e"}"#);
    assert!(!ran.err.contains("command line"), "{}", ran.err);
    let sent = parameters(gateway.requests().last().unwrap());
    let expected = [
        "-dashed=d",
        "Odd=Name=c",
        "Shelf.Name=a",
        "ShelfName=b",
        "TaskNo=t",
        "timeout=e",
    ];
    assert_eq!(sent, expected);
    let ran = shell.run(&["list-goods", "--shelf-name", "a"]).exits(2);
    ran.says("there is no flag `--shelf-name`");
    let help = shell.run(&["list-goods", "--help"]).exits(0).out;
    assert!(help.contains("`timeout` has no flag"), "{help}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn bytes_come_from_a_file_from_standard_input_or_as_base64() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    let picture = aliyun_tests::picture::picture("jpeg", 2000);
    let base64 = BASE64_STANDARD.encode(&picture);
    let name = "a scan=1,x.jpg";
    shell.file(name, &picture);
    let file = format!("@{name}");
    let in_json = format!(r#"{{"Picture": "@{name}"}}"#);
    shell.file("request.json", in_json);
    for flags in [
        &["--picture", &file][..],
        &["--picture", "@-"],
        &["--picture", &base64],
        &["--from-json", "request.json"],
    ] {
        shell.run_with(&pack(&endpoint, flags), &picture).exits(0);
        let sent = parameters(gateway.requests().last().unwrap());
        // The log shows no documents; the gateway has checked them against the limits.
        assert_eq!(sent.len(), 2, "{sent:?}");
        assert!(
            sent.iter().any(|pair| pair.starts_with("Picture=")),
            "{sent:?}"
        );
    }
    assert_eq!(gateway.executions("PackGoods"), 4);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn a_flag_replaces_the_parameter_of_the_file_as_a_whole() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    shell.file(
        "request.json",
        r#"{
            "Label": "FILE", "Count": 7, "Lang": "en",
            "Owner": ["f1", "f2"],
            "Box": {"Width": 5, "Fragile": true, "Lid": {"Size": 1}},
            "Row": [{"Name": "f1"}, {"Name": "f2"}],
            "Grid": [[1, 2], [3]],
            "Slot": {"f": 1, "g": 2},
            "Extra": {"f": [1.50]}
        }"#,
    );
    let file = ["--from-json", "request.json"];
    let whole = packed(&gateway, &shell, &file);
    let expected = [
        "Box.Fragile=true",
        "Box.Lid.Size=1",
        "Box.Width=5",
        "Count=7",
        r#"Extra={"f": [1.50]}"#,
        "Grid.1.1=1",
        "Grid.1.2=2",
        "Grid.2.1=3",
        "Lang=en",
        "Owner.1=f1",
        "Owner.2=f2",
        "Row.1.Name=f1",
        "Row.2.Name=f2",
        "Slot.f=1",
        "Slot.g=2",
    ];
    assert_eq!(whole, expected);
    for (flags, root, sent) in [
        (["--count", "1"], "Count", "Count=1"),
        (["--owner", "x"], "Owner", "Owner.1=x"),
        (["--box", "Width=9"], "Box", "Box.Width=9"),
        (["--row", "Name=x"], "Row", "Row.1.Name=x"),
        (["--grid", "4"], "Grid", "Grid.1.1=4"),
        (["--slot", "x=1"], "Slot", "Slot.x=1"),
        (["--extra", "[]"], "Extra", "Extra=[]"),
    ] {
        let found = packed(&gateway, &shell, &[file, flags].concat());
        let others = expected.iter().filter(|pair| !pair.starts_with(root));
        let mut wanted: Vec<_> = others.copied().chain([sent]).collect();
        wanted.sort_unstable();
        assert_eq!(found, wanted, "{flags:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn without_validation_other_types_are_sent_as_they_are() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    shell.file(
        "request.json",
        r#"{"Slot": "none", "Row": {"Name": "x"}, "New": {"Part": [1, {"A": "b"}]}}"#,
    );
    let flags = [
        "--no-validate",
        "--from-json",
        "request.json",
        "--count",
        "many",
        "--box",
        "Width=wide",
        "--extra",
        "{not JSON",
        "--size",
        "XXL",
    ];
    shell.run(&pack(&endpoint, &flags)).exits(1);
    let sent = parameters(gateway.requests().last().unwrap());
    assert_eq!(
        sent,
        [
            "Box.Width=wide",
            "Count=many",
            "Extra={not JSON",
            "Label=BOX",
            "New.Part.1=<redacted>",
            "New.Part.2.A=<redacted>",
            "Row=<redacted>",
            "Size=XXL",
            "Slot=none",
        ]
    );
    assert_eq!(gateway.executions("PackGoods"), 0);
}

#[test]
fn without_validation_unknown_members_stay_in_their_places() {
    let shell = Shell::with_key();
    let endpoint = "http://127.0.0.1:1";
    shell.file(
        "request.json",
        r#"{
            "Row": [{"Name": "x", "Part": "a"}, {"Part": "b", "Big": 12345678901234567890.10}],
            "Box": {"Lid": {"Hinge": {"Side": ["left", null, "top"]}}},
            "Owner": ["o"],
            "Remark.x": "in the form"
        }"#,
    );
    let flags = ["--no-validate", "--from-json", "request.json", "--dry-run"];
    let request = shell.run(&pack(endpoint, &flags)).exits(0).json();
    let names = |place: &str| {
        let members = request[place].as_object().unwrap().keys();
        let common = ["Action", "Version", "Format", "Timestamp"];
        let own = members.filter(|name| !common.contains(&name.as_str()));
        own.filter(|name| !name.starts_with("Signature"))
            .cloned()
            .collect::<Vec<_>>()
    };
    assert_eq!(
        names("Query"),
        [
            "Box.Lid.Hinge.Side.1",
            "Box.Lid.Hinge.Side.3",
            "Label",
            "Owner.1",
            "Row.1.Name",
            "Row.1.Part",
            "Row.2.Big",
            "Row.2.Part",
        ]
    );
    // Parts of a parameter of the form travel with it.
    assert_eq!(names("Body"), ["Remark.x"]);

    let line = request_line(|endpoint| {
        shell.run(&pack(endpoint, &flags[..3])).exits(3);
    });
    assert!(line.contains("&Row.1.Part=a&"), "{line}");
    // With every digit.
    assert!(
        line.contains("&Row.2.Big=12345678901234567890.10&"),
        "{line}"
    );
}

/// The first line of the request of a run. The gateway would mask values that
/// the spec does not know.
fn request_line(run: impl FnOnce(&str)) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    let server = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut line = String::new();
        BufReader::new(&stream).read_line(&mut line).unwrap();
        let answer = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
        stream.write_all(answer.as_bytes()).unwrap();
        line
    });
    run(&endpoint);
    server.join().unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn without_validation_unknown_members_of_flags_stay_in_their_places() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    shell.file(
        "request.json",
        r#"{"Row": [{"Part": "old"}], "Row.1.Other": "old", "Rows": "kept"}"#,
    );
    let flags = [
        "--no-validate",
        "--from-json",
        "request.json",
        "--row",
        "Name=x,Part=new",
        "--row",
        r#"{"Name": "y", "Part": {"A": 1}}"#,
        "--box",
        "Lid={\"Hinge\": \"left\"}",
        "--grid",
        "[1]",
    ];
    shell.run(&pack(&endpoint, &flags)).exits(1);
    let sent = parameters(gateway.requests().last().unwrap());
    let names: Vec<_> = sent
        .iter()
        .filter_map(|pair| pair.split('=').next())
        .collect();
    assert_eq!(
        names,
        [
            "Box.Lid.Hinge",
            "Grid.1.1",
            "Label",
            "Row.1.Name",
            "Row.1.Part",
            "Row.2.Name",
            "Row.2.Part.A",
            "Rows",
        ]
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn without_validation_nothing_is_sent_twice_under_one_name() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    for (text, message) in [
        (
            r#"{"New": {"A": 1, "A": 2}}"#,
            "request.json:1:23: A is given twice",
        ),
        (
            r#"{"Row": [{"Part": 1, "Part": 2}]}"#,
            "request.json:1:30: Part is given twice",
        ),
        (
            r#"{"Row": [{"Part": 1}], "Row.1.Part": 2}"#,
            "two parameters have the same name `Row`",
        ),
        (
            r#"{"Row": [{"Name": "x"}], "Row.1.Name": "y"}"#,
            "two parameters have the same name `Row`",
        ),
    ] {
        shell.file("request.json", text);
        let flags = ["--no-validate", "--from-json", "request.json"];
        shell.run(&pack(&endpoint, &flags)).exits(2).says(message);
    }
    let deep = format!(
        r#"{{"New": {}}}"#,
        "[".repeat(100_000) + &"]".repeat(100_000)
    );
    shell.file("request.json", deep);
    let flags = ["--no-validate", "--from-json", "request.json"];
    shell
        .run(&pack(&endpoint, &flags))
        .exits(2)
        .says("recursion limit");
    assert!(gateway.requests().is_empty());
}
