//! Whether billed minutes are the connected seconds, divided by 60 and rounded up.
//!
//! Invoices can be verified by that, as long as it holds: `usage.connect_minutes`, which has
//! seconds despite its name, is to be covered by `usage.connect_minutes_cal` whole minutes. Nothing
//! is rounded, however many digits there are.

use crate::columns::{CDR_ID, CONNECT_MINUTES_CAL};
use crate::record::{Projection, Record};
use crate::text::DecimalStr;

/// The ID by which the vendor's support finds a call without `cdr_id`.
const LOG_ID: &str = "call_log_id";

/// The seconds that billed minutes are computed from.
const SECONDS: &str = "usage.connect_minutes";

/// The comparison of the billed minutes of calls with their seconds.
pub struct BilledMinutes {
    minutes_slot: usize,
    seconds_slot: usize,
    log_id_slot: usize,
    /// The number of calls that have both.
    pub compared: u64,
    pub different: u64,
    /// The ID, with its name, of the first call that differs and has one.
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
            let text = record.text_at(slot);
            (!text.is_empty()).then_some(text)
        };
        let (Some(minutes), Some(seconds)) = (text(self.minutes_slot), text(self.seconds_slot))
        else {
            return;
        };
        self.compared += 1;
        if !is_rounded_up(&minutes, &seconds).unwrap_or(false) {
            self.different += 1;
            if self.example.is_none() {
                self.example = match id {
                    "" => text(self.log_id_slot).map(|id| format!("{LOG_ID} {id}")),
                    id => Some(format!("{CDR_ID} {id}")),
                };
            }
        }
    }
}

/// Returns whether the minutes are a whole number m, and the seconds are more than 60 (m - 1) and
/// at most 60 m; `None` if one of them is not a number.
fn is_rounded_up(minutes: &str, seconds: &str) -> Option<bool> {
    let seconds = DecimalStr::parse(seconds)?;
    let Some(minutes) = DecimalStr::parse(minutes)?.to_scaled_i128(0) else {
        return Some(false);
    };
    let max = minutes.checked_mul(60)?.to_string();
    let exceeded = minutes.checked_sub(1)?.checked_mul(60)?.to_string();
    Some(DecimalStr::parse(&exceeded)? < seconds && seconds <= DecimalStr::parse(&max)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn billed_minutes_are_seconds_rounded_up_to_minutes() {
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
