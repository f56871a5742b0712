//! Reads texts of any kind as a rate card: it is valid, or a message of one line says where it is not.

#![no_main]

use cdr::billing::RateCard;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Err(failure) = RateCard::parse(text, "rates.toml") {
        let message = failure.to_string();
        assert!(message.starts_with("rates.toml:") && !message.contains('\n'), "{message}");
    }
});
