//! Work that several tasks wait for.
//!
//! Each waiting task drives the work when it is polled. So it continues as long as a
//! task waits, and needs no task of its own.

use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use super::BoxFuture;

pub(super) struct Flight<T> {
    work: Mutex<Work<T>>,
    waiting: Arc<Waiting>,
}

enum Work<T> {
    Running(BoxFuture<'static, T>),
    Done(T),
    /// It panicked, or is just being polled.
    Broken,
}

impl<T: Clone> Flight<T> {
    pub(super) fn new(work: BoxFuture<'static, T>) -> Self {
        Self {
            work: Mutex::new(Work::Running(work)),
            waiting: Arc::default(),
        }
    }

    /// Drives the work. `waiter` identifies the waiting task. `None` means that there
    /// will be no result.
    pub(super) fn poll(&self, waiter: u64, context: &Context<'_>) -> Poll<Option<T>> {
        // This comes first, because the work may be done when it is polled.
        lock(&self.waiting.wakers).insert(waiter, context.waker().clone());
        let mut work = lock(&self.work);
        let outcome = match std::mem::replace(&mut *work, Work::Broken) {
            Work::Running(mut future) => {
                let waker = Waker::from(Arc::clone(&self.waiting));
                let mut context = Context::from_waker(&waker);
                // A timer panics if another waiter's runtime ended. This task must not
                // panic too.
                let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(&mut context)));
                match polled {
                    Ok(Poll::Pending) => {
                        *work = Work::Running(future);
                        return Poll::Pending;
                    }
                    Ok(Poll::Ready(outcome)) => Some(outcome),
                    Err(_) => None,
                }
            }
            Work::Done(outcome) => Some(outcome),
            Work::Broken => None,
        };
        if let Some(outcome) = &outcome {
            *work = Work::Done(outcome.clone());
        }
        drop(work);
        self.waiting.wake_all();
        Poll::Ready(outcome)
    }

    /// Forgets a task that no longer waits.
    pub(super) fn leave(&self, waiter: u64) {
        lock(&self.waiting.wakers).remove(&waiter);
    }
}

/// The tasks to wake when the work can continue.
#[derive(Default)]
struct Waiting {
    wakers: Mutex<HashMap<u64, Waker>>,
}

impl Waiting {
    fn wake_all(&self) {
        let wakers = std::mem::take(&mut *lock(&self.wakers));
        wakers.into_values().for_each(Waker::wake);
    }
}

impl Wake for Waiting {
    fn wake(self: Arc<Self>) {
        self.wake_all();
    }
}

/// Locks, also after a panic: nothing is left half-changed under these locks.
pub(super) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::future::poll_fn;
    use std::sync::atomic::{AtomicBool, Ordering};

    #[derive(Default)]
    struct Woken(AtomicBool);

    impl Wake for Woken {
        fn wake(self: Arc<Self>) {
            self.0.store(true, Ordering::SeqCst);
        }
    }

    #[test]
    fn whoever_finds_the_work_done_wakes_the_others() {
        let ready = Arc::new(AtomicBool::new(false));
        let seen = Arc::clone(&ready);
        // As a timer that is polled late: done, and nobody was woken for it.
        let flight = Flight::new(Box::pin(poll_fn(move |_| {
            match seen.load(Ordering::SeqCst) {
                true => Poll::Ready(7),
                false => Poll::Pending,
            }
        })));
        let woken = Arc::new(Woken::default());
        let waker = Waker::from(Arc::clone(&woken));
        assert!(flight.poll(1, &Context::from_waker(&waker)).is_pending());
        ready.store(true, Ordering::SeqCst);
        let other = Context::from_waker(Waker::noop());
        assert_eq!(flight.poll(2, &other), Poll::Ready(Some(7)));
        assert!(woken.0.load(Ordering::SeqCst));
        let again = flight.poll(1, &Context::from_waker(&waker));
        assert_eq!(again, Poll::Ready(Some(7)));
    }
}
