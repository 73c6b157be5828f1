//! Connections: HTTP in, HTTP out.

use std::future::poll_fn;
use std::io;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::Poll;
use std::time::Duration;

use hyper::body::{Body, Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::watch;
use tokio::task::JoinSet;

#[cfg(feature = "cli")]
use crate::control;
use crate::fault::Fault;
use crate::io::{Answer, Guarded};
use crate::mask::RecordedRequest;
use crate::play::{Slot, break_off, play};
use crate::render::Reply;
use crate::service::{Served, Service};
use crate::stream::Stream;

/// The largest body that is accepted, in bytes.
const BODY: usize = 2 * 1024 * 1024;

/// The most bytes that are read of a request that is too large, so that a caller
/// that is still sending sees the answer.
const DRAIN: usize = 64 * 1024 * 1024;

/// The pause after a connection could not be accepted.
const PAUSE: Duration = Duration::from_millis(20);

/// The time limit of a TLS handshake.
#[cfg(feature = "tls")]
const HANDSHAKE: Duration = Duration::from_secs(10);

/// The data that all connections share.
pub(crate) struct Server {
    pub(crate) service: Arc<Service>,
    #[cfg(feature = "tls")]
    pub(crate) tls: Option<tokio_rustls::TlsAcceptor>,
    /// Whether the page below `/_mock/` is served.
    #[cfg(feature = "cli")]
    pub(crate) control: bool,
    /// Becomes true when the gateway ends gracefully.
    pub(crate) stopping: watch::Receiver<bool>,
}

/// Accepts connections until it is dropped, which ends them too, or until it gets
/// the stop signal, which lets unfinished answers end.
pub(crate) async fn listen(listener: TcpListener, server: Arc<Server>) {
    let mut connections = JoinSet::new();
    let mut stopping = server.stopping.clone();
    loop {
        // A dropped gateway sends no stop signal; it aborts this task.
        let stop = async { stopping.wait_for(|stopping| *stopping).await.is_ok() };
        let accepted = either(listener.accept(), stop).await;
        match accepted {
            Either::First(Ok((stream, peer))) => {
                connections.spawn(connection(stream, peer, Arc::clone(&server)));
            }
            // A lack of file handles is temporary; the port stays open meanwhile.
            Either::First(Err(_)) => tokio::time::sleep(PAUSE).await,
            Either::Second(_) => break,
        }
        while connections.try_join_next().is_some() {}
    }
    drop(listener);
    while connections.join_next().await.is_some() {}
}

/// The first result of two.
enum Either<A, B> {
    First(A),
    Second(B),
}

/// Waits for the first of two to be ready.
async fn either<A: Future, B: Future>(a: A, b: B) -> Either<A::Output, B::Output> {
    let (mut a, mut b) = (pin!(a), pin!(b));
    poll_fn(|context| {
        if let Poll::Ready(output) = a.as_mut().poll(context) {
            return Poll::Ready(Either::First(output));
        }
        b.as_mut().poll(context).map(Either::Second)
    })
    .await
}

async fn connection(stream: TcpStream, peer: SocketAddr, server: Arc<Server>) {
    // A failed handshake ends the connection.
    if let Ok(stream) = secure(stream, &server).await {
        talk(stream, peer, &server).await;
    }
}

#[cfg(feature = "tls")]
async fn secure(stream: TcpStream, server: &Server) -> io::Result<Stream> {
    let Some(tls) = &server.tls else {
        return Ok(Stream::Plain(stream));
    };
    let stream = tokio::time::timeout(HANDSHAKE, tls.accept(stream)).await??;
    Ok(Stream::Tls(Box::new(stream)))
}

#[cfg(not(feature = "tls"))]
async fn secure(stream: TcpStream, _: &Server) -> io::Result<Stream> {
    Ok(Stream::Plain(stream))
}

#[cfg_attr(
    not(feature = "cli"),
    expect(unused_variables, reason = "the control page alone asks who calls")
)]
async fn talk(stream: Stream, peer: SocketAddr, server: &Server) {
    let service = &*server.service;
    if let Some(failure) = service.broken_connection() {
        return break_off(stream, failure).await;
    }
    let fresh = Arc::new(AtomicBool::new(false));
    let script = Slot::default();
    let io = Guarded::new(stream, Arc::clone(&fresh));
    let site = Site {
        service,
        #[cfg(feature = "cli")]
        peer: server.control.then_some(peer),
        fresh: &fresh,
        script: &script,
    };
    let answer = service_fn(|request| Box::pin(respond(request, &site)));
    let mut connection = http1::Builder::new().serve_connection(io, answer);
    let mut stopping = server.stopping.clone();
    let stop = async { stopping.wait_for(|stopping| *stopping).await.is_ok() };
    // Errors here mean that the caller hung up, or come from a fault.
    let step = poll_fn(|context| connection.poll_without_shutdown(context));
    let ended = match either(step, stop).await {
        Either::First(ended) => ended,
        Either::Second(_) => {
            Pin::new(&mut connection).graceful_shutdown();
            poll_fn(|context| connection.poll_without_shutdown(context)).await
        }
    };
    let mut io = connection.into_parts().io;
    if io.overlong {
        service.keep(RecordedRequest::unread(414, (service.clock)()));
        let _ = refuse_line(&mut io.stream).await;
    } else if let Some((script, body)) = script.take() {
        // An error means that the caller hung up.
        let _ = play(io.stream, script, &body).await;
    } else if ended.is_ok() {
        let _ = io.stream.shutdown().await;
    }
}

