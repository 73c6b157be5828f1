//! Failures of a run: a message for people, an exit code for scripts.

use std::io::{self, Write};
use std::process::ExitCode;

use aliyun_runtime::dynamic::Object;
use aliyun_runtime::{Error, ErrorKind};

use crate::interrupt::Signal;
use crate::{options, visible};

/// Why a run failed.
pub(crate) struct Failure {
    exit: Exit,
    message: String,
}

#[derive(Clone, Copy)]
enum Exit {
    /// Not a failure: help was asked for.
    Shown = 0,
    /// The service refused, or a task failed.
    Service = 1,
    /// The command line, a file, the settings or the credentials.
    Usage = 2,
    /// No answer, or an unreadable one; the request may be sent again.
    Transport = 3,
    /// A request that must not simply be sent again may have been carried out.
    Unknown = 4,
    /// A task was submitted, and its end was not seen; or a list is not whole.
    Unfinished = 5,
    /// Ctrl-C; the code that shells use.
    Interrupted = 130,
    /// SIGTERM; the code that shells use.
    Terminated = 143,
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
       and do not submit it again; or a list of --all-pages is not complete
  130  interrupted (Ctrl-C; 143 by SIGTERM); for a request that changes
       something, as 4";

impl Failure {
    /// A mistake on this side; nothing was sent.
    pub(crate) fn usage(message: impl Into<String>) -> Self {
        Self::new(Exit::Usage, message)
    }

    /// The service refused, or a task failed.
    pub(crate) fn service(message: impl Into<String>) -> Self {
        Self::new(Exit::Service, message)
    }

    /// There is no answer, or it cannot be read or printed.
    pub(crate) fn transport(message: impl Into<String>) -> Self {
        Self::new(Exit::Transport, message)
    }

    /// The request may have been carried out; sending it again is not safe.
    pub(crate) fn unknown(message: impl Into<String>) -> Self {
        Self::new(Exit::Unknown, message)
    }

    /// A signal ended the run.
    pub(crate) fn interrupted(signal: Signal, message: impl Into<String>) -> Self {
        let exit = match signal {
            Signal::Interrupt => Exit::Interrupted,
            Signal::Terminate => Exit::Terminated,
        };
        Self::new(exit, message)
    }

    /// The same failure, while the task that was waited for goes on.
    pub(crate) fn unfinished(mut self) -> Self {
        self.exit = Exit::Unfinished;
        self
    }

    /// The same failure, after a request that changes something was answered.
    pub(crate) fn carried_out(mut self) -> Self {
        self.exit = Exit::Unknown;
        self.with("the request was carried out: do not send it again")
    }

    fn new(exit: Exit, message: impl Into<String>) -> Self {
        Self {
            exit,
            message: message.into(),
        }
    }

    /// Several mistakes at once.
    pub(crate) fn problems(what: &str, problems: &[String]) -> Self {
        if let [only] = problems {
            return Self::usage(format!("{what}: {only}"));
        }
        let mut message = format!("{what} has {} mistakes:", problems.len());
        for problem in problems {
            message.push_str("\n  ");
            message.push_str(problem);
        }
        Self::usage(message)
    }

    /// The mistake that clap found. The message never repeats a value, which may be
    /// personal.
    pub(crate) fn clap(error: &clap::Error) -> Self {
        use clap::error::{ContextKind, ContextValue, ErrorKind};
        match error.kind() {
            ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => {
                return match write!(io::stdout(), "{error}") {
                    Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                        Self::transport(format!("cannot write the output: {error}"))
                    }
                    _ => Self::new(Exit::Shown, ""),
                };
            }
            ErrorKind::UnknownArgument => {}
            _ => {
                let text = error.to_string();
                let text = text.trim_start_matches("error: ").trim_end();
                return Self::usage(text);
            }
        }
        let text = |kind| match error.get(kind) {
            Some(ContextValue::String(text)) => Some(text.as_str()),
            _ => None,
        };
        let found = text(ContextKind::InvalidArg).unwrap_or_default();
        if !found.starts_with('-') {
            return Self::usage(
                "there is a value that belongs to no flag; expected --FLAG VALUE \
                 (see --help)",
            );
        }
        let name = found.split('=').next().unwrap_or_default();
        let mut message = format!("there is no flag `{name}`");
        let secret = [
            "secret",
            "access-key",
            "security-token",
            "sts-token",
            "password",
        ];
        if secret.iter().any(|word| name.to_lowercase().contains(word)) {
            message.push_str(
                "; access keys are not taken from the command line, which other users of \
                 the machine can see: set ALIBABA_CLOUD_ACCESS_KEY_ID and \
                 ALIBABA_CLOUD_ACCESS_KEY_SECRET, or use --profile",
            );
        } else if let Some(similar) = text(ContextKind::SuggestedArg) {
            message.push_str(&format!("; did you mean `{similar}`?"));
        } else {
            message.push_str(" (see --help)");
        }
        Self::usage(message)
    }

    /// An error of the runtime for a call of the action with these parameters.
    pub(crate) fn call(error: &Error, request: &'static Object) -> Self {
        if let Some(invalid) = error.validation() {
            let problems: Vec<String> = invalid
                .violations()
                .iter()
                .map(|violation| {
                    let path = violation.parameter();
                    let flag = flag(path, request);
                    format!("{path}{flag} {}", violation.message())
                })
                .collect();
            let what = error.action().unwrap_or("the request");
            return Self::problems(what, &problems);
        }
        let mut message = options::named(&error.to_string());
        if error.kind() == ErrorKind::Credentials {
            message.push_str(
                "\n  access keys come from ALIBABA_CLOUD_ACCESS_KEY_ID and \
                 ALIBABA_CLOUD_ACCESS_KEY_SECRET, from a profile (--profile), or from the \
                 machine's role",
            );
        }
        if let Some(place) = error.recommend() {
            message.push_str(&format!(
                "\n  the service recommends: {}",
                visible::line(place)
            ));
        }
        Self::new(exit(error), message)
    }

    /// The same failure with another line.
    pub(crate) fn with(mut self, line: &str) -> Self {
        self.message.push_str("\n  ");
        self.message.push_str(line);
        self
    }

    /// Prints the message to standard error, and returns the exit code.
    pub(crate) fn tell(self) -> ExitCode {
        if !self.message.is_empty() {
            // If this fails, there is no place left to report it.
            let _ = writeln!(io::stderr(), "error: {}", visible::lines(&self.message));
        }
        ExitCode::from(self.exit as u8)
    }
}

/// The flag of a parameter by its path on the wire.
fn flag(path: &str, request: &'static Object) -> String {
    let name = path.split('.').next().unwrap_or_default();
    let found = request.fields().find(|(field, _)| field.name == name);
    let flag = found.and_then(|(field, fact)| options::flag(field, fact));
    flag.map_or_else(|| ":".to_owned(), |flag| format!(" (--{flag}):"))
}

fn exit(error: &Error) -> Exit {
    match error.kind() {
        ErrorKind::OutcomeUnknown => Exit::Unknown,
        ErrorKind::Incomplete => Exit::Unfinished,
        ErrorKind::Service => Exit::Service,
        ErrorKind::Config | ErrorKind::Credentials | ErrorKind::Validation => Exit::Usage,
        ErrorKind::TooLarge if !error.may_have_been_sent() => Exit::Usage,
        _ => Exit::Transport,
    }
}
