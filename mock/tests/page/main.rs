//! The page at `/_mock/` in a real browser. Needs Chromium and its driver:
//! `cargo test -p aliyun-mock --features cli --test page -- --ignored`

#![cfg(test)]

#[path = "../gateway/client.rs"]
#[allow(dead_code, reason = "shared with the tests of the gateway")]
mod client;
mod driver;
#[path = "../gateway/model.rs"]
mod model;

use aliyun_mock::MockGateway;
use serde_json::json;

use client::{Call, builder, v1, v3};
use driver::Browser;

const DOWN: &str = "\u{e015}";
const UP: &str = "\u{e013}";
const ENTER: &str = "\u{e007}";
const ESCAPE: &str = "\u{e00c}";
const END: &str = "\u{e010}";
const TAB: &str = "\u{e004}";

/// The text of the chosen entry of the list.
const CHOSEN: &str = "document.querySelector('[aria-selected=true] .name').textContent";
const FOCUSED: &str = "document.activeElement.id";
const DETAILS: &str = "document.getElementById('details').innerText";

async fn gateway() -> MockGateway {
    builder().with_control().start().await.unwrap()
}

fn save(call: Call) -> Call {
    call.query("DomainName.1", "example.com")
}

/// A call that is accepted, and four that are refused in different ways.
async fn fill(gateway: &MockGateway) {
    save(v3("SaveTask")).send(gateway).await;
    let mut forged = save(v1("SaveTask"));
    forged.secret = "wrong";
    forged.send(gateway).await;
    let limits = save(v3("SaveTask"))
        .query("Note", "too long")
        .query("Count", "99");
    limits.send(gateway).await;
    v3("<img src=x onerror=document.title='run'>")
        .send(gateway)
        .await;
    v3("Silent").query("Unknown", "x").send(gateway).await;
}

fn rows(count: usize) -> String {
    format!("document.querySelectorAll('#list [role=option]').length === {count}")
}

#[tokio::test]
#[ignore = "needs Chromium"]
async fn the_page_shows_requests_and_is_worked_by_the_keyboard() {
    let Some(browser) = Browser::start().await else {
        eprintln!("skipped: chromedriver or Chromium is absent");
        return;
    };
    let gateway = gateway().await;
    browser
        .open(&format!("{}/_mock/", gateway.endpoint()))
        .await;
    empty(&browser, &gateway).await;
    fill(&gateway).await;
    browser.until(&rows(5)).await;
    details(&browser).await;
    keyboard(&browser).await;
    filters(&browser).await;
    names(&browser).await;
    colours(&browser).await;
    safety(&browser, &gateway).await;
    browser.close().await;
}

async fn empty(browser: &Browser, gateway: &MockGateway) {
    browser
        .until("document.getElementById('link').textContent === 'live'")
        .await;
    let nothing = browser
        .value("document.getElementById('nothing').innerText")
        .await;
    let nothing = nothing.as_str().unwrap();
    assert!(nothing.contains("No request yet"), "{nothing}");
    assert!(nothing.contains(&gateway.endpoint()), "{nothing}");
    let about = browser
        .value("document.getElementById('about').textContent")
        .await;
    assert_eq!(
        about,
        json!("Sample 2018-01-29 · 5 actions · documented answers")
    );
}

async fn details(browser: &Browser) {
    let choose = |nth: usize| async move {
        let click = format!("document.querySelectorAll('#list li')[{nth}].click()");
        browser.value(&click).await;
        browser.value(DETAILS).await.as_str().unwrap().to_owned()
    };
    // Newest first.
    let limits = choose(2).await;
    assert!(
        limits.contains("Refused with 400 · InvalidParameter"),
        "{limits}"
    );
    assert!(
        limits.contains("has 8 characters; expected 2 to 4"),
        "{limits}"
    );
    assert!(
        limits.contains("must be a whole number from 1 to 9"),
        "{limits}"
    );
    let forged = choose(3).await;
    assert!(
        forged.contains("Refused with 403 · SignatureDoesNotMatch"),
        "{forged}"
    );
    assert!(forged.contains("signature V1"), "{forged}");
    let checks = browser
        .value("[...document.querySelectorAll('table.checks tbody tr')].map((row) => row.innerText.split('\\t').slice(0, 2).join(': '))")
        .await;
    assert_eq!(
        checks,
        json!([
            "request: passed",
            "common parameters: passed",
            "action: passed",
            "access key: passed",
            "signature: refused",
            "timestamp: not reached",
            "nonce: not reached",
        ])
    );
    let accepted = choose(4).await;
    assert!(
        accepted.contains("Accepted and answered with 200"),
        "{accepted}"
    );
    assert!(accepted.contains("example.com"), "{accepted}");
}

