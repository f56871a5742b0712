//! What a record holds.

mod field_reader;
mod filter;
mod importance;
mod known_values;
mod list;
mod record_time;
mod schema;
mod short_name;
mod sort;
mod suggest;
mod totals;

pub use field_reader::{Absent, FieldReader};
pub use filter::{Filter, FilterSpec, Filters, RequestedDays};
pub use importance::importance;
pub use list::{ColumnList, ColumnReader};
pub use record_time::RecordTime;
pub use schema::{
    BILLED, CONFERENCE, CONNECTED, ColumnSet, ColumnType, DERIVED_FROM, FIELDS, Field, IDENTITY,
    LEFT, LOGGED, QUALITY_OF_CALL, REFERENCE, ROOM, form_of_derived, is_bad, is_below, is_good,
    needs_attention,
};
pub use sort::{SortKeyEncoder, SortSpec};
pub use suggest::UnknownColumns;
pub use totals::{Aggregate, AggregateColumn, TOTALS, can_be_summed};
