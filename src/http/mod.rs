//! A request becomes a whole body.

mod api_error;
mod client;
mod connection;
mod exemptions;
mod fetcher;
mod gzip;
mod pool;
mod retry;
mod status;

pub use api_error::{ApiError, is_zero};
pub use client::Client;
pub use connection::Transfer;
pub use exemptions::Exemptions;
pub use fetcher::Fetcher;
pub use gzip::{decoded, decoded_up_to};
pub use pool::{Answers, fetch_within};
pub use retry::{Policy, Retry, Timing};
