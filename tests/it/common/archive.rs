//! Archives in tests: a service, runs of `cdr sync` and the files they leave.

use super::cdr_with_url;
use super::mutable_service::{Call, MutableService};
use chrono::NaiveDate;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

pub fn day(day: &str) -> NaiveDate {
    day.parse().unwrap()
}

pub fn call(id: u32, on: &str, minutes: u32) -> Call {
    let day = (!on.is_empty()).then(|| day(on));
    Call { id, day, minutes }
}

/// Three days in 2025 with a call each, and one without a time.
pub fn three_days() -> MutableService {
    MutableService::new(vec![
        call(1, "2025-01-01", 10),
        call(2, "2025-01-02", 20),
        call(3, "2025-01-03", 30),
        call(4, "", 40),
    ])
}

pub fn sync(service: &MutableService, archive: &Path, arguments: &[&str]) -> assert_cmd::Command {
    let mut run = cdr_with_url(&service.url());
    run.arg("sync").arg(archive).args(arguments);
    run.args([
        "-f",
        "csv",
        "--no-header",
        "-c",
        "day,calls,added,changed,vanished",
    ]);
    run
}

pub fn run_sync(service: &MutableService, archive: &Path, arguments: &[&str]) -> (String, String) {
    let run = sync(service, archive, arguments).assert().success();
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (
        text(&run.get_output().stdout),
        text(&run.get_output().stderr),
    )
}

pub const JANUARY: [&str; 2] = ["2025-01-01", "2025-01-03"];

/// Every file with its bytes.
pub fn bytes(archive: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(archive).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(bytes(&path));
        } else {
            files.insert(path.display().to_string(), fs::read(&path).unwrap());
        }
    }
    files
}
