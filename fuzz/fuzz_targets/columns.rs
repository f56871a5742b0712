//! Parses texts of any kind as lists of columns, and reads these from a record.

#![no_main]

use cdr::{ColumnList, ColumnReader, Projection};

libfuzzer_sys::fuzz_target!(|input: (&str, &str)| {
    let (list, record) = input;
    if let Ok(columns) = list.parse::<ColumnList>() {
        let mut projection = Projection::default();
        let selection = ColumnReader::new(&columns, &mut projection);
        let _ = projection.with_record(record, |record| Ok(selection.values_or_empty(record).count()));
    }
});
