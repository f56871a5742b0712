//! A request becomes a whole body.

mod api_error;
mod exemptions;
mod failure_cause;
mod http_client;
mod options;
mod query;
mod responses;
mod retry;

pub use api_error::{ApiError, is_zero};
pub use exemptions::Exemptions;
pub use http_client::Client;
pub use options::HttpOptions;
pub use query::{Id, Query};
pub use responses::{FailureOrder, OrderedResponses, fetch_with_timeout};
pub use retry::{RetryPolicy, RetryingClient};
