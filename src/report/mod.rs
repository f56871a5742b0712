//! Records become what is printed.

mod answer;
mod digests;
mod duplicates;
mod row;
mod totals;

pub use answer::{Answer, Style};
pub use duplicates::Reach;
pub use row::{object, quoted};
pub use totals::Totals;
