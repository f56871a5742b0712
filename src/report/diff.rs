//! Comparison of two results, call by call.
//!
//! Either result may be a year of calls, so neither is kept in memory. The newer one is read twice:
//!
//! 1. **Index** the newer result: identity, digest of the content, and whether it matches the
//!    conditions. That is less than a hundred bytes per call.
//! 2. **Compare the older result** with the index. Removed calls and the older versions of changed
//!    ones become rows; in the index, calls are marked as changed or done.
//! 3. **Compare the newer result**: what is still unmarked was added, and marked calls yield their
//!    newer versions.
//!
//! Rows come in the order of 2 and 3, but both versions of a call belong together. So each has a
//! key, and an external sorter joins them:
//!
//! ```text
//! key     0, index in the older result, change     removed, changed from, changed to
//!         1, index in the newer result, change     added
//! ```
//!
//! Contents are compared by value, so that records that differ only in member order or the spelling
//! of numbers are the same.

use super::config::{PrintConfig, RecordSelection};
use super::dedup::Source;
use super::differences::{CHANGE, DiffOutcome, InputDiagnostics, diff_writer, with_leading};
use super::differing_paths::differing_paths;
use super::filter::RecordFilter;
use super::record_hasher::{Digest, RecordHasher};
use super::row_decoder::RowDecoder;
use crate::columns::{
    ColumnList, ColumnReader, Filter, Filters, SortKeyEncoder, SortSpec, UnknownColumns,
};
use crate::external_sort::ExternalSorter;
use crate::record::{Projection, Record, ResponseReader, members_except};
use crate::terminal::Console;
use crate::text::json_string;
use std::collections::HashMap;
use std::io::{Read, Write};

/// The column that lists the paths whose values differ.
const DIFFERS: &str = "differs";

/// Compares two results.
pub struct RecordDiff {
    input: DiffInput,
    selection: RecordSelection,
    /// The calls of the newer result, by identity.
    new_records: HashMap<u128, NewRecord>,
    /// The number of calls of the older result so far.
    old_count: u64,
    /// The calls that differ.
    rows: ExternalSorter,
    findings: InputDiagnostics,
}

/// One result that is being read.
struct DiffInput {
    projection: Projection,
    hasher: RecordHasher,
    filter: RecordFilter,
    /// Not part of the filter, because either version of a call may match them.
    conditions: Filters,
    matched: u64,
}

/// A call of the newer result.
struct NewRecord {
    content: u64,
    /// Whether it matches the conditions.
    matches: bool,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// It is not in the older result, as far as that was read.
    Added,
    /// It has other content in the older result, as the call at this index.
    Changed(u64),
    /// Nothing is printed for it.
    Done,
}

/// How a row differs, as the last byte of its key.
#[derive(Clone, Copy)]
enum Change {
    Removed,
    ChangedFrom,
    ChangedTo,
    Added,
}

impl DiffInput {
    fn new(selection: &RecordSelection) -> Self {
        let mut projection = Projection::default();
        let columns = selection.conditions.iter().map(Filter::column);
        let all = RecordSelection {
            conditions: Vec::new(),
            keep_duplicates: false,
            ..selection.clone()
        };
        Self {
            hasher: RecordHasher::new(selection.seed, &mut projection),
            filter: RecordFilter::new(&all, &ColumnList::from_names(columns), &mut projection),
            conditions: Filters::new(&selection.conditions, &mut projection),
            matched: 0,
            projection,
        }
    }

    /// Reads a response to its end. Calls `f` with each call, its digests and whether it matches
    /// the conditions.
    fn read<R: Read>(
        &mut self,
        response: ResponseReader<R>,
        source: Source,
        mut f: impl FnMut(&Record<'_>, Digest, bool) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        self.filter
            .read(response, source, &self.projection, |record| {
                let matches = self.conditions.matches(record);
                self.matched += u64::from(matches);
                f(record, self.hasher.digest(record), matches)
            })?;
        Ok(())
    }
}

impl RecordDiff {
    pub fn new(selection: &RecordSelection) -> Self {
        Self {
            input: DiffInput::new(selection),
            selection: selection.clone(),
            new_records: HashMap::new(),
            old_count: 0,
            rows: ExternalSorter::new(None),
            findings: InputDiagnostics::default(),
        }
    }

    /// Ends one result. The next response is of the other one.
    pub fn end_input(&mut self) {
        let input = std::mem::replace(&mut self.input, DiffInput::new(&self.selection));
        self.findings
            .add_input(&input.filter, input.matched, std::iter::empty());
    }

    /// Adds a response of the newer result to the index.
    pub fn index_new<R: Read>(
        &mut self,
        response: ResponseReader<R>,
        source: Source,
    ) -> anyhow::Result<()> {
        self.input.read(response, source, |_, digest, matches| {
            let record = NewRecord {
                content: digest.content,
                matches,
                state: State::Added,
            };
            self.new_records.insert(digest.identity, record);
            Ok(())
        })
    }

