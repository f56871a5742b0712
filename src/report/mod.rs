//! Records become what is printed.

mod answer;
mod days;
mod digests;
mod duplicates;
mod figures;
mod row;
mod run;
mod sorter;
mod totals;

pub use answer::{Answer, Calls, Ending, Style};
pub use days::AskedDays;
pub use duplicates::Reach;
pub use row::{object, quoted};
pub use totals::Totals;
