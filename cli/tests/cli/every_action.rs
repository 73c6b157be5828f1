//! Each action of the spec, called once with all its parameters.

use aliyun_codegen::model::Action;
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

/// Whether it answers with the number of a task that is new.
fn submits(action: &Action) -> bool {
    let has = |object: &aliyun_codegen::model::Object| {
        object.fields.iter().any(|field| field.name == "TaskNo")
    };
    has(&action.response) && !has(&action.request)
}
