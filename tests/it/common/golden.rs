//! Output that a person looked at, kept in files. `BLESS=1 cargo test` rewrites them.

use std::path::PathBuf;

/// That a text is what the file `tests/golden/NAME` holds.
pub fn assert_golden(name: &str, text: &str) {
    assert_matches_file(&format!("tests/golden/{name}"), text);
}

/// That a text is what a file of the repository holds.
pub fn assert_matches_file(path: &str, text: &str) {
    let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(path);
    if std::env::var_os("BLESS").is_some() {
        std::fs::write(&file, text).unwrap();
        return;
    }
    let kept = std::fs::read_to_string(&file).unwrap_or_default();
    assert!(
        kept == text,
        "{path} differs; if the new text is right, run BLESS=1 cargo test\n--- new ---\n{text}"
    );
}
