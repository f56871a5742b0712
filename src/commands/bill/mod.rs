//! Bills calls by a rate card: those that the service returns, or those of saved files.
//!
//! The rate card is parsed and the columns are checked before anything is requested. The period is
//! always exact, in the zone of the bill, so that bills of consecutive months have each call once.

mod row_printer;

use self::row_printer::{RowPrinter, write_bill};
use super::fetch;
use super::input::InputFile;
use super::summary::{SummaryLine, describe_query};
use super::table::printed_columns;
use crate::archive::Archive;
use crate::billing::{
    BILL_COLUMNS, Bill, CHARGE_COLUMNS, ConferenceDays, DETAIL_COLUMNS, RateCard,
};
use crate::client::{FailureOrder, RetryingClient};
use crate::columns::{ColumnList, ColumnType, Filter};
use crate::error::{Failure, FailureKind};
use crate::format::Extras;
use crate::output::{Output, OutputPath, ResultOutput};
use crate::record::{Projection, ResponseReader};
use crate::report::{
    Destination, Expectation, Matches, PrintConfig, RecordFilter, RecordSelection, ReportOutcome,
    Selection, Source, check_expectations,
};

use crate::terminal::Console;
use crate::text::count_noun;
use crate::time::TimeZone;
use std::io::Read;
use std::path::PathBuf;
use std::time::Instant;

/// What is billed, and how it is printed.
pub struct Config {
    pub card: RateCard,
    pub zone: TimeZone,
    pub is_detailed: bool,
    /// The days of the period and around it on which conferences have calls.
    pub conference_days: ConferenceDays,
    pub source: CallSource,
}

/// Where the calls come from.
pub enum CallSource {
    /// The service.
    Service(Box<fetch::Config>),
    /// Saved files and archives.
    Files(Box<FilesConfig>),
}

/// Saved calls, and how their bill is printed.
pub struct FilesConfig {
    pub files: Vec<PathBuf>,
    pub print: PrintConfig,
    pub calls: RecordSelection,
    pub output: Option<OutputPath>,
}

/// What `--check` prints.
pub struct CheckConfig {
    pub card: RateCard,
    pub print: PrintConfig,
    pub output: Option<PathBuf>,
}

/// The columns of a bill.
pub fn columns(is_detailed: bool) -> &'static [(&'static str, ColumnType)] {
    if is_detailed {
        &DETAIL_COLUMNS
    } else {
        &BILL_COLUMNS
    }
}

pub fn run(config: Config, console: Console) -> anyhow::Result<()> {
    let Config {
        card,
        zone,
        is_detailed,
        conference_days,
        source,
    } = config;
    let (print, output, calls) = match &source {
        CallSource::Service(fetch) => (&fetch.print, &fetch.output, &fetch.calls),
        CallSource::Files(files) => (&files.print, &files.output, &files.calls),
    };
    let columns = check_columns(print, output.as_ref(), columns(is_detailed))?;
    let run = BillRun::new(card, &zone, is_detailed, conference_days, calls)?;
    match source {
        CallSource::Service(fetch) => bill_service(*fetch, &columns, run, console),
        CallSource::Files(files) => bill_files(&files, &zone, &columns, run, console),
    }
}

fn bill_service(
    config: fetch::Config,
    columns: &ColumnList,
    mut run: BillRun,
    console: Console,
) -> anyhow::Result<()> {
    let is_sandbox = config.backend.service().is_none();
    let account = fetch::load_account(config.backend, console)?;
    let mut output = ResultOutput::open(config.output.as_ref())?;
    let count = config.windows.len();
    let client = RetryingClient::new(account, config.http_options, config.retry, count, console)?;
    let progress = client.progress.clone();
    let (windows, order) = (&config.windows, FailureOrder::AtOnce);
    let result = fetch::for_each_response(windows, client, config.jobs, order, |response| {
        run.add_response(response, Source::Request)
    });
    let time = progress.finish();
    result?;
    let summary = run.finish(&config.print, columns, output.destination(), console)?;
    let written = output.commit(config.output.as_ref(), console)?;
    fetch::print_sandbox_note(is_sandbox, console);
    let period = config.calls.period.as_ref();
    let period = period.map(|period| (period.days, period.exact_zone.as_ref()));
    SummaryLine {
        query: describe_query(&config.query, period),
        row_noun: "line",
        output: written,
        time,
    }
    .print(&summary, console);
    summary.check_expectations()
}

fn bill_files(
    config: &FilesConfig,
    zone: &TimeZone,
    columns: &ColumnList,
    mut run: BillRun,
    console: Console,
) -> anyhow::Result<()> {
    let started = Instant::now();
    for dir in config.files.iter().filter(|file| file.is_dir()) {
        Archive::new(dir).ensure_output_outside(config.output.as_ref().map(OutputPath::path))?;
    }
    let mut output = ResultOutput::open(config.output.as_ref())?;
    let days = Filter::day_range(run.conference_days.days, zone);
    let conditions = [&config.calls.conditions[..], &days].concat();
    for file in &config.files {
        let add = |response, source| run.add_response(response, source);
        InputFile::new(file).for_each_response(&conditions, console, add)?;
    }
    let summary = run.finish(&config.print, columns, output.destination(), console)?;
    let written = output.commit(config.output.as_ref(), console)?;
    SummaryLine {
        query: String::new(),
        row_noun: "line",
        output: written,
        time: started.elapsed(),
    }
    .print(&summary, console);
    summary.check_expectations()
}

