//! Calls from programs without async.

use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::Error;

/// Runs a call to its end on this thread: `wait(client.query(&request))`. It
/// takes whatever can be awaited for a result of this crate, such as a
/// [`Call`](crate::Call), a [`Wait`](crate::Wait) or
/// [`Items::collect`](crate::Items::collect).
///
/// Connections are served by one background thread that the process keeps.
///
/// # Errors
///
/// Those of what is awaited; [`ErrorKind::Config`](crate::ErrorKind::Config)
/// inside an async runtime, where blocking would hold up other tasks, and
/// where the background thread cannot be started.
pub fn wait<T>(call: impl IntoFuture<Output = Result<T, Error>>) -> Result<T, Error> {
    if Handle::try_current().is_ok() {
        return Err(Error::config(
            "blocking inside a Tokio runtime; await the call, or in `spawn_blocking` run it \
             with `Handle::current().block_on`",
        ));
    }
    let runtime = runtime().map_err(Error::config)?;
    runtime.block_on(call.into_future())
}

fn runtime() -> Result<&'static Runtime, &'static str> {
    static RUNTIME: OnceLock<Result<Runtime, String>> = OnceLock::new();
    let made = RUNTIME.get_or_init(|| {
        // A thread of its own notices connections that servers close between
        // two calls; on the caller's thread nobody would.
        Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("aliyun-runtime")
            .enable_all()
            .build()
            .map_err(|error| format!("the thread for blocking calls cannot be started: {error}"))
    });
    made.as_ref().map_err(String::as_str)
}
