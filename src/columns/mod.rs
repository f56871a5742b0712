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
pub use importance::display_priority;
pub use list::{ColumnList, ColumnReader};
pub use record_time::RecordTime;
pub use schema::{
    CALL_QUALITY, CDR_ID, CONF_NUM, CONNECT_DT, CONNECT_MINUTES_CAL, ColumnSet, ColumnType,
    DISCONNECT_DT, FIELDS, Field, ROOM_ID, TIMESTAMP_COLUMNS, TRANS_DATE, USER_REF, derived_format,
    is_bad, is_below, is_good, is_highlighted,
};
pub use sort::{SortKeyEncoder, SortSpec};
pub use suggest::UnknownColumns;
pub use totals::{Aggregate, AggregateColumn, TOTALS, can_be_summed};
