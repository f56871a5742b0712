//! Totals: a stream of calls becomes a few rows, shaped like records.

mod columns;
mod conferences;
mod difference;
mod group;
mod key;
mod left_out;

use self::columns::{ValueColumn, check, columns, values};
pub use self::conferences::ConferenceCounter;
use self::group::{Group, Stamp};
use self::key::{Sorted, Start};
pub use self::left_out::ColumnWarning;
use self::left_out::LeftOut;
use crate::columns::{
    Aggregate, ColumnList, ColumnReader, ColumnType, FieldReader, SortSpec, is_bad,
};
use crate::error::Failure;
use crate::record::{Projection, Record};
use crate::text::{Value, json_to_text};
use crate::time::TimeZone;
use anyhow::Context;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;

/// Calls grouped by the values of some columns. Memory grows with the groups, not with the calls.
pub struct Totals {
    /// The columns that the rows have by default.
    columns: ColumnList,
    /// Those that are printed, if not all of them.
    printed: Option<ColumnList>,
    keys: ColumnReader,
    /// The columns that are needed, beside the keys.
    values: Vec<ValueColumn>,
    /// The times of which the first or last is kept, in the order of their columns.
    times: Vec<(FieldReader, Ordering)>,
    /// The members that are summed, in the order of their columns.
    sums: Vec<FieldReader>,
    /// The calls that the sums leave out.
    left_out: LeftOut,
    /// Where a record has its rating, if that is needed.
    rating: Option<usize>,
    /// The groups in the order of their first calls, and the place of each by its key.
    groups: Vec<Group>,
    places: HashMap<Box<[u8]>, u32>,
    /// The conferences, and where a record has its own.
    conferences: Option<(ConferenceCounter, usize)>,
    /// The key of the record at hand; kept for its memory.
    key: Vec<u8>,
}

impl Totals {
    /// Totals grouped by these columns, of which `printed` is printed; all of them, where it is `None`. Nothing
    /// else is summed, but what the rows are sorted by. Days, months and hours are those of the zone.
    ///
    /// # Errors
    /// A usage failure for a column that is itself a column of the totals, or the object around one, and for
    /// a column to print or to sort by that totals do not have and cannot sum.
    pub fn new(
        group_by: &ColumnList,
        printed: Option<&ColumnList>,
        sort: Option<&SortSpec>,
        zone: Option<&TimeZone>,
        projection: &mut Projection,
    ) -> Result<Self, Failure> {
        let columns = columns(group_by)?;
        let sort = sort.map(SortSpec::columns);
        let chosen = printed.into_iter().chain(&sort).flat_map(ColumnList::names);
        let chosen = ColumnList::from_names(chosen);
        let values = values(&columns, &chosen, printed.is_none());
        check(group_by, &columns, &values)?;
        let mut new = Self {
            columns,
            printed: printed.cloned(),
            keys: ColumnReader::new(group_by, projection).in_zone(zone),
            left_out: LeftOut::new(
                values
                    .iter()
                    .filter(|value| value.total == Aggregate::Sum)
                    .count(),
            ),
            rating: None,
            values: Vec::new(),
            times: Vec::new(),
            sums: Vec::new(),
            groups: Vec::new(),
            places: HashMap::new(),
            conferences: None,
            key: Vec::new(),
        };
        for ValueColumn { name, total } in &values {
            match *total {
                Aggregate::Count => {}
                Aggregate::CountDistinct(path) => {
                    new.conferences =
                        Some((ConferenceCounter::default(), projection.add_path(path)));
                }
                Aggregate::Min(path) => {
                    let reading = FieldReader::new(path, projection);
                    new.times.push((reading, Ordering::Less));
                }
                Aggregate::Max(path) => {
                    let reading = FieldReader::new(path, projection);
                    new.times.push((reading, Ordering::Greater));
                }
                Aggregate::Bad(path) | Aggregate::BadShare(path) => {
                    new.rating = Some(projection.add_path(path));
                }
                Aggregate::Sum => new.sums.push(FieldReader::new(name, projection)),
            }
        }
        new.values = values;
        Ok(new)
    }

    /// The columns that are summed.
    pub fn summed(&self) -> impl Iterator<Item = &str> {
        self.sums.iter().map(FieldReader::name)
    }

    /// What the columns hold that are not documented: numbers, once they are summed.
    #[must_use]
    pub fn types(&self) -> Vec<(&str, ColumnType)> {
        self.summed()
            .map(|name| (name, ColumnType::Number))
            .collect()
    }

