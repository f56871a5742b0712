//! Rows as a chart and a table.

use super::chart::bar;
use super::fmt::{count, escaped, grouped, largest, length, name};
use crate::columns::{CONNECT_MINUTES_CAL, ColumnReader, ColumnType};
use crate::record::Record;
use std::borrow::Cow;

/// How many rows are in the table, and how many in the chart.
const ROWS: usize = 400;
const BARS: usize = 60;

/// How many bytes the texts of all rows may have.
const BYTES: usize = 100_000;

/// The rows that are shown.
pub struct Rows {
    names: Vec<String>,
    /// The names with units and zone.
    headings: Vec<String>,
    /// How many of the first columns are keys.
    keys: usize,
    types: Vec<Option<ColumnType>>,
    shown: Vec<Vec<String>>,
    more: u64,
    bytes: usize,
    total: Option<Vec<String>>,
}

impl Rows {
    /// No rows yet, grouped by these keys.
    pub fn new(selection: &ColumnReader, keys: &[String]) -> Self {
        let is_key = |name: &&str| keys.iter().any(|key| key == name);
        Self {
            names: selection.names().map(str::to_owned).collect(),
            headings: selection.headers().collect(),
            keys: selection.names().take_while(is_key).count(),
            types: selection.types().collect(),
            shown: Vec::new(),
            more: 0,
            bytes: 0,
            total: None,
        }
    }

    /// Adds a row.
    pub fn add(&mut self, selection: &ColumnReader, record: &Record<'_>) {
        if self.shown.len() == ROWS || self.bytes > BYTES {
            self.more += 1;
        } else {
            let texts = selection.values_or_empty(record).map(Cow::into_owned);
            let row: Vec<_> = texts.collect();
            // What is longer is cut, but escaping makes it longer again; tags take some, too.
            self.bytes += row
                .iter()
                .map(|text| 25 + 3 * text.len().min(100))
                .sum::<usize>();
            self.shown.push(row);
        }
    }

    /// Adds the row of grand totals.
    pub fn end(&mut self, selection: &ColumnReader, record: &Record<'_>) {
        self.total = Some(
            selection
                .values_or_empty(record)
                .map(Cow::into_owned)
                .collect(),
        );
    }

    /// The chart of totals, and the table.
    pub fn drawn(&self) -> String {
        if self.shown.is_empty() {
            return "<p class=\"none\">There are no rows.</p>\n".to_owned();
        }
        self.chart() + &self.table()
    }

    fn chart(&self) -> String {
        let place = |name: &str| self.names.iter().position(|known| known == name);
        let has_values = |place: &usize| self.shown.iter().any(|row| !row[*place].is_empty());
        let measure = place(CONNECT_MINUTES_CAL)
            .filter(has_values)
            .or_else(|| place("calls"));
        let (Some(measure), true) = (measure, self.total.is_some()) else {
            return String::new();
        };
        let number = |row: &Vec<String>| row[measure].parse().ok();
        let most = largest(self.shown.iter().map(number));
        let length_of = |row: &Vec<String>| length(number(row), most);
        let mut largest: Vec<_> = self.shown.iter().collect();
        if largest.len() > BARS {
            largest.sort_by(|one, other| length_of(other).total_cmp(&length_of(one)));
            largest.truncate(BARS);
        }
        let rows = largest.iter().map(|row| {
            let key = row[..self.keys]
                .iter()
                .map(|key| name(key))
                .collect::<Vec<_>>()
                .join(", ");
            let figure = if row[measure].is_empty() {
                "–".to_owned()
            } else {
                grouped(&row[measure])
            };
            let bar = bar(&figure, length_of(row));
            format!(
                "<tr><th scope=\"row\">{key}</th><td class=\"b\">{bar}</td><td>{figure}</td></tr>
"
            )
        });
        let rows = rows.collect::<Vec<_>>().concat();
        let heading = escaped(&self.headings[measure]);
        let told = if self.shown.len() > BARS || self.more > 0 {
            format!("<p class=\"none\">The {BARS} largest.</p>\n")
        } else {
            String::new()
        };
        format!(
            "<section><h2>{heading}</h2>\n<div class=\"wide\"><table class=\"ranking\"><tbody>\n{rows}</tbody></table></div>\n{told}</section>\n"
        )
    }

    fn table(&self) -> String {
        let class = |place: usize| match self.types[place] {
            Some(ColumnType::Number) => "",
            _ => " class=\"t\"",
        };
        let headings = self.headings.iter().enumerate().map(|(place, name)| {
            format!(
                "<th scope=\"col\"{}>{}</th>",
                class(place),
                escaped(name).replace('.', ".<wbr/>")
            )
        });
        let headings = headings.collect::<Vec<_>>().concat();
        let row = |row: &Vec<String>| {
            let cells = row.iter().enumerate().map(|(place, text)| {
                let shown = match self.types[place] {
                    _ if text.is_empty() => String::new(),
                    Some(ColumnType::Number) => grouped(text),
                    _ => name(text),
                };
                format!("<td{}>{shown}</td>", class(place))
            });
            format!("<tr>{}</tr>\n", cells.collect::<Vec<_>>().concat())
        };
        let rows = self.shown.iter().map(row).collect::<Vec<_>>().concat();
        let more = match self.more {
            0 => String::new(),
            more => format!(
                "<p class=\"none\">{} more rows are not shown; CSV and Parquet have all of them.</p>\n",
                count(more)
            ),
        };
        let total = self.total.as_ref().map(row).unwrap_or_default();
        format!(
            "<section><h2>Table</h2>\n<div class=\"wide\"><table><thead><tr>{headings}</tr></thead><tbody>\n{rows}</tbody>\
             <tfoot>{total}</tfoot></table></div>\n{more}</section>\n"
        )
    }
}
