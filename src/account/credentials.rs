//! The service to query, and the credentials for it.
//!
//! [`AccountConfig`] has the settings of options, environment and profile. [`AccountConfig::load`]
//! turns it into an [`Account`]. The key is read only then, after everything else is checked: it
//! may be in a file, or take a command that asks for a PIN.

use super::base_url::BaseUrl;
use super::key::{read_key_file, run_key_command};
use crate::error::{Failure, FailureKind};
use crate::terminal::Console;
use crate::text::Secret;
use std::fmt;
use std::path::PathBuf;

/// A service and the credentials for it.
#[derive(Clone, Debug)]
pub struct Account {
    pub base: BaseUrl,
    /// The credentials of HTTP Basic: app ID and app key.
    pub basic_auth: Secret,
}

/// The service or the sandbox, as the target of queries.
#[derive(Clone, Debug)]
pub enum Backend {
    /// The copy of the API with sample data, which this process starts on loopback.
    Sandbox,
    /// A service, with the account that it is queried as.
    Service(AccountConfig),
}

/// An account whose key is not read yet.
#[derive(Clone, Debug)]
pub struct AccountConfig {
    pub base: BaseUrl,
    pub app_id: Option<String>,
    pub key: Option<KeySource>,
    /// The profiles to choose from, if none is selected.
    pub other_profiles: Vec<String>,
}

/// The source of an app key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// `--app-key`.
    Inline(Secret),
    /// An environment variable.
    Env {
        name: &'static str,
        key: Secret,
        /// Whether the value of the variable is the key, without blanks around it.
        is_trimmed: bool,
    },
    File {
        path: PathBuf,
        /// The option, variable or member of a profile that names the file.
        setting: &'static str,
    },
    /// The first line that a command prints, which is run without a shell.
    Command(Vec<String>),
}

impl Backend {
    /// Returns the service, unless the sandbox is queried.
    pub fn service(&self) -> Option<&AccountConfig> {
        match self {
            Self::Sandbox => None,
            Self::Service(service) => Some(service),
        }
    }

    pub fn app_id(&self) -> Option<&str> {
        self.service()?.app_id.as_deref()
    }
}

/// The name that files record as the source of their calls.
impl fmt::Display for Backend {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Sandbox => f.write_str("the sandbox"),
            Self::Service(service) => service.base.fmt(f),
        }
    }
}

impl AccountConfig {
    /// Reads the key.
    pub fn load(self, console: Console) -> anyhow::Result<Account> {
        let missing = |problem: &str, settings: &str| {
            let hint = match self.other_profiles.as_slice() {
                [] => format!("use {settings} or --sandbox"),
                profiles => format!("use --profile with one of: {}", profiles.join(", ")),
            };
            missing_credentials_error(&format!("{problem}; {hint}"))
        };
        if self.app_id.is_none() && self.key.is_none() {
            let settings = "CDR_APP_ID and CDR_APP_KEY_FILE";
            return Err(missing("no app ID and no app key", settings).into());
        }
        let app_id = self
            .app_id
            .ok_or_else(|| missing("no app ID", "CDR_APP_ID, --app-id"))?;
        let key = self.key.ok_or_else(|| {
            missing(
                "no app key",
                "CDR_APP_KEY, CDR_APP_KEY_FILE, --app-key-file",
            )
        })?;
        Ok(Account {
            basic_auth: Secret::basic_auth(&app_id, &key.load(console)?),
            base: self.base,
        })
    }
}

impl KeySource {
    fn load(self, console: Console) -> anyhow::Result<Secret> {
        let (key, setting) = match self {
            Self::Inline(key) => (key, "--app-key"),
            Self::Env { name, key, .. } => (key, name),
            Self::File { path, setting } => (read_key_file(&path, setting, console)?, setting),
            Self::Command(command) => (run_key_command(&command)?, "app_key_command"),
        };
        // HTTP Basic would accept an empty password, and the service would reject it without a
        // reason.
        if key.is_empty() {
            return Err(missing_credentials_error(&format!(
                "the app key of {setting} is empty; check {setting}"
            ))
            .into());
        }
        Ok(key)
    }
}

fn missing_credentials_error(problem: &str) -> Failure {
    Failure::new(
        FailureKind::Credentials,
        format!("missing credentials: {problem}"),
    )
}

/// A service with a name.
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
    /// Returns the base URL in the vendor's CDR documentation.
    pub fn base_url(self) -> &'static str {
        match self {
            Self::Enablex => "https://api.enablex.io/video/v2",
            Self::Smartflomeet => "https://api.smartflomeet.ttns.in/video/v2",
        }
    }

    /// Parses the value of `CDR_SERVICE`.
    pub fn from_variable(name: &str) -> Result<Self, Failure> {
        <Self as clap::ValueEnum>::from_str(name, true).map_err(|_| {
            let message =
                format!("invalid value '{name}' for CDR_SERVICE; expected enablex or smartflomeet");
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
        let config = AccountConfig {
            base: BaseUrl::parse("https://host/v2", false)?,
            app_id: app_id.map(str::to_owned),
            key,
            other_profiles: Vec::new(),
        };
        config.load(Console::new(Level::Quiet))
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
        assert_eq!(account.basic_auth, Secret::basic_auth("id", &key));
    }

    #[test]
    fn a_key_of_white_space_is_rejected() {
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
    fn missing_credentials_name_the_settings() {
        let key = KeySource::Inline(Secret::new("k".to_owned()));
        for (app_id, key, setting) in [
            (None, Some(key), "CDR_APP_ID"),
            (Some("i"), None, "CDR_APP_KEY"),
        ] {
            let error = account(app_id, key).unwrap_err();
            assert_eq!(error_kind(&error), FailureKind::Credentials);
            assert!(error.to_string().contains(setting));
        }
    }
}
