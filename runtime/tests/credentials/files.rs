//! Files that are none, and file systems that hang.

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, mpsc};
use std::time::{Duration, Instant};

use aliyun_runtime::credentials::{IniCredentials, OidcCredentials, ProfileCredentials};
use aliyun_runtime::generated::Core;
use aliyun_runtime::{Call, Config, Credentials, CredentialsChain, ErrorKind, Image, RetryPolicy};

use crate::common::{TaskListResponse, request};
use crate::parts::{NOBODY, assert_parts, failure, nowhere};
use crate::server::{LIST, PRODUCT};

/// A named pipe that nobody writes to.
#[cfg(unix)]
fn pipe(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_file(&path);
    let made = Command::new("mkfifo").arg(&path).status();
    assert!(made.unwrap().success());
    path
}

#[cfg(unix)]
#[tokio::test]
async fn pipes_and_devices_are_not_read() {
    let role = "acs:ram::123:role/reader";
    let provider = "acs:ram::123:oidc-provider/ack";
    let reason = "cannot be read: it is a pipe or a device; expected a regular file";
    for path in [pipe("credentials.pipe"), "/dev/zero".into()] {
        let sources: [Arc<dyn Credentials>; 3] = [
            Arc::new(ProfileCredentials::new().with_file(&path)),
            Arc::new(IniCredentials::new().with_file(&path)),
            Arc::new(OidcCredentials::new(role, provider, &path).with_surroundings(nowhere())),
        ];
        for source in sources {
            let text = failure(&source).await;
            assert_parts(&text, &[path.to_str().unwrap(), reason]);
        }
        let error = Image::read(&path).unwrap_err().to_string();
        assert_parts(&error, &[path.to_str().unwrap(), "expected a regular file"]);
    }
    let folder = Image::read(env!("CARGO_TARGET_TMPDIR")).unwrap_err();
    assert_parts(&folder.to_string(), &["it is a folder"]);
}

/// Surroundings whose home folder is on a file system that hangs until
/// something is sent; and how often it was asked for.
struct Hanging {
    release: mpsc::Sender<()>,
    asked: Arc<AtomicUsize>,
    chain: CredentialsChain,
    profile: ProfileCredentials,
}

fn hanging() -> Hanging {
    let (release, hang) = mpsc::channel();
    let (hang, asked) = (Mutex::new(hang), Arc::new(AtomicUsize::new(0)));
    let count = Arc::clone(&asked);
    let surroundings = nowhere().with_variables(move |name| {
        if name != "HOME" {
            return None;
        }
        count.fetch_add(1, Ordering::SeqCst);
        let _ = hang.lock().unwrap().recv();
        Some(OsString::from("/nowhere"))
    });
    Hanging {
        release,
        asked,
        chain: CredentialsChain::new().with_surroundings(surroundings.clone()),
        profile: ProfileCredentials::new().with_surroundings(surroundings),
    }
}

/// This test has one thread: a file that holds it up would hold up the timer.
#[tokio::test]
async fn a_file_system_that_hangs_takes_no_more_than_the_time_of_the_call() {
    for which in 0..2 {
        let hanging = hanging();
        let config = match which {
            0 => Config::new(hanging.chain.clone()),
            _ => Config::new(hanging.profile.clone()),
        };
        let config = config
            .with_endpoint(NOBODY)
            .with_retry(RetryPolicy::none())
            .with_timeout(Duration::from_millis(50));
        let core = Core::new(&PRODUCT, config).unwrap();
        let request = request();
        for _ in 0..3 {
            let begun = Instant::now();
            let call: Call<'_, TaskListResponse> = Call::new(&core, &LIST, &request);
            let error = call.await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
            assert_eq!(error.message(), "no credentials within 50ms");
            let call: Call<'_, TaskListResponse> = Call::new(&core, &LIST, &request);
            let error = call.sign().await.unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Timeout, "{error}");
            assert!(begun.elapsed() < Duration::from_secs(5));
        }
        // However many calls give up, one thread hangs.
        assert_eq!(hanging.asked.load(Ordering::SeqCst), 1);
        drop(hanging.release);
        let text = failure(&hanging.chain).await;
        assert_parts(&text, &["no source of credentials is set up"]);
    }
}

#[test]
fn reading_files_needs_no_runtime() {
    let file = Path::new(env!("CARGO_TARGET_TMPDIR")).join("no-runtime.json");
    let config = r#"{"current":"a","profiles":[{"name":"a","mode":"AK","access_key_id":"LTAIa","access_key_secret":"hush-a"}]}"#;
    std::fs::write(&file, config).unwrap();
    let core = Core::new(
        &PRODUCT,
        Config::new(ProfileCredentials::new().with_file(&file)),
    )
    .unwrap();
    let request = request();
    let call: Call<'_, TaskListResponse> = Call::new(&core, &LIST, &request);
    assert!(block_on(call.sign()).is_ok());
}

/// Runs a future without Tokio.
fn block_on<T>(future: impl Future<Output = T>) -> T {
    struct Unpark(std::thread::Thread);
    impl std::task::Wake for Unpark {
        fn wake(self: Arc<Self>) {
            self.0.unpark();
        }
    }
    let waker = Arc::new(Unpark(std::thread::current())).into();
    let mut context = std::task::Context::from_waker(&waker);
    let mut future = std::pin::pin!(future);
    loop {
        match future.as_mut().poll(&mut context) {
            std::task::Poll::Ready(value) => return value,
            std::task::Poll::Pending => std::thread::park(),
        }
    }
}
