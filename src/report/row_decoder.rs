//! Texts of rows, as they wait in a sorter, become records again.

use super::row_layout::RowLayout;
use crate::record::{Projection, Record};

/// How the text of a row becomes a record.
pub enum RowDecoder {
    /// Rows are calls.
    Calls(Projection),
    /// Rows are encoded values.
    Computed(RowLayout),
}

impl RowDecoder {
    /// Hands the record of a row to `f`.
    pub fn with_record<T>(
        &self,
        row: &str,
        f: impl FnOnce(&Record<'_>) -> anyhow::Result<T>,
    ) -> anyhow::Result<T> {
        match self {
            Self::Calls(projection) => projection.with_record(row, f),
            Self::Computed(layout) => layout.with_record(row, f),
        }
    }
}
