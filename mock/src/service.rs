//! From a request to its answer: every check in order, then execution.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, SystemTime};

use aliyun_codegen::model::{Action, Model};
use hyper::body::Bytes;
use hyper::http::request::Parts;

use crate::answer::{self, Answer};
use crate::auth::{self, AccessKey, Claims, is_common};
use crate::body;
use crate::check::{self, Placement};
use crate::document::Names;
use crate::fault::{Break, Fault, Script};
use crate::ids::Ids;
use crate::listing::Listing;
use crate::mask::{RecordedRequest, fit_message, record};
use crate::refusal::{Refusal, documented, status};
use crate::render::{self, Reply};
use crate::request::{Pair, Request};
use crate::route::{Routed, Router};
use crate::state::State;
use crate::tasks::Call;
use crate::token::{self, Change};
use crate::trail::{self, Trail};

/// The gateway's clock.
pub(crate) type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// Called for every answered request.
pub(crate) type Observer = Box<dyn Fn(&RecordedRequest) + Send + Sync>;

/// The data that all requests share.
pub(crate) struct Service {
    pub(crate) model: Model,
    pub(crate) router: Router,
    pub(crate) keys: Vec<AccessKey>,
    pub(crate) placement: Placement,
    pub(crate) names: Names,
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) state: Mutex<State>,
    /// The lock also keeps requests in order while it is called.
    pub(crate) observer: Mutex<Option<Observer>>,
}

/// An answer, and what happens to it on the way.
pub(crate) struct Served {
    /// The answer; `None` closes the connection.
    pub(crate) reply: Option<Reply>,
    /// The fault on the way.
    pub(crate) fault: Option<Fault>,
    /// The delay of the answer.
    pub(crate) delay: Duration,
}

impl Service {
    /// The shared state. Poisoning is ignored: the panic has already ended its
    /// connection.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers and records one request.
    pub(crate) fn serve(&self, parts: &Parts, body: Option<Bytes>) -> Served {
        let too_large = body.is_none();
        let mut request = Request::new(parts, body.unwrap_or_default());
        let mut read = request.read(parts.uri.query());
        let routed = self.router.route(&self.model, &mut request);
        if read.is_ok() && routed.refusal.is_none() && routed.action.is_some() {
            read = body::read(&mut request, routed.action);
        }
        let named = routed.action.map(|action| action.name.as_str());
        let (fault, delay) = self.fault(named.or(auth::action(&request))).unzip();
        let arrived = Arrived {
            request: &request,
            routed,
            read,
            too_large,
        };
        let mut reply = self.reply(&arrived, fault.as_ref());
        if fault == Some(Fault::Twice) {
            reply = self.reply(&arrived, None);
        }
        Served {
            reply,
            fault,
            delay: delay.unwrap_or_default(),
        }
    }

    /// The fault for a request: a queued one, or that of a rule.
    fn fault(&self, action: Option<&str>) -> Option<(Fault, Duration)> {
        let mut state = self.state();
        let queued = state.faults.pop_front();
        queued
            .map(|fault| (fault, Duration::ZERO))
            .or_else(|| state.rules.request(action))
    }

    /// The failure for a connection.
    pub(crate) fn broken_connection(&self) -> Option<Break> {
        let mut state = self.state();
        let queued = state.breaks.pop_front();
        queued.or_else(|| state.rules.connection())
    }

    fn reply(&self, arrived: &Arrived<'_>, fault: Option<&Fault>) -> Option<Reply> {
        let request = arrived.request;
        let action = arrived.routed.action;
        let mut trail = Trail::default();
        let mut checks = Vec::new();
        let reply = match fault {
            Some(Fault::Close | Fault::Script(Script { execute: false, .. })) => None,
            Some(Fault::Status(status, body)) => Some(Self::broken(*status, body)),
            Some(Fault::Service { code }) => {
                let entry = documented(&self.model, action, code);
                let message = entry.and_then(|entry| entry.message.clone());
                let message = message.unwrap_or_else(|| "A requested failure.".to_owned());
                Some(self.refuse(request, action, Refusal::new(code.clone(), message)))
            }
            _ if arrived.too_large => Some(Reply::proxy(413, "Request Entity Too Large")),
            fault => {
                let done = self.execute(arrived, fault, &mut trail);
                checks = trail.finish();
                Some(done.unwrap_or_else(|refusal| self.refuse(request, action, refusal)))
            }
        };
        let mut record = record(request, action, &arrived.routed.path, (self.clock)());
        record.fault = fault.map(Fault::kind);
        record.checks = checks;
        if let Some(reply) = &reply {
            record.status = Some(reply.status);
            record.code = reply
                .refusal
                .as_ref()
                .map(|refusal| fit_message(&refusal.code));
            let message = reply.refusal.as_ref();
            record.message = message.map(|refusal| fit_message(&refusal.message));
            record.request_id.clone_from(&reply.request_id);
        }
        self.keep(record);
        reply
    }

    /// Logs a request and calls the observer.
    pub(crate) fn keep(&self, record: RecordedRequest) {
        let observer = self.observer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut state = self.state();
        let kept = state.log.push(record);
        if let Some(observer) = &*observer {
            let kept = kept.clone();
            drop(state);
            observer(&kept);
        }
    }

