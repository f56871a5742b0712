//! What the tests of the command share.

pub mod archive;
pub mod command;
pub mod counting_service;
pub mod doctor_report;
pub mod generated_response;
pub mod golden;
pub mod in_process;
pub mod json_oracle;
pub mod limited_calls;
pub mod mutable_service;
pub mod parquet_damage;
#[cfg(unix)]
pub mod pseudo_terminal;
pub mod scripted_server;
pub mod truncating_service;
pub mod workbook;

pub use command::{cdr, cdr_with_url, program, program_with_url, shell, terminal_program};

use assert_cmd::Command;
use assert_cmd::assert::Assert;
use mockito::{Mock, Server, ServerGuard};
use std::path::PathBuf;

/// The name of every format.
pub fn every_format() -> impl Iterator<Item = &'static str> {
    cdr::FORMATS.iter().map(|format| format.name)
}

/// The name of every format that is text and holds the records.
pub fn text_formats() -> impl Iterator<Item = &'static str> {
    let formats = cdr::FORMATS.iter();
    let formats = formats.filter(|format| format.is_for_terminals());
    formats.map(|format| format.name)
}

/// Every command.
pub const COMMANDS: [&str; 12] = [
    "period",
    "room",
    "room-period",
    "conf",
    "sync",
    "bill",
    "read",
    "diff",
    "doctor",
    "fields",
    "completions",
    "man",
];

/// Credentials as the tests give them, and the header that HTTP Basic makes of them.
pub const APP_ID: &str = "an-id";
pub const APP_KEY: &str = "s3cret-key";
pub const AUTHORIZATION: &str = "Basic YW4taWQ6czNjcmV0LWtleQ==";

pub const ENABLEX: &str = include_str!("../../samples/enablex.json");
pub const SMARTFLOMEET: &str = include_str!("../../samples/smartflomeet.json");

/// A service on loopback that gives one answer to every question.
pub struct Service {
    server: ServerGuard,
    mock: Mock,
}

impl Service {
    pub fn returning(body: impl AsRef<[u8]>) -> Self {
        Self::with(|mock| mock.with_body(body))
    }

    pub fn returning_status(status: usize, body: &str) -> Self {
        Self::with(|mock| mock.with_status(status).with_body(body))
    }

    pub fn with(set_up: impl FnOnce(Mock) -> Mock) -> Self {
        let mut server = Server::new();
        let mock = set_up(server.mock("GET", mockito::Matcher::Any))
            .expect(1)
            .create();
        Self { server, mock }
    }

    /// The command that asks this service.
    pub fn cdr(&self) -> Command {
        cdr_with_url(&self.url())
    }

    pub fn url(&self) -> String {
        format!("{}/video/v2", self.server.url())
    }

    /// That it was asked once.
    pub fn assert_requested_once(&self) {
        self.mock.assert();
    }
}

/// Writes the response with these records to a file. Returns the file and what the run wrote to standard error.
pub fn fetch_to_file(records: &str, file: PathBuf, arguments: &[&str]) -> (PathBuf, String) {
    let service = Service::returning(response_with(records));
    let run = &mut service.cdr();
    let run = run.args(["conf", "1"]).args(arguments).arg("-o").arg(&file);
    let run = run.assert().success().stdout("");
    let message = String::from_utf8(run.get_output().stderr.clone()).unwrap();
    (file, message)
}

/// A response whose list holds this record.
pub fn response_with(record: &str) -> String {
    format!(r#"{{"result":"0","cdr":[{record}]}}"#)
}

/// What stands in the list of a sample.
pub fn records_of(sample: &str) -> &str {
    let list = sample.split_once("[\n").unwrap().1.trim_end();
    let list = list.strip_suffix('}').unwrap().trim_end();
    list.strip_suffix(']').unwrap()
}

/// What a successful run printed, and that it said nothing else.
pub fn assert_success(command: &mut Command) -> String {
    let output = command.assert().success().stderr("").get_output().clone();
    String::from_utf8(output.stdout).unwrap()
}

/// That a run failed with this exit code, one line on standard error that holds all of this, and nothing
/// on standard output.
pub fn assert_error(command: &mut Command, code: i32, message: &[&str]) -> String {
    assert_single_error_line(&command.assert().code(code).stdout(""), message)
}

fn assert_single_error_line(assert: &Assert, message: &[&str]) -> String {
    let line = String::from_utf8(assert.get_output().stderr.clone()).unwrap();
    assert_eq!(line.matches('\n').count(), 1, "not one line: {line}");
    assert!(
        line.starts_with("cdr: error: ") && line.ends_with('\n'),
        "{line}"
    );
    for part in message {
        assert!(line.contains(part), "{part:?} is not in {line:?}");
    }
    assert!(!line.contains(APP_KEY), "{line}");
    line
}
