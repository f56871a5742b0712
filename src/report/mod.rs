//! Reports: the selection of calls, their totals and comparisons, and the data of the HTML report.
//!
//! ```text
//! filter            period, duplicates and conditions: which calls are selected
//!   completeness      whether responses are complete
//!   dedup             calls received before, by the digests of record_hasher
//! pipeline          calls or totals of responses or files, to the output
//! expectations      conditions that totals must match
//! diff, totals_diff differences between the calls or the totals of two inputs
//! totals            groups, sums and grand totals
//! html_data         the data of the HTML report
//! row_writer        rows on their way to a format: sorted and limited
//!   row_layout        computed rows as records
//!   row_decoder       texts of rows become records
//!   row_sink          one output, or a file per value
//!   writer_setup      the writer that a configuration requires
//! ```

mod completeness;
mod config;
mod dedup;
mod diff;
mod differences;
mod differing_paths;
mod digest_set;
mod expectations;
mod filter;
mod html_data;
mod period_filter;
#[cfg(test)]
mod period_filter_tests;
mod pipeline;
mod record_hasher;
mod row_decoder;
mod row_layout;
mod row_sink;
mod row_writer;
mod summary;
mod totals;
mod totals_diff;
mod writer_setup;

pub use completeness::{ResponseChecks, is_round, last_settled_day};
pub use config::{PrintConfig, RecordSelection};
pub use dedup::{Deduplicator, DuplicateCounts, Source};
pub use diff::RecordDiff;
pub use differences::{CHANGE, DiffOutcome, InputDiagnostics, diff_writer, with_leading};
pub use expectations::{Expectation, check_expectations};
pub use filter::{Matches, RecordFilter, Selection};
pub use period_filter::ReportPeriod;
pub use pipeline::{Report, ReportOutcome};
pub use record_hasher::{Digest, RecordHasher};
pub use row_decoder::RowDecoder;
pub use row_layout::{RowLayout, encode_row};
pub use row_sink::{Destination, FileTotals, RowFiles, RowSink, RowSums};
pub use row_writer::{LABEL_COLUMN, RowWriter};
pub use totals::Totals;
pub use totals_diff::TotalsDiff;
