//! `-o` with columns in braces writes a file per value, and an index that says which ones are
//! complete.

use crate::common::{assert_error, assert_success, cdr, in_process, program, shell, workbook};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A file of a call for each of these references, `null` for one without.
fn write_calls(dir: &Path, references: &[&str]) {
    let call = |(number, reference): (usize, &&str)| {
        let reference = match *reference {
            "null" => None,
            reference => Some(reference),
        };
        let call = serde_json::json!({
            "cdr_id": format!("c{number}"),
            "conf_num": format!("{}", number / 2),
            "user": {"ref": reference, "name": format!("n{number}")},
            "usage": {"connect_minutes_cal": number},
            "room": {
                "room_id": "r",
                "connect_dt": format!("2025-01-0{}T00:00:00Z", number % 9 + 1),
            },
        });
        call.to_string() + "\n"
    };
    let lines: String = references.iter().enumerate().map(call).collect();
    fs::write(dir.join("calls.jsonl"), lines).unwrap();
}

fn dir_with_calls(references: &[&str]) -> TempDir {
    let dir = tempfile::tempdir().unwrap();
    write_calls(dir.path(), references);
    dir
}

/// `cdr read calls.jsonl` in a directory.
fn read(dir: &TempDir, arguments: &[&str]) -> assert_cmd::Command {
    let mut command = cdr();
    command.current_dir(dir.path());
    command.args(["read", "calls.jsonl"]).args(arguments);
    command
}

/// The contents of all files below a directory, by their paths.
fn files(dir: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut dirs = vec![dir.to_owned()];
    while let Some(next) = dirs.pop() {
        for entry in fs::read_dir(next).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                dirs.push(path);
            } else {
                let name = path.strip_prefix(dir).unwrap().to_str().unwrap().to_owned();
                found.insert(name, fs::read(path).unwrap());
            }
        }
    }
    found
}

fn names(dir: &Path) -> Vec<String> {
    files(dir).into_keys().collect()
}

fn text(dir: &TempDir, file: &str) -> String {
    fs::read_to_string(dir.path().join(file)).unwrap()
}

#[test]
fn each_value_has_a_file_and_a_row_of_the_index() {
    let dir = dir_with_calls(&["a", "b", "a", "null", ""]);
    let output = ["-c", "cdr_id,user.ref", "-o", "out/{user.ref}.csv"];
    assert_eq!(assert_success(&mut read(&dir, &output)), "");
    assert_eq!(
        names(&dir.path().join("out")),
        ["_none.csv", "a.csv", "b.csv", "index.csv"]
    );
    assert_eq!(text(&dir, "out/a.csv"), "cdr_id,user.ref\nc0,a\nc2,a\n");
    assert_eq!(text(&dir, "out/_none.csv"), "cdr_id,user.ref\nc3,\nc4,\n");
    assert_eq!(
        text(&dir, "out/index.csv"),
        "file,user.ref,calls,usage.connect_minutes_cal,status\n_none.csv,,2,7,current\n\
         a.csv,a,2,2,current\nb.csv,b,1,1,current\n"
    );
}

#[test]
fn a_short_name_and_several_columns_name_files_in_directories() {
    let dir = dir_with_calls(&["a", "b", "a"]);
    assert_success(&mut read(&dir, &["-o", "out/{ref}/{day}-calls.jsonl.gz"]));
    assert_eq!(
        names(&dir.path().join("out")),
        [
            "a/2025-01-01-calls.jsonl.gz",
            "a/2025-01-03-calls.jsonl.gz",
            "b/2025-01-02-calls.jsonl.gz",
            "index.csv"
        ]
    );
    let back = [
        "read",
        "out/a/2025-01-03-calls.jsonl.gz",
        "-f",
        "csv",
        "-c",
        "cdr_id",
    ];
    let mut command = cdr();
    let printed = assert_success(command.current_dir(dir.path()).args(back));
    assert_eq!(printed, "cdr_id\nc2\n");
}

