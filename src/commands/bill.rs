//! Bills calls by a rate card: those that the service returns, or those of saved files.
//!
//! The rate card is parsed and the columns are checked before anything is requested. The period is always exact, in the zone of
//! the bill, so that bills of consecutive months have each call once.

use super::fetch;
use super::input::InputFile;
use super::table::printed_columns;
use crate::archive::Archive;
use crate::billing::{BILL_COLUMNS, Bill, CHARGE_COLUMNS, DETAIL_COLUMNS, FinishedBill, RateCard};
use crate::client::{FailureOrder, RetryingClient};
use crate::columns::{ColumnList, ColumnType, Filter, FilterSpec, SortKeyEncoder};
use crate::error::Failure;
use crate::format::{Capability, ColumnFormula, FormatOptions, RowKind, WorkbookExtras};
use crate::output::Output;
use crate::record::{Projection, ResponseReader};
use crate::report::{
    LABEL, Matches, PrintConfig, RecordFilter, RecordSelection, RowDecoder, RowLayout, RowWriter,
    Source, encode_row,
};
use crate::terminal::Console;
use crate::text::Value;
use crate::time::TimeZone;
use std::io::Read;
use std::path::PathBuf;

/// What is billed, and how it is printed.
pub struct Config {
    pub card: RateCard,
    pub zone: TimeZone,
    pub is_detailed: bool,
    pub calls: Calls,
}

/// Where the calls come from.
pub enum Calls {
    /// The service.
    Service(Box<fetch::Config>),
    /// Saved files and archives.
    Files {
        files: Vec<PathBuf>,
        style: PrintConfig,
        calls: RecordSelection,
        output: Option<PathBuf>,
    },
}

/// What `--check` prints.
pub struct CheckConfig {
    pub card: RateCard,
    pub style: PrintConfig,
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
    let names = columns(config.is_detailed);
    match config.calls {
        Calls::Service(fetch) => {
            let printed = check_printed(&fetch.style, names)?;
            let account = fetch::load_account(fetch.backend, console)?;
            let mut output = Output::open(fetch.output.as_deref())?;
            let mut run =
                BillRun::new(config.card, &config.zone, config.is_detailed, &fetch.calls)?;
            let count = fetch.windows.len();
            let client =
                RetryingClient::new(account, fetch.http_options, fetch.retry, count, console)?;
            let progress = client.progress.clone();
            let (windows, order) = (&fetch.windows, FailureOrder::AtOnce);
            let result = fetch::for_each_response(windows, client, fetch.jobs, order, |response| {
                run.add_response(response, Source::Request)
            });
            progress.finish();
            result?;
            run.finish(&fetch.style, &printed, &mut output, console)?;
            Ok(output.commit()?)
        }
        Calls::Files {
            files,
            style,
            calls,
            output: file,
        } => {
            let printed = check_printed(&style, names)?;
            for dir in files.iter().filter(|file| file.is_dir()) {
                Archive::new(dir).ensure_output_outside(file.as_deref())?;
            }
            let mut output = Output::open(file.as_deref())?;
            let filters = archive_filters(&calls, &config.zone)?;
            let mut run = BillRun::new(config.card, &config.zone, config.is_detailed, &calls)?;
            for file in &files {
                InputFile::new(file).for_each_response(&filters, console, |response, source| {
                    run.add_response(response, source)
                })?;
            }
            run.finish(&style, &printed, &mut output, console)?;
            Ok(output.commit()?)
        }
    }
}

/// Prints what a rate card contains.
pub fn run_check(config: &CheckConfig, console: Console) -> anyhow::Result<()> {
    let printed = check_printed(&config.style, &CHARGE_COLUMNS)?;
    let mut output = Output::open(config.output.as_deref())?;
    let extras = WorkbookExtras::default();
    let mut printer = RowPrinter::new(
        &config.style,
        &printed,
        &CHARGE_COLUMNS,
        extras,
        &mut output,
    )?;
    for row in config.card.charge_rows() {
        printer.write(&row)?;
    }
    let hint = printer.finish()?;
    output.commit()?;
    for (setting, value) in config.card.facts() {
        console.info(&format!("{setting}: {value}"));
    }
    if let Some(hint) = hint {
        console.info(&hint);
    }
    Ok(())
}

