//! Formulas in place of values, so that a reader of the workbook sees how a value comes about.
//!
//! A formula refers to other cells of its row. Where one of them is not printed, or has no value,
//! the value stays a value. The value is stored with the formula, for programs that do not
//! calculate.
//!
//! Values are exact, but spreadsheets calculate with binary numbers: 165 × 0.7 is 115.49999999999999
//! to them, which is not rounded to 116. So a value has a formula only if the binary quotient is
//! well away from where rounding changes its direction, or exactly there. Large values, of which
//! binary numbers have too few digits, have none.

use super::cell::Cell;
use crate::columns::{ColumnReader, ColumnType};
use crate::format::{Extras, FormulaRounding, QuotientFormula};
use rust_xlsxwriter::utility::row_col_to_cell;
use std::borrow::Cow;

/// The largest number of half units of a value that has a formula.
const MAX_HALF_UNITS: f64 = 1e11;

/// How far from a boundary, as a share of the value, rounding is the same in any program. Binary
/// numbers are off by about 1e-15 of it; `LibreOffice` takes a value for the boundary up to about 1e-12.
const SAFE_SHARE: f64 = 1e-11;

/// The formulas of a sheet, by the index of their column.
pub struct RowFormulas {
    quotient: Option<Quotient>,
    summed: Vec<usize>,
}

/// A formula whose columns are all printed.
struct Quotient {
    column: usize,
    /// The two factors and the divisor.
    operands: [usize; 3],
    rounding: FormulaRounding,
    decimals: u32,
}

impl RowFormulas {
    /// Returns the formulas whose columns are all printed.
    pub fn new(extras: &Extras, columns: &ColumnReader) -> Self {
        let names: Vec<_> = columns.names().collect();
        let index = |column: &&str| names.iter().position(|name| name == column);
        let quotient = extras.formula.as_ref();
        Self {
            quotient: quotient.and_then(|formula| Quotient::new(formula, index)),
            summed: extras.summed.iter().filter_map(index).collect(),
        }
    }

    /// Returns the sum of the rows of a column from the second one, which is below the header, to
    /// the one above this row.
    pub fn sum(&self, column: usize, row: u32) -> Option<String> {
        let last = row.checked_sub(1).filter(|last| *last > 0)?;
        let column = u16::try_from(*self.summed.iter().find(|summed| **summed == column)?).ok()?;
        let cells = [1, last].map(|row| row_col_to_cell(row, column));
        Some(format!("=SUM({}:{})", cells[0], cells[1]))
    }

    /// Returns the formula of a column in a row of these values, if it has one.
    pub fn get(&self, column: usize, row: u32, values: &[Cow<'_, str>]) -> Option<String> {
        let quotient = self.quotient.as_ref()?;
        if quotient.column != column {
            return None;
        }
        let [first, second, divisor] = quotient.operands;
        let number = |column: usize| number_of_cell(values.get(column)?);
        let operands = [number(first)?, number(second)?, number(divisor)?];
        if !quotient.is_reproduced(operands, number(column)?) {
            return None;
        }
        let cell = |column: usize| Some(row_col_to_cell(row, u16::try_from(column).ok()?));
        let (first, second, divisor) = (cell(first)?, cell(second)?, cell(divisor)?);
        let (function, decimals) = (quotient.rounding.function(), quotient.decimals);
        Some(format!(
            "={function}({first}*{second}/{divisor},{decimals})"
        ))
    }
}

impl Quotient {
    fn new(formula: &QuotientFormula, index: impl Fn(&&str) -> Option<usize>) -> Option<Self> {
        let [first, second] = formula.factors;
        Some(Self {
            column: index(&formula.column)?,
            operands: [index(&first)?, index(&second)?, index(&formula.divisor)?],
            rounding: formula.rounding,
            decimals: formula.decimals,
        })
    }

    /// Returns whether a spreadsheet calculates this value.
    fn is_reproduced(&self, [first, second, divisor]: [f64; 3], value: f64) -> bool {
        let units = 10_f64.powi(i32::try_from(self.decimals).unwrap_or(i32::MAX));
        let quotient = first * second / divisor;
        let half_units = quotient * units * 2.0;
        let nearest = half_units.round();
        let is_half = nearest % 2.0 != 0.0;
        let is_boundary = is_half == (self.rounding == FormulaRounding::HalfUp);
        if half_units > MAX_HALF_UNITS {
            return false;
        }
        if !is_boundary || (half_units - nearest).abs() > half_units * SAFE_SHARE {
            return true;
        }
        let rounded = (nearest / 2.0).ceil() / units;
        is_equal(quotient, nearest / 2.0 / units) && is_equal(rounded, value)
    }
}

impl FormulaRounding {
    /// The function of spreadsheets.
    fn function(self) -> &'static str {
        match self {
            Self::HalfUp => "ROUND",
            Self::Up => "ROUNDUP",
            Self::Down => "ROUNDDOWN",
        }
    }
}

