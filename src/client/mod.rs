//! A request becomes a whole body.

mod api_error;
mod client;
mod exemptions;
mod failure_cause;
mod fetcher;
mod options;
mod query;
mod responses;
mod retry;

pub use api_error::{ApiError, is_zero};
pub use client::Client;
pub use exemptions::Exemptions;
pub use fetcher::RetryingClient;
pub use options::HttpOptions;
pub use query::{Id, Query};
pub use responses::{OrderedResponses, fetch_within};
pub use retry::{RetryConfig, RetryPolicy, Timing};
