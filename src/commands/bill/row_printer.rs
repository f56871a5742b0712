//! Printing of the rows of a bill with their total.
//!
//! The rows go through the same writer as totals, so that `--sort`, `--limit` and `-c` work alike
//! in all formats. What a bill adds to a format (formulas, a chart, the rate card as a sheet) is
//! handed to it as [`Extras`], which the formats that have no use for it ignore.

use crate::billing::{DETAIL_COLUMNS, FinishedBill, Rounding};
use crate::columns::{ColumnList, ColumnType, SortKeyEncoder};
use crate::format::{
    Capability, Extras, FormatOptions, FormatOutcome, FormulaRounding, QuotientFormula, RowKind,
    SumChartSpec,
};
use crate::report::{
    Destination, FileTotals, LABEL_COLUMN, PrintConfig, RowDecoder, RowLayout, RowSink, RowSums,
    RowWriter, encode_row,
};
use crate::text::{Value, count_noun};

/// The decimals of numbers in a format with types, enough for prices and for unrounded amounts,
/// which have 12 where the quotient does not end. There are 20 digits left before the point.
const DECIMALS: u32 = 18;

/// The figures of each file in the index of a bill's files: the number of its lines, and their sum.
const FIGURES: [&str; 3] = ["lines", "amount", "currency"];

/// Rows on their way to the output, with an empty column for the label of the total if no printed
/// one has room for it.
pub struct RowPrinter<'o> {
    writer: RowWriter<'o>,
    has_label: bool,
}

impl<'o> RowPrinter<'o> {
    pub fn new(
        print_config: &PrintConfig,
        printed: &ColumnList,
        columns: &[(&'static str, ColumnType)],
        extras: Extras,
        destination: Destination<'o>,
        decimals: u8,
    ) -> anyhow::Result<Self> {
        let has_label =
            print_config.format.supports(Capability::GrandTotal) && !printed.contains("customer");
        let label = has_label.then_some(LABEL_COLUMN);
        let names = label
            .into_iter()
            .chain(columns.iter().map(|(name, _)| *name));
        let layout = RowLayout::new(names.map(str::to_owned).collect());
        let printed = ColumnList::from_names(label.into_iter().chain(printed.names()));
        let reader = layout
            .reader(&printed, columns)
            .in_zone(print_config.zone.as_ref());
        let summed = ColumnList::from_names(extras.summed.iter().copied());
        let options = FormatOptions {
            grand_total_columns: layout.reader(&summed, columns),
            columns: reader,
            row_kind: RowKind::Rows,
            extras,
            ..print_config.format_options()
        };
        let sort = print_config.sort.as_ref();
        let order = sort.map(|sort| SortKeyEncoder::for_rows(sort, layout.names()));
        let sum = ColumnList::from_names(FIGURES[1..2].iter().copied());
        let sums = FileTotals::Sums(RowSums {
            figures: FIGURES,
            column: layout.reader(&sum, columns),
            decimals,
            names: layout.names().to_vec(),
            total: Vec::new(),
        });
        let format = print_config.format;
        let sink = RowSink::for_rows(destination, format, options, &layout, sums)?;
        let decoder = RowDecoder::Computed(layout);
        let mut writer = RowWriter::new(print_config, decoder, order, sink);
        writer.begin(&[])?;
        Ok(Self { writer, has_label })
    }

    pub fn write(&mut self, row: &[Value]) -> anyhow::Result<()> {
        let label = self.has_label.then_some(Value::Null);
        self.writer
            .write_group(&[encode_row(label.iter().chain(row))])
    }

    /// Writes the row of the total, which is labelled in its first column.
    fn write_total(&mut self, row: Vec<Value>, calls: u64) -> anyhow::Result<()> {
        self.writer.flush()?;
        let label = self.writer.total_label(self.writer.count(), calls);
        // The customer, who comes first, is printed unless there is a column for the label.
        let others = row.into_iter().skip(usize::from(!self.has_label));
        let row: Vec<_> = std::iter::once(label.into()).chain(others).collect();
        self.writer.write_computed_total(&row, calls)
    }

    /// Completes the output.
    pub fn finish(mut self) -> anyhow::Result<PrintedRows> {
        self.writer.flush()?;
        let (count, truncated_to) = (self.writer.count(), self.writer.truncated_to());
        Ok(PrintedRows {
            count,
            truncated_to,
            outcome: self.writer.finish(&[])?,
        })
    }
}

/// What a person should know about rows.
pub struct PrintedRows {
    /// The number of rows, printed or not.
    pub count: u64,
    /// The number of rows that are printed, if there are more.
    pub truncated_to: Option<u64>,
    /// What the format says about its output.
    pub outcome: FormatOutcome,
}

/// What there is besides the rows of a bill: a chart of what customers owe, the card, and a formula
/// that shows how amounts come about. Spreadsheets have no function that rounds halves to even
/// digits, and the rows of a detailed bill are not rounded.
fn extras(
    bill: &FinishedBill,
    is_detailed: bool,
    limit: Option<u64>,
    warnings: &[String],
) -> Extras {
    let card = bill.card();
    let limited = limit.map(|limit| format!(", first {}", count_noun(limit, "row")));
    let rounding = match card.rounding {
        _ if is_detailed => None,
        Rounding::HalfUp => Some(FormulaRounding::HalfUp),
        Rounding::HalfEven => None,
        Rounding::Up => Some(FormulaRounding::Up),
        Rounding::Down => Some(FormulaRounding::Down),
    };
    let formula = rounding.map(|rounding| QuotientFormula {
        column: "amount",
        factors: ["charged", "price"],
        divisor: "per",
        rounding,
        decimals: card.decimals,
    });
    Extras {
        title: Some("Bill"),
        chart: Some(SumChartSpec {
            title: format!(
                "Amount by customer ({}){}",
                card.currency.code(),
                limited.unwrap_or_default()
            ),
            label: "customer",
            summed: "amount",
        }),
        formula,
        fixed_decimals: (!is_detailed).then_some(("amount", card.decimals)),
        // Cells keep 15 digits, fewer than an amount that is not rounded may have.
        summed: if is_detailed { vec![] } else { vec!["amount"] },
        decimals: Some(DECIMALS),
        warnings: warnings.to_vec(),
        text_sheet: Some(("Rates", card.text.clone())),
    }
}

/// Writes the rows of a bill and the sum of its amounts.
pub fn write_bill(
    bill: FinishedBill,
    print_config: &PrintConfig,
    printed: &ColumnList,
    calls: u64,
    warnings: &[String],
    destination: Destination<'_>,
) -> anyhow::Result<PrintedRows> {
    let columns = bill.columns();
    let extras = extras(
        &bill,
        columns.len() == DETAIL_COLUMNS.len(),
        print_config.limit,
        warnings,
    );
    let total = columns
        .iter()
        .map(|(name, _)| bill.total_value(name))
        .collect();
    let decimals = u8::try_from(bill.card().decimals).unwrap_or_default();
    let mut rows = RowPrinter::new(
        print_config,
        printed,
        columns,
        extras,
        destination,
        decimals,
    )?;
    bill.for_each_row(|row| rows.write(&row))?;
    rows.write_total(total, calls)?;
    rows.finish()
}
