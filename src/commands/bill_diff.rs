//! Compares two saved bills: what a correction changes.
//!
//! A line that differs is three rows: before, after, and the exact difference. With `--group-by`,
//! lines are added up first, such as by customer. Amounts of different currencies are never added.

use super::input::InputFile;
use super::table::printed_columns;
use crate::billing::{
    BILL_COLUMNS, LINE_FIGURES, LINE_KEYS, LineDifference, NUMERIC_KEYS, SavedBill,
};
use crate::columns::{ColumnList, SortKeyEncoder};
use crate::error::{Failure, FailureKind};
use crate::output::Output;
use crate::report::{
    CHANGE, DiffOutcome, InputDiagnostics, PrintConfig, RowDecoder, RowLayout, diff_writer,
    encode_row, with_leading,
};
use crate::terminal::Console;
use crate::text::{DecimalStr, Value};

const CURRENCY: &str = "currency";

/// The columns in the unit of the quantity.
const QUANTITIES: [&str; 4] = ["quantity", "billed", "free", "charged"];

/// Prints the lines that differ, and returns how many there are.
pub fn compare_bills(
    config: &PrintConfig,
    [old, new]: [&InputFile; 2],
    output: &mut Output,
    console: Console,
) -> anyhow::Result<DiffOutcome> {
    let keys = keys(config.group_by.as_ref())?;
    let names = column_names(&keys);
    let printed = with_leading(
        &[CHANGE],
        &printed_columns(config.columns.as_ref(), &names)?,
    );
    if let Some(sort) = &config.sort {
        printed_columns(Some(&sort.columns()), &names)?;
    }
    let read = |input: &InputFile| {
        let bill = SavedBill::read(input.open_text()?, &keys, &input.name())?;
        anyhow::Ok(bill)
    };
    let (old, new) = (read(old)?, read(new)?);
    if old.is_detailed() != new.is_detailed() {
        let message = "OLD and NEW are a bill and the details of one; use two of the same kind";
        return Err(Failure::new(FailureKind::Usage, message).into());
    }
    let differences = old.differences(new);
    let layout = RowLayout::new(names.iter().map(|name| (*name).to_owned()).collect());
    let reader = layout.reader(&printed, &BILL_COLUMNS);
    let sort = config.sort.as_ref();
    let order = sort.map(|sort| SortKeyEncoder::for_rows(sort, layout.names()));
    let decoder = RowDecoder::Computed(layout);
    let mut writer = diff_writer(config, decoder, order, (reader, usize::MAX), output)?;
    for line in &differences {
        writer.write_group(&rows(line, &names, &keys))?;
    }
    InputDiagnostics::default().finish(writer, "line", console)
}

/// Returns the columns that lines are known by: those of `--group-by`, and the currency.
fn keys(group_by: Option<&ColumnList>) -> Result<Vec<&'static str>, Failure> {
    let Some(chosen) = group_by else {
        return Ok(LINE_KEYS.to_vec());
    };
    printed_columns(Some(chosen), &LINE_KEYS)?;
    let is_key = |name: &&str| chosen.contains(name) || *name == CURRENCY;
    Ok(LINE_KEYS.into_iter().filter(is_key).collect())
}

/// Returns the columns of the rows, in the order of a bill. Quantities are added up only within a
/// charge, because those of different charges have different units.
fn column_names(keys: &[&'static str]) -> Vec<&'static str> {
    let has_one_unit = keys.contains(&"charge");
    let is_printed = |name: &&str| {
        let is_quantity = QUANTITIES.contains(name);
        keys.contains(name) || (LINE_FIGURES.contains(name) && (has_one_unit || !is_quantity))
    };
    let columns = BILL_COLUMNS.iter().map(|(name, _)| *name);
    std::iter::once(CHANGE)
        .chain(columns.filter(is_printed))
        .collect()
}

/// Returns the three rows of a line.
fn rows(line: &LineDifference, names: &[&str], keys: &[&str]) -> [String; 3] {
    let difference = line.after.iter().zip(&line.before);
    let difference: Vec<_> = difference
        .map(|(after, before)| after.subtract(before))
        .collect();
    let row = |change: &str, figures: &[Value]| {
        let cells = names.iter().map(|name| {
            let key = keys.iter().position(|key| key == name);
            let figure = LINE_FIGURES.iter().position(|figure| figure == name);
            match (key, figure) {
                (Some(key), _) => key_value(name, &line.key[key]),
                (_, Some(figure)) => figures[figure].clone(),
                _ => Value::from(change),
            }
        });
        encode_row(&cells.collect::<Vec<_>>())
    };
    [
        row("before", &line.before),
        row("after", &line.after),
        row("difference", &difference),
    ]
}

/// The value of a column that lines are known by.
fn key_value(name: &str, text: &str) -> Value {
    let is_number = NUMERIC_KEYS.contains(&name);
    match DecimalStr::parse(text).filter(|_| is_number) {
        Some(number) => Value::Number((&number).into()),
        None => Value::non_empty(text),
    }
}
