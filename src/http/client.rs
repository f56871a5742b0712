//! One GET: from a path to a whole body, or a fault.

use super::api_error::Refusal;
use super::gzip::decoded;
use super::retry::retry_after;
use super::status::{Cause, Fault, no_answer, root_cause};
use crate::account::Account;
use crate::error::{Failure, Kind};
use crate::spool::{Spool, no_room};
use crate::terminal::Progress;
use anyhow::Context;
use chrono::{DateTime, Utc};
use reqwest::blocking::Response;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, LOCATION, RETRY_AFTER};
use reqwest::{Certificate, StatusCode};
use std::error::Error;
use std::io::{ErrorKind, Read, Write};
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
}

/// Asks one account's service. Redirects are never followed: they would carry the question elsewhere.
pub struct Client {
    http: reqwest::blocking::Client,
    account: Account,
    transfer: Transfer,
}

/// A body larger than this is an answer; one that is smaller may be a refusal with status 200.
const LARGEST_REFUSAL: u64 = 64 * 1024;

impl Client {
    /// A client for this account.
    ///
    /// # Errors
    /// This machine's, when its certificates or proxy settings can't be used.
    pub fn new(account: Account, transfer: Transfer) -> anyhow::Result<Self> {
        let mut builder = reqwest::blocking::Client::builder()
            .user_agent(concat!("cdr/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(transfer.connect_timeout)
            .timeout(transfer.timeout);
        if account.base.is_loopback() {
            // A proxy would take the key off this machine.
            builder = builder.no_proxy();
        }
        if let Some(file) = &transfer.ca_cert {
            builder = builder.tls_certs_merge(certificates(file)?);
        }
        let http = builder.build().with_context(|| {
            let message = "can't set up the connection; check --ca-cert and the proxy variables";
            Failure::new(Kind::Machine, message)
        })?;
        Ok(Self {
            http,
            account,
            transfer,
        })
    }

    /// The URL that a path leads to.
    #[must_use]
    pub fn url(&self, path: &str) -> String {
        self.account.base.join(path)
    }

    /// Asks once for the path, and waits for the whole body.
    ///
    /// # Errors
    /// A fault, whose error is a failure of the kind that the exit codes name.
    pub fn get(&self, path: &str, now: DateTime<Utc>, progress: &Progress) -> Result<Spool, Fault> {
        let request = self
            .http
            .get(self.url(path))
            .basic_auth(&self.account.app_id, Some(self.account.app_key.expose()))
            .header(ACCEPT, "application/json")
            .header(ACCEPT_ENCODING, "gzip");
        // The error's own text repeats the URL.
        let response = request
            .send()
            .map_err(|error| self.lost(error.without_url()))?;
        if response.status() != StatusCode::OK {
            return Err(self.refused(response, now));
        }
        let mut body = self.receive(response, progress)?;
        if body.length() <= LARGEST_REFUSAL {
            let start = start_of(body.reader()?);
            if let Some(refusal) = Refusal::in_body(&start) {
                let failure = refusal.failure();
                return Err(if refusal.is_busy() {
                    Fault::passing(failure)
                } else {
                    failure.into()
                });
            }
        }
        Ok(body)
    }

    fn receive(&self, mut response: Response, progress: &Progress) -> Result<Spool, Fault> {
        let mut body = Spool::default();
        let mut chunk = vec![0; 256 * 1024];
        loop {
            match response.read(&mut chunk) {
                Ok(0) => return Ok(body),
                Ok(length) => {
                    body.write_all(&chunk[..length]).with_context(no_room)?;
                    progress.received(length as u64);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(self.lost(error)),
            }
        }
    }

    /// The fault of a request or a read that the client could not finish.
    fn lost(&self, error: impl Error + Send + Sync + 'static) -> Fault {
        let cause = Cause::of(&error);
        let root = root_cause(&error);
        let (what, remedy) = match cause {
            Cause::ConnectTimeOut => {
                let seconds = self.transfer.connect_timeout.as_secs_f64();
                let what = format!("it accepted no connection within {seconds} s");
                (what, "check the network, or raise --connect-timeout")
            }
            Cause::Connect => (
                format!("can't connect ({root})"),
                "check the network and the base URL, or try again later",
            ),
            Cause::Tls => (
                format!("no secure connection ({root})"),
                "check the base URL, or give the service's root certificate with --ca-cert",
            ),
            Cause::Silence => {
                let seconds = self.transfer.timeout.as_secs_f64();
                let what = format!("it was silent for {seconds} s");
                (what, "raise --timeout, or try again later")
            }
            Cause::NotHttp => (
                format!("what it sends is not HTTP ({root})"),
                "check the base URL",
            ),
            Cause::Lost => (
                format!("the connection was lost ({root})"),
                "check the network, or try again later",
            ),
        };
        let failure = no_answer(&self.account.base.to_string(), &what, remedy);
        Fault {
            error: anyhow::Error::new(error).context(failure),
            passing: cause.is_passing(),
            retry_after: None,
        }
    }

    /// The fault that a response with a status other than 200 stands for.
    fn refused(&self, response: Response, now: DateTime<Utc>) -> Fault {
        let status = response.status();
        if status.is_redirection() {
            return redirected(&response).into();
        }
        let wish = response.headers().get(RETRY_AFTER);
        let wish = wish.and_then(|header| retry_after(header.to_str().ok()?, now));
        let refusal = Refusal::in_body(&start_of(response));
        let told = match &refusal {
            Some(refusal) => format!("{status}: {refusal}"),
            None => status.to_string(),
        };
        let busy = refusal.is_some_and(|refusal| refusal.is_busy());
        Fault {
            error: self.failure(status, busy, &told).into(),
            passing: busy || matches!(status.as_u16(), 408 | 429 | 500 | 502 | 503 | 504),
            retry_after: wish,
        }
    }

    fn failure(&self, status: StatusCode, busy: bool, told: &str) -> Failure {
        let base = &self.account.base;
        let (kind, message) = match status.as_u16() {
            401 | 403 => {
                let message = format!(
                    "the credentials were refused ({told}); \
                     check that app id and app key are those of one project at {base}"
                );
                (Kind::Credentials, message)
            }
            408 | 429 | 500.. => {
                let message = format!("the service failed ({told}); try again later");
                (Kind::Unreachable, message)
            }
            _ if busy => {
                let message = format!("the service is busy ({told}); try again later");
                (Kind::Unreachable, message)
            }
            400.. => {
                let message = format!(
                    "the service refused the question ({told}); \
                     check the id, the dates and the base URL {base}"
                );
                (Kind::Refused, message)
            }
            _ => {
                let message =
                    format!("the answer is no CDR response ({told}); check the base URL {base}");
                (Kind::NotCdr, message)
            }
        };
        Failure::new(kind, message)
    }
}

fn redirected(response: &Response) -> Failure {
    let target = response.headers().get(LOCATION);
    let target = target.map_or("elsewhere".into(), |target| {
        String::from_utf8_lossy(target.as_bytes())
    });
    let message = format!(
        "the service redirects to {target} ({}), which is not followed; check the base URL",
        response.status()
    );
    Failure::new(Kind::Refused, message)
}

/// The start of a body, long enough for any refusal; empty when it can't be read.
fn start_of(body: impl Read) -> Vec<u8> {
    let mut start = Vec::new();
    let read = decoded(body).and_then(|body| body.take(LARGEST_REFUSAL).read_to_end(&mut start));
    read.map(|_| start).unwrap_or_default()
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
