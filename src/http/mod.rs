//! A request becomes a whole body.

mod api_error;
mod client;
mod fetcher;
mod gzip;
mod pool;
mod retry;
mod status;

pub use api_error::Refusal;
pub use client::{Client, Transfer};
pub use fetcher::Fetcher;
pub use gzip::decoded;
pub use pool::Answers;
pub use retry::Policy;
