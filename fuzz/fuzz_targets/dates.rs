//! Parses texts of any kind as dates, and resolves them, on any day.

#![no_main]

use cdr::DateSpec;
use chrono::NaiveDate;

libfuzzer_sys::fuzz_target!(|input: (i32, &str, &str)| {
    let (day, from, to) = input;
    let today = NaiveDate::from_num_days_from_ce_opt(day % 4_000_000);
    if let (Some(today), Ok(from)) = (today, from.parse::<DateSpec>()) {
        let to = to.parse().ok();
        if let Ok(period) = from.resolve_to(to.as_ref(), today) {
            assert!(period.first() <= period.last());
        }
    }
});
