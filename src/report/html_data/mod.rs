//! Calls become an overview, in memory that grows with their days alone.

mod concurrency;
mod daily_stats;
mod ranking;

use self::concurrency::ConcurrencyCounter;
use self::daily_stats::DayTallies;
use self::ranking::{NameRanking, WorstConferences};
use super::totals::ConferenceCounter;
use crate::columns::{
    CALL_QUALITY, CONF_NUM, CONNECT_DT, CONNECT_MINUTES_CAL, DISCONNECT_DT, ROOM_ID, RecordTime,
    USER_REF, is_bad,
};
use crate::format::ReportData;
use crate::record::{Projection, Record};
use crate::text::{Decimal, DecimalStr, json_to_text};
use crate::time::parse_timestamp;
use crate::time::{DateRange, TimeZone};
use chrono::{Datelike, Timelike};

/// Gathers what there is to see in calls.
pub struct ReportBuilder {
    slots: Slots,
    zone: TimeZone,
    calls: u64,
    conferences: ConferenceCounter,
    minutes: Option<Decimal>,
    without_minutes: u64,
    invalid_minutes: u64,
    rated: u64,
    bad: u64,
    at_once: ConcurrencyCounter,
    days: DayTallies,
    hours: [[u64; 24]; 7],
    rooms: NameRanking,
    references: NameRanking,
    worst: WorstConferences,
}

/// Where a record has what is looked at.
struct Slots {
    conference: usize,
    room: usize,
    reference: usize,
    minutes: usize,
    quality: usize,
    connected: usize,
    left: usize,
    time: RecordTime,
}

impl ReportBuilder {
    /// Nothing yet. Days and hours are those of the zone; those of a period are shown without calls, too.
    pub fn new(
        zone: Option<&TimeZone>,
        period: Option<DateRange>,
        projection: &mut Projection,
    ) -> Self {
        Self {
            slots: Slots {
                conference: projection.add_path(CONF_NUM),
                room: projection.add_path(ROOM_ID),
                reference: projection.add_path(USER_REF),
                minutes: projection.add_path(CONNECT_MINUTES_CAL),
                quality: projection.add_path(CALL_QUALITY),
                connected: projection.add_path(CONNECT_DT),
                left: projection.add_path(DISCONNECT_DT),
                time: RecordTime::new(projection),
            },
            zone: zone.cloned().unwrap_or_else(TimeZone::utc),
            calls: 0,
            conferences: ConferenceCounter::default(),
            minutes: None,
            without_minutes: 0,
            invalid_minutes: 0,
            rated: 0,
            bad: 0,
            at_once: ConcurrencyCounter::default(),
            days: DayTallies::new(period),
            hours: [[0; 24]; 7],
            rooms: NameRanking::default(),
            references: NameRanking::default(),
            worst: WorstConferences::default(),
        }
    }

    /// Counts a call.
    ///
    /// # Errors
    /// This machine's, when a temporary file fails.
    pub fn add(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        let slots = &self.slots;
        let text = |slot: usize| record.values[slot].map(json_to_text).unwrap_or_default();
        let (conference, room) = (text(slots.conference), text(slots.room));
        self.calls += 1;
        self.conferences.add(0, &conference)?;
        let minutes = text(slots.minutes);
        let is_absent = minutes.is_empty();
        let minutes = DecimalStr::parse(&minutes);
        match &minutes {
            Some(minutes) => self.minutes.get_or_insert_default().add(minutes),
            None if is_absent => self.without_minutes += 1,
            None => self.invalid_minutes += 1,
        }
        let quality = text(slots.quality);
        let is_bad = is_bad(&quality);
        self.rated += u64::from(!quality.is_empty());
        self.bad += u64::from(is_bad);
        let (connected, left) = (
            parse_timestamp(&text(slots.connected)),
            parse_timestamp(&text(slots.left)),
        );
        self.at_once.add(connected, left)?;
        let when = slots.time.get(record);
        let local = when.map(|time| self.zone.to_local(time).naive_local());
        // The derived columns have no other years either.
        let local = local.filter(|local| (0..=9999).contains(&local.year()));
        if let Some(local) = local {
            let weekday = local.weekday().num_days_from_monday() as usize;
            self.hours[weekday][local.hour() as usize] += 1;
        }
        let date = local.map(|local| local.date());
        self.days.add(date, minutes.as_ref(), &quality);
        self.rooms.add(&room, minutes.as_ref());
        self.references
            .add(&text(slots.reference), minutes.as_ref());
        self.worst.add(&conference, &room, when, is_bad);
        Ok(())
    }

    /// What there is to see.
    ///
    /// # Errors
    /// This machine's, when a temporary file fails.
    pub fn finish(mut self) -> anyhow::Result<ReportData> {
        let calls_without_times = self.at_once.calls_without_times();
        let zone = &self.zone;
        let days = &mut self.days;
        let max_concurrent = self.at_once.finish(|from, to, calls| {
            days.see_at_once(zone.local_date(from), zone.local_date(to), calls);
        })?;
        let (unit, buckets, undated) = self.days.finish();
        Ok(ReportData {
            calls: self.calls,
            conferences: self.conferences.count(|_| {})?,
            minutes: self.minutes,
            without_minutes: self.without_minutes,
            invalid_minutes: self.invalid_minutes,
            rated: self.rated,
            bad: self.bad,
            max_concurrent,
            calls_without_times,
            bucket_size: unit,
            buckets,
            undated,
            hours: self.hours,
            rooms: self.rooms.finish(),
            references: self.references.finish(),
            worst: self.worst.finish(&self.zone),
        })
    }
}
