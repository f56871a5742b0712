//! Configuration of a result: the calls in it, and their presentation.

use super::expectations::Expectation;
use super::period_filter::ReportPeriod;
use crate::columns::{ColumnList, ColumnReader, Filter, SortSpec};
use crate::error::{Failure, FailureKind};
use crate::format::{Capability, Format, FormatOptions, PrintOptions, View};
use crate::record::Projection;
use crate::time::{DateRange, TimeZone};
use chrono::NaiveDate;

/// The presentation of a result.
#[derive(Clone, Debug)]
pub struct PrintConfig {
    /// The output format.
    pub format: &'static Format,
    /// The requested columns; the default of the format if there are none.
    pub columns: Option<ColumnList>,
    /// The columns to group by; totals are printed instead of calls if there are any.
    pub group_by: Option<ColumnList>,
    /// The columns to sort by. By default, calls are in the order received, and totals in that of
    /// their keys.
    pub sort: Option<SortSpec>,
    /// The maximum number of calls, or rows of totals, to print.
    pub limit: Option<u64>,
    /// The options of the formatter.
    pub options: PrintOptions,
    /// The zone of times and days; `None` for times as received and UTC days.
    pub zone: Option<TimeZone>,
}

/// The calls in a result.
#[derive(Clone, Debug)]
pub struct RecordSelection {
    /// Whether calls that one response has more than once are kept.
    pub keep_duplicates: bool,
    /// The requested windows, in order; none without a period.
    pub windows: Vec<DateRange>,
    /// The current UTC day.
    pub today: NaiveDate,
    /// A random number that seeds the hashes of identities.
    pub seed: u64,
    /// The requested period, if any.
    pub period: Option<ReportPeriod>,
    /// The conditions that a call must match.
    pub conditions: Vec<Filter>,
    /// The conditions that the totals of the calls must match.
    pub expectations: Vec<Expectation>,
}

impl PrintConfig {
    /// Checks that the options apply to the format.
    pub fn validate(&self) -> Result<(), Failure> {
        let unsupported = |message| Err(Failure::new(FailureKind::Usage, message));
        if self.options.excel && !self.format.supports(Capability::Excel) {
            return unsupported("--excel requires CSV or TSV output; add --format csv");
        }
        if self.options.delimiter.is_some() && !self.format.supports(Capability::Delimiter) {
            return unsupported("--delimiter requires CSV output; add --format csv");
        }
        if !self.options.header && !self.format.supports(Capability::Header) {
            return unsupported("--no-header only applies to tables, CSV and TSV; remove it");
        }
        if self.options.view != View::Auto && !self.format.supports(Capability::Views) {
            return unsupported("--view only applies to tables; remove it or add --format table");
        }
        if !self.format.is_for_terminals() && self.options.width.is_some() {
            return Err(self.terminal_error());
        }
        if self.columns.is_some() && !self.format.supports(Capability::Columns) {
            return unsupported("--columns cannot be used with html; remove it");
        }
        Ok(())
    }

    /// Returns the failure of a format that is not for terminals on one.
    pub fn terminal_error(&self) -> Failure {
        let message = format!(
            "{} is not printed to a terminal; use --output FILE",
            self.format.name
        );
        Failure::new(FailureKind::Usage, message)
    }

    /// Returns the options of a formatter whose columns are still to be set.
    pub fn format_options(&self) -> FormatOptions {
        let none = ColumnReader::new(&ColumnList::empty(), &mut Projection::default());
        let keys = self.group_by.as_ref();
        FormatOptions {
            print: self.options.clone(),
            // Chosen columns and the keys of totals are never hidden.
            pinned_columns: match (&self.columns, &self.group_by) {
                (Some(_), _) => usize::MAX,
                (None, Some(keys)) => keys.names().count(),
                (None, None) => 0,
            },
            keys: keys
                .map(|keys| keys.names().map(str::to_owned).collect())
                .unwrap_or_default(),
            ..FormatOptions::for_file(none)
        }
    }
}
