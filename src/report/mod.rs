//! Records become what is printed.

mod answer;
mod days;
mod digests;
mod duplicates;
mod row;
mod totals;

pub use answer::{Answer, Calls, Style};
pub use days::AskedDays;
pub use duplicates::Reach;
pub use row::{object, quoted};
pub use totals::Totals;
