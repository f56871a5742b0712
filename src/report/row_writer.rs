//! Rows on their way to a format: in order, and no more than are wanted.

use super::config::PrintConfig;
use super::html_data::ReportBuilder;
use super::row::object;
use super::totals::Totals;
use crate::columns::{ColumnList, SortKeyEncoder};
use crate::external_sort::ExternalSorter;
use crate::format::{FormatOptions, FormatOutcome, Formatter, GrandTotal};
use crate::record::{EnvelopeMember, Projection, Record};
use std::io::Write;

/// The column that labels grand totals where no key does; people read it, so it has no name.
pub const LABEL: &str = "";

/// Separates the texts of rows that belong together. JSON has no such character (RFC 7464 uses it the same way).
const ROW_SEPARATOR: &str = "\u{1e}";

/// Prints calls, or rows of totals.
pub struct RowWriter<'o> {
    /// What puts the rows in order, if they do not stay as they come.
    sorting: Option<(SortKeyEncoder, ExternalSorter)>,
    /// How many rows may be printed.
    limit: u64,
    /// How many rows there are, and how many of them were printed.
    rows: u64,
    printed: u64,
    /// The columns that are printed, for a format that has columns.
    columns: ColumnList,
    /// What is to be seen in the calls that are printed, for a format that draws them as a whole.
    overviewing: Option<ReportBuilder>,
    formatter: Box<dyn Formatter + 'o>,
}

impl<'o> RowWriter<'o> {
    /// Prints these columns into an output, in this order.
    pub fn new(
        style: &PrintConfig,
        columns: ColumnList,
        order: Option<SortKeyEncoder>,
        layout: FormatOptions,
        output: &'o mut (dyn Write + Send),
    ) -> anyhow::Result<Self> {
        Ok(Self {
            sorting: order.map(|order| (order, ExternalSorter::new(style.limit))),
            limit: style.limit.unwrap_or(u64::MAX),
            rows: 0,
            printed: 0,
            columns,
            overviewing: None,
            formatter: style.format.formatter(layout, output)?,
        })
    }

    /// Prints an overview of the calls instead of them.
    pub fn overview(&mut self, overviewing: ReportBuilder) {
        self.overviewing = Some(overviewing);
    }

    /// Comes first, with the members of the envelope that stand before the list.
    pub fn begin(&mut self, before: &[EnvelopeMember]) -> anyhow::Result<()> {
        self.formatter.begin(before)
    }

    /// Prints a call, once its turn comes.
    pub fn call(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        self.rows += 1;
        match &mut self.sorting {
            Some((order, sorter)) => {
                Ok(sorter.push(|key| order.encode_key(record, key), record.text)?)
            }
            None => self.print(record),
        }
    }

    /// Prints rows that belong together, each the text of a call, once their turn comes: that of the first one. They
    /// count as one row of the limit.
    pub fn call_rows(&mut self, projection: &Projection, rows: &[String]) -> anyhow::Result<()> {
        self.rows += 1;
        let text = rows.join(ROW_SEPARATOR);
        let Some((order, sorter)) = &mut self.sorting else {
            return self.print_calls(projection, &text);
        };
        let first = rows.first().map_or("{}", String::as_str);
        projection.with_record(first, |first| {
            Ok(sorter.push(|key| order.encode_key(first, key), &text)?)
        })
    }

    /// Prints the calls that were waiting for their turn.
    pub fn calls(&mut self, projection: &Projection) -> anyhow::Result<()> {
        match self.sorting.take() {
            Some((_, sorter)) => sorter.for_each(|text| self.print_calls(projection, text)),
            None => Ok(()),
        }
    }

    fn print_calls(&mut self, projection: &Projection, text: &str) -> anyhow::Result<()> {
        if !self.is_within_limit() {
            return Ok(());
        }
        let mut rows = text.split(ROW_SEPARATOR);
        rows.try_for_each(|row| projection.with_record(row, |record| self.format(record)))
    }

    /// Prints the rows of totals.
    pub fn totals(&mut self, totals: Totals) -> anyhow::Result<()> {
        let names = totals.names();
        let calls = totals.calls();
        totals.rows(|cells, is_grand_total| {
            if is_grand_total {
                self.end_rows(&names)?;
                self.row(&names, cells, Some(calls))
            } else {
                self.next_row(&names, cells)
            }
        })
    }

    /// Prints a row of JSON cells called by these names, once its turn comes.
    pub fn next_row(&mut self, names: &[String], cells: &[String]) -> anyhow::Result<()> {
        self.next_rows(names, &[cells])
    }

