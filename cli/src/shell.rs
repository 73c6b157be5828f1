//! Scripts and pages for the shell.

use clap::Command;
use clap_complete::Shell;

use crate::Program;
use crate::app::with_actions;
use crate::failure::Failure;
use crate::output;

/// Prints a completion script.
pub(crate) fn completions(program: Program, shell: &str) -> Result<(), Failure> {
    let hyphenless = program.name.replace('-', "_");
    let (shell, name) = match shell {
        // clap_complete writes a script that finds no subcommand where the
        // program has a hyphen in its name; only registering needs the true one.
        "bash" => (Shell::Bash, hyphenless.as_str()),
        "zsh" => (Shell::Zsh, program.name),
        _ => (Shell::Fish, program.name),
    };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut with_actions(program), name, &mut script);
    let script = String::from_utf8_lossy(&script);
    output::write(&script.replace(&format!(" {name}\n"), &format!(" {}\n", program.name)))
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
