//! Which service is asked, and as whom: from options, then the environment.

use crate::failure::{Failure, Kind};
use anyhow::Context;
use reqwest::Url;
use std::convert::Infallible;
use std::fmt;
use std::path::{Path, PathBuf};
use std::str::FromStr;

/// Looks up a variable of the environment; one that is empty counts as not set.
pub type Environment<'a> = &'a dyn Fn(&str) -> Option<String>;

/// What the options say about the account. Whatever they leave open, the environment may answer.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The app id.
    pub app_id: Option<String>,
    /// The app key.
    pub app_key: Option<AppKey>,
    /// The file that holds the app key.
    pub app_key_file: Option<PathBuf>,
    /// One of the services known by name.
    pub service: Option<Service>,
    /// Any other base URL; it wins over `service`.
    pub base_url: Option<String>,
    /// Lets the key travel unencrypted.
    pub allow_http: bool,
}

/// Where a question goes, and the credentials it goes with.
#[derive(Clone, Debug)]
pub struct Account {
    /// The base URL.
    pub base: BaseUrl,
    /// The user name for HTTP Basic.
    pub app_id: String,
    /// The password for HTTP Basic.
    pub app_key: AppKey,
}

impl Account {
    /// Completes what the options give from the environment.
    ///
    /// # Errors
    /// A usage failure for a base URL that can't be asked, a credentials failure for an app id or
    /// key that is nowhere to be found, this machine's for a key file that can't be read.
    pub fn find(given: Given, environment: Environment) -> anyhow::Result<Self> {
        Ok(Self {
            base: find_base(&given, environment)?,
            app_id: find_id(given.app_id, environment)?,
            app_key: find_key(given.app_key, given.app_key_file, environment)?,
        })
    }
}

fn find_base(given: &Given, environment: Environment) -> anyhow::Result<BaseUrl> {
    if let Some(url) = &given.base_url {
        return Ok(BaseUrl::parse(url, given.allow_http)?);
    }
    if let Some(service) = given.service {
        return Ok(service.base_url()?);
    }
    if let Some(url) = environment("CDR_BASE_URL") {
        return Ok(BaseUrl::parse(&url, given.allow_http)?);
    }
    let service = match environment("CDR_SERVICE") {
        Some(name) => Service::named(&name)?,
        None => Service::default(),
    };
    Ok(service.base_url()?)
}

fn find_id(given: Option<String>, environment: Environment) -> Result<String, Failure> {
    let app_id = given
        .filter(|id| !id.is_empty())
        .or_else(|| environment("CDR_APP_ID"))
        .or_else(|| environment("ENABLEX_APP_ID"))
        .ok_or_else(|| missing("no app id: set CDR_APP_ID or give --app-id"))?;
    if app_id.contains(':') {
        let message = "the app id holds a colon, which HTTP Basic can't carry; check --app-id";
        return Err(Failure::new(Kind::Usage, message));
    }
    Ok(app_id)
}

fn find_key(
    given: Option<AppKey>,
    given_file: Option<PathBuf>,
    environment: Environment,
) -> anyhow::Result<AppKey> {
    let key = match (given, given_file) {
        (Some(key), _) => Some(key),
        (None, Some(file)) => Some(AppKey::read(&file)?),
        (None, None) => key_from(environment)?,
    };
    key.filter(|AppKey(key)| !key.is_empty()).ok_or_else(|| {
        missing("no app key: set CDR_APP_KEY or CDR_APP_KEY_FILE, or give --app-key-file").into()
    })
}

fn key_from(environment: Environment) -> anyhow::Result<Option<AppKey>> {
    if let Some(key) = environment("CDR_APP_KEY") {
        return Ok(Some(AppKey(key)));
    }
    match environment("CDR_APP_KEY_FILE") {
        Some(file) => AppKey::read(Path::new(&file)).map(Some),
        None => Ok(environment("ENABLEX_APP_KEY").map(AppKey)),
    }
}

