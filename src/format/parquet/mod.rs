//! Apache Parquet: typed columns, nested as records are, for databases and data frames.
//!
//! The format stores a group of rows column by column, so a writer has to hold a group until it is
//! complete. The `parquet` crate's own writers either hold rows as Arrow arrays, a dependency
//! several times the size of this program, or want all values of one column before the next. So the
//! values go through two buffers:
//!
//! ```text
//! records ─▶ ColumnBuffer (256 records, typed) ─▶ ColumnChunkBuffer (compressed) ─▶ row group
//! ```
//!
//! Memory is bounded by the compressed size of one group, whatever the number of records. A long
//! record, of up to 64 MiB, has a group of its own whose columns are written one by one, so that
//! only one is in memory at a time. The last column holds the record as received; a checksum over
//! all records is in the footer.

mod chunk;
mod schema;
mod values;

use self::chunk::ColumnChunkBuffer;
use self::schema::Schema;
use self::values::{ColumnBuffer, DEFAULT_SCALE};
use super::{Capability, Content, Format, FormatOptions, FormatOutcome, Formatter, RowKind};
use crate::columns::{ColumnReader, ColumnSet};
use crate::record::{CallsChecksum, ChecksumWriter, EnvelopeMember, RECORD_COLUMN, Record};
use crate::text::count_noun;
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::metadata::KeyValue;
use parquet::file::properties::{EnabledStatistics, WriterProperties, WriterPropertiesPtr};
use parquet::file::writer::SerializedFileWriter;
use std::io::Write;
use std::sync::Arc;

pub const FORMAT: Format = Format {
    name: "parquet",
    description: "Apache Parquet with typed columns, for databases and data frames",
    extensions: &[".parquet"],
    columns: Some(ColumnSet::AllWithRecord),
    capabilities: &[Capability::Columns],
    content: Content::Binary,
    new_formatter: |options, out| Ok(Box::new(Parquet::new(options, out)?)),
};

/// The size of a group, in records and in bytes of text. Groups are large, because the description
/// of each is held in memory to the end, but not larger than what can be held once it is
/// compressed.
const ROW_GROUP_ROWS: usize = 122_880;
const ROW_GROUP_BYTES: usize = 64 << 20;

/// The size of a batch of values that is encoded at once.
const BATCH_ROWS: usize = 256;
const BATCH_BYTES: usize = 256 << 10;

/// The size from which a record has a group of its own.
const LONG_RECORD_BYTES: usize = 4 << 20;

/// What the encoder of a column holds: records of a page, bytes of different values, bytes of the
/// column `record`.
const PAGE_ROWS: usize = 8192;
const DICTIONARY_BYTES: usize = 64 << 10;
const RECORD_PAGE_BYTES: usize = 256 << 10;

/// A formatter that writes groups of records.
pub struct Parquet<W: Write + Send> {
    writer: SerializedFileWriter<ChecksumWriter<W>>,
    /// The properties for long records.
    for_long: WriterPropertiesPtr,
    columns: ColumnReader,
    /// The checksum of the calls; rows, and calls without the column `record`, have none.
    checksum: Option<CallsChecksum>,
    /// The index in `columns` of each column of the file.
    column_indices: Vec<usize>,
    /// The values that are not encoded yet, a buffer per column.
    values: Vec<ColumnBuffer>,
    /// The columns of the current group; none before its first record.
    chunks: Vec<ColumnChunkBuffer>,
    batch: BatchSize,
    group: BatchSize,
    unrepresentable: Unrepresentable,
}

/// The values that do not fit the type of their column: their number, and the first one.
#[derive(Default)]
struct Unrepresentable {
    count: u64,
    example: String,
}

impl Unrepresentable {
    fn add(&mut self, name: &str, text: Option<&str>) {
        if self.count == 0 {
            let text: String = text.into_iter().flat_map(str::chars).take(40).collect();
            self.example = format!("{name} {text}");
        }
        self.count += 1;
    }
}

/// The size of a batch or a group.
#[derive(Default)]
struct BatchSize {
    rows: usize,
    bytes: usize,
}

