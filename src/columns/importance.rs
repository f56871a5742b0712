//! Which columns a table can do without.

use super::schema::{CALL_QUALITY, CONF_NUM, CONNECT_DT, CONNECT_MINUTES_CAL};

/// The columns of `brief` and of totals, the most important first.
const DISPLAY_PRIORITY: [&str; 15] = [
    "calls",
    CONNECT_DT,
    "user.name",
    CONNECT_MINUTES_CAL,
    CONF_NUM,
    "conferences",
    CALL_QUALITY,
    "room.duration",
    "room.room_id",
    "usage.connect_minutes",
    "usage.published_minutes",
    "usage.subscribed_minutes",
    "usage.screen_minutes",
    "last_disconnect_dt",
    "first_connect_dt",
];

/// How important a column is in a table that has no room for all: less than one with a smaller number.
pub fn display_priority(column: &str) -> usize {
    let place = DISPLAY_PRIORITY.iter().position(|known| *known == column);
    place.unwrap_or(DISPLAY_PRIORITY.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::{ColumnSet, TOTALS};

    #[test]
    fn every_brief_column_and_every_default_total_has_its_importance() {
        let brief = ColumnSet::Brief.fields().map(|field| field.path);
        let totals = TOTALS.iter().map(|column| column.name);
        for name in brief.chain(totals) {
            assert!(DISPLAY_PRIORITY.contains(&name), "{name}");
        }
    }
}
