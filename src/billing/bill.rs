//! A bill, from its card and calls to its rows.

use super::conferences::ConferenceDays;
use super::customers::Customers;
use super::invoice::{FinishedBill, Invoice};
use super::rate_card::RateCard;
use super::rating::Rating;
use super::usage::Usage;
use crate::error::Failure;
use crate::record::{Projection, Record};
use crate::time::TimeZone;
use chrono::NaiveDate;

/// A bill while calls are added.
///
/// ```text
/// RateCard::parse → Bill::new → Bill::add for each call → Bill::finish → FinishedBill::for_each_row
/// ```
pub struct Bill {
    rating: Rating,
    invoice: Invoice,
    customers: Customers,
}

impl Bill {
    /// Starts a bill by a card; its days and months are those of the zone. Conditions with dates such as `last-month`
    /// are relative to `today`. A detailed bill has a row per call. Adds what it reads to the projection.
    ///
    /// # Errors
    /// Returns a usage failure for a condition that is invalid.
    pub fn new(
        card: RateCard,
        zone: &TimeZone,
        today: NaiveDate,
        is_detailed: bool,
        projection: &mut Projection,
    ) -> Result<Self, Failure> {
        Ok(Self {
            rating: Rating::new(&card, zone, today, is_detailed, projection)?,
            invoice: Invoice::new(card, is_detailed),
            customers: Customers::default(),
        })
    }

    /// Adds a call.
    ///
    /// # Errors
    /// Returns a local failure if a temporary file cannot be written.
    pub fn add(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        let invoice = &mut self.invoice;
        let on_usage = |usage: Usage<'_>| invoice.add(&usage);
        self.rating.rate(record, &mut self.customers, on_usage)
    }

    /// Adds a call outside of the period. It is not on the bill itself, but a conference that begins
    /// in the period is billed with it, and one that began before is not billed at all. Calls that
    /// connected on other days than these are ignored, so that all sources give the same bill,
    /// whichever further days they have.
    ///
    /// # Errors
    /// Returns a local failure if a temporary file cannot be written.
    pub fn add_outside(&mut self, record: &Record<'_>, days: ConferenceDays) -> anyhow::Result<()> {
        self.rating.collect_outside(record, days)
    }

    /// Completes the bill.
    ///
    /// # Errors
    /// Returns a local failure if a temporary file fails.
    pub fn finish(mut self) -> anyhow::Result<FinishedBill> {
        let invoice = &mut self.invoice;
        let on_usage = |usage: Usage<'_>| invoice.add(&usage);
        let counts = self.rating.finish(&mut self.customers, on_usage)?;
        self.invoice.finish(self.customers, counts)
    }
}
