//! Which service is asked, and as whom.

use super::base_url::BaseUrl;
use super::key::{key_printed_by, read_key};
use crate::error::{Failure, Kind};
use crate::terminal::Console;
use crate::text::Secret;
use std::path::PathBuf;

/// Where a question goes, and the credentials it goes with.
#[derive(Clone, Debug)]
pub struct Account {
    /// The base URL.
    pub base: BaseUrl,
    /// What HTTP Basic makes of the app id and the app key.
    pub basic: Secret,
}

/// An account whose key was not read yet.
#[derive(Clone, Debug)]
pub struct AccountSource {
    /// The base URL.
    pub base: BaseUrl,
    /// The app id, where one was found.
    pub app_id: Option<String>,
    /// Where the app key is, if anywhere.
    pub key: Option<KeySource>,
}

/// Where an app key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// Here, as it was typed.
    Key(Secret),
    /// Here, from a variable of the environment with this name.
    Variable(&'static str, Secret),
    /// In a file.
    File(PathBuf),
    /// In the first line that a command prints; it is run as it stands, without a shell.
    Command(Vec<String>),
}

impl AccountSource {
    /// How a service is named where it is kept of whom calls were asked; `None` is the sandbox.
    pub fn name_of(service: Option<&Self>) -> String {
        service.map_or("the sandbox".to_owned(), |service| service.base.to_string())
    }

    /// Reads the key.
    pub fn account(self, console: Console) -> anyhow::Result<Account> {
        let app_id = self.app_id;
        let app_id = app_id.ok_or_else(|| {
            missing("no app id: set CDR_APP_ID, give --app-id, or write app_id into a profile")
        })?;
        let key = match self.key {
            Some(KeySource::Key(key) | KeySource::Variable(_, key)) => Some(key),
            Some(KeySource::File(file)) => Some(read_key(&file, console)?),
            Some(KeySource::Command(command)) => Some(key_printed_by(&command)?),
            None => None,
        };
        if key.as_ref().is_some_and(Secret::is_empty) {
            return Err(missing("the app key is empty: write it where it is read from").into());
        }
        let key = key.ok_or_else(|| {
            missing("no app key: set CDR_APP_KEY or CDR_APP_KEY_FILE, give --app-key-file, or write app_key_file into the profile")
        })?;
        Ok(Account {
            base: self.base,
            basic: Secret::basic(&app_id, &key),
        })
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
    /// Where it is asked.
    pub fn base_url(self) -> &'static str {
        match self {
            Self::Enablex => "https://api.enablex.io/video/v2",
            Self::Smartflomeet => "https://api.smartflomeet.ttns.in/video/v2",
        }
    }

    /// The service that the environment names.
    pub fn named(name: &str) -> Result<Self, Failure> {
        <Self as clap::ValueEnum>::from_str(name, true).map_err(|_| {
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

    fn account(app_id: Option<&str>, key: Option<KeySource>) -> anyhow::Result<Account> {
        let source = AccountSource {
            base: BaseUrl::parse("https://host/v2", false)?,
            app_id: app_id.map(str::to_owned),
            key,
        };
        source.account(Console::new(Level::Quiet))
    }

    #[test]
    fn a_key_file_is_read() {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(&file, "from file").unwrap();
        let account = account(Some("id"), Some(KeySource::File(file.path().into()))).unwrap();
        let key = Secret::new("from file".to_owned());
        assert_eq!(account.basic, Secret::basic("id", &key));
    }

    #[test]
    fn an_empty_key_file_holds_no_key() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let error = account(Some("id"), Some(KeySource::File(file.path().into()))).unwrap_err();
        assert_eq!(kind_of(&error), Kind::Credentials);
    }

    #[test]
    fn a_key_file_that_is_not_there_is_named() {
        let error = account(Some("id"), Some(KeySource::File("/nowhere/key".into()))).unwrap_err();
        assert_eq!(kind_of(&error), Kind::Machine);
        assert!(error.to_string().contains("/nowhere/key"));
    }

    #[test]
    fn missing_credentials_say_where_to_put_them() {
        let key = KeySource::Key(Secret::new("k".to_owned()));
        for (app_id, key, told) in [
            (None, Some(key), "CDR_APP_ID"),
            (Some("i"), None, "CDR_APP_KEY"),
        ] {
            let error = account(app_id, key).unwrap_err();
            assert_eq!(kind_of(&error), Kind::Credentials);
            assert!(error.to_string().contains(told));
        }
    }
}
