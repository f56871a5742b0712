//! Totals: a stream of calls becomes a few rows, shaped like records.

mod conferences;
mod difference;
mod group;
mod key;
mod large;
mod sum;

pub use self::conferences::Conferences;
use self::group::{Group, Stamp};
use self::key::{Sorted, Start};
pub use self::sum::Sum;
use super::row::quoted;
use crate::columns::{Columns, OrderArgument, Reading, Selection, TOTALS, Total, TotalsColumn};
use crate::error::{Failure, Kind};
use crate::parse::{Projection, Record};
use crate::request::Zone;
use crate::text::text_of;
use anyhow::Context;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;

/// Calls grouped by the values of some columns. Memory grows with the groups, not with the calls.
pub struct Totals {
    /// Every column that the rows can have.
    columns: Columns,
    /// Those that are printed, if not all of them.
    printed: Option<Columns>,
    keys: Selection,
    /// The columns that are needed, beside the keys.
    values: Vec<TotalsColumn>,
    /// The times of which the first or last is kept, in the order of their columns.
    times: Vec<(Reading, Ordering)>,
    /// The members that are summed, in the order of their columns.
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
    /// else is summed, but what the rows are sorted by. Days, months and hours are those of the zone.
    ///
    /// # Errors
    /// A usage failure for a column that is itself a column of the totals, or the object around one, and for
    /// a column to print or to sort by that totals do not have.
    pub fn new(
        group_by: &Columns,
        printed: Option<&Columns>,
        sort: Option<&OrderArgument>,
        zone: Option<&Zone>,
        projection: &mut Projection,
    ) -> Result<Self, Failure> {
        let columns = columns(group_by)?;
        let sort = sort.map(OrderArgument::columns);
        for needed in printed.into_iter().chain(&sort) {
            check(needed, &columns)?;
        }
        let is_sorted_by = |name| sort.as_ref().is_some_and(|sort| sort.contains(name));
        let is_needed =
            |name| printed.is_none_or(|printed| printed.contains(name)) || is_sorted_by(name);
        let totals = TOTALS.iter().copied();
        let mut new = Self {
            columns,
            printed: printed.cloned(),
            keys: Selection::new(group_by, projection).in_zone(zone),
            values: totals.filter(|column| is_needed(column.name)).collect(),
            times: Vec::new(),
            sums: Vec::new(),
            groups: Vec::new(),
            places: HashMap::new(),
            conferences: None,
            key: Vec::new(),
        };
        for TotalsColumn { name, total } in new.values.clone() {
            match total {
                Total::Calls => {}
                Total::Different(path) => {
                    new.conferences = Some((Conferences::default(), projection.slot(path)));
                }
                Total::First(path) => {
                    let reading = Reading::new(path, projection);
                    new.times.push((reading, Ordering::Less));
                }
                Total::Last(path) => {
                    let reading = Reading::new(path, projection);
                    new.times.push((reading, Ordering::Greater));
                }
                Total::Sum => new.sums.push(Reading::new(name, projection)),
            }
        }
        Ok(new)
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
        for ((reading, wanted), kept) in self.times.iter_mut().zip(&mut group.times) {
            if let Some((time, text)) = reading.time(record)
                && Stamp::comes(kept.as_ref(), time, *wanted)
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
        self.groups.push(self.empty_group());
        self.places.insert(self.key.as_slice().into(), place);
        Ok(place)
    }

    fn empty_group(&self) -> Group {
        Group::new(self.times.len(), self.sums.len())
    }

    /// The names of the cells of a row.
    pub fn names(&self) -> Vec<String> {
        let totals = self.values.iter().map(|column| column.name);
        self.keys.names().chain(totals).map(str::to_owned).collect()
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
        let mut total = self.empty_group();
        total.conferences = self.count_conferences()?;
        for Sorted { key, place, .. } in &self.sorted() {
            let group = &self.groups[*place as usize];
            let orders = self.times.iter().map(|(_, wanted)| *wanted);
            total.merge(group, orders);
            row(&self.cells(key::texts(key), group), false)?;
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
        row(&self.cells(keys, &total), true)
    }

    /// Counts the conferences of each group. Returns how many there are in all.
    fn count_conferences(&mut self) -> anyhow::Result<u64> {
        let Some((conferences, _)) = self.conferences.take() else {
            return Ok(0);
        };
        conferences.count(&mut |group| self.groups[group as usize].conferences += 1)
    }

    /// The groups in the order of their keys.
    fn sorted(&mut self) -> Vec<Sorted> {
        let places = std::mem::take(&mut self.places).into_iter();
        let sorted = places.map(|(key, place)| Sorted {
            start: Start::of(&key),
            key,
            place,
        });
        let mut sorted: Vec<_> = sorted.collect();
        sorted.sort_unstable_by(Sorted::compare);
        sorted
    }

    /// A group's row.
    fn cells<'a>(&self, keys: impl Iterator<Item = Cow<'a, str>>, group: &Group) -> Vec<String> {
        let json = |text: &str| {
            if text.is_empty() {
                "null".to_owned()
            } else {
                quoted(text)
            }
        };
        let mut cells: Vec<_> = keys.map(|text| json(&text)).collect();
        let (mut times, mut sums) = (group.times.iter(), group.sums.iter());
        for column in &self.values {
            cells.push(match column.total {
                Total::Calls => group.calls.to_string(),
                Total::Different(_) => group.conferences.to_string(),
                Total::First(_) | Total::Last(_) => {
                    let time = times.next().and_then(Option::as_ref);
                    json(&time.map(Stamp::text).unwrap_or_default())
                }
                Total::Sum => {
                    let total = sums.next().and_then(Sum::total);
                    total.unwrap_or_else(|| "null".to_owned())
                }
            });
        }
        cells
    }

    /// What may make the totals of so many calls other than the user thinks, each with the column that it is about:
    /// first of sums, then of times.
    #[must_use]
    pub fn warnings(&self, calls: u64) -> Vec<(String, String)> {
        let (mut times, mut sums) = (self.times.iter(), self.sums.iter());
        let (mut of_times, mut of_sums) = (Vec::new(), Vec::new());
        for TotalsColumn { name, total } in &self.values {
            let about = |told: String| ((*name).to_owned(), told);
            match total {
                Total::Calls | Total::Different(_) => {}
                Total::First(_) | Total::Last(_) => {
                    let told = times
                        .next()
                        .and_then(|(time, _)| time.unreadable("time", calls));
                    of_times.extend(told.map(about));
                }
                Total::Sum => {
                    let Some(sum) = sums.next() else { continue };
                    let unreadable = sum.unreadable("number", calls);
                    let unreadable =
                        unreadable.map(|told| format!("{told}; they are not in its sums"));
                    of_sums.extend(
                        [sum.missing(calls), unreadable]
                            .into_iter()
                            .flatten()
                            .map(about),
                    );
                }
            }
        }
        of_sums.append(&mut of_times);
        of_sums
    }
}

/// The columns of totals that are grouped by these.
fn columns(group_by: &Columns) -> Result<Columns, Failure> {
    let totals = TOTALS.iter().map(|column| column.name);
    if let Some(name) = totals.clone().find(|name| group_by.contains(name)) {
        return Err(clash(&format!("{name}, a column that totals have anyway")));
    }
    let columns = Columns::named(group_by.names().chain(totals));
    for name in columns.names() {
        let is_around = |other: &str| {
            let rest = other.strip_prefix(name);
            rest.is_some_and(|rest| rest.starts_with('.'))
        };
        if columns.names().any(is_around) {
            return Err(clash(&format!(
                "{name}, the object around other columns, like {name}.…"
            )));
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
