//! One GET: from a path to a whole body, or a fault.

use super::api_error::ApiError;
use super::failure_cause::{FailureCause, root_cause};
use super::options::{HttpOptions, connect};
use super::retry::parse_retry_after;
use crate::account::Account;
use crate::error::{Failure, FailureKind};
use crate::io::{Spool, maybe_gunzip};
use crate::limits::MAX_ENVELOPE_BYTES;
use crate::terminal::Progress;
use crate::text::truncate_and_redact;
use anyhow::anyhow;
use chrono::Utc;
use reqwest::StatusCode;
use reqwest::blocking::Response;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, LOCATION, RETRY_AFTER};
use std::error::Error;
use std::io::{ErrorKind, Read, Write};
use std::time::{Duration, Instant};

/// Asks one account's service. Redirects are never followed: they would carry the question elsewhere.
pub struct Client {
    http: reqwest::blocking::Client,
    account: Account,
    transfer: HttpOptions,
}

/// An attempt that failed.
#[derive(Debug)]
pub struct FetchError {
    /// What the user is told.
    pub error: anyhow::Error,
    /// Whether the same request may succeed later.
    pub is_retryable: bool,
    /// How long the service asks to be left alone, where it does.
    pub retry_after: Option<Duration>,
}

impl<E: Into<anyhow::Error>> From<E> for FetchError {
    fn from(error: E) -> Self {
        Self {
            error: error.into(),
            is_retryable: false,
            retry_after: None,
        }
    }
}

impl Client {
    /// A client for this account.
    pub fn new(account: Account, transfer: HttpOptions) -> anyhow::Result<Self> {
        Ok(Self {
            http: connect(&transfer)?,
            account,
            transfer,
        })
    }

    /// The URL that a path leads to.
    pub fn url(&self, path: &str) -> String {
        self.account.base.join(path)
    }

    /// Asks once for the path, and waits for the whole body.
    pub fn get(&self, path: &str, progress: &Progress) -> Result<Spool, FetchError> {
        let response = self.request(path).map_err(|error| self.lost(error))?;
        if response.status() != StatusCode::OK {
            return Err(self.refused(response));
        }
        let mut body = self.receive(response, progress)?;
        let start = start_of(body.reader()?, None);
        match ApiError::from_prefix(&start) {
            Some(refusal) => Err(FetchError {
                is_retryable: refusal.is_busy(),
                ..refusal.failure(Some(path)).into()
            }),
            None => Ok(body),
        }
    }

    /// Sends the request, and waits for the start of a response.
    fn request(&self, path: &str) -> reqwest::Result<Response> {
        let basic = format!("Basic {}", self.account.basic.expose());
        let request = self
            .http
            .get(self.url(path))
            .header(AUTHORIZATION, basic)
            .header(ACCEPT, "application/json")
            .header(ACCEPT_ENCODING, "gzip");
        // The error's own text repeats the URL.
        request.send().map_err(reqwest::Error::without_url)
    }

