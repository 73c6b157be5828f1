//! Connections: HTTP in, HTTP out.

use std::future::poll_fn;
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use hyper::body::{Body, Bytes, Incoming};
use hyper::header::{CONTENT_TYPE, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response, StatusCode};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::fault::Fault;
use crate::io::{Answer, Guarded};
use crate::mask::RecordedRequest;
use crate::play::{Slot, break_off, play};
use crate::render::Reply;
use crate::service::Service;

/// The largest body that is looked at, in bytes.
const BODY: usize = 2 * 1024 * 1024;

/// How much of a request that is refused for its size is read, in bytes, so
/// that a caller still sending gets to see the answer.
const DRAIN: usize = 64 * 1024 * 1024;

/// How long to wait after a connection could not be accepted.
const PAUSE: Duration = Duration::from_millis(20);

/// Accepts connections until it is dropped, which ends them too.
pub(crate) async fn listen(listener: TcpListener, service: Arc<Service>) {
    let mut connections = JoinSet::new();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                connections.spawn(connection(stream, Arc::clone(&service)));
            }
            // A lack of file handles passes; the port stays open meanwhile.
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
        while connections.try_join_next().is_some() {}
    }
}

async fn connection(stream: TcpStream, service: Arc<Service>) {
    let broken = service.state().breaks.pop_front();
    if let Some(failure) = broken {
        return break_off(stream, failure).await;
    }
    let fresh = Arc::new(AtomicBool::new(false));
    let script = Slot::default();
    let io = Guarded::new(stream, Arc::clone(&fresh));
    let answer = service_fn(|request| Box::pin(respond(request, &service, &fresh, &script)));
    let mut connection = http1::Builder::new().serve_connection(io, answer);
    // Errors here are the caller's hanging up, or a fault that was asked for.
    let ended = poll_fn(|context| connection.poll_without_shutdown(context)).await;
    let mut io = connection.into_parts().io;
    if io.overlong {
        service.state().requests.push(RecordedRequest::unread(414));
        let _ = refuse_line(&mut io.stream).await;
    } else if let Some((script, body)) = script.take() {
        // An error is the caller's hanging up.
        let _ = play(io.stream, script, &body).await;
    } else if ended.is_ok() {
        let _ = io.stream.shutdown().await;
    }
}

/// Answers a request whose first line is too long, then reads what is still
/// on its way.
async fn refuse_line(stream: &mut TcpStream) -> io::Result<()> {
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

async fn respond(
    request: Request<Incoming>,
    service: &Service,
    fresh: &AtomicBool,
    script: &Slot,
) -> io::Result<Response<Answer>> {
    let (parts, body) = request.into_parts();
    let body = collect(body).await?;
    fresh.store(true, Ordering::Relaxed);
    let (reply, fault) = service.serve(&parts, body);
    if let Some(Fault::Script(found)) = fault {
        script.put(found, reply.map(|reply| reply.body).unwrap_or_default());
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
    response
        .headers_mut()
        .insert(CONTENT_TYPE, HeaderValue::from_static(reply.content_type));
    Ok(response)
}

/// The whole body, or `None` where it is larger than the gateway takes.
async fn collect(mut body: Incoming) -> io::Result<Option<Bytes>> {
    let mut bytes = Vec::new();
    let mut length = 0;
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
