//! Which columns a table can do without.

use super::schema::{BILLED, CONFERENCE, CONNECTED, QUALITY_OF_CALL};

/// The columns of `brief` and of totals, the most important first.
const BY_IMPORTANCE: [&str; 15] = [
    "calls",
    CONNECTED,
    "user.name",
    BILLED,
    CONFERENCE,
    "conferences",
    QUALITY_OF_CALL,
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
pub fn importance(column: &str) -> usize {
    let place = BY_IMPORTANCE.iter().position(|known| *known == column);
    place.unwrap_or(BY_IMPORTANCE.len())
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
            assert!(BY_IMPORTANCE.contains(&name), "{name}");
        }
    }
}
