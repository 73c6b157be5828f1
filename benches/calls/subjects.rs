//! Who makes calls: our client, a peer, and the HTTP library alone.

use std::net::SocketAddr;
use std::sync::Arc;

use ali_acs::sms;
use aliyun_benches::rounds::Subject;
use aliyun_domain::runtime::SignedRequest;
use aliyun_domain::{AccessKey, Config, SignatureVersion};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use tokio::runtime::Runtime;

use crate::bench;
use crate::requests;

const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");

/// Runs `call` a number of times, several at once, on the runtime's one thread.
fn drive<F>(runtime: &Runtime, times: u32, at_once: u32, call: impl Fn() -> F)
where
    F: Future<Output = ()> + Send + 'static,
{
    let workers = at_once.min(times).max(1);
    runtime.block_on(async {
        let mut tasks = Vec::new();
        for worker in 0..workers {
            let share = times / workers + u32::from(worker < times % workers);
            let calls: Vec<F> = (0..share).map(|_| call()).collect();
            tasks.push(tokio::spawn(async move {
                for call in calls {
                    call.await;
                }
            }));
        }
        for task in tasks {
            task.await.expect("a task does not panic");
        }
    });
}

/// The parameters of a figure's calls.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Load {
    /// 22 short parameters.
    Small,
    /// The parameters of a real action, and an image.
    Image,
}

/// All subjects that can make calls with this load. The first is the HTTP library
/// alone.
pub fn all<'a>(
    runtime: &'a Runtime,
    address: SocketAddr,
    load: Load,
    at_once: u32,
) -> Vec<Subject<'a>> {
    vec![
        raw(runtime, address, load, at_once),
        same(runtime, address, load, at_once),
        ours(
            "ours, V3",
            runtime,
            address,
            SignatureVersion::V3,
            load,
            at_once,
        ),
        ours(
            "ours, V1",
            runtime,
            address,
            SignatureVersion::V1,
            load,
            at_once,
        ),
        peer(runtime, address, load, at_once),
    ]
}

/// reqwest with a prepared address and a prepared body of the same size.
fn raw(runtime: &Runtime, address: SocketAddr, load: Load, at_once: u32) -> Subject<'_> {
    let url = format!("http://{address}/");
    let signed = signed(load);
    let body = match load {
        Load::Small => signed.url().to_owned(),
        Load::Image => signed.form().to_owned(),
    };
    let request = plain().post(url).header(CONTENT_TYPE, FORM).body(body);
    ready_made("raw reqwest, ready body", runtime, request, at_once)
}

/// reqwest with exactly our request, signed once: a lower bound for all clients
/// that use reqwest.
fn same(runtime: &Runtime, address: SocketAddr, load: Load, at_once: u32) -> Subject<'_> {
    let signed = signed(load);
    let (_, query) = signed.url().split_once('?').unwrap_or_default();
    let mut request = plain().post(format!("http://{address}/?{query}"));
    for (name, value) in signed.headers() {
        request = request.header(name, value);
    }
    if load == Load::Image {
        request = request.body(signed.form().to_owned());
    }
    ready_made("raw reqwest, ready request", runtime, request, at_once)
}

fn signed(load: Load) -> SignedRequest {
    match load {
        Load::Small => requests::signed_small(SignatureVersion::V3),
        Load::Image => requests::signed_image(SignatureVersion::V3),
    }
}

fn plain() -> reqwest::Client {
    let client = reqwest::Client::builder().no_proxy();
    client.build().expect("a client")
}

/// Sends one request repeatedly.
fn ready_made<'a>(
    name: &'a str,
    runtime: &'a Runtime,
    request: reqwest::RequestBuilder,
    at_once: u32,
) -> Subject<'a> {
    let (client, request) = request.build_split();
    let request = Arc::new(request.expect("a request"));
    Subject::new(name, move |times| {
        drive(runtime, times, at_once, || {
            let (client, request) = (client.clone(), Arc::clone(&request));
            async move {
                // Shares the body.
                let request = request.try_clone().expect("a body in memory");
                let response = client.execute(request).await.expect("an answer");
                assert!(response.status().is_success());
                response.bytes().await.expect("a whole answer");
            }
        });
    })
}

/// Settings of our client; the endpoint is for requests that are not sent.
pub fn config(version: SignatureVersion) -> Config {
    Config::new(AccessKey::new("testid", "testsecret"))
        .with_signature(version)
        .with_endpoint("http://127.0.0.1:8080")
}

fn ours<'a>(
    name: &'a str,
    runtime: &'a Runtime,
    address: SocketAddr,
    version: SignatureVersion,
    load: Load,
    at_once: u32,
) -> Subject<'a> {
    let config = config(version).with_endpoint(format!("http://{address}"));
    match load {
        Load::Small => {
            let client = Arc::new(bench::Client::new(config).expect("a client"));
            let request = Arc::new(requests::small());
            Subject::new(name, move |times| {
                drive(runtime, times, at_once, || {
                    let (client, request) = (Arc::clone(&client), Arc::clone(&request));
                    async move {
                        let answer = client.submit_sms_qualification(&request).await;
                        assert!(answer.expect("an answer").success == Some(true));
                    }
                });
            })
        }
        Load::Image => {
            let client = Arc::new(aliyun_domain::Client::new(config).expect("a client"));
            let request = Arc::new(requests::with_image());
            Subject::new(name, move |times| {
                drive(runtime, times, at_once, || {
                    let (client, request) = (Arc::clone(&client), Arc::clone(&request));
                    async move {
                        let answer = client
                            .save_task_for_updating_registrant_info_by_identity_credential(
                                &request,
                            );
                        assert!(answer.await.expect("an answer").task_no.is_some());
                    }
                });
            })
        }
    }
}

/// ali-acs. It only supports its own hosts with `https`. Our server is its proxy and
/// gets the requests in plain HTTP, because this build has no TLS.
fn peer(runtime: &Runtime, address: SocketAddr, load: Load, at_once: u32) -> Subject<'_> {
    let client = reqwest::Client::builder()
        .proxy(reqwest::Proxy::all(format!("http://{address}")).expect("an address"))
        .build()
        .expect("a client");
    let key = ali_acs::AccessKeySecret::new("testid", "testsecret");
    let connection = sms::Connection::with_client(sms::Endpoint::CnHangzhou, key, client);
    let image: Arc<[u8]> = requests::image().bytes().into();
    Subject::new("ali-acs, V3", move |times| {
        drive(runtime, times, at_once, || {
            let (connection, image) = (connection.clone(), Arc::clone(&image));
            async move {
                match load {
                    Load::Small => {
                        let request = requests::peer_small();
                        let answer = connection.submit_sms_qualification(request).await;
                        assert!(answer.expect("an answer").success == Some(true));
                    }
                    Load::Image => {
                        let file = sms::AddSmsSignSignFileList {
                            file_contents: STANDARD.encode(&*image),
                            file_suffix: "jpg".to_owned(),
                        };
                        let request = sms::AddSmsSign::new("example", 1, "example", vec![file]);
                        let answer = connection.add_sms_sign(request).await;
                        assert!(answer.expect("an answer").sign_name.is_some());
                    }
                }
            }
        });
    })
}

/// The result of a future that never waits.
pub fn ready(
    future: impl Future<Output = Result<SignedRequest, aliyun_domain::Error>>,
) -> SignedRequest {
    let mut context = std::task::Context::from_waker(std::task::Waker::noop());
    match std::pin::pin!(future).poll(&mut context) {
        std::task::Poll::Ready(signed) => signed.expect("a signed request"),
        std::task::Poll::Pending => unreachable!("an access key is there at once"),
    }
}
