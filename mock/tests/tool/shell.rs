//! Flags, files and signals.

use std::net::TcpListener;
use std::os::unix::fs::PermissionsExt;

use crate::run::{KEY, Serving, ends, spec, tool};

const UNSIGNED: &str = "GET /?Action=Ping&Format=JSON&AccessKeyId=hush HTTP/1.1\r\n\
                        host: x\r\nconnection: close\r\n\r\n";

#[test]
fn it_serves_records_and_ends_when_told() {
    let folder = tempfile::tempdir().unwrap();
    let record = folder.path().join("record.jsonl");
    std::fs::write(&record, "").unwrap();
    std::fs::set_permissions(&record, PermissionsExt::from_mode(0o644)).unwrap();
    for (at, signal) in ["TERM", "INT"].into_iter().enumerate() {
        let mut command = tool();
        let spec = if at == 0 {
            spec(folder.path())
        } else {
            folder.path().join("spec")
        };
        command
            .args(["serve", "--port", "0", "--access-key", KEY, "--spec"])
            .arg(spec);
        let serving = Serving::start(command.arg("--record").arg(&record));
        let (status, body) = serving.exchange(UNSIGNED);
        assert!(status == 400 && body.contains("MissingParameter"), "{body}");
        let (code, printed) = serving.signal(signal);
        assert_eq!(code, Some(0), "{signal}");
        assert!(
            printed.starts_with("#1 400 Ping MissingParameter: "),
            "{printed}"
        );
    }
    let lines = std::fs::read_to_string(&record).unwrap();
    assert_eq!(lines.lines().count(), 2, "a recording is added to");
    assert!(!lines.contains("hush"), "{lines}");
    for line in lines.lines() {
        let request: serde_json::Value = serde_json::from_str(line).unwrap();
        assert_eq!(request["action"], "Ping");
        assert_eq!(request["code"], "MissingParameter");
        assert_eq!(request["checks"][1]["outcome"], "refused");
    }
    let mode = std::fs::metadata(&record).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn keys_come_from_files_and_the_environment() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec(folder.path());
    let keys = folder.path().join("keys");
    std::fs::write(&keys, "# for tests\n\nfirst:one\nsecond:two:token\n").unwrap();
    let mut command = tool();
    command
        .args(["serve", "--port", "0", "-q", "--spec"])
        .arg(&spec);
    command.arg("--access-key-file").arg(&keys);
    drop(Serving::start(&mut command));
    let mut command = tool();
    command
        .args(["serve", "--port", "0", "-q", "--spec"])
        .arg(&spec);
    drop(Serving::start(
        command.env("ALIYUN_MOCK_ACCESS_KEYS", "first:one second:two"),
    ));
}

#[test]
fn the_page_is_told_where_it_can_be_reached() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec(folder.path());
    for (host, name) in [("127.0.0.1", "127.0.0.1"), ("0.0.0.0", "localhost")] {
        let mut command = tool();
        command.args([
            "serve",
            "--port",
            "0",
            "-q",
            "--access-key",
            KEY,
            "--host",
            host,
        ]);
        let serving = Serving::start(command.arg("--spec").arg(&spec));
        let (_, port) = serving.address().rsplit_once(':').unwrap();
        let told = format!("log of requests: http://{name}:{port}/_mock/");
        assert_eq!(serving.page, told);
        let named = format!("host: {name}:{port}\r\n");
        assert_eq!(serving.control("GET", "/info", &named, "").0, 200);
    }
}

