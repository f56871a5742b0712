//! The totals of each of several files, and its figures in their index.
//!
//! | rows | totals of a file |
//! | --- | --- |
//! | calls | those of the calls in it, counted while they are written |
//! | totals | those of all calls of the value, grouped by the value alone |
//! | lines of a bill | the sum of the amounts in it |
//!
//! The grand total of totals cannot come from the rows of a file, because a conference may be in
//! several of them. So calls are grouped a second time, by the columns that name files.

use crate::columns::{CONNECT_MINUTES_CAL, ColumnReader};
use crate::error::Failure;
use crate::record::Record;
use crate::report::row_layout::{RowLayout, encode_row};
use crate::report::totals::{Totals, push_key};
use crate::text::{Decimal, DecimalStr, Value};
use anyhow::Context;
use std::collections::HashMap;

/// The figures of calls and of totals in the index.
pub const CALL_FIGURES: [&str; 2] = ["calls", CONNECT_MINUTES_CAL];

/// Where the totals of files come from.
pub enum FileTotals {
    /// The calls in the file.
    Calls(CallTotals),
    /// All calls of the value.
    Groups(GroupTotals),
    /// The rows in the file.
    Sums(RowSums),
}

/// Totals of the calls in a file.
pub struct CallTotals {
    /// Creates the totals of a file.
    pub new: Box<dyn Fn() -> Result<Totals, Failure>>,
    /// Whether the format prints them.
    pub is_printed: bool,
}

/// The totals of all calls of each value.
#[derive(Default)]
pub struct GroupTotals(HashMap<Vec<u8>, TotalRow>);

pub struct TotalRow {
    /// The names and the values of the row of the grand total.
    names: Vec<String>,
    row: Vec<Value>,
    calls: u64,
    figures: Vec<Value>,
}

/// The sum of a column of computed rows in each file.
pub struct RowSums {
    /// The names of the figures: the number of rows, the sum, and others.
    pub figures: [&'static str; 3],
    /// Reads the column.
    pub column: ColumnReader,
    /// Its fewest decimals.
    pub decimals: u8,
    /// The names of the columns, and the row of the total of all files.
    pub names: Vec<String>,
    pub total: Vec<Value>,
}

/// The totals of a file that is being written.
pub enum OpenTotals {
    Calls(Box<Totals>),
    Group(Option<Box<TotalRow>>),
    Sum(Decimal),
}

impl FileTotals {
    /// The names of the figures in the index.
    pub(super) fn figures(&self) -> Vec<&'static str> {
        match self {
            Self::Calls(_) | Self::Groups(_) => CALL_FIGURES.to_vec(),
            Self::Sums(sums) => sums.figures.to_vec(),
        }
    }

    pub(super) fn open(&mut self, key: &[u8]) -> anyhow::Result<OpenTotals> {
        Ok(match self {
            Self::Calls(totals) => OpenTotals::Calls(Box::new((totals.new)()?)),
            Self::Groups(groups) => OpenTotals::Group(groups.0.remove(key).map(Box::new)),
            Self::Sums(sums) => OpenTotals::Sum(Decimal::from_scaled(0, sums.decimals)),
        })
    }

    /// Adds a row of the file.
    pub(super) fn add(&self, totals: &mut OpenTotals, record: &Record<'_>) -> anyhow::Result<()> {
        match (self, totals) {
            (_, OpenTotals::Calls(totals)) => totals.add(record),
            (Self::Sums(sums), OpenTotals::Sum(sum)) => {
                let amount = sums.column.value(0, record);
                if let Some(amount) = amount.as_deref().and_then(DecimalStr::parse) {
                    sum.add(&amount);
                }
                Ok(())
            }
            _ => Ok(()),
        }
    }

