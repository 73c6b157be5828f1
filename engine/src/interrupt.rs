//! Ctrl-C and SIGTERM.

use std::future::poll_fn;
use std::pin::pin;
use std::task::Poll;

/// The signal that ended the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Signal {
    Interrupt,
    Terminate,
}

/// Waits for the call. If a signal comes first, the failure explains the state of
/// the call.
pub(crate) async fn unless_interrupted<T, E>(
    call: impl Future<Output = Result<T, E>>,
    interrupted: impl Fn(Signal) -> E,
) -> Result<T, E> {
    let (mut call, mut signal) = (pin!(call), pin!(signal()));
    poll_fn(|context| {
        if let Poll::Ready(result) = call.as_mut().poll(context) {
            return Poll::Ready(result);
        }
        let heard = signal.as_mut().poll(context);
        heard.map(|signal| Err(interrupted(signal)))
    })
    .await
}

/// Waits for the first signal. If the program cannot listen for signals, this never
/// returns, and the system ends the program.
#[cfg(unix)]
async fn signal() -> Signal {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupts = signal(SignalKind::interrupt()).ok();
    let mut ends = signal(SignalKind::terminate()).ok();
    poll_fn(|context| {
        let mut came = |signals: &mut Option<tokio::signal::unix::Signal>| {
            let poll = signals.as_mut().map(|signals| signals.poll_recv(context));
            matches!(poll, Some(Poll::Ready(Some(()))))
        };
        if came(&mut interrupts) {
            Poll::Ready(Signal::Interrupt)
        } else if came(&mut ends) {
            Poll::Ready(Signal::Terminate)
        } else {
            Poll::Pending
        }
    })
    .await
}

#[cfg(not(unix))]
async fn signal() -> Signal {
    if tokio::signal::ctrl_c().await.is_err() {
        std::future::pending::<()>().await;
    }
    Signal::Interrupt
}