#[test]
fn a_file_of_each_format_is_what_a_filter_for_its_value_prints() {
    let dir = dir_with_calls(&["a", "b", "a", "c", "b", "a"]);
    for (extension, options) in [
        ("csv", &["--sort", "-cdr_id"][..]),
        ("tsv", &[]),
        ("json", &[]),
        ("jsonl", &["-c", "cdr_id"]),
        ("txt", &["-f", "table"]),
        ("csv", &["-g", "user.ref,day"]),
        (
            "txt",
            &[
                "-f",
                "table",
                "-g",
                "day,user.ref",
                "-c",
                "day,calls,conferences",
            ],
        ),
        ("json", &["-g", "user.ref"]),
    ] {
        let template = format!("out/{{user.ref}}.{extension}");
        assert_success(read(&dir, &["-o", &template, "--prune"]).args(options));
        let filter = ["-w", "user.ref = a", "-o"];
        let whole = format!("whole.{extension}");
        assert_success(read(&dir, &filter).arg(&whole).args(options));
        let file = text(&dir, &format!("out/a.{extension}"));
        assert_eq!(file, text(&dir, &whole), "{extension} {options:?}");
    }
}

#[test]
fn a_workbook_has_the_totals_of_its_own_calls() {
    let dir = dir_with_calls(&["a", "b", "a"]);
    assert_success(&mut read(&dir, &["-o", "{user.ref}.xlsx"]));
    let bytes = fs::read(dir.path().join("a.xlsx")).unwrap();
    let about = workbook::rows(&bytes, "About this export").unwrap();
    let about: Vec<_> = about
        .iter()
        .map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>())
        .collect();
    for (label, value) in [("Filter", "user.ref = a"), ("Total calls", "2")] {
        let row = vec![label.to_owned(), value.to_owned()];
        assert!(about.contains(&row), "{about:?}");
    }
}

#[test]
fn a_limit_applies_to_the_whole_result() {
    let dir = dir_with_calls(&["a", "b", "a", "c"]);
    assert_success(&mut read(
        &dir,
        &["--limit", "2", "-c", "cdr_id", "-o", "out/{user.ref}.csv"],
    ));
    assert_eq!(
        names(&dir.path().join("out")),
        ["a.csv", "b.csv", "index.csv"]
    );
    assert_eq!(text(&dir, "out/a.csv"), "cdr_id\nc0\n");
}

#[test]
fn no_calls_are_an_index_without_files() {
    let dir = dir_with_calls(&["a"]);
    read(&dir, &["-w", "user.ref = x", "-o", "out/{user.ref}.csv"])
        .assert()
        .success();
    assert_eq!(
        files(&dir.path().join("out")),
        BTreeMap::from([(
            "index.csv".to_owned(),
            b"file,user.ref,calls,usage.connect_minutes_cal,status\n".to_vec()
        )])
    );
}

#[test]
fn changed_names_end_in_a_hash_and_differ() {
    let long = "x".repeat(300);
    let references = [
        "a/b", "a b", "../up", "..", ".hidden", "index", "Index", "_none", "CON", "null", "A1",
        "a1", "e\u{301}", "é", "📞", "a\u{0}b", &long, "-rf",
    ];
    let dir = dir_with_calls(&references);
    assert_success(&mut read(&dir, &["-o", "out/{user.ref}.csv"]));
    assert_eq!(names(dir.path()).len(), references.len() + 2);
    let index = text(&dir, "out/index.csv");
    let rows: Vec<csv::StringRecord> = csv::Reader::from_reader(index.as_bytes())
        .records()
        .map(Result::unwrap)
        .collect();
    let by_value: HashMap<_, _> = rows.iter().map(|row| (&row[1], &row[0])).collect();
    let stem = |value: &str| by_value[value].strip_suffix(".csv").unwrap();
    for unchanged in ["-rf", "é"] {
        assert_eq!(stem(unchanged), unchanged);
    }
    assert_eq!(stem(""), "_none");
    for changed in ["a/b", "a b", "_none", "index", "A1", "CON", "..", &long] {
        let (_, hash) = stem(changed).rsplit_once('-').unwrap();
        assert_eq!(hash.len(), 8, "{changed}");
        assert!(hash.bytes().all(|byte| byte.is_ascii_hexdigit()));
        assert!(stem(changed).len() <= 80);
    }
    assert!(stem("a/b").starts_with("a_b-") && stem("a b").starts_with("a_b-"));
    assert!(stem("..").starts_with("_.-"), "{}", stem(".."));
}

