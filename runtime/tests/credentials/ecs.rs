//! The metadata service: tokens, and roles of an instance.

use std::time::Duration;

use aliyun_runtime::Credentials;
use aliyun_runtime::credentials::EcsCredentials;

use crate::parts::{assert_parts, failure, key_json, nowhere, ok};
use crate::server::{Server, answer};

/// A metadata service that answers a request for a token so.
fn metadata(token: Vec<u8>) -> Server {
    Server::start(move |received| match &received.line[..4] {
        "PUT " => token.clone(),
        _ => ok(&key_json("STS.ecs", 3600)),
    })
}

fn ecs(server: &Server, v1: bool) -> EcsCredentials {
    let surroundings = nowhere()
        .with_metadata(&server.endpoint)
        .with_patience(Duration::from_millis(200));
    EcsCredentials::new()
        .with_role("reader")
        .with_v1(v1)
        .with_surroundings(surroundings)
}

#[tokio::test]
async fn a_metadata_service_that_gives_no_token() {
    for (token, reason) in [
        (
            answer("403 Forbidden", "", "hush"),
            "it gives no token (HTTP 403)",
        ),
        (
            answer("404 Not Found", "", "hush"),
            "it gives no token (HTTP 404)",
        ),
        (
            answer("405 Not Allowed", "", "hush"),
            "it gives no token (HTTP 405)",
        ),
        (Vec::new(), "asked for a token: no whole answer in time"),
    ] {
        let server = metadata(token);
        let key = ecs(&server, true).credentials().await.unwrap();
        assert_eq!(key.id(), "STS.ecs");
        let asked = server.received();
        assert_eq!(asked[1].header("x-aliyun-ecs-metadata-token"), None);
        let text = failure(&ecs(&server, false)).await;
        assert_parts(&text, &[reason, "(IMDSv1) is switched off"]);
        assert_eq!(server.received().len(), asked.len() + 1);
    }
}

#[tokio::test]
async fn a_metadata_service_whose_token_is_broken() {
    for (token, reason) in [
        (
            answer("500 Oops", "", "hush"),
            "answered HTTP 500 when asked for a token",
        ),
        (answer("302 Found", "Location: /\r\n", ""), "HTTP 302"),
        (ok(""), "its token is not usable"),
        (ok("<html> hush </html>"), "its token is not usable"),
        (ok("hush\r\nx-other: y"), "its token is not usable"),
        (ok("hüsh"), "its token is not usable"),
    ] {
        // Going on without would be asking for less than there is.
        let server = metadata(token);
        assert_parts(&failure(&ecs(&server, true)).await, &[reason]);
        assert_eq!(server.received().len(), 1);
    }
}

#[tokio::test]
async fn roles_of_an_instance() {
    const FOLDER: &str = "GET /latest/meta-data/ram/security-credentials/";
    let with_role = |role: Vec<u8>| {
        Server::start(move |received| {
            if received.line.starts_with("PUT /latest/api/token ") {
                assert_eq!(
                    received.header("x-aliyun-ecs-metadata-token-ttl-seconds"),
                    Some("21600")
                );
                return ok("a-token");
            }
            assert_eq!(
                received.header("x-aliyun-ecs-metadata-token"),
                Some("a-token")
            );
            match received.line.strip_prefix(FOLDER) {
                Some(" HTTP/1.1") => role.clone(),
                Some("reader HTTP/1.1") => ok(&key_json("STS.ecs", 3600)),
                _ => answer("404 Not Found", "", "hush"),
            }
        })
    };
    let unnamed = |server: &Server| {
        EcsCredentials::new().with_surroundings(nowhere().with_metadata(&server.endpoint))
    };
    let server = with_role(ok("reader\n"));
    let key = unnamed(&server).credentials().await.unwrap();
    assert_eq!(key.id(), "STS.ecs");
    assert_eq!(server.received().len(), 3);
    for (role, reason) in [
        (
            answer("404 Not Found", "", "hush"),
            "the instance has no role",
        ),
        (
            answer("500 Oops", "", "hush"),
            "HTTP 500 when asked for the role",
        ),
        (ok("<html>hush</html>"), "for the name of the role is none"),
        (ok("reader\nhush"), "for the name of the role is none"),
        (ok("../hush"), "for the name of the role is none"),
        (ok(""), "for the name of the role is none"),
        (ok("other"), "does not have the role `other`"),
    ] {
        let text = failure(&unnamed(&with_role(role))).await;
        assert_parts(&text, &["the ECS metadata service: ", reason]);
    }
    let server = with_role(ok("reader"));
    let named = unnamed(&server).with_role("hush/../x");
    assert_parts(&failure(&named).await, &["the name of the role is none"]);
}
