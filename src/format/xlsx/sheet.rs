//! A sheet as XML, row by row.

use super::cell::Cell;
use super::styles::Styles;
use super::xml::{has_blanks_around, push_text};
use crate::error::{Failure, FailureKind};
use std::io::{self, Write};

/// The bounds of a sheet (Microsoft, "Excel specifications and limits").
const ROWS: u32 = 1_048_576;
const COLUMNS: usize = 16_384;
const UNITS: usize = 32_767;

/// How many bytes of XML a sheet may have, so that no reader needs the 64-bit form of ZIP.
const BYTES: u64 = u32::MAX as u64 - (1 << 26);

/// How many rows are looked at to see how wide the columns are.
const MEASURED: u32 = 200;

/// The bounds of the width of a column, in characters, and what the arrow of the filter takes.
const NARROWEST: usize = 8;
const WIDEST: usize = 60;
const ARROW: usize = 4;

/// How much XML is gathered before it is passed on, in bytes.
const PIECE: usize = 64 << 10;

/// A sheet. Its first rows are held back until it is known how wide the columns are.
pub struct Sheet {
    /// What is not passed on yet.
    xml: String,
    /// The letters that name each column.
    letters: Vec<String>,
    widths: Vec<usize>,
    row: u32,
    /// The number of the row, as text.
    number: String,
    has_heading: bool,
    /// The last row that can be filtered, once it is known.
    filtered: Option<u32>,
    is_begun: bool,
    passed: u64,
}

/// A text that is too long for a cell.
pub struct TooLong;

/// The failure of what such a text is in.
pub fn too_long(what: &str) -> Failure {
    let what: String = what.chars().take(100).collect();
    let message = format!(
        "{what} has more than the 32,767 characters that a cell holds; \
         leave it out with --columns, or write CSV or Parquet"
    );
    Failure::new(FailureKind::Local, message)
}

impl Sheet {
    /// A sheet of so many columns.
    ///
    /// # Errors
    /// A usage failure for more than a sheet has.
    pub fn new(columns: usize) -> Result<Self, Failure> {
        if columns > COLUMNS {
            let message = format!("a sheet has at most {COLUMNS} columns; name fewer in --columns");
            return Err(Failure::new(FailureKind::Usage, message));
        }
        Ok(Self {
            xml: String::new(),
            letters: (0..columns).map(letters).collect(),
            widths: vec![NARROWEST; columns],
            row: 0,
            number: String::new(),
            has_heading: false,
            filtered: None,
            is_begun: false,
            passed: 0,
        })
    }

    /// The first row: bold, always in view, with filters.
    pub fn heading(&mut self, names: &[String], styles: &mut Styles) -> anyhow::Result<()> {
        self.has_heading = true;
        self.begin_row()?;
        for (place, name) in names.iter().enumerate() {
            let cell = Cell::Text(name);
            let is_written = self.cell(place, &cell, styles.of(&cell, true));
            is_written.map_err(|TooLong| too_long("the name of a column"))?;
            self.widen(place, name.chars().count() + ARROW);
        }
        self.end_row();
        Ok(())
    }

    /// A row of a name and a value.
    pub fn pair(
        &mut self,
        name: &str,
        value: &Cell<'_>,
        styles: &mut Styles,
    ) -> anyhow::Result<()> {
        self.begin_row()?;
        for (place, cell) in [&Cell::Text(name), value].into_iter().enumerate() {
            let is_written = self.cell(place, cell, styles.of(cell, place == 0));
            is_written.map_err(|TooLong| too_long(name))?;
        }
        self.end_row();
        Ok(())
    }

    /// Begins a row.
    ///
    /// # Errors
    /// This machine's, when the sheet is full.
    pub fn begin_row(&mut self) -> Result<(), Failure> {
        if self.row == ROWS || self.passed > BYTES {
            let message = "there are more calls than a sheet can hold (1,048,576 rows, 4 GB of XML); split the period \
                           into shorter ones, or write CSV or Parquet";
            return Err(Failure::new(FailureKind::Local, message));
        }
        self.row += 1;
        self.number = self.row.to_string();
        for piece in ["<row r=\"", &self.number, "\">"] {
            self.xml.push_str(piece);
        }
        Ok(())
    }

    /// The next cell of a row, in the column at a place.
    pub fn cell(&mut self, place: usize, cell: &Cell<'_>, style: usize) -> Result<(), TooLong> {
        if self.row <= MEASURED {
            self.widen(place, cell.width());
        }
        match cell {
            Cell::Empty => {}
            Cell::Text(text) => self.text(place, text, style)?,
            Cell::Integer(text) | Cell::Number(text) => self.value(place, style, "", text),
            Cell::Flag(true) => self.value(place, style, " t=\"b\"", "1"),
            Cell::Flag(false) => self.value(place, style, " t=\"b\"", "0"),
            Cell::Time { days, .. } => self.value(place, style, "", &days.to_string()),
        }
        Ok(())
    }

