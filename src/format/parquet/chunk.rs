//! A column of a group, encoded and compressed in memory until the group is complete.
//!
//! The writer of the `parquet` crate can write only one column of a group at a time, but records
//! come with all their columns. So each column gets an encoder that writes its pages to memory;
//! once the group is complete, they are appended to the file one column after the other.

use bytes::Bytes;
use parquet::column::page::{CompressedPage, PageWriteSpec, PageWriter};
use parquet::column::writer::{ColumnWriter, get_column_writer};
use parquet::errors::Result;
use parquet::file::properties::WriterPropertiesPtr;
use parquet::file::writer::{SerializedPageWriter, SerializedRowGroupWriter, TrackedWrite};
use parquet::schema::types::ColumnDescPtr;
use std::io::Write;
use std::mem;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// A column of a group that is not complete.
pub struct ColumnChunkBuffer {
    pub writer: ColumnWriter<'static>,
    pages: PageBuffer,
}

/// The pages of a column, one after the other.
#[derive(Clone, Default)]
struct PageBuffer(Arc<Mutex<Vec<u8>>>);

impl ColumnChunkBuffer {
    /// A chunk of a column without any values yet.
    pub fn new(column: ColumnDescPtr, properties: WriterPropertiesPtr) -> Self {
        let pages = PageBuffer::default();
        let writer = get_column_writer(column, properties, Box::new(pages.clone()));
        Self { writer, pages }
    }

    /// Appends the column to a group.
    pub fn append<W: Write + Send>(
        self,
        group: &mut SerializedRowGroupWriter<'_, W>,
    ) -> Result<()> {
        let closed = self.writer.close()?;
        let pages = Bytes::from(mem::take(&mut *self.pages.lock()));
        group.append_column(&pages, closed)
    }
}

impl PageBuffer {
    fn lock(&self) -> MutexGuard<'_, Vec<u8>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PageWriter for PageBuffer {
    fn write_page(&mut self, page: CompressedPage) -> Result<PageWriteSpec> {
        let mut held = self.lock();
        let start = held.len() as u64;
        let mut sink = TrackedWrite::new(&mut *held);
        let mut spec = SerializedPageWriter::new(&mut sink).write_page(page)?;
        sink.flush()?;
        spec.offset += start;
        Ok(spec)
    }

    fn close(&mut self) -> Result<()> {
        Ok(())
    }
}
