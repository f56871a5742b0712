//! One use case a file.

pub mod dry_run;
pub mod fields;
pub mod read;
