//! What is asked, checked and complete.

mod date;
mod period;
mod query;

pub use date::{DATE_WORDS, DateArgument};
pub use period::Period;
pub use query::{Id, Query};
