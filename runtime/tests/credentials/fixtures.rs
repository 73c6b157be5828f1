//! The chain in one situation after the other.
//!
//! Each folder of `fixtures` is one: `case.json` has the environment, the
//! requests that are expected with their answers, and what comes of it; files
//! lie in `home`. `{home}` and `{server}` stand for the home folder and the
//! address of the server.

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aliyun_runtime::{AccessKey, Credentials, CredentialsChain};
use serde_json::Value;

use crate::parts::{NOBODY, assert_parts, assert_same, failure, nowhere, variables};
use crate::server::{Received, Server, answer};

fn folders() -> Vec<PathBuf> {
    let all = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/credentials/fixtures");
    let entries = std::fs::read_dir(all).unwrap();
    let mut folders: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    folders.sort();
    folders
}

/// The member of an object as a list of names and texts.
fn texts(object: &Value) -> Vec<(String, String)> {
    let entries = object.as_object().into_iter().flatten();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    entries
        .map(|(name, value)| (name.clone(), text(value)))
        .collect()
}

/// A server that answers what was recorded, in that order. What is not as
/// recorded goes to the list of faults.
fn replay(requests: &Value, faults: &Arc<Mutex<Vec<String>>>) -> Server {
    let requests: VecDeque<Value> = requests.as_array().into_iter().flatten().cloned().collect();
    let (requests, faults) = (Mutex::new(requests), Arc::clone(faults));
    Server::start(move |received| {
        let Some(request) = requests.lock().unwrap().pop_front() else {
            faults
                .lock()
                .unwrap()
                .push(format!("not recorded: {}", received.line));
            return answer("500 Not Recorded", "", "");
        };
        faults.lock().unwrap().extend(compare(&request, received));
        let body = match &request["answer"] {
            Value::String(text) => text.clone(),
            other => other.to_string(),
        };
        answer(request["status"].as_str().unwrap_or("200 OK"), "", &body)
    })
}

fn compare(request: &Value, received: &Received) -> Vec<String> {
    let mut faults = Vec::new();
    let line = request["line"].as_str().unwrap();
    if !received.line.starts_with(line) {
        faults.push(format!("{line} expected: {}", received.line));
    }
    for (name, value) in texts(&request["headers"]) {
        if !received.header(&name).unwrap_or("absent").contains(&value) {
            faults.push(format!(
                "{line}: header {name}: {:?}",
                received.header(&name)
            ));
        }
    }
    let body = String::from_utf8_lossy(&received.body);
    for (name, value) in texts(&request["form"]) {
        let pair = format!(
            "{name}={}",
            aliyun_runtime::generated::percent::encode(&value)
        );
        if !body.split('&').any(|found| found == pair) {
            faults.push(format!("{line}: {pair} is missing: {body}"));
        }
    }
    faults
}

async fn run(folder: &Path) {
    let text = std::fs::read_to_string(folder.join("case.json")).unwrap();
    let case: Value = serde_json::from_str(&text).unwrap();
    let faults = Arc::default();
    let server = replay(&case["requests"], &faults);
    let home = folder.join("home").display().to_string();
    let fill = |text: &str| {
        text.replace("{home}", &home)
            .replace("{server}", &server.endpoint)
    };
    let environment = texts(&case["env"]).into_iter();
    let environment = environment.map(|(name, value)| (name, fill(&value)));
    let metadata = case["metadata"].as_str().map_or(NOBODY.to_owned(), fill);
    let surroundings = nowhere()
        .with_variables(variables(environment))
        .with_sts(&server.endpoint)
        .with_metadata(metadata)
        .with_patience(Duration::from_secs(5));
    let chain = CredentialsChain::new().with_surroundings(surroundings);

    if let Some(parts) = case["error"].as_array() {
        let parts: Vec<_> = parts
            .iter()
            .map(|part| fill(part.as_str().unwrap()))
            .collect();
        let parts: Vec<_> = parts.iter().map(String::as_str).collect();
        assert_parts(&failure(&chain).await, &parts);
    } else {
        let found = chain.credentials().await.unwrap();
        let key = &case["key"];
        let mut expected =
            AccessKey::new(key["id"].as_str().unwrap(), key["secret"].as_str().unwrap());
        if let Some(token) = key["token"].as_str() {
            expected = expected.with_security_token(token);
        }
        assert_same(found, expected.clone()).await;
        // A second look gives the same, without a second fetch.
        assert_same(chain.credentials().await.unwrap(), expected).await;
        let shown = format!("{chain:?}");
        assert_parts(&shown, &[case["chosen"].as_str().unwrap()]);
    }
    assert_eq!(*faults.lock().unwrap(), [""; 0]);
    let recorded = case["requests"].as_array().map_or(0, Vec::len);
    assert_eq!(server.received().len(), recorded);
}

#[tokio::test]
async fn every_situation() {
    let folders = folders();
    assert!(folders.len() > 40, "{} situations", folders.len());
    let mut failed = Vec::new();
    for folder in folders {
        let name = folder.file_name().unwrap().to_owned();
        let outcome = tokio::spawn(async move { run(&folder).await }).await;
        if outcome.is_err() {
            failed.push(name);
        }
    }
    assert!(failed.is_empty(), "{failed:?}");
}
