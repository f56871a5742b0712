//! Which service is asked, and as whom: from options, then the environment, then a profile.

use super::base_url::BaseUrl;
use super::key::{key_printed_by, read_key};
use crate::error::{Failure, Kind};
use crate::terminal::Console;
use crate::text::Secret;
use std::path::PathBuf;

/// Looks up a variable of the environment; one that is empty counts as not set, and one that is not UTF-8 is
/// a usage failure.
pub type Environment<'a> = &'a dyn Fn(&str) -> Result<Option<String>, Failure>;

/// What one source, such as the options or the environment, says about the account.
#[derive(Clone, Debug, Default)]
pub struct Given {
    /// The app id.
    pub app_id: Option<String>,
    /// Where the app key is.
    pub app_key: Option<KeySource>,
    /// Which service is meant.
    pub service: Option<ServiceSource>,
}

/// Where an app key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// Here.
    Key(Secret),
    /// In a file.
    File(PathBuf),
    /// In the first line that a command prints; it is run as it stands, without a shell.
    Command(Vec<String>),
}

/// How a service is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ServiceSource {
    /// By its name.
    Name(Service),
    /// By its base URL.
    Url(String),
}

impl Given {
    /// What the environment says. The vendor's own variables stand in for missing ones.
    ///
    /// # Errors
    /// A usage failure for a service that is not known.
    pub fn by(environment: Environment) -> Result<Self, Failure> {
        let first = |names: [&str; 2]| match environment(names[0])? {
            None => environment(names[1]),
            value => Ok(value),
        };
        let app_key = match (
            environment("CDR_APP_KEY")?,
            environment("CDR_APP_KEY_FILE")?,
        ) {
            (Some(key), _) => Some(key_here(key)),
            (None, Some(file)) => Some(KeySource::File(file.into())),
            (None, None) => environment("ENABLEX_APP_KEY")?.map(key_here),
        };
        let service = match (environment("CDR_BASE_URL")?, environment("CDR_SERVICE")?) {
            (Some(url), _) => Some(ServiceSource::Url(url)),
            (None, Some(name)) => Some(ServiceSource::Name(Service::named(&name)?)),
            (None, None) => None,
        };
        Ok(Self {
            app_id: first(["CDR_APP_ID", "ENABLEX_APP_ID"])?,
            app_key,
            service,
        })
    }
}

fn key_here(key: String) -> KeySource {
    KeySource::Key(Secret::new(key))
}

/// Where a question goes, and the credentials it goes with.
#[derive(Clone, Debug)]
pub struct Account {
    /// The base URL.
    pub base: BaseUrl,
    /// What HTTP Basic makes of the app id and the app key.
    pub basic: Secret,
}

impl Account {
    /// Takes each part from the first source that has it. The key is read last, once the rest is in order.
    ///
    /// # Errors
    /// A usage failure for a base URL that can't be asked, a credentials failure for an app id or
    /// key that is nowhere to be found, this machine's for a key that can't be read.
    pub fn find(sources: &[Given], allow_http: bool, console: Console) -> anyhow::Result<Self> {
        let base = Self::base(sources, allow_http)?;
        let app_id = Self::app_id(sources)?;
        let app_id = app_id.ok_or_else(|| missing("no app id: set CDR_APP_ID or give --app-id"))?;
        let app_key = match sources.iter().find_map(|given| given.app_key.clone()) {
            Some(KeySource::Key(key)) => Some(key),
            Some(KeySource::File(file)) => Some(read_key(&file, console)?),
            Some(KeySource::Command(command)) => Some(key_printed_by(&command)?),
            None => None,
        };
        let app_key = app_key.filter(|key| !key.is_empty()).ok_or_else(|| {
            missing("no app key: set CDR_APP_KEY or CDR_APP_KEY_FILE, or give --app-key-file")
        })?;
        Ok(Self {
            base,
            basic: Secret::basic(&app_id, &app_key),
        })
    }

    /// The base URL alone.
    ///
    /// # Errors
    /// A usage failure for a base URL that can't be asked.
    pub fn base(sources: &[Given], allow_http: bool) -> Result<BaseUrl, Failure> {
        let service = sources.iter().find_map(|given| given.service.clone());
        match service.unwrap_or(ServiceSource::Name(Service::default())) {
            ServiceSource::Url(url) => BaseUrl::parse(&url, allow_http),
            ServiceSource::Name(service) => BaseUrl::parse(service.base_url(), false),
        }
    }

    /// The app id alone, where there is one.
    ///
    /// # Errors
    /// A usage failure for one that can't be sent.
    pub fn app_id(sources: &[Given]) -> Result<Option<String>, Failure> {
        let app_id = sources.iter().find_map(|given| given.app_id.clone());
        if app_id.as_ref().is_some_and(|id| id.contains(':')) {
            let message = "the app id holds a colon, which HTTP Basic can't carry; check it";
            return Err(Failure::new(Kind::Usage, message));
        }
        Ok(app_id.filter(|id| !id.is_empty()))
    }
}

