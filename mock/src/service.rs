//! From a request to its answer: every check in order, then execution.

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::SystemTime;

use aliyun_codegen::model::{Action, Model};
use hyper::body::Bytes;
use hyper::http::request::Parts;

use crate::auth::{self, AccessKey, is_common};
use crate::check;
use crate::document::{document, set};
use crate::fault::{Break, Fault, Script};
use crate::ids::Ids;
use crate::mask::{RecordedRequest, record};
use crate::refusal::{Refusal, documented, status};
use crate::render::{self, Reply};
use crate::request::{Pair, Request};
use crate::tasks::Tasks;

/// The gateway's clock.
pub(crate) type Clock = Arc<dyn Fn() -> SystemTime + Send + Sync>;

/// Everything that requests share.
pub(crate) struct Service {
    pub(crate) model: Model,
    pub(crate) key: AccessKey,
    pub(crate) clock: Clock,
    pub(crate) ids: Ids,
    pub(crate) state: Mutex<State>,
}

/// What requests change.
#[derive(Default)]
pub(crate) struct State {
    pub(crate) requests: Vec<RecordedRequest>,
    pub(crate) executions: HashMap<String, usize>,
    pub(crate) faults: VecDeque<Fault>,
    pub(crate) breaks: VecDeque<Break>,
    nonces: HashSet<String>,
    tasks: Tasks,
}

impl Service {
    /// The shared state. Poisoning is ignored: a panic has already failed the
    /// connection that it happened on.
    pub(crate) fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Answers and records one request, and says what fault applies on top.
    /// No reply means that the connection is to be closed.
    pub(crate) fn serve(
        &self,
        parts: &Parts,
        body: Option<Bytes>,
    ) -> (Option<Reply>, Option<Fault>) {
        let fault = self.state().faults.pop_front();
        let reply = self.reply(parts, body.clone(), fault.as_ref());
        match fault {
            Some(Fault::Twice) => (self.reply(parts, body, None), None),
            fault => (reply, fault),
        }
    }

    fn reply(&self, parts: &Parts, body: Option<Bytes>, fault: Option<&Fault>) -> Option<Reply> {
        let too_large = body.is_none();
        let mut request = Request::new(parts, body.unwrap_or_default());
        let read = request.read(parts.uri.query());
        let action = auth::action(&request).and_then(|name| self.find(name));
        let reply = match fault {
            Some(Fault::Close | Fault::Script(Script { execute: false, .. })) => None,
            Some(Fault::Status(status, body)) => Some(Self::broken(*status, body)),
            Some(Fault::Service { code }) => {
                let entry = documented(&self.model, action, code);
                let message = entry.and_then(|entry| entry.message.clone());
                let message = message.unwrap_or_else(|| "A failure that was asked for.".to_owned());
                Some(self.refuse(&request, action, &Refusal::new(code.clone(), message)))
            }
            _ if too_large => Some(Reply::proxy(413, "Request Entity Too Large")),
            _ => Some(match read.and_then(|()| self.execute(&request)) {
                Ok(reply) => reply,
                Err(refusal) => self.refuse(&request, action, &refusal),
            }),
        };
        let mut record = record(&request, action);
        record.status = reply.as_ref().map(|reply| reply.status);
        record.code = reply.as_ref().and_then(|reply| reply.code.clone());
        self.state().requests.push(record);
        reply
    }

    fn broken(status: u16, body: &str) -> Reply {
        if !(200..=999).contains(&status) {
            let message = format!("Fault::Status takes 200 to 999, not {status}");
            return Reply::proxy(500, &message);
        }
        Reply {
            status,
            content_type: "text/html",
            body: body.as_bytes().to_vec(),
            code: None,
        }
    }

    fn find(&self, name: &str) -> Option<&Action> {
        self.model.actions.iter().find(|action| action.name == name)
    }

    fn execute(&self, request: &Request) -> Result<Reply, Refusal> {
        if !matches!(request.method.as_str(), "GET" | "POST") {
            return Err(Refusal::new(
                "UnsupportedHTTPMethod",
                "The method must be GET or POST.",
            ));
        }
        if request.path != "/" {
            return Err(Refusal::new("InvalidPath", "The path must be /."));
        }
        request.no_duplicates()?;
        let claims = auth::claims(request)?;
        auth::check_version(&claims, &self.model.product)?;
        let action = self.find(claims.action).ok_or_else(|| {
            Refusal::new(
                "InvalidAction.NotFound",
                "The product has no action of this name.",
            )
        })?;
        let now = (self.clock)();
        auth::verify(request, &claims, &self.key, now, &mut self.state().nonces)?;
        let own = |pair: &&Pair| !is_common(claims.version, &pair.name);
        let pairs: Vec<&Pair> = request.pairs.iter().filter(own).collect();
        check::check(&self.model, action, &pairs)?;
        self.answer(request, action, &pairs)
    }

    fn answer(
        &self,
        request: &Request,
        action: &Action,
        pairs: &[&Pair],
    ) -> Result<Reply, Refusal> {
        let format = auth::format(request);
        let mut answer = document(&self.model, action, format);
        set(
            &mut answer,
            "RequestId",
            self.ids.fresh().to_ascii_uppercase(),
        );
        let mut state = self.state();
        state
            .tasks
            .apply(&self.model, action, pairs, &self.ids, &mut answer)?;
        let text = render::text(format, &format!("{}Response", action.name), &answer.into())?;
        *state.executions.entry(action.name.clone()).or_default() += 1;
        Ok(Reply {
            status: 200,
            content_type: format.content_type(),
            body: text.into_bytes(),
            code: None,
        })
    }

    fn refuse(&self, request: &Request, action: Option<&Action>, refusal: &Refusal) -> Reply {
        let format = auth::format(request);
        let id = self.ids.fresh().to_ascii_uppercase();
        let host = request.header("host").unwrap_or("");
        Reply {
            status: status(&self.model, action, &refusal.code),
            content_type: format.content_type(),
            body: render::error(format, &self.model, action, refusal, &id, host).into_bytes(),
            code: Some(refusal.code.clone().into_owned()),
        }
    }
}
