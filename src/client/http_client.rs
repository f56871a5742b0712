//! A single attempt: from a path to a complete body, or an error that says whether to retry.
//!
//! The body is received completely before it is used, so that a response that breaks off can be
//! requested again. A status of 200 does not mean success: the service also reports errors in the
//! body, so its start is parsed for them. That takes no more than the largest envelope, whatever
//! the size of the body.

use super::api_error::{ApiError, read_prefix};
use super::failure_cause::{FailureCause, root_cause};
use super::fetch_error::{ErrorContext, FetchError};
use super::options::{HttpOptions, build_client};
use super::query::has_id;
use super::status_error::status_error;
use crate::account::Account;
use crate::io::Spool;
use crate::terminal::Progress;
use anyhow::anyhow;
use reqwest::StatusCode;
use reqwest::blocking::Response;
use reqwest::header::{ACCEPT, ACCEPT_ENCODING, AUTHORIZATION};
use std::error::Error;
use std::io::{ErrorKind, Read, Write};

/// A client of one account. Redirects are never followed: they could lead the credentials
/// elsewhere.
pub struct Client {
    http: reqwest::blocking::Client,
    account: Account,
    options: HttpOptions,
    /// The number of requests at a time, which hints depend on.
    pub jobs: usize,
}

impl Client {
    pub fn new(account: Account, options: HttpOptions) -> anyhow::Result<Self> {
        Ok(Self {
            http: build_client(&options)?,
            account,
            options,
            jobs: 1,
        })
    }

    /// Joins a path to the base URL.
    pub fn url(&self, path: &str) -> String {
        self.account.base.join(path)
    }

    fn error_context(&self) -> ErrorContext<'_> {
        ErrorContext {
            base: &self.account.base,
            options: &self.options,
            jobs: self.jobs,
        }
    }

    /// Sends one request, and returns the complete body.
    pub fn fetch_once(&self, path: &str, progress: &Progress) -> Result<Spool, FetchError> {
        let response = self
            .send(path)
            .map_err(|error| self.transport_error(error))?;
        if response.status() != StatusCode::OK {
            return Err(status_error(self.error_context(), path, response));
        }
        let mut body = self.read_body(response, progress)?;
        let prefix = read_prefix(body.reader()?, None);
        match ApiError::from_prefix(&prefix) {
            Some(error) => Err(FetchError {
                is_retryable: error.is_busy(),
                ..error.to_failure(has_id(path)).into()
            }),
            None => Ok(body),
        }
    }

    /// Sends a request, and returns the response as soon as it starts.
    fn send(&self, path: &str) -> reqwest::Result<Response> {
        let basic = format!("Basic {}", self.account.basic_auth.expose());
        let request = self
            .http
            .get(self.url(path))
            .header(AUTHORIZATION, basic)
            .header(ACCEPT, "application/json")
            // Not by a feature of reqwest, which would hide the compressed size; the limit applies
            // to it as well.
            .header(ACCEPT_ENCODING, "gzip");
        // The message of the error repeats the URL, which our messages contain already.
        request.send().map_err(reqwest::Error::without_url)
    }

    fn read_body(&self, mut response: Response, progress: &Progress) -> Result<Spool, FetchError> {
        let mut body = Spool::for_response(self.options.max_size);
        // Large reads: a response can have gigabytes, and each read updates the progress.
        let mut chunk = vec![0; 256 * 1024];
        loop {
            match response.read(&mut chunk) {
                Ok(0) => return Ok(body),
                Ok(len) => {
                    body.write_all(&chunk[..len])?;
                    progress.add_bytes(len as u64);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(self.transport_error(error)),
            }
        }
    }

    /// Returns the error of a request without a response, or of a body that broke off.
    fn transport_error(&self, error: impl Error + Send + Sync + 'static) -> FetchError {
        let cause = FailureCause::from_error(&error);
        let root = root_cause(&error);
        if cause == FailureCause::ProxyCredentials {
            return self
                .error_context()
                .proxy_auth_error(StatusCode::PROXY_AUTHENTICATION_REQUIRED, anyhow!(error));
        }
        let problem = match cause {
            FailureCause::ConnectTimeout => {
                let seconds = self.options.connect_timeout.as_secs_f64();
                format!("connection timed out after {seconds} s")
            }
            FailureCause::ReadTimeout => {
                let seconds = self.options.timeout.as_secs_f64();
                format!("no data received for {seconds} s")
            }
            FailureCause::Certificate | FailureCause::Tls => {
                format!("TLS connection failed ({root})")
            }
            FailureCause::InvalidHttp => format!("not an HTTP response ({root})"),
            FailureCause::Disconnected => format!("connection lost ({root})"),
            _ => format!("cannot connect ({root})"),
        };
        let proxy = match &self.options.proxy {
            Some((name, _)) => format!(" (via {name})"),
            None => String::new(),
        };
        let problem = format!("no response from {}{proxy}: {problem}", self.account.base);
        self.error_context().error(cause, &problem, anyhow!(error))
    }
}
