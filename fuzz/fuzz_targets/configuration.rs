//! Reads texts of any kind as a configuration file.

#![no_main]

use cdr::account::profile_in;
use std::path::Path;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Err(failure) = profile_in(text, "work", Path::new("/etc/cdr/config.toml")) {
        assert!(failure.to_string().starts_with("/etc/cdr/config.toml: "));
    }
});
