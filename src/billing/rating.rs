//! Rating: from a call to the charges that apply to it, each with its quantity.
//!
//! For each name of the rate card the first charge applies whose days contain the call's day and whose conditions
//! match. The day is that of the connection in the zone of the bill; a call is never split. What applies to a
//! call at once is handed on at once. Charges per conference need all its calls: those are collected by
//! [`Conferences`] and handed on at the end.

use super::conferences::{
    Candidate, ConferenceDays, Conferences, Outcome, Participation, Place, SessionTimes,
};
use super::customers::Customers;
use super::exact::to_big_decimal;
use super::rate_card::{Charge, Measure, RateCard, Scope};
use super::usage::{Details, DetailsReader, Month, Subject, Usage, member_text};
use crate::columns::{CDR_ID, ColumnList, ColumnReader, Filters, RecordTime};
use crate::error::Failure;
use crate::record::{Projection, Record};
use crate::text::{DecimalStr, json_to_text};
use crate::time::TimeZone;
use bigdecimal::BigDecimal;
use chrono::{DateTime, NaiveDate, Utc};

/// Rates calls.
pub struct Rating {
    charges: Vec<RatedCharge>,
    /// The indices of the charges per call, by name.
    of_calls: Vec<Vec<usize>>,
    /// Those per conference.
    of_conferences: Vec<Vec<usize>>,
    conferences: Conferences,
    zone: TimeZone,
    time: RecordTime,
    customer: ColumnReader,
    cdr_id: usize,
    details: Option<DetailsReader>,
    counts: Counts,
}

/// How many calls there are, and how many of them have no customer.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    pub calls: u64,
    pub without_customer: u64,
    /// How many conferences may have calls beyond the days that were looked at.
    pub cut_off_conferences: u64,
}

/// What is the same for all charges of a call.
#[derive(Clone)]
pub struct Call {
    /// When it connected.
    pub time: Option<DateTime<Utc>>,
    /// The day of that time in the zone of the bill.
    pub day: Option<NaiveDate>,
    /// The customer; empty if it has none.
    pub customer: String,
    pub cdr_id: String,
    pub details: Option<Details>,
}

impl Call {
    /// The month of its day.
    pub fn month(&self) -> Option<Month> {
        self.day.and_then(Month::of)
    }

    /// Its use of a charge, or its place on the bill without one.
    pub fn usage(&self, subject: Subject, customer: u32, quantity: BigDecimal) -> Usage<'_> {
        Usage {
            subject,
            customer,
            month: self.month(),
            time: self.time,
            cdr_id: &self.cdr_id,
            calls: 1,
            quantity,
            details: self.details.as_ref(),
        }
    }
}

/// A charge and what it reads of a call.
struct RatedCharge {
    charge: Charge,
    filters: Filters,
    measure: MeasureReader,
}

enum MeasureReader {
    Number(usize),
    Session(SessionTimes),
}

impl Rating {
    /// Rates calls by a card in a zone; conditions with dates such as `last-month` are those of this day.
    ///
    /// # Errors
    /// Returns a usage failure for a condition that is invalid.
    pub fn new(
        card: &RateCard,
        zone: &TimeZone,
        today: NaiveDate,
        is_detailed: bool,
        projection: &mut Projection,
    ) -> Result<Self, Failure> {
        let charges = card.charges.iter();
        let charges = charges.map(|charge| RatedCharge::new(charge, zone, today, projection));
        let customer = ColumnList::from_names(card.customer.iter().map(String::as_str));
        let names = card.charges_by_name();
        let scope = |name: &Vec<usize>| card.charges[name[0]].scope;
        let (of_calls, of_conferences) = names
            .into_iter()
            .partition(|name| scope(name) == Scope::Call);
        Ok(Self {
            charges: charges.collect::<Result<_, _>>()?,
            of_calls,
            of_conferences,
            conferences: Conferences::new(projection),
            zone: zone.clone(),
            time: RecordTime::new(projection),
            customer: ColumnReader::new(&customer, projection).in_zone(Some(zone)),
            cdr_id: projection.add_path(CDR_ID),
            details: is_detailed.then(|| DetailsReader::new(projection)),
            counts: Counts::default(),
        })
    }

