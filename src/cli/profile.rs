//! The profile of a run, and the settings that it shares with options and variables: time zone and
//! slack.
//!
//! An option overrides the environment, and that overrides the profile. But a profile that was
//! typed (`--profile`) overrides the environment: its app ID, key and base URL are used together,
//! so that a leftover variable never sends the key of one account to the URL of another.

use super::args::{AccountOptions, ServiceOptions};
use super::resolver::Resolver;
use crate::account::{DefaultProfile, Profile, config_path};
use crate::error::{Failure, FailureKind, error_kind, error_message};
use crate::limits::MAX_SLACK_DAYS;
use crate::time::{DateRange, TimeZone, zone_database};
use chrono::{NaiveDate, Utc};
use std::path::{Path, PathBuf};

const DEFAULT_SLACK_DAYS: u32 = 2;

/// The profile of a run.
#[derive(Default)]
pub(super) struct SelectedProfile {
    pub values: Profile,
    /// Whether it was typed: then it overrides the environment.
    pub is_typed: bool,
    /// The profiles of the configuration file, if there are several and none of them was selected.
    pub others: Vec<String>,
}

impl SelectedProfile {
    /// Returns whether a profile with a part of an account was typed.
    pub fn is_typed_account(&self) -> bool {
        let Profile {
            base_url,
            app_id,
            key,
            ..
        } = &self.values;
        self.is_typed && (base_url.is_some() || app_id.is_some() || key.is_some())
    }

    /// Returns the value of a setting that overrides the others.
    pub(super) fn resolve<T>(
        &self,
        option: Option<T>,
        variable: impl FnOnce() -> Result<Option<T>, Failure>,
        profile: Option<T>,
    ) -> Result<Option<T>, Failure> {
        if option.is_some() {
            return Ok(option);
        }
        if self.is_typed && profile.is_some() {
            return Ok(profile);
        }
        Ok(variable()?.or(profile))
    }
}

impl Resolver<'_> {
    /// Returns the profile that was typed, or that the environment names, or else the default one.
    /// The sandbox has none.
    pub(super) fn resolve_profile(
        &self,
        account: &AccountOptions,
        service: &ServiceOptions,
    ) -> anyhow::Result<SelectedProfile> {
        let profile = match self.typed_profile(account) {
            Some("") => {
                let message = "invalid value '' for --profile; use the name of a profile";
                return Err(Failure::new(FailureKind::Usage, message).into());
            }
            Some(name) => SelectedProfile {
                values: Profile::load(name, &self.config_path()?)?,
                is_typed: true,
                others: Vec::new(),
            },
            None => SelectedProfile::default(),
        };
        if self.is_sandbox(account, service, &profile)? {
            return Ok(SelectedProfile::default());
        }
        if profile.is_typed {
            return Ok(profile);
        }
        match (self.environment.get("CDR_PROFILE")?, self.config_path()) {
            (Some(name), file) => Ok(SelectedProfile {
                values: Profile::load(&name, &file?)?,
                ..SelectedProfile::default()
            }),
            (None, Ok(file)) => self.default_profile(&file),
            // No profile was requested, so a missing directory is no failure.
            (None, Err(_)) => Ok(SelectedProfile::default()),
        }
    }

    fn config_path(&self) -> Result<PathBuf, Failure> {
        config_path(&|name| Ok(self.environment.get(name)?.map(PathBuf::from)))
    }

    fn default_profile(&self, file: &Path) -> anyhow::Result<SelectedProfile> {
        let profile = match Profile::load_default(file) {
            Err(error) if error_kind(&error) == FailureKind::Local => {
                self.console.warn(&error_message(&error));
                DefaultProfile::Missing
            }
            result => result?,
        };
        let (values, others) = match profile {
            DefaultProfile::Found(profile) => (*profile, Vec::new()),
            DefaultProfile::Ambiguous(names) => (Profile::default(), names),
            DefaultProfile::Missing => (Profile::default(), Vec::new()),
        };
        Ok(SelectedProfile {
            values,
            is_typed: false,
            others,
        })
    }

    /// Returns the profile that was typed, before or after the command.
    fn typed_profile<'a>(&'a self, account: &'a AccountOptions) -> Option<&'a str> {
        let before = &self.cli.account;
        account.profile.as_deref().or(before.profile.as_deref())
    }

    pub(super) fn is_sandbox_typed(&self, account: &AccountOptions) -> bool {
        account.sandbox || self.cli.account.sandbox
    }

    /// Returns the extra days at each end of an exact period.
    pub(super) fn resolve_slack(
        &self,
        option: Option<u32>,
        profile: &SelectedProfile,
    ) -> Result<u32, Failure> {
        let variable = || {
            let Some(days) = self.environment.get("CDR_SLACK")? else {
                return Ok(None);
            };
            let slack = days.parse().ok().filter(|days| *days <= MAX_SLACK_DAYS);
            slack.map(Some).ok_or_else(|| {
                let message =
                    format!("invalid value '{days}' for CDR_SLACK; expected an integer from 0 to {MAX_SLACK_DAYS}");
                Failure::new(FailureKind::Usage, message)
            })
        };
        let slack = profile.resolve(option, variable, profile.values.slack)?;
        Ok(slack.unwrap_or(DEFAULT_SLACK_DAYS))
    }

    /// Returns the current day in a zone, or else in UTC.
    pub(super) fn today(zone: Option<&TimeZone>) -> NaiveDate {
        let now = Utc::now();
        zone.map_or(now.date_naive(), |zone| zone.local_date(now))
    }

    /// Warns if calls of a period are still to come.
    pub(super) fn warn_if_in_future(&self, period: DateRange, zone: Option<&TimeZone>) {
        if period.last() > Self::today(zone) {
            let (last, zone) = (period.last(), zone.map_or("UTC", TimeZone::name));
            self.console.warn(&format!(
                "the period ends in the future ({last}, {zone}): calls that have not happened yet are not included"
            ));
        }
    }

    /// Returns the time zone that an option, the environment or the profile names.
    pub(super) fn resolve_zone(
        &self,
        option: Option<&str>,
        profile: &SelectedProfile,
    ) -> Result<Option<TimeZone>, Failure> {
        let from = |name: &str, source: &str| (name.to_owned(), source.to_owned());
        let variable = || {
            let name = self.environment.get("CDR_TZ")?;
            Ok(name.map(|name| from(&name, "CDR_TZ")))
        };
        let in_profile = profile.values.tz.as_ref();
        let found = profile.resolve(
            option.map(|name| from(name, "--tz")),
            variable,
            in_profile.map(|zone| from(&zone.name, &zone.source)),
        )?;
        let Some((name, source)) = found else {
            return Ok(None);
        };
        let zone = TimeZone::from_name(&name)
            .map_err(|error| Failure::new(FailureKind::Usage, format!("{source}: {error}")))?;
        if let Some(warning) = zone.warning() {
            self.console.warn(&warning);
        }
        self.console.debug(&format!(
            "time zone {} ({source}), from the {} database",
            zone.name(),
            zone_database()
        ));
        Ok(Some(zone))
    }
}