async fn keyboard(browser: &Browser) {
    browser.press(&["/"]).await;
    assert_eq!(browser.value(FOCUSED).await, json!("search"));
    browser.press(&["S", "I", "L", "e"]).await;
    browser.until(&rows(1)).await;
    browser.press(&[ESCAPE]).await;
    browser.until(&rows(5)).await;
    assert_eq!(
        browser.value(FOCUSED).await,
        json!("search"),
        "the first Esc clears"
    );
    browser.press(&[ESCAPE]).await;
    assert_eq!(
        browser.value(FOCUSED).await,
        json!("list"),
        "the second goes back"
    );
    browser.press(&[END]).await;
    let last = browser.value(CHOSEN).await;
    browser.press(&[UP, UP, UP, UP, UP]).await;
    assert_eq!(
        browser.value(CHOSEN).await,
        json!("Silent"),
        "no further than the first"
    );
    browser.press(&[DOWN, DOWN, DOWN, DOWN]).await;
    assert_eq!(browser.value(CHOSEN).await, last);
    let active = "document.getElementById('list').getAttribute('aria-activedescendant') \
                  === document.querySelector('[aria-selected=true]').id";
    assert_eq!(browser.value(active).await, json!(true));
    browser.press(&[ENTER]).await;
    assert_eq!(browser.value(FOCUSED).await, json!("details"));
    browser.press(&["/"]).await;
    let mut order = Vec::new();
    for _ in 0..5 {
        browser.press(&[TAB]).await;
        order.push(browser.value(FOCUSED).await);
    }
    assert_eq!(order, ["which", "hold", "clear", "list", "details"]);
}

async fn filters(browser: &Browser) {
    let filter = |kind: &str| {
        format!(
            "(() => {{ const which = document.getElementById('which'); which.value = '{kind}'; \
             which.dispatchEvent(new Event('change')); }})()"
        )
    };
    for (kind, count) in [("refused", 4), ("accepted", 1), ("fault", 0), ("all", 5)] {
        browser.value(&filter(kind)).await;
        browser.until(&rows(count)).await;
        let shown = browser
            .value("document.getElementById('nothing').hidden")
            .await;
        assert_eq!(shown, json!(count > 0), "{kind}");
    }
}

/// What takes the focus has a name, and so does what it is.
async fn names(browser: &Browser) {
    for (selector, name) in [
        ("#search", "Search requests"),
        ("#which", "Which requests to show"),
        ("#hold", "Hold"),
        ("#clear", "Clear log"),
        ("#list", "Requests, newest first"),
        ("#details", "Details of the chosen request"),
    ] {
        assert_eq!(browser.label(selector).await, name, "{selector}");
    }
}

async fn colours(browser: &Browser) {
    let mut seen = Vec::new();
    for scheme in ["light", "dark"] {
        let feature = json!({ "name": "prefers-color-scheme", "value": scheme });
        let body = json!({
            "cmd": "Emulation.setEmulatedMedia",
            "params": { "features": [feature] },
        });
        browser.command("goog/cdp/execute", body).await;
        let back = "getComputedStyle(document.body).backgroundColor";
        seen.push(browser.value(back).await);
    }
    assert_ne!(seen[0], seen[1]);
}

/// Text stays text, nothing is loaded from elsewhere, and the policy that says
/// so is not in the page's own way.
async fn safety(browser: &Browser, gateway: &MockGateway) {
    let hostile = "[...document.querySelectorAll('.name')].map((name) => name.textContent)";
    let names = browser.value(hostile).await;
    let names = names.as_array().unwrap();
    let text = json!("<img src=x onerror=document.title='run'>");
    assert!(names.contains(&text), "{names:?}");
    assert_eq!(browser.value("document.images.length").await, json!(0));
    assert_eq!(browser.value("document.title").await, json!("aliyun-mock"));
    let loaded = "performance.getEntriesByType('resource').map((entry) => entry.name)";
    for url in browser.value(loaded).await.as_array().unwrap() {
        let url = url.as_str().unwrap();
        let own = url.starts_with(&gateway.endpoint()) || url.starts_with("data:");
        assert!(own, "{url}");
    }
    assert!(
        browser.complaints().await.is_empty(),
        "{:?}",
        browser.complaints().await
    );
    // A script that is not the page's own does not run.
    let foreign = "(() => { const script = document.createElement('script'); \
                   script.textContent = 'document.title = 1'; document.body.append(script); })()";
    browser.value(foreign).await;
    assert_eq!(browser.value("document.title").await, json!("aliyun-mock"));
    assert!(
        !browser.complaints().await.is_empty(),
        "the policy refused it aloud"
    );
    browser
        .value("document.getElementById('clear').click()")
        .await;
    browser.until(&rows(0)).await;
    assert!(gateway.requests().is_empty());
}
