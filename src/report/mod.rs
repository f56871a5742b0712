//! Records become what is printed.

mod answer;
mod comparison;
mod completeness;
mod days;
mod differences;
mod differing_paths;
mod digests;
mod duplicates;
mod figures;
mod identity;
mod overview;
mod picking;
mod printing;
mod row;
mod run;
mod sorter;
mod style;
mod totals;
mod totals_comparison;

pub use answer::{Answer, Ending};
pub use comparison::Comparison;
pub use completeness::{Completeness, is_round, last_settled_day};
pub use days::AskedDays;
pub use duplicates::{DuplicateCounts, Duplicates, Source};
pub use identity::{Digest, Identity};
pub use row::{object, quoted};
pub use sorter::Sorter;
pub use style::{Calls, Style};
pub use totals::Totals;
pub use totals_comparison::ComparedTotals;