    pub fn end_row(&mut self) {
        self.xml.push_str("</row>");
    }

    /// No row below this one can be filtered away.
    pub fn end_filter(&mut self) {
        self.filtered = Some(self.row);
    }

    fn text(&mut self, place: usize, text: &str, style: usize) -> Result<(), TooLong> {
        if text.len() > UNITS && text.encode_utf16().count() > UNITS {
            return Err(TooLong);
        }
        self.begin_cell(place, style);
        self.xml.push_str(" t=\"inlineStr\"><is><t");
        if has_blanks_around(text) {
            self.xml.push_str(" xml:space=\"preserve\"");
        }
        self.xml.push('>');
        push_text(&mut self.xml, text);
        self.xml.push_str("</t></is></c>");
        Ok(())
    }

    fn value(&mut self, place: usize, style: usize, kind: &str, value: &str) {
        self.begin_cell(place, style);
        for piece in [kind, "><v>", value, "</v></c>"] {
            self.xml.push_str(piece);
        }
    }

    fn begin_cell(&mut self, place: usize, style: usize) {
        for piece in [
            "<c r=\"",
            &self.letters[place],
            &self.number,
            "\" s=\"",
            &style.to_string(),
            "\"",
        ] {
            self.xml.push_str(piece);
        }
    }

    fn widen(&mut self, place: usize, width: usize) {
        self.widths[place] = self.widths[place].max(width).min(WIDEST);
    }

    /// Passes on what is gathered, once it is enough.
    pub fn pass(&mut self, out: &mut impl Write) -> anyhow::Result<()> {
        if self.row < MEASURED && self.xml.len() < PIECE << 6 || self.xml.len() < PIECE {
            return Ok(());
        }
        Ok(self.pass_all(out)?)
    }

    fn pass_all(&mut self, out: &mut impl Write) -> io::Result<()> {
        if !self.is_begun {
            self.is_begun = true;
            out.write_all(self.head().as_bytes())?;
        }
        out.write_all(self.xml.as_bytes())?;
        self.passed += self.xml.len() as u64;
        self.xml.clear();
        Ok(())
    }

    /// What stands before the rows.
    fn head(&self) -> String {
        let pane = if self.has_heading {
            r#"<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>"#
        } else {
            ""
        };
        let columns = (1..).zip(&self.widths).map(|(number, width)| {
            let width = width + 1;
            format!(r#"<col min="{number}" max="{number}" width="{width}" customWidth="1"/>"#)
        });
        let columns = columns.collect::<Vec<_>>().concat();
        let columns = match columns.as_str() {
            "" => columns,
            _ => format!("<cols>{columns}</cols>"),
        };
        format!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>{columns}<sheetData>"#
        )
    }

    /// The cells that can be filtered, if any can.
    pub fn filter(&self) -> Option<String> {
        let last = self.letters.last().filter(|_| self.has_heading)?;
        Some(format!("A1:{last}{}", self.filtered.unwrap_or(self.row)))
    }

    /// Passes on the rest.
    pub fn finish(mut self, out: &mut impl Write) -> anyhow::Result<()> {
        self.xml.push_str("</sheetData>");
        if let Some(cells) = self.filter() {
            for piece in ["<autoFilter ref=\"", &cells, "\"/>"] {
                self.xml.push_str(piece);
            }
        }
        self.xml.push_str("</worksheet>");
        Ok(self.pass_all(out)?)
    }
}

/// The letters that name a column: A to Z, then AA and so on.
fn letters(place: usize) -> String {
    let last = ('A'..='Z').nth(place % 26).unwrap_or_default();
    if place < 26 {
        last.to_string()
    } else {
        format!("{}{last}", letters(place / 26 - 1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_by_letters() {
        for (place, expected) in [
            (0, "A"),
            (25, "Z"),
            (26, "AA"),
            (701, "ZZ"),
            (702, "AAA"),
            (16_383, "XFD"),
        ] {
            assert_eq!(letters(place), expected);
        }
    }

    #[test]
    fn a_sheet_that_is_full_takes_no_row() {
        let mut sheet = Sheet::new(1).unwrap();
        sheet.row = ROWS - 1;
        assert!(sheet.begin_row().is_ok());
        let told = sheet.begin_row().unwrap_err().to_string();
        assert!(
            told.contains("1,048,576 rows") && told.contains("CSV or Parquet"),
            "{told}"
        );
    }
}
