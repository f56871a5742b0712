//! Records become output: selection, totals, comparisons and the figures of the report page.

mod completeness;
mod config;
mod dedup;
mod diff;
mod differences;
mod differing_paths;
mod digest_set;
mod filter;
mod html_data;
mod period_filter;
#[cfg(test)]
mod period_filter_tests;
mod pipeline;
mod record_hasher;
mod row_layout;
mod row_writer;
mod summary;
mod totals;
mod totals_diff;
mod writer_setup;

pub use completeness::{ResponseChecks, is_round, last_settled_day};
pub use config::{PrintConfig, RecordSelection};
pub use dedup::{Deduplicator, DuplicateCounts, Source};
pub use diff::RecordDiff;
pub use filter::{Matches, RecordFilter};
pub use period_filter::ReportPeriod;
pub use pipeline::{Report, ReportOutcome};
pub use record_hasher::{Digest, RecordHasher};
pub use row_layout::{RowLayout, encode_row};
pub use row_writer::{LABEL_COLUMN, RowDecoder, RowWriter};
pub use totals::Totals;
pub use totals_diff::TotalsDiff;
