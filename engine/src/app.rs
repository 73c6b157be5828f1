//! The command line as a whole: finds the command and runs it.

use std::collections::BTreeSet;
use std::ffi::OsString;

use aliyun_runtime::dynamic::Entry;
use clap::{Arg, ArgMatches, Command};

use crate::action::{Known, Values};
use crate::failure::Failure;
use crate::options::{self, Options};
use crate::suggest::{did_you_mean, shown};
use crate::{Program, action, call, list, shell};

/// Runs the command that the arguments name.
pub(crate) fn run(program: Program, args: impl Iterator<Item = OsString>) -> Result<(), Failure> {
    let catalog = program.catalog;
    let root = root(program).allow_external_subcommands(true);
    let matches = root
        .try_get_matches_from(args)
        .map_err(|error| Failure::clap(&error))?;
    let (name, own) = matches
        .subcommand()
        .ok_or_else(|| Failure::usage("there is no action; see --help and `list`"))?;
    let text = |id: &str| own.get_one::<String>(id).map(String::as_str);
    match name {
        "list" => list::run(catalog, text("area")),
        "completions" => shell::completions(program, text("shell").unwrap_or_default()),
        "man" => match text("action") {
            Some(name) => shell::man(program, action::command(program, find(program, name)?)),
            None => shell::man(program, with_actions(program)),
        },
        "help" => match text("action") {
            Some(name) => help(action::command(program, find(program, name)?)),
            None => help(self::root(program)),
        },
        name => act(program, find(program, name)?, &matches, own),
    }
}

/// Runs an action. Only its own flags are built: those of all actions would take
/// longer than anything else.
fn act(
    program: Program,
    entry: &'static Entry,
    root: &ArgMatches,
    own: &ArgMatches,
) -> Result<(), Failure> {
    let rest = own.get_many::<OsString>("").into_iter().flatten().cloned();
    let args = std::iter::once(OsString::from(entry.command)).chain(rest);
    let matches = action::command(program, entry)
        .try_get_matches_from(args)
        .map_err(|error| Failure::clap(&error))?;
    let options = Options::read(root, &matches);
    call::run(program, entry, &options, &action::given(entry, &matches))
}

fn help(mut command: Command) -> Result<(), Failure> {
    crate::output::write(&format!("{}\n", command.render_long_help()))
}

/// Finds the action of this name, in either spelling and any case.
fn find(program: Program, name: &str) -> Result<&'static Entry, Failure> {
    let catalog = program.catalog;
    let spellings = |entry: &&'static Entry| [entry.command, entry.action.name];
    let mut actions = catalog.actions.iter().copied();
    let same = |entry: &&'static Entry| {
        let mut names = spellings(entry).into_iter();
        names.any(|known| known.eq_ignore_ascii_case(name))
    };
    actions.find(same).ok_or_else(|| {
        // Suggest names in the spelling that was used.
        let kebab = name.contains('-') || !name.contains(|c: char| c.is_ascii_uppercase());
        let names = catalog.actions.iter();
        let names = names.map(|entry| {
            if kebab {
                entry.command
            } else {
                entry.action.name
            }
        });
        let help = did_you_mean(name, names);
        Failure::usage(format!(
            "there is no action `{}`{help} (`{} list` names all)",
            shown(name),
            program.name
        ))
    })
}

/// The root without the actions.
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

/// The root with all actions, for completion scripts and man pages.
pub(crate) fn with_actions(program: Program) -> Command {
    let actions = program
        .catalog
        .actions
        .iter()
        .map(|entry| action::command(program, entry).visible_alias(entry.action.name));
    root(program).subcommands(actions)
}

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

/// The meaning of the exit codes, for help texts.
pub(crate) const EXIT_CODES: &str = "\
Exit codes:
  0    done
  1    the service refused, or a task ended badly
  2    the command line, a file, the request, the settings or the credentials:
       nothing was sent
  3    no connection, no answer, or none that could be read or printed; the
       request may safely be sent again
  4    the request may have been carried out: look for what it brings about
       before you send it again
  5    a task was submitted, and --wait has not seen its end: look at the task,
       and do not submit it again
  130  interrupted (Ctrl-C; 143 by SIGTERM); for a request that changes
       something, as 4";
