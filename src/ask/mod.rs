//! A question, checked and complete. Nothing in here touches the network.

mod account;
mod date;
mod period;
mod query;

pub use account::{Account, AppKey, BaseUrl, Environment, Given, Service};
pub use date::DateArgument;
pub use period::Period;
pub use query::{Id, Query};
