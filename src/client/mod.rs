//! Requests to the service, each of which returns a complete body or a failure.
//!
//! ```text
//! responses       several requests at a time, delivered in order
//! └ retry         repeats what failed temporarily
//!   └ http_client one request: status, body, error in the body
//! ```
//!
//! `failure_cause` classifies what can go wrong, `fetch_error` and `status_error` put it into words,
//! `api_error` reads the errors that the service reports, and `query` knows the routes.

mod api_error;
mod failure_cause;
mod fetch_error;
mod http_client;
mod no_proxy;
mod options;
mod query;
mod responses;
mod retry;
mod status_error;

pub use api_error::{ApiError, is_success_result};
pub use no_proxy::NoProxy;
pub use options::HttpOptions;
pub use query::{Id, Query};
pub use responses::{FailureOrder, OrderedResponses, fetch_with_timeout};
pub use retry::{RetryPolicy, RetryingClient};
