//! Runs of the library within the test: what a run writes to a file, and how it fails, without a process.

use super::{APP_ID, APP_KEY};
use cdr::{Cli, Console, Environment, Level, error_kind};
use std::ffi::OsString;

/// Runs a command with an account at this base URL and no other variable of the environment.
///
/// # Errors
/// The exit code, and the message with its causes.
pub fn run(base_url: &str, arguments: &[&str]) -> Result<(), (i32, String)> {
    let words = std::iter::once(&"cdr").chain(arguments);
    let cli = Cli::try_parse_from(words.map(OsString::from).collect())
        .map_err(|error| (2, error.to_string()))?;
    let lookup = |name: &str| match name {
        "CDR_APP_ID" => Some(APP_ID.into()),
        "CDR_APP_KEY" => Some(APP_KEY.into()),
        "CDR_BASE_URL" => Some(base_url.into()),
        _ => None,
    };
    cdr::run(&cli, Environment(&lookup), Console::new(Level::Quiet)).map_err(|error| {
        let code = error_kind(&error).exit_code();
        (code.into(), format!("{error:#}"))
    })
}
