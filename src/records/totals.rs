//! Totals: a stream of calls becomes a few rows, shaped like records.

mod group;
mod row;

use self::group::Group;
use super::{Columns, Projection, Record, Selection};
use crate::failure::{Failure, Kind};
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

/// Calls grouped by the values of some columns. Memory grows with the groups and their conferences, not with
/// the calls.
pub struct Totals {
    columns: Columns,
    keys: Selection,
    slots: Slots,
    groups: HashMap<String, Group>,
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
            key: String::new(),
        })
    }

    /// The columns of the rows.
    #[must_use]
    pub fn columns(&self) -> &Columns {
        &self.columns
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
            return group.add(record, &self.slots);
        }
        let mut group = Group::new(self.keys.json(record).collect());
        group.add(record, &self.slots)?;
        self.groups.insert(self.key.clone(), group);
        Ok(())
    }

    /// The rows, sorted by key, each as the text of a record.
    pub fn rows(&self) -> impl Iterator<Item = String> {
        let mut groups: Vec<_> = self.groups.values().collect();
        groups.sort_by(|one, other| one.compare_keys(other));
        groups.into_iter().map(|group| self.row(group))
    }

    /// A row of grand totals. It is named in its first column.
    ///
    /// # Errors
    /// Not a CDR response, for a sum too large to be exact.
    pub fn grand_total(&self) -> anyhow::Result<String> {
        let keys = self.keys.names().enumerate();
        let keys = keys.map(|(index, _)| if index == 0 { "\"total\"" } else { "null" });
        let mut total = Group::new(keys.map(str::to_owned).collect());
        for group in self.groups.values() {
            total.merge(group)?;
        }
        Ok(self.row(&total))
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

    fn row(&self, group: &Group) -> String {
        row::object(&self.columns.names().zip(group.cells()).collect::<Vec<_>>())
    }
}

fn clash(what: &str) -> Failure {
    let message = format!("--group-by names {what}; leave it out");
    Failure::new(Kind::Usage, message)
}