#[test]
fn what_cannot_start_says_why() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec(folder.path());
    let spec = spec.to_str().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = taken.local_addr().unwrap().port().to_string();
    let keys = file("keys", "good:one\nonlyasecret\n");
    let faults = file("faults.yaml", "faults:\n  - kind: status\n    status: 99\n");
    let unknown = file(
        "unknown.yaml",
        "faults:\n  - { kind: close, action: Absent }\n",
    );
    let typo = file(
        "typo.yaml",
        "seed: 1\nfaults:\n  - kind: close\n    cuont: 1\n",
    );
    let absent = folder.path().join("absent");
    let absent = absent.to_str().unwrap();
    let with = |more: &[&str]| {
        let mut all = vec!["serve", "--spec", spec, "--port", "0", "--access-key", KEY];
        all.extend(more);
        ends(tool().args(all))
    };
    let plain = |all: &[&str]| ends(tool().arg("serve").args(all));
    for ((code, message), expected, words) in [
        (
            plain(&["--spec", spec]),
            2,
            vec!["no access key", "ALIYUN_MOCK_ACCESS_KEYS"],
        ),
        (
            plain(&["--spec", spec, "--access-key", "nothing"]),
            2,
            vec!["expected ID:SECRET"],
        ),
        (
            plain(&["--spec", spec, "--access-key-file", &keys]),
            1,
            vec!["keys:2: expected ID:SECRET"],
        ),
        (
            plain(&["--spec", absent, "--access-key", KEY]),
            1,
            vec!["cannot be served", "absent"],
        ),
        (with(&["--port", "no"]), 2, vec!["--port"]),
        (with(&["--log", "0"]), 2, vec!["--log"]),
        (with(&["--domain", "a.example"]), 2, vec!["--state"]),
        (with(&["--tls"]), 2, vec!["--tls-cert-out"]),
        (
            with(&["--faults", &faults]),
            1,
            vec!["faults.yaml:3:13: faults[0].status: expected 200 to 999, found `99`"],
        ),
        (
            with(&["--faults", &unknown]),
            1,
            vec![":2:28: faults[0].action: Sample has no action `Absent`"],
        ),
        (
            with(&["--faults", &typo]),
            1,
            vec![":4:5: faults[0]: there is no key `cuont`; expected one of `kind`"],
        ),
        (
            with(&["--record", "/absent/record"]),
            1,
            vec!["cannot write the recording"],
        ),
    ] {
        assert_eq!(code, Some(expected), "{message}");
        for word in words {
            assert!(message.contains(word), "{word}: {message}");
        }
        for secret in ["testsecret", "onlyasecret", "nothing:"] {
            assert!(!message.contains(secret), "{message}");
        }
    }
    let all = [
        "serve",
        "--spec",
        spec,
        "--access-key",
        KEY,
        "--port",
        &port,
    ];
    let (code, message) = ends(tool().args(all));
    assert_eq!(code, Some(1));
    assert!(
        message.contains(&port) && message.contains("--port"),
        "{message}"
    );
}

#[test]
fn a_bad_spec_is_shown_with_its_findings() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec(folder.path());
    std::fs::write(spec.join("Bad.yaml"), "action: Bad\nresponse: 3\n").unwrap();
    let (code, message) = ends(
        tool()
            .args(["serve", "--access-key", KEY, "--spec"])
            .arg(spec),
    );
    assert_eq!(code, Some(1));
    assert!(message.contains("Bad.yaml:2"), "{message}");
}

#[tokio::test]
async fn tls_is_spoken_with_the_certificate_that_was_written() {
    use std::sync::Arc;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio_rustls::TlsConnector;
    use tokio_rustls::rustls::crypto::ring;
    use tokio_rustls::rustls::pki_types::pem::PemObject;
    use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
    use tokio_rustls::rustls::{ClientConfig, RootCertStore};

    let folder = tempfile::tempdir().unwrap();
    let pem = folder.path().join("cert.pem");
    let mut command = tool();
    command.args([
        "serve",
        "--port",
        "0",
        "-q",
        "--access-key",
        KEY,
        "--tls",
        "--spec",
    ]);
    command
        .arg(spec(folder.path()))
        .arg("--tls-cert-out")
        .arg(&pem);
    let serving = Serving::start(&mut command);
    assert!(
        serving.endpoint.starts_with("https://"),
        "{}",
        serving.endpoint
    );
    let mut roots = RootCertStore::empty();
    roots
        .add(CertificateDer::from_pem_file(&pem).unwrap())
        .unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let connector = TlsConnector::from(Arc::new(config));
    for name in ["localhost", "127.0.0.1"] {
        let stream = tokio::net::TcpStream::connect(serving.address())
            .await
            .unwrap();
        let name = ServerName::try_from(name).unwrap();
        let mut stream = connector.connect(name, stream).await.unwrap();
        stream.write_all(UNSIGNED.as_bytes()).await.unwrap();
        let mut text = Vec::new();
        // The end of the connection may come without TLS's own farewell.
        let _ = stream.read_to_end(&mut text).await;
        let text = String::from_utf8(text).unwrap();
        assert!(
            text.starts_with("HTTP/1.1 400") && text.contains("MissingParameter"),
            "{text}"
        );
    }
}

#[test]
fn a_product_without_domains_owns_none() {
    let folder = tempfile::tempdir().unwrap();
    let spec = spec(folder.path());
    let mut command = tool();
    command.args(["serve", "--port", "0", "--access-key", KEY, "--state"]);
    command
        .args(["--domain", "example.com", "--spec"])
        .arg(spec);
    let (code, said) = ends(&mut command);
    assert_eq!(code, Some(2), "{said}");
    assert!(said.contains("the product Sample has no domains"), "{said}");
}
