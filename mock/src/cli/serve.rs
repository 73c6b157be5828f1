//! `serve`: the gateway on a port.

use std::fmt::Display;
use std::io::{self, ErrorKind, Write};
use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Mutex;

use aliyun_codegen::model::Model;
use aliyun_mock::{FaultFile, FaultRule, MockGateway, RecordedRequest};

use super::files;
use super::keys::{self, Key};
use super::record::Recording;

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// Folder with product.yaml and one file per action.
    #[arg(long, value_name = "DIR")]
    spec: PathBuf,
    /// Address to listen on; /_mock/ is always for callers on this machine only.
    #[arg(long, value_name = "ADDRESS", default_value_t = IpAddr::V4(Ipv4Addr::LOCALHOST))]
    host: IpAddr,
    /// Port to listen on; 0 for a free one.
    #[arg(long, default_value_t = 8080)]
    port: u16,
    /// Access key for calls, ID:SECRET or ID:SECRET:TOKEN; may be repeated.
    ///
    /// Other users of the machine can see it. A file or the environment variable
    /// ALIYUN_MOCK_ACCESS_KEYS (keys separated by blanks) hides it.
    #[arg(long, value_name = "ID:SECRET", value_parser = keys::parse)]
    access_key: Vec<Key>,
    /// File with one access key per line, in the form of --access-key; may be repeated.
    #[arg(long, value_name = "FILE")]
    access_key_file: Vec<PathBuf>,
    /// Keep a consistent state in memory: tasks and, for Domain, profiles, groups and domains.
    #[arg(long)]
    state: bool,
    /// Domain that the account owns from the start (product Domain only); may be repeated.
    #[arg(long, value_name = "NAME", requires = "state")]
    domain: Vec<String>,
    /// File with the initial fault rules, as YAML.
    #[arg(long, value_name = "FILE")]
    faults: Option<PathBuf>,
    /// File to append every request to, as a line of JSON without secrets and images.
    #[arg(long, value_name = "FILE")]
    record: Option<PathBuf>,
    /// Number of requests that the log in memory holds.
    #[arg(long, value_name = "N", default_value_t = 1000, value_parser = clap::value_parser!(u32).range(1..))]
    log: u32,
    /// Refuse parameters outside their documented place (query or form).
    #[arg(long)]
    strict_placement: bool,
    /// Answer JSON with the documented examples, unchanged.
    #[arg(long)]
    verbatim: bool,
    /// Speak HTTPS, with a certificate that is made at startup.
    #[arg(long, requires = "tls_cert_out")]
    tls: bool,
    /// File to write the certificate to, as PEM; callers have to trust it.
    #[arg(long, value_name = "FILE", requires = "tls")]
    tls_cert_out: Option<PathBuf>,
    /// Print no line per request.
    #[arg(long, short)]
    quiet: bool,
}

/// Why the gateway cannot start.
enum Failure {
    Usage(String),
    Start(String),
}

pub(crate) fn run(arguments: Arguments) -> ExitCode {
    match serve(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(Failure::Usage(message)) => {
            note(format_args!("error: {message}"));
            ExitCode::from(2)
        }
        Err(Failure::Start(message)) => {
            note(format_args!("error: {message}"));
            ExitCode::FAILURE
        }
    }
}

fn serve(arguments: Arguments) -> Result<(), Failure> {
    let keys = collect(&arguments)?;
    let model = aliyun_codegen::read(&arguments.spec)
        .map_err(|failure| Failure::Start(format!("the spec cannot be served\n\n{failure}")))?;
    let faults = arguments.faults.as_deref();
    let faults = faults.map(|path| read_faults(path, &model)).transpose()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::Start(format!("cannot start: {error}")))?;
    runtime.block_on(until_stopped(arguments, keys, model, faults))
}

fn collect(arguments: &Arguments) -> Result<Vec<Key>, Failure> {
    let mut found = arguments.access_key.clone();
    for path in &arguments.access_key_file {
        found.extend(keys::read(path).map_err(Failure::Start)?);
    }
    found.extend(keys::environment().map_err(Failure::Usage)?);
    if found.is_empty() {
        return Err(Failure::Usage(format!(
            "no access key: give one with --access-key ID:SECRET, --access-key-file FILE or {}",
            keys::VARIABLE,
        )));
    }
    Ok(found)
}

type Faults = (Vec<FaultRule>, u64);

fn read_faults(path: &Path, model: &Model) -> Result<Faults, Failure> {
    let shown = path.display();
    let text = files::read(path, FaultFile::LONGEST)
        .map_err(|what| Failure::Start(format!("{shown}: {what}")))?;
    let wrong = |what: String| Failure::Start(format!("{shown}:{what}"));
    let file = FaultFile::from_yaml(&text).map_err(wrong)?;
    file.check(model).map_err(wrong)?;
    Ok(file.into_parts())
}