/// Returns the columns to print and checks those to sort by.
fn check_printed(
    style: &PrintConfig,
    columns: &[(&'static str, ColumnType)],
) -> Result<ColumnList, Failure> {
    let names: Vec<_> = columns.iter().map(|(name, _)| *name).collect();
    if let Some(sort) = &style.sort {
        printed_columns(Some(&sort.columns()), &names)?;
    }
    printed_columns(style.columns.as_ref(), &names)
}

/// Returns the conditions that an archive is searched by: those of the calls, and the days of the period.
fn archive_filters(calls: &RecordSelection, zone: &TimeZone) -> anyhow::Result<Vec<Filter>> {
    let mut filters = calls.conditions.clone();
    if let Some(period) = &calls.period {
        let (first, last) = (period.days.first(), period.days.last());
        for condition in [format!("day >= {first}"), format!("day <= {last}")] {
            let spec: FilterSpec = condition.parse()?;
            filters.push(spec.resolve(Some(zone), calls.today)?);
        }
    }
    Ok(filters)
}

/// Rows on their way to the output, with an empty column for the label of the total if no printed one has room for it.
struct RowPrinter<'o> {
    writer: RowWriter<'o>,
    has_label: bool,
}

impl<'o> RowPrinter<'o> {
    fn new(
        style: &PrintConfig,
        printed: &ColumnList,
        columns: &[(&'static str, ColumnType)],
        workbook: WorkbookExtras,
        output: &'o mut Output,
    ) -> anyhow::Result<Self> {
        let has_label =
            style.format.supports(Capability::GrandTotal) && !printed.contains("customer");
        let label = has_label.then_some(LABEL);
        let names = label
            .into_iter()
            .chain(columns.iter().map(|(name, _)| *name));
        let layout = RowLayout::new(names.map(str::to_owned).collect());
        let printed = ColumnList::from_names(label.into_iter().chain(printed.names()));
        let reader = layout
            .reader(&printed, columns)
            .in_zone(style.zone.as_ref());
        let options = FormatOptions {
            summary: reader.clone(),
            columns: reader,
            row_kind: RowKind::Rows,
            workbook,
            ..style.format_options()
        };
        let sort = style.sort.as_ref();
        let order = sort.map(|sort| SortKeyEncoder::for_rows(sort, layout.names()));
        let decoder = RowDecoder::Computed(layout);
        let mut writer = RowWriter::new(style, decoder, order, options, output)?;
        writer.begin(&[])?;
        Ok(Self { writer, has_label })
    }

    fn write(&mut self, row: &[Value]) -> anyhow::Result<()> {
        let label = self.has_label.then_some(Value::Null);
        self.writer
            .write_group(&[encode_row(label.iter().chain(row))])
    }

    /// Writes the row of the total, which is labelled in its first column.
    fn write_total(&mut self, row: Vec<Value>, calls: u64) -> anyhow::Result<()> {
        let label = self.has_label.then(|| Value::from("total"));
        let row: Vec<_> = label.into_iter().chain(row).collect();
        self.writer.flush()?;
        self.writer.write_computed_total(&row, calls)
    }

    /// Completes the output. Returns what a person should know about it.
    fn finish(mut self) -> anyhow::Result<Option<String>> {
        self.writer.flush()?;
        Ok(self.writer.finish(&[])?.hidden_columns_hint())
    }
}

/// What a workbook has besides the rows of a bill: the card, and formulas that show how amounts come about. Spreadsheets have
/// no function that rounds halves to even digits, and the rows of a detailed bill are not rounded.
fn workbook_extras(bill: &FinishedBill, is_detailed: bool) -> WorkbookExtras {
    let card = bill.card();
    let function = card
        .rounding
        .spreadsheet_function()
        .filter(|_| !is_detailed);
    let formula = function.map(|function| ColumnFormula {
        column: "amount",
        template: format!(
            "={function}({{charged}}*{{price}}/{{per}},{})",
            card.decimals
        ),
    });
    WorkbookExtras {
        formulas: formula.into_iter().collect(),
        text_sheet: Some(("Rates", card.text.clone())),
    }
}

/// A bill while responses are read.
struct BillRun {
    projection: Projection,
    filter: RecordFilter,
    bill: Bill,
    calls: u64,
}

impl BillRun {
    fn new(
        card: RateCard,
        zone: &TimeZone,
        is_detailed: bool,
        calls: &RecordSelection,
    ) -> Result<Self, Failure> {
        let mut projection = Projection::default();
        let names = ColumnList::from_names(card.columns());
        let filter = RecordFilter::new(calls, &names, &mut projection);
        let bill = Bill::new(card, zone, calls.today, is_detailed, &mut projection)?;
        Ok(Self {
            projection,
            filter,
            bill,
            calls: 0,
        })
    }

    fn add_response<R: Read>(
        &mut self,
        response: ResponseReader<R>,
        source: Source,
    ) -> anyhow::Result<()> {
        let (bill, calls) = (&mut self.bill, &mut self.calls);
        self.filter
            .read(response, source, &self.projection, |record| {
                *calls += 1;
                bill.add(record)
            })?;
        Ok(())
    }

    /// Prints the bill and its warnings.
    fn finish(
        self,
        style: &PrintConfig,
        printed: &ColumnList,
        output: &mut Output,
        console: Console,
    ) -> anyhow::Result<()> {
        self.filter.check()?;
        let matches = Matches {
            received: self.filter.before_conditions(),
            matched: self.calls,
        };
        let bill = self.bill.finish()?;
        let warnings: Vec<_> = self.filter.warnings().chain(matches.warning()).collect();
        let warnings = warnings.into_iter().chain(bill.warnings());
        let warnings: Vec<_> = warnings.collect();
        let hint = write_bill(bill, style, printed, self.calls, output)?;
        for warning in &warnings {
            console.warn(warning);
        }
        if let Some(hint) = hint {
            console.info(&hint);
        }
        Ok(())
    }
}

/// Writes the rows of a bill and the sum of its amounts. Returns what a person should know about the output.
fn write_bill(
    bill: FinishedBill,
    style: &PrintConfig,
    printed: &ColumnList,
    calls: u64,
    output: &mut Output,
) -> anyhow::Result<Option<String>> {
    let columns = bill.columns();
    let extras = workbook_extras(&bill, columns.len() == DETAIL_COLUMNS.len());
    let total = columns
        .iter()
        .map(|(name, _)| bill.total_value(name))
        .collect();
    let mut printer = RowPrinter::new(style, printed, columns, extras, output)?;
    bill.for_each_row(|row| printer.write(&row))?;
    printer.write_total(total, calls)?;
    printer.finish()
}
