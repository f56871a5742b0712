//! What a record holds.

mod condition;
mod fields;
mod importance;
mod known_values;
mod local_time;
mod order;
mod reading;
mod record_time;
mod selection;
mod short_name;
mod suggest;
mod totals;

pub use condition::{Condition, ConditionArgument, Conditions, RequestedDays};
pub use fields::{
    BILLED, CONFERENCE, CONNECTED, DERIVED_FROM, FIELDS, Field, IDENTITY, LEFT, LOGGED,
    QUALITY_OF_CALL, REFERENCE, ROOM, Set, Type, form_of_derived, is_bad, is_below, is_good,
    needs_attention,
};
pub use importance::importance;
pub use local_time::local_time;
pub use order::{Order, OrderArgument};
pub use reading::{Absent, Reading};
pub use record_time::RecordTime;
pub use selection::{Columns, Selection};
pub use suggest::Unseen;
pub use totals::{TOTALS, Total, TotalsColumn, can_be_summed};