    /// Returns the number of calls in all groups.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.groups.iter().map(|group| group.calls).sum()
    }

    /// Whether a key is among these columns.
    #[must_use]
    pub fn has_key_in(&self, columns: &ColumnList) -> bool {
        self.keys.names().any(|key| columns.contains(key))
    }

    /// The columns that the rows have by default.
    #[must_use]
    pub fn columns(&self) -> &ColumnList {
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
                &record.values[*slot].map(json_to_text).unwrap_or_default(),
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
        if let Some(rating) = self.rating.and_then(|slot| record.values[slot]) {
            let rating = if rating == "null" {
                "".into()
            } else {
                json_to_text(rating)
            };
            group.rated += u64::from(!rating.is_empty());
            group.bad += u64::from(is_bad(&rating));
        }
        let sums = self.sums.iter_mut().zip(&mut group.sums);
        let sums = sums.map(|(reading, sum)| {
            reading.number(record, |number| sum.get_or_insert_default().add(number))
        });
        self.left_out.add(sums);
        Ok(())
    }

    /// The place of the call's group, which is new if it has to be.
    fn place(&mut self, record: &Record<'_>) -> anyhow::Result<u32> {
        self.key.clear();
        for text in self.keys.values_or_empty(record) {
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
        let totals = self.values.iter().map(|column| &*column.name);
        self.keys.names().chain(totals).map(str::to_owned).collect()
    }

    /// Hands each row to `f`, sorted by key, its values in the order of [`Totals::names`], and at last a row of grand
    /// totals, which is labeled in the first of its keys that is printed. The second argument is whether it is that row.
    pub fn for_each_row(
        mut self,
        mut f: impl FnMut(&[Value], bool) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut total = self.empty_group();
        total.conferences = self.count_conferences()?;
        for sorted in &self.sorted() {
            let group = self.group(sorted);
            self.merge(&mut total, group);
            f(&self.row(key::texts(&sorted.key), group), false)?;
        }
        let mut label = "total";
        let printed = self.printed.as_ref();
        let keys = self.keys.names().map(|name| {
            let is_printed = printed.is_none_or(|printed| printed.contains(name));
            Cow::Borrowed(if is_printed {
                std::mem::take(&mut label)
            } else {
                ""
            })
        });
        f(&self.row(keys, &total), true)
    }

    /// Returns the group of all calls.
    pub fn grand_total(mut self) -> anyhow::Result<Group> {
        let mut total = self.empty_group();
        total.conferences = self.count_conferences()?;
        for group in &self.groups {
            self.merge(&mut total, group);
        }
        Ok(total)
    }

    fn merge(&self, total: &mut Group, group: &Group) {
        total.merge(group, self.times.iter().map(|(_, wanted)| *wanted));
    }

    /// Counts the conferences of each group. Returns how many there are in all.
    fn count_conferences(&mut self) -> anyhow::Result<u64> {
        let Some((conferences, _)) = self.conferences.take() else {
            return Ok(0);
        };
        conferences.count(|group| self.groups[group as usize].conferences += 1)
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

    fn group(&self, sorted: &Sorted) -> &Group {
        &self.groups[sorted.place as usize]
    }

    /// Returns the row of a group.
    fn row<'a>(&self, keys: impl Iterator<Item = Cow<'a, str>>, group: &Group) -> Vec<Value> {
        let (mut times, mut sums) = (group.times.iter(), group.sums.iter());
        let values = self.values.iter().map(|column| match column.total {
            Aggregate::Count => group.calls.into(),
            Aggregate::CountDistinct(_) => group.conferences.into(),
            Aggregate::Min(_) | Aggregate::Max(_) => {
                let time = times.next().and_then(Option::as_ref);
                Value::non_empty(time.map(Stamp::text).unwrap_or_default())
            }
            Aggregate::Bad(_) => group.bad.into(),
            Aggregate::BadShare(_) => group.bad_share().into(),
            Aggregate::Sum => sums.next().cloned().flatten().into(),
        });
        keys.map(Value::non_empty).chain(values).collect()
    }

    /// What may make the totals of so many calls other than the user thinks, each with the columns that it is about:
    /// first of sums, then of times.
    #[must_use]
    pub fn warnings(&self, calls: u64) -> Vec<ColumnWarning> {
        let of_times = self.values.iter().filter(|value| is_time(value.total));
        let of_times = of_times.zip(&self.times).filter_map(|(value, (time, _))| {
            Some(ColumnWarning {
                columns: vec![value.name.clone()],
                text: time.invalid_times_warning(calls)?,
            })
        });
        self.left_out.warnings(&self.sums).chain(of_times).collect()
    }
}

fn is_time(total: Aggregate) -> bool {
    matches!(total, Aggregate::Min(_) | Aggregate::Max(_))
}
