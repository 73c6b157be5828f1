//! Messages about wrong flags.

use crate::shell::Shell;
use crate::support::{gateway, pack};

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn each_mistake_is_told_with_its_place() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    for (flags, message) in [
        // An object.
        (
            &["--box", "Width"][..],
            "--box: part 1 has no key; expected KEY=VALUE,KEY=VALUE or JSON",
        ),
        (
            &["--box", "Widht=3"],
            "--box: there is no key `Widht`; did you mean `Width`?",
        ),
        (&["--box", "Width=3,Width=4"], "--box.Width: is given twice"),
        (
            &["--box", "Width=wide"],
            "--box.Width: expected an integer of 64 bits, found `wide`",
        ),
        (
            &["--box", "Lid=Size=x"],
            "--box.Lid.Size: expected an integer of 64 bits, found `x`",
        ),
        (
            &["--box", "Width=100"],
            "Box.Width (--box): is 100; expected 1 to 99",
        ),
        (&["--box", "Fragile=true"], "Box.Width (--box): is required"),
        (
            &["--box", "{\"Width\": 3"],
            "--box:1:11: EOF while parsing an object",
        ),
        (
            &["--box", "{\"Width\": [3]}"],
            "--box:1:11: expected a single value, found a list",
        ),
        (
            &["--box", "{\"Width\": 3, \"Width\": 4}"],
            "--box:1:23: Width is given twice",
        ),
        (
            &["--box", "Width=1", "--box", "Width=2"],
            "'--box <KEY=VALUE,…>' cannot be used multiple",
        ),
        // A list of objects.
        (
            &["--row", "Name=x", "--row", "Nam=y"],
            "--row number 2: there is no key `Nam`",
        ),
        (
            &["--row", "Name=x,Place=y"],
            "--row number 1.Place number 1: expected an integer",
        ),
        (
            &["--row", "[{\"Name\": \"x\"},\n {\"Nam\": 1}]"],
            "--row:2:10: there is no `Nam`",
        ),
        (
            &["--row", "[1]"],
            "--row:1:2: expected an object, found a number",
        ),
        (&["--row", "Place=1"], "Row.1.Name (--row): is required"),
        (
            &["--row", "Name=x,Lang=tlh"],
            "Row.1.Lang (--row): is \"tlh\"; expected one of zh, en",
        ),
        (
            &[
                "--row", "Name=1", "--row", "Name=2", "--row", "Name=3", "--row", "Name=4",
            ],
            "Row (--row): has 4 members; expected at most 3",
        ),
        // A list of lists.
        (&["--grid", "[1, 2"], "--grid:1:5: EOF while parsing a list"),
        (
            &["--grid", "x"],
            "--grid number 1 number 1: expected an integer",
        ),
        (
            &["--grid", "[1, \"x\"]"],
            "--grid:1:5: expected an integer of 64 bits, found `x`",
        ),
        (
            &["--grid", "[[1], 2]"],
            "--grid:1:7: expected a list, found a number",
        ),
        (
            &["--grid", "[1, 10]"],
            "Grid.1.2 (--grid): is 10; expected 0 to 9",
        ),
        // A map.
        (&["--slot", "a"], "--slot: part 1 has no key"),
        (
            &["--slot", "a=x"],
            "--slot: expected an integer of 64 bits, found `x`",
        ),
        (&["--slot", "a=1,a=2"], "--slot: the key `a` is given twice"),
        (
            &["--slot", "a=1", "--slot", "a=2"],
            "--slot: the key `a` is given twice",
        ),
        (
            &["--slot", "{\"a\": 1, \"a\": 2}"],
            "the key `a` is given twice",
        ),
        (
            &["--slot", "{\"a\": {}}"],
            "--slot:1:7: expected a single value, found an object",
        ),
        (
            &["--slot", "a=1,b=2,c=3,d=4"],
            "Slot (--slot): has 4 entries; expected at most 3",
        ),
        // Others.
        (
            &["--extra", "{"],
            "--extra:1:1: EOF while parsing an object",
        ),
        (&["--extra", "text"], "--extra:1:2: expected ident"),
        (
            &["--size", "M"],
            "Size (--size): is \"M\"; expected one of S, L",
        ),
        (
            &["--weight", "heavy"],
            "--weight: expected a number, found `heavy`",
        ),
        (&["--weight", "NaN"], "expected a"),
        (
            &["--fragile=maybe"],
            "--fragile: expected a boolean, found `maybe`",
        ),
        (
            &["--picture", "@nowhere.jpg"],
            "--picture: cannot open nowhere.jpg",
        ),
        (
            &["--picture", "@"],
            "--picture: there is no file name after `@`",
        ),
        (&["--picture", "@."], "--picture: cannot read ."),
        (
            &["--picture", "scan.jpg"],
            "--picture: expected @FILE or base64",
        ),
        (&["--label"], "a value is required for '--label <TEXT>'"),
        (&["--label", "X"], "Label"),
        (
            &["--from-json", "-", "--picture", "@-"],
            "standard input is asked for twice",
        ),
    ] {
        let args = match flags {
            ["--label", ..] => [&["PackGoods"], flags].concat(),
            _ => pack(&endpoint, flags),
        };
        shell.run_with(&args, b"{}").exits(2).says(message);
    }
    assert!(gateway.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn mistakes_are_told_together_and_without_what_is_personal() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    let flags = [
        "--count",
        "many",
        "--box",
        "Width=x,Keeper=Zhang San,Keeper=Li Si",
        "--slot",
        "a=b",
        "--picture",
        "Zhang San!",
    ];
    let ran = shell.run(&pack(&endpoint, &flags)).exits(2);
    let ran = ran.says("the command line has 5 mistakes:");
    let ran = ran.says("--count: ").says("--slot: ").says("--picture: ");
    ran.hides("Zhang San").hides("Li Si");
    let long = "Zhang San".repeat(10);
    let flags = ["--keeper", &long, "--weight", "0.1", "--count", "41"];
    let ran = shell.run(&pack(&endpoint, &flags)).exits(2);
    let ran = ran.says("PackGoods has 3 mistakes:").hides("Zhang San");
    ran.says("Keeper (--keeper): has 90 characters; expected at most 20 characters");
    assert!(gateway.requests().is_empty());
}
