//! Looking at files without holding up the tasks of the async runtime.

use std::io;
use std::sync::{Arc, Mutex};
use std::thread;

use tokio::sync::oneshot;

use super::CredentialsError;
use super::flight::lock;

/// Work that may block, such as reading a file, on a separate thread.
///
/// One thread works at a time, for any number of callers, and all waiting callers get
/// its result. So a file system that hangs costs only one thread, and callers can stop
/// waiting. It is not a thread of the async runtime, because that would delay the end
/// of the runtime. Clones share the thread.
pub(super) struct Look<T> {
    state: Arc<Mutex<State<T>>>,
}

struct State<T> {
    running: bool,
    waiting: Vec<oneshot::Sender<T>>,
}

impl<T: Clone + Send + 'static> Look<T> {
    /// The result of `work`, or of the same work that another caller began.
    ///
    /// # Errors
    ///
    /// If there is no thread for it, or the work panics.
    pub(super) async fn run(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, CredentialsError> {
        self.begin(work)
            .map_err(|error| {
                CredentialsError::new(format!("no thread to read files with: {error}"))
            })?
            .await
            .map_err(|_| CredentialsError::new("reading the files was broken off"))
    }

    fn begin(&self, work: impl FnOnce() -> T + Send + 'static) -> io::Result<oneshot::Receiver<T>> {
        let (sender, receiver) = oneshot::channel();
        let mut state = lock(&self.state);
        // Those who have given up.
        state.waiting.retain(|waiting| !waiting.is_closed());
        state.waiting.push(sender);
        if !state.running {
            let end = End(Some(Arc::clone(&self.state)));
            let thread = thread::Builder::new().name("aliyun-runtime-files".to_owned());
            state.running = true;
            // A thread that cannot be started drops `end`, which takes the lock.
            drop(state);
            thread.spawn(move || {
                let found = work();
                end.tell(&found);
            })?;
        }
        Ok(receiver)
    }
}

impl<T> Clone for Look<T> {
    fn clone(&self) -> Self {
        Self {
            state: Arc::clone(&self.state),
        }
    }
}

impl<T> Default for Look<T> {
    fn default() -> Self {
        let state = State {
            running: false,
            waiting: Vec::new(),
        };
        Self {
            state: Arc::new(Mutex::new(state)),
        }
    }
}

/// Ends the work, also when it panics.
struct End<T>(Option<Arc<Mutex<State<T>>>>);

impl<T> End<T> {
    fn waiting(&mut self) -> Vec<oneshot::Sender<T>> {
        let Some(state) = self.0.take() else {
            return Vec::new();
        };
        let mut state = lock(&state);
        state.running = false;
        std::mem::take(&mut state.waiting)
    }

    fn tell(mut self, found: &T)
    where
        T: Clone,
    {
        for waiting in self.waiting() {
            // Whoever gave up meanwhile needs no result.
            let _ = waiting.send(found.clone());
        }
    }
}

impl<T> Drop for End<T> {
    fn drop(&mut self) {
        drop(self.waiting());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::sync::mpsc;
    use std::time::Duration;

    use tokio::time::timeout;

    #[tokio::test]
    async fn work_that_hangs_costs_one_thread_and_no_time_of_others() {
        let look = Look::default();
        let (release, hang) = mpsc::channel();
        let started = Arc::new(AtomicU32::new(0));
        let mut work = Some(hang);
        for _ in 0..3 {
            let (hang, started) = (work.take(), Arc::clone(&started));
            let asked = look.run(move || {
                started.fetch_add(1, Ordering::SeqCst);
                hang.map(|hang| hang.recv())
            });
            // The timer goes on although this runtime has one thread only.
            let late = timeout(Duration::from_millis(20), asked).await;
            assert!(late.is_err());
        }
        assert_eq!(started.load(Ordering::SeqCst), 1);
        let last = look.clone();
        let last = tokio::spawn(async move { last.run(|| None).await });
        tokio::task::yield_now().await;
        release.send(()).unwrap();
        assert_eq!(last.await.unwrap().unwrap(), Some(Ok(())));
        // Nothing is kept, and nobody who gave up is left.
        assert!(look.run(|| None).await.unwrap().is_none());
        assert!(lock(&look.state).waiting.is_empty());
    }

    #[tokio::test]
    async fn after_a_panic_the_next_caller_begins_anew() {
        let look = Look::default();
        let error = look.run(|| panic!("of the test")).await.unwrap_err();
        assert_eq!(error.to_string(), "reading the files was broken off");
        assert_eq!(look.run(|| 7).await.unwrap(), 7);
    }
}