/// Returns whether two numbers are the same binary number: a spreadsheet shows both alike.
fn is_equal(a: f64, b: f64) -> bool {
    a.to_bits() == b.to_bits()
}

/// Returns the number in the cell of a value. One that is a text because of its digits is no operand
/// everywhere.
fn number_of_cell(value: &str) -> Option<f64> {
    let cell = Cell::new(Some(ColumnType::Number), value, false);
    let number = matches!(cell, Cell::Number { .. }).then(|| value.parse().ok());
    number.flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::ColumnList;
    use crate::record::Projection;

    fn formulas(names: &[&str], rounding: FormulaRounding, decimals: u32) -> RowFormulas {
        let columns = ColumnList::from_names(names.iter().copied());
        let columns = ColumnReader::for_rows(&columns, &[], &mut Projection::default());
        let extras = Extras {
            formula: Some(QuotientFormula {
                column: "amount",
                factors: ["charged", "price"],
                divisor: "per",
                rounding,
                decimals,
            }),
            summed: vec!["amount"],
            ..Extras::default()
        };
        RowFormulas::new(&extras, &columns)
    }

    fn formula(names: &[&str], values: &[&str]) -> Option<String> {
        let values: Vec<_> = values.iter().map(|value| Cow::Borrowed(*value)).collect();
        let column = names.iter().position(|name| *name == "amount")?;
        formulas(names, FormulaRounding::HalfUp, 2).get(column, 4, &values)
    }

    /// Whether a row of these values has a formula.
    fn has_formula(rounding: FormulaRounding, decimals: u32, values: [&str; 4]) -> bool {
        let names = ["charged", "price", "per", "amount"];
        let formulas = formulas(&names, rounding, decimals);
        formulas.get(3, 4, &values.map(Cow::Borrowed)).is_some()
    }

    #[test]
    fn a_sum_is_that_of_the_rows_between_the_header_and_its_own() {
        let formulas = formulas(&["price", "amount"], FormulaRounding::HalfUp, 2);
        assert_eq!(formulas.sum(1, 4), Some("=SUM(B2:B4)".to_owned()));
        assert_eq!(formulas.sum(1, 2), Some("=SUM(B2:B2)".to_owned()));
        assert_eq!(formulas.sum(1, 1), None);
        assert_eq!(formulas.sum(0, 4), None);
    }

    #[test]
    fn a_formula_refers_to_the_cells_of_its_row() {
        let names = ["per", "price", "amount", "charged"];
        let expected = Some("=ROUND(D5*B5/A5,2)".to_owned());
        assert_eq!(formula(&names, &["1", "2", "6", "3"]), expected);
    }

    #[test]
    fn a_formula_needs_all_of_its_cells() {
        let names = ["per", "price", "amount", "charged"];
        assert_eq!(formula(&names, &["1", "2", "6", ""]), None);
        assert_eq!(formula(&names[1..3], &["2", "6"]), None);
        let long = ["1", "2", "6", "1234567890.1234567"];
        assert_eq!(formula(&names, &long), None);
    }

    #[test]
    fn a_value_that_binary_numbers_round_differently_has_no_formula() {
        use FormulaRounding::{Down, HalfUp, Up};
        for (rounding, decimals, values, expected) in [
            (HalfUp, 2, ["410", "0.30", "1", "123.00"], true),
            (HalfUp, 2, ["1", "1", "3", "0.33"], true),
            // 0.285 and 1.005 are halves that binary numbers have as these decimals.
            (HalfUp, 2, ["1", "0.285", "1", "0.29"], true),
            (HalfUp, 2, ["1005", "1", "1000", "1.01"], true),
            (HalfUp, 0, ["165", "0.7", "1", "116"], false),
            (HalfUp, 0, ["1", "0.499999999999999", "1", "0"], false),
            (
                HalfUp,
                2,
                ["2000000000", "0.30", "1", "600000000.00"],
                false,
            ),
            (Up, 2, ["3", "0.1", "1", "0.30"], false),
            (Up, 2, ["410", "0.30", "1", "123.00"], true),
            (Up, 2, ["1", "0.285", "1", "0.29"], true),
            (Up, 2, ["5034744539", "2.675", "60", "224465694.04"], false),
            (Down, 2, ["1", "0.285", "1", "0.28"], true),
            (Down, 1, ["3", "0.1", "1", "0.3"], false),
        ] {
            let has_formula = has_formula(rounding, decimals, values);
            assert_eq!(has_formula, expected, "{rounding:?} {values:?}");
        }
    }
}
