//! Workbooks, read by a reader that others wrote.

use calamine::{Data, Reader, Xlsx, open_workbook_from_rs};
use chrono::DateTime;
use csv::StringRecord;
use std::io::Cursor;

/// The rows of a sheet, if the bytes are a workbook that has it.
pub fn rows(bytes: &[u8], sheet: &str) -> Option<Vec<Vec<Data>>> {
    let mut workbook: Xlsx<_> = open_workbook_from_rs(Cursor::new(bytes)).ok()?;
    let range = workbook.worksheet_range(sheet).ok()?;
    Some(range.rows().map(<[Data]>::to_vec).collect())
}

/// A time cell as the clock shows it.
pub fn clock(cell: &Data) -> Option<String> {
    let Data::DateTime(time) = cell else {
        return None;
    };
    let (year, month, day, hour, minute, second, millisecond) = time.to_ymd_hms_milli();
    Some(format!(
        "{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}.{millisecond:03}"
    ))
}

/// Whether the sheet of calls says what CSV says of the same calls, cell by cell.
pub fn matches_csv(bytes: &[u8], csv: &str) -> bool {
    let Some(rows) = rows(bytes, "Calls") else {
        return false;
    };
    let mut reader = csv::ReaderBuilder::new();
    let mut reader = reader.has_headers(false).from_reader(csv.as_bytes());
    let records: Vec<_> = reader.records().map(Result::unwrap).collect();
    let is_heading = |cell: &Data, name: &str| {
        let Data::String(text) = cell else {
            return false;
        };
        // A unit or a zone follows in parentheses.
        text.split(" (").next() == Some(name)
    };
    // The reader ends a sheet at its last cell with a value.
    let (seen, unseen) = records.split_at(rows.len().min(records.len()));
    let is_empty = |record: &StringRecord| record.iter().all(str::is_empty);
    rows.len() == seen.len()
        && unseen.iter().all(is_empty)
        && rows
            .iter()
            .zip(seen)
            .enumerate()
            .all(|(place, (row, record))| {
                let mut cells = row.iter().zip(record);
                row.len() == record.len()
                    && if place == 0 {
                        cells.all(|(cell, name)| is_heading(cell, name))
                    } else {
                        cells.all(|(cell, text)| cell_matches(cell, text))
                    }
            })
}

/// Whether a cell says what a text says.
pub fn cell_matches(cell: &Data, text: &str) -> bool {
    match cell {
        Data::Empty => text.is_empty(),
        Data::String(cell) => cell == text,
        Data::Bool(flag) => flag.to_string() == text,
        Data::Int(number) => number.to_string() == text,
        Data::Float(number) => text.parse() == Ok(*number),
        Data::DateTime(_) => {
            let time = DateTime::parse_from_rfc3339(text).map(|time| time.to_utc());
            let time = time.map(|time| time.format("%Y-%m-%d %H:%M:%S%.3f").to_string());
            clock(cell) == time.ok()
        }
        _ => false,
    }
}
