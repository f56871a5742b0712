//! Rows of totals, or of anything else that is not a call, as a chart and a table.
//!
//! A page is to be mailed and opened on a phone, so its size is bounded: by the number of rows, and
//! by the bytes of their texts. What is left out is counted below the table. The chart shows the
//! rows with the most billed minutes, or with the most calls if there are no minutes.

use super::charts::ranking;
use super::fmt::{bar_length, group_decimal, largest, note, render_name, section};
use crate::columns::{CONNECT_MINUTES_CAL, ColumnReader, ColumnType};
use crate::record::Record;
use crate::text::count_noun;
use maud::{Markup, html};
use std::borrow::Cow;

/// The number of rows in the table, and in the chart.
const MAX_ROWS: usize = 400;
const MAX_BARS: usize = 60;

/// The size of the texts of all rows, in bytes, from which on no more rows are shown.
const MAX_TEXT_BYTES: usize = 100_000;

/// The rows that are shown.
pub struct RowTable {
    names: Vec<String>,
    /// The names with units and zone.
    headers: Vec<String>,
    /// The number of leading columns that are keys.
    keys: usize,
    types: Vec<Option<ColumnType>>,
    rows: Vec<Vec<String>>,
    omitted: u64,
    bytes: usize,
    total: Option<Vec<String>>,
}

impl RowTable {
    /// Returns a table without rows, grouped by these keys.
    pub fn new(columns: &ColumnReader, keys: &[String]) -> Self {
        let is_key = |name: &&str| keys.iter().any(|key| key == name);
        Self {
            names: columns.names().map(str::to_owned).collect(),
            headers: columns.headers().collect(),
            keys: columns.names().take_while(is_key).count(),
            types: columns.types().collect(),
            rows: Vec::new(),
            omitted: 0,
            bytes: 0,
            total: None,
        }
    }

    pub fn push(&mut self, columns: &ColumnReader, record: &Record<'_>) {
        if self.rows.len() == MAX_ROWS || self.bytes > MAX_TEXT_BYTES {
            self.omitted += 1;
            return;
        }
        let row = to_texts(columns, record);
        // What is longer is truncated, but escaping makes it longer again; tags take some, too.
        let bytes = row.iter().map(|text| 25 + 3 * text.len().min(100));
        self.bytes += bytes.sum::<usize>();
        self.rows.push(row);
    }

    pub fn set_total(&mut self, columns: &ColumnReader, record: &Record<'_>) {
        self.total = Some(to_texts(columns, record));
    }

    /// Returns the chart of totals, and the table.
    pub fn render(&self) -> Markup {
        if self.is_empty() {
            return note("No rows.");
        }
        html! {
            @if let (Some(measure), true) = (self.measure(), self.is_grouped()) {
                (self.chart(measure))
            }
            (self.table())
        }
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Returns whether the rows are totals by keys.
    fn is_grouped(&self) -> bool {
        self.keys > 0 && self.total.is_some()
    }

    /// Returns the column whose values the chart shows.
    fn measure(&self) -> Option<usize> {
        let column = |name: &str| self.names.iter().position(|column| column == name);
        let has_values = |column: &usize| self.rows.iter().any(|row| !row[*column].is_empty());
        column(CONNECT_MINUTES_CAL)
            .filter(has_values)
            .or_else(|| column("calls"))
    }

    fn chart(&self, measure: usize) -> Markup {
        let number = |row: &[String]| row[measure].parse().ok();
        let max = largest(self.rows.iter().map(|row| number(row)));
        let length = |row: &[String]| bar_length(number(row), max);
        let figure = |text: &str| match text {
            "" => "–".to_owned(),
            text => group_decimal(text),
        };
        let mut rows: Vec<&[String]> = self.rows.iter().map(Vec::as_slice).collect();
        rows.sort_by(|a, b| length(b).total_cmp(&length(a)));
        rows.truncate(MAX_BARS);
        let name = |row: &[String]| {
            html! {
                @for (index, key) in row[..self.keys].iter().enumerate() {
                    @if index > 0 { ", " }
                    (render_name(key))
                }
            }
        };
        let bars = rows.into_iter();
        let bars = bars.map(|row| (name(row), length(row), figure(&row[measure])));
        let content = html! {
            (ranking(bars))
            @if self.rows.len() > MAX_BARS || self.omitted > 0 {
                (note(&format!("The {MAX_BARS} largest groups.")))
            }
        };
        section(&self.headers[measure], &content)
    }

    fn table(&self) -> Markup {
        let class = |column: usize| (self.types[column] != Some(ColumnType::Number)).then_some("t");
        let cells = |row: &[String]| {
            html! {
                tr {
                    @for (column, text) in row.iter().enumerate() {
                        td class=[class(column)] {
                            @if text.is_empty() {
                            } @else if class(column).is_some() { (render_name(text)) }
                            @else { (group_decimal(text)) }
                        }
                    }
                }
            }
        };
        let content = html! {
            div.wide {
                table {
                    thead { tr {
                        @for (column, header) in self.headers.iter().enumerate() {
                            th scope="col" class=[class(column)] { (breakable(header)) }
                        }
                    } }
                    tbody { @for row in &self.rows { (cells(row)) } }
                    tfoot { @if let Some(total) = &self.total { (cells(total)) } }
                }
            }
            @if self.omitted > 0 {
                (note(&format!(
                    "{} not shown; export to CSV or Parquet for the full list.",
                    count_noun(self.omitted, "more row")
                )))
            }
        };
        section(if self.is_grouped() { "Totals" } else { "Table" }, &content)
    }
}

fn to_texts(columns: &ColumnReader, record: &Record<'_>) -> Vec<String> {
    columns
        .values_or_empty(record)
        .map(Cow::into_owned)
        .collect()
}

/// Returns the name of a column, which may be broken after each dot.
fn breakable(name: &str) -> Markup {
    html! {
        @for (index, part) in name.split('.').enumerate() {
            @if index > 0 { "." wbr; }
            (part)
        }
    }
}