    fn receive(&self, mut response: Response, progress: &Progress) -> Result<Spool, FetchError> {
        let mut body = Spool::for_response(self.transfer.max_size);
        let mut chunk = vec![0; 256 * 1024];
        loop {
            match response.read(&mut chunk) {
                Ok(0) => return Ok(body),
                Ok(length) => {
                    body.write_all(&chunk[..length])?;
                    progress.add_bytes(length as u64);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(self.lost(error)),
            }
        }
    }

    /// The fault of a request or a read that the client could not finish.
    fn lost(&self, error: impl Error + Send + Sync + 'static) -> FetchError {
        let cause = FailureCause::from_error(&error);
        let root = root_cause(&error);
        if cause == FailureCause::ProxyCredentials {
            return self
                .refused_by_proxy(StatusCode::PROXY_AUTHENTICATION_REQUIRED, anyhow!(error));
        }
        let what = match cause {
            FailureCause::ConnectTimeOut => {
                let seconds = self.transfer.connect_timeout.as_secs_f64();
                format!("it accepted no connection within {seconds} s")
            }
            FailureCause::Silence => {
                let seconds = self.transfer.timeout.as_secs_f64();
                format!("it was silent for {seconds} s")
            }
            FailureCause::Tls => format!("no secure connection ({root})"),
            FailureCause::NotHttp => format!("what it sends is not HTTP ({root})"),
            FailureCause::Lost => format!("the connection was lost ({root})"),
            _ => format!("can't connect ({root})"),
        };
        let through = self.transfer.proxy.as_ref();
        let through = through.map_or(String::new(), |(name, _)| format!(" (by way of {name})"));
        let what = format!("no answer from {}{through}: {what}", self.account.base);
        self.fault(cause, &what, anyhow!(error))
    }

    /// The fault that a response with a status other than 200 stands for.
    fn refused(&self, response: Response) -> FetchError {
        let status = response.status();
        let has_proxy = self.transfer.proxy.is_some();
        if FailureCause::from_status(status, has_proxy) == FailureCause::ProxyCredentials {
            return self.refused_by_proxy(status, anyhow!("status {status}"));
        }
        let header = |name| response.headers().get(name);
        let retry_after = header(RETRY_AFTER);
        let retry_after =
            retry_after.and_then(|header| parse_retry_after(header.to_str().ok()?, Utc::now()));
        let location = header(LOCATION)
            .map(|target| truncate_and_redact(&String::from_utf8_lossy(target.as_bytes())));
        let refusal = ApiError::from_prefix(&start_of(response, Some(self.transfer.timeout)));
        let told = match &refusal {
            Some(refusal) => format!("{status}: {refusal}"),
            None => status.to_string(),
        };
        let cause = match refusal {
            Some(refusal) if refusal.is_busy() => FailureCause::Unavailable,
            _ => FailureCause::from_status(status, has_proxy),
        };
        let what = match cause {
            FailureCause::Credentials => format!("the credentials were refused ({told})"),
            FailureCause::Redirect => {
                let target = location.as_deref().unwrap_or("elsewhere");
                format!("the service redirects to {target} ({told}), which is not followed")
            }
            FailureCause::Refused => format!("the service refused the question ({told})"),
            FailureCause::NoAnswer => format!("the answer is no CDR response ({told})"),
            _ => format!("the service failed ({told})"),
        };
        FetchError {
            retry_after,
            ..self.fault(cause, &what, anyhow!("status {status}"))
        }
    }

    /// The fault of a proxy that wants other credentials than those in its variable.
    fn refused_by_proxy(&self, status: StatusCode, source: anyhow::Error) -> FetchError {
        let cause = FailureCause::ProxyCredentials;
        let what = format!("the proxy refused the request ({status})");
        self.fault(cause, &what, source)
    }

    /// The fault of this cause, told by what happened and the remedy for it.
    fn fault(&self, cause: FailureCause, what: &str, source: anyhow::Error) -> FetchError {
        let consequence = cause.consequence();
        let (remedy, base) = (consequence.remedy, &self.account.base);
        let proxy = self.transfer.proxy.as_ref();
        let where_to = match consequence.kind {
            _ if cause == FailureCause::ProxyCredentials => {
                proxy.map_or(String::new(), |(name, _)| format!(" {name}"))
            }
            FailureKind::Credentials | FailureKind::Rejected | FailureKind::InvalidResponse => {
                format!(" {base}")
            }
            _ => String::new(),
        };
        let failure = Failure::new(consequence.kind, format!("{what}; {remedy}{where_to}"));
        FetchError {
            error: source.context(failure),
            is_retryable: consequence.is_retryable,
            retry_after: None,
        }
    }
}

/// The start of a body, long enough for any envelope, or what has come of it in this time; empty when it can't be
/// read.
fn start_of(body: impl Read, longest: Option<Duration>) -> Vec<u8> {
    let started = Instant::now();
    let mut start = Vec::new();
    let Ok(body) = maybe_gunzip(body) else {
        return start;
    };
    let mut body = body.take(MAX_ENVELOPE_BYTES as u64);
    let mut chunk = [0; 8192];
    while longest.is_none_or(|longest| started.elapsed() < longest) {
        match body.read(&mut chunk) {
            Ok(length) if length > 0 => start.extend_from_slice(&chunk[..length]),
            _ => break,
        }
    }
    start
}
