//! Every action of the spec, called once with all its parameters.

use aliyun_codegen::model::{Action, Type};
use aliyun_mock::MockGateway;
use serde_json::Value;

use crate::filled;
use crate::support::{Shell, gateway, model};

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn every_action_is_accepted_with_all_its_parameters() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let endpoint = gateway.endpoint();
    let model = model();
    let mut refused = Vec::new();
    // The gateway only knows tasks that were submitted to it.
    let mut actions: Vec<_> = model.actions.iter().collect();
    actions.sort_by_key(|action| !submits(action));
    let mut task = None;
    for action in actions {
        for field in filled::images(action) {
            let (name, bytes) = filled::image(field);
            shell.file(&name, bytes);
        }
        let mut request = filled::request(&model, action);
        if let (Some(task), Some(number)) = (&task, request.get_mut("TaskNo")) {
            *number = Value::clone(task);
        }
        let request = request.to_string();
        let args = [
            action.name.as_str(),
            "--from-json",
            "-",
            "--endpoint",
            &endpoint,
        ];
        let ran = shell.run_with(&args, request.as_bytes());
        let sent = gateway.requests().pop();
        let sent = sent.filter(|sent| sent.action.as_deref() == Some(action.name.as_str()));
        let all = action.request.fields.iter().all(|field| {
            let mut names = sent.iter().flat_map(|sent| &sent.parameters);
            names.any(|(name, _)| {
                let rest = name.strip_prefix(field.name.as_str());
                rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
            })
        });
        if submits(action) && ran.code == 0 {
            task = Some(ran.json()["TaskNo"].clone());
        }
        if ran.code != 0 || gateway.executions(&action.name) != 1 || !all {
            refused.push(format!(
                "{}: exit {}: {}",
                action.name,
                ran.code,
                ran.err.trim()
            ));
        }
    }
    assert!(
        refused.is_empty(),
        "{} refused:\n{}",
        refused.len(),
        refused.join("\n")
    );
    assert_eq!(gateway.requests().len(), model.actions.len());
}

/// Whether it answers with the number of a new task.
fn submits(action: &Action) -> bool {
    let has = |object: &aliyun_codegen::model::Object| {
        object.fields.iter().any(|field| field.name == "TaskNo")
    };
    has(&action.response) && !has(&action.request)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 1)]
async fn flags_send_what_a_file_sends() {
    let (gateway, shell) = (gateway().await, Shell::with_key());
    let model = model();
    let (mut differ, mut objects) = (Vec::new(), 0);
    for action in &model.actions {
        for field in filled::images(action) {
            let (name, bytes) = filled::image(field);
            shell.file(&name, bytes);
        }
        let request = filled::request(&model, action);
        let file = ["--from-json", "-"].map(str::to_owned);
        let by_file = sent(&gateway, &shell, action, &file, &request.to_string());
        let flags = flags(action, &request);
        objects += flags
            .iter()
            .filter(|flag| flag.contains("DomainName="))
            .count();
        let by_flags = sent(&gateway, &shell, action, &flags, "");
        if by_file.is_empty() != action.request.fields.is_empty() || by_file != by_flags {
            differ.push(format!("{}:\n  {by_file:?}\n  {by_flags:?}", action.name));
        }
    }
    assert!(differ.is_empty(), "{}", differ.join("\n"));
    assert!(objects > 3, "lists of objects are among them");
}

/// The parameters that reach the gateway, sorted by name.
fn sent(
    gateway: &MockGateway,
    shell: &Shell,
    action: &Action,
    parameters: &[String],
    input: &str,
) -> Vec<(String, String)> {
    let endpoint = gateway.endpoint();
    let mut args = vec![action.name.as_str(), "--endpoint", &endpoint];
    args.extend(parameters.iter().map(String::as_str));
    let before = gateway.requests().len();
    let ran = shell.run_with(&args, input.as_bytes());
    let requests = gateway.requests();
    // The gateway may refuse it, as the tasks that the request names do not exist.
    assert_eq!(requests.len(), before + 1, "{}: {}", action.name, ran.err);
    let mut parameters = requests[before].parameters.clone();
    parameters.sort();
    parameters
}

/// The same values as flags.
fn flags(action: &Action, request: &Value) -> Vec<String> {
    let mut flags = Vec::new();
    for field in &action.request.fields {
        let value = &request[&field.name];
        let values = match (&field.ty, value) {
            (Type::List(_), Value::Array(members)) => members.iter().map(text).collect(),
            (Type::Json, value) => vec![value.to_string()],
            _ => vec![text(value)],
        };
        let flag = |value: String| format!("--{}={value}", field.name);
        flags.extend(values.into_iter().map(flag));
    }
    flags
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Object(members) => {
            let escaped = |text: String| text.replace('\\', r"\\").replace(',', r"\,");
            let pairs = members
                .iter()
                .map(|(key, value)| format!("{key}={}", escaped(text(value))));
            pairs.collect::<Vec<_>>().join(",")
        }
        other => other.to_string(),
    }
}
