//! Totals: a stream of calls becomes a few rows, shaped like records.

mod conferences;
mod group;
mod key;
mod sum;

use self::conferences::Conferences;
use self::group::{Group, Stamp};
use self::key::Start;
use self::sum::Sum;
use super::row::quoted;
use crate::columns::Reading;
use crate::columns::{Columns, Selection};
use crate::error::{Failure, Kind};
use crate::parse::{Projection, Record};
use crate::text::text_of;
use anyhow::Context;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;

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
    connected: Option<Reading>,
    disconnected: Option<Reading>,
    sums: Vec<Reading>,
    /// The groups in the order of their first calls, and the place of each by its key.
    groups: Vec<Group>,
    places: HashMap<Box<[u8]>, u32>,
    /// The conferences, and where a record has its own.
    conferences: Option<(Conferences, usize)>,
    /// The key of the record at hand; kept for its memory.
    key: Vec<u8>,
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
            connected,
            disconnected,
            sums,
            groups: Vec::new(),
            places: HashMap::new(),
            conferences: is_printed("conferences")
                .then(|| (Conferences::default(), projection.slot("conf_num"))),
            key: Vec::new(),
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
        if let Some((conferences, slot)) = &mut self.conferences {
            conferences.add(
                place,
                &record.values[*slot].map(text_of).unwrap_or_default(),
            )?;
        }
        let group = &mut self.groups[place as usize];
        group.calls += 1;
        let first = (&mut self.connected, &mut group.first_connect);
        let last = (&mut self.disconnected, &mut group.last_disconnect);
        for ((reading, kept), wanted) in [(first, Ordering::Less), (last, Ordering::Greater)] {
            if let Some(reading) = reading
                && let Some((time, text)) = reading.time(record)
                && Stamp::comes(kept.as_ref(), time, wanted)
            {
                *kept = Some(Stamp::new(time, &text));
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
            key::push(&mut self.key, &text);
        }
        if let Some(place) = self.places.get(&*self.key) {
            return Ok(*place);
        }
        let place = u32::try_from(self.groups.len()).context("there are too many groups")?;
        self.groups.push(Group::new(self.sums.len()));
        self.places.insert(self.key.as_slice().into(), place);
        Ok(place)
    }

    /// The names of the cells of a row.
    #[must_use]
    pub fn names(&self) -> Vec<String> {
        let sums = self.sums.iter().map(|sum| sum.name() as &str);
        let names = self.keys.names().chain(COUNTED).chain(sums);
        names.map(str::to_owned).collect()
    }

    /// Hands on the rows, sorted by key, each as JSON cells in the order of [`Totals::names`], and last a row of grand
    /// totals, which is named in the first of its keys that is printed.
    ///
    /// # Errors
    /// This machine's, for a temporary file that fails; those of `row`.
    pub fn rows(
        mut self,
        mut row: impl FnMut(&[String], bool) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut total = Group::new(self.sums.len());
        if let Some((conferences, _)) = self.conferences.take() {
            let count = &mut |group| self.groups[group as usize].conferences += 1;
            total.conferences = conferences.count(count)?;
        }
        let places = std::mem::take(&mut self.places).into_iter();
        let mut places: Vec<_> = places
            .map(|(key, place)| (Start::of(&key), key, place))
            .collect();
        places.sort_unstable_by(|one, other| {
            let starts = one.0.cmp(&other.0);
            starts.then_with(|| key::compare(&one.1, &other.1))
        });
        for (_, key, place) in &places {
            let group = &self.groups[*place as usize];
            total.merge(group);
            row(&Self::cells(key::texts(key), group), false)?;
        }
        let mut mark = "total";
        let printed = self.printed.as_ref();
        let keys = self.keys.names().map(|name| {
            let is_printed = printed.is_none_or(|printed| printed.contains(name));
            Cow::Borrowed(if is_printed {
                std::mem::take(&mut mark)
            } else {
                ""
            })
        });
        row(&Self::cells(keys, &total), true)
    }

    /// A group's row.
    fn cells<'a>(keys: impl Iterator<Item = Cow<'a, str>>, group: &Group) -> Vec<String> {
        let json = |text: &str| {
            if text.is_empty() {
                "null".to_owned()
            } else {
                quoted(text)
            }
        };
        let counts = [group.calls, group.conferences].map(|count| count.to_string());
        let times = [&group.first_connect, &group.last_disconnect].map(|time| {
            let text = time.as_ref().map(Stamp::text);
            json(&text.unwrap_or_default())
        });
        let sums = group.sums.iter().map(Sum::total);
        let sums = sums.map(|total| total.unwrap_or_else(|| "null".to_owned()));
        let keys = keys.map(|text| json(&text));
        keys.chain(counts).chain(times).chain(sums).collect()
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

fn clash(what: &str) -> Failure {
    let message = format!("--group-by names {what}; leave it out");
    Failure::new(Kind::Usage, message)
}
