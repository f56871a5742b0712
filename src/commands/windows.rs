//! Questions to the service in windows.

use super::open_response;
use crate::account::{Account, Backend};
use crate::client::{FailureOrder, OrderedResponses, Query, RetryingClient};
use crate::error::{Failure, error_kind, error_message};
use crate::record::ResponseReader;
use crate::sandbox::Sandbox;
use crate::terminal::Console;
use crate::time::DateRange;
use std::io::Read;

/// The account to query with: that of the service, or of a sandbox that starts now.
pub fn load_account(backend: Backend, console: Console) -> anyhow::Result<Account> {
    match backend {
        Backend::Service(service) => service.account(console),
        Backend::Sandbox => {
            console.info("the sandbox answers: these calls are made up");
            Ok(Sandbox::start()?.account()?)
        }
    }
}

/// Fetches the answer to each window, and hands them on in their order.
pub fn for_each_response(
    windows: &[Query],
    fetcher: RetryingClient,
    jobs: u16,
    failures: FailureOrder,
    mut take: impl FnMut(ResponseReader<Box<dyn Read + '_>>) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let paths = windows.iter().map(Query::path).collect();
    for (place, body) in OrderedResponses::new(fetcher, paths, jobs, failures)? {
        let result = body.and_then(|mut body| take(open_response(&mut body)?));
        if let Err(error) = result {
            let window = windows[place].period().filter(|_| windows.len() > 1);
            return Err(with_window_context(window, error));
        }
    }
    Ok(())
}

/// A failure that names the window it comes from, where there are several.
fn with_window_context(window: Option<DateRange>, error: anyhow::Error) -> anyhow::Error {
    let Some(window) = window else {
        return error;
    };
    let failure = Failure::new(
        error_kind(&error),
        format!("window {window}: {}", error_message(&error)),
    );
    error.context(failure)
}
