//! In which zone days are meant, and which day it is there.

use super::account::SelectedProfile;
use super::config::Resolver;
use crate::error::{Failure, FailureKind};
use crate::time::{DateRange, TimeZone, zone_database};
use chrono::NaiveDate;

impl Resolver<'_> {
    /// The day that it is in a zone, or else in UTC.
    pub(super) fn today(&self, zone: Option<&TimeZone>) -> NaiveDate {
        let now = (self.timing.now)();
        zone.map_or(now.date_naive(), |zone| zone.day(now))
    }

    pub(super) fn warn_of_days_to_come(&self, period: DateRange, zone: Option<&TimeZone>) {
        if period.last() > self.today(zone) {
            let (last, zone) = (period.last(), zone.map_or("UTC", TimeZone::name));
            self.console.warn(&format!(
                "the period ends on {last}, after today in {zone}; calls still to come are not in the answer"
            ));
        }
    }

    /// The time zone that was typed, or that the environment or the profile names.
    pub(super) fn zone(
        &self,
        typed: Option<&str>,
        profile: &SelectedProfile,
    ) -> Result<Option<TimeZone>, Failure> {
        let from = |name: &str, source| (name.to_owned(), source);
        let variable = || {
            let name = self.environment.get("CDR_TZ")?;
            Ok(name.map(|name| (name, "CDR_TZ")))
        };
        let in_profile = profile.values.tz.as_deref();
        let found = profile.resolve(
            typed.map(|name| from(name, "--tz")),
            variable,
            in_profile.map(|name| from(name, "tz of the profile")),
        )?;
        let Some((name, source)) = found else {
            return Ok(None);
        };
        let zone = TimeZone::named(&name)
            .map_err(|told| Failure::new(FailureKind::Usage, format!("{source}: {told}")))?;
        if let Some(warning) = zone.warning() {
            self.console.warn(&warning);
        }
        self.console.detail(&format!(
            "time zone {} ({source}), from the {} database",
            zone.name(),
            zone_database()
        ));
        Ok(Some(zone))
    }
}