    /// Compares a response of the older result with the index. A changed call is printed if either
    /// version matches.
    pub fn compare_old<R: Read>(
        &mut self,
        response: ResponseReader<R>,
        source: Source,
    ) -> anyhow::Result<()> {
        let (rows, new_records) = (&mut self.rows, &mut self.new_records);
        let index = &mut self.old_count;
        self.input
            .read(response, source, |record, digest, matches| {
                *index += 1;
                match new_records.get_mut(&digest.identity) {
                    None if matches => push_row(rows, [0, *index], Change::Removed, record),
                    None => Ok(()),
                    Some(new) if new.content != digest.content && (matches || new.matches) => {
                        new.state = State::Changed(*index);
                        push_row(rows, [0, *index], Change::ChangedFrom, record)
                    }
                    Some(new) => {
                        new.state = State::Done;
                        Ok(())
                    }
                }
            })
    }

    /// Compares a response of the newer result, once the older one is read.
    pub fn compare_new<R: Read>(
        &mut self,
        response: ResponseReader<R>,
        source: Source,
    ) -> anyhow::Result<()> {
        let (rows, new_records) = (&mut self.rows, &mut self.new_records);
        let mut index = 0;
        self.input
            .read(response, source, |record, digest, matches| {
                index += 1;
                let new = new_records.get_mut(&digest.identity);
                match new.map(|new| std::mem::replace(&mut new.state, State::Done)) {
                    Some(State::Added) if matches => {
                        push_row(rows, [1, index], Change::Added, record)
                    }
                    Some(State::Changed(old)) => {
                        push_row(rows, [0, old], Change::ChangedTo, record)
                    }
                    Some(State::Added | State::Done) | None => Ok(()),
                }
            })
    }

    /// Prints the rows. Returns the number of calls that differ.
    ///
    /// # Errors
    /// Returns a usage failure for a column that no call has and that is likely mistyped.
    pub fn print(
        mut self,
        config: &PrintConfig,
        output: &mut (dyn Write + Send),
        console: Console,
    ) -> anyhow::Result<DiffOutcome> {
        self.findings.check()?;
        let mut projection = Projection::default();
        let columns = diff_columns(config);
        let sort = config.sort.as_ref();
        let order = sort
            .map(|sort| SortKeyEncoder::for_records(sort, config.zone.as_ref(), &mut projection));
        let sorted = sort.map(SortSpec::columns);
        let names = columns
            .names()
            .chain(sorted.iter().flat_map(ColumnList::names));
        let names = names.filter(|name| ![CHANGE, DIFFERS].contains(name));
        let mut unknown_columns = UnknownColumns::new(names, &mut projection);
        let reader = ColumnReader::new(&columns, &mut projection);
        let kept = config.columns.as_ref().map_or(1, |_| usize::MAX);
        let decoder = RowDecoder::Calls(projection.clone());
        let mut writer = diff_writer(config, decoder, order, (reader, kept), output)?;
        let mut old = String::new();
        self.rows.for_each_keyed(|key, call| {
            projection.with_record(call, |record| {
                unknown_columns.observe(record);
                Ok(())
            })?;
            let rows = match key.last().copied() {
                Some(REMOVED) => vec![row("removed", None, call)],
                Some(CHANGED_FROM) => {
                    call.clone_into(&mut old);
                    return Ok(());
                }
                Some(CHANGED_TO) => {
                    let paths = differing_paths(&old, call);
                    let rows = [("changed from", &*old), ("changed to", call)];
                    let rows = rows.map(|(change, call)| row(change, Some(&paths), call));
                    rows.to_vec()
                }
                _ => vec![row("added", None, call)],
            };
            writer.write_group(&rows)
        })?;
        if writer.count() > 0 {
            unknown_columns.check()?;
            self.findings.warnings.extend(unknown_columns.warnings());
        }
        self.findings.finish(writer, "call", console)
    }
}

const REMOVED: u8 = Change::Removed as u8;
const CHANGED_FROM: u8 = Change::ChangedFrom as u8;
const CHANGED_TO: u8 = Change::ChangedTo as u8;

/// Adds a row to the sorter.
fn push_row(
    rows: &mut ExternalSorter,
    position: [u64; 2],
    change: Change,
    call: &Record<'_>,
) -> anyhow::Result<()> {
    let key = position.map(u64::to_be_bytes);
    let push_key = |bytes: &mut Vec<u8>| {
        bytes.extend_from_slice(key.as_flattened());
        bytes.push(change as u8);
    };
    Ok(rows.push(push_key, call.text)?)
}

/// Returns a row: the members of a call after those that say how it differs, which replace members
/// with the same names.
fn row(change: &str, paths: Option<&str>, call: &str) -> String {
    let others = members_except(call, &[CHANGE, DIFFERS]).map(|members| members + "}");
    let members = others
        .as_deref()
        .or_else(|| call.trim_start().strip_prefix('{'))
        .unwrap_or_default();
    let comma = if members.trim_start().starts_with('}') {
        ""
    } else {
        ","
    };
    let differs = paths.map(|paths| format!(",\"{DIFFERS}\":{}", json_string(paths)));
    let differs = differs.unwrap_or_default();
    format!("{{\"{CHANGE}\":\"{change}\"{differs}{comma}{members}")
}

/// Returns the columns that are printed: how a call differs, and those that were chosen, or else
/// those of the format.
fn diff_columns(config: &PrintConfig) -> ColumnList {
    match (&config.columns, config.format.columns) {
        (Some(chosen), _) => with_leading(&[CHANGE], chosen),
        (None, Some(usual)) => with_leading(&[CHANGE, DIFFERS], &ColumnList::from(usual)),
        (None, None) => ColumnList::empty(),
    }
}
