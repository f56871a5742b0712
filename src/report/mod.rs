//! Records become what is printed.

mod answer;
mod days;
mod digests;
mod duplicates;
mod figures;
mod picking;
mod printing;
mod row;
mod run;
mod sorter;
mod style;
mod totals;

pub use answer::{Answer, Ending};
pub use days::AskedDays;
pub use duplicates::Reach;
pub use row::{object, quoted};
pub use style::{Calls, Style};
pub use totals::Totals;
