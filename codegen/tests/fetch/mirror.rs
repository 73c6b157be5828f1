//! A server with fixed answers.

use std::collections::{HashMap, VecDeque};
use std::io::{BufRead, BufReader, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Mutex};

#[derive(Clone)]
pub(crate) struct Answer {
    head: String,
    body: Vec<u8>,
    /// Bytes of the body that are sent before the connection closes.
    sent: usize,
}

impl Answer {
    pub(crate) fn ok(text: &str) -> Self {
        Self::bytes(text.as_bytes())
    }

    pub(crate) fn bytes(body: &[u8]) -> Self {
        Self {
            head: "200 OK\r\n".to_owned(),
            body: body.to_vec(),
            sent: body.len(),
        }
    }

    pub(crate) fn status(status: u16) -> Self {
        Self {
            head: format!("{status} Something\r\n"),
            body: Vec::new(),
            sent: 0,
        }
    }

    pub(crate) fn redirect(to: &str) -> Self {
        Self {
            head: format!("302 Found\r\nlocation: {to}\r\n"),
            ..Self::status(302)
        }
    }

    /// The same answer, cut off after some bytes.
    pub(crate) fn cut(mut self, bytes: usize) -> Self {
        self.sent = bytes;
        self
    }
}

#[derive(Default)]
struct State {
    answers: HashMap<String, Answer>,
    /// Answers that come first, once each.
    first: HashMap<String, VecDeque<Answer>>,
    requests: Vec<String>,
}

pub(crate) struct Mirror {
    port: u16,
    state: Arc<Mutex<State>>,
}

impl Mirror {
    pub(crate) fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let port = listener.local_addr().unwrap().port();
        let state = Arc::new(Mutex::new(State::default()));
        let shared = Arc::clone(&state);
        std::thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                serve(stream, &shared);
            }
        });
        Self { port, state }
    }

    pub(crate) fn address(&self) -> String {
        format!("http://127.0.0.1:{}", self.port)
    }

    /// Answers requests for this path, whatever their query.
    pub(crate) fn put(&self, path: &str, answer: Answer) {
        let mut state = self.state.lock().unwrap();
        state.answers.insert(path.to_owned(), answer);
    }

    pub(crate) fn once(&self, path: &str, answer: Answer) {
        let mut state = self.state.lock().unwrap();
        state
            .first
            .entry(path.to_owned())
            .or_default()
            .push_back(answer);
    }

    /// Paths and queries so far.
    pub(crate) fn requests(&self) -> Vec<String> {
        self.state.lock().unwrap().requests.clone()
    }
}

fn serve(mut stream: TcpStream, state: &Mutex<State>) {
    let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
    let Some(Ok(line)) = lines.next() else { return };
    while lines
        .next()
        .is_some_and(|line| line.is_ok_and(|line| !line.is_empty()))
    {}
    let target = line.split(' ').nth(1).unwrap().to_owned();
    let path = target.split('?').next().unwrap().to_owned();
    let answer = {
        let mut state = state.lock().unwrap();
        state.requests.push(target);
        let first = state.first.get_mut(&path).and_then(VecDeque::pop_front);
        first.or_else(|| state.answers.get(&path).cloned())
    };
    let answer = answer.unwrap_or_else(|| Answer::status(404));
    let head = format!(
        "HTTP/1.1 {}content-length: {}\r\nconnection: close\r\n\r\n",
        answer.head,
        answer.body.len()
    );
    // The client may have gone.
    let _ = stream.write_all(head.as_bytes());
    let _ = stream.write_all(&answer.body[..answer.sent]);
}
