//! Charges per conference.
//!
//! A conference belongs to the day of its first connection and to the customer of its first call that has one. Both are
//! known only when all of its calls are, and calls arrive in any order: so they go through the external sort, by
//! conference and connection, and one conference is added up at a time.
//!
//! A call takes part in the first charge of a name whose conditions it matches and whose days contain the day of the
//! *conference*. The quantity of a charge is that of its calls together: from the first connection to the last
//! disconnection, or the sum of a column. It has calls on days around the period as well, so that consecutive bills have
//! each conference once and whole: a conference whose first call is outside of the period is on another bill.
//! Calls without a `conf_num` cannot be put together; they have no quantity.

mod conference;

use self::conference::Conference;
use super::customers::Customers;
use super::rate_card::Charge;
use super::rating::Call;
use super::usage::{Details, Subject, Usage, member_text, push_order, push_text, push_tie_break};
use crate::columns::{CONF_NUM, CONNECT_DT, DISCONNECT_DT};
use crate::external_sort::ExternalSorter;
use crate::record::{Projection, Record};
use crate::time::{DateRange, TimeZone};
use bigdecimal::BigDecimal;
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A time as whole seconds and nanoseconds.
type Instant = (i64, u32);

fn instant(time: DateTime<Utc>) -> Instant {
    (time.timestamp(), time.timestamp_subsec_nanos())
}

/// Reads when a call connected and disconnected.
pub struct SessionTimes([usize; 2]);

impl SessionTimes {
    /// Adds the times to the projection.
    pub fn new(projection: &mut Projection) -> Self {
        Self([CONNECT_DT, DISCONNECT_DT].map(|path| projection.add_path(path)))
    }

    /// Both times of a call, the first not after the second.
    pub fn read(&self, record: &Record<'_>) -> Option<(Instant, Instant)> {
        let [start, end] = self.0.map(|slot| record.time_at(slot));
        let (start, end) = start.zip(end)?;
        (start <= end).then(|| (instant(start), instant(end)))
    }
}

/// A charge per conference whose conditions a call matches, and the quantity that the call adds.
#[derive(Serialize, Deserialize)]
pub struct Candidate {
    pub charge: usize,
    pub number: Option<String>,
    pub session: Option<(Instant, Instant)>,
}

/// What a call is on the bill for.
#[derive(Default, Serialize, Deserialize)]
pub struct Participation {
    /// For each name of charges per conference, those whose conditions it matches.
    pub candidates: Vec<Vec<Candidate>>,
    /// Where the call is.
    pub place: Place,
    /// Whether a charge per call applies, and whether the call lacks the quantity of one.
    pub outcome: Outcome,
}

/// The days on which calls of conferences are looked for.
#[derive(Clone, Copy, Debug)]
pub struct ConferenceDays {
    /// The days of the period and around it.
    pub days: DateRange,
    /// How many of them are before and after the period.
    pub slack: u32,
}

/// Where a call is, in time.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Place {
    /// In the period of the bill.
    #[default]
    Period,
    /// Before or after it, and only a part of its conference.
    Around,
    /// The same, on the first or the last of the days that are looked at.
    Edge,
}

/// What is known of a call after the charges that it was rated by.
#[derive(Clone, Copy, Debug, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// Whether a charge applies.
    pub applies: bool,
    /// Whether the call lacks the quantity of a charge that applies.
    pub lacks_quantity: bool,
}

impl Outcome {
    /// Where a call is on the bill besides its charges, if anywhere.
    pub fn subject_without_amount(self) -> Option<Subject> {
        if self.lacks_quantity {
            return Some(Subject::NoQuantity);
        }
        (!self.applies).then_some(Subject::NoCharge)
    }
}

/// A call in a temporary file.
#[derive(Serialize, Deserialize)]
struct StoredCall {
    conference: String,
    time: Option<Instant>,
    customer: String,
    cdr_id: String,
    details: Option<Details>,
    participation: Participation,
}

