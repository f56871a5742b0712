//! Whether billed minutes are the connected seconds, divided by 60 and rounded up: invoices are verified by that.

use crate::columns::{CDR_ID, CONNECT_MINUTES_CAL};
use crate::record::{Projection, Record};
use crate::text::{DecimalStr, json_to_text};

/// The log ID of a call, which identifies one without `cdr_id` to the support of the vendor.
const LOG_ID: &str = "call_log_id";

/// The seconds that billed minutes are computed from; the service calls them minutes.
const SECONDS: &str = "usage.connect_minutes";

/// The calls whose billed minutes are and are not those of their seconds.
pub struct BilledMinutes {
    minutes_slot: usize,
    seconds_slot: usize,
    log_id_slot: usize,
    /// How many calls have both.
    pub compared: u64,
    pub different: u64,
    /// The name and the value of the ID of the first one that differs and has one.
    pub example: Option<String>,
}

impl BilledMinutes {
    pub fn new(projection: &mut Projection) -> Self {
        Self {
            minutes_slot: projection.add_path(CONNECT_MINUTES_CAL),
            seconds_slot: projection.add_path(SECONDS),
            log_id_slot: projection.add_path(LOG_ID),
            compared: 0,
            different: 0,
            example: None,
        }
    }

    /// Compares the figures of a call with this `cdr_id`, which is empty if it has none.
    pub fn observe(&mut self, record: &Record<'_>, id: &str) {
        let text = |slot: usize| {
            let text = record.values[slot].map(json_to_text);
            text.filter(|text| !text.is_empty())
        };
        let (Some(minutes), Some(seconds)) = (text(self.minutes_slot), text(self.seconds_slot))
        else {
            return;
        };
        self.compared += 1;
        if !is_rounded_up(&minutes, &seconds).unwrap_or(false) {
            self.different += 1;
            if self.example.is_none() {
                let log_id = || text(self.log_id_slot).map(|id| format!("{LOG_ID} {id}"));
                self.example = match id {
                    "" => log_id(),
                    id => Some(format!("{CDR_ID} {id}")),
                };
            }
        }
    }
}

/// Whether the minutes are a whole number m, and the seconds are more than 60 (m - 1) and at most 60 m; `None` if one
/// of them is not a number. Nothing is rounded, however many digits there are.
fn is_rounded_up(minutes: &str, seconds: &str) -> Option<bool> {
    let seconds = DecimalStr::parse(seconds)?;
    let Some(minutes) = DecimalStr::parse(minutes)?.to_scaled_i128(0) else {
        return Some(false);
    };
    let most = minutes.checked_mul(60)?.to_string();
    let less = minutes.checked_sub(1)?.checked_mul(60)?.to_string();
    Some(DecimalStr::parse(&less)? < seconds && seconds <= DecimalStr::parse(&most)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn billed_minutes_are_whole_minutes_that_cover_the_seconds() {
        for (minutes, seconds, expected) in [
            ("0", "0", Some(true)),
            ("1", "0", Some(false)),
            ("1", "0.000000000000000000001", Some(true)),
            ("1", "60", Some(true)),
            ("1", "60.0", Some(true)),
            ("1", "60.00000000000000000000000000001", Some(false)),
            ("2", "60.00000000000000000000000000001", Some(true)),
            ("2.0", "1.2e2", Some(true)),
            ("1.5", "90", Some(false)),
            ("2", "60", Some(false)),
            ("30", "1748", Some(true)),
            ("soon", "60", None),
            ("1", "a minute", None),
            ("99999999999999999999999999999999999999", "1", None),
        ] {
            assert_eq!(
                is_rounded_up(minutes, seconds),
                expected,
                "{minutes}, {seconds}"
            );
        }
    }
}
