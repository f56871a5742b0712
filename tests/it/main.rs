//! The promises of `cdr` to its users, seen through the program itself.

mod common;

mod architecture;
mod archive_batches;
mod archive_copies;
mod archive_model;
mod archive_reading;
mod bill;
mod commands;
mod completeness;
mod completions;
mod csv_excel;
#[cfg(unix)]
mod damaged;
mod dedup;
mod diff;
mod doctor;
mod doctor_failures;
mod doctor_limits;
mod dry_run;
mod error_responses;
mod expectations;
mod files_per_value;
mod filter;
mod formats;
mod help_and_man;
mod html;
mod json_columns;
mod limits;
#[cfg(unix)]
mod output;
mod output_extension;
mod parquet;
#[cfg(unix)]
mod profiles;
mod read;
mod readme;
mod readme_screenshot;
mod responses;
mod round_trip;
mod sandbox;
mod secrets;
#[cfg(unix)]
mod signals;
mod sort;
mod split;
mod streaming;
#[cfg(unix)]
mod summary_line;
mod sums;
mod sync;
#[cfg(unix)]
mod tables;
#[cfg(unix)]
mod terminal;
mod time_zones;
mod tls;
mod totals;
mod transfer_faults;
mod usage_errors;
mod xlsx;
