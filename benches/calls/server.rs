//! The server for all calls: it reads requests as cheaply as possible and always
//! gives the same answer. It is this binary in another process, so that its CPU
//! time does not count.

use std::io::{BufRead, BufReader, Error, Read, Result};
use std::net::SocketAddr;
use std::process::{Child, Command, Stdio};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// The argument that makes this binary the server.
pub const SERVE: &str = "serve";

const ANSWER: &str = "{\"RequestId\":\"6A2320E4-D870-49C9-A6DC-test\",\
    \"TaskNo\":\"75addb07-28a3-450e-b5ec-test\",\"SignName\":\"example\",\
    \"Data\":\"1000000000\",\"Success\":true}";

/// A running server; it ends with this value.
pub struct Server {
    child: Child,
    /// Where it listens.
    pub address: SocketAddr,
}

impl Server {
    /// Starts this binary as the server.
    pub fn start() -> Result<Self> {
        let mut child = Command::new(std::env::current_exe()?)
            .arg(SERVE)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let mut line = String::new();
        let stdout = child
            .stdout
            .take()
            .ok_or_else(|| Error::other("no output"))?;
        BufReader::new(stdout).read_line(&mut line)?;
        let address = line.trim().parse().map_err(Error::other)?;
        Ok(Self { child, address })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // The server may already have ended.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Serves until standard input ends, which happens when the parent ends.
pub fn serve() -> Result<()> {
    std::thread::spawn(|| {
        let _ = std::io::stdin().read(&mut [0]);
        std::process::exit(0);
    });
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?;
    runtime.block_on(async {
        let listener = TcpListener::bind("127.0.0.1:0").await?;
        println!("{}", listener.local_addr()?);
        loop {
            let (stream, _) = listener.accept().await?;
            // A client that closes a connection is no failure.
            tokio::spawn(async { drop(connection(stream).await) });
        }
    })
}

async fn connection(mut stream: TcpStream) -> Result<()> {
    stream.set_nodelay(true)?;
    let answer = format!(
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{ANSWER}",
        ANSWER.len()
    );
    let mut buffer = vec![0; 256 << 10];
    let mut filled = 0;
    loop {
        let count = stream.read(&mut buffer[filled..]).await?;
        if count == 0 {
            return Ok(());
        }
        filled += count;
        let Some(head) = find(&buffer[..filled], b"\r\n\r\n") else {
            continue;
        };
        let whole = head + 4 + content_length(&buffer[..head]);
        while filled < whole {
            // The bytes in the buffer have been read.
            let count = stream.read(&mut buffer).await?;
            if count == 0 {
                return Ok(());
            }
            filled += count;
        }
        filled = 0;
        stream.write_all(answer.as_bytes()).await?;
    }
}

fn find(text: &[u8], what: &[u8]) -> Option<usize> {
    text.windows(what.len()).position(|window| window == what)
}

fn content_length(head: &[u8]) -> usize {
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let length = head.split("content-length:").nth(1);
    let length = length.and_then(|rest| rest.lines().next()?.trim().parse().ok());
    length.unwrap_or_default()
}
