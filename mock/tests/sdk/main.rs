//! The published Python SDKs, which nobody here wrote, against the gateway.
//!
//! ```sh
//! python3 -m venv target/python-sdk
//! target/python-sdk/bin/pip install -r mock/tests/sdk/requirements.txt
//! cargo test -p aliyun-mock --features cli,tls --test sdk -- --ignored
//! ```

#![cfg(test)]

use std::path::{Path, PathBuf};
use std::process::Command;

use aliyun_mock::{Builder, MockGateway, RecordedRequest, SignatureVersion};
use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

/// The Python that has the SDKs; `None` with a message where there is none.
fn python() -> Option<PathBuf> {
    let python = root().join("target/python-sdk/bin/python");
    let imports = "import alibabacloud_domain20180129, aliyunsdkdomain";
    let found = Command::new(&python).args(["-c", imports]).output();
    if found.is_ok_and(|output| output.status.success()) {
        return Some(python);
    }
    eprintln!(
        "skipped: {} has no SDKs; see the head of this file",
        python.display()
    );
    None
}

fn gateway() -> Builder {
    let model = aliyun_codegen::read(root().join("spec/domain/2018-01-29")).unwrap();
    MockGateway::builder(model)
        .with_access_key("testid", "testsecret")
        .with_state(["owned.example"])
        .with_any_placement()
        .with_model_names()
}

#[tokio::test(flavor = "current_thread")]
#[ignore = "needs Python with the published SDKs"]
async fn the_published_sdks_have_a_session() {
    let Some(python) = python() else {
        return;
    };
    let gateway = gateway().start().await.unwrap();
    let calls = calls(&python, "http", &gateway, None).await;
    both_have_a_session(&gateway, &calls);
}

#[cfg(feature = "tls")]
#[tokio::test(flavor = "current_thread")]
#[ignore = "needs Python with the published SDKs"]
async fn the_published_sdks_have_a_session_over_tls() {
    let Some(python) = python() else {
        return;
    };
    let gateway = gateway().with_tls().start().await.unwrap();
    // Nobody has told them of the certificate yet.
    for call in calls(&python, "https", &gateway, None).await {
        let error = call["error"].as_str().unwrap_or_default();
        assert!(error.contains("certificate verify failed"), "{call}");
    }
    assert!(gateway.requests().is_empty());
    let calls = calls(&python, "https", &gateway, gateway.certificate()).await;
    both_have_a_session(&gateway, &calls);
}

/// What the SDKs tell of their calls; they trust this certificate.
async fn calls(
    python: &Path,
    protocol: &str,
    gateway: &MockGateway,
    certificate: Option<&str>,
) -> Vec<Value> {
    let folder = tempfile::tempdir().unwrap();
    let image = folder.path().join("paper.jpg");
    std::fs::write(
        &image,
        [&[0xff, 0xd8, 0xff, 0xe0][..], &[7; 100_000]].concat(),
    )
    .unwrap();
    let mut command = Command::new(python);
    command
        .arg(root().join("mock/tests/sdk/calls.py"))
        .arg(protocol)
        .arg(gateway.address().to_string())
        .arg(&image)
        .env_clear();
    if let Some(certificate) = certificate {
        let path = folder.path().join("cert.pem");
        std::fs::write(&path, certificate).unwrap();
        command.arg(path);
    }
    let output = tokio::task::spawn_blocking(move || command.output())
        .await
        .unwrap()
        .unwrap();
    let (text, problems) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{text}\n{problems}");
    text.lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

fn both_have_a_session(gateway: &MockGateway, calls: &[Value]) {
    for (sdk, version) in [("v3", SignatureVersion::V3), ("v1", SignatureVersion::V1)] {
        let own = |call: &&Value| call["sdk"] == sdk;
        session(&calls.iter().filter(own).collect::<Vec<_>>());
        let signed = |request: &&RecordedRequest| request.signature == Some(version);
        let requests = gateway.requests();
        assert!(requests.iter().filter(signed).count() >= 12, "{sdk}");
    }
    let recorded = format!("{:?}", gateway.requests());
    for secret in ["testsecret", "someone@example.com", "测试公司"] {
        assert!(!recorded.contains(secret), "{secret} is recorded");
    }
}

/// What every SDK must have seen.
fn session(calls: &[&Value]) {
    let of = |action: &str| -> Vec<&Value> {
        let of = calls.iter().filter(|call| call["action"] == action);
        of.copied().collect()
    };
    let (absent, rest): (Vec<&&Value>, Vec<&&Value>) = calls.iter().partition(|call| {
        call["error"]
            .as_str()
            .is_some_and(|error| error.contains("state"))
    });
    assert_eq!(absent.len(), 1, "one domain is not there");
    for call in &rest {
        assert_eq!(call["ok"], true, "{call}");
        assert!(call["answer"]["RequestId"].is_string(), "{call}");
    }
    let mut actions: Vec<&str> = rest
        .iter()
        .filter_map(|call| call["action"].as_str())
        .collect();
    actions.sort_unstable();
    actions.dedup();
    assert!(actions.len() >= 12, "{actions:?}");

    let profile =
        &of("QueryRegistrantProfiles")[0]["answer"]["RegistrantProfiles"]["RegistrantProfile"][0];
    assert_eq!(profile["ZhRegistrantOrganization"], "测试公司");
    assert_eq!(profile["RegistrantOrganization"], "Test + Co & Sons");
    let steps: Vec<&str> = of("QueryTaskDetailList")[..3]
        .iter()
        .map(|call| {
            let detail = &call["answer"]["Data"]["TaskDetail"][0];
            assert_eq!(detail["DomainName"], "bought.example");
            detail["TaskStatus"].as_str().unwrap()
        })
        .collect();
    assert_eq!(steps[2], "EXECUTE_SUCCESS", "{steps:?}");
    let listed = of("QueryDomainList")[0]["answer"]["Data"]["Domain"]
        .as_array()
        .unwrap();
    let names: Vec<&str> = listed
        .iter()
        .filter_map(|domain| domain["DomainName"].as_str())
        .collect();
    assert!(
        names.contains(&"owned.example") && names.contains(&"bought.example"),
        "{names:?}"
    );
    let bought = &of("QueryDomainByDomainName")[0]["answer"];
    assert_eq!(
        bought["ZhRegistrantOrganization"], "测试公司",
        "the profile's registrant"
    );
    let scrolled = &of("ScrollDomainList")[0]["answer"];
    assert_eq!(scrolled["Data"]["Domain"].as_array().map(Vec::len), Some(1));
    assert!(
        scrolled["ScrollId"]
            .as_str()
            .is_some_and(|cursor| !cursor.is_empty())
    );
}
