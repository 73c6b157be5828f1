//! Makes the call: once, page by page, or until a task has ended.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use aliyun_runtime::dynamic::{self, Call, Cell, Document, Entry, Fact, Pages, Submission, Watch};
use aliyun_runtime::generated::{Core, Field, SENSITIVE, Scalar};
use aliyun_runtime::{Error, ErrorKind, ItemOutcome, Wait};
use serde_json::Value;

use crate::client::client;
use crate::failure::Failure;
use crate::files::Files;
use crate::fill::Filler;
use crate::gathered::Gathered;
use crate::interrupt::{Signal, unless_interrupted};
use crate::options::Options;
use crate::output::Printer;
use crate::program::Program;
use crate::report::{ended, report, verdict};
use crate::suggest::shown;
use crate::{dry_run, progress, visible};

/// The values of a flag and its parameter.
type Given = ((Field, &'static Fact), Vec<String>);

/// A call that is ready to be sent.
pub(crate) struct Ready<'o> {
    program: Program,
    pub(crate) entry: &'static Entry,
    pub(crate) core: Core,
    pub(crate) request: Document,
    /// Parameters that the table does not have.
    extra: Vec<(String, String)>,
    options: &'o Options,
    /// Number of the task that was submitted.
    submitted: RefCell<Option<String>>,
    /// The items of the task as they were listed last.
    seen: Arc<Mutex<Vec<ItemOutcome>>>,
}

/// Calls the action as the options say, and prints the answer.
pub(crate) fn run(
    program: Program,
    entry: &'static Entry,
    options: &Options,
    given: &[Given],
) -> Result<(), Failure> {
    fitting(entry, options)?;
    let printer = Printer::new(options)?;
    let files = Files::new(options.timeout.unwrap_or(FILE_TIMEOUT));
    let (request, extra) = fill(entry, options, given, &files)?;
    let ready = Ready {
        program,
        entry,
        core: client(program, options, &files)?,
        request,
        extra,
        options,
        submitted: RefCell::default(),
        seen: Arc::default(),
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .map_err(|error| Failure::transport(format!("cannot start: {error}")))?;
    let call = ready.run(&printer);
    runtime.block_on(unless_interrupted(call, |signal| ready.interrupted(signal)))
}

/// Refuses options that do not fit the action or each other.
fn fitting(entry: &Entry, options: &Options) -> Result<(), Failure> {
    let name = entry.action.name;
    let refuse = |reason: String| Err(Failure::usage(reason));
    if options.all_pages && entry.pagination.is_none() {
        return refuse(format!(
            "--all-pages: the answers of {name} do not come in pages"
        ));
    }
    if options.wait && entry.submits.is_none() && entry.waiter.is_none() {
        return refuse(format!("--wait: {name} submits no task"));
    }
    let pairs = [
        ("--wait", options.wait, "--all-pages", options.all_pages),
        ("--dry-run", options.dry_run, "--wait", options.wait),
        (
            "--dry-run",
            options.dry_run,
            "--all-pages",
            options.all_pages,
        ),
        (
            "--no-validate",
            options.no_validate,
            "--all-pages",
            options.all_pages,
        ),
    ];
    for (one, is_one, other, is_other) in pairs {
        if is_one && is_other {
            return refuse(format!("{one} and {other} do not go together"));
        }
    }
    Ok(())
}

fn fill(
    entry: &'static Entry,
    options: &Options,
    given: &[Given],
    files: &Files,
) -> Result<(Document, Vec<(String, String)>), Failure> {
    let mut request = Document::new(entry.request);
    let mut filler = Filler::new(files, options.no_validate);
    if let Some(path) = &options.from_json {
        filler.file(&mut request, path, entry.body);
    }
    for (parameter, values) in given {
        filler.flag(&mut request, *parameter, values);
    }
    let extra = filler
        .finish()
        .map_err(|problems| Failure::problems("the command line", &problems))?;
    Ok((request, extra))
}

impl Ready<'_> {
    async fn run(&self, printer: &Printer) -> Result<(), Failure> {
        let items = self.items();
        if self.options.dry_run {
            let signed = self
                .call()
                .sign()
                .await
                .map_err(|error| self.failed(&error))?;
            return printer.print(&dry_run::describe(&self.core, &signed, self.entry), &[]);
        }
        if self.options.all_pages {
            return printer.print(&self.all_pages().await?, &items);
        }
        if !self.options.wait {
            let answer = self.answer().await?;
            return match self.entry.action.idempotent {
                true => printer.print(&answer, &items),
                false => {
                    let printed = printer.deliver(&answer, &items);
                    printed.map_err(|failure| self.carried_out(failure, &answer))
                }
            };
        }
        match (self.entry.submits, self.entry.waiter) {
            (Some(submits), _) => self.submit(submits, printer).await,
            (None, Some(watch)) => self.watch(watch, printer).await,
            (None, None) => Ok(()),
        }
    }

    /// The failure if a signal ends the call.
    fn interrupted(&self, signal: Signal) -> Failure {
        if let Some(number) = &*self.submitted.borrow() {
            return Failure::interrupted(signal, "interrupted").with(&self.goes_on(number, ""));
        }
        let safe = self.entry.action.idempotent || self.options.dry_run;
        let message = match safe {
            true => "interrupted",
            false => {
                "interrupted; the outcome is unknown: the request may have been carried out; look \
                 for what it brings about before you send it again"
            }
        };
        Failure::interrupted(signal, message)
    }

    /// Advice about a task that had not ended when the program stopped watching it.
    fn goes_on(&self, number: &str, request_id: &str) -> String {
        let number = shown(number);
        let watcher = self.entry.submits.and_then(|submits| self.watcher(submits));
        let watcher = watcher.unwrap_or(self.entry);
        let key = watcher.waiter.map_or("", |watch| watch.waiter.key);
        format!(
            "the task {number} was submitted and goes on{request_id}; look at it with \
             `{} --{key} {number} --wait`, and do not submit it again",
            watcher.command
        )
    }

    fn failed(&self, error: &Error) -> Failure {
        let failure = Failure::call(error, self.entry.request);
        match error.partial_answer().and_then(|answer| self.facts(answer)) {
            Some(facts) => failure.with(&format!("what could be read of the answer has {facts}")),
            None => failure,
        }
    }

    /// Makes the call; warns of fields that are not as documented.
    async fn answer(&self) -> Result<Value, Failure> {
        let answer = self.call().send_with_meta().await;
        let answer = answer.map_err(|error| self.failed(&error))?;
        progress::unread(answer.unread());
        Ok(answer.value)
    }

    /// Texts and numbers of an answer, such as the number of a task.
    fn facts(&self, answer: &Value) -> Option<String> {
        let fields = self.entry.response.shape.iter();
        let facts = fields.filter(|field| !field.is(SENSITIVE));
        let facts = facts.filter_map(|field| {
            let text = match &answer[field.name] {
                Value::String(text) => text.clone(),
                Value::Number(number) => number.to_string(),
                _ => return None,
            };
            let name = field.name;
            (!text.is_empty()).then(|| format!("{name} `{}`", visible::start(&text, LONGEST_FACT)))
        });
        let facts: Vec<_> = facts.collect();
        (!facts.is_empty()).then(|| facts.join(", "))
    }

    /// The failure to print the answer to a request that changes something. It
    /// names what would be lost, such as the number of a task.
    fn carried_out(&self, failure: Failure, answer: &Value) -> Failure {
        let failure = failure.carried_out();
        match self.facts(answer) {
            Some(facts) => failure.with(&format!("the answer has {facts}")),
            None => failure,
        }
    }

    fn call(&self) -> Call<'_> {
        let call = Call::new(&self.core, self.entry, &self.request);
        if self.options.no_validate {
            let extra = self.extra.iter().map(|(key, value)| (key, value));
            return call.without_validation(extra);
        }
        call
    }

    /// The path to the items of a page: list, and wrapper of its members.
    fn items(&self) -> Vec<&'static str> {
        let Some(pagination) = self.entry.pagination else {
            return Vec::new();
        };
        self.entry.response.steps(pagination.items)
    }

    /// The last page, with the items of all pages.
    async fn all_pages(&self) -> Result<Value, Failure> {
        let path = self.items();
        let pages = Pages::new(&self.core, self.entry, self.request.clone());
        let mut pages = pages.ok_or_else(|| Failure::usage("there are no pages"))?;
        let (mut last, mut all) = (Value::Null, Gathered::default());
        while let Some(mut page) = pages.next().await.map_err(|error| self.failed(&error))? {
            progress::unread(pages.unread());
            let mut none = Vec::new();
            let items = match slot(&mut page, &path) {
                Some(Value::Array(items)) => items,
                _ => &mut none,
            };
            all.add(items).map_err(|reason| {
                Failure::transport(format!("{}: --all-pages: {reason}", self.entry.action.name))
            })?;
            let (number, items) = (all.pages, all.items.len());
            progress::say(&format!("page {number}: {items} items so far"));
            last = page;
        }
        if let Some(items) = slot(&mut last, &path) {
            *items = Value::Array(all.items);
        }
        Ok(last)
    }

    /// Submits a task and waits for its end.
    async fn submit(&self, submits: &Submission, printer: &Printer) -> Result<(), Failure> {
        let answer = self.answer().await?;
        let number = match &answer[submits.task] {
            Value::String(number) if !number.is_empty() => number.clone(),
            Value::Number(number) => number.to_string(),
            _ => {
                return Err(Failure::unknown(format!(
                    "{}: the answer has no `{}` to wait for{}; the task may have been \
                     submitted: look for it before you submit it again",
                    self.entry.action.name,
                    submits.task,
                    request_id(&answer),
                )));
            }
        };
        progress::say(&format!("submitted task {number}"));
        self.submitted.replace(Some(number.clone()));
        let watcher = self.watcher(submits);
        let watch = watcher.and_then(|watcher| Some((watcher, watcher.waiter?)));
        let (watcher, watch) =
            watch.ok_or_else(|| Failure::usage("there is no action to wait with").unfinished())?;
        let mut request = Document::new(watcher.request);
        if let Some(key) = request.cell_mut(watch.waiter.key) {
            let _ = key.set(Scalar::Text(&number));
        }
        let wait = self
            .wait(watcher, watch, request)
            .with_submitted(&self.request, submits.items);
        let id = answer.get("RequestId");
        let outcome = match wait.await {
            Ok(outcome) => outcome,
            Err(error) => {
                let advice = self.goes_on(&number, &request_id(&answer));
                let failure = Failure::call(&error, watcher.request);
                let failure = failure.with(&advice).unfinished();
                return Err(self.incomplete(failure, printer, (watch, &number, id)));
            }
        };
        printer
            .deliver(&ended(watch, &number, &outcome, id), &["Items"])
            .map_err(|failure| self.carried_out(failure, &answer))?;
        verdict(&number, &outcome, id)
    }

    /// Waits for the end of a task that was submitted before.
    async fn watch(&self, watch: &'static Watch, printer: &Printer) -> Result<(), Failure> {
        let wait = self.wait(self.entry, watch, self.request.clone());
        let key = self.request.cell(watch.waiter.key).map(text);
        let key = key.unwrap_or_default();
        let outcome = match wait.await {
            Ok(outcome) => outcome,
            Err(error) => {
                let failure = self.failed(&error);
                return Err(match error.kind() {
                    ErrorKind::Timeout | ErrorKind::Incomplete => {
                        self.incomplete(failure.unfinished(), printer, (watch, &key, None))
                    }
                    _ => failure,
                });
            }
        };
        printer.print(&ended(watch, &key, &outcome, None), &["Items"])?;
        verdict(&key, &outcome, None)
    }

    /// Prints what is known about a task that has not ended. The failure stays the
    /// same, and also says so if printing fails.
    fn incomplete(
        &self,
        failure: Failure,
        printer: &Printer,
        (watch, number, id): (&Watch, &str, Option<&Value>),
    ) -> Failure {
        let items = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let report = report(watch, (number, "Incomplete"), &items, id);
        match printer.deliver(&report, &["Items"]) {
            Ok(()) => failure,
            Err(_) => failure.with("the items that were seen cannot be printed"),
        }
    }

    /// The action that shows the progress of a task.
    fn watcher(&self, submits: &Submission) -> Option<&'static Entry> {
        self.program.catalog.entry(submits.watched_by)
    }

    fn wait(&self, entry: &'static Entry, watch: &'static Watch, request: Document) -> Wait<'_> {
        let wait = dynamic::wait(&self.core, entry, watch, request);
        let mut wait = wait.with_progress(progress::task(Arc::clone(&self.seen)));
        if let Some(timeout) = self.options.wait_timeout {
            wait = wait.with_timeout(timeout);
        }
        if let Some(interval) = self.options.poll_interval {
            wait = wait.with_interval(interval, interval.max(LONGEST_INTERVAL));
        }
        wait
    }
}

/// How long reading one file may take; `--timeout` sets it too.
const FILE_TIMEOUT: Duration = Duration::from_secs(30);

/// How much an error shows of one value of the answer, in characters.
const LONGEST_FACT: usize = 400;

/// The longest time between two polls.
const LONGEST_INTERVAL: Duration = Duration::from_secs(30);

fn request_id(answer: &Value) -> String {
    let id = answer.get("RequestId").and_then(Value::as_str);
    let id = id.map(shown);
    id.map_or_else(String::new, |id| format!(" [request id {id}]"))
}

fn text(cell: &Cell) -> String {
    use aliyun_runtime::generated::{Value as _, ValueRef};
    match cell.get() {
        ValueRef::Text(text) => text.to_owned(),
        ValueRef::Int(number) => number.to_string(),
        _ => String::new(),
    }
}

/// The list at a path, if there is one.
fn slot<'v>(value: &'v mut Value, path: &[&str]) -> Option<&'v mut Value> {
    let mut value = value;
    for step in path.iter().filter(|step| !step.is_empty()) {
        if value.is_array() {
            break;
        }
        value = value.get_mut(step)?;
    }
    value.is_array().then_some(value)
}
