//! Holds the cutting of responses against `serde_json`, on bytes of any kind. The first byte says how many
//! bytes are read at a time.

#![no_main]

#[path = "../../tests/it/common/json_oracle.rs"]
mod json_oracle;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some((step, body)) = bytes.split_first() {
        json_oracle::assert_matches_serde_json(body, usize::from(*step) + 1);
    }
});