async fn until_stopped(
    arguments: Arguments,
    keys: Vec<Key>,
    model: Model,
    faults: Option<Faults>,
) -> Result<(), Failure> {
    let product = format!(
        "{} {}, {} actions",
        model.product.name,
        model.product.version,
        model.actions.len(),
    );
    let address = SocketAddr::new(arguments.host, arguments.port);
    let mut builder = MockGateway::builder(model)
        .with_address(address)
        .with_log_limit(usize::try_from(arguments.log).unwrap_or(usize::MAX))
        .with_observer(observer(&arguments)?)
        .with_control();
    for key in keys {
        builder = builder.with_access_key(key.id, key.secret);
        if let Some(token) = key.token {
            builder = builder.with_security_token(token);
        }
    }
    if arguments.state {
        builder = builder.with_state(arguments.domain);
    }
    if !arguments.strict_placement {
        builder = builder.with_any_placement();
    }
    if !arguments.verbatim {
        builder = builder.with_model_names();
    }
    if arguments.tls {
        builder = builder.with_tls();
    }
    // Caught before anybody can know that the gateway runs.
    let signals = Signals::new().map_err(|error| Failure::Start(error.to_string()))?;
    let gateway = builder.start().await.map_err(|error| {
        if error.kind() == ErrorKind::InvalidInput {
            return Failure::Usage(error.to_string());
        }
        let hint = match error.kind() {
            ErrorKind::AddrInUse => "; choose another port with --port",
            ErrorKind::PermissionDenied => "; ports below 1024 need special rights",
            _ => "",
        };
        Failure::Start(format!("cannot listen on {address}: {error}{hint}"))
    })?;
    if let Some((rules, seed)) = faults {
        gateway.set_faults(rules, seed);
    }
    if let (Some(path), Some(pem)) = (&arguments.tls_cert_out, gateway.certificate()) {
        std::fs::write(path, pem).map_err(|error| {
            let path = path.display();
            Failure::Start(format!("cannot write the certificate to {path}: {error}"))
        })?;
    }
    say(format_args!("{product}, on {}", gateway.endpoint()));
    say(page(&gateway));
    signals.wait().await;
    gateway.stop().await;
    Ok(())
}

/// The line about the page.
fn page(gateway: &MockGateway) -> String {
    let address = gateway.address();
    let endpoint = gateway.endpoint();
    let endpoint = if address.ip().is_unspecified() {
        endpoint.replace(
            &address.to_string(),
            &format!("localhost:{}", address.port()),
        )
    } else if address.ip().is_loopback() {
        endpoint
    } else {
        return format!(
            "no page: {address} is not a loopback address, and only callers on this machine may use it"
        );
    };
    format!("log of requests: {endpoint}/_mock/")
}

/// The function that reports and records every request.
fn observer(
    arguments: &Arguments,
) -> Result<impl Fn(&RecordedRequest) + Send + Sync + use<>, Failure> {
    let recording = arguments.record.as_deref().map(Recording::open);
    let recording = Mutex::new(recording.transpose().map_err(Failure::Start)?);
    let quiet = arguments.quiet;
    Ok(move |request: &RecordedRequest| {
        if !quiet {
            say(line(request));
        }
        let mut recording = recording
            .lock()
            .unwrap_or_else(std::sync::PoisonError::into_inner);
        if let Some(problem) = recording.as_mut().and_then(|file| file.add(request)) {
            note(format_args!("error: {problem}"));
        }
    })
}

/// A request in one line: number, status, action, and the reason of a refusal.
fn line(request: &RecordedRequest) -> String {
    let status = request
        .status
        .map_or("closed".to_owned(), |status| status.to_string());
    let mut line = format!(
        "#{} {status} {}",
        request.number,
        request.action.as_deref().unwrap_or("-"),
    );
    if let Some(fault) = request.fault {
        line += &format!(" [fault: {fault}]");
    }
    if let Some(code) = &request.code {
        line += &format!(" {code}: {}", request.message.as_deref().unwrap_or(""));
    }
    line
}

/// The signals that end the tool.
struct Signals {
    #[cfg(unix)]
    terminate: tokio::signal::unix::Signal,
    #[cfg(unix)]
    interrupt: tokio::signal::unix::Signal,
}

impl Signals {
    #[cfg(unix)]
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        Ok(Self {
            terminate: signal(SignalKind::terminate())?,
            interrupt: signal(SignalKind::interrupt())?,
        })
    }

    #[cfg(unix)]
    async fn wait(mut self) {
        std::future::poll_fn(|context| {
            if self.terminate.poll_recv(context).is_ready() {
                return std::task::Poll::Ready(());
            }
            self.interrupt.poll_recv(context).map(|_| ())
        })
        .await;
    }

    #[cfg(not(unix))]
    fn new() -> io::Result<Self> {
        Ok(Self {})
    }

    #[cfg(not(unix))]
    async fn wait(self) {
        // If the program cannot listen for it, Ctrl-C ends the process anyway.
        if tokio::signal::ctrl_c().await.is_err() {
            std::future::pending().await
        }
    }
}

/// Writes a line to standard output. A closed pipe is not an error.
fn say(text: impl Display) {
    let _ = writeln!(io::stdout(), "{text}");
}

/// Writes a line to standard error. If that fails, there is no place left to report
/// it.
fn note(text: impl Display) {
    let _ = writeln!(io::stderr(), "{text}");
}
