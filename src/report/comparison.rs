//! What differs between two answers, call by call.

use super::duplicates::Source;
use super::identity::{Digest, Identity};
use super::picking::Picking;
use super::printing::Printing;
use super::sorter::Sorter;
use super::style::{Calls, Style};
use crate::columns::{Columns, Order, OrderArgument, Selection, Unseen};
use crate::error::Failure;
use crate::format::{Content, Layout};
use crate::parse::{Projection, Record, Response};
use crate::terminal::Console;
use std::collections::HashMap;
use std::io::{Read, Write};

/// The column that says how a call differs.
pub const CHANGE: &str = "change";

/// Compares two answers. The newer one is read twice: before the older one, and after it. What is held of a call is less
/// than a hundred bytes.
pub struct Comparison {
    /// Where the reading stands.
    reading: Reading,
    calls: Calls,
    /// The calls of the newer answer, by identity.
    new: HashMap<u128, New>,
    /// How many calls of the older answer there were.
    old: u64,
    /// Texts of rows: first what was removed or changed, in the order of the older answer, then what was added.
    rows: Sorter,
    refused: Vec<Failure>,
    warnings: Vec<String>,
}

/// One answer that is read.
struct Reading {
    projection: Projection,
    identity: Identity,
    picking: Picking,
}

/// A call of the newer answer.
struct New {
    content: u64,
    state: State,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    /// It was not in the older answer.
    Added,
    /// It was, with other content, as the call at this place.
    Changed(u64),
    /// There is nothing more to say of it.
    Done,
}

impl Reading {
    fn new(calls: &Calls) -> Self {
        let mut projection = Projection::default();
        Self {
            identity: Identity::new(calls.seed, &mut projection),
            picking: Picking::new(calls, &Columns::none(), &mut projection),
            projection,
        }
    }

    /// Reads a response to its end, and hands on the calls that are picked.
    fn read<R: Read>(
        &mut self,
        response: Response<R>,
        source: Source,
        mut take: impl FnMut(&Record<'_>, Digest) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        self.picking
            .read(response, source, &self.projection, |record| {
                take(record, self.identity.digest(record))
            })?;
        Ok(())
    }
}

impl Comparison {
    /// Compares these calls of two answers.
    pub fn new(calls: &Calls) -> Self {
        Self {
            reading: Reading::new(calls),
            calls: calls.clone(),
            new: HashMap::new(),
            old: 0,
            rows: Sorter::new(None),
            refused: Vec::new(),
            warnings: Vec::new(),
        }
    }

    /// Learns of a response of the newer answer.
    pub fn learn<R: Read>(&mut self, response: Response<R>, source: Source) -> anyhow::Result<()> {
        self.reading.read(response, source, |_, digest| {
            let call = New {
                content: digest.content,
                state: State::Added,
            };
            self.new.insert(digest.identity, call);
            Ok(())
        })
    }

    /// Ends the reading of an answer, and tells what there is to warn of; the next one begins.
    pub fn next_answer(&mut self) {
        let ended = std::mem::replace(&mut self.reading, Reading::new(&self.calls));
        self.refused.extend(ended.picking.check().err());
        for warning in ended.picking.warnings() {
            if !self.warnings.contains(&warning) {
                self.warnings.push(warning);
            }
        }
    }

    /// Compares a response of the older answer.
    pub fn before<R: Read>(&mut self, response: Response<R>, source: Source) -> anyhow::Result<()> {
        let (rows, calls, place) = (&mut self.rows, &mut self.new, &mut self.old);
        self.reading.read(response, source, |record, digest| {
            *place += 1;
            match calls.get_mut(&digest.identity) {
                None => push(rows, [0, *place, 0], "removed", record.text),
                Some(call) if call.content == digest.content => {
                    call.state = State::Done;
                    Ok(())
                }
                Some(call) => {
                    call.state = State::Changed(*place);
                    push(rows, [0, *place, 0], "changed from", record.text)
                }
            }
        })
    }

