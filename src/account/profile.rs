//! A profile of the configuration file: its members as they are written, and the settings that
//! follow from them.
//!
//! Members that are valid TOML but no setting are reported like invalid TOML, with line and column.

use super::config_error::position;
use super::credentials::{KeySource, Service};
use crate::error::{Failure, FailureKind};
use crate::limits::MAX_SLACK_DAYS;
use serde::Deserialize;
use std::path::{Path, PathBuf};
use toml::Spanned;

/// The settings of an account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// The name of the profile.
    pub name: Option<String>,
    /// The base URL of its service.
    pub base_url: Option<String>,
    /// The app ID.
    pub app_id: Option<String>,
    /// The source of the app key.
    pub key: Option<KeySource>,
    /// The time zone.
    pub tz: Option<ProfileZone>,
    /// The extra days at each end of an exact period.
    pub slack: Option<u32>,
}

/// The time zone of a profile.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProfileZone {
    pub name: String,
    /// Where it is set, as messages name it: file, line and column.
    pub source: String,
}

/// The members of a profile.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RawProfile {
    service: Option<Service>,
    base_url: Option<Spanned<String>>,
    app_id: Option<String>,
    app_key_file: Option<PathBuf>,
    app_key_command: Option<Spanned<Vec<String>>>,
    tz: Option<Spanned<String>>,
    slack: Option<Spanned<i64>>,
}

/// The configuration file that a profile is read from.
#[derive(Clone, Copy)]
pub struct ConfigSource<'a> {
    pub file: &'a Path,
    pub text: &'a str,
}

impl ConfigSource<'_> {
    /// Returns the place of a value, as messages name it.
    fn place<T>(self, value: &Spanned<T>) -> String {
        let position = position(self.text, value.span().start);
        format!("{}:{position}", self.file.display())
    }

    /// Creates the failure for the value of a profile.
    fn error<T>(self, value: &Spanned<T>, name: &str, problem: &str) -> Failure {
        let message = format!("{}: profile '{name}' {problem}", self.place(value));
        Failure::new(FailureKind::Usage, message)
    }
}

impl RawProfile {
    /// Returns the settings of the profile of this name. Its paths are relative to the directory of
    /// the file.
    ///
    /// # Errors
    /// Returns a usage failure if members exclude each other, or have invalid values.
    pub fn validate(self, name: &str, source: ConfigSource<'_>) -> Result<Profile, Failure> {
        let key = self.key(name, source)?;
        if let (Some(_), Some(url)) = (self.service, &self.base_url) {
            let problem = "has both service and base_url; remove one of them";
            return Err(source.error(url, name, problem));
        }
        let slack = self.slack.map(|days| {
            let slack = u32::try_from(*days.get_ref()).ok();
            slack
                .filter(|slack| *slack <= MAX_SLACK_DAYS)
                .ok_or_else(|| {
                    let problem = format!(
                        "has an invalid slack; expected an integer from 0 to {MAX_SLACK_DAYS}"
                    );
                    source.error(&days, name, &problem)
                })
        });
        let service_url = self.service.map(|service| service.base_url().to_owned());
        Ok(Profile {
            name: Some(name.to_owned()),
            base_url: self.base_url.map(Spanned::into_inner).or(service_url),
            app_id: self.app_id,
            key,
            tz: self.tz.map(|zone| ProfileZone {
                source: format!("{}: tz", source.place(&zone)),
                name: zone.into_inner(),
            }),
            slack: slack.transpose()?,
        })
    }

    /// Returns the source of the app key.
    fn key(&self, name: &str, source: ConfigSource<'_>) -> Result<Option<KeySource>, Failure> {
        match (&self.app_key_file, &self.app_key_command) {
            (Some(_), Some(command)) => {
                let problem = "has both app_key_file and app_key_command; remove one of them";
                Err(source.error(command, name, problem))
            }
            (None, Some(command)) if command.get_ref().is_empty() => {
                let problem = "has an empty app_key_command; \
                     expected a list such as [\"pass\", \"show\", \"cdr\"]";
                Err(source.error(command, name, problem))
            }
            (None, command) => Ok(command
                .as_ref()
                .map(|command| KeySource::Command(command.get_ref().clone()))),
            (Some(file), None) => Ok(Some(KeySource::File {
                path: source.file.parent().unwrap_or(Path::new("")).join(file),
                setting: "app_key_file of the profile",
            })),
        }
    }
}
