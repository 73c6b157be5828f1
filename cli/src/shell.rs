//! Scripts and pages for the shell.

use aliyun_runtime::dynamic::Catalog;
use clap::Command;
use clap_complete::Shell;

use crate::app::with_actions;
use crate::failure::Failure;
use crate::output;

/// Prints a completion script.
pub(crate) fn completions(catalog: &'static Catalog, shell: &str) -> Result<(), Failure> {
    let (shell, name) = match shell {
        // clap_complete writes a script that finds no subcommand where the
        // program has a hyphen in its name; only registering needs the true one.
        "bash" => (Shell::Bash, "aliyun_domain"),
        "zsh" => (Shell::Zsh, "aliyun-domain"),
        _ => (Shell::Fish, "aliyun-domain"),
    };
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut with_actions(catalog), name, &mut script);
    let script = String::from_utf8_lossy(&script);
    output::write(&script.replace(&format!(" {name}\n"), " aliyun-domain\n"))
}

/// Prints a man page.
pub(crate) fn man(command: Command) -> Result<(), Failure> {
    let title = match command.get_name() {
        "aliyun-domain" => "aliyun-domain".to_owned(),
        action => format!("aliyun-domain-{action}"),
    };
    let mut page = Vec::new();
    let rendered = clap_mangen::Man::new(command)
        .title(title)
        .render(&mut page);
    rendered.map_err(|error| Failure::transport(format!("cannot make the page: {error}")))?;
    output::write(&String::from_utf8_lossy(&page))
}