fn missing(what: &str) -> Failure {
    let message = format!("{what} (no account? try --sandbox)");
    Failure::new(Kind::Credentials, message)
}

/// The password for HTTP Basic. It shows itself to nobody but [`AppKey::expose`]'s caller.
#[derive(Clone, PartialEq, Eq)]
pub struct AppKey(String);

impl AppKey {
    /// The key itself, for the request and for nothing else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// The content of a file, without its trailing newline.
    fn read(file: &Path) -> anyhow::Result<Self> {
        let mut key = std::fs::read_to_string(file).with_context(|| {
            let message = format!(
                "can't read the app key from {}; check --app-key-file or CDR_APP_KEY_FILE",
                file.display()
            );
            Failure::new(Kind::Machine, message)
        })?;
        if key.ends_with('\n') {
            key.pop();
            if key.ends_with('\r') {
                key.pop();
            }
        }
        Ok(Self(key))
    }
}

impl FromStr for AppKey {
    type Err = Infallible;

    fn from_str(key: &str) -> Result<Self, Infallible> {
        Ok(Self(key.to_owned()))
    }
}

impl fmt::Debug for AppKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AppKey(hidden)")
    }
}

/// A service known by name. The base URLs are those of the vendor's CDR pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Service {
    /// `EnableX`.
    #[default]
    #[value(help = "EnableX")]
    Enablex,
    /// `SmartFloMeet`, a white label of `EnableX`.
    #[value(help = "SmartFloMeet, a white label of EnableX")]
    Smartflomeet,
}

impl Service {
    fn base_url(self) -> Result<BaseUrl, Failure> {
        let url = match self {
            Self::Enablex => "https://api.enablex.io/video/v2",
            Self::Smartflomeet => "https://api.smartflomeet.ttns.in/video/v2",
        };
        BaseUrl::parse(url, false)
    }

    fn named(name: &str) -> Result<Self, Failure> {
        <Self as clap::ValueEnum>::from_str(name, false).map_err(|_| {
            let message =
                format!("CDR_SERVICE is '{name}'; set it to enablex or smartflomeet, or unset it");
            Failure::new(Kind::Usage, message)
        })
    }
}

/// The URL that every path is put after, up to and including the version; without a slash at its end.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BaseUrl(Url);

