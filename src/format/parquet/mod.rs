//! Apache Parquet: typed columns, nested as records are, for databases and data frames.

mod schema;
mod values;

use self::schema::Schema;
use self::values::Values;
use super::{Format, Formatter, Layout, Remarks};
use crate::columns::{Selection, Set};
use crate::parse::{Member, Record, WHOLE};
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use parquet::file::writer::SerializedFileWriter;
use std::io::Write;
use std::sync::Arc;

pub const FORMAT: Format = Format {
    name: "parquet",
    meaning: "Apache Parquet: typed columns for databases",
    endings: &[".parquet"],
    columns: Some(Set::AllAndWhole),
    has_excel: false,
    has_views: false,
    is_binary: true,
    make: |layout, out| Ok(Box::new(Parquet::new(layout, out)?)),
};

/// How many records, and how many bytes of them, are held until they are written as a group.
const ROWS: usize = 20_000;
const BYTES: usize = 8 << 20;

/// What a value takes beside its text, in bytes.
const VALUE: usize = 34;

/// Writes groups of records, each column of a group by itself.
pub struct Parquet<W: Write + Send> {
    writer: SerializedFileWriter<W>,
    selection: Selection,
    /// Which of the selected columns each column of the file is.
    places: Vec<usize>,
    values: Vec<Values>,
    rows: usize,
    bytes: usize,
    /// How many values no column can hold, and the first of them.
    not_held: u64,
    example: String,
}

impl<W: Write + Send> Parquet<W> {
    pub fn new(layout: Layout, out: W) -> anyhow::Result<Self> {
        let schema = Schema::of(&layout.selection)?;
        let about = layout.about.into_iter();
        let about = about.map(|(name, value)| KeyValue::new(format!("cdr.{name}"), value));
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            // What is said of pages is held in memory until the end.
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true)
            // No two calls are alike.
            .set_column_dictionary_enabled(WHOLE.into(), false)
            .set_column_statistics_enabled(WHOLE.into(), EnabledStatistics::None)
            .set_created_by(concat!("cdr version ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_key_value_metadata(Some(about.collect()))
            .build();
        let values = layout.selection.types().map(Values::new);
        Ok(Self {
            writer: SerializedFileWriter::new(out, schema.root, Arc::new(properties))?,
            places: schema.places,
            values: values.collect(),
            selection: layout.selection,
            rows: 0,
            bytes: 0,
            not_held: 0,
            example: String::new(),
        })
    }

    fn write_group(&mut self) -> anyhow::Result<()> {
        let mut group = self.writer.next_row_group()?;
        for place in &self.places {
            if let Some(mut column) = group.next_column()? {
                self.values[*place].write(column.untyped())?;
                column.close()?;
            }
        }
        group.close()?;
        (self.rows, self.bytes) = (0, 0);
        Ok(())
    }
}

impl<W: Write + Send> Formatter for Parquet<W> {
    fn record(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        let names = self.selection.names();
        let columns = self
            .selection
            .texts(record)
            .zip(names)
            .zip(&mut self.values);
        for ((text, name), values) in columns {
            self.bytes += text.len() + VALUE;
            if !values.push(&text) {
                if self.not_held == 0 {
                    let text: String = text.chars().take(40).collect();
                    self.example = format!("{name} {text}");
                }
                self.not_held += 1;
            }
        }
        self.rows += 1;
        if self.rows == ROWS || self.bytes >= BYTES {
            self.write_group()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, _after: &[Member]) -> anyhow::Result<Remarks> {
        if self.rows > 0 {
            self.write_group()?;
        }
        self.writer.finish()?;
        self.writer.inner_mut().flush()?;
        let warning = (self.not_held > 0).then(|| {
            format!(
                "values that their columns can't hold are null: {} (the first: {})",
                self.not_held, self.example
            )
        });
        Ok(Remarks {
            left_out: Vec::new(),
            warning,
        })
    }
}
