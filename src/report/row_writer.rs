//! Rows on their way to a format: sorted, and limited in number.
//!
//! Calls and computed rows take the same way. A row is a text (a call as received, or the cells of
//! a [`RowLayout`]), which waits in the sorter if rows are sorted, and becomes a record again when
//! its turn comes. Calls that are not sorted are printed at once, from the record that was read:
//! that is the usual case, and costs nothing.
//!
//! Rows may come in groups, such as both versions of a changed call. A group stays together: its
//! first row decides where it is sorted, and a limit counts it as one.

use super::config::PrintConfig;
use super::row_decoder::RowDecoder;
use super::row_layout::{RowLayout, encode_row};
use super::row_sink::{FileTotals, GroupTotals, RowSink};
use super::totals::Totals;
use crate::columns::SortKeyEncoder;
use crate::external_sort::ExternalSorter;
use crate::format::{FormatOutcome, GrandTotal};
use crate::record::{EnvelopeMember, Record};
use crate::text::{Value, count_noun};

/// The name of the column that labels grand totals if no key is printed. It is empty, because the
/// column is only for people.
pub const LABEL_COLUMN: &str = "";

/// Separates the rows of a group. JSON has no such character (RFC 7464 uses it the same way).
const ROW_SEPARATOR: &str = "\u{1e}";

/// Writes calls, or computed rows.
pub struct RowWriter<'o> {
    decoder: RowDecoder,
    /// The order and the rows that wait for their turn, unless rows stay in the order received.
    sort: Option<(SortKeyEncoder, ExternalSorter)>,
    /// How many groups may be printed.
    limit: u64,
    /// How many groups there are, and how many of them were printed.
    count: u64,
    printed: u64,
    sink: RowSink<'o>,
}

impl<'o> RowWriter<'o> {
    /// Creates a writer of rows in this order.
    pub fn new(
        print_config: &PrintConfig,
        decoder: RowDecoder,
        order: Option<SortKeyEncoder>,
        sink: RowSink<'o>,
    ) -> Self {
        Self {
            decoder,
            sort: order.map(|order| (order, ExternalSorter::new(print_config.limit))),
            limit: print_config.limit.unwrap_or(u64::MAX),
            count: 0,
            printed: 0,
            sink,
        }
    }

    /// Sets the totals of each file, if `totals` go to a file per value.
    pub fn set_group_totals(&mut self, files: Totals, totals: &Totals) -> anyhow::Result<()> {
        let RowDecoder::Computed(layout) = &self.decoder else {
            return Ok(());
        };
        let names = layout.names();
        let first = names.first().map(String::as_str);
        let label_column = first.filter(|name| *name == LABEL_COLUMN);
        let label_column = label_column.or_else(|| totals.first_printed_key());
        let label = |calls| self.total_label(totals.group_count(), calls);
        let totals = GroupTotals::collect(files, names, label_column, label)?;
        self.set_file_totals(FileTotals::Groups(totals));
        Ok(())
    }

    fn set_file_totals(&mut self, totals: FileTotals) {
        if let RowSink::PerValue(sink) = &mut self.sink {
            sink.set_totals(totals);
        }
    }

    /// Returns whether there is a file per value.
    pub fn is_per_value(&self) -> bool {
        matches!(self.sink, RowSink::PerValue(_))
    }

    /// Begins the output, with the members of the envelope before the list. It is called first.
    pub fn begin(&mut self, before: &[EnvelopeMember]) -> anyhow::Result<()> {
        self.sink.begin(before)
    }

    /// Writes a call.
    pub fn write_call(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        self.count += 1;
        if let Some((order, sorter)) = &mut self.sort {
            return Ok(sorter.push(|key| order.encode_key(record, key), record.text)?);
        }
        if self.reserve_group() {
            return self.sink.write(record.text, record);
        }
        Ok(())
    }

    /// Writes a group of rows, each a text that the decoder decodes.
    pub fn write_group(&mut self, rows: &[String]) -> anyhow::Result<()> {
        self.count += 1;
        let text = rows.join(ROW_SEPARATOR);
        let Some((order, sorter)) = &mut self.sort else {
            return self.print_group(&text);
        };
        let first = rows.first().map_or("{}", String::as_str);
        self.decoder.with_record(first, |first| {
            Ok(sorter.push(|key| order.encode_key(first, key), &text)?)
        })
    }

