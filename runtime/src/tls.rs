//! TLS 1.2 or later, with the trusted roots of the platform and of the configuration.

use reqwest::ClientBuilder;

use crate::error::Error;

/// Whether a connection can be secure at all.
pub(crate) const AVAILABLE: bool = cfg!(any(feature = "rustls", feature = "native-tls"));

/// How the message of a machine without a trust store begins.
const NO_ROOTS: &str = "this machine has no store of trusted CA certificates";

/// Whether TLS cannot be set up only because nothing is trusted. Requests can
/// still be signed.
pub(crate) fn lacks_roots(error: &Error) -> bool {
    error.message().starts_with(NO_ROOTS)
}

/// What to do about a trust store that is not there.
#[cfg(feature = "rustls")]
fn no_roots() -> Error {
    let named = ["SSL_CERT_FILE", "SSL_CERT_DIR"]
        .into_iter()
        .filter(|name| std::env::var_os(name).is_some())
        .collect::<Vec<_>>();
    let found = match named.as_slice() {
        [] => String::new(),
        names => format!(" ({} names no usable certificate)", names.join(" or ")),
    };
    Error::config(format!(
        "{NO_ROOTS}{found}: install one (often the package ca-certificates), name a PEM file \
         in SSL_CERT_FILE, or trust one with `Config::with_root_certificate`"
    ))
}

/// Whether reading the file that `SSL_CERT_FILE` names will end: a pipe or a device
/// may never do so.
#[cfg(feature = "rustls")]
fn is_readable_store() -> bool {
    let Some(path) = std::env::var_os("SSL_CERT_FILE") else {
        return true;
    };
    // What is not there is found out, and reported, by the reader.
    let fits = |file: std::fs::Metadata| file.is_file() && file.len() <= LARGEST_STORE;
    std::fs::metadata(path).map_or(true, fits)
}

/// The largest file of certificates, in bytes. Those of systems have less than 1 MiB.
#[cfg(feature = "rustls")]
const LARGEST_STORE: u64 = 64 << 20;

/// TLS settings that any number of HTTP clients can share.
pub(crate) struct Tls {
    #[cfg(feature = "rustls")]
    config: rustls::ClientConfig,
    #[cfg(all(feature = "native-tls", not(feature = "rustls")))]
    roots: Vec<reqwest::Certificate>,
}

#[cfg(feature = "rustls")]
impl Tls {
    /// Sets up TLS. `roots` are certificates in PEM, to be trusted as well.
    ///
    /// # Errors
    ///
    /// [`ErrorKind::Config`](crate::ErrorKind::Config) if a root is no
    /// certificate, or the platform's cannot be used.
    pub(crate) fn new(secure: bool, roots: &[Vec<u8>]) -> Result<Self, Error> {
        use std::sync::Arc;

        use rustls::crypto::ring;
        use rustls::{ClientConfig, RootCertStore};
        use rustls_platform_verifier::{BuilderVerifierExt, Verifier};

        // Built here, as reqwest would take the provider of the process, which is
        // the program's to choose.
        let unusable = |error| Error::config(format!("TLS cannot be set up: {error}"));
        let provider = Arc::new(ring::default_provider());
        let config = ClientConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(unusable)?;
        let certificates = certificates(roots)?;
        if secure && !is_readable_store() {
            return Err(no_roots());
        }
        let config = match (secure, certificates.is_empty()) {
            // Without https the platform's roots are not needed, and not read.
            (false, _) => config.with_root_certificates(RootCertStore::empty()),
            (true, true) => config
                .with_platform_verifier()
                .map_err(|error| match error {
                    // It loads the roots here on Linux and the like, and finds none.
                    rustls::Error::General(_) if cfg!(all(unix, not(target_vendor = "apple"))) => {
                        no_roots()
                    }
                    error => unusable(error),
                })?,
            (true, false) => {
                let verifier = Verifier::new_with_extra_roots(certificates, provider);
                let verifier = Arc::new(verifier.map_err(unusable)?);
                // "Dangerous" as any verifier fits; this is the platform's.
                config
                    .dangerous()
                    .with_custom_certificate_verifier(verifier)
            }
        };
        let mut config = config.with_no_client_auth();
        config.alpn_protocols = vec![b"http/1.1".to_vec()];
        Ok(Self { config })
    }