fn missing(what: &str) -> Failure {
    let message = format!("{what} (no account? try --sandbox)");
    Failure::new(Kind::Credentials, message)
}

/// A service known by name. The base URLs are those of the vendor's CDR pages.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
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
    fn base_url(self) -> &'static str {
        match self {
            Self::Enablex => "https://api.enablex.io/video/v2",
            Self::Smartflomeet => "https://api.smartflomeet.ttns.in/video/v2",
        }
    }

    fn named(name: &str) -> Result<Self, Failure> {
        <Self as clap::ValueEnum>::from_str(name, false).map_err(|_| {
            let message =
                format!("CDR_SERVICE is '{name}'; set it to enablex or smartflomeet, or unset it");
            Failure::new(Kind::Usage, message)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::kind_of;
    use crate::terminal::Level;
    use std::path::Path;

    fn find(options: Given, environment: &[(&str, &str)]) -> anyhow::Result<Account> {
        let environment = Given::by(&|name| {
            let found = environment.iter().find(|(known, _)| *known == name);
            Ok(found.map(|(_, value)| (*value).to_owned()))
        })?;
        Account::find(&[options, environment], false, Console::new(Level::Quiet))
    }

    fn options() -> Given {
        Given {
            app_id: Some("id".to_owned()),
            app_key: Some(key_here("key".to_owned())),
            service: None,
        }
    }

    fn basic(app_id: &str, app_key: &str) -> Secret {
        Secret::basic(app_id, &Secret::new(app_key.to_owned()))
    }

    fn with_key_file(file: &Path) -> Given {
        Given {
            app_key: Some(KeySource::File(file.to_owned())),
            ..options()
        }
    }

    fn base(options: Given, environment: &[(&str, &str)]) -> String {
        find(options, environment).unwrap().base.to_string()
    }

    #[test]
    fn credentials_come_from_the_environment() {
        let variables = [("CDR_APP_ID", "i"), ("CDR_APP_KEY", "k")];
        let account = find(Given::default(), &variables).unwrap();
        assert_eq!(account.basic, basic("i", "k"));
    }

    #[test]
    fn the_vendor_s_variables_stand_in_for_missing_ones() {
        let variables = [
            ("ENABLEX_APP_ID", "vendor id"),
            ("ENABLEX_APP_KEY", "vendor key"),
        ];
        let account = find(Given::default(), &variables).unwrap();
        assert_eq!(account.basic, basic("vendor id", "vendor key"));
    }

    #[test]
    fn an_option_wins_over_the_environment() {
        let variables = [("CDR_APP_ID", "other"), ("CDR_APP_KEY", "other")];
        let account = find(options(), &variables).unwrap();
        assert_eq!(account.basic, basic("id", "key"));
    }

    #[test]
    fn a_key_file_wins_over_a_key_in_the_environment_when_it_is_an_option() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, "from file").unwrap();
        let account = find(with_key_file(file.path()), &[("CDR_APP_KEY", "other")]).unwrap();
        assert_eq!(account.basic, basic("id", "from file"));
    }

    #[test]
    fn an_empty_key_file_holds_no_key() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let error = find(with_key_file(file.path()), &[]).unwrap_err();
        assert_eq!(kind_of(&error), Kind::Credentials);
    }

    #[test]
    fn a_key_file_that_is_not_there_is_named() {
        let error = find(with_key_file(Path::new("/nowhere/key")), &[]).unwrap_err();
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
    fn enablex_is_asked_unless_something_else_is_named() {
        assert_eq!(base(options(), &[]), "https://api.enablex.io/video/v2");
        let named = [("CDR_SERVICE", "smartflomeet")];
        assert_eq!(
            base(options(), &named),
            "https://api.smartflomeet.ttns.in/video/v2"
        );
    }

    #[test]
    fn a_service_as_an_option_wins_over_a_base_url_in_the_environment() {
        let variables = [("CDR_BASE_URL", "https://host/v2")];
        assert_eq!(base(options(), &variables), "https://host/v2");
        let named = Given {
            service: Some(ServiceSource::Name(Service::Enablex)),
            ..options()
        };
        assert_eq!(base(named, &variables), "https://api.enablex.io/video/v2");
    }

    #[test]
    fn a_base_url_wins_over_a_service_in_the_environment() {
        let variables = [
            ("CDR_BASE_URL", "https://host/v2"),
            ("CDR_SERVICE", "enablex"),
        ];
        assert_eq!(base(options(), &variables), "https://host/v2");
    }

    #[test]
    fn an_unknown_service_in_the_environment_is_a_usage_failure() {
        let error = find(options(), &[("CDR_SERVICE", "zoom")]).unwrap_err();
        assert_eq!(kind_of(&error), Kind::Usage);
        assert!(error.to_string().contains("CDR_SERVICE is 'zoom'"));
    }
}