    /// Prints the rows that wait for their turn.
    pub fn flush(&mut self) -> anyhow::Result<()> {
        match self.sort.take() {
            Some((_, sorter)) => sorter.for_each(|text| self.print_group(text)),
            None => Ok(()),
        }
    }

    fn print_group(&mut self, text: &str) -> anyhow::Result<()> {
        if !self.reserve_group() {
            return Ok(());
        }
        let (decoder, sink) = (&self.decoder, &mut self.sink);
        let mut rows = text.split(ROW_SEPARATOR);
        rows.try_for_each(|row| decoder.with_record(row, |record| sink.write(row, record)))
    }

    /// Counts a group as printed, unless the limit is reached. Returns whether it may be printed.
    fn reserve_group(&mut self) -> bool {
        let is_within = self.printed < self.limit;
        self.printed += u64::from(is_within);
        is_within
    }

    /// Writes the rows of totals and their grand total, with a cell for its label if the layout has
    /// one.
    pub fn write_totals(&mut self, totals: Totals) -> anyhow::Result<()> {
        let calls = totals.calls();
        let has_label = match &self.decoder {
            RowDecoder::Computed(layout) => layout
                .names()
                .first()
                .is_some_and(|name| name == LABEL_COLUMN),
            RowDecoder::Calls(_) => false,
        };
        let total_label = self.total_label(totals.group_count(), calls);
        totals.for_each_row(&total_label, |row, is_grand_total| {
            let label = if is_grand_total { &*total_label } else { "" };
            let label = has_label.then(|| Value::non_empty(label));
            let row = encode_row(label.iter().chain(row));
            if !is_grand_total {
                return self.write_group(&[row]);
            }
            self.flush()?;
            self.print_grand_total(&row, calls)
        })
    }

    /// Writes the grand total of calls.
    pub fn write_grand_total(&mut self, totals: Totals) -> anyhow::Result<()> {
        let (calls, rows) = (totals.calls(), self.count);
        let layout = RowLayout::new(totals.names());
        totals.for_each_row("", |row, is_grand_total| {
            if !is_grand_total {
                return Ok(());
            }
            layout.with_record(&encode_row(row), |row| {
                self.sink.grand_total(&GrandTotal { row, calls, rows })
            })
        })
    }

    /// Writes a grand total of computed rows, given the number of calls in it.
    pub fn write_computed_total(&mut self, row: &[Value], calls: u64) -> anyhow::Result<()> {
        if let RowSink::PerValue(sink) = &mut self.sink {
            sink.set_total(row);
            return Ok(());
        }
        self.print_grand_total(&encode_row(row), calls)
    }

    fn print_grand_total(&mut self, row: &str, calls: u64) -> anyhow::Result<()> {
        let (decoder, sink, rows) = (&self.decoder, &mut self.sink, self.count);
        decoder.with_record(row, |row| {
            sink.grand_total(&GrandTotal { row, calls, rows })
        })
    }

    /// Returns the label of the grand total of rows of which there are so many. If not all of them
    /// are printed, it says that the total is not that of the printed ones.
    pub fn total_label(&self, rows: u64, calls: u64) -> String {
        if rows > self.limit {
            format!("total of all {}", count_noun(calls, "call"))
        } else {
            "total".to_owned()
        }
    }

    /// Returns the number of groups, printed or not.
    pub fn count(&self) -> u64 {
        self.count
    }

    /// Returns the number of groups that were printed.
    pub fn printed(&self) -> u64 {
        self.printed
    }

    /// Returns the limit if there are more groups.
    pub fn truncated_to(&self) -> Option<u64> {
        Some(self.limit).filter(|limit| *limit < self.count)
    }

    /// Completes the output, with the members of the envelope after the list.
    pub fn finish(self, after: &[EnvelopeMember]) -> anyhow::Result<FormatOutcome> {
        self.sink.finish(&self.decoder, after)
    }
}
