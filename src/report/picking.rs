//! Which calls are in an answer.

use super::days::DayFilter;
use super::duplicates::{Duplicates, Reach};
use super::style::Calls;
use crate::columns::{Columns, Conditions, Unseen};
use crate::error::Failure;
use crate::parse::{Projection, Record};

/// Tells the calls of an answer from others: by exact days, repeats and conditions.
pub struct Picking {
    days: Option<DayFilter>,
    /// The calls that lie outside exact days: each is told once.
    outside: Option<Duplicates>,
    duplicates: Option<Duplicates>,
    unseen: Unseen,
    conditions: Conditions,
    /// How many calls there were before conditions were looked at.
    before_conditions: u64,
}

impl Picking {
    /// Picks these calls, and watches out for columns of these names that no call has.
    pub fn new(calls: &Calls, names: &Columns, projection: &mut Projection) -> Self {
        let duplicates = |reach: Reach, projection: &mut Projection| {
            Duplicates::new(reach, calls.seed, projection)
        };
        let days = calls.days.clone();
        let is_exact = days.as_ref().is_some_and(|days| days.exact.is_some());
        let conditions = Conditions::new(&calls.conditions, projection);
        Self {
            days: days.map(|days| DayFilter::new(days, projection)),
            outside: is_exact.then(|| duplicates(Reach::Everything, projection)),
            duplicates: calls.reach.map(|reach| duplicates(reach, projection)),
            unseen: Unseen::new(names.names().chain(conditions.columns()), projection),
            conditions,
            before_conditions: 0,
        }
    }

    /// Marks the start of the next response.
    pub fn next_response(&mut self) {
        if let Some(duplicates) = &mut self.duplicates {
            duplicates.next_response();
        }
    }

    /// Whether a call is in the answer. Exact days come before repeats: of a call that comes with two times, one in
    /// the period and one outside, the order in which they arrive must not decide.
    pub fn takes(&mut self, record: &Record<'_>) -> bool {
        let days = self.days.as_mut();
        let mut days = days.map(|days| (days.place(record), days));
        if let Some((place, days)) = &mut days
            && days.leaves_out(*place)
        {
            let outside = self.outside.as_mut();
            let is_new = outside.is_none_or(|outside| !outside.knows(record));
            days.leave_out(is_new);
            return false;
        }
        let duplicates = self.duplicates.as_mut();
        if duplicates.is_some_and(|duplicates| duplicates.knows(record)) {
            return false;
        }
        self.before_conditions += 1;
        self.unseen.see(record);
        if !self.conditions.hold(record) {
            return false;
        }
        if let Some((place, days)) = days {
            days.keep(place);
        }
        true
    }

    /// Refuses a column that no call has and that is likely mistyped.
    ///
    /// # Errors
    /// A usage failure.
    pub fn check(&self) -> Result<(), Failure> {
        self.unseen.check()
    }

    /// How many calls there were before conditions were looked at.
    pub fn before_conditions(&self) -> u64 {
        self.before_conditions
    }

    /// How many calls connected on other days than were asked for.
    pub fn outside(&self) -> u64 {
        self.days.as_ref().map_or(0, DayFilter::outside)
    }

    /// What may make the answer other than the user thinks.
    pub fn warnings(&self) -> impl Iterator<Item = String> {
        let is_known = self.before_conditions > 0;
        let unseen = self.unseen.warnings().filter(move |_| is_known);
        let duplicates = self.duplicates.iter().filter_map(Duplicates::warning);
        let days = self.days.iter().filter_map(DayFilter::warning);
        unseen.chain(duplicates).chain(days)
    }
}
