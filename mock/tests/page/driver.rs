//! A browser at the end of WebDriver, in a few lines.

use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How long anything on the page may take to come about.
const PATIENCE: Duration = Duration::from_secs(20);

/// The answer, once all of it is there.
fn whole(data: &[u8]) -> Option<Value> {
    let text = std::str::from_utf8(data).ok()?;
    let (_, body) = text.split_once("\r\n\r\n")?;
    serde_json::from_str(body).ok()
}

/// A headless Chromium with one window. Ends with this.
pub(crate) struct Browser {
    driver: Child,
    port: u16,
    session: String,
}

impl Browser {
    /// `None` where Chromium or its driver is absent.
    pub(crate) async fn start() -> Option<Self> {
        let mut driver = Command::new("chromedriver")
            .arg("--port=0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .ok()?;
        let lines = BufReader::new(driver.stdout.take()?).lines();
        let port = lines.map_while(Result::ok).find_map(|line| {
            let (_, port) = line.split_once("successfully on port ")?;
            port.trim_end_matches('.').parse().ok()
        });
        let mut browser = Self {
            driver,
            port: port?,
            session: String::new(),
        };
        let options = json!({ "capabilities": { "alwaysMatch": {
            "goog:chromeOptions": { "args": [
                "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
                "--hide-scrollbars", "--window-size=1280,800",
            ] },
            "goog:loggingPrefs": { "browser": "ALL" },
        } } });
        let answer = browser.call("POST", "/session", &options).await;
        answer["sessionId"]
            .as_str()?
            .clone_into(&mut browser.session);
        Some(browser)
    }

    async fn call(&self, method: &str, path: &str, body: &Value) -> Value {
        let body = match body {
            Value::Null => String::new(),
            body => body.to_string(),
        };
        let head = format!(
            "{method} {path} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n\
             connection: close\r\ncontent-length: {}\r\n\r\n",
            body.len(),
        );
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).await.unwrap();
        stream.write_all((head + &body).as_bytes()).await.unwrap();
        let mut data = Vec::new();
        // The driver keeps the connection, whatever it is asked for.
        loop {
            if let Some(mut answer) = whole(&data) {
                return answer["value"].take();
            }
            let read = stream.read_buf(&mut data).await.unwrap();
            assert!(read > 0, "{}", String::from_utf8_lossy(&data));
        }
    }

    /// A command of the session.
    pub(crate) async fn command(&self, path: &str, body: Value) -> Value {
        let answer = self
            .call("POST", &format!("/session/{}/{path}", self.session), &body)
            .await;
        assert!(answer["error"].is_null(), "{path}: {answer}");
        answer
    }

    pub(crate) async fn open(&self, url: &str) {
        self.command("url", json!({ "url": url })).await;
    }

    /// What an expression has for a value on the page.
    pub(crate) async fn value(&self, expression: &str) -> Value {
        let script = format!("return {expression}");
        let body = json!({ "script": script, "args": [] });
        self.command("execute/sync", body).await
    }

    /// Waits until an expression is true on the page.
    pub(crate) async fn until(&self, expression: &str) {
        let wait = async {
            while self.value(expression).await != json!(true) {
                tokio::time::sleep(Duration::from_millis(50)).await;
            }
        };
        let came = tokio::time::timeout(PATIENCE, wait).await;
        assert!(came.is_ok(), "never came true: {expression}");
    }

    /// Presses keys, one after the other.
    pub(crate) async fn press(&self, keys: &[&str]) {
        let strokes = keys.iter().flat_map(|key| {
            let stroke = |kind: &str| json!({ "type": kind, "value": key });
            [stroke("keyDown"), stroke("keyUp")]
        });
        let strokes: Vec<Value> = strokes.collect();
        let keys = json!({ "type": "key", "id": "keys", "actions": strokes });
        self.command("actions", json!({ "actions": [keys] })).await;
    }

    /// The name that assistive technology has for an element.
    pub(crate) async fn label(&self, selector: &str) -> String {
        let body = json!({ "using": "css selector", "value": selector });
        let element = self.command("element", body).await;
        let id = element.as_object().unwrap().values().next().unwrap();
        let path = format!(
            "/session/{}/element/{}/computedlabel",
            self.session,
            id.as_str().unwrap()
        );
        let label = self.call("GET", &path, &Value::Null).await;
        label
            .as_str()
            .unwrap_or_else(|| panic!("{label}"))
            .to_owned()
    }

    /// What the browser has complained about.
    pub(crate) async fn complaints(&self) -> Vec<Value> {
        let log = self.command("se/log", json!({ "type": "browser" })).await;
        log.as_array().unwrap().clone()
    }

    /// Ends the session.
    pub(crate) async fn close(self) {
        let path = format!("/session/{}", self.session);
        self.call("DELETE", &path, &Value::Null).await;
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        let _ = self.driver.kill();
        let _ = self.driver.wait();
    }
}