#[test]
fn values_that_make_the_same_name_have_files_of_their_own() {
    let dir = tempfile::tempdir().unwrap();
    let call = |id: &str, reference: &str, name: &str| {
        format!(r#"{{"cdr_id":"{id}","user":{{"ref":"{reference}","name":"{name}"}}}}"#)
    };
    let calls = [call("1", "x-y", "z"), call("2", "x", "y-z")];
    fs::write(dir.path().join("calls.jsonl"), calls.join("\n")).unwrap();
    read(&dir, &["-q", "-o", "out/{user.ref}-{user.name}.jsonl"])
        .assert()
        .success();
    let files = files(&dir.path().join("out"));
    assert_eq!(files.len(), 3);
    assert!(
        files
            .keys()
            .filter(|name| name.starts_with("x-y-z-"))
            .count()
            == 2
    );
}

#[test]
fn a_file_that_is_not_written_again_is_stale_until_it_is_pruned() {
    let dir = dir_with_calls(&["a", "b"]);
    let output = ["-o", "out/{user.ref}.csv"];
    assert_success(&mut read(&dir, &output));
    write_calls(dir.path(), &["b", "c"]);
    read(&dir, &output).assert().success().stderr(
        "cdr: warning: 1 file of an earlier run in out is stale: a.csv; use --prune to remove stale files\n",
    );
    assert!(text(&dir, "out/index.csv").ends_with("a.csv,a,1,0,stale\n"));
    assert!(dir.path().join("out/a.csv").exists());
    assert_success(read(&dir, &output).arg("--prune"));
    assert_eq!(
        names(&dir.path().join("out")),
        ["b.csv", "c.csv", "index.csv"]
    );
    assert!(!text(&dir, "out/index.csv").contains("stale"));
}

#[test]
fn pruning_never_leaves_the_directory() {
    let dir = dir_with_calls(&["a"]);
    fs::create_dir(dir.path().join("out")).unwrap();
    fs::write(dir.path().join("kept.csv"), "kept").unwrap();
    let absolute = dir.path().join("kept.csv");
    let index = format!(
        "file,user.ref,calls,usage.connect_minutes_cal,status\n../kept.csv,x,1,1,current\n{},y,1,1,stale\n",
        absolute.display()
    );
    fs::write(dir.path().join("out/index.csv"), index).unwrap();
    assert_success(&mut read(&dir, &["--prune", "-o", "out/{user.ref}.csv"]));
    assert_eq!(text(&dir, "kept.csv"), "kept");
}

#[test]
fn pruning_removes_directories_that_it_empties() {
    let dir = dir_with_calls(&["a", "b"]);
    let output = ["-q", "-o", "out/{user.ref}/{day}/calls.csv"];
    assert_success(&mut read(&dir, &output));
    write_calls(dir.path(), &["b"]);
    assert_success(read(&dir, &output).arg("--prune"));
    assert!(!dir.path().join("out/a").exists());
    assert!(dir.path().join("out/b").exists());
}

#[test]
fn pruning_all_files_is_refused_because_an_empty_input_may_be_a_mistake() {
    let dir = dir_with_calls(&["a", "b"]);
    let output = ["-q", "-o", "out/{user.ref}.csv"];
    assert_success(&mut read(&dir, &output));
    let before = files(&dir.path().join("out"));
    write_calls(dir.path(), &[]);
    let expected = "--prune would remove all files of out (2), because there are no calls";
    assert_error(read(&dir, &output).arg("--prune"), 4, &[expected]);
    assert_eq!(files(&dir.path().join("out")), before);
}

#[cfg(unix)]
#[test]
fn nothing_is_written_or_removed_behind_a_link_in_the_directory() {
    let dir = dir_with_calls(&["a", "b"]);
    let output = ["-q", "-o", "out/{user.ref}/calls.csv"];
    assert_success(&mut read(&dir, &output));
    fs::rename(dir.path().join("out/a"), dir.path().join("elsewhere")).unwrap();
    std::os::unix::fs::symlink("../elsewhere", dir.path().join("out/a")).unwrap();
    let before = files(dir.path());
    let message = "cannot write out/a/calls.csv: out/a is a symbolic link; remove it";
    assert_error(&mut read(&dir, &output), 1, &[message]);
    assert_eq!(files(dir.path()), before);
    write_calls(dir.path(), &["b"]);
    assert_success(read(&dir, &output).arg("--prune"));
    assert_eq!(
        text(&dir, "elsewhere/calls.csv"),
        String::from_utf8_lossy(&before["elsewhere/calls.csv"])
    );
    assert!(dir.path().join("out/a").exists());
}

#[test]
fn no_value_takes_the_place_of_what_belongs_to_the_set() {
    for (reference, template) in [
        (".", "out/.{ref}/x.csv"),
        ("index.csv", "out/{ref}/x.csv"),
        ("INDEX", "out/{ref}.csv/x.csv"),
        ("cdr-index.part", "out/.{ref}"),
        ("cdr-files.part", "out/.{ref}"),
    ] {
        let dir = dir_with_calls(&[reference, "a"]);
        fs::write(dir.path().join("x.csv"), "foreign").unwrap();
        for _ in 0..2 {
            let output = ["-f", "csv", "-c", "user.ref", "-o", template];
            assert_success(&mut read(&dir, &output));
            let index = text(&dir, "out/index.csv");
            let rows = csv::Reader::from_reader(index.as_bytes()).into_records();
            let rows: Vec<_> = rows.map(Result::unwrap).collect();
            assert_eq!(rows.len(), 2);
            for row in rows {
                let file = format!("out/{}", &row[0]);
                assert_eq!(text(&dir, &file), format!("user.ref\n{}\n", &row[1]));
            }
            assert_eq!(names(&dir.path().join("out")).len(), 3, "{template}");
            assert_eq!(text(&dir, "x.csv"), "foreign");
        }
    }
}

#[test]
fn a_file_in_the_place_of_a_directory_is_found_before_anything_changes() {
    let dir = dir_with_calls(&["a", "b"]);
    assert_success(&mut read(&dir, &["-f", "csv", "-o", "out/{ref}"]));
    let before = files(dir.path());
    let output = ["--prune", "-o", "out/{ref}/calls.csv"];
    let message = "cannot write out/a/calls.csv: out/a is not a directory; remove it";
    assert_error(&mut read(&dir, &output), 1, &[message]);
    assert_eq!(files(dir.path()), before);
}

#[cfg(unix)]
#[test]
fn a_named_pipe_in_the_place_of_the_index_is_refused() {
    for name in ["index.csv", ".cdr-index.part"] {
        let dir = dir_with_calls(&["a"]);
        fs::create_dir(dir.path().join("out")).unwrap();
        let pipe = dir.path().join("out").join(name);
        assert!(Command::new("mkfifo").arg(pipe).status().unwrap().success());
        let output = ["-o", "out/{ref}.csv"];
        assert_error(
            &mut read(&dir, &output),
            1,
            &[name, "is not a regular file"],
        );
    }
}

#[test]
fn directories_that_a_killed_run_left_empty_are_removed_by_the_next_one() {
    let dir = dir_with_calls(&["a"]);
    fs::create_dir_all(dir.path().join("out/b/c")).unwrap();
    let index = "file,user.ref,calls,usage.connect_minutes_cal,status\nb/c/x.csv,b,,,current\n";
    fs::write(dir.path().join("out/.cdr-index.part"), index).unwrap();
    assert_success(&mut read(&dir, &["-o", "out/{ref}.csv"]));
    assert!(!dir.path().join("out/b").exists());
    assert_eq!(names(&dir.path().join("out")), ["a.csv", "index.csv"]);
}

#[test]
fn a_stale_row_keeps_values_of_columns_that_are_called_like_those_of_the_index() {
    let dir = dir_with_calls(&[]);
    for (status, warnings) in [("done", 0), ("x", 1)] {
        let call = format!("{{\"cdr_id\":\"1\",\"status\":\"{status}\"}}\n");
        fs::write(dir.path().join("calls.jsonl"), call).unwrap();
        let output = read(&dir, &["-o", "out/{status}.csv"]).output().unwrap();
        let printed = String::from_utf8(output.stderr).unwrap();
        assert_eq!(printed.matches("stale").count() / 2, warnings, "{printed}");
    }
    assert!(text(&dir, "out/index.csv").ends_with("done.csv,done,1,,stale\n"));
}

#[test]
fn a_failure_leaves_the_files_of_the_run_before() {
    let dir = dir_with_calls(&["a", "b"]);
    let output = ["-o", "out/{user.ref}.csv"];
    assert_success(&mut read(&dir, &output));
    let before = files(dir.path());
    fs::write(dir.path().join("broken.jsonl"), "{\"cdr_id\":\"1\"").unwrap();
    assert_error(
        read(&dir, &output).arg("broken.jsonl"),
        6,
        &["broken.jsonl"],
    );
    fs::remove_file(dir.path().join("broken.jsonl")).unwrap();
    assert_eq!(files(dir.path()), before);
}

#[test]
fn a_failed_first_run_leaves_no_directory() {
    let dir = dir_with_calls(&[]);
    fs::write(dir.path().join("calls.jsonl"), "no calls").unwrap();
    assert_error(
        &mut read(&dir, &["-o", "new/dir/{user.ref}.csv"]),
        6,
        &["calls.jsonl"],
    );
    assert_eq!(names(dir.path()), ["calls.jsonl"]);
    assert!(!dir.path().join("new").exists());
}

#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_files_and_their_index() {
    let dir = dir_with_calls(&["a", "b"]);
    assert_success(&mut read(&dir, &["-o", "out/{user.ref}.csv"]));
    let before = files(&dir.path().join("out"));
    let large = vec!["a"; 3000];
    write_calls(dir.path(), &large);
    let script = "ulimit -f 64; exec cdr -q read calls.jsonl -o 'out/{user.ref}.csv'";
    let output = shell(script).current_dir(dir.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("cannot write out: File too large"));
    assert_eq!(files(&dir.path().join("out")), before);
}

