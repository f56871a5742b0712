//! The HTTP client: timeouts, certificates and the proxy.
//!
//! The read timeout applies to each read, not to the whole response, which may take hours. Retries
//! and `Retry-After` are our own (see `retry`), so those of reqwest are off. Certificates are those
//! of the system and of `--ca-cert`.

use super::failure_cause::{is_fd_limit, root_cause};
use crate::error::{Failure, FailureKind, OPEN_FILES_HINT, error_chain, system_error};
use crate::io::read_limited;
use crate::limits::MAX_CONFIG_BYTES;
use anyhow::Context;
use reqwest::blocking::Client;
use reqwest::{Certificate, Proxy, Url};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// The options of the HTTP client.
#[derive(Clone, Debug)]
pub struct HttpOptions {
    pub connect_timeout: Duration,
    /// The longest time without a byte, before the response or within it.
    pub timeout: Duration,
    /// A file of root certificates that are trusted in addition to those of the system.
    pub ca_cert: Option<PathBuf>,
    /// The environment variable that names the proxy, and its value.
    pub proxy: Option<(&'static str, String)>,
    /// The largest response, in bytes.
    pub max_size: u64,
}

/// Builds a client that opens a new connection for each request.
///
/// On a connection that is kept, a late or unrequested response is taken for the response to the
/// next request: HTTP/1.1 has nothing to tell them apart (RFC 9112, section 9.2), and a window
/// would get the calls of another one. A new connection costs a handshake, which is little compared
/// with the time that a service takes for a response.
pub fn build_client(options: &HttpOptions) -> anyhow::Result<Client> {
    let mut builder = Client::builder()
        .user_agent(concat!("cdr/", env!("CARGO_PKG_VERSION")))
        // A redirect would send the credentials to a host that nobody configured.
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(options.connect_timeout)
        .timeout(options.timeout)
        .pool_max_idle_per_host(0)
        // Instead of what reqwest finds in the environment: `NO_PROXY` is parsed here (see
        // `no_proxy`).
        .no_proxy();
    if let Some((name, value)) = &options.proxy {
        builder = builder.proxy(parse_proxy(name, value)?);
    }
    if let Some(file) = &options.ca_cert {
        builder = builder.tls_certs_merge(load_certificates(file)?);
    }
    builder.build().map_err(|error| {
        let hint = if error_chain(&error).any(is_fd_limit) {
            OPEN_FILES_HINT
        } else {
            "check --ca-cert, the system certificates and the resource limits (ulimit -a)"
        };
        let message = format!(
            "cannot initialize the HTTP client: {}; {hint}",
            root_cause(&error)
        );
        anyhow::Error::new(error).context(Failure::new(FailureKind::Local, message))
    })
}

/// Parses the value of a proxy variable.
fn parse_proxy(name: &str, value: &str) -> Result<Proxy, Failure> {
    let url = if value.contains("://") {
        value.to_owned()
    } else {
        format!("http://{value}")
    };
    // The parser of URLs removes white space, and would connect to a host that was not meant.
    let has_space = value.contains(|ch: char| ch.is_whitespace() || ch.is_control());
    Url::parse(&url)
        .ok()
        .filter(|url| matches!(url.scheme(), "http" | "https") && url.has_host() && !has_space)
        .and_then(|url| Proxy::all(url).ok())
        .ok_or_else(|| {
            let message = format!("invalid proxy URL in {name}; use the form http://host:3128");
            Failure::new(FailureKind::Usage, message)
        })
}

fn load_certificates(file: &Path) -> anyhow::Result<Vec<Certificate>> {
    let name = file.display();
    let pem = read_limited(file, MAX_CONFIG_BYTES).map_err(|error| {
        let problem = format!("cannot read root certificates from {name}");
        system_error(problem, error, "use --ca-cert with a file in PEM format")
    })?;
    let invalid = || {
        let message = format!("invalid root certificates in {name}; use a file in PEM format");
        Failure::new(FailureKind::Local, message)
    };
    let certificates = Certificate::from_pem_bundle(&pem).with_context(invalid)?;
    anyhow::ensure!(!certificates.is_empty(), invalid());
    Ok(certificates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unusable_proxy_is_rejected() {
        let check = |value: &str| parse_proxy("HTTPS_PROXY", value);
        for value in [
            "http://proxy:3128",
            "proxy:3128",
            "https://me:pass@proxy",
            "127.0.0.1:1",
        ] {
            assert!(check(value).is_ok(), "{value}");
        }
        for value in [
            "::::",
            "http://proxy:3128\r",
            " http://proxy",
            "http://u s:p@proxy",
            "socks5://proxy:1080",
            "http://",
            "proxy port",
            "ftp://proxy",
        ] {
            let error = check(value).unwrap_err().to_string();
            assert!(
                error.starts_with("invalid proxy URL in HTTPS_PROXY"),
                "{error}"
            );
        }
    }
}
