//! Totals: a stream of calls becomes a few rows, shaped like records.

mod conferences;
mod group;

use self::conferences::{Conferences, Counts};
use self::group::Group;
use super::row::object;
use super::{Columns, Projection, Record, Selection};
use crate::failure::{Failure, Kind};
use crate::spool::no_room;
use anyhow::Context;
use std::collections::HashMap;
use std::fmt::Write;

/// The members that are summed, in the order of their columns.
pub const SUMMED: [&str; 6] = [
    "room.duration",
    "usage.connect_minutes_cal",
    "usage.connect_minutes",
    "usage.published_minutes",
    "usage.subscribed_minutes",
    "usage.screen_minutes",
];

/// The columns between the keys and the sums.
const COUNTED: [&str; 4] = [
    "calls",
    "conferences",
    "first_connect_dt",
    "last_disconnect_dt",
];

/// Calls grouped by the values of some columns. Memory grows with the groups, not with the calls.
pub struct Totals {
    columns: Columns,
    keys: Selection,
    slots: Slots,
    groups: HashMap<String, Group>,
    conferences: Conferences,
    /// The key of the record at hand; kept for its memory.
    key: String,
}

/// Where the members that make totals are in each record.
struct Slots {
    conference: usize,
    connected: usize,
    disconnected: usize,
    summed: [usize; 6],
}

impl Totals {
    /// Totals grouped by these columns.
    ///
    /// # Errors
    /// A usage failure for a column that is itself a column of the totals, or the object around one.
    pub fn new(group_by: &Columns, projection: &mut Projection) -> Result<Self, Failure> {
        let names = group_by.names().chain(COUNTED).chain(SUMMED);
        let columns = Columns::named(names);
        if columns.names().count() < group_by.names().count() + COUNTED.len() + SUMMED.len() {
            return Err(clash("a column that totals have anyway"));
        }
        for name in columns.names() {
            let is_around = |other: &str| {
                other
                    .strip_prefix(name)
                    .is_some_and(|rest| rest.starts_with('.'))
            };
            if columns.names().any(is_around) {
                return Err(clash(&format!("{name}, which is around another column")));
            }
        }
        Ok(Self {
            columns,
            keys: Selection::new(group_by, projection),
            slots: Slots {
                conference: projection.slot("conf_num"),
                connected: projection.slot("room.connect_dt"),
                disconnected: projection.slot("room.disconnect_dt"),
                summed: SUMMED.map(|path| projection.slot(path)),
            },
            groups: HashMap::new(),
            conferences: Conferences::default(),
            key: String::new(),
        })
    }

    /// The columns of the rows.
    #[must_use]
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Checks that the totals have all of these columns.
    ///
    /// # Errors
    /// A usage failure that lists the columns they have.
    pub fn check(&self, columns: &Columns) -> Result<(), Failure> {
        let is_unknown = |name: &&str| self.columns.names().all(|known| known != *name);
        columns.names().find(is_unknown).map_or(Ok(()), |name| {
            let known: Vec<_> = self.columns.names().collect();
            let message = format!(
                "these totals have no column {name}, but {}",
                known.join(", ")
            );
            Err(Failure::new(Kind::Usage, message))
        })
    }

    /// Counts a call.
    ///
    /// # Errors
    /// Not a CDR response, for a figure too large to be summed exactly.
    pub fn add(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        self.key.clear();
        for text in self.keys.texts(record) {
            // Writing to a String cannot fail. The length keeps neighbouring texts apart.
            let _ = write!(self.key, "{}:{text}", text.len());
        }
        if let Some(group) = self.groups.get_mut(&self.key) {
            return group.add(record, &self.slots, &mut self.conferences);
        }
        let number = u32::try_from(self.groups.len()).context("there are too many groups")?;
        let mut group = Group::new(number, self.keys.json(record).collect());
        group.add(record, &self.slots, &mut self.conferences)?;
        self.groups.insert(self.key.clone(), group);
        Ok(())
    }

    /// Hands on the rows, sorted by key, each as the text of a record, and last a row of grand totals, which
    /// is named in its first column.
    ///
    /// # Errors
    /// Not a CDR response, for a sum too large to be exact; this machine's, for a temporary file that fails;
    /// those of `row`.
    pub fn rows(self, mut row: impl FnMut(&str, bool) -> anyhow::Result<()>) -> anyhow::Result<()> {
        let Counts { by_group, all } = self.conferences.count().with_context(no_room)?;
        let mut groups: Vec<_> = self.groups.into_values().collect();
        groups.sort_by(Group::compare_keys);
        let keys = self.keys.names().enumerate();
        let keys = keys.map(|(index, _)| if index == 0 { "\"total\"" } else { "null" });
        let mut total = Group::new(0, keys.map(str::to_owned).collect());
        total.conferences = all;
        for group in &mut groups {
            group.conferences = by_group.get(&group.number).copied().unwrap_or(0);
            total.merge(group)?;
            row(&text(&self.columns, group), false)?;
        }
        row(&text(&self.columns, &total), true)
    }

    /// A warning for each summed member that some calls have and some lack.
    pub fn warnings(&self) -> impl Iterator<Item = String> {
        let calls: u64 = self.groups.values().map(|group| group.calls).sum();
        SUMMED
            .into_iter()
            .enumerate()
            .filter_map(move |(index, name)| {
                let summed: u64 = self
                    .groups
                    .values()
                    .map(|group| group.sums[index].calls)
                    .sum();
                let lacking = calls - summed;
                (summed > 0 && lacking > 0).then(|| {
                    format!("{lacking} of {calls} calls have no {name}; they are not in its sums")
                })
            })
    }
}

/// A group's row as the text of a record.
fn text(columns: &Columns, group: &Group) -> String {
    object(&columns.names().zip(group.cells()).collect::<Vec<_>>())
}

fn clash(what: &str) -> Failure {
    let message = format!("--group-by names {what}; leave it out");
    Failure::new(Kind::Usage, message)
}
