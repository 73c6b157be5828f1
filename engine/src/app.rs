//! The command line as a whole: finds the command and runs it.

use std::ffi::OsString;
use std::process::ExitCode;

use aliyun_runtime::dynamic::Entry;
use clap::{ArgMatches, Command};

use crate::command::{self, with_actions};
use crate::failure::Failure;
use crate::options::Options;
use crate::program::Program;
use crate::suggest::{did_you_mean, shown};
use crate::{action, call, list, shell};

impl Program {
    /// Runs with the arguments of the process; see [`Program::run_with`].
    #[must_use]
    pub fn run(self) -> ExitCode {
        self.run_with(std::env::args_os())
    }

    /// Runs with these arguments; the first one is the name of the program.
    ///
    /// The answer goes to standard output, an error to standard error. `--help`
    /// lists the exit codes.
    #[must_use]
    pub fn run_with(self, args: impl IntoIterator<Item = OsString>) -> ExitCode {
        match run(self, args.into_iter()) {
            Ok(()) => ExitCode::SUCCESS,
            Err(failure) => failure.tell(),
        }
    }
}

/// Runs the command that the arguments name.
fn run(program: Program, args: impl Iterator<Item = OsString>) -> Result<(), Failure> {
    let catalog = program.catalog;
    let root = command::root(program).allow_external_subcommands(true);
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
            None => help(command::root(program)),
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