#[test]
fn a_directory_in_the_place_of_a_file_is_found_before_anything_changes() {
    let dir = dir_with_calls(&["a", "b"]);
    fs::create_dir_all(dir.path().join("out/b.csv")).unwrap();
    let line = assert_error(
        &mut read(&dir, &["-o", "out/{user.ref}.csv"]),
        1,
        &["b.csv"],
    );
    assert!(line.contains("is a directory"), "{line}");
    assert_eq!(names(dir.path()), ["calls.jsonl"]);
}

#[test]
fn an_index_that_cdr_did_not_write_is_not_replaced() {
    let dir = dir_with_calls(&["a"]);
    fs::create_dir(dir.path().join("out")).unwrap();
    fs::write(dir.path().join("out/index.csv"), "name,age\nAsha,7\n").unwrap();
    let message = ["out/index.csv is not an index of cdr; use --output with another directory"];
    assert_error(&mut read(&dir, &["-o", "out/{user.ref}.csv"]), 1, &message);
    assert_eq!(text(&dir, "out/index.csv"), "name,age\nAsha,7\n");
}

#[test]
fn a_second_run_in_the_same_directory_is_refused() {
    let dir = dir_with_calls(&["a"]);
    let staging = dir.path().join("out/.cdr-files.part");
    fs::create_dir_all(&staging).unwrap();
    let lock = fs::File::create(staging.join("lock")).unwrap();
    lock.lock().unwrap();
    let message = ["another cdr is writing files to out"];
    assert_error(&mut read(&dir, &["-o", "out/{user.ref}.csv"]), 1, &message);
    drop(lock);
    fs::write(staging.join("7"), "left by a run that was killed").unwrap();
    assert_success(&mut read(&dir, &["-o", "out/{user.ref}.csv"]));
    assert_eq!(names(&dir.path().join("out")), ["a.csv", "index.csv"]);
}

