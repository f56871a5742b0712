//! A copy of the day files of an archive is an archive, as the documentation of copies to S3 says.

use crate::common::archive::{JANUARY, call, run_sync, three_days};
use crate::common::{assert_success, cdr};
use std::fs;
use std::path::Path;

/// Returns the IDs of the calls of a day of an archive, or of all its calls.
fn ids(archive: &Path, conditions: &[&str]) -> String {
    let mut run = cdr();
    let run = run.arg("read").arg(archive).args(conditions);
    assert_success(run.args(["-f", "csv", "--no-header", "-c", "cdr_id"]))
}

/// Copies the files of days, as the documented patterns for S3 select them.
fn copy_days(from: &Path, to: &Path) {
    for partition in fs::read_dir(from.join("calls")).unwrap() {
        let partition = partition.unwrap();
        let name = partition.file_name().into_string().unwrap();
        if name.starts_with("day=") {
            let copy = to.join("calls").join(name);
            fs::create_dir_all(&copy).unwrap();
            let file = partition.path().join("calls.parquet");
            fs::copy(file, copy.join("calls.parquet")).unwrap();
        }
    }
}

#[test]
fn a_copy_of_the_day_files_is_a_complete_archive() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    run_sync(&service, folder.path(), &JANUARY);
    let copy = tempfile::tempdir().unwrap();
    copy_days(folder.path(), copy.path());
    let mut diff = cdr();
    let diff = diff.args(["diff", "--exit-code", "-f", "jsonl"]);
    assert_eq!(assert_success(diff.arg(folder.path()).arg(copy.path())), "");
    assert_eq!(ids(copy.path(), &[]), ids(folder.path(), &[]));
}

#[test]
fn a_day_that_loses_all_its_calls_keeps_its_file_so_that_copies_need_no_deletion() {
    let (service, folder) = (three_days(), tempfile::tempdir().unwrap());
    run_sync(&service, folder.path(), &JANUARY);
    let copy = tempfile::tempdir().unwrap();
    copy_days(folder.path(), copy.path());
    service.set(vec![
        call(1, "2025-01-01", 10),
        call(2, "2025-01-03", 20),
        call(3, "2025-01-03", 30),
        call(4, "", 40),
    ]);
    run_sync(&service, folder.path(), &JANUARY);
    copy_days(folder.path(), copy.path());
    assert_eq!(ids(copy.path(), &["-w", "day=2025-01-02"]), "");
    assert_eq!(ids(copy.path(), &[]), ids(folder.path(), &[]));
}
