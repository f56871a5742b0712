//! Numbers of things in messages: `1 call`, `1,234 calls`.

/// Returns a number and its noun, which agrees with it.
pub fn count_noun(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", group_thousands(count))
}

/// Returns the form of a verb that agrees with a number.
pub fn verb_for<'v>(count: u64, singular: &'v str, plural: &'v str) -> &'v str {
    if count == 1 { singular } else { plural }
}

/// Returns a number with commas between thousands.
pub fn group_thousands(number: u64) -> String {
    let digits = number.to_string();
    digits
        .as_bytes()
        .rchunks(3)
        .rev()
        .map(String::from_utf8_lossy)
        .collect::<Vec<_>>()
        .join(",")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_agree_and_thousands_are_separated() {
        for (count, expected) in [
            (0, "0 calls"),
            (1, "1 call"),
            (999, "999 calls"),
            (1_234_567, "1,234,567 calls"),
        ] {
            assert_eq!(count_noun(count, "call"), expected);
        }
    }
}
