//! The base URL of a service.
//!
//! It decides where the key is sent, so it is strict: no credentials, query or fragment in it, and
//! plain `http` only to this machine. Errors contain the URL only if it has none of them: otherwise
//! a key could be in it.

use crate::error::{Failure, FailureKind};
use reqwest::Url;
use std::fmt;

/// The URL before the paths of the API, up to and including its version, without a slash at its
/// end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(Url);

impl BaseUrl {
    /// Parses a base URL. Plain `http` would show the key to the network, so it is accepted for
    /// loopback addresses only, unless `allow_http`.
    pub fn parse(text: &str, allow_http: bool) -> Result<Self, Failure> {
        let error = |problem: &str| {
            let message = format!("invalid base URL: {problem}");
            Err(Failure::new(FailureKind::Usage, message))
        };
        let Ok(mut url) = Url::parse(text) else {
            return error(
                "not a URL; expected one up to the version, such as https://api.example.com/video/v2",
            );
        };
        if !matches!(url.scheme(), "https" | "http") || url.host().is_none() {
            return error(
                "it does not start with https://; use one such as https://api.example.com/video/v2",
            );
        }
        if !url.username().is_empty() || url.password().is_some() {
            return error(
                "it contains credentials; remove them and set CDR_APP_ID and CDR_APP_KEY",
            );
        }
        if url.query().is_some() || url.fragment().is_some() {
            return error("it contains a query or fragment; remove what follows the version");
        }
        let path = url.path().trim_end_matches('/').to_owned();
        url.set_path(&path);
        let base = Self(url);
        if base.0.scheme() == "http" && !base.is_loopback() && !allow_http {
            let message = format!(
                "invalid base URL {}: plain http would send the key unencrypted; \
                 use https, or add --allow-http",
                base.0
            );
            return Err(Failure::new(FailureKind::Usage, message));
        }
        Ok(base)
    }

    /// Returns the URL of a path, which starts with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0.as_str().trim_end_matches('/'))
    }

    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// Returns the host: an address without brackets, or a name without a final dot.
    pub fn host(&self) -> &str {
        let host = self.0.host_str().unwrap_or_default();
        host.trim_matches(['[', ']']).trim_end_matches('.')
    }

    pub fn port(&self) -> Option<u16> {
        self.0.port_or_known_default()
    }

    pub fn is_loopback(&self) -> bool {
        match self.0.host_str() {
            Some("localhost") => true,
            Some(host) => host
                .trim_matches(['[', ']'])
                .parse::<std::net::IpAddr>()
                .is_ok_and(|address| address.is_loopback()),
            None => false,
        }
    }
}

impl fmt::Display for BaseUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.join(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_appended_to_the_base_url() {
        let with_path = BaseUrl::parse("https://host:8443/video/v2//", false).unwrap();
        assert_eq!(with_path.join("/cdr"), "https://host:8443/video/v2/cdr");
        let bare = BaseUrl::parse("https://host", false).unwrap();
        assert_eq!(bare.join("/cdr"), "https://host/cdr");
    }

    #[test]
    fn plain_http_is_accepted_for_loopback_only_unless_allowed() {
        for loopback in [
            "http://127.0.0.1:80/v2",
            "http://127.9.9.9",
            "http://[::1]:1/",
            "http://localhost",
        ] {
            assert!(BaseUrl::parse(loopback, false).is_ok(), "{loopback}");
        }
        for other in [
            "http://example.com",
            "http://10.0.0.1",
            "http://127.0.0.1.evil.example",
        ] {
            assert!(BaseUrl::parse(other, false).is_err(), "{other}");
            assert!(BaseUrl::parse(other, true).is_ok(), "{other}");
        }
    }

    #[test]
    fn an_invalid_base_url_is_rejected() {
        let invalid = [
            "",
            "api.example.com",
            "ftp://host/v2",
            "file:///etc",
            "mailto:a@b",
            "https://",
            "https://host/v2?x=1",
            "https://host/v2#x",
        ];
        for url in invalid {
            assert!(BaseUrl::parse(url, true).is_err(), "{url}");
        }
    }

    #[test]
    fn credentials_in_a_base_url_are_rejected_and_not_printed() {
        for url in [
            "https://id:s3cret@host/v2",
            "https://s3cret@host/v2",
            "https://:s3cret@host/",
        ] {
            let error = BaseUrl::parse(url, false).unwrap_err().to_string();
            assert!(
                error.contains("credentials") && !error.contains("s3cret"),
                "{error}"
            );
        }
    }
}
