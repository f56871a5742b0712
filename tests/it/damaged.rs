//! Damaged Parquet files are refused with one line: no panic, no memory beyond a bound.
use crate::common::parquet_damage::{Numbers, damage};
use crate::common::{cdr, shell};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// The most memory that a run may use, in KiB.
const MOST_MEMORY: u64 = 1 << 20;

/// Files of different structure: with dictionaries, several groups, long calls, and a day of an archive.
fn seeds(folder: &Path) -> Vec<Vec<u8>> {
    let write = |arguments: &[&str]| {
        let run = &mut cdr();
        run.current_dir(folder).args(["-q"]).args(arguments);
        run.assert().success();
    };
    write(&["--sandbox", "period", "2025-01-01", "-o", "day.parquet"]);
    write(&["--sandbox", "period", "2025-01", "-o", "month.parquet"]);
    write(&["--sandbox", "conf", "1739252001", "-o", "few.parquet"]);
    let columns = ["-c", "cdr_id,user.name,record"];
    write(
        &[
            &["--sandbox", "period", "2025-01-02", "-o", "columns.parquet"],
            &columns[..],
        ]
        .concat(),
    );
    write(&["--sandbox", "sync", "archive", "2025-01-01"]);
    let paths = [
        "day.parquet",
        "month.parquet",
        "few.parquet",
        "columns.parquet",
        "archive/calls/day=2025-01-01/calls.parquet",
    ];
    paths
        .map(|path| fs::read(folder.join(path)).unwrap())
        .into()
}

/// What became of the damaged files.
#[derive(Debug, Default)]
struct Outcome {
    files: u64,
    refused: u64,
    most_memory: u64,
    slowest: Duration,
}

/// Reads damaged files until it is enough, and checks what each run says.
fn read_damaged(seed: u64, is_enough: impl Fn(&Outcome) -> bool) -> Outcome {
    let folder = tempfile::tempdir().unwrap();
    let seeds = seeds(folder.path());
    let (mut numbers, mut outcome) = (Numbers(seed), Outcome::default());
    while !is_enough(&outcome) {
        let state = numbers.0;
        let mut file = seeds[numbers.below(seeds.len())].clone();
        damage(&mut file, &mut numbers);
        let damaged = folder.path().join("damaged");
        fs::write(&damaged, &file).unwrap();
        let started = Instant::now();
        let (code, message) = read(folder.path());
        let lines = usize::from(code != Some(0));
        if !matches!(code, Some(0 | 1 | 6))
            || message.lines().count() != lines
            || message.contains("memory allocation")
            || message.contains("internal error")
        {
            let kept = std::env::temp_dir().join("cdr-damaged.parquet");
            fs::copy(damaged, &kept).unwrap();
            panic!("{} (state {state}): {code:?} {message}", kept.display());
        }
        outcome.files += 1;
        outcome.refused += u64::from(code != Some(0));
        outcome.slowest = outcome.slowest.max(started.elapsed());
        let memory = fs::read_to_string(folder.path().join("memory"));
        let memory = memory.ok().and_then(|kib| kib.lines().last()?.parse().ok());
        outcome.most_memory = outcome.most_memory.max(memory.unwrap_or_default());
    }
    outcome
}

/// Reads the damaged file, with a bound on memory. Another build of the program can be tried, and its memory measured.
fn read(folder: &Path) -> (Option<i32>, String) {
    let program = std::env::var("CDR_UNDER_TEST");
    let measure = std::env::var("CDR_MEASURE").map_or("", |_| "/usr/bin/time -f %M -o memory");
    let script =
        format!("ulimit -v {MOST_MEMORY}; {measure} \"$CDR\" read damaged -q -f jsonl > /dev/null");
    let mut run = shell(&script);
    if let Ok(program) = program {
        run.env("CDR", program);
    }
    let run = run.current_dir(folder).output().unwrap();
    let message = String::from_utf8_lossy(&run.stderr).into_owned();
    (run.status.code(), message)
}

#[test]
fn damaged_files_are_rejected_with_one_line_in_bounded_memory() {
    let outcome = read_damaged(0x5eed, |outcome| outcome.files == 150);
    assert!(outcome.refused > 75, "{outcome:?}");
}

/// `CDR_SECONDS=1800 CDR_MEASURE=1 cargo test --test it damaged:: -- --ignored --nocapture` takes half an hour.
#[test]
#[ignore = "it takes as long as it is given"]
fn damaged_files_are_rejected_for_a_long_time() {
    let number = |name: &str| std::env::var(name).ok()?.parse::<u64>().ok();
    let longest = Duration::from_secs(number("CDR_SECONDS").unwrap_or(60));
    let seed = number("CDR_SEED").unwrap_or(1);
    let started = Instant::now();
    let outcome = read_damaged(seed, |_| started.elapsed() > longest);
    let refused = outcome.refused > 0;
    assert!(refused && outcome.most_memory <= MOST_MEMORY, "{outcome:?}");
    drop(writeln!(std::io::stdout(), "{outcome:?}"));
}