    /// Rates a call, and hands on what is known of it at once.
    ///
    /// # Errors
    /// Returns those of `on_usage`, and local failures of temporary files.
    pub fn rate(
        &mut self,
        record: &Record<'_>,
        customers: &mut Customers,
        mut on_usage: impl FnMut(Usage<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let call = self.read(record);
        self.counts.calls += 1;
        self.counts.without_customer += u64::from(call.customer.is_empty());
        let customer = customers.index(&call.customer);
        if call.time.is_none() {
            return on_usage(call.usage(Subject::NoTime, customer, BigDecimal::default()));
        }
        let outcome = self.rate_by_call(record, &call, customer, &mut on_usage)?;
        if !self.of_conferences.is_empty() {
            let participation = self.participation(record, outcome, Place::Period);
            return self.conferences.add(record, call, participation);
        }
        match outcome.subject_without_amount() {
            Some(subject) => on_usage(call.usage(subject, customer, BigDecimal::default())),
            None => Ok(()),
        }
    }

    /// Adds a call outside of the period to its conference, if it connected on one of these days.
    ///
    /// # Errors
    /// Returns a local failure if a temporary file cannot be written.
    pub fn collect_outside(
        &mut self,
        record: &Record<'_>,
        ConferenceDays { days, slack }: ConferenceDays,
    ) -> anyhow::Result<()> {
        self.conferences.longest_pause = slack;
        if self.of_conferences.is_empty() {
            return Ok(());
        }
        let call = self.read(record);
        let Some(day) = call.day.filter(|day| days.contains(*day)) else {
            return Ok(());
        };
        let place = if [days.first(), days.last()].contains(&day) {
            Place::Edge
        } else {
            Place::Around
        };
        let participation = self.participation(record, Outcome::default(), place);
        self.conferences.add(record, call, participation)
    }

    /// Hands on the usage of the charges per call.
    fn rate_by_call(
        &self,
        record: &Record<'_>,
        call: &Call,
        customer: u32,
        on_usage: &mut impl FnMut(Usage<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<Outcome> {
        let mut outcome = Outcome::default();
        for alternatives in &self.of_calls {
            let applies = |index: &&usize| self.charges[**index].applies(record, call.day);
            let Some(index) = alternatives.iter().find(applies) else {
                continue;
            };
            outcome.applies = true;
            match self.charges[*index].number(record) {
                Some(quantity) => {
                    on_usage(call.usage(Subject::Charge(*index), customer, quantity))?;
                }
                None => outcome.lacks_quantity = true,
            }
        }
        Ok(outcome)
    }

    fn participation(&self, record: &Record<'_>, outcome: Outcome, place: Place) -> Participation {
        let candidates = self.of_conferences.iter().map(|alternatives| {
            let charges = alternatives
                .iter()
                .map(|index| (*index, &self.charges[*index]));
            let matching = charges.filter(|(_, charge)| charge.matches(record));
            matching
                .map(|(index, charge)| charge.candidate(index, record))
                .collect()
        });
        Participation {
            candidates: candidates.collect(),
            outcome,
            place,
        }
    }

    /// Hands on what is known only after the last call, and returns what was counted.
    ///
    /// # Errors
    /// Returns those of `on_usage`, and local failures of temporary files.
    pub fn finish(
        self,
        customers: &mut Customers,
        on_usage: impl FnMut(Usage<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<Counts> {
        let charges: Vec<_> = self.charges.into_iter().map(|rated| rated.charge).collect();
        let conferences = self.conferences;
        let cut_off = conferences.finish(&charges, &self.zone, customers, on_usage)?;
        Ok(Counts {
            cut_off_conferences: cut_off,
            ..self.counts
        })
    }

    fn read(&self, record: &Record<'_>) -> Call {
        let time = self.time.get(record);
        let customer = self
            .customer
            .values_or_empty(record)
            .find(|text| !text.trim().is_empty());
        Call {
            time,
            day: time.map(|time| self.zone.local_date(time)),
            customer: customer.unwrap_or_default().into_owned(),
            cdr_id: member_text(record, self.cdr_id),
            details: self.details.as_ref().map(|details| details.read(record)),
        }
    }
}

impl RatedCharge {
    fn new(
        charge: &Charge,
        zone: &TimeZone,
        today: NaiveDate,
        projection: &mut Projection,
    ) -> Result<Self, Failure> {
        let filters = charge.conditions.iter();
        let filters = filters.map(|spec| spec.clone().resolve(Some(zone), today));
        let filters = filters.collect::<Result<Vec<_>, _>>()?;
        Ok(Self {
            charge: charge.clone(),
            filters: Filters::new(&filters, projection),
            measure: match &charge.measure {
                Measure::Column(column) => MeasureReader::Number(projection.add_path(column)),
                Measure::SessionSeconds => MeasureReader::Session(SessionTimes::new(projection)),
            },
        })
    }

    fn matches(&self, record: &Record<'_>) -> bool {
        self.filters.matches(record)
    }

    fn applies(&self, record: &Record<'_>, day: Option<NaiveDate>) -> bool {
        self.charge.applies_on(day) && self.matches(record)
    }

    /// The quantity of a call, if it is a number that is 0 or more.
    fn number(&self, record: &Record<'_>) -> Option<BigDecimal> {
        let MeasureReader::Number(slot) = &self.measure else {
            return None;
        };
        let text = json_to_text(record.values[*slot]?);
        let number = DecimalStr::parse(&text)?;
        let is_negative = number.is_negative() && !number.is_zero();
        to_big_decimal(&number).filter(|_| !is_negative)
    }

    /// What a call adds to the quantity of its conference.
    fn candidate(&self, index: usize, record: &Record<'_>) -> Candidate {
        match &self.measure {
            MeasureReader::Number(_) => Candidate {
                charge: index,
                number: self.number(record).map(|number| number.to_plain_string()),
                session: None,
            },
            MeasureReader::Session(times) => Candidate {
                charge: index,
                number: None,
                session: times.read(record),
            },
        }
    }
}
