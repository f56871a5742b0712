//! Where questions go.

use crate::error::{Failure, FailureKind};
use reqwest::Url;
use std::fmt;

/// The URL that every path is put after, up to and including the version; without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(Url);

impl BaseUrl {
    /// Checks that questions can be asked there, and that the key is safe on its way:
    /// plain `http` goes to a loopback address only, unless `allow_http`.
    pub fn parse(text: &str, allow_http: bool) -> Result<Self, Failure> {
        let refuse = |what: &str| {
            Err(Failure::new(
                FailureKind::Usage,
                format!("the base URL {what}"),
            ))
        };
        let Ok(mut url) = Url::parse(text) else {
            return refuse(
                "is not a URL; write it up to the version: https://api.example.com/video/v2",
            );
        };
        if !matches!(url.scheme(), "https" | "http") || url.host().is_none() {
            return refuse("must start with https://, like https://api.example.com/video/v2");
        }
        if !url.username().is_empty() || url.password().is_some() {
            return refuse("holds credentials; take them out and set CDR_APP_ID and CDR_APP_KEY");
        }
        if url.query().is_some() || url.fragment().is_some() {
            return refuse("goes on behind a ? or #; end it at the version");
        }
        let base = {
            let path = url.path().trim_end_matches('/').to_owned();
            url.set_path(&path);
            Self(url)
        };
        if base.0.scheme() == "http" && !base.is_loopback() && !allow_http {
            return refuse(
                "is plain http, which shows the key to the network; \
                 use https, or add --allow-http if you accept that",
            );
        }
        Ok(base)
    }

    /// The URL of a path that starts with a slash.
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0.as_str().trim_end_matches('/'))
    }

    /// Whether what is sent there is encrypted.
    pub fn is_https(&self) -> bool {
        self.0.scheme() == "https"
    }

    /// The host, an address without brackets, a name without the dot of an absolute one.
    pub fn host(&self) -> &str {
        let host = self.0.host_str().unwrap_or_default();
        host.trim_matches(['[', ']']).trim_end_matches('.')
    }

    /// The port.
    pub fn port(&self) -> Option<u16> {
        self.0.port_or_known_default()
    }

    /// Whether it names this machine itself.
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
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.join(""))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_is_put_after_the_base_url() {
        let with_path = BaseUrl::parse("https://host:8443/video/v2//", false).unwrap();
        assert_eq!(with_path.join("/cdr"), "https://host:8443/video/v2/cdr");
        let bare = BaseUrl::parse("https://host", false).unwrap();
        assert_eq!(bare.join("/cdr"), "https://host/cdr");
    }

    #[test]
    fn plain_http_goes_to_loopback_only_unless_allowed() {
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
    fn a_base_url_that_can_t_be_asked_is_refused() {
        let wrong = [
            "",
            "api.example.com",
            "ftp://host/v2",
            "file:///etc",
            "mailto:a@b",
            "https://",
            "https://host/v2?x=1",
            "https://host/v2#x",
        ];
        for url in wrong {
            assert!(BaseUrl::parse(url, true).is_err(), "{url}");
        }
    }

    #[test]
    fn credentials_in_a_base_url_are_refused_and_not_repeated() {
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
