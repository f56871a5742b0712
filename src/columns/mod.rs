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

pub use field_reader::{Absent, Reading};
pub use filter::{Condition, ConditionArgument, Conditions, RequestedDays};
pub use importance::importance;
pub use list::{Columns, Selection};
pub use record_time::RecordTime;
pub use schema::{
    BILLED, CONFERENCE, CONNECTED, DERIVED_FROM, FIELDS, Field, IDENTITY, LEFT, LOGGED,
    QUALITY_OF_CALL, REFERENCE, ROOM, Set, Type, form_of_derived, is_bad, is_below, is_good,
    needs_attention,
};
pub use sort::{Order, OrderArgument};
pub use suggest::Unseen;
pub use totals::{TOTALS, Total, TotalsColumn, can_be_summed};
