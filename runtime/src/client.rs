//! What every generated client is made of.

use std::fmt;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use crate::config::Config;
use crate::credentials::AccessKey;
use crate::decode::{ErrorBody, decode, decode_error, excerpt};
use crate::encode::{Parameters, encode};
use crate::endpoint::Endpoint;
use crate::error::{Error, ErrorKind};
use crate::shape::{Action, Product};
use crate::sign::{Envelope, SignedRequest, hex};
use crate::slot::Decode;
use crate::text::{Scrubber, clip, skeleton};
use crate::time::timestamp;
use crate::transport::{Answer, Transport};
use crate::validate::validate;
use crate::value::{Record, ValueRef, each_field};

/// How much of a text of the service is kept, in characters.
const LONGEST_TEXT: usize = 2000;

/// The state behind a generated client: settings, endpoint and connections.
/// Clones share them.
#[derive(Clone)]
pub struct Core {
    inner: Arc<Inner>,
}

struct Inner {
    product: &'static Product,
    config: Config,
    endpoint: Endpoint,
    agent: String,
    transport: Transport,
}

/// Settings of one call.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Options {
    pub(crate) timeout: Option<Duration>,
}

impl Core {
    /// Checks the settings and finds the endpoint. Nothing is sent.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`] where a setting is not usable or TLS cannot be
    /// set up.
    pub fn new(product: &'static Product, config: Config) -> Result<Self, Error> {
        let endpoint = config.check(product)?;
        let transport = Transport::new(&config, &endpoint)?;
        Ok(Self {
            inner: Arc::new(Inner {
                product,
                agent: config.agent(),
                config,
                endpoint,
                transport,
            }),
        })
    }

    /// Validates and signs a request without sending it.
    pub(crate) async fn sign(
        &self,
        action: &'static Action,
        request: &dyn Record,
    ) -> Result<SignedRequest, Error> {
        let signed = async {
            let parameters = prepare(request)?;
            let key = self.key().await?;
            self.envelop(action, &parameters, &key)
        };
        signed.await.map_err(|error| error.of(action.name))
    }

    /// Validates, signs and sends a request, and fills `into` from the answer.
    /// After an error `into` may be filled in part.
    pub(crate) async fn send(
        &self,
        action: &'static Action,
        request: &dyn Record,
        into: &mut dyn Decode,
        options: Options,
    ) -> Result<(), Error> {
        let parameters = prepare(request).map_err(|error| error.of(action.name))?;
        let limit = options.timeout.unwrap_or(self.inner.config.timeout);
        let mut sent = false;
        let attempt = self.attempt(action, request, &parameters, into, &mut sent);
        let result = tokio::time::timeout(limit, attempt).await;
        result
            .unwrap_or_else(|_| {
                let message = format!("no whole answer within {limit:?}");
                Err(Error::new(ErrorKind::Timeout, message))
            })
            .map_err(|error| error.of(action.name).with(|inner| inner.sent = sent))
    }

    async fn attempt(
        &self,
        action: &'static Action,
        request: &dyn Record,
        parameters: &Parameters,
        into: &mut dyn Decode,
        sent: &mut bool,
    ) -> Result<(), Error> {
        let key = self.key().await?;
        let signed = self.envelop(action, parameters, &key)?;
        let signature = signed.signature().to_owned();
        let answer = self.inner.transport.send(signed, sent).await;
        let result = answer.and_then(|answer| read(&answer, into));
        result.map_err(|error| {
            let mut scrubber = Scrubber::new(request, &key);
            scrubber.add(&signature);
            scrubbed(error, &scrubber)
        })
    }

    async fn key(&self) -> Result<AccessKey, Error> {
        let key = self.inner.config.credentials.credentials().await;
        let key = key.map_err(Error::credentials)?;
        key.check().map_err(Error::credentials)?;
        Ok(key)
    }

    fn envelop(
        &self,
        action: &'static Action,
        parameters: &Parameters,
        key: &AccessKey,
    ) -> Result<SignedRequest, Error> {
        let config = &self.inner.config;
        let now = config
            .clock
            .as_ref()
            .map_or_else(SystemTime::now, |clock| clock());
        let nonce = match &config.nonce {
            Some(nonce) => nonce(),
            None => random_nonce()?,
        };
        let envelope = Envelope {
            action,
            endpoint: &self.inner.endpoint,
            key,
            timestamp: timestamp(now).map_err(Error::config)?,
            nonce,
            format: config.format,
            agent: &self.inner.agent,
        };
        envelope
            .sign(config.signature, parameters)
            .map_err(Error::config)
    }
}

