//! Responses and saved files as streams of records, whatever their format.

use super::envelope::EnvelopeMember;
use super::json_response::{JsonResponse, ResponseTrailer};
use super::parquet::ParquetRecords;
use super::projection::{Projection, Record};
use std::io::Read;

/// A response of the service, or a saved file.
///
/// It is read in three steps: [`ResponseReader::open`] or [`ResponseReader::open_saved`],
/// [`ResponseReader::for_each_record`], and [`ResponseReader::read_trailer`]. Only the last one
/// shows whether the response is complete.
pub struct ResponseReader<R>(Source<R>);

enum Source<R> {
    Json(JsonResponse<R>),
    Parquet {
        records: Box<ParquetRecords>,
        leading_members: [EnvelopeMember; 1],
        received: u64,
    },
}

impl<R: Read> ResponseReader<R> {
    /// Reads a response up to its list of records. Messages call it by `name`.
    ///
    /// # Errors
    /// Returns the error that the response reports, or that the body is not a CDR response.
    pub fn open(body: R, name: impl Into<String>) -> anyhow::Result<Self> {
        Ok(Self(Source::Json(JsonResponse::open(body, name)?)))
    }

    /// Like [`ResponseReader::open`], but also accepts an array of records, JSON Lines, and an
    /// empty file.
    ///
    /// # Errors
    /// See [`ResponseReader::open`].
    pub fn open_saved(body: R, name: impl Into<String>) -> anyhow::Result<Self> {
        Ok(Self(Source::Json(JsonResponse::open_saved(body, name)?)))
    }

    /// Returns whether a saved file is empty.
    pub fn is_empty(&self) -> bool {
        matches!(&self.0, Source::Json(response) if response.is_empty())
    }

    /// Returns whether the records are in the envelope of a response.
    pub fn has_envelope(&self) -> bool {
        matches!(&self.0, Source::Json(response) if response.has_envelope())
    }

    /// Returns the members of the envelope before the list.
    pub fn leading_members(&self) -> &[EnvelopeMember] {
        match &self.0 {
            Source::Json(response) => response.leading_members(),
            Source::Parquet {
                leading_members, ..
            } => leading_members,
        }
    }

    /// Reads the records, and calls `on_record` for each.
    ///
    /// # Errors
    /// Returns an error if the list is truncated or has something else than calls, or the error of
    /// `on_record`.
    pub fn for_each_record(
        &mut self,
        projection: &Projection,
        mut on_record: impl FnMut(Record<'_>) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        match &mut self.0 {
            Source::Json(response) => response.for_each_record(projection, on_record),
            Source::Parquet {
                records, received, ..
            } => records.for_each_record(projection, |record| {
                *received += 1;
                on_record(record)
            }),
        }
    }

    /// Reads what follows the records.
    ///
    /// # Errors
    /// Returns the error that the response reports after its list, or that it is incomplete.
    pub fn read_trailer(self) -> anyhow::Result<ResponseTrailer> {
        match self.0 {
            Source::Json(response) => response.read_trailer(),
            Source::Parquet { received, .. } => Ok(ResponseTrailer {
                received,
                members: Vec::new(),
                warning: None,
            }),
        }
    }
}

impl<R> From<ParquetRecords> for ResponseReader<R> {
    fn from(records: ParquetRecords) -> Self {
        Self(Source::Parquet {
            records: Box::new(records),
            leading_members: [EnvelopeMember::ok_result()],
            received: 0,
        })
    }
}