    /// Hands the row of the grand total and the number of its calls to `on_total`, if there is one.
    /// Returns the figures of the file.
    pub(super) fn finish(
        &self,
        totals: OpenTotals,
        rows: u64,
        mut on_total: impl FnMut(&Record<'_>, u64) -> anyhow::Result<()>,
    ) -> anyhow::Result<Vec<Value>> {
        let mut print = |names: &[String], row: &[Value], calls| {
            let layout = RowLayout::new(names.to_vec());
            layout.with_record(&encode_row(row), |record| on_total(record, calls))
        };
        match (self, totals) {
            (Self::Calls(spec), OpenTotals::Calls(totals)) => {
                let total = TotalRow::grand_total(*totals)?;
                if spec.is_printed {
                    print(&total.names, &total.row, total.calls)?;
                }
                Ok(total.figures)
            }
            (_, OpenTotals::Group(Some(total))) => {
                print(&total.names, &total.row, total.calls)?;
                Ok(total.figures)
            }
            (Self::Sums(sums), OpenTotals::Sum(sum)) => {
                let sum = Value::Number(with_fewest_decimals(&sum, sums.decimals));
                let mut total = sums.total.clone();
                let mut figures = vec![Value::from(rows)];
                for name in &sums.figures[1..] {
                    let index = sums.names.iter().position(|known| known == name);
                    let Some(value) = index.and_then(|index| total.get_mut(index)) else {
                        continue;
                    };
                    if *name == sums.figures[1] {
                        *value = sum.clone();
                    }
                    figures.push(value.clone());
                }
                print(&sums.names, &total, rows)?;
                Ok(figures)
            }
            _ => Ok(Vec::new()),
        }
    }
}

impl GroupTotals {
    /// Collects the totals of each value, as rows with these names, of which one gets the label of
    /// the grand total of so many calls.
    ///
    /// # Errors
    /// Returns local failures of temporary files.
    pub fn collect(
        totals: Totals,
        names: &[String],
        label_column: Option<&str>,
        label: impl Fn(u64) -> String,
    ) -> anyhow::Result<Self> {
        let keys = totals.key_count();
        let own_names = totals.names();
        let mut groups = HashMap::new();
        totals.for_each_row("", |values, is_grand_total| {
            if is_grand_total {
                return Ok(());
            }
            let mut key = Vec::new();
            for value in &values[..keys] {
                push_key(&mut key, &value.to_text());
            }
            let mut total = TotalRow::new(&own_names, values);
            let cell = |name| {
                let index = own_names.iter().position(|own| own == name);
                index
                    .filter(|index| *index >= keys)
                    .map_or(Value::Null, |index| values[index].clone())
            };
            total.names = names.to_vec();
            total.row = names.iter().map(cell).collect();
            let label_index = names.iter().position(|name| Some(&**name) == label_column);
            if let Some(index) = label_index {
                total.row[index] = label(total.calls).into();
            }
            groups.insert(key, total);
            Ok(())
        })?;
        Ok(Self(groups))
    }
}

impl TotalRow {
    fn new(names: &[String], row: &[Value]) -> Self {
        let figure = |name| {
            let index = names.iter().position(|known| known == name);
            index.map_or(Value::Null, |index| row[index].clone())
        };
        let figures: Vec<_> = CALL_FIGURES.map(figure).into();
        Self {
            names: names.to_vec(),
            row: row.to_vec(),
            calls: figures[0].to_text().parse().unwrap_or_default(),
            figures,
        }
    }

    fn grand_total(totals: Totals) -> anyhow::Result<Self> {
        let names = totals.names();
        let mut total = None;
        totals.for_each_row("", |row, is_grand_total| {
            if is_grand_total {
                total = Some(Self::new(&names, row));
            }
            Ok(())
        })?;
        total.context("totals without a grand total")
    }
}

/// Returns a number without zeros at its end, but with at least so many decimals.
fn with_fewest_decimals(number: &Decimal, decimals: u8) -> Decimal {
    let text = number.to_string();
    let Some(point) = text.find('.') else {
        return number.clone();
    };
    let min = (point + 1 + usize::from(decimals)).min(text.len());
    let trimmed = text.trim_end_matches('0').len().max(min);
    let number = DecimalStr::parse(text[..trimmed].trim_end_matches('.'));
    number.map_or_else(Decimal::default, |number| Decimal::from(&number))
}
