//! How the service is reached: time-outs, certificates and proxies.

use super::status::root_cause;
use crate::account::BaseUrl;
use crate::error::{Failure, Kind};
use anyhow::Context;
use reqwest::Certificate;
use reqwest::blocking::Client;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// How the service is reached.
#[derive(Clone, Debug)]
pub struct Transfer {
    /// How long connecting may take.
    pub connect_timeout: Duration,
    /// The longest silence before a response or within it.
    pub timeout: Duration,
    /// A file with a root certificate to trust beside those of the machine.
    pub ca_cert: Option<PathBuf>,
    /// The variable that names the proxy, and its value.
    pub proxy: Option<(&'static str, String)>,
}

/// A client for this base URL, which keeps connections for the next request or does not.
///
/// # Errors
/// This machine's, when its certificates can't be used; a usage failure for a proxy that can't.
pub fn connect(base: &BaseUrl, transfer: &Transfer, keeps: bool) -> anyhow::Result<Client> {
    let mut builder = Client::builder()
        .user_agent(concat!("cdr/", env!("CARGO_PKG_VERSION")))
        .redirect(reqwest::redirect::Policy::none())
        .retry(reqwest::retry::never())
        .referer(false)
        .connect_timeout(transfer.connect_timeout)
        .timeout(transfer.timeout);
    if !keeps {
        builder = builder.pool_max_idle_per_host(0);
    }
    if base.is_loopback() {
        // A proxy would take the key off this machine.
        builder = builder.no_proxy();
    } else if let Some((name, value)) = &transfer.proxy {
        check_proxy(name, value)?;
    }
    if let Some(file) = &transfer.ca_cert {
        builder = builder.tls_certs_merge(certificates(file)?);
    }
    builder.build().map_err(|error| {
        let root = root_cause(&error);
        let message = format!(
            "can't set up the connection ({root}); \
             check --ca-cert, the certificates of this machine, and its limits (ulimit -a)"
        );
        anyhow::Error::new(error).context(Failure::new(Kind::Machine, message))
    })
}

/// Refuses a proxy that would be passed over, and the service asked without it.
fn check_proxy(name: &str, value: &str) -> Result<(), Failure> {
    let url = if value.contains("://") {
        value.to_owned()
    } else {
        format!("http://{value}")
    };
    let url = reqwest::Url::parse(&url).ok();
    let is_usable = |url: reqwest::Url| matches!(url.scheme(), "http" | "https") && url.has_host();
    if url.is_some_and(is_usable) {
        return Ok(());
    }
    let message =
        format!("{name} is set to what is no proxy; write it like http://host:3128, or unset it");
    Err(Failure::new(Kind::Usage, message))
}

fn certificates(file: &Path) -> anyhow::Result<Vec<Certificate>> {
    let unusable = || {
        let message = format!(
            "can't use {} as root certificate; give --ca-cert a file in PEM form",
            file.display()
        );
        Failure::new(Kind::Machine, message)
    };
    let pem = std::fs::read(file).with_context(unusable)?;
    let certificates = Certificate::from_pem_bundle(&pem).with_context(unusable)?;
    anyhow::ensure!(!certificates.is_empty(), unusable());
    Ok(certificates)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_that_would_be_passed_over_is_refused() {
        let check = |value: &str| check_proxy("HTTPS_PROXY", value);
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
