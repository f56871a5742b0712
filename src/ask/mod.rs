//! A question, checked and complete. Nothing in here touches the network.

mod account;
mod app_key;
mod base_url;
mod date;
mod period;
mod profile;
mod query;

pub use account::{Account, Environment, Given, KeySource, Service, ServiceSource};
pub use app_key::AppKey;
pub use base_url::BaseUrl;
pub use date::{DATE_WORDS, DateArgument};
pub use period::Period;
pub use profile::{configuration_file, profile};
pub use query::{Id, Query, no_period_to_split};
