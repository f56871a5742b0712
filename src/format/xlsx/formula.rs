//! Formulas in place of values, so that a reader of the workbook sees how a value comes about.
//!
//! A formula belongs to a column and refers to other columns of its row. Where one of them is not
//! printed, or has no value in the row, the value stays a value. The value is stored with the
//! formula, for programs that do not calculate.

use super::cell::Cell;
use crate::columns::{ColumnReader, ColumnType};
use crate::format::Extras;
use rust_xlsxwriter::utility::row_col_to_cell;
use std::borrow::Cow;

/// The formulas of a sheet, by the index of their column.
pub struct RowFormulas {
    formulas: Vec<(usize, Vec<Part>)>,
    summed: Vec<usize>,
}

/// A part of a formula.
enum Part {
    Text(String),
    /// The cell of this column in the row of the formula.
    Cell(usize),
}

impl RowFormulas {
    /// Returns the formulas whose columns are all printed.
    pub fn new(extras: &Extras, columns: &ColumnReader) -> Self {
        let names: Vec<_> = columns.names().collect();
        let index = |column: &&str| names.iter().position(|name| name == column);
        let formulas = extras.formulas.iter().filter_map(|formula| {
            Some((index(&formula.column)?, parse(&formula.template, &names)?))
        });
        Self {
            formulas: formulas.collect(),
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
        let (_, parts) = self.formulas.iter().find(|(known, _)| *known == column)?;
        let mut formula = String::new();
        for part in parts {
            match part {
                Part::Text(text) => formula.push_str(text),
                Part::Cell(column) => {
                    // A number that is a text because of its digits is no operand everywhere.
                    values.get(*column).filter(|value| is_number_cell(value))?;
                    formula.push_str(&row_col_to_cell(row, u16::try_from(*column).ok()?));
                }
            }
        }
        Some(formula)
    }
}

fn is_number_cell(value: &str) -> bool {
    let cell = Cell::new(Some(ColumnType::Number), value, false);
    matches!(cell, Cell::Number { .. })
}

/// Parses a template with names of columns in braces; `None` if one of them is not among these.
fn parse(template: &str, names: &[&str]) -> Option<Vec<Part>> {
    let mut parts = Vec::new();
    for piece in template.split_inclusive('}') {
        let (text, name) = match piece.split_once('{') {
            Some((text, name)) => (text, name.strip_suffix('}')),
            None => (piece, None),
        };
        parts.push(Part::Text(text.to_owned()));
        if let Some(name) = name {
            parts.push(Part::Cell(names.iter().position(|known| *known == name)?));
        }
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::ColumnList;
    use crate::format::ColumnFormula;
    use crate::record::Projection;

    fn formulas(names: &[&str]) -> RowFormulas {
        let columns = ColumnList::from_names(names.iter().copied());
        let columns = ColumnReader::for_rows(&columns, &[], &mut Projection::default());
        let extras = Extras {
            formulas: vec![ColumnFormula {
                column: "amount",
                template: "=ROUND({charged}*{price},2)".to_owned(),
            }],
            summed: vec!["amount"],
            ..Extras::default()
        };
        RowFormulas::new(&extras, &columns)
    }

    fn formula(names: &[&str], values: &[&str]) -> Option<String> {
        let values: Vec<_> = values.iter().map(|value| Cow::Borrowed(*value)).collect();
        let column = names.iter().position(|name| *name == "amount")?;
        formulas(names).get(column, 4, &values)
    }

    #[test]
    fn a_sum_is_that_of_the_rows_between_the_header_and_its_own() {
        let formulas = formulas(&["price", "amount"]);
        assert_eq!(formulas.sum(1, 4), Some("=SUM(B2:B4)".to_owned()));
        assert_eq!(formulas.sum(1, 2), Some("=SUM(B2:B2)".to_owned()));
        assert_eq!(formulas.sum(1, 1), None);
        assert_eq!(formulas.sum(0, 4), None);
    }

    #[test]
    fn a_formula_refers_to_the_cells_of_its_row() {
        let names = ["price", "amount", "charged"];
        let expected = Some("=ROUND(C5*A5,2)".to_owned());
        assert_eq!(formula(&names, &["2", "6", "3"]), expected);
    }

    #[test]
    fn a_formula_needs_all_of_its_cells() {
        assert_eq!(
            formula(&["price", "amount", "charged"], &["2", "6", ""]),
            None
        );
        assert_eq!(formula(&["price", "amount"], &["2", "6"]), None);
        let long = ["2", "6", "1234567890.1234567"];
        assert_eq!(formula(&["price", "amount", "charged"], &long), None);
    }
}
