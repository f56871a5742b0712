//! Runs of the program, which the environment of the tests' user cannot disturb.

use super::{APP_ID, APP_KEY};
use std::ffi::OsString;
use std::path::Path;
use std::process::Command;

/// The variables that a process needs to start and to create temporary files.
const KEPT: [&str; 5] = ["PATH", "SYSTEMROOT", "TMPDIR", "TMP", "TEMP"];

/// A command in an environment without home directory, configuration, account, proxies and time zone.
fn isolated(program: impl Into<OsString>) -> Command {
    let mut command = Command::new(program.into());
    command.env_clear();
    for name in KEPT {
        if let Some(value) = std::env::var_os(name) {
            command.env(name, value);
        }
    }
    command
}

/// The program under test.
pub fn program_path() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_cdr"))
}

/// A run of the program as a process that can be signalled, or whose descriptors a test sets.
pub fn program() -> Command {
    isolated(program_path())
}

/// The same with an account at this base URL.
pub fn program_with_url(base_url: &str) -> Command {
    let mut command = program();
    add_account(&mut command, base_url);
    command
}

/// The same for a terminal that knows escape sequences.
pub fn terminal_program() -> Command {
    let mut command = program();
    command.env("TERM", "xterm");
    command
}

/// A script of a shell, to which `cdr` is the program, and `$CDR` its path.
pub fn shell(script: &str) -> Command {
    let mut path = program_path().parent().unwrap().as_os_str().to_owned();
    if let Some(usual) = std::env::var_os("PATH") {
        path.push(":");
        path.push(usual);
    }
    let mut command = isolated("sh");
    command
        .args(["-c", script])
        .env("PATH", path)
        .env("CDR", program_path());
    command
}

/// Adds the account of the tests at this base URL.
pub fn add_account(command: &mut Command, base_url: &str) {
    command
        .env("CDR_APP_ID", APP_ID)
        .env("CDR_APP_KEY", APP_KEY)
        .env("CDR_BASE_URL", base_url);
}

/// A run of the program whose outcome is asserted.
pub fn cdr() -> assert_cmd::Command {
    assert_cmd::Command::from_std(program())
}

/// The same with an account at this base URL.
pub fn cdr_with_url(base_url: &str) -> assert_cmd::Command {
    assert_cmd::Command::from_std(program_with_url(base_url))
}
