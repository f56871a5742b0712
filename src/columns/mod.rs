//! Columns: the documented ones, and lists, filters and sort keys of any.
//!
//! A typed text and the reader of records are different types. Parsing checks the syntax. Binding
//! adds the paths to the projection, so that each record is read only once for all of them:
//!
//! | typed | resolved | bound to a projection |
//! | --- | --- | --- |
//! | [`ColumnList`] | | [`ColumnReader`] |
//! | [`SortSpec`] | | [`SortKeyEncoder`] |
//! | [`FilterSpec`] | [`Filter`], with its zone and dates | [`Filters`] |
//!
//! The tables are [`FIELDS`] for calls and [`TOTALS`] for groups of them.

mod aggregates;
mod derived;
mod field_reader;
mod filter;
mod list;
mod reader;
mod schema;
mod sort;
mod suggest;
mod values;

pub use aggregates::{Aggregate, AggregateColumn, TOTALS, is_summable};
pub use derived::{RecordTime, TIMESTAMP_COLUMNS};
pub use field_reader::{FieldReader, NoValue};
pub use filter::{Filter, FilterSpec, Filters, RequestedDays};
pub use list::ColumnList;
pub use reader::ColumnReader;
pub use schema::{
    CALL_QUALITY, CDR_ID, CONF_NUM, CONNECT_DT, CONNECT_MINUTES_CAL, ColumnSet, ColumnType,
    DISCONNECT_DT, DerivedColumn, FIELDS, Field, ROOM_ID, TRANS_DATE, USER_REF, display_priority,
    is_below, short_name,
};
pub use sort::{SortKeyEncoder, SortSpec};
pub use suggest::{UnknownColumns, similar_columns};
pub use values::{is_bad, is_good, is_highlighted};
