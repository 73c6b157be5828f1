//! The root command of the command line, for clap.

use std::collections::BTreeSet;

use clap::{Arg, Command};

use crate::action::{self, Known, Values};
use crate::failure::EXIT_CODES;
use crate::program::Program;
use crate::{list, options};

/// The root command without the actions.
pub(crate) fn root(program: Program) -> Command {
    let Program { name, catalog, .. } = program;
    let product = catalog.product;
    let actions = catalog.actions.len();
    Command::new(name)
        .version(program.version)
        .about(format!(
            "Alibaba Cloud {}, API version {}: {actions} actions",
            product.name, product.version
        ))
        .long_about(format!(
            "Alibaba Cloud {}, API version {}: {actions} actions.\n\n{}",
            product.name, product.version, catalog.doc
        ))
        .override_usage(format!(
            "{name} ACTION [PARAMETERS] [OPTIONS]\n       {name} list [AREA]"
        ))
        .after_help(after(program))
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .max_term_width(100)
        .subcommand_help_heading("Commands")
        .args(options::args())
        .subcommand(
            Command::new("list")
                .about("Lists the actions by area")
                .arg(named("area", "AREA", areas(program)).help("This area only")),
        )
        .subcommand(
            Command::new("help")
                .about("Shows the help of an action")
                .arg(named("action", "ACTION", spellings(program))),
        )
        .subcommand(
            Command::new("completions")
                .about("Prints a completion script for a shell")
                .arg(
                    Arg::new("shell")
                        .value_name("SHELL")
                        .required(true)
                        .value_parser(["bash", "zsh", "fish"]),
                ),
        )
        .subcommand(
            Command::new("man")
                .about("Prints the man page of the program or of one action")
                .arg(named("action", "ACTION", spellings(program))),
        )
}

/// An argument that completes these words. The lookup reports unknown values.
fn named(id: &'static str, value: &'static str, words: Vec<&'static str>) -> Arg {
    let arg = Arg::new(id).value_name(value).hide_possible_values(true);
    arg.value_parser(Known(Values::Words(words)))
}

fn areas(program: Program) -> Vec<&'static str> {
    let areas = program
        .catalog
        .actions
        .iter()
        .map(|entry| list::area(entry));
    areas.collect::<BTreeSet<_>>().into_iter().collect()
}

/// The names of all actions, in both spellings.
fn spellings(program: Program) -> Vec<&'static str> {
    let actions = program.catalog.actions.iter();
    actions
        .flat_map(|entry| [entry.command, entry.action.name])
        .collect()
}

/// The root command with all actions, for completion scripts and man pages.
pub(crate) fn with_actions(program: Program) -> Command {
    let actions = program
        .catalog
        .actions
        .iter()
        .map(|entry| action::command(program, entry).visible_alias(entry.action.name));
    root(program).subcommands(actions)
}

/// The text below the help of the root command.
fn after(program: Program) -> String {
    let Program { name, catalog, .. } = program;
    let example = catalog.actions.first().map_or_else(String::new, |entry| {
        format!(": {}, {}", entry.action.name, entry.command)
    });
    format!(
        "\
An action is named as the API names it or in kebab case{example}.
`{name} ACTION --help` shows its parameters.

Access keys come from ALIBABA_CLOUD_ACCESS_KEY_ID and
ALIBABA_CLOUD_ACCESS_KEY_SECRET, from ~/.aliyun/config.json (--profile), or
from the machine's role; never from the command line.

{EXIT_CODES}"
    )
}
