//! Calls from programs without async.

use std::sync::OnceLock;

use tokio::runtime::{Builder, Handle, Runtime};

use crate::error::Error;

/// Runs a call to its end on this thread: `wait(client.query(&request))`. It takes
/// anything that can be awaited for a result of this crate, such as a
/// [`Call`](crate::Call), a [`Wait`](crate::Wait) or
/// [`Items::collect`](crate::Items::collect).
///
/// One background thread of the process serves the connections.
///
/// # Errors
///
/// Those of the call. [`ErrorKind::Config`](crate::ErrorKind::Config) inside an async
/// runtime, because blocking would hold up other tasks, or if the background thread
/// cannot be started.
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
        // A separate thread notices connections that servers close between two calls.
        // The caller's thread would not.
        Builder::new_multi_thread()
            .worker_threads(1)
            .thread_name("aliyun-runtime")
            .enable_all()
            .build()
            .map_err(|error| format!("the thread for blocking calls cannot be started: {error}"))
    });
    made.as_ref().map_err(String::as_str)
}
