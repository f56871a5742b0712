//! Totals: calls grouped by the values of some columns.
//!
//! A group is found by its key, the texts of the key columns one after the other (see [`key`]), and
//! holds what was counted of its calls: numbers, exact sums, the first and last times. Calls are
//! not kept, so memory grows with the groups. Two figures need more than a counter:
//!
//! - **Different conferences** are counted at the end, from sorted pairs of conference and group: a
//!   set in each group would keep every conference in memory.
//! - **Sums** leave out calls without the value. [`LeftOut`] counts these over all columns, so that
//!   there is one warning for each cause.
//!
//! The grand total is not the sum of the rows: a conference may be in several groups. So groups are
//! merged, and its conferences are counted on their own.

mod columns;
mod conferences;
mod difference;
mod group;
mod key;
mod left_out;

use self::columns::{ValueColumn, check_columns, default_columns, value_columns};
pub use self::conferences::ConferenceCounter;
use self::group::{Group, KeptTime};
use self::key::{KeyPrefix, SortedGroup};
pub use self::key::{push as push_key, texts as key_texts};
pub use self::left_out::ColumnWarning;
use self::left_out::LeftOut;
use crate::columns::{
    Aggregate, ColumnList, ColumnReader, ColumnType, FieldReader, SortSpec, is_bad,
};
use crate::error::Failure;
use crate::record::{Projection, Record};
use crate::text::Value;
use crate::time::TimeZone;
use anyhow::Context;
use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashMap;

/// Calls grouped by the values of some columns.
pub struct Totals {
    /// The columns that the rows have by default.
    columns: ColumnList,
    /// The columns that are printed, if not all of them.
    printed: Option<ColumnList>,
    keys: ColumnReader,
    /// The columns that are computed, without the keys.
    values: Vec<ValueColumn>,
    /// The times of which the smallest or largest is kept, in the order of their columns.
    times: Vec<(FieldReader, Ordering)>,
    /// The members that are summed, in the order of their columns.
    sums: Vec<FieldReader>,
    left_out: LeftOut,
    rating_slot: Option<usize>,
    /// The groups in the order of their first calls, and the index of each by its key.
    groups: Vec<Group>,
    group_index: HashMap<Box<[u8]>, u32>,
    /// The counter, and the slot of the conference.
    conferences: Option<(ConferenceCounter, usize)>,
    /// The key of the current record. Its memory is reused.
    key: Vec<u8>,
}

impl Totals {
    /// Creates totals grouped by some columns, of which `printed` or all are printed. Only what is
    /// printed or sorted by is computed. Days, months and hours are those of the zone.
    ///
    /// # Errors
    /// Returns a usage failure for a key that is a column of totals, or the object around one, and
    /// for a column to print or to sort by that totals do not have and cannot sum.
    pub fn new(
        group_by: &ColumnList,
        printed: Option<&ColumnList>,
        sort: Option<&SortSpec>,
        zone: Option<&TimeZone>,
        projection: &mut Projection,
    ) -> Result<Self, Failure> {
        let columns = default_columns(group_by)?;
        let sort = sort.map(SortSpec::columns);
        let chosen = printed.into_iter().chain(&sort).flat_map(ColumnList::names);
        let chosen = ColumnList::from_names(chosen);
        let values = value_columns(&columns, &chosen, printed.is_none());
        check_columns(group_by, &values)?;
        let is_sum = |value: &&ValueColumn| value.aggregate == Aggregate::Sum;
        let mut totals = Self {
            columns,
            printed: printed.cloned(),
            keys: ColumnReader::new(group_by, projection).in_zone(zone),
            left_out: LeftOut::new(values.iter().filter(is_sum).count()),
            rating_slot: None,
            values: Vec::new(),
            times: Vec::new(),
            sums: Vec::new(),
            groups: Vec::new(),
            group_index: HashMap::new(),
            conferences: None,
            key: Vec::new(),
        };
        for value in &values {
            totals.add_reader(value, projection);
        }
        totals.values = values;
        Ok(totals)
    }

    /// Adds what a column needs to be computed.
    fn add_reader(&mut self, value: &ValueColumn, projection: &mut Projection) {
        let mut reader = |path| FieldReader::new(path, projection);
        match value.aggregate {
            Aggregate::Count => {}
            Aggregate::CountDistinct(path) => {
                let slot = projection.add_path(path);
                self.conferences = Some((ConferenceCounter::default(), slot));
            }
            Aggregate::Min(path) => self.times.push((reader(path), Ordering::Less)),
            Aggregate::Max(path) => self.times.push((reader(path), Ordering::Greater)),
            Aggregate::CountBad(path) | Aggregate::BadShare(path) => {
                self.rating_slot = Some(projection.add_path(path));
            }
            Aggregate::Sum => self.sums.push(reader(&value.name)),
        }
    }

    /// Returns the names of the members that are summed.
    pub fn summed(&self) -> impl Iterator<Item = &str> {
        self.sums.iter().map(FieldReader::path)
    }

    /// Returns the types of columns whose names alone do not tell them: what is summed is a number.
    #[must_use]
    pub fn types(&self) -> Vec<(&str, ColumnType)> {
        self.summed()
            .map(|name| (name, ColumnType::Number))
            .collect()
    }

    /// Returns the first key that is printed. It has the label of the grand total.
    #[must_use]
    pub fn first_printed_key(&self) -> Option<&str> {
        let printed = self.printed.as_ref();
        let mut keys = self.keys.names();
        keys.find(|name| printed.is_none_or(|printed| printed.contains(name)))
    }

    /// Returns the number of key columns.
    #[must_use]
    pub fn key_count(&self) -> usize {
        self.keys.names().count()
    }