/// Prints what a rate card contains.
pub fn run_check(config: &CheckConfig, console: Console) -> anyhow::Result<()> {
    let printed = check_columns(&config.print, None, &CHARGE_COLUMNS)?;
    let mut output = Output::open(config.output.as_deref())?;
    let extras = Extras {
        title: Some("Rates"),
        ..Extras::default()
    };
    let mut rows = RowPrinter::new(
        &config.print,
        &printed,
        &CHARGE_COLUMNS,
        extras,
        Destination::Single(&mut output),
        0,
    )?;
    for row in config.card.charge_rows() {
        rows.write(&row)?;
    }
    let outcome = rows.finish()?.outcome;
    output.commit()?;
    for (setting, value) in config.card.facts() {
        console.info(&format!("{setting}: {value}"));
    }
    if let Some(hint) = outcome.hidden_columns_hint() {
        console.info(&hint);
    }
    Ok(())
}

/// Checks the columns of `--expect`, which are totals of the whole bill.
fn check_expected_columns(expectations: &[Expectation]) -> Result<(), Failure> {
    const TOTALS: [&str; 4] = ["calls", "customers", "lines", "amount"];
    let mut columns = expectations.iter().map(Expectation::column);
    columns
        .find(|column| !TOTALS.contains(column))
        .map_or(Ok(()), |column| {
            let message = format!(
                "--expect: a bill has no total '{column}'; expected one of: {}",
                TOTALS.join(", ")
            );
            Err(Failure::new(FailureKind::Usage, message))
        })
}

/// Returns the columns to print, and checks those to sort by and those whose values name files.
fn check_columns(
    print_config: &PrintConfig,
    output: Option<&OutputPath>,
    columns: &[(&'static str, ColumnType)],
) -> Result<ColumnList, Failure> {
    let names: Vec<_> = columns.iter().map(|(name, _)| *name).collect();
    if let Some(sort) = &print_config.sort {
        printed_columns(Some(&sort.columns()), &names)?;
    }
    let printed = printed_columns(print_config.columns.as_ref(), &names)?;
    if let Some(OutputPath::PerValue { template, .. }) = output {
        printed_columns(Some(template.columns()), &names)?;
    }
    Ok(printed)
}

/// A bill while responses are read.
struct BillRun {
    projection: Projection,
    filter: RecordFilter,
    bill: Bill,
    conference_days: ConferenceDays,
    calls: u64,
    /// Whether calls come from files, which may have other days.
    has_files: bool,
    expectations: Vec<Expectation>,
}

impl BillRun {
    fn new(
        card: RateCard,
        zone: &TimeZone,
        is_detailed: bool,
        conference_days: ConferenceDays,
        calls: &RecordSelection,
    ) -> Result<Self, Failure> {
        check_expected_columns(&calls.expectations)?;
        let mut projection = Projection::default();
        let names = ColumnList::from_names(card.columns());
        let filter = RecordFilter::new(calls, &names, &mut projection);
        let bill = Bill::new(card, zone, calls.today, is_detailed, &mut projection)?;
        Ok(Self {
            projection,
            filter,
            bill,
            conference_days,
            calls: 0,
            has_files: false,
            expectations: calls.expectations.clone(),
        })
    }

    fn add_response<R: Read>(
        &mut self,
        response: ResponseReader<R>,
        source: Source,
    ) -> anyhow::Result<()> {
        self.has_files |= !matches!(source, Source::Request);
        let (bill, calls) = (&mut self.bill, &mut self.calls);
        let (projection, conference_days) = (&self.projection, self.conference_days);
        self.filter.read_all(
            response,
            source,
            projection,
            |record, selection| match selection {
                Selection::Selected => {
                    *calls += 1;
                    bill.add(record)
                }
                Selection::OutsidePeriod => bill.add_outside(record, conference_days),
                Selection::Rejected => Ok(()),
            },
        )?;
        Ok(())
    }

    /// Returns the warning about files that have no call of the period.
    fn no_calls_warning(&self) -> Option<String> {
        let has_none = self.has_files && self.filter.before_conditions() == 0;
        has_none.then(|| match self.filter.outside_days() {
            None => "the files have no calls".to_owned(),
            Some(days) => {
                format!("the files have no call in the period of the bill, only of {days}")
            }
        })
    }

    /// Prints the bill and its warnings. Returns what is left to say about it.
    fn finish(
        self,
        print_config: &PrintConfig,
        printed: &ColumnList,
        destination: Destination<'_>,
        console: Console,
    ) -> anyhow::Result<ReportOutcome> {
        self.filter.check()?;
        let matches = Matches {
            received: self.filter.before_conditions(),
            matched: self.calls,
        };
        let no_calls = self.no_calls_warning();
        let bill = self.bill.finish()?;
        let warnings = self.filter.warnings_besides_period();
        let warnings = warnings.chain(matches.warning()).chain(no_calls);
        let warnings = warnings.chain(bill.warnings());
        let warnings: Vec<_> = warnings.collect();
        let customers = bill.customers();
        let (amount, currency) = (bill.total(), bill.card().currency.code());
        let calls = self.calls;
        let rows = write_bill(bill, print_config, printed, calls, &warnings, destination)?;
        for warning in warnings.iter().chain(&rows.outcome.warning) {
            console.warn(warning);
        }
        let failed_expectation = check_expectations(&self.expectations, |column| match column {
            "calls" => calls.to_string(),
            "customers" => customers.to_string(),
            "lines" => rows.count.to_string(),
            _ => amount.to_string(),
        });
        let (customers, lines) = (
            count_noun(customers, "customer"),
            count_noun(rows.count, "line"),
        );
        let figures = format!("{customers}, {lines}, {amount} {currency}");
        Ok(ReportOutcome {
            calls,
            calls_before_conditions: matches.received,
            outside: self.filter.outside(),
            figures: console.shows_progress().then_some(figures),
            truncated_to: rows.truncated_to,
            format_hint: rows.outcome.hidden_columns_hint(),
            failed_expectation,
        })
    }
}