impl<W: Write + Send> Parquet<W> {
    pub fn new(options: FormatOptions, out: W) -> anyhow::Result<Self> {
        let scale = options.extras.decimals.unwrap_or(DEFAULT_SCALE);
        let schema = Schema::from_columns(&options.columns, scale)?;
        let metadata = options
            .print
            .metadata
            .entries()
            .map(|entry| KeyValue::new(format!("cdr.{}", entry.key), entry.value));
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            // Statistics of pages would be held in memory until the end.
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_offset_index_disabled(true)
            .set_data_page_row_count_limit(PAGE_ROWS)
            .set_dictionary_page_size_limit(DICTIONARY_BYTES)
            // No two calls are alike, so a dictionary of them would be as large as they are.
            .set_column_dictionary_enabled(RECORD_COLUMN.into(), false)
            .set_column_data_page_size_limit(RECORD_COLUMN.into(), RECORD_PAGE_BYTES)
            .set_column_statistics_enabled(RECORD_COLUMN.into(), EnabledStatistics::None)
            .set_created_by(concat!("cdr version ", env!("CARGO_PKG_VERSION")).to_owned())
            .set_key_value_metadata(Some(metadata.collect()))
            .build();
        let is_complete = options.columns.names().any(|name| name == RECORD_COLUMN);
        let has_checksum = options.row_kind == RowKind::Calls && is_complete;
        let values = options.columns.types();
        let values = values.map(|column_type| ColumnBuffer::new(column_type, scale));
        // A long record must not be cut into pages: they would be encoded while its value is still
        // held.
        let for_long = properties
            .clone()
            .into_builder()
            .set_data_page_size_limit(usize::MAX)
            .set_column_data_page_size_limit(RECORD_COLUMN.into(), usize::MAX)
            .build();
        Ok(Self {
            for_long: Arc::new(for_long),
            writer: SerializedFileWriter::new(
                ChecksumWriter::new(out),
                schema.root,
                Arc::new(properties),
            )?,
            column_indices: schema.column_indices,
            values: values.collect(),
            columns: options.columns,
            checksum: has_checksum.then(CallsChecksum::default),
            chunks: Vec::new(),
            batch: BatchSize::default(),
            group: BatchSize::default(),
            unrepresentable: Unrepresentable::default(),
        })
    }

    /// Encodes the batch.
    fn encode(&mut self) -> anyhow::Result<()> {
        if self.chunks.is_empty() {
            let schema = self.writer.schema_descr().columns().iter();
            let properties = self.writer.properties();
            let chunks =
                schema.map(|column| ColumnChunkBuffer::new(column.clone(), properties.clone()));
            self.chunks = chunks.collect();
        }
        for (chunk, index) in self.chunks.iter_mut().zip(&self.column_indices) {
            self.values[*index].write(&mut chunk.writer)?;
        }
        self.group.rows += self.batch.rows;
        self.group.bytes += self.batch.bytes;
        self.batch = BatchSize::default();
        Ok(())
    }

    /// Encodes the batch, and writes the group.
    fn flush(&mut self) -> anyhow::Result<()> {
        if self.batch.rows > 0 {
            self.encode()?;
        }
        if self.group.rows > 0 {
            self.write_group()?;
        }
        Ok(())
    }

    /// Writes a long record as a group of its own, column by column.
    fn write_long_record(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        self.flush()?;
        let columns = self.writer.schema_descr().columns().to_vec();
        let mut group = self.writer.next_row_group()?;
        for (column, index) in columns.into_iter().zip(&self.column_indices) {
            let values = &mut self.values[*index];
            let text = self.columns.value(*index, record);
            if !values.push(text.as_deref()) {
                let name = self.columns.names().nth(*index).unwrap_or_default();
                self.unrepresentable.add(name, text.as_deref());
            }
            drop(text);
            let mut chunk = ColumnChunkBuffer::new(column, self.for_long.clone());
            values.write(&mut chunk.writer)?;
            chunk.append(&mut group)?;
        }
        group.close()?;
        Ok(())
    }

    fn write_group(&mut self) -> anyhow::Result<()> {
        let mut group = self.writer.next_row_group()?;
        for chunk in self.chunks.drain(..) {
            chunk.append(&mut group)?;
        }
        group.close()?;
        self.group = BatchSize::default();
        Ok(())
    }
}

impl<W: Write + Send> Formatter for Parquet<W> {
    fn record(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        if let Some(checksum) = &mut self.checksum {
            checksum.add(record.text.as_bytes());
        }
        if record.text.len() >= LONG_RECORD_BYTES {
            return self.write_long_record(record);
        }
        let names = self.columns.names();
        let columns = self.columns.values(record).zip(names).zip(&mut self.values);
        for ((text, name), values) in columns {
            let text = text.as_deref();
            self.batch.bytes += text.map_or(0, str::len);
            if !values.push(text) {
                self.unrepresentable.add(name, text);
            }
        }
        self.batch.rows += 1;
        if self.batch.rows == BATCH_ROWS || self.batch.bytes >= BATCH_BYTES {
            self.encode()?;
        }
        if self.group.rows >= ROW_GROUP_ROWS || self.group.bytes >= ROW_GROUP_BYTES {
            self.write_group()?;
        }
        Ok(())
    }

    fn finish(mut self: Box<Self>, _after: &[EnvelopeMember]) -> anyhow::Result<FormatOutcome> {
        self.flush()?;
        // The writer of the library has a buffer of its own.
        self.writer.flush()?;
        if let Some(checksum) = &self.checksum {
            let data = self.writer.inner().entry();
            for entry in checksum.entries().into_iter().chain([data]) {
                self.writer.append_key_value_metadata(entry);
            }
        }
        self.writer.finish()?;
        self.writer.inner_mut().flush()?;
        let warning = (self.unrepresentable.count > 0).then(|| {
            let (count, example) = (self.unrepresentable.count, &self.unrepresentable.example);
            let values = count_noun(count, "value");
            let (verb, past) = if count == 1 {
                ("does", "was")
            } else {
                ("do", "were")
            };
            format!(
                "{values} {verb} not fit the column type and {past} written as null \
                 (first: {example})"
            )
        });
        Ok(FormatOutcome {
            hidden_columns: Vec::new(),
            warning,
        })
    }
}