    /// Compares a response of the newer answer, once the older one is read.
    pub fn after<R: Read>(&mut self, response: Response<R>, source: Source) -> anyhow::Result<()> {
        let (rows, calls) = (&mut self.rows, &mut self.new);
        let mut place = 0;
        self.reading.read(response, source, |record, digest| {
            place += 1;
            let call = calls.get_mut(&digest.identity);
            match call.map(|call| std::mem::replace(&mut call.state, State::Done)) {
                Some(State::Added) => push(rows, [1, place, 0], "added", record.text),
                Some(State::Changed(old)) => push(rows, [0, old, 1], "changed to", record.text),
                Some(State::Done) | None => Ok(()),
            }
        })
    }

    /// Prints the rows.
    ///
    /// # Errors
    /// A usage failure for a column that no call has and that is likely mistyped; those of the output.
    pub fn print(
        mut self,
        style: &Style,
        output: &mut (dyn Write + Send),
        console: Console,
    ) -> anyhow::Result<()> {
        // A column of a condition may be in one of the answers alone.
        if self.refused.len() > 1
            && let Some(refused) = self.refused.pop()
        {
            return Err(refused.into());
        }
        let mut projection = Projection::default();
        let zone = style.zone.as_ref();
        let columns = columns(style);
        let sort = style.sort.as_ref();
        let order = sort.map(|sort| Order::of_calls(sort, zone, &mut projection));
        let sorted = sort.map(OrderArgument::columns);
        let names = columns
            .names()
            .chain(sorted.iter().flat_map(Columns::names));
        let mut unseen = Unseen::new(names.filter(|name| *name != CHANGE), &mut projection);
        let layout = Layout {
            selection: Selection::new(&columns, &mut projection).in_zone(zone),
            content: Content::Rows,
            kept: style.columns.as_ref().map_or(1, |_| usize::MAX),
            ..style.layout()
        };
        let mut printing = Printing::new(style, columns, order, layout, output)?;
        printing.begin(&[])?;
        let mut rows = 0;
        self.rows.each(|text| {
            rows += 1;
            projection.record(text, |record| {
                unseen.see(record);
                printing.call(record)
            })
        })?;
        if rows > 0 {
            unseen.check()?;
            self.warnings.extend(unseen.warnings());
        }
        printing.calls(&projection)?;
        let remarks = printing.finish(&[])?;
        for warning in self.warnings.iter().chain(&remarks.warning) {
            console.warn(warning);
        }
        if let Some(told) = remarks.told() {
            console.note(&told);
        }
        if rows == 0 && console.shows_progress() {
            console.note("no calls differ");
        }
        Ok(())
    }
}

/// Adds a row: a call with what there is to say of it.
fn push(rows: &mut Sorter, key: [u64; 3], change: &str, call: &str) -> anyhow::Result<()> {
    let members = call.trim_start().strip_prefix('{').unwrap_or_default();
    let comma = if members.trim_start().starts_with('}') {
        ""
    } else {
        ","
    };
    let row = format!("{{\"{CHANGE}\":\"{change}\"{comma}{members}");
    let key = key.map(u64::to_be_bytes).concat();
    Ok(rows.push(|bytes| bytes.extend_from_slice(&key), &row)?)
}

/// The columns that are printed: how a call differs, and those that were chosen, or else those of the format.
fn columns(style: &Style) -> Columns {
    let usual = || Some(Columns::from(style.format.columns?));
    let columns = style.columns.clone().or_else(usual);
    columns.map_or_else(Columns::none, |columns| with_change(&columns))
}

/// These columns, with the one that says how a row differs: first, unless it has a place among them.
pub fn with_change(columns: &Columns) -> Columns {
    if columns.contains(CHANGE) {
        return columns.clone();
    }
    Columns::named(std::iter::once(CHANGE).chain(columns.names()))
}
