//! One GET: from a path to a whole body, or a fault.

use super::gzip::decoded;
use crate::ask::Account;
use crate::failure::{Failure, Kind};
use crate::refusal::Refusal;
use crate::spool::{Spool, no_room};
use anyhow::Context;
use reqwest::StatusCode;
use reqwest::blocking::Response;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, LOCATION};
use std::error::Error;
use std::io::{ErrorKind, Read, Write};
use std::time::Duration;

/// How long the network may take.
#[derive(Clone, Copy, Debug)]
pub struct Timeouts {
    /// To connect.
    pub connect: Duration,
    /// The longest silence before a response or within it.
    pub silence: Duration,
}

/// Asks one account's service. Redirects are never followed: they would carry the question elsewhere.
pub struct Client {
    http: reqwest::blocking::Client,
    account: Account,
    timeouts: Timeouts,
}

/// A body larger than this is an answer; one that is smaller may be a refusal with status 200.
const LARGEST_REFUSAL: u64 = 64 * 1024;

impl Client {
    /// A client for this account.
    ///
    /// # Errors
    /// This machine's, when its TLS or proxy settings can't be used.
    pub fn new(account: Account, timeouts: Timeouts) -> anyhow::Result<Self> {
        let mut builder = reqwest::blocking::Client::builder()
            .user_agent(concat!("cdr/", env!("CARGO_PKG_VERSION")))
            .redirect(reqwest::redirect::Policy::none())
            .retry(reqwest::retry::never())
            .referer(false)
            .connect_timeout(timeouts.connect)
            .timeout(timeouts.silence);
        if account.base.is_loopback() {
            // A proxy would take the key off this machine.
            builder = builder.no_proxy();
        }
        let http = builder.build().with_context(|| {
            let message = "can't set up the connection; check the proxy variables and certificates";
            Failure::new(Kind::Machine, message)
        })?;
        Ok(Self {
            http,
            account,
            timeouts,
        })
    }

    /// Asks once for the path, and waits for the whole body.
    ///
    /// # Errors
    /// A failure of the kind that the exit codes name.
    pub fn get(&self, path: &str) -> anyhow::Result<Spool> {
        let request = self
            .http
            .get(self.account.base.join(path))
            .basic_auth(&self.account.app_id, Some(self.account.app_key.expose()))
            .header(ACCEPT, "application/json")
            .header(ACCEPT_ENCODING, "gzip");
        let response = request.send().map_err(|error| self.unreachable(error))?;
        if response.status() != StatusCode::OK {
            return Err(self.refused(response).into());
        }
        let mut body = self.receive(response)?;
        if body.length() <= LARGEST_REFUSAL {
            let start = start_of(body.reader()?);
            if let Some(refusal) = Refusal::in_body(&start) {
                return Err(refusal.failure().into());
            }
        }
        Ok(body)
    }

    fn receive(&self, mut response: Response) -> anyhow::Result<Spool> {
        let mut body = Spool::default();
        let mut chunk = vec![0; 64 * 1024];
        loop {
            match response.read(&mut chunk) {
                Ok(0) => return Ok(body),
                Ok(length) => body.write_all(&chunk[..length]).with_context(no_room)?,
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => {
                    let what = if is_time_out(&error) {
                        self.silent()
                    } else {
                        "the connection was lost within the answer".to_owned()
                    };
                    return Err(error).context(self.no_answer(&what));
                }
            }
        }
    }

    fn unreachable(&self, error: reqwest::Error) -> anyhow::Error {
        let what = if error.is_connect() && error.is_timeout() {
            let seconds = self.timeouts.connect.as_secs_f64();
            format!("it did not accept a connection for {seconds} s")
        } else if error.is_connect() {
            format!("can't connect: {}", root_cause(&error))
        } else if error.is_timeout() {
            self.silent()
        } else {
            format!("the connection was lost: {}", root_cause(&error))
        };
        let failure = self.no_answer(&what);
        // Its own text repeats the URL, which the failure names.
        anyhow::Error::new(error.without_url()).context(failure)
    }

    fn silent(&self) -> String {
        let seconds = self.timeouts.silence.as_secs_f64();
        format!("it was silent for {seconds} s; --timeout allows more")
    }

    fn no_answer(&self, what: &str) -> Failure {
        let base = &self.account.base;
        let message =
            format!("no answer from {base}: {what}; check the network, or try again later");
        Failure::new(Kind::Unreachable, message)
    }

    /// The failure that a response with a status other than 200 stands for.
    fn refused(&self, response: Response) -> Failure {
        let status = response.status();
        if status.is_redirection() {
            let target = response.headers().get(LOCATION);
            let target = target.map_or("elsewhere".into(), |target| {
                String::from_utf8_lossy(target.as_bytes())
            });
            let message = format!(
                "the service redirects to {target} ({status}), which is not followed; \
                 check the base URL"
            );
            return Failure::new(Kind::Refused, message);
        }
        let told = match Refusal::in_body(&start_of(response)) {
            Some(refusal) => format!("{status}: {refusal}"),
            None => status.to_string(),
        };
        let base = &self.account.base;
        match status.as_u16() {
            401 | 403 => {
                let message = format!(
                    "the credentials were refused ({told}); \
                     check that app id and app key are those of one project at {base}"
                );
                Failure::new(Kind::Credentials, message)
            }
            408 | 429 | 500.. => {
                let message = format!("the service failed ({told}); try again later");
                Failure::new(Kind::Unreachable, message)
            }
            400.. => {
                let message = format!(
                    "the service refused the question ({told}); check the id, the dates and the base URL {base}"
                );
                Failure::new(Kind::Refused, message)
            }
            _ => {
                let message =
                    format!("the answer is no CDR response ({told}); check the base URL {base}");
                Failure::new(Kind::NotCdr, message)
            }
        }
    }
}

/// The start of a body, long enough for any refusal; empty when it can't be read.
fn start_of(body: impl Read) -> Vec<u8> {
    let mut start = Vec::new();
    let read = decoded(body).and_then(|body| body.take(LARGEST_REFUSAL).read_to_end(&mut start));
    read.map(|_| start).unwrap_or_default()
}

fn is_time_out(error: &std::io::Error) -> bool {
    let inner = error
        .get_ref()
        .and_then(|inner| inner.downcast_ref::<reqwest::Error>());
    error.kind() == ErrorKind::TimedOut || inner.is_some_and(reqwest::Error::is_timeout)
}

fn root_cause(error: &dyn Error) -> String {
    let mut cause = error;
    while let Some(below) = cause.source() {
        cause = below;
    }
    cause.to_string()
}
