//! Totals: a stream of calls becomes a few rows, shaped like records.

mod conferences;
mod group;
mod sum;

use self::conferences::{Conferences, Counts};
use self::group::{Group, Stamp, compare_keys};
use super::row::{object, quoted};
use crate::columns::Reading;
use crate::columns::{Columns, Selection};
use crate::error::{Failure, Kind};
use crate::parse::{Projection, Record};
use crate::text::text_of;
use anyhow::Context;
use std::cmp::Ordering;
use std::collections::HashMap;
use std::fmt::Write;

/// The members that are summed, in the order of their columns.
const SUMMED: [&str; 6] = [
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
    /// Every column that the rows can have.
    columns: Columns,
    /// Those that are printed, if not all of them.
    printed: Option<Columns>,
    keys: Selection,
    conference: usize,
    connected: Option<Reading>,
    disconnected: Option<Reading>,
    sums: Vec<Reading>,
    /// The groups in the order of their first calls, and the place of each by its key.
    groups: Vec<Group>,
    places: HashMap<Box<str>, u32>,
    conferences: Conferences,
    /// The group and the conference of the last call: calls of one conference often follow each other.
    last_conference: (u32, String),
    /// The key of the record at hand; kept for its memory.
    key: String,
}

impl Totals {
    /// Totals grouped by these columns, of which `printed` is printed; all of them, where it is `None`. Nothing
    /// else is summed.
    ///
    /// # Errors
    /// A usage failure for a column that is itself a column of the totals, or the object around one, and for
    /// a printed column that totals do not have.
    pub fn new(
        group_by: &Columns,
        printed: Option<&Columns>,
        projection: &mut Projection,
    ) -> Result<Self, Failure> {
        let columns = columns(group_by)?;
        if let Some(printed) = printed {
            check(printed, &columns)?;
        }
        let is_printed = |name| printed.is_none_or(|printed| printed.contains(name));
        let mut read =
            |column, member| is_printed(column).then(|| Reading::new(member, projection));
        let connected = read("first_connect_dt", "room.connect_dt");
        let disconnected = read("last_disconnect_dt", "room.disconnect_dt");
        let sums = SUMMED.iter().filter_map(|name| read(name, name)).collect();
        Ok(Self {
            columns,
            printed: printed.cloned(),
            keys: Selection::new(group_by, projection),
            conference: projection.slot("conf_num"),
            connected,
            disconnected,
            sums,
            groups: Vec::new(),
            places: HashMap::new(),
            conferences: Conferences::default(),
            last_conference: (0, String::new()),
            key: String::new(),
        })
    }

    /// The columns that the rows can have.
    #[must_use]
    pub fn columns(&self) -> &Columns {
        &self.columns
    }

    /// Counts a call.
    ///
    /// # Errors
    /// This machine's, when its temporary file fails.
    pub fn add(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        let place = self.place(record)?;
        let conference = record.values[self.conference]
            .map(text_of)
            .unwrap_or_default();
        if !conference.is_empty()
            && (self.last_conference.0, &*self.last_conference.1) != (place, &*conference)
        {
            self.conferences.add(place, &conference)?;
            self.last_conference.0 = place;
            conference.as_ref().clone_into(&mut self.last_conference.1);
        }
        let group = &mut self.groups[place as usize];
        group.calls += 1;
        for (reading, kept, wanted) in [
            (
                &mut self.connected,
                &mut group.first_connect,
                Ordering::Less,
            ),
            (
                &mut self.disconnected,
                &mut group.last_disconnect,
                Ordering::Greater,
            ),
        ] {
            if let Some(reading) = reading
                && let Some((time, text)) = reading.time(record)
            {
                Stamp::keep(kept, time, &text, wanted);
            }
        }
        for (reading, sum) in self.sums.iter_mut().zip(&mut group.sums) {
            reading.number(record, |number| sum.add(number));
        }
        Ok(())
    }

    /// The place of the call's group, which is new if it has to be.
    fn place(&mut self, record: &Record<'_>) -> anyhow::Result<u32> {
        self.key.clear();
        for text in self.keys.texts(record) {
            // Writing to a String cannot fail. The length keeps neighbouring texts apart.
            let _ = write!(self.key, "{}:{text}", text.len());
        }
        if let Some(place) = self.places.get(&*self.key) {
            return Ok(*place);
        }
        let place = u32::try_from(self.groups.len()).context("there are too many groups")?;
        self.groups.push(Group::new(self.sums.len()));
        self.places.insert(self.key.as_str().into(), place);
        Ok(place)
    }

