//! Reads texts of any kind as a configuration file.

#![no_main]

use cdr::Profile;
use std::path::Path;

libfuzzer_sys::fuzz_target!(|text: &str| {
    if let Err(failure) = Profile::parse(text, "work", Path::new("/etc/cdr/config.toml")) {
        assert!(failure.to_string().starts_with("/etc/cdr/config.toml:"));
    }
});