    fn broken(status: u16, body: &str) -> Reply {
        if !(200..=999).contains(&status) {
            let message = format!("Fault::Status takes 200 to 999, not {status}");
            return Reply::proxy(500, &message);
        }
        Reply {
            status,
            content_type: "text/html",
            headers: Vec::new(),
            body: body.as_bytes().to_vec(),
            refusal: None,
            request_id: None,
        }
    }

    fn execute(
        &self,
        arrived: &Arrived<'_>,
        fault: Option<&Fault>,
        trail: &mut Trail,
    ) -> Result<Reply, Refusal> {
        let request = arrived.request;
        trail.step(trail::REQUEST, arrived.check())?;
        let found = arrived.routed.action;
        let claims = trail.step(trail::COMMON, auth::claims(request, found))?;
        let action = trail.step(trail::ACTION, self.action(&claims, found))?;
        if request.unsigned {
            trail.unsigned();
        } else {
            self.authenticate(request, &claims, trail)?;
        }
        let own = |pair: &&Pair| !is_common(claims.version, Some(action), &pair.name);
        let pairs: Vec<&Pair> = request.pairs.iter().filter(own).collect();
        let document = request.document.as_ref();
        check::check(&self.model, action, &pairs, document, self.placement, trail)?;
        let answer = self.answer(request, action, &pairs, fault);
        // The state is recorded as a check only if it refuses the call.
        if answer.is_err() {
            return trail.step(trail::STATE, answer);
        }
        answer
    }

    fn authenticate(
        &self,
        request: &Request,
        claims: &Claims<'_>,
        trail: &mut Trail,
    ) -> Result<(), Refusal> {
        let key = trail.step(trail::ACCESS_KEY, auth::key(claims, &self.keys))?;
        trail.step(
            trail::SIGNATURE,
            auth::check_signature(request, claims, key),
        )?;
        let now = (self.clock)();
        trail.step(trail::TIMESTAMP, auth::check_time(claims, now))?;
        let fresh = auth::check_nonce(claims, now, &mut self.state().nonces);
        trail.step(trail::NONCE, fresh)
    }

    fn action<'m>(
        &self,
        claims: &Claims<'_>,
        found: Option<&'m Action>,
    ) -> Result<&'m Action, Refusal> {
        auth::check_version(claims, &self.model.product)?;
        found.ok_or_else(|| {
            Refusal::new(
                "InvalidAction.NotFound",
                "The product has no action of this name.",
            )
        })
    }

    fn answer(
        &self,
        request: &Request,
        action: &Action,
        pairs: &[&Pair],
        fault: Option<&Fault>,
    ) -> Result<Reply, Refusal> {
        let failing = match fault {
            Some(Fault::FailTask { message }) => Some(message.as_str()),
            _ => None,
        };
        let paged = match fault {
            Some(Fault::Pages(pages)) => {
                Listing::paged(&self.model, action).map(|listing| (pages, listing))
            }
            _ => None,
        };
        let format = auth::format(request);
        let id = self.ids.fresh().to_ascii_uppercase();
        let mut answer = Answer::of(&self.model, action, format, self.names, &id);
        let mut state = self.state();
        let state = &mut *state;
        let change = Change::of(action, pairs);
        let print = token::fingerprint(pairs, request.document.as_ref());
        if let Some(change) = &change
            && let Some(first) = state.answered.find(change, &print)?
        {
            return Ok(first);
        }
        if let Answer::Object(answer) = &mut answer {
            let call = Call {
                model: &self.model,
                action,
                pairs,
                failing,
                whole: paged.is_some(),
                ids: &self.ids,
                now: (self.clock)(),
            };
            let submitted = state.tasks.apply(&call, answer)?;
            if let Some(world) = &mut state.world {
                world.apply(&call, &state.tasks, submitted, answer)?;
            }
            if let Some((pages, listing)) = paged {
                let turn = state.turn(pages, action, pairs);
                pages.apply(&listing, pairs, turn, answer);
            }
        }
        let headers = answer::headers(&self.model, action);
        let reply = answer.reply(action, format, headers, id)?;
        *state.executions.entry(action.name.clone()).or_default() += 1;
        if let Some(change) = change {
            state.answered.keep(change, print, reply.clone());
        }
        Ok(reply)
    }

    fn refuse(&self, request: &Request, action: Option<&Action>, refusal: Refusal) -> Reply {
        let format = auth::format(request);
        let id = self.ids.fresh().to_ascii_uppercase();
        let host = request.header("host").unwrap_or("");
        Reply {
            status: status(&self.model, action, &refusal.code),
            content_type: format.content_type(),
            headers: Vec::new(),
            body: render::error(format, &self.model, action, &refusal, &id, host).into_bytes(),
            refusal: Some(refusal),
            request_id: Some(id),
        }
    }
}

/// A request with the result of reading it.
struct Arrived<'r> {
    request: &'r Request,
    routed: Routed<'r>,
    read: Result<(), Refusal>,
    too_large: bool,
}

impl Arrived<'_> {
    fn check(&self) -> Result<(), Refusal> {
        self.read.clone()?;
        if let Some(refusal) = &self.routed.refusal {
            return Err(refusal.clone());
        }
        self.request.no_duplicates()
    }
}
