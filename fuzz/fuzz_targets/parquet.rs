//! Reads damaged Parquet files: they are read or refused, without a panic that is not contained, within a bound of
//! memory (`-rss_limit_mb=1024`). The damage knows the structure of the files.

#![no_main]

#[path = "../../tests/it/common/parquet_damage.rs"]
mod parquet_damage;

use cdr::{ColumnList, ColumnReader, Format, FormatOptions, ParquetRecords, Projection, ResponseReader};
use parquet_damage::Numbers;
use std::io::{Cursor, Write};
use std::sync::{Arc, Mutex, Once};

static SILENCE: Once = Once::new();

/// A file of a few calls.
fn sound() -> Vec<u8> {
    #[derive(Clone, Default)]
    struct File(Arc<Mutex<Vec<u8>>>);
    impl Write for File {
        fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
            self.0.lock().unwrap().write(bytes)
        }
        fn flush(&mut self) -> std::io::Result<()> {
            Ok(())
        }
    }
    let (file, mut projection) = (File::default(), Projection::default());
    let format = Format::from_name("parquet").unwrap();
    let columns = format.columns.map_or_else(ColumnList::empty, ColumnList::from);
    let layout = FormatOptions::for_file(ColumnReader::new(&columns, &mut projection));
    let mut formatter = format.formatter(layout, file.clone()).unwrap();
    let call = |number| format!(r#"{{"cdr_id":"{number}","user":{{"name":"Asha"}}}}"#);
    let calls: Vec<_> = (0..50).map(call).collect();
    let body = format!(r#"{{"result":0,"cdr":[{}]}}"#, calls.join(","));
    let mut response = ResponseReader::open(Cursor::new(body), "the response").unwrap();
    formatter.begin(response.leading_members()).unwrap();
    response
        .for_each_record(&projection, |record| formatter.record(&record))
        .unwrap();
    formatter.finish(&response.read_trailer().unwrap().members).unwrap();
    let bytes = file.0.lock().unwrap().clone();
    bytes
}

libfuzzer_sys::fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    let mut file = data[..size].to_vec();
    if !file.starts_with(b"PAR1") {
        file = sound();
    }
    parquet_damage::damage(&mut file, &mut Numbers(u64::from(seed) + 1));
    file.truncate(max_size.min(data.len()));
    data[..file.len()].copy_from_slice(&file);
    file.len()
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    // A panic that is contained is no finding; the fuzzer's own hook would end the process.
    SILENCE.call_once(cdr::silence_panics);
    let mut file = tempfile::tempfile().unwrap();
    file.write_all(bytes).unwrap();
    if let Ok(records) = ParquetRecords::open(file, "the file") {
        let mut response = ResponseReader::<std::io::Empty>::from(records);
        let _ = response.for_each_record(&Projection::default(), |_| Ok(()));
    }
});
