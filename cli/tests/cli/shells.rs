//! Completions and man pages.

use std::process::Command;

use crate::support::Shell;

#[test]
fn completions_know_actions_flags_and_enum_values() {
    let shell = Shell::new();
    for name in ["bash", "zsh", "fish"] {
        let script = shell.run(&["completions", name]).exits(0).out;
        for text in [
            "query-task-detail-list",
            "QueryTaskDetailList",
            "identity-credential-type",
            "BUDUIDAIHAO",
            "all-pages",
        ] {
            assert!(script.contains(text), "no {text:?} for {name}");
        }
    }
    shell.run(&["completions", "tcsh"]).exits(2).says("bash");
}

#[test]
fn bash_completes_the_values_of_an_enum() {
    let shell = Shell::new();
    let script = shell.run(&["completions", "bash"]).exits(0).out;
    let path = shell.file("complete.bash", script);
    let program = format!(
        "source '{}'; f=$(complete -p aliyun-domain); f=${{f##*-F }}; f=${{f%% *}}; \
         COMP_WORDS=(aliyun-domain query-task-detail-list --lang ''); COMP_CWORD=3; \
         \"$f\" aliyun-domain '' --lang; echo \"${{COMPREPLY[@]}}\"",
        path.display()
    );
    let output = match Command::new("bash").args(["-c", &program]).output() {
        Ok(output) => output,
        Err(error) => return eprintln!("skipped: bash cannot be run: {error}"),
    };
    let words = String::from_utf8(output.stdout).unwrap();
    assert_eq!(
        words.trim(),
        "zh en",
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
}

#[test]
fn man_pages_are_roff() {
    let shell = Shell::new();
    let page = shell.run(&["man"]).exits(0).out;
    assert!(
        page.contains(".TH ") && page.contains("query\\-task\\-detail\\-list"),
        "{page}"
    );
    let page = shell.run(&["man", "QueryTaskDetailList"]).exits(0).out;
    assert!(
        page.contains(".TH ") && page.contains("\\-\\-page\\-num"),
        "{page}"
    );
    shell.run(&["man", "Nothing"]).exits(2);
}
