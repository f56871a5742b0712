//! From the bytes of a response to each format and to totals, in bytes per second. `cargo bench` runs it.

#[path = "../tests/it/common/generated_response.rs"]
mod generated_response;

use cdr::{ColumnList, ColumnReader, Format, FormatOptions, Projection, ResponseReader, Totals};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use generated_response::{Form, response};
use std::io::sink;

/// Enough records to fill the read window some times.
const RECORDS: u64 = 2_000;

/// Prints a response, in the format's own columns or in these.
fn print(body: &str, format: &Format, columns: Option<&str>) -> anyhow::Result<()> {
    let columns = match columns {
        Some(columns) => columns.parse()?,
        None => format
            .columns
            .map_or_else(ColumnList::empty, ColumnList::from),
    };
    let mut projection = Projection::default();
    let layout = FormatOptions::for_file(ColumnReader::new(&columns, &mut projection));
    let mut formatter = format.formatter(layout, sink())?;
    let mut response = ResponseReader::open(body.as_bytes(), "the answer")?;
    formatter.begin(response.leading_members())?;
    response.for_each_record(&projection, |record| formatter.record(&record))?;
    formatter.finish(&response.read_trailer()?.members)?;
    Ok(())
}

/// Sums up a response by room.
fn sum_up(body: &str) -> anyhow::Result<()> {
    let mut projection = Projection::default();
    let mut totals = Totals::new(&"room.room_id".parse()?, None, None, None, &mut projection)?;
    let mut response = ResponseReader::open(body.as_bytes(), "the answer")?;
    response.for_each_record(&projection, |record| totals.add(&record))?;
    response.read_trailer()?;
    totals.for_each_row("total", |_, _| Ok(()))
}

fn formats(criterion: &mut Criterion) {
    for (name, form) in [("older", Form::Older), ("newer", Form::Newer)] {
        let body = response(form, RECORDS);
        let mut group = criterion.benchmark_group(name);
        group.throughput(Throughput::Bytes(body.len() as u64));
        for (name, format, columns) in [
            ("table", "table", None),
            ("csv, every column", "csv", None),
            ("csv, billing", "csv", Some("billing")),
            ("json", "json", None),
            ("json lines", "jsonl", None),
            ("workbook", "xlsx", None),
            ("parquet", "parquet", None),
        ] {
            let format = Format::from_name(format).expect("the format is known");
            group.bench_function(name, |bencher| {
                bencher
                    .iter(|| print(&body, format, columns).expect("the response can be printed"));
            });
        }
        group.bench_function("totals per room", |bencher| {
            bencher.iter(|| sum_up(&body).expect("the response can be summed up"));
        });
        group.finish();
    }
}

criterion_group!(benches, formats);
criterion_main!(benches);
