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

/// What the user types, and its completions. Only some shells give the marks before
/// the last word, so they are left out.
const TYPED: &[(&str, &[&str])] = &[
    ("query-task-detail-l", &["query-task-detail-list"]),
    ("QueryTaskDetailL", &["QueryTaskDetailList"]),
    ("QueryTaskDetailList --task-st", &["task-status"]),
    ("query-task-detail-list --lang ", &["en", "zh"]),
    ("QueryTaskDetailList --page-num 1 --lang=e", &["en"]),
    ("--output ", &["json", "table", "yaml"]),
    (
        "--output yaml query-task-detail-l",
        &["query-task-detail-list"],
    ),
    ("completions ", &["bash", "fish", "zsh"]),
    ("man query-task-detail-l", &["query-task-detail-list"]),
    ("list tr", &["transfer"]),
    ("query-task-list --from-json sc", &["scan.jpg"]),
    (
        "save-task-for-updating-registrant-info-by-identity-credential --identity-credential @sc",
        &["scan.jpg"],
    ),
];

/// Completes every line with a program that gets the line as its argument and prints
/// one completion per line. The script is `complete` in the current folder.
#[allow(clippy::print_stderr, reason = "it says why it is skipped")]
fn completes(name: &str, program: impl Fn(&Shell) -> Command) {
    let shell = Shell::new();
    let script = shell.run(&["completions", name]).exits(0).out;
    let path = shell.file("complete", script);
    shell.file("scan.jpg", "");
    let folder = path.parent().unwrap();
    for (typed, expected) in TYPED {
        let mut command = program(&shell);
        command.current_dir(folder).env("HOME", folder);
        let output = match command.arg(format!("aliyun-domain {typed}")).output() {
            Ok(output) => output,
            Err(error) => return eprintln!("skipped: {name} cannot be run: {error}"),
        };
        let found = String::from_utf8(output.stdout).unwrap();
        let words = found.lines().map(|line| {
            let word = line.split(['\t', '\r']).next().unwrap_or_default().trim();
            let word = word.rsplit('=').next().unwrap_or_default();
            word.trim_start_matches(['@', '-'])
        });
        let mut words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
        words.sort_unstable();
        let told = String::from_utf8_lossy(&output.stderr);
        assert_eq!(words, *expected, "{name}: {typed}\n{found}\n{told}");
    }
}

#[test]
fn bash_completes() {
    // Like readline, which treats `=` as a separate word.
    const BASH: &str = r#"
source ./complete
COMP_LINE="$1" COMP_POINT="${#1}"
read -ra COMP_WORDS <<< "${1//=/ = }"
[[ "$1" == *' ' ]] && COMP_WORDS+=('')
COMP_CWORD=$(( ${#COMP_WORDS[@]} - 1 ))
f=$(complete -p aliyun-domain); f=${f##*-F }; f=${f%% *}
"$f" aliyun-domain "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD-1]}"
printf '%s\n' "${COMPREPLY[@]}"
"#;
    completes("bash", |_| {
        let mut command = Command::new("bash");
        command.args(["--norc", "-c", BASH, "bash"]);
        command
    });
}

#[test]
fn zsh_completes() {
    // Completion works only on an interactive terminal.
    const SETUP: &str = r#"
PS1=
autoload -Uz compinit
compinit -u -D
source ./complete
compadd() {
    if [[ ${@[1,(i)(-|--)]} == *-(O|A|D)\ * ]]; then builtin compadd "$@"; return; fi
    local -a hits; builtin compadd -A hits "$@"
    (( $#hits )) && print -rl -- "hit:"$^hits
    builtin compadd "$@"
}
ended() { print DONE"-HERE"; exit }
comppostfuncs=(ended)
bindkey '^I' complete-word
print READY"-HERE"
"#;
    const TYPE: &str = r#"
zmodload zsh/zpty || exit
zpty typed zsh -f -i
zpty -w typed 'source ./setup'
zpty -r -m typed text '*READY-HERE*'
zpty -w -n typed "$1"$'\t'
zpty -r -m typed text '*DONE-HERE*'
for line in ${(f)text}; do [[ $line == *hit:* ]] && print -r -- "${line#*hit:}"; done
zpty -d typed
"#;
    completes("zsh", |shell| {
        shell.file("setup", SETUP);
        let mut command = Command::new("zsh");
        command.args(["-f", "-c", TYPE, "zsh"]);
        command
    });
}

#[test]
fn fish_completes() {
    completes("fish", |_| {
        let mut command = Command::new("fish");
        let program = "source ./complete; complete -C \"$argv[1]\"";
        command.args(["--no-config", "-c", program]);
        command
    });
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
