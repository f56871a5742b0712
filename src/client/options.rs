//! How the service is reached: time-outs, certificates and proxies.

use super::failure_cause::{is_exhausted, root_cause};
use crate::error::{Failure, FailureKind, MORE_OPEN_FILES, error_chain, system_error};
use crate::io::read_limited;
use crate::limits::MAX_CONFIG_BYTES;
use anyhow::Context;
use reqwest::blocking::Client;
use reqwest::{Certificate, Proxy, Url};
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How the service is reached.
#[derive(Clone, Debug)]
pub struct HttpOptions {
    /// How long connecting may take.
    pub connect_timeout: Duration,
    /// The longest silence before a response or within it.
    pub timeout: Duration,
    /// A file with a root certificate to trust beside those of the machine.
    pub ca_cert: Option<PathBuf>,
    /// The variable that names the proxy, and its value, if requests go through one.
    pub proxy: Option<(&'static str, String)>,
    /// The largest response, in bytes.
    pub max_size: u64,
}

/// A client that opens a new connection for each request.
///
/// On a connection that is kept, a late response to an earlier request, or one that nobody requested, passes as
/// the response to the next request: HTTP/1.1 has nothing to tell them apart by (RFC 9112, section 9.2). A window
/// would get the calls of another one. A connection of its own costs a request a handshake, which is little beside
/// the time that a service takes for a response.
pub fn connect(transfer: &HttpOptions) -> anyhow::Result<Client> {
    let mut builder = Client::builder()
        .user_agent(concat!("cdr/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(transfer.connect_timeout)
        .timeout(transfer.timeout)
        .pool_max_idle_per_host(0);
    // None but the one that was found in the environment.
    builder = builder.no_proxy();
    if let Some((name, value)) = &transfer.proxy {
        builder = builder.proxy(proxy(name, value)?);
    }
    if let Some(file) = &transfer.ca_cert {
        builder = builder.tls_certs_merge(certificates(file)?);
    }
    builder.build().map_err(|error| {
        let hint = if error_chain(&error).any(is_exhausted) {
            MORE_OPEN_FILES
        } else {
            "check --ca-cert, the certificates of this machine, and its limits (ulimit -a)"
        };
        let message = format!(
            "cannot set up the connection: {}; {hint}",
            root_cause(&error)
        );
        anyhow::Error::new(error).context(Failure::new(FailureKind::Local, message))
    })
}

/// The proxy that a variable names.
fn proxy(name: &str, value: &str) -> Result<Proxy, Failure> {
    let url = if value.contains("://") {
        value.to_owned()
    } else {
        format!("http://{value}")
    };
    let is_usable = |url: &Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    let url = Url::parse(&url).ok().filter(is_usable);
    // A URL with white space in it is mended when it is parsed: who knows what was meant?
    let url = url
        .filter(|_| !value.contains(|letter: char| letter.is_whitespace() || letter.is_control()));
    let proxy = url.and_then(|url| Proxy::all(url).ok());
    proxy.ok_or_else(|| {
        let message = format!(
            "{name} is set to what is no proxy; write it like http://host:3128, or unset it"
        );
        Failure::new(FailureKind::Usage, message)
    })
}

fn certificates(file: &Path) -> anyhow::Result<Vec<Certificate>> {
    let name = file.display();
    let pem = read_limited(file, MAX_CONFIG_BYTES).map_err(|error| {
        let what = format!("cannot read root certificates from {name}");
        system_error(what, error, "use --ca-cert with a file in PEM format")
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
    fn a_proxy_that_would_be_passed_over_is_refused() {
        let check = |value: &str| proxy("HTTPS_PROXY", value);
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
            let told = check(value).unwrap_err().to_string();
            assert!(
                told.starts_with("HTTPS_PROXY is set to what is no proxy"),
                "{told}"
            );
        }
    }
}
