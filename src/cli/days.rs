//! In which zone days are meant, and which day it is there.

use super::config::Resolver;
use crate::error::{Failure, Kind};
use crate::request::{Period, Zone};
use chrono::NaiveDate;

impl Resolver<'_> {
    /// The day that it is in a zone, or else in UTC.
    pub(super) fn today(&self, zone: Option<&Zone>) -> NaiveDate {
        let now = (self.timing.now)();
        zone.map_or(now.date_naive(), |zone| zone.day(now))
    }

    pub(super) fn warn_of_days_to_come(&self, period: Period, zone: Option<&Zone>) {
        if period.last() > self.today(zone) {
            let (last, zone) = (period.last(), zone.map_or("UTC", Zone::name));
            self.console.warn(&format!(
                "the period ends on {last}, after today in {zone}; calls still to come are not in the answer"
            ));
        }
    }

    /// The time zone that was typed, or that the environment or the profile names.
    pub(super) fn zone(
        &self,
        typed: Option<&str>,
        profile: Option<&str>,
    ) -> Result<Option<Zone>, Failure> {
        let variable = self.environment.get("CDR_TZ")?;
        let (name, source) = match (typed, &variable, profile) {
            (Some(name), ..) => (name, "--tz"),
            (None, Some(name), _) => (name.as_str(), "CDR_TZ"),
            (None, None, Some(name)) => (name, "tz of the profile"),
            (None, None, None) => return Ok(None),
        };
        let zone = Zone::named(name)
            .map_err(|told| Failure::new(Kind::Usage, format!("{source}: {told}")))?;
        if let Some(warning) = zone.warning() {
            self.console.warn(&warning);
        }
        Ok(Some(zone))
    }
}
