//! The byte stream under one connection, and the answer's body on top of it.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll, ready};

use hyper::body::{Body, Bytes, Frame, SizeHint};
use hyper::rt::{Read, ReadBufCursor, Write};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

use crate::stream::Stream;

/// The longest request line, in bytes.
const LINE: usize = 64 * 1024;

/// A stream that stops reading at a request line that is too long. The HTTP
/// library would refuse it too, but with an empty answer.
pub(crate) struct Guarded {
    pub(crate) stream: Stream,
    /// Bytes of the request line so far; `None` after its end.
    line: Option<usize>,
    /// Set when a request has been read in full and the next line begins.
    fresh: Arc<AtomicBool>,
    /// Whether reading ended at a line that is too long.
    pub(crate) overlong: bool,
}

impl Guarded {
    pub(crate) fn new(stream: Stream, fresh: Arc<AtomicBool>) -> Self {
        Self {
            stream,
            line: Some(0),
            fresh,
            overlong: false,
        }
    }

    fn watch(&mut self, read: &[u8]) -> io::Result<()> {
        if self.fresh.swap(false, Ordering::Relaxed) {
            self.line = Some(0);
        }
        let Some(before) = self.line else {
            return Ok(());
        };
        let end = read.iter().position(|byte| *byte == b'\n');
        let length = before + end.unwrap_or(read.len());
        self.line = end.is_none().then_some(length);
        if length > LINE {
            self.overlong = true;
            return Err(io::Error::other("the request line is too long"));
        }
        Ok(())
    }
}

impl Read for Guarded {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        mut buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        let mut space = [0; 16 * 1024];
        let room = buffer.remaining().min(space.len());
        let mut part = ReadBuf::new(&mut space[..room]);
        ready!(Pin::new(&mut self.stream).poll_read(context, &mut part))?;
        self.watch(part.filled())?;
        buffer.put_slice(part.filled());
        Poll::Ready(Ok(()))
    }
}

impl Write for Guarded {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.stream).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

/// A body that may end before its announced length.
pub(crate) struct Answer {
    rest: Bytes,
    length: u64,
    /// Whether the connection breaks once `rest` is sent.
    broken: bool,
    waited: bool,
}

impl Answer {
    pub(crate) fn whole(body: Vec<u8>) -> Self {
        let length = u64::try_from(body.len()).unwrap_or(u64::MAX);
        Self {
            rest: body.into(),
            length,
            broken: false,
            waited: false,
        }
    }

    /// Breaks off after `sent` bytes; a shorter body stays whole.
    pub(crate) fn cut(body: Vec<u8>, sent: usize) -> Self {
        let mut answer = Self::whole(body);
        if sent < answer.rest.len() {
            answer.rest.truncate(sent);
            answer.broken = true;
        }
        answer
    }
}

impl Body for Answer {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        if !self.rest.is_empty() {
            let rest = std::mem::take(&mut self.rest);
            return Poll::Ready(Some(Ok(Frame::data(rest))));
        }
        if !self.broken {
            return Poll::Ready(None);
        }
        // The pause lets buffered bytes reach the wire before the end.
        if !std::mem::replace(&mut self.waited, true) {
            context.waker().wake_by_ref();
            return Poll::Pending;
        }
        Poll::Ready(Some(Err(io::Error::other("cut as asked"))))
    }

    fn is_end_stream(&self) -> bool {
        self.rest.is_empty() && !self.broken
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