    /// An HTTP client with these settings.
    pub(crate) fn apply(&self, builder: ClientBuilder) -> ClientBuilder {
        builder.tls_backend_preconfigured(self.config.clone())
    }
}

#[cfg(feature = "rustls")]
fn certificates(
    roots: &[Vec<u8>],
) -> Result<Vec<rustls::pki_types::CertificateDer<'static>>, Error> {
    use rustls::RootCertStore;
    use rustls::pki_types::CertificateDer;
    use rustls::pki_types::pem::PemObject;

    let mut all = Vec::new();
    for (index, pem) in roots.iter().enumerate() {
        let before = all.len();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            let certificate = certificate.map_err(|error| not_pem(index, reason(&error)))?;
            RootCertStore::empty()
                .add(certificate.clone())
                .map_err(|error| not_pem(index, &error.to_string()))?;
            all.push(certificate);
        }
        if all.len() == before {
            return Err(not_pem(index, "there is none"));
        }
    }
    Ok(all)
}

/// What is wrong with a PEM text. Its own words show what was found, as bytes.
#[cfg(feature = "rustls")]
fn reason(error: &rustls::pki_types::pem::Error) -> &'static str {
    use rustls::pki_types::pem::Error;
    match error {
        Error::MissingSectionEnd { .. } => "a section has no end",
        Error::IllegalSectionStart { .. } => "a section does not begin as one",
        Error::Base64Decode(_) => "a section is not base64",
        _ => "it is not PEM",
    }
}

#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
impl Tls {
    /// Sets up TLS; see above.
    pub(crate) fn new(_secure: bool, roots: &[Vec<u8>]) -> Result<Self, Error> {
        let mut all = Vec::new();
        for (index, pem) in roots.iter().enumerate() {
            let found = reqwest::Certificate::from_pem_bundle(pem)
                .map_err(|error| not_pem(index, &error.to_string()))?;
            if found.is_empty() {
                return Err(not_pem(index, "there is none"));
            }
            all.extend(found);
        }
        Ok(Self { roots: all })
    }

    /// An HTTP client with these settings.
    pub(crate) fn apply(&self, builder: ClientBuilder) -> ClientBuilder {
        builder
            .tls_backend_native()
            .tls_certs_merge(self.roots.iter().cloned())
            .tls_version_min(reqwest::tls::Version::TLS_1_2)
    }
}

#[cfg(any(feature = "rustls", feature = "native-tls"))]
fn not_pem(index: usize, reason: &str) -> Error {
    Error::config(format!(
        "root certificate {} is not usable: {reason}; expected one or more certificates in PEM",
        index + 1
    ))
}

#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
impl Tls {
    /// Sets up no TLS, as no feature for it is on.
    #[allow(clippy::unnecessary_wraps, reason = "other features can fail")]
    pub(crate) fn new(_secure: bool, _roots: &[Vec<u8>]) -> Result<Self, Error> {
        Ok(Self {})
    }

    /// The HTTP client.
    #[allow(clippy::unused_self, reason = "other features have settings")]
    pub(crate) fn apply(&self, builder: ClientBuilder) -> ClientBuilder {
        builder
    }
}

/// Whether the error is about a certificate that is not trusted, which another
/// attempt would find again.
#[cfg(feature = "rustls")]
pub(crate) fn is_untrusted(error: &(dyn std::error::Error + 'static)) -> bool {
    let mut error = error;
    // `source` does not show the error inside an I/O error.
    while let Some(io) = error.downcast_ref::<std::io::Error>()
        && let Some(inner) = io.get_ref()
    {
        error = inner;
    }
    matches!(
        error.downcast_ref(),
        Some(rustls::Error::InvalidCertificate(_))
    )
}

/// Whether the error is about a certificate; see above. The libraries of the platforms
/// say so only in their messages, and this word is in all of them.
#[cfg(all(feature = "native-tls", not(feature = "rustls")))]
pub(crate) fn is_untrusted(error: &(dyn std::error::Error + 'static)) -> bool {
    let text = error.to_string().to_ascii_lowercase();
    text.contains("certificate")
}

/// Whether the error is about a certificate; there is no TLS.
#[cfg(not(any(feature = "rustls", feature = "native-tls")))]
pub(crate) fn is_untrusted(_: &(dyn std::error::Error + 'static)) -> bool {
    false
}