    /// Hands on the rows, sorted by key, each as the text of a record, and last a row of grand totals, which
    /// is named in the first of its keys that is printed.
    ///
    /// # Errors
    /// This machine's, for a temporary file that fails; those of `row`.
    pub fn rows(
        mut self,
        mut row: impl FnMut(&str, bool) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let conferences = std::mem::take(&mut self.conferences);
        let Counts { by_group, all } = conferences.count()?;
        let places = std::mem::take(&mut self.places);
        let mut places: Vec<_> = places.into_iter().collect();
        places.sort_unstable_by(|(one, _), (other, _)| {
            let pairs = texts(one).zip(texts(other));
            let mut orders = pairs.map(|(one, other)| compare_keys(one, other));
            orders
                .find(|order| order.is_ne())
                .unwrap_or(Ordering::Equal)
        });
        let mut total = Group::new(self.sums.len());
        total.conferences = all;
        for (key, place) in &places {
            let group = &mut self.groups[*place as usize];
            group.conferences = by_group.get(place).copied().unwrap_or(0);
            total.merge(group);
            row(&self.row(texts(key), &self.groups[*place as usize]), false)?;
        }
        let mut mark = "total";
        let printed = self.printed.as_ref();
        let keys = self.keys.names().map(|name| {
            let is_printed = printed.is_none_or(|printed| printed.contains(name));
            if is_printed {
                std::mem::take(&mut mark)
            } else {
                ""
            }
        });
        row(&self.row(keys, &total), true)
    }

    /// A group's row as the text of a record.
    fn row<'a>(&self, keys: impl Iterator<Item = &'a str>, group: &Group) -> String {
        let text = |text: &str| {
            if text.is_empty() {
                "null".to_owned()
            } else {
                quoted(text)
            }
        };
        let counts = [group.calls.to_string(), group.conferences.to_string()];
        let times = [&group.first_connect, &group.last_disconnect];
        let times = times.map(|time| text(time.as_ref().map_or("", Stamp::text)));
        let mut members: Vec<_> = self.keys.names().zip(keys.map(text)).collect();
        members.extend(COUNTED.into_iter().zip(counts.into_iter().chain(times)));
        for (reading, sum) in self.sums.iter().zip(&group.sums) {
            members.push((
                reading.name(),
                sum.total().unwrap_or_else(|| "null".to_owned()),
            ));
        }
        object(&members)
    }

    /// What may make the totals of so many calls other than the user thinks.
    pub fn warnings(&self, calls: u64) -> impl Iterator<Item = String> {
        let times = self.connected.iter().chain(&self.disconnected);
        let times = times.filter_map(move |time| time.unreadable("time", calls));
        let sums = self.sums.iter().flat_map(move |sum| {
            let unreadable = sum.unreadable("number", calls);
            let unreadable = unreadable.map(|told| format!("{told}; they are not in its sums"));
            [sum.missing(calls), unreadable]
        });
        sums.flatten().chain(times)
    }
}

/// The columns of totals that are grouped by these.
fn columns(group_by: &Columns) -> Result<Columns, Failure> {
    let names = group_by.names().chain(COUNTED).chain(SUMMED);
    let columns = Columns::named(names);
    if columns.names().count() < group_by.names().count() + COUNTED.len() + SUMMED.len() {
        return Err(clash("a column that totals have anyway"));
    }
    for name in columns.names() {
        let is_around = |other: &str| {
            let rest = other.strip_prefix(name);
            rest.is_some_and(|rest| rest.starts_with('.'))
        };
        if columns.names().any(is_around) {
            return Err(clash(&format!("{name}, which is around another column")));
        }
    }
    Ok(columns)
}

/// Checks that totals with `columns` have all that is to be printed.
fn check(printed: &Columns, columns: &Columns) -> Result<(), Failure> {
    let is_unknown = |name: &&str| !columns.contains(name);
    printed.names().find(is_unknown).map_or(Ok(()), |name| {
        let known: Vec<_> = columns.names().collect();
        let known = known.join(", ");
        let message = format!("these totals have no column {name}, but {known}");
        Err(Failure::new(Kind::Usage, message))
    })
}

/// The texts that a key was made from.
fn texts(key: &str) -> impl Iterator<Item = &str> {
    let mut rest = key;
    std::iter::from_fn(move || {
        let (length, behind) = rest.split_once(':')?;
        let (text, behind) = behind.split_at_checked(length.parse().ok()?)?;
        rest = behind;
        Some(text)
    })
}

fn clash(what: &str) -> Failure {
    let message = format!("--group-by names {what}; leave it out");
    Failure::new(Kind::Usage, message)
}
