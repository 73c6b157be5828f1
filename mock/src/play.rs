//! Failures on the wire: scripted bytes instead of an answer, broken connections.

use std::future::pending;
use std::io;
use std::sync::{Mutex, PoisonError};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::sleep;

use crate::fault::{Break, Script, Step};
use crate::stream::Stream;

/// A script that waits for the connection from the HTTP library, with the body of
/// the ordinary answer.
#[derive(Default)]
pub(crate) struct Slot(Mutex<Option<(Script, Vec<u8>)>>);

impl Slot {
    pub(crate) fn put(&self, script: Script, body: Vec<u8>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some((script, body));
    }

    pub(crate) fn take(&self) -> Option<(Script, Vec<u8>)> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Plays the steps, then closes the connection.
pub(crate) async fn play(mut stream: Stream, script: Script, body: &[u8]) -> io::Result<()> {
    let mut rest = body;
    for step in script.steps {
        match step {
            Step::Send(bytes) => stream.write_all(&bytes).await?,
            Step::Body(length) => {
                let (now, later) = rest.split_at(length.min(rest.len()));
                stream.write_all(now).await?;
                rest = later;
            }
            Step::Chunks(length) => {
                chunks(&mut stream, rest, length).await?;
                rest = &[];
            }
            Step::Fill(length) => fill(&mut stream, length).await?,
            Step::Pause(time) => sleep(time).await,
            Step::Stall => while stream.read(&mut [0; 1024]).await? > 0 {},
            Step::Reset => return stream.set_zero_linger(),
        }
    }
    stream.shutdown().await
}

async fn chunks(stream: &mut Stream, body: &[u8], length: usize) -> io::Result<()> {
    stream.set_nodelay()?;
    for chunk in body.chunks(length.max(1)) {
        let head = format!("{:x}\r\n", chunk.len());
        let whole = [head.as_bytes(), chunk, b"\r\n"].concat();
        stream.write_all(&whole).await?;
        tokio::task::yield_now().await;
    }
    stream.write_all(b"0\r\n\r\n").await
}

async fn fill(stream: &mut Stream, length: u64) -> io::Result<()> {
    let blanks = [b' '; 64 * 1024];
    let mut left = length;
    while left > 0 {
        let part = usize::try_from(left).map_or(blanks.len(), |left| left.min(blanks.len()));
        stream.write_all(&blanks[..part]).await?;
        left -= part as u64;
    }
    Ok(())
}

/// Breaks a connection before a request on it has been read.
pub(crate) async fn break_off(mut stream: Stream, failure: Break) {
    let (Break::ResetAfter(bytes) | Break::StallAfter(bytes)) = failure;
    let mut space = vec![0; bytes];
    // An error means that the caller hung up.
    let _ = stream.read_exact(&mut space).await;
    match failure {
        Break::ResetAfter(_) => drop(stream.set_zero_linger()),
        // Ends with the gateway or with the caller.
        Break::StallAfter(_) => pending().await,
    }
}
