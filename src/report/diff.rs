//! What differs between two results, call by call.

use super::config::{PrintConfig, RecordSelection};
use super::dedup::Source;
use super::differences::{CHANGE, Findings, diff_writer, with_leading};
use super::differing_paths::differing_paths;
use super::filter::RecordFilter;
use super::record_hasher::{Digest, RecordHasher};
use super::row_writer::RowDecoder;
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

/// Compares two results. The newer one is read twice: before the older one, and after it. What is kept of a call is less
/// than a hundred bytes.
pub struct RecordDiff {
    reading: Reading,
    calls: RecordSelection,
    /// The calls of the newer result, by identity.
    new: HashMap<u128, New>,
    /// How many calls of the older result there were.
    old: u64,
    /// Calls that differ: first those of the older result in its order, each with its newer version, then the added ones.
    rows: ExternalSorter,
    findings: Findings,
}

/// One result that is read.
struct Reading {
    projection: Projection,
    identity: RecordHasher,
    picking: RecordFilter,
    /// Apart from the picking, because they may match either version of a call.
    conditions: Filters,
    matched: u64,
}

/// A call of the newer result.
struct New {
    content: u64,
    /// Whether it matches the conditions.
    matches: bool,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// It was not in the older result.
    Added,
    /// It was, with other content, as the call at this index.
    Changed(u64),
    /// Nothing about it is printed.
    Done,
}

/// How a row differs, as the last number of its key.
#[derive(Clone, Copy)]
enum Change {
    Removed,
    ChangedFrom,
    ChangedTo,
    Added,
}

impl Reading {
    fn new(calls: &RecordSelection) -> Self {
        let mut projection = Projection::default();
        let columns = calls.conditions.iter().map(Filter::column);
        let all = RecordSelection {
            conditions: Vec::new(),
            keep_duplicates: false,
            ..calls.clone()
        };
        Self {
            identity: RecordHasher::new(calls.seed, &mut projection),
            picking: RecordFilter::new(&all, &ColumnList::from_names(columns), &mut projection),
            conditions: Filters::new(&calls.conditions, &mut projection),
            matched: 0,
            projection,
        }
    }

    /// Reads a response to its end, and hands on each call and whether it matches the conditions.
    fn read<R: Read>(
        &mut self,
        response: ResponseReader<R>,
        source: Source,
        mut take: impl FnMut(&Record<'_>, Digest, bool) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        self.picking
            .read(response, source, &self.projection, |record| {
                let matches = self.conditions.matches(record);
                self.matched += u64::from(matches);
                take(record, self.identity.digest(record), matches)
            })?;
        Ok(())
    }
}

impl RecordDiff {
    /// Compares these calls of two results.
    pub fn new(calls: &RecordSelection) -> Self {
        Self {
            reading: Reading::new(calls),
            calls: calls.clone(),
            new: HashMap::new(),
            old: 0,
            rows: ExternalSorter::new(None),
            findings: Findings::default(),
        }
    }

    /// Learns of a response of the newer result.
    pub fn index_new<R: Read>(
        &mut self,
        response: ResponseReader<R>,
        source: Source,
    ) -> anyhow::Result<()> {
        self.reading.read(response, source, |_, digest, matches| {
            let call = New {
                content: digest.content,
                matches,
                state: State::Added,
            };
            self.new.insert(digest.identity, call);
            Ok(())
        })
    }

    /// Ends the reading of a result; the next one begins.
    pub fn end_input(&mut self) {
        let ended = std::mem::replace(&mut self.reading, Reading::new(&self.calls));
        self.findings
            .add(&ended.picking, ended.matched, std::iter::empty());
    }

    /// Compares a response of the older result. A changed call is printed if either version matches the conditions.
    pub fn compare_old<R: Read>(
        &mut self,
        response: ResponseReader<R>,
        source: Source,
    ) -> anyhow::Result<()> {
        let (rows, calls, index) = (&mut self.rows, &mut self.new, &mut self.old);
        self.reading
            .read(response, source, |record, digest, matches| {
                *index += 1;
                match calls.get_mut(&digest.identity) {
                    None if matches => push(rows, [0, *index], Change::Removed, record),
                    None => Ok(()),
                    Some(call) if call.content != digest.content && (matches || call.matches) => {
                        call.state = State::Changed(*index);
                        push(rows, [0, *index], Change::ChangedFrom, record)
                    }
                    Some(call) => {
                        call.state = State::Done;
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
        let (rows, calls) = (&mut self.rows, &mut self.new);
        let mut index = 0;
        self.reading
            .read(response, source, |record, digest, matches| {
                index += 1;
                let call = calls.get_mut(&digest.identity);
                match call.map(|call| std::mem::replace(&mut call.state, State::Done)) {
                    Some(State::Added) if matches => push(rows, [1, index], Change::Added, record),
                    Some(State::Changed(old)) => push(rows, [0, old], Change::ChangedTo, record),
                    _ => Ok(()),
                }
            })
    }

    /// Prints the rows, and returns how many calls differ.
    ///
    /// # Errors
    /// A usage failure for a column that no call has and that is likely mistyped; those of the output.
    pub fn print(
        mut self,
        style: &PrintConfig,
        output: &mut (dyn Write + Send),
        console: Console,
    ) -> anyhow::Result<u64> {
        self.findings.check()?;
        let mut projection = Projection::default();
        let columns = columns(style);
        let sort = style.sort.as_ref();
        let order = sort
            .map(|sort| SortKeyEncoder::for_records(sort, style.zone.as_ref(), &mut projection));
        let sorted = sort.map(SortSpec::columns);
        let names = columns
            .names()
            .chain(sorted.iter().flat_map(ColumnList::names));
        let names = names.filter(|name| ![CHANGE, DIFFERS].contains(name));
        let mut unseen = UnknownColumns::new(names, &mut projection);
        let selection = ColumnReader::new(&columns, &mut projection);
        let kept = style.columns.as_ref().map_or(1, |_| usize::MAX);
        let decoder = RowDecoder::Calls(projection.clone());
        let mut writer = diff_writer(style, decoder, order, (selection, kept), output)?;
        let mut old = String::new();
        self.rows.for_each_keyed(|key, call| {
            projection.with_record(call, |record| {
                unseen.observe(record);
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
            unseen.check()?;
            self.findings.warnings.extend(unseen.warnings());
        }
        self.findings.finish(writer, "no calls differ", console)
    }
}

const REMOVED: u8 = Change::Removed as u8;
const CHANGED_FROM: u8 = Change::ChangedFrom as u8;
const CHANGED_TO: u8 = Change::ChangedTo as u8;

/// Keeps a call for a row at a position among the others.
fn push(
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

/// Returns a row: a call after the members that say how it differs. Members of the call with their names are left out.
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

/// Returns the columns that are printed: how a call differs, and those that were chosen, or else those of the format.
fn columns(style: &PrintConfig) -> ColumnList {
    match (&style.columns, style.format.columns) {
        (Some(chosen), _) => with_leading(&[CHANGE], chosen),
        (None, Some(usual)) => with_leading(&[CHANGE, DIFFERS], &ColumnList::from(usual)),
        (None, None) => ColumnList::empty(),
    }
}