impl BaseUrl {
    /// Checks that questions can be asked there, and that the key is safe on its way:
    /// plain `http` goes to a loopback address only, unless `allow_http`.
    ///
    /// # Errors
    /// A usage failure that says what a base URL looks like.
    pub fn parse(text: &str, allow_http: bool) -> Result<Self, Failure> {
        let refuse = |what: &str| Err(Failure::new(Kind::Usage, format!("the base URL {what}")));
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
    #[must_use]
    pub fn join(&self, path: &str) -> String {
        format!("{}{path}", self.0.as_str().trim_end_matches('/'))
    }

    /// Whether it names this machine itself.
    #[must_use]
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
    use crate::failure::kind_of;

    fn key(text: &str) -> AppKey {
        AppKey(text.to_owned())
    }

    fn find(given: Given, environment: &[(&str, &str)]) -> anyhow::Result<Account> {
        Account::find(given, &|name| {
            let found = environment.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).to_owned())
        })
    }

    fn given() -> Given {
        Given {
            app_id: Some("id".to_owned()),
            app_key: Some(key("key")),
            ..Given::default()
        }
    }

    fn base(given: Given, environment: &[(&str, &str)]) -> String {
        find(given, environment).unwrap().base.to_string()
    }

    #[test]
    fn credentials_come_from_the_environment() {
        let variables = [("CDR_APP_ID", "i"), ("CDR_APP_KEY", "k")];
        let account = find(Given::default(), &variables).unwrap();
        assert_eq!(account.app_id, "i");
        assert_eq!(account.app_key, key("k"));
    }

    #[test]
    fn the_vendor_s_variables_stand_in_for_missing_ones() {
        let variables = [
            ("ENABLEX_APP_ID", "vendor id"),
            ("ENABLEX_APP_KEY", "vendor key"),
        ];
        let account = find(Given::default(), &variables).unwrap();
        assert_eq!(account.app_id, "vendor id");
        assert_eq!(account.app_key, key("vendor key"));
    }

    #[test]
    fn an_option_wins_over_the_environment() {
        let variables = [("CDR_APP_ID", "other"), ("CDR_APP_KEY", "other")];
        let account = find(given(), &variables).unwrap();
        assert_eq!(account.app_id, "id");
        assert_eq!(account.app_key, key("key"));
    }

    #[test]
    fn a_key_file_loses_its_trailing_newline_and_no_more() {
        for (content, expected) in [("k\n", "k"), ("k\r\n", "k"), ("k", "k"), ("k \n\n", "k \n")] {
            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(&file, content).unwrap();
            let given = Given {
                app_key: None,
                app_key_file: Some(file.path().to_owned()),
                ..given()
            };
            let account = find(given, &[("CDR_APP_KEY", "other")]).unwrap();
            assert_eq!(account.app_key, key(expected));
        }
    }

    #[test]
    fn an_empty_key_file_holds_no_key() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let name = file.path().to_str().unwrap();
        let variables = [("CDR_APP_ID", "i"), ("CDR_APP_KEY_FILE", name)];
        let error = find(Given::default(), &variables).unwrap_err();
        assert_eq!(kind_of(&error), Kind::Credentials);
    }

    #[test]
    fn a_key_file_that_is_not_there_is_named() {
        let variables = [("CDR_APP_ID", "i"), ("CDR_APP_KEY_FILE", "/nowhere/key")];
        let error = find(Given::default(), &variables).unwrap_err();
        assert_eq!(kind_of(&error), Kind::Machine);
        assert!(error.to_string().contains("/nowhere/key"));
    }

    #[test]
    fn missing_credentials_say_where_to_put_them() {
        let no_id = find(Given::default(), &[("CDR_APP_KEY", "k")]).unwrap_err();
        assert_eq!(kind_of(&no_id), Kind::Credentials);
        assert!(no_id.to_string().contains("CDR_APP_ID"));
        let no_key = find(Given::default(), &[("CDR_APP_ID", "i")]).unwrap_err();
        assert_eq!(kind_of(&no_key), Kind::Credentials);
        assert!(no_key.to_string().contains("CDR_APP_KEY"));
    }

    #[test]
    fn the_key_does_not_show_itself() {
        let account = find(
            Given {
                app_key: Some(key("s3cret")),
                ..given()
            },
            &[],
        )
        .unwrap();
        assert!(!format!("{account:?}").contains("s3cret"));
    }

    #[test]
    fn enablex_is_asked_unless_something_else_is_named() {
        assert_eq!(base(given(), &[]), "https://api.enablex.io/video/v2");
        let named = [("CDR_SERVICE", "smartflomeet")];
        assert_eq!(
            base(given(), &named),
            "https://api.smartflomeet.ttns.in/video/v2"
        );
    }

    #[test]
    fn a_base_url_wins_over_a_service_and_an_option_over_the_environment() {
        let variables = [("CDR_BASE_URL", "https://from.environment/v2")];
        assert_eq!(base(given(), &variables), "https://from.environment/v2");
        let service = Given {
            service: Some(Service::Enablex),
            ..given()
        };
        assert_eq!(
            base(service.clone(), &variables),
            "https://api.enablex.io/video/v2"
        );
        let url = Given {
            base_url: Some("https://from.option/v2/".to_owned()),
            ..service
        };
        assert_eq!(base(url, &variables), "https://from.option/v2");
    }

    #[test]
    fn an_unknown_service_in_the_environment_is_a_usage_failure() {
        let error = find(given(), &[("CDR_SERVICE", "zoom")]).unwrap_err();
        assert_eq!(kind_of(&error), Kind::Usage);
        assert!(error.to_string().contains("CDR_SERVICE is 'zoom'"));
    }

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
