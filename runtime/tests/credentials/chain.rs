//! The chain where files and services change, and files are not as they
//! should be.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use aliyun_runtime::credentials::{IniCredentials, ProfileCredentials};
use aliyun_runtime::{Credentials, CredentialsChain};

use crate::parts::{Clocks, assert_parts, failure, key_json, nowhere, ok, sts_json, variables};
use crate::server::{Server, answer};

/// An empty home folder.
fn home(name: &str) -> PathBuf {
    let home = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join("home")
        .join(name);
    let _ = fs::remove_dir_all(&home);
    fs::create_dir_all(home.join(".aliyun")).unwrap();
    fs::create_dir_all(home.join(".alibabacloud")).unwrap();
    home
}

fn env(home: &Path, more: &[(&str, &str)]) -> Vec<(String, String)> {
    let home = ("HOME".to_owned(), home.display().to_string());
    let more = more
        .iter()
        .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    [home].into_iter().chain(more).collect()
}

fn chain(home: &Path, more: &[(&str, &str)]) -> CredentialsChain {
    let surroundings = nowhere().with_variables(variables(env(home, more)));
    CredentialsChain::new().with_surroundings(surroundings)
}

const CONFIG: &str = r#"{"current":"a","profiles":[{"name":"a","mode":"AK","access_key_id":"LTAIa","access_key_secret":"hush-a"}]}"#;
const INI: &str =
    "[default]\ntype = access_key\naccess_key_id = LTAIb\naccess_key_secret = hush-b\n";

#[tokio::test]
async fn a_mistake_is_not_kept_and_a_find_is() {
    let home = home("mended");
    let file = home.join(".aliyun/config.json");
    let chain = chain(&home, &[]);
    fs::write(&file, "{").unwrap();
    assert_parts(
        &failure(&chain).await,
        &["command line profile: ", "no JSON"],
    );
    fs::write(&file, CONFIG).unwrap();
    assert_eq!(chain.credentials().await.unwrap().id(), "LTAIa");
    // What is found stays, even where something earlier or nothing is there.
    fs::write(&file, CONFIG.replace("LTAIa", "LTAIother")).unwrap();
    assert_eq!(chain.credentials().await.unwrap().id(), "LTAIa");
    fs::remove_file(&file).unwrap();
    assert_eq!(chain.clone().credentials().await.unwrap().id(), "LTAIa");
}

