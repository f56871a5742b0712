//! Which service is asked, and as whom.

use super::base_url::BaseUrl;
use super::key::{read_key, run_key_command};
use crate::error::{Failure, FailureKind};
use crate::terminal::Console;
use crate::text::Secret;
use std::fmt;
use std::path::PathBuf;

/// Where a question goes, and the credentials it goes with.
#[derive(Clone, Debug)]
pub struct Account {
    /// The base URL.
    pub base: BaseUrl,
    /// What HTTP Basic makes of the app id and the app key.
    pub basic: Secret,
}

/// Where queries are sent.
#[derive(Clone, Debug)]
pub enum Backend {
    /// The copy of the API with sample data, which this process starts on loopback.
    Sandbox,
    /// A service, with the account that it is queried as.
    Service(AccountConfig),
}

/// An account whose key was not read yet.
#[derive(Clone, Debug)]
pub struct AccountConfig {
    /// The base URL.
    pub base: BaseUrl,
    /// The app id, where one was found.
    pub app_id: Option<String>,
    /// Where the app key is, if anywhere.
    pub key: Option<KeySource>,
    /// The profiles of the configuration file, if there are several and none of them was selected.
    pub other_profiles: Vec<String>,
}

/// Where an app key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// Here, as it was typed.
    Key(Secret),
    /// Here, from a variable of the environment with this name.
    Variable {
        name: &'static str,
        key: Secret,
        /// Whether the variable has nothing around the key.
        is_trimmed: bool,
    },
    /// In a file.
    File {
        path: PathBuf,
        /// The option, variable or member of a profile that names the file.
        setting: &'static str,
    },
    /// In the first line that a command prints; it is run as it stands, without a shell.
    Command(Vec<String>),
}

impl Backend {
    /// The service, unless the sandbox is queried.
    pub fn service(&self) -> Option<&AccountConfig> {
        match self {
            Self::Sandbox => None,
            Self::Service(service) => Some(service),
        }
    }

    /// The app ID, if there is one.
    pub fn app_id(&self) -> Option<&str> {
        self.service()?.app_id.as_deref()
    }
}

/// The name that files record as the source of their calls.
impl fmt::Display for Backend {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sandbox => formatter.write_str("the sandbox"),
            Self::Service(service) => service.base.fmt(formatter),
        }
    }
}

impl AccountConfig {
    /// Reads the key.
    pub fn account(self, console: Console) -> anyhow::Result<Account> {
        let missing = |what: &str, settings: &str| {
            let hint = match self.other_profiles.as_slice() {
                [] => format!("use {settings} or --sandbox"),
                profiles => format!("use --profile with one of: {}", profiles.join(", ")),
            };
            missing(&format!("{what}; {hint}"))
        };
        let app_id = self.app_id;
        let app_id = app_id.ok_or_else(|| missing("no app ID", "CDR_APP_ID, --app-id"))?;
        let key = self.key.ok_or_else(|| {
            missing(
                "no app key",
                "CDR_APP_KEY, CDR_APP_KEY_FILE, --app-key-file",
            )
        })?;
        let key = key.read(console)?;
        Ok(Account {
            base: self.base,
            basic: Secret::basic_auth(&app_id, &key),
        })
    }
}

impl KeySource {
    /// The key.
    fn read(self, console: Console) -> anyhow::Result<Secret> {
        let (key, setting) = match self {
            Self::Key(key) => (key, "--app-key"),
            Self::Variable { name, key, .. } => (key, name),
            Self::File { path, setting } => (read_key(&path, setting, console)?, setting),
            Self::Command(command) => (run_key_command(&command)?, "app_key_command"),
        };
        if key.is_empty() {
            return Err(missing(&format!(
                "the app key of {setting} is empty; check {setting}"
            ))
            .into());
        }
        Ok(key)
    }
}

fn missing(what: &str) -> Failure {
    Failure::new(
        FailureKind::Credentials,
        format!("missing credentials: {what}"),
    )
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
    /// Where it is asked.
    pub fn base_url(self) -> &'static str {
        match self {
            Self::Enablex => "https://api.enablex.io/video/v2",
            Self::Smartflomeet => "https://api.smartflomeet.ttns.in/video/v2",
        }
    }

    /// The service that the environment names.
    pub fn from_variable(name: &str) -> Result<Self, Failure> {
        <Self as clap::ValueEnum>::from_str(name, true).map_err(|_| {
            let message =
                format!("CDR_SERVICE is '{name}'; set it to enablex or smartflomeet, or unset it");
            Failure::new(FailureKind::Usage, message)
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::error_kind;
    use crate::terminal::Level;

    fn account(app_id: Option<&str>, key: Option<KeySource>) -> anyhow::Result<Account> {
        let source = AccountConfig {
            base: BaseUrl::parse("https://host/v2", false)?,
            app_id: app_id.map(str::to_owned),
            key,
            other_profiles: Vec::new(),
        };
        source.account(Console::new(Level::Quiet))
    }

    fn file(path: impl Into<PathBuf>) -> KeySource {
        KeySource::File {
            path: path.into(),
            setting: "CDR_APP_KEY_FILE",
        }
    }

    #[test]
    fn a_key_file_is_read() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, "from file").unwrap();
        let account = account(Some("id"), Some(self::file(file.path()))).unwrap();
        let key = Secret::new("from file".to_owned());
        assert_eq!(account.basic, Secret::basic_auth("id", &key));
    }

    #[test]
    fn a_key_of_blanks_is_empty() {
        let file = tempfile::NamedTempFile::new().unwrap();
        for content in ["", "\n", " \r\n", "\u{feff}\n"] {
            std::fs::write(&file, content).unwrap();
            let error = account(Some("id"), Some(self::file(file.path()))).unwrap_err();
            assert_eq!(error_kind(&error), FailureKind::Credentials);
            let message = error.to_string();
            assert!(message.contains("CDR_APP_KEY_FILE is empty"), "{message}");
        }
    }

    #[test]
    fn a_path_without_a_file_is_not_printed() {
        let too_long = "s3cret".repeat(1000);
        for path in ["s3cret", "/nowhere/s3cret", "/dev/null/s3cret", &too_long] {
            let error = account(Some("id"), Some(file(path))).unwrap_err();
            assert_eq!(error_kind(&error), FailureKind::Local);
            let message = format!("{error:?}");
            assert!(
                message.contains("the file that CDR_APP_KEY_FILE names"),
                "{message}"
            );
            assert!(!message.contains("s3cret"), "{message}");
        }
    }

    #[test]
    fn missing_credentials_say_where_to_put_them() {
        let key = KeySource::Key(Secret::new("k".to_owned()));
        for (app_id, key, told) in [
            (None, Some(key), "CDR_APP_ID"),
            (Some("i"), None, "CDR_APP_KEY"),
        ] {
            let error = account(app_id, key).unwrap_err();
            assert_eq!(error_kind(&error), FailureKind::Credentials);
            assert!(error.to_string().contains(told));
        }
    }
}
