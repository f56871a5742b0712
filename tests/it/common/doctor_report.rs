//! Runs `cdr doctor`, and reads its report.

use assert_cmd::Command;

/// Every check, in the order of the rows.
pub const CHECKS: [&str; 23] = [
    "Configuration",
    "Profile lines",
    "Time zone",
    "Service reached",
    "Credentials accepted",
    "Response time",
    "Number of calls",
    "Requests",
    "Long responses complete",
    "Last day included",
    "Deciding timestamp",
    "Time zone of days",
    "Order of calls",
    "Missing cdr_id",
    "Repeated cdr_id",
    "Implausible times",
    "Billed minutes",
    "Undocumented members",
    "Recording delay, median",
    "Recording delay, 99%",
    "Recording delay, maximum",
    "Longest call",
    "Slack",
];

#[derive(Clone, Debug)]
pub struct Row {
    pub status: String,
    pub finding: String,
    pub value: String,
    pub advice: String,
}

/// The rows of a run, its exit code, and what it wrote to standard error.
#[derive(Debug)]
pub struct Report {
    rows: Vec<Row>,
    pub code: i32,
    pub stderr: String,
}

impl Report {
    /// Runs `cdr doctor` with these arguments. Asserts that each check has its row, and that there is one line on
    /// standard error if and only if the run fails.
    pub fn run(command: &mut Command, arguments: &[&str]) -> Self {
        let command = command.arg("doctor").args(arguments).args(["-f", "csv"]);
        let output = command.output().unwrap();
        let stderr = String::from_utf8(output.stderr).unwrap();
        let mut reader = csv::Reader::from_reader(output.stdout.as_slice());
        let header: Vec<_> = reader
            .headers()
            .unwrap()
            .iter()
            .map(str::to_owned)
            .collect();
        assert_eq!(
            header,
            ["check", "status", "finding", "value", "advice"],
            "{stderr}"
        );
        let records: Vec<_> = reader.records().map(|row| row.unwrap()).collect();
        let checks: Vec<_> = records.iter().map(|row| row[0].to_owned()).collect();
        assert_eq!(checks, CHECKS);
        let rows = records.iter().map(|row| Row {
            status: row[1].to_owned(),
            finding: row[2].to_owned(),
            value: row[3].to_owned(),
            advice: row[4].to_owned(),
        });
        let report = Self {
            rows: rows.collect(),
            code: output.status.code().unwrap(),
            stderr,
        };
        let lines = usize::from(report.code != 0);
        assert_eq!(report.stderr.lines().count(), lines, "{report:?}");
        let has_failed = report.rows.iter().any(|row| row.status == "failed");
        assert_eq!(has_failed, report.code != 0, "{report:?}");
        report
    }

    pub fn row(&self, check: &str) -> &Row {
        let index = CHECKS.iter().position(|known| *known == check);
        &self.rows[index.unwrap_or_else(|| panic!("no check {check}"))]
    }

    pub fn status(&self, check: &str) -> &str {
        &self.row(check).status
    }

    /// The checks with this status.
    pub fn with_status(&self, status: &str) -> Vec<&'static str> {
        let checks = CHECKS.iter().zip(&self.rows);
        let checks = checks.filter(|(_, row)| row.status == status);
        checks.map(|(check, _)| *check).collect()
    }
}
