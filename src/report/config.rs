//! Which calls are in an answer, and what it is to look like.

use super::period_filter::ReportPeriod;
use crate::columns::{ColumnList, ColumnReader, Filter, SortSpec};
use crate::error::{Failure, FailureKind};
use crate::format::{Capability, Format, FormatOptions, PrintOptions, View};
use crate::record::Projection;
use crate::time::{DateRange, TimeZone};
use chrono::NaiveDate;

/// What the answer is to look like.
#[derive(Clone, Debug)]
pub struct PrintConfig {
    /// The format.
    pub format: &'static Format,
    /// The columns asked for; by format, where none are.
    pub columns: Option<ColumnList>,
    /// The columns to group by, for totals instead of calls.
    pub group_by: Option<ColumnList>,
    /// The columns to sort by; as the calls come, and totals by their keys, where there are none.
    pub sort: Option<SortSpec>,
    /// How many calls, or rows of totals, are printed.
    pub limit: Option<u64>,
    /// How rows are to look.
    pub print: PrintOptions,
    /// The zone that times are shown in, and whose days are meant; as sent and UTC, where it is `None`.
    pub zone: Option<TimeZone>,
}

/// Which calls are in the answer.
#[derive(Clone, Debug)]
pub struct RecordSelection {
    /// Whether calls are kept that one response holds more than once.
    pub keep_duplicates: bool,
    /// The windows that are requested, in their order; none without a period.
    pub windows: Vec<DateRange>,
    /// The current UTC day.
    pub today: NaiveDate,
    /// A number that is another in every run.
    pub seed: u64,
    /// The requested period, if any.
    pub period: Option<ReportPeriod>,
    /// What must hold for a call.
    pub conditions: Vec<Filter>,
}

impl PrintConfig {
    /// Checks that its parts go together.
    pub fn validate(&self) -> Result<(), Failure> {
        let refuse = |message| Err(Failure::new(FailureKind::Usage, message));
        if self.print.excel && !self.format.supports(Capability::Excel) {
            return refuse("--excel is for CSV; add --format csv");
        }
        if !self.print.header && !self.format.supports(Capability::Header) {
            return refuse("--no-header is for tables and CSV; leave it out");
        }
        if self.print.view != View::Auto && !self.format.supports(Capability::Views) {
            return refuse("--view is for tables; leave it out, or add --format table");
        }
        if self.format.is_binary && self.print.width.is_some() {
            return Err(self.binary_on_terminal_error());
        }
        if self.columns.is_some() && !self.format.supports(Capability::Columns) {
            return refuse(match self.format.columns {
                None => "--columns does not go with json and jsonl; let jq pick the members",
                Some(_) => "--columns does not go with html, which draws all it can; leave it out",
            });
        }
        Ok(())
    }

    /// The failure of a format that is no text, on a terminal.
    pub fn binary_on_terminal_error(&self) -> Failure {
        let message = format!(
            "{} is no text for a terminal; write it to a file: --output FILE",
            self.format.name
        );
        Failure::new(FailureKind::Usage, message)
    }

    /// The layout, for columns that are still to be put in.
    pub fn format_options(&self) -> FormatOptions {
        let none = ColumnReader::new(&ColumnList::empty(), &mut Projection::default());
        let keys = self.group_by.as_ref();
        FormatOptions {
            print: self.print.clone(),
            // What was chosen stays, and so do the keys of totals.
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