/// Answers a request whose first line is too long, then reads the rest of it.
async fn refuse_line(stream: &mut Stream) -> io::Result<()> {
    let Reply {
        status,
        content_type,
        body,
        ..
    } = Reply::proxy(414, "Request-URI Too Large");
    let head = format!(
        "HTTP/1.1 {status} Request-URI Too Large\r\ncontent-type: {content_type}\r\n\
         content-length: {}\r\nconnection: close\r\n\r\n",
        body.len(),
    );
    stream
        .write_all(&[head.as_bytes(), body.as_slice()].concat())
        .await?;
    stream.shutdown().await?;
    let mut space = vec![0; 64 * 1024];
    let mut drained = 0;
    while drained < DRAIN {
        match stream.read(&mut space).await? {
            0 => break,
            read => drained += read,
        }
    }
    Ok(())
}

/// The connection of a request.
struct Site<'c> {
    service: &'c Service,
    /// The caller, if the control page is served.
    #[cfg(feature = "cli")]
    peer: Option<SocketAddr>,
    fresh: &'c AtomicBool,
    script: &'c Slot,
}

async fn respond(request: Request<Incoming>, site: &Site<'_>) -> io::Result<Response<Answer>> {
    let (parts, body) = request.into_parts();
    let body = collect(body).await?;
    site.fresh.store(true, Ordering::Relaxed);
    #[cfg(feature = "cli")]
    if let Some(peer) = site.peer
        && let Some(response) = control::answer(site.service, peer, &parts, body.as_ref())
    {
        return Ok(response);
    }
    let Served {
        reply,
        fault,
        delay,
    } = site.service.serve(&parts, body);
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    if let Some(Fault::Script(found)) = fault {
        let body = reply.map(|reply| reply.body).unwrap_or_default();
        site.script.put(found, body);
        return Err(io::Error::other("the rest follows a script"));
    }
    let Some(reply) = reply else {
        return Err(io::Error::other("closed as asked"));
    };
    let body = match fault {
        Some(Fault::Delay(time)) => {
            tokio::time::sleep(time).await;
            Answer::whole(reply.body)
        }
        Some(Fault::Truncate(length)) => Answer::cut(reply.body, length),
        _ => Answer::whole(reply.body),
    };
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::from_u16(reply.status).map_err(io::Error::other)?;
    let headers = response.headers_mut();
    if !reply.content_type.is_empty() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(reply.content_type));
    }
    let id = reply
        .request_id
        .map(|id| ("x-acs-request-id".to_owned(), id));
    for (name, value) in reply.headers.into_iter().chain(id) {
        let name = HeaderName::from_bytes(name.as_bytes()).map_err(io::Error::other)?;
        let value = HeaderValue::from_str(&value).map_err(io::Error::other)?;
        headers.insert(name, value);
    }
    Ok(response)
}

/// The whole body, or `None` if it is too large.
async fn collect(mut body: Incoming) -> io::Result<Option<Bytes>> {
    let mut bytes = Vec::new();
    let mut length = 0;
    // A body that is announced as too large is not read.
    if body.size_hint().lower() > DRAIN as u64 {
        return Ok(None);
    }
    while let Some(frame) = poll_fn(|context| Pin::new(&mut body).poll_frame(context)).await {
        let Ok(data) = frame.map_err(io::Error::other)?.into_data() else {
            continue;
        };
        length += data.len();
        if length <= BODY {
            bytes.extend_from_slice(&data);
        } else {
            bytes = Vec::new();
        }
        if length > DRAIN {
            break;
        }
    }
    Ok((length <= BODY).then(|| bytes.into()))
}