    /// Prints rows of JSON cells that belong together, once their turn comes: that of the first one. They count as one
    /// row of the limit.
    pub fn next_rows(&mut self, names: &[String], rows: &[&[String]]) -> anyhow::Result<()> {
        self.rows += 1;
        let Some((order, sorter)) = &mut self.sorting else {
            return self.print_rows(names, rows);
        };
        let first = rows.first().copied().unwrap_or_default();
        let values: Vec<_> = first.iter().map(|cell| Some(&**cell)).collect();
        let values = &values;
        let row = Record { text: "", values };
        // No cell has a line end: in JSON it is escaped.
        let texts: Vec<_> = rows.iter().map(|cells| cells.join("\n")).collect();
        let text = texts.join(ROW_SEPARATOR);
        Ok(sorter.push(|key| order.encode_key(&row, key), &text)?)
    }

    fn print_rows(&mut self, names: &[String], rows: &[&[String]]) -> anyhow::Result<()> {
        if !self.is_within_limit() {
            return Ok(());
        }
        let mut rows = rows.iter();
        rows.try_for_each(|cells| self.row(names, cells, None))
    }

    /// Prints the rows that were waiting for their turn.
    pub fn end_rows(&mut self, names: &[String]) -> anyhow::Result<()> {
        let Some((_, sorter)) = self.sorting.take() else {
            return Ok(());
        };
        sorter.for_each(|text| {
            let cells = |row: &str| row.split('\n').map(str::to_owned).collect::<Vec<_>>();
            let rows: Vec<_> = text.split(ROW_SEPARATOR).map(cells).collect();
            self.print_rows(names, &rows.iter().map(Vec::as_slice).collect::<Vec<_>>())
        })
    }

    /// Prints the grand totals of calls.
    pub fn summary(&mut self, totals: Totals) -> anyhow::Result<()> {
        let (calls, rows) = (totals.calls(), self.rows);
        totals.rows(|cells, is_grand_total| {
            if !is_grand_total {
                return Ok(());
            }
            let values: Vec<_> = cells.iter().map(|cell| Some(&**cell)).collect();
            let values = &values;
            let row = &Record { text: "", values };
            self.formatter.grand_total(&GrandTotal { row, calls, rows })
        })
    }

    /// Prints a row of totals, its JSON cells called by these names, or that of grand totals of so many calls.
    fn row(
        &mut self,
        names: &[String],
        cells: &[String],
        grand_total_of: Option<u64>,
    ) -> anyhow::Result<()> {
        let place = |name: &str| names.iter().position(|known| known == name);
        let values = self.columns.names().map(place);
        let label = grand_total_of.map(|_| "\"total\"");
        let cell = |place: Option<usize>| place.map_or(label, |place| Some(&*cells[place]));
        let values: Vec<_> = values.map(cell).collect();
        let members = names.iter().zip(cells);
        let members = members.map(|(name, json)| (name.as_str(), json.as_str()));
        // A format with columns looks at nothing else.
        let text = match values.as_slice() {
            [] => object(&members.collect::<Vec<_>>()),
            _ => String::new(),
        };
        let row = Record {
            text: &text,
            values: &values,
        };
        match grand_total_of {
            Some(summed) => self.formatter.grand_total(&GrandTotal {
                row: &row,
                calls: summed,
                rows: self.rows,
            }),
            None => self.format(&row),
        }
    }

    /// Prints a row, unless there are enough.
    fn print(&mut self, row: &Record<'_>) -> anyhow::Result<()> {
        if self.is_within_limit() {
            return self.format(row);
        }
        Ok(())
    }

    /// Counts a row, or rows that belong together, unless there are enough.
    fn is_within_limit(&mut self) -> bool {
        let is_within = self.printed < self.limit;
        self.printed += u64::from(is_within);
        is_within
    }

    fn format(&mut self, row: &Record<'_>) -> anyhow::Result<()> {
        match &mut self.overviewing {
            Some(overviewing) => overviewing.add(row),
            None => self.formatter.record(row),
        }
    }

    /// How many rows are printed, when there are more.
    pub fn cut_to(&self) -> Option<u64> {
        Some(self.limit).filter(|limit| *limit < self.rows)
    }

    /// How many rows were printed.
    pub fn printed(&self) -> u64 {
        self.printed
    }

    /// Comes last, with the members of the envelope that stand behind the list. Returns what
    /// there is to say beside what was written.
    pub fn finish(mut self, after: &[EnvelopeMember]) -> anyhow::Result<FormatOutcome> {
        if let Some(overviewing) = self.overviewing.take() {
            self.formatter.overview(&overviewing.finish()?)?;
        }
        self.formatter.finish(after)
    }
}