    /// Returns the number of groups.
    #[must_use]
    pub fn group_count(&self) -> u64 {
        self.groups.len() as u64
    }

    /// Returns the number of calls in all groups.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.groups.iter().map(|group| group.calls).sum()
    }

    /// Returns whether a key is among these columns.
    #[must_use]
    pub fn has_key_in(&self, columns: &ColumnList) -> bool {
        self.keys.names().any(|key| columns.contains(key))
    }

    /// Returns the columns that the rows have by default.
    #[must_use]
    pub fn columns(&self) -> &ColumnList {
        &self.columns
    }

    /// Counts a call.
    pub fn add(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        let index = self.group_index(record)?;
        let text = |slot: usize| record.text_at(slot);
        if let Some((conferences, slot)) = &mut self.conferences {
            conferences.add(index, &text(*slot))?;
        }
        let group = &mut self.groups[index as usize];
        group.calls += 1;
        for ((reader, order), kept) in self.times.iter_mut().zip(&mut group.times) {
            if let Some((time, text)) = reader.time(record)
                && KeptTime::is_replaced(kept.as_ref(), time, *order)
            {
                *kept = Some(KeptTime::new(time, &text));
            }
        }
        if let Some(slot) = self.rating_slot {
            let rating = text(slot);
            group.rated += u64::from(!rating.is_empty());
            group.bad += u64::from(is_bad(&rating));
        }
        let sums = self.sums.iter_mut().zip(&mut group.sums);
        self.left_out.add(sums.map(|(reader, sum)| {
            reader.number(record, |number| sum.get_or_insert_default().add(number))
        }));
        Ok(())
    }

    /// Returns the index of the call's group. Creates the group if it is new.
    fn group_index(&mut self, record: &Record<'_>) -> anyhow::Result<u32> {
        self.key.clear();
        for text in self.keys.values_or_empty(record) {
            key::push(&mut self.key, &text);
        }
        if let Some(index) = self.group_index.get(&*self.key) {
            return Ok(*index);
        }
        let index = u32::try_from(self.groups.len()).context("too many groups")?;
        self.groups.push(self.empty_group());
        self.group_index.insert(self.key.as_slice().into(), index);
        Ok(index)
    }

    fn empty_group(&self) -> Group {
        Group::new(self.times.len(), self.sums.len())
    }

    /// Returns the names of the values of a row: the keys, then the computed columns.
    pub fn names(&self) -> Vec<String> {
        let values = self.values.iter().map(|column| &*column.name);
        self.keys.names().chain(values).map(str::to_owned).collect()
    }

    /// Hands each row to `f`, sorted by key, its values in the order of [`Totals::names`], and at
    /// last a row of grand totals, whose first printed key is `label`. The second argument is
    /// whether it is that row.
    pub fn for_each_row(
        mut self,
        mut label: &str,
        mut f: impl FnMut(&[Value], bool) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        let mut total = self.empty_group();
        total.conferences = self.count_conferences()?;
        for sorted in &self.sort_groups() {
            let group = self.group(sorted);
            self.merge(&mut total, group);
            f(&self.row(key::texts(&sorted.key), group), false)?;
        }
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
        total.merge(group, self.times.iter().map(|(_, order)| *order));
    }

    /// Counts the conferences of each group. Returns the number in all of them.
    fn count_conferences(&mut self) -> anyhow::Result<u64> {
        let Some((conferences, _)) = self.conferences.take() else {
            return Ok(0);
        };
        conferences.count(|group| self.groups[group as usize].conferences += 1)
    }

    /// Returns the groups in the order of their keys.
    fn sort_groups(&mut self) -> Vec<SortedGroup> {
        let groups = std::mem::take(&mut self.group_index).into_iter();
        let mut groups: Vec<_> = groups
            .map(|(key, index)| SortedGroup {
                prefix: KeyPrefix::new(&key),
                key,
                index,
            })
            .collect();
        groups.sort_unstable_by(SortedGroup::compare);
        groups
    }

    fn group(&self, sorted: &SortedGroup) -> &Group {
        &self.groups[sorted.index as usize]
    }

    /// Returns the row of a group.
    fn row<'a>(&self, keys: impl Iterator<Item = Cow<'a, str>>, group: &Group) -> Vec<Value> {
        let (mut times, mut sums) = (group.times.iter(), group.sums.iter());
        let values = self.values.iter().map(|column| match column.aggregate {
            Aggregate::Count => group.calls.into(),
            Aggregate::CountDistinct(_) => group.conferences.into(),
            Aggregate::Min(_) | Aggregate::Max(_) => {
                let time = times.next().and_then(Option::as_ref);
                Value::non_empty(time.map(KeptTime::text).unwrap_or_default())
            }
            Aggregate::CountBad(_) => group.bad.into(),
            Aggregate::BadShare(_) => group.bad_share().into(),
            Aggregate::Sum => sums.next().cloned().flatten().into(),
        });
        keys.map(Value::non_empty).chain(values).collect()
    }

    /// Returns the warnings about values that are missing or invalid: first those of sums, then
    /// those of times.
    #[must_use]
    pub fn warnings(&self, calls: u64) -> Vec<ColumnWarning> {
        let is_time =
            |value: &&ValueColumn| matches!(value.aggregate, Aggregate::Min(_) | Aggregate::Max(_));
        let times = self.values.iter().filter(is_time).zip(&self.times);
        let times = times.filter_map(|(value, (time, _))| {
            Some(ColumnWarning {
                columns: vec![value.name.clone()],
                text: time.invalid_times_warning(calls)?,
            })
        });
        self.left_out.warnings(&self.sums).chain(times).collect()
    }
}
