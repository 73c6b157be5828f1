//! The body of an HTTP request, which knows when a connection takes it.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Frame, SizeHint};

/// Whether a connection has taken a request to write it. Until then nothing
/// of it can have reached the service.
#[derive(Clone, Default)]
pub(crate) struct Sent(Arc<AtomicBool>);

impl Sent {
    pub(crate) fn get(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }

    pub(crate) fn set(&self) {
        self.0.store(true, Ordering::Release);
    }
}

/// A body that is sent at most once: it cannot be cloned, so that no layer
/// below can send the request again by itself.
pub(crate) struct Body {
    bytes: Option<Bytes>,
    sent: Sent,
}

impl Body {
    pub(crate) fn new(bytes: Bytes, sent: Sent) -> Self {
        Self {
            bytes: (!bytes.is_empty()).then_some(bytes),
            sent,
        }
    }
}

impl http_body::Body for Body {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        _: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.sent.set();
        let bytes = self.bytes.take();
        Poll::Ready(bytes.map(|bytes| Ok(Frame::data(bytes))))
    }

    /// A connection asks this right before it writes the head of the request,
    /// to know whether a body follows; nobody asks earlier.
    fn is_end_stream(&self) -> bool {
        self.sent.set();
        self.bytes.is_none()
    }

    fn size_hint(&self) -> SizeHint {
        let length = self.bytes.as_ref().map_or(0, Bytes::len);
        SizeHint::with_exact(length as u64)
    }
}