#[cfg(unix)]
#[test]
fn a_replaced_file_keeps_its_permissions() {
    use std::os::unix::fs::PermissionsExt;
    let dir = dir_with_calls(&["a"]);
    let output = ["-o", "{user.ref}.csv"];
    assert_success(&mut read(&dir, &output));
    let file = dir.path().join("a.csv");
    fs::set_permissions(&file, fs::Permissions::from_mode(0o600)).unwrap();
    assert_success(&mut read(&dir, &output));
    let mode = fs::metadata(&file).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn names_of_files_are_checked_before_anything_is_read() {
    let dir = tempfile::tempdir().unwrap();
    for (arguments, message) in [
        (&["-o", "{user.ref.csv"][..], "'{' has no '}'; add it"),
        (&["-o", "{user.ref}}.csv"], "'}' has no '{'; remove it"),
        (
            &["-o", "{FROM}.csv"],
            "'{FROM}' is not a column; did you mean '{from}'?",
        ),
        (&["-o", "{}.csv"], "use one column, such as {user.ref}"),
        (
            &["-o", "{user.ref,day}.csv"],
            "use one column, such as {user.ref}",
        ),
        (&["-o", "{user.ref}/../x.csv"], "'..' follows a column"),
        (
            &["-o", "{user.name}.csv", "-g", "user.ref"],
            "add it to --group-by",
        ),
        (&["-o", "{user.ref}.xyz"], "use --format, or one of"),
        (
            &["-o", "a.csv", "--prune"],
            "--prune requires a column in braces in --output",
        ),
        (&["--prune"], "--output"),
    ] {
        assert_error(&mut read(&dir, arguments), 2, &[message]);
    }
    let mut command = cdr();
    let fields = command
        .current_dir(dir.path())
        .args(["fields", "-o", "{path}.csv"]);
    assert_error(fields, 2, &["this command writes one file"]);
    assert!(names(dir.path()).is_empty());
}

#[test]
fn a_mistyped_column_is_suggested_and_nothing_is_written() {
    let dir = dir_with_calls(&["a"]);
    let message = ["user.reff", "user.ref"];
    assert_error(&mut read(&dir, &["-o", "out/{user.reff}.csv"]), 2, &message);
    assert_eq!(names(dir.path()), ["calls.jsonl"]);
}

#[test]
fn a_bill_has_a_file_per_customer_with_the_sum_of_its_lines() {
    let dir = tempfile::tempdir().unwrap();
    let mut command = cdr();
    command.current_dir(dir.path()).env("CDR_SANDBOX", "1");
    assert_success(command.args(["-q", "bill", "--example", "-o", "rates.toml"]));
    let bill = [
        "-q",
        "--sandbox",
        "bill",
        "2025-01",
        "--rates",
        "rates.toml",
    ];
    let run = |arguments: &[&str]| {
        let mut command = cdr();
        let command = command.current_dir(dir.path()).args(bill).args(arguments);
        assert_success(command)
    };
    run(&["-o", "bills/{from}/{customer}.csv"]);
    run(&["--detail", "-o", "details/{customer}.csv"]);
    let whole = run(&["-f", "csv"]);
    let mut sums: BTreeMap<String, (u64, u64)> = BTreeMap::new();
    for row in csv::Reader::from_reader(whole.as_bytes()).records() {
        let row = row.unwrap();
        let (lines, paise) = sums.entry(row[0].to_owned()).or_default();
        *lines += 1;
        *paise += row[13].replace('.', "").parse::<u64>().unwrap_or_default();
    }
    for (index, is_detail) in [("bills/2025-01-01", false), ("details", true)] {
        let index = text(&dir, &format!("{index}/index.csv"));
        let mut reader = csv::Reader::from_reader(index.as_bytes());
        let rows: Vec<_> = reader.records().map(Result::unwrap).collect();
        assert_eq!(rows.len(), sums.len());
        for row in rows {
            let (lines, paise) = sums[&row[1]];
            assert_eq!(row[3], format!("{}.{:02}", paise / 100, paise % 100));
            assert!(is_detail || row[2] == lines.to_string());
            assert_eq!(&row[4], "INR");
        }
    }
}

#[test]
fn a_bill_cannot_name_files_by_a_column_that_it_has_not() {
    let dir = tempfile::tempdir().unwrap();
    let card = "currency = \"INR\"\ncustomer = \"user.ref\"\n[[charge]]\nname = \"m\"\n\
                quantity = \"usage.connect_minutes_cal\"\nprice = \"1\"\n";
    fs::write(dir.path().join("rates.toml"), card).unwrap();
    let arguments = [
        "bill",
        "2025-01",
        "--rates",
        "rates.toml",
        "-o",
        "{user.ref}.csv",
    ];
    let mut command = cdr();
    let command = command
        .current_dir(dir.path())
        .arg("--sandbox")
        .args(arguments);
    assert_error(command, 2, &["user.ref", "customer"]);
    assert_eq!(names(dir.path()), ["rates.toml"]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn every_call_is_in_exactly_one_file_and_the_index_has_the_totals(
        references in proptest::collection::vec(
            prop_oneof![
                "[aAbB_.]{0,2}",
                "[ -~]{0,4}",
                "\\PC{0,3}",
                "[/\\\\.\u{0}\u{7}é\u{301}ß\u{1f4de}]{0,3}",
                Just("index".to_owned()), Just("_none".to_owned()), Just("nul.x".to_owned()),
                "x{75,85}", "é{150}",
            ],
            1..40,
        )
    ) {
        let dir = dir_with_calls(&references.iter().map(String::as_str).collect::<Vec<_>>());
        let path = |name: &str| dir.path().join(name).to_str().unwrap().to_owned();
        let template = path("out/{user.ref}.jsonl");
        in_process::run("", &["read", &path("calls.jsonl"), "-o", &template]).unwrap();
        let totals = path("totals.csv");
        let columns = "user.ref,calls,usage.connect_minutes_cal";
        let group = ["-g", "user.ref", "-c", columns, "-o", &totals];
        in_process::run("", &[&["read", &path("calls.jsonl")], &group[..]].concat()).unwrap();

        // The rows of the index are those of the totals, and describe all files.
        let index = text(&dir, "out/index.csv");
        let rows: Vec<csv::StringRecord> =
            csv::Reader::from_reader(index.as_bytes()).records().map(Result::unwrap).collect();
        let figures = |row: &csv::StringRecord, from| (from..from + 3).map(|cell| row[cell].to_owned()).collect::<Vec<_>>();
        let indexed: BTreeSet<_> = rows.iter().map(|row| figures(row, 1)).collect();
        let totals = text(&dir, "totals.csv");
        let expected: BTreeSet<_> =
            csv::Reader::from_reader(totals.as_bytes()).records().map(|row| figures(&row.unwrap(), 0)).collect();
        prop_assert_eq!(indexed, expected);
        let mut found = files(&dir.path().join("out"));
        found.remove("index.csv");
        let listed: BTreeSet<_> = rows.iter().map(|row| row[0].to_owned()).collect();
        prop_assert_eq!(listed.len(), rows.len());
        prop_assert_eq!(listed, found.keys().cloned().collect());
        prop_assert_eq!(names(dir.path()).len(), found.len() + 3);

        // Names that differ do so whatever a file system thinks of case.
        let folded: BTreeSet<_> = found.keys().map(|name| name.to_lowercase()).collect();
        prop_assert_eq!(folded.len(), found.len());
        let value_of: HashMap<_, _> = rows.iter().map(|row| (row[0].to_owned(), row[1].to_owned())).collect();
        let mut seen = 0;
        for (name, content) in &found {
            let stem = name.strip_suffix(".jsonl").unwrap();
            prop_assert!(stem.len() <= 80 && !stem.starts_with('.'));
            prop_assert!(stem.chars().all(|c| c.is_alphanumeric() || "._-".contains(c)));
            for line in String::from_utf8_lossy(content).lines() {
                let call: serde_json::Value = serde_json::from_str(line).unwrap();
                let reference = call["user"]["ref"].as_str().unwrap_or_default();
                prop_assert_eq!(reference, &value_of[name]);
                seen += 1;
            }
        }
        prop_assert_eq!(seen, references.len());
    }
}

/// Two sets of 200 files, half of them in both with another content, each written with `--prune`.
const SETS: [(std::ops::Range<u32>, &str); 2] = [(0..200, "cdr_id"), (100..300, "cdr_id,user.ref")];

/// Kills runs that replace one set of files by another at random moments, and checks what is there
/// after each: with an index, one of the two complete sets; without it, no file that is neither an
/// old nor a new one. Now and then a run completes, after which there is nothing but its set.
#[cfg(unix)]
fn assert_kills_leave_whole_files(kills: u32) {
    let dir = tempfile::tempdir().unwrap();
    let out = dir.path().join("out");
    for (number, (customers, _)) in SETS.iter().enumerate() {
        let references: Vec<_> = customers
            .clone()
            .map(|number| format!("c-{number}"))
            .collect();
        let references: Vec<_> = references.iter().map(String::as_str).collect();
        write_calls(dir.path(), &references);
        let file = dir.path().join(format!("{number}.jsonl"));
        fs::rename(dir.path().join("calls.jsonl"), file).unwrap();
    }
    let spawn = |number: usize| {
        let mut command = program();
        command.current_dir(dir.path()).stderr(Stdio::null());
        let (file, columns) = (format!("{number}.jsonl"), SETS[number].1);
        let output = ["--prune", "-o", "out/{user.ref}.csv"];
        let arguments = ["read", &file, "-q", "-c", columns];
        command.args(arguments).args(output).spawn().unwrap()
    };
    let visible = || {
        let mut found = files(&out);
        found.retain(|name, _| !name.starts_with(".cdr-"));
        found
    };
    let mut sets = Vec::new();
    let mut whole_run = Duration::ZERO;
    for number in 0..SETS.len() {
        let started = Instant::now();
        assert!(spawn(number).wait().unwrap().success());
        whole_run = started.elapsed();
        sets.push(visible());
        assert_eq!(sets[number].len(), 201);
    }
    let mut random = fastrand::Rng::with_seed(1);
    let mut without_index = 0;
    for number in 0..kills as usize {
        let was_clean = !out.join(".cdr-files.part").exists();
        let mut run = spawn(random.usize(..2));
        std::thread::sleep(whole_run.mul_f64(1.1 * random.f64()));
        let signal = ["KILL", "TERM", "INT"][number % 3];
        let _ = Command::new("kill")
            .args(["-s", signal, &run.id().to_string()])
            .stderr(Stdio::null())
            .status();
        run.wait().unwrap();
        let found = visible();
        if found.contains_key("index.csv") {
            assert!(sets.contains(&found), "{number}");
        } else {
            without_index += 1;
            for (name, content) in &found {
                let is_known = sets.iter().any(|set| set.get(name) == Some(content));
                assert!(is_known, "{number} {name}");
            }
        }
        if was_clean && signal != "KILL" {
            assert!(!out.join(".cdr-files.part").exists(), "{number}");
        }
        if random.u8(..).is_multiple_of(4) || number + 1 == kills as usize {
            let last = random.usize(..2);
            assert!(spawn(last).wait().unwrap().success());
            assert_eq!(files(&out), sets[last], "{number}");
        }
    }
    // The window without an index is short, but hundreds of kills have to find it.
    assert!(kills < 100 || without_index > 0);
}

#[cfg(unix)]
#[test]
fn a_killed_run_leaves_whole_files() {
    assert_kills_leave_whole_files(9);
}

/// `cargo test --test it files_per_value:: -- --ignored` takes a minute.
#[cfg(unix)]
#[test]
#[ignore = "hundreds of runs take a while"]
fn three_hundred_killed_runs_leave_whole_files() {
    assert_kills_leave_whole_files(300);
}
