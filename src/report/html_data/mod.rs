//! The figures of the report page, computed from calls.
//!
//! One pass over the calls fills counters by day, weekday and hour, room, reference and conference.
//! Two figures need all calls: different conferences and concurrent calls are computed at the end
//! from sorted temporary files, so that memory does not grow with calls.
//!
//! Limits keep the page small whatever the data is: 400 bars, 20 names in each table. What is
//! beyond them is counted, never left out silently.

mod concurrency;
mod daily_stats;
mod ranking;

use self::concurrency::ConcurrencyCounter;
use self::daily_stats::DailyStats;
use self::ranking::{NameRanking, WorstConferences};
use super::totals::ConferenceCounter;
use crate::columns::{
    CALL_QUALITY, CONF_NUM, CONNECT_DT, CONNECT_MINUTES_CAL, DISCONNECT_DT, ROOM_ID, RecordTime,
    USER_REF, is_bad,
};
use crate::format::ReportData;
use crate::record::{Projection, Record};
use crate::text::DecimalStr;
use crate::time::{DateRange, TimeZone};
use chrono::{Datelike, Timelike};

/// Computes the figures of calls.
pub struct ReportBuilder {
    slots: Slots,
    zone: TimeZone,
    /// The figures that are counted call by call.
    data: ReportData,
    conferences: ConferenceCounter,
    concurrency: ConcurrencyCounter,
    days: DailyStats,
    rooms: NameRanking,
    references: NameRanking,
    worst: WorstConferences,
}

/// Where a record has its values.
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
    /// Creates a builder. Days and hours are those of the zone; all days of the period are shown.
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
            data: ReportData::default(),
            conferences: ConferenceCounter::default(),
            concurrency: ConcurrencyCounter::default(),
            days: DailyStats::new(period),
            rooms: NameRanking::default(),
            references: NameRanking::default(),
            worst: WorstConferences::default(),
        }
    }

    /// Counts a call.
    pub fn add(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        let (slots, data) = (&self.slots, &mut self.data);
        let text = |slot: usize| record.text_at(slot);
        let (conference, room) = (text(slots.conference), text(slots.room));
        data.calls += 1;
        self.conferences.add(0, &conference)?;
        let minutes_text = text(slots.minutes);
        let minutes = DecimalStr::parse(&minutes_text);
        match &minutes {
            Some(minutes) => data.minutes.get_or_insert_default().add(minutes),
            None if minutes_text.is_empty() => data.without_minutes += 1,
            None => data.invalid_minutes += 1,
        }
        let quality = text(slots.quality);
        let is_bad = is_bad(&quality);
        data.rated += u64::from(!quality.is_empty());
        data.bad += u64::from(is_bad);
        let connected = record.time_at(slots.connected);
        let left = record.time_at(slots.left);
        self.concurrency.add(connected, left)?;
        let time = slots.time.get(record);
        let local = time.map(|time| self.zone.to_local(time).naive_local());
        // The derived columns have no other years either.
        let local = local.filter(|local| (0..=9999).contains(&local.year()));
        if let Some(local) = local {
            let weekday = local.weekday().num_days_from_monday() as usize;
            data.hours[weekday][local.hour() as usize] += 1;
        }
        let day = local.map(|local| local.date());
        self.days.add(day, minutes.as_ref(), &quality);
        self.rooms.add(&room, minutes.as_ref());
        self.references
            .add(&text(slots.reference), minutes.as_ref());
        self.worst.add(&conference, &room, time, is_bad);
        Ok(())
    }

    /// Returns the figures.
    pub fn finish(mut self) -> anyhow::Result<ReportData> {
        let calls_without_times = self.concurrency.calls_without_times();
        let (zone, days) = (&self.zone, &mut self.days);
        let max_concurrent = self.concurrency.finish(|from, to, calls| {
            days.observe_concurrency(zone.local_date(from), zone.local_date(to), calls);
        })?;
        let (bucket_size, buckets, undated) = self.days.finish();
        Ok(ReportData {
            conferences: self.conferences.count(|_| {})?,
            max_concurrent,
            calls_without_times,
            bucket_size,
            buckets,
            undated,
            rooms: self.rooms.finish(),
            references: self.references.finish(),
            worst: self.worst.finish(&self.zone),
            ..self.data
        })
    }
}
