//! Completion scripts and man pages.

use std::fmt::Write;

use aliyun_runtime::dynamic::Type;
use clap::{Arg, Command};
use clap_complete::Shell;

use crate::command::{root, with_actions};
use crate::failure::Failure;
use crate::program::Program;
use crate::{options, output};

/// Prints a completion script.
pub(crate) fn completions(program: Program, shell: &str) -> Result<(), Failure> {
    let name = program.name;
    // In the names of functions.
    let stem = name.replace('-', "_");
    let script = match shell {
        // The script of clap_complete finds no subcommand if the name of the
        // program has a hyphen; only the registration needs the real name.
        "bash" => generate(program, Shell::Bash, &stem)
            .replace(&format!(" {stem}\n"), &format!(" {name}\n"))
            .replace(
                &format!("complete -F _{stem} "),
                &format!("complete -F _{stem}_or_at "),
            )
            .replace("\nif [[ \"${BASH_", &format!("{BASH}\nif [[ \"${{BASH_"))
            .replace("STEM", &stem),
        "zsh" => generate(program, Shell::Zsh, name)
            .replace(":@FILE:_default", &format!(":@FILE:_{stem}_at"))
            .replace("\nif [ \"$funcstack", &format!("{ZSH}\nif [ \"$funcstack"))
            .replace("STEM", &stem),
        _ => {
            let script = generate(program, Shell::Fish, name);
            // The last word may be an option whose value is not yet typed.
            let parse = format!("argparse -s (__fish_{stem}_global_optspecs) -- $cmd");
            let again = format!("    or {parse}[1..-2] 2>/dev/null\n    or return\n");
            let script = script.replacen("    or return\n", &again, 1);
            script + &FISH.replace("STEM", &stem).replace("NAME", name) + &fish(program, &stem)
        }
    };
    output::write(&script)
}

fn generate(program: Program, shell: Shell, name: &str) -> String {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut with_actions(program), name, &mut script);
    String::from_utf8_lossy(&script).into_owned()
}

/// Completes values after `=`, which is a separate word for bash, and files after `@`.
const BASH: &str = r#"
_STEM_or_at() {
    local line="${COMP_LINE:0:COMP_POINT}" word="$2" before="$3" path
    if [[ "${before}" == "=" ]]; then
        before="${COMP_WORDS[COMP_CWORD-2]}"
    elif [[ "${word}" == "=" ]]; then
        word=""
        before="${COMP_WORDS[COMP_CWORD-1]}"
    fi
    line="${line##*[[:space:]=]}"
    if [[ "${line}" != @* ]]; then
        _STEM "$1" "${word}" "${before}"
        return
    fi
    COMPREPLY=()
    while IFS= read -r path; do
        if [[ -d "${path}" ]]; then
            compopt -o nospace 2>/dev/null
            COMPREPLY+=("@$(printf %q "${path}")/")
        else
            COMPREPLY+=("@$(printf %q "${path}")")
        fi
    done < <(compgen -f -- "${line#@}")
}
"#;

const ZSH: &str = r#"
_STEM_at() {
    if compset -P '@'; then
        _files
    else
        _files -P '@'
    fi
}
"#;

const FISH: &str = r#"
complete -c NAME -f
function __fish_STEM_at
    set -l start (string replace -r '^(--[^=]*=)?@?' '' -- (commandline -ct))
    for path in $start*
        test -d $path
        and echo "@$path/"
        or echo "@$path"
    end
end
"#;

/// Completions that clap_complete leaves out for fish: arguments and images.
fn fish(program: Program, stem: &str) -> String {
    let begin = |command: &str| {
        let name = program.name;
        format!("complete -c {name} -n \"__fish_{stem}_using_subcommand {command}\" -f")
    };
    let mut script = String::new();
    for command in root(program).get_subcommands() {
        let values = command.get_positionals().flat_map(Arg::get_possible_values);
        let words: Vec<_> = values.map(|value| value.get_name().to_owned()).collect();
        let begin = begin(command.get_name());
        let _ = writeln!(script, "{begin} -a \"{}\"", words.join(" "));
    }
    for entry in program.catalog.actions {
        let images = entry.request.fields();
        let images = images.filter(|(_, fact)| matches!(fact.ty.innermost(), Type::Image));
        for flag in images.filter_map(|(field, fact)| options::flag(field, fact)) {
            let begin = begin(&format!("{} {}", entry.command, entry.action.name));
            let _ = writeln!(script, "{begin} -l {flag} -r -a \"(__fish_{stem}_at)\"");
        }
    }
    script
}

/// Prints a man page.
pub(crate) fn man(program: Program, command: Command) -> Result<(), Failure> {
    let title = match command.get_name() {
        name if name == program.name => name.to_owned(),
        action => format!("{}-{action}", program.name),
    };
    let mut page = Vec::new();
    let rendered = clap_mangen::Man::new(command)
        .title(title)
        .render(&mut page);
    rendered.map_err(|error| Failure::transport(format!("cannot make the page: {error}")))?;
    output::write(&String::from_utf8_lossy(&page))
}