#[tokio::test]
async fn a_file_that_cannot_be_read_is_not_passed_over() {
    let home = home("unreadable");
    fs::write(home.join(".alibabacloud/credentials"), INI).unwrap();
    let config = home.join(".aliyun/config.json");
    fs::create_dir(&config).unwrap();
    let text = failure(&chain(&home, &[])).await;
    assert_parts(
        &text,
        &["command line profile: ", "config.json cannot be read"],
    );
    fs::remove_dir(&config).unwrap();
    fs::write(&config, b"{\"hush\": \"\xFF\"}").unwrap();
    let text = failure(&chain(&home, &[])).await;
    assert_parts(
        &text,
        &["config.json is not UTF-8: invalid byte at offset 10"],
    );
    fs::write(&config, vec![b' '; (1 << 20) + 1]).unwrap();
    let text = failure(&chain(&home, &[])).await;
    assert_parts(&text, &["more than the 1048576 bytes"]);
    // Off is off.
    let off = chain(&home, &[("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "True")]);
    assert_eq!(off.credentials().await.unwrap().id(), "LTAIb");
}

#[cfg(unix)]
#[tokio::test]
async fn a_link_that_leads_nowhere_is_not_passed_over() {
    let home = home("dangling");
    fs::write(home.join(".alibabacloud/credentials"), INI).unwrap();
    let config = home.join(".aliyun/config.json");
    std::os::unix::fs::symlink(home.join("elsewhere"), &config).unwrap();
    let text = failure(&chain(&home, &[])).await;
    assert_parts(&text, &["command line profile: ", "cannot be read"]);
    fs::write(home.join("elsewhere"), CONFIG).unwrap();
    assert_eq!(chain(&home, &[]).credentials().await.unwrap().id(), "LTAIa");
}

#[tokio::test]
async fn two_credentials_files() {
    let home = home("two");
    fs::write(home.join(".alibabacloud/credentials.ini"), INI).unwrap();
    assert_eq!(chain(&home, &[]).credentials().await.unwrap().id(), "LTAIb");
    let other = home.join(".alibabacloud/credentials");
    fs::write(&other, INI.replace("LTAIb", "LTAIc")).unwrap();
    assert_parts(&failure(&chain(&home, &[])).await, &["there are both"]);
    let other = other.display().to_string();
    let chosen = chain(&home, &[("ALIBABA_CLOUD_CREDENTIALS_FILE", &other)]);
    assert_eq!(chosen.credentials().await.unwrap().id(), "LTAIc");
}

#[tokio::test]
async fn a_source_that_fails_later_is_still_the_one() {
    let works = Arc::new(AtomicBool::new(true));
    let switch = Arc::clone(&works);
    let server = Server::start(move |received| {
        if !switch.load(Ordering::SeqCst) {
            return answer("500 Oops", "", "");
        }
        match &received.line[..4] {
            "PUT " => ok("a-token"),
            _ if received.line.ends_with("credentials/ HTTP/1.1") => ok("reader"),
            _ => ok(&key_json("STS.ecs", 3600)),
        }
    });
    let other = Server::fixed(ok(&key_json("STS.uri", 7200)));
    let clocks = Clocks::default();
    let uri = (
        "ALIBABA_CLOUD_CREDENTIALS_URI".to_owned(),
        other.endpoint.clone(),
    );
    let surroundings = clocks
        .surroundings()
        .with_variables(variables([uri]))
        .with_metadata(&server.endpoint);
    let chain = CredentialsChain::new().with_surroundings(surroundings);
    assert_eq!(chain.credentials().await.unwrap().id(), "STS.ecs");
    works.store(false, Ordering::SeqCst);
    clocks.pass(3600);
    let text = failure(&chain).await;
    assert_parts(&text, &["ECS role: ", "HTTP 500 when asked for a token"]);
    assert!(other.received().is_empty());
}

#[tokio::test]
async fn a_role_that_comes_later_is_not_switched_to() {
    let has_role = Arc::new(AtomicBool::new(false));
    let switch = Arc::clone(&has_role);
    let server = Server::start(move |received| match &received.line[..4] {
        "PUT " => ok("a-token"),
        _ if !switch.load(Ordering::SeqCst) => answer("404 Not Found", "", ""),
        _ if received.line.ends_with("credentials/ HTTP/1.1") => ok("reader"),
        _ => ok(&key_json("STS.ecs", 7200)),
    });
    let other = Server::fixed(ok(&key_json("STS.uri", 3600)));
    let clocks = Clocks::default();
    let uri = (
        "ALIBABA_CLOUD_CREDENTIALS_URI".to_owned(),
        other.endpoint.clone(),
    );
    let surroundings = clocks
        .surroundings()
        .with_variables(variables([uri]))
        .with_metadata(&server.endpoint);
    let chain = CredentialsChain::new().with_surroundings(surroundings);
    assert_eq!(chain.credentials().await.unwrap().id(), "STS.uri");
    assert_parts(&format!("{chain:?}"), &["credentials URI"]);
    has_role.store(true, Ordering::SeqCst);
    clocks.pass(3000);
    assert_eq!(chain.credentials().await.unwrap().id(), "STS.uri");
    assert_eq!(server.received().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_first_burst_finds_one_source_and_fetches_once() {
    let home = home("burst");
    let config = r#"{"current":"r","profiles":[{"name":"r","mode":"RamRoleArn","access_key_id":"LTAIa","access_key_secret":"hush-a","ram_role_arn":"acs:ram::1:role/r","ram_session_name":"burst"}]}"#;
    fs::write(home.join(".aliyun/config.json"), config).unwrap();
    let server = Server::fixed(ok(&sts_json("STS.role", 3600)));
    let surroundings = nowhere()
        .with_variables(variables(env(&home, &[])))
        .with_sts(&server.endpoint);
    let chain = CredentialsChain::new().with_surroundings(surroundings);
    let calls = (0..1000).map(|_| {
        let chain = chain.clone();
        tokio::spawn(async move { chain.credentials().await })
    });
    let calls: Vec<_> = calls.collect();
    for call in calls {
        assert_eq!(call.await.unwrap().unwrap().id(), "STS.role");
    }
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn mistakes_show_without_sending_anything() {
    let home = home("check");
    let broken = [("ALIBABA_CLOUD_ACCESS_KEY_ID", "hush")];
    let text = chain(&home, &broken).check().unwrap_err().to_string();
    assert_parts(&text, &["environment variables: ", "_SECRET is not"]);
    let uri = [("ALIBABA_CLOUD_CREDENTIALS_URI", "hush")];
    let text = chain(&home, &uri).check().unwrap_err().to_string();
    assert_parts(
        &text,
        &["credentials URI: ALIBABA_CLOUD_CREDENTIALS_URI: no URI"],
    );
    // Nothing is wrong, though there is nothing to find.
    chain(&home, &[]).check().unwrap();
    fs::write(home.join(".aliyun/config.json"), CONFIG).unwrap();
    chain(&home, &[]).check().unwrap();
}

#[tokio::test]
async fn a_profile_chosen_by_the_program() {
    let home = home("chosen");
    let file = home.join("some.json");
    let two = CONFIG.replace(
        "]}",
        r#",{"name":"b","mode":"AK","access_key_id":"LTAIb","access_key_secret":"hush-b"}]}"#,
    );
    fs::write(&file, two).unwrap();
    let profiles = ProfileCredentials::new()
        .with_file(&file)
        .with_surroundings(
            // Only the file in the home folder is switched off.
            nowhere().with_variables(variables(env(
                &home,
                &[("ALIBABA_CLOUD_CLI_PROFILE_DISABLED", "true")],
            ))),
        );
    let of = |name: &str| profiles.clone().with_profile(name);
    assert_eq!(profiles.credentials().await.unwrap().id(), "LTAIa");
    assert_eq!(of("b").credentials().await.unwrap().id(), "LTAIb");
    let text = failure(&of("c")).await;
    assert_parts(&text, &["some.json has no profile `c`; it has `a`, `b`"]);

    let file = home.join("some.ini");
    let two = format!("{INI}[b]\ntype=access_key\naccess_key_id=LTAIc\naccess_key_secret=hush-c");
    fs::write(&file, two).unwrap();
    let sections = IniCredentials::new()
        .with_file(&file)
        .with_surroundings(nowhere());
    let of = |name: &str| sections.clone().with_section(name);
    assert_eq!(sections.credentials().await.unwrap().id(), "LTAIb");
    assert_eq!(of("b").credentials().await.unwrap().id(), "LTAIc");
    let text = failure(&of("c")).await;
    assert_parts(
        &text,
        &["some.ini has no section `c`; it has `default`, `b`"],
    );
    // What was read stays, in clones as well; other settings read anew.
    for file in ["some.json", "some.ini"] {
        fs::remove_file(home.join(file)).unwrap();
    }
    assert_eq!(profiles.clone().credentials().await.unwrap().id(), "LTAIa");
    assert_eq!(sections.clone().credentials().await.unwrap().id(), "LTAIb");
    assert_parts(&failure(&profiles.with_profile("a")).await, &["no file"]);
    let missing = sections.with_file(home.join("none.ini"));
    assert_parts(&failure(&missing).await, &["there is no file", "none.ini"]);
}

#[tokio::test]
async fn the_home_folder_by_either_name() {
    let home = home("names");
    fs::write(home.join(".aliyun/config.json"), CONFIG).unwrap();
    for (name, other) in [("HOME", "USERPROFILE"), ("USERPROFILE", "HOME")] {
        let list = [(name, home.display().to_string()), (other, String::new())];
        let list = list.map(|(name, value)| (name.to_owned(), value));
        let surroundings = nowhere().with_variables(variables(list));
        let chain = CredentialsChain::new().with_surroundings(surroundings);
        assert_eq!(chain.credentials().await.unwrap().id(), "LTAIa");
    }
    let text = failure(&CredentialsChain::new().with_surroundings(nowhere())).await;
    assert_parts(&text, &["the home folder is not known"]);
}