impl fmt::Debug for Core {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Core")
            .field("product", &self.inner.product.name)
            .field("version", &self.inner.product.version)
            .field("endpoint", &self.inner.endpoint.origin())
            .field("config", &self.inner.config)
            .finish_non_exhaustive()
    }
}

fn prepare(request: &dyn Record) -> Result<Parameters, Error> {
    validate(request).map_err(Error::invalid)?;
    Ok(encode(request))
}

/// 128 random bits in hexadecimal.
fn random_nonce() -> Result<String, Error> {
    let mut bytes = [0; 16];
    getrandom::fill(&mut bytes)
        .map_err(|error| Error::config(format!("the system gives no random numbers: {error}")))?;
    Ok(hex(&bytes))
}

/// Fills `into` from a success; anything else is an error, with texts as they
/// came.
fn read(answer: &Answer, into: &mut dyn Decode) -> Result<(), Error> {
    if !(200..300).contains(&answer.status) {
        return Err(match decode_error(&answer.body) {
            Some(body) => refused(answer, body),
            None => unexpected(answer),
        });
    }
    let decoded = decode(&answer.body, into);
    // Some errors come with status 200. Their request id is a documented field
    // of nearly every answer, so that finding it alone proves nothing.
    if !is_substantial(into)
        && let Some(body) = decode_error(&answer.body)
        && !body.message.is_empty()
    {
        return Err(refused(answer, body));
    }
    decoded.map_err(|error| {
        Error::new(ErrorKind::Decode, error.to_string()).with(|inner| {
            inner.status = Some(answer.status);
            inner.request_id.clone_from(&answer.request_id);
            inner.excerpt = Some(skeleton(&String::from_utf8_lossy(&answer.body)));
        })
    })
}

/// Whether the answer documents a code of its own, or has a documented field
/// filled besides the request id and the message.
fn is_substantial(answer: &dyn Record) -> bool {
    let mut found = false;
    each_field(answer, &mut |field, value| {
        let is = |name| field.name.eq_ignore_ascii_case(name);
        let filled = match value {
            ValueRef::Absent => false,
            ValueRef::Text(text) => !text.is_empty(),
            ValueRef::List(list) => !list.is_empty(),
            ValueRef::Map(map) => !map.is_empty(),
            _ => true,
        };
        found |= is("Code") || (filled && !is("RequestId") && !is("Message"));
    });
    found
}

/// The service's own error.
fn refused(answer: &Answer, body: ErrorBody) -> Error {
    Error::new(ErrorKind::Service, body.message).with(|inner| {
        inner.status = Some(answer.status);
        inner.code = Some(body.code);
        inner.request_id = body.request_id.or_else(|| answer.request_id.clone());
        inner.recommend = body.recommend;
        inner.access_denied_detail = body.access_denied_detail;
        inner.retry_after = answer.retry_after;
    })
}

/// An error status without an error that could be read.
fn unexpected(answer: &Answer) -> Error {
    let message = match answer.status {
        300..400 => "a redirect, which is not followed",
        _ if answer.body.is_empty() => "the answer is empty",
        _ => "the answer is not an error of the service",
    };
    Error::new(ErrorKind::Http, message).with(|inner| {
        inner.status = Some(answer.status);
        inner.request_id.clone_from(&answer.request_id);
        inner.retry_after = answer.retry_after;
        if !answer.body.is_empty() {
            inner.excerpt = Some(String::from_utf8_lossy(&answer.body).into_owned());
        }
    })
}

/// The error without what the request must not leak, and with its texts cut.
fn scrubbed(error: Error, scrubber: &Scrubber) -> Error {
    // Cutting comes last, or half a secret could be left at the end.
    let clean = |text: &mut String| *text = clip(scrubber.scrub(text), LONGEST_TEXT);
    error.with(|inner| {
        clean(&mut inner.message);
        for text in [
            &mut inner.code,
            &mut inner.request_id,
            &mut inner.recommend,
            &mut inner.access_denied_detail,
        ] {
            text.iter_mut().for_each(clean);
        }
        if let Some(text) = &mut inner.excerpt {
            *text = excerpt(scrubber.scrub(text).as_bytes());
        }
    })
}
