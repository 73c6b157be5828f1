//! Spans of calls and attempts. Without the feature `tracing` there are none.

use crate::observe::{AttemptReport, CallReport, DroppedReport};

#[cfg(feature = "tracing")]
pub(crate) use on::Span;

#[cfg(not(feature = "tracing"))]
pub(crate) use off::Span;

#[cfg(feature = "tracing")]
mod on {
    use std::time::Duration;

    use tracing::field::Empty;
    use tracing::instrument::{Instrument, Instrumented};
    use tracing::{debug_span, info_span};

    use super::{AttemptReport, CallReport, DroppedReport};
    use crate::error::{Error, looks_like_id};

    pub(crate) struct Span(tracing::Span);

    impl Span {
        pub(crate) fn call(action: &str, endpoint: &str) -> Self {
            Self(info_span!(
                target: "aliyun",
                "call",
                action,
                endpoint,
                attempts = Empty,
                status = Empty,
                request_id = Empty,
                duration_ms = Empty,
                error_kind = Empty,
                unread = Empty,
            ))
        }

        pub(crate) fn attempt(action: &str, endpoint: &str, attempt: u32) -> Self {
            Self(debug_span!(
                target: "aliyun",
                "attempt",
                action,
                endpoint,
                attempt,
                status = Empty,
                request_id = Empty,
                duration_ms = Empty,
                error_kind = Empty,
                retry_in_ms = Empty,
            ))
        }

        pub(crate) fn within<F: Future>(&self, future: F) -> Instrumented<F> {
            future.instrument(self.0.clone())
        }

        pub(crate) fn called(&self, report: &CallReport<'_>) {
            self.0.record("attempts", report.attempts);
            self.end(report.duration, report.status, report.request_id);
            self.failed(report.error);
            if !report.unread.is_empty() {
                self.0.record("unread", report.unread.len());
            }
        }

        pub(crate) fn attempted(&self, report: &AttemptReport<'_>) {
            self.end(report.duration, report.status, report.request_id);
            self.failed(report.error);
            if let Some(delay) = report.retry_in {
                self.0.record("retry_in_ms", milliseconds(delay));
            }
        }

        /// The kind of error is `Dropped`.
        pub(crate) fn dropped(&self, report: &DroppedReport<'_>) {
            self.0.record("attempts", report.attempts);
            self.end(report.duration, None, None);
            self.0.record("error_kind", "Dropped");
        }

        fn end(&self, duration: Duration, status: Option<u16>, request_id: Option<&str>) {
            self.0.record("duration_ms", milliseconds(duration));
            if let Some(status) = status {
                self.0.record("status", status);
            }
            // Anything else than an id is a text of the service, which may
            // hold anything.
            if let Some(id) = request_id.filter(|id| looks_like_id(id)) {
                self.0.record("request_id", id);
            }
        }

        fn failed(&self, error: Option<&Error>) {
            if let Some(error) = error {
                self.0
                    .record("error_kind", tracing::field::debug(error.kind()));
            }
        }
    }

    fn milliseconds(duration: Duration) -> u64 {
        u64::try_from(duration.as_millis()).unwrap_or(u64::MAX)
    }
}

#[cfg(not(feature = "tracing"))]
mod off {
    use super::{AttemptReport, CallReport, DroppedReport};

    pub(crate) struct Span;

    impl Span {
        pub(crate) fn call(_: &str, _: &str) -> Self {
            Self
        }

        pub(crate) fn attempt(_: &str, _: &str, _: u32) -> Self {
            Self
        }

        /// The future itself: one around it would only copy it.
        pub(crate) fn within<F: Future>(&self, future: F) -> F {
            future
        }

        pub(crate) fn called(&self, _: &CallReport<'_>) {}

        pub(crate) fn dropped(&self, _: &DroppedReport<'_>) {}

        pub(crate) fn attempted(&self, _: &AttemptReport<'_>) {}
    }
}
