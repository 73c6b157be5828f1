//! The command line as a whole: what was asked for, and who does it.

use std::ffi::OsString;

use aliyun_runtime::dynamic::{Catalog, Entry};
use clap::{Arg, ArgMatches, Command};

use crate::failure::Failure;
use crate::options::{self, Options};
use crate::suggest::{did_you_mean, shown};
use crate::{action, call, list, shell};

/// Does what the arguments ask for.
pub(crate) fn run(
    catalog: &'static Catalog,
    args: impl Iterator<Item = OsString>,
) -> Result<(), Failure> {
    let root = root(catalog).allow_external_subcommands(true);
    let matches = root
        .try_get_matches_from(args)
        .map_err(|error| Failure::clap(&error))?;
    let (name, own) = matches
        .subcommand()
        .ok_or_else(|| Failure::usage("there is no action; see --help and `list`"))?;
    let text = |id: &str| own.get_one::<String>(id).map(String::as_str);
    match name {
        "list" => list::run(catalog, text("area")),
        "completions" => shell::completions(catalog, text("shell").unwrap_or_default()),
        "man" => match text("action") {
            Some(name) => shell::man(action::command(find(catalog, name)?)),
            None => shell::man(with_actions(catalog)),
        },
        "help" => match text("action") {
            Some(name) => help(action::command(find(catalog, name)?)),
            None => help(self::root(catalog)),
        },
        name => act(find(catalog, name)?, &matches, own),
    }
}

/// Parses the flags of the one action that was asked for: building those of
/// all of them would take longer than anything else.
fn act(entry: &'static Entry, root: &ArgMatches, own: &ArgMatches) -> Result<(), Failure> {
    let rest = own.get_many::<OsString>("").into_iter().flatten().cloned();
    let args = std::iter::once(OsString::from(entry.command)).chain(rest);
    let matches = action::command(entry)
        .try_get_matches_from(args)
        .map_err(|error| Failure::clap(&error))?;
    let options = Options::read(root, &matches);
    call::run(entry, &options, &action::given(entry, &matches))
}

fn help(mut command: Command) -> Result<(), Failure> {
    crate::output::write(&format!("{}\n", command.render_long_help()))
}

/// The action of this name, in either spelling and whatever case.
fn find(catalog: &'static Catalog, name: &str) -> Result<&'static Entry, Failure> {
    let spellings = |entry: &&'static Entry| [entry.command, entry.action.name];
    let mut actions = catalog.actions.iter().copied();
    let same = |entry: &&'static Entry| {
        let mut names = spellings(entry).into_iter();
        names.any(|known| known.eq_ignore_ascii_case(name))
    };
    actions.find(same).ok_or_else(|| {
        // In the spelling that was used.
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
            "there is no action `{}`{help} (`aliyun-domain list` names all)",
            shown(name)
        ))
    })
}

/// The root without the actions.
fn root(catalog: &'static Catalog) -> Command {
    let product = catalog.product;
    let actions = catalog.actions.len();
    Command::new("aliyun-domain")
        .version(env!("CARGO_PKG_VERSION"))
        .about(format!(
            "Alibaba Cloud {}, API version {}: {actions} actions",
            product.name, product.version
        ))
        .long_about(format!(
            "Alibaba Cloud {}, API version {}: {actions} actions.\n\n{}",
            product.name, product.version, catalog.doc
        ))
        .override_usage(
            "aliyun-domain ACTION [PARAMETERS] [OPTIONS]\n       aliyun-domain list [AREA]",
        )
        .after_help(AFTER)
        .disable_help_subcommand(true)
        .disable_help_flag(true)
        .max_term_width(100)
        .subcommand_help_heading("Commands")
        .args(options::args())
        .subcommand(
            Command::new("list")
                .about("Lists the actions by area")
                .arg(Arg::new("area").value_name("AREA").help("This area only")),
        )
        .subcommand(
            Command::new("help")
                .about("Shows the help of an action")
                .arg(Arg::new("action").value_name("ACTION")),
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
                .about("Prints the man page, of an action where one is named")
                .arg(Arg::new("action").value_name("ACTION")),
        )
}

/// The root with all actions, for scripts and pages that have to know them.
pub(crate) fn with_actions(catalog: &'static Catalog) -> Command {
    let actions = catalog
        .actions
        .iter()
        .map(|entry| action::command(entry).visible_alias(entry.action.name));
    root(catalog).subcommands(actions)
}

const AFTER: &str = "\
An action is named as the API names it or in kebab case: QueryTaskDetailList,
query-task-detail-list. `aliyun-domain ACTION --help` shows its parameters.

Access keys come from ALIBABA_CLOUD_ACCESS_KEY_ID and
ALIBABA_CLOUD_ACCESS_KEY_SECRET, from ~/.aliyun/config.json (--profile), or
from the machine's role; never from the command line.

Exit codes: 0 done; 1 the service refused, or a task ended badly; 2 the command
line, the request, the settings or the credentials; 3 no answer, or one that
could not be read.";
