//! Holds the cutting of responses against `serde_json`, on bytes of any kind. The first byte says how many
//! bytes are read at a time.

#![no_main]

#[path = "../../tests/it/common/cutting.rs"]
mod cutting;

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    if let Some((step, body)) = bytes.split_first() {
        cutting::agrees(body, usize::from(*step) + 1);
    }
});