impl StoredCall {
    fn into_call(self, zone: &TimeZone) -> Call {
        let time = self.time;
        let time = time.and_then(|(seconds, nanos)| DateTime::from_timestamp(seconds, nanos));
        Call {
            time,
            day: time.map(|time| zone.local_date(time)),
            customer: self.customer,
            cdr_id: self.cdr_id,
            details: self.details,
        }
    }
}

/// Calls, to be put together to conferences.
pub struct Conferences {
    conference: usize,
    sorter: ExternalSorter,
    /// The longest pause over an end of the period that both of its bills see, in days.
    pub longest_pause: u32,
}

impl Conferences {
    /// Adds the number of the conference to the projection.
    pub fn new(projection: &mut Projection) -> Self {
        Self {
            conference: projection.add_path(CONF_NUM),
            sorter: ExternalSorter::new(None),
            longest_pause: 0,
        }
    }

    /// Adds a call.
    ///
    /// # Errors
    /// Returns a local failure if a temporary file cannot be written.
    pub fn add(
        &mut self,
        record: &Record<'_>,
        call: Call,
        participation: Participation,
    ) -> anyhow::Result<()> {
        let stored = StoredCall {
            conference: member_text(record, self.conference),
            time: call.time.map(instant),
            customer: call.customer,
            cdr_id: call.cdr_id,
            details: call.details,
            participation,
        };
        let text = serde_json::to_string(&stored)?;
        let key = |key: &mut Vec<u8>| {
            push_text(key, &stored.conference);
            push_order(key, call.time, &stored.cdr_id);
            push_tie_break(key, &text);
        };
        Ok(self.sorter.push(key, &text)?)
    }

    /// Hands on the usage of each conference, and what has none. Returns the number of conferences
    /// with calls in the period that may have others beyond the days that were looked at.
    ///
    /// # Errors
    /// Returns those of `on_usage`, and local failures of temporary files.
    pub fn finish(
        self,
        charges: &[Charge],
        zone: &TimeZone,
        customers: &mut Customers,
        mut on_usage: impl FnMut(Usage<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<u64> {
        let mut current: Option<Conference> = None;
        let mut cut_off = 0;
        let longest_pause = self.longest_pause;
        self.sorter.for_each(|text| {
            let mut stored: StoredCall = serde_json::from_str(text)?;
            let number = std::mem::take(&mut stored.conference);
            let mut participation = std::mem::take(&mut stored.participation);
            let call = stored.into_call(zone);
            let is_same =
                |conference: &Conference| !number.is_empty() && conference.number == number;
            if !current.as_ref().is_some_and(is_same)
                && let Some(complete) = current.replace(Conference::new(
                    number,
                    &call,
                    participation.place,
                    longest_pause,
                ))
            {
                cut_off += u64::from(complete.is_cut_off());
                finish_conference(&complete, customers, &mut on_usage)?;
            }
            if let Some(conference) = &mut current {
                conference.add(&call, &mut participation, charges);
            }
            match participation.outcome.subject_without_amount() {
                // It is on the bill of its own period.
                _ if participation.place != Place::Period => Ok(()),
                Some(subject) => {
                    let customer = customers.index(&call.customer);
                    on_usage(call.usage(subject, customer, BigDecimal::default()))
                }
                None => Ok(()),
            }
        })?;
        if let Some(last) = current {
            cut_off += u64::from(last.is_cut_off());
            finish_conference(&last, customers, &mut on_usage)?;
        }
        Ok(cut_off)
    }
}

/// Hands on the usage of a conference, unless it is on another bill.
fn finish_conference(
    conference: &Conference,
    customers: &mut Customers,
    on_usage: &mut impl FnMut(Usage<'_>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    if !conference.is_billed {
        return Ok(());
    }
    let customer = customers.index(&conference.customer);
    conference.usages(customer).try_for_each(on_usage)
}
