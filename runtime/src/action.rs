//! Products and their actions, as generated code describes them.

/// One product of Alibaba Cloud at one API version.
#[derive(Debug)]
#[non_exhaustive]
pub struct Product {
    /// Product code, such as `Domain`.
    pub name: &'static str,
    /// API version, such as `2018-01-29`.
    pub version: &'static str,
    /// Host for regions without their own.
    pub endpoint: &'static str,
    /// Hosts by region id, for the regions that have their own.
    pub regions: &'static [(&'static str, &'static str)],
    /// Error codes after which a change may have been made.
    pub open_codes: &'static [&'static str],
    /// Error codes after which nothing was done, even if their words suggest otherwise.
    pub refusals: &'static [&'static str],
}

impl Product {
    /// A product with one host for all regions.
    #[must_use]
    pub const fn new(name: &'static str, version: &'static str, endpoint: &'static str) -> Self {
        Self {
            name,
            version,
            endpoint,
            regions: &[],
            open_codes: &[],
            refusals: &[],
        }
    }

    /// The same product with the hosts of regions that have their own, by region id.
    #[must_use]
    pub const fn regions(self, regions: &'static [(&'static str, &'static str)]) -> Self {
        Self { regions, ..self }
    }

    /// The same product with the error codes after which a change may have been
    /// made.
    #[must_use]
    pub const fn open_codes(self, codes: &'static [&'static str]) -> Self {
        Self {
            open_codes: codes,
            ..self
        }
    }

    /// The same product with the error codes after which nothing was done, even if
    /// their words suggest otherwise.
    #[must_use]
    pub const fn refusals(self, codes: &'static [&'static str]) -> Self {
        Self {
            refusals: codes,
            ..self
        }
    }
}

/// One API action.
#[derive(Debug)]
#[non_exhaustive]
pub struct Action {
    /// Action name as the gateway knows it.
    pub name: &'static str,
    /// The product the action belongs to.
    pub product: &'static Product,
    /// Whether repeating the call cannot change anything a second time.
    pub idempotent: bool,
    /// The HTTP method.
    pub method: Method,
    /// The template of the path, such as `/clusters/{ClusterId}`; empty for actions in
    /// RPC style, whose path is `/`. If it ends in `*`, the path parameter that is in no
    /// placeholder is the whole path.
    pub path: &'static str,
    /// Whether the action is called without an access key.
    pub anonymous: bool,
    /// The parameter that makes repeating a change safe, such as `ClientToken`, or empty.
    pub idempotency_token: &'static str,
    /// The content type of the payload, if it is not the usual one of its type. Empty if
    /// the payload is sent without one.
    pub content_type: Option<&'static str>,
}

impl Action {
    /// An action in RPC style, called by POST, that is not idempotent.
    #[must_use]
    pub const fn new(name: &'static str, product: &'static Product) -> Self {
        Self {
            name,
            product,
            idempotent: false,
            method: Method::Post,
            path: "",
            anonymous: false,
            idempotency_token: "",
            content_type: None,
        }
    }

    /// The same action, which may be repeated: a second call changes nothing more.
    #[must_use]
    pub const fn idempotent(self) -> Self {
        Self {
            idempotent: true,
            ..self
        }
    }

    /// The same action with another method than POST.
    #[must_use]
    pub const fn method(self, method: Method) -> Self {
        Self { method, ..self }
    }

    /// The same action with the template of its path, which makes it one in ROA style.
    /// The template is not percent-encoded.
    #[must_use]
    pub const fn path(self, path: &'static str) -> Self {
        Self { path, ..self }
    }

    /// The same action, as one that is called without an access key.
    #[must_use]
    pub const fn anonymous(self) -> Self {
        Self {
            anonymous: true,
            ..self
        }
    }

    /// The same action with the name of the parameter that makes repeating it safe.
    #[must_use]
    pub const fn idempotency_token(self, name: &'static str) -> Self {
        Self {
            idempotency_token: name,
            ..self
        }
    }

    /// The same action with the content type of its payload. An empty text sends none.
    #[must_use]
    pub const fn content_type(self, content_type: &'static str) -> Self {
        Self {
            content_type: Some(content_type),
            ..self
        }
    }
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Method {
    /// `POST`.
    #[default]
    Post,
    /// `GET`.
    Get,
    /// `PUT`.
    Put,
    /// `DELETE`.
    Delete,
    /// `PATCH`.
    Patch,
    /// `HEAD`.
    Head,
}

impl From<Method> for reqwest::Method {
    fn from(method: Method) -> Self {
        match method {
            Method::Post => Self::POST,
            Method::Get => Self::GET,
            Method::Put => Self::PUT,
            Method::Delete => Self::DELETE,
            Method::Patch => Self::PATCH,
            Method::Head => Self::HEAD,
        }
    }
}
