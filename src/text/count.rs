//! Numbers of things in messages: `1 call`, `1,234 calls`.

/// Returns a number and its noun, which agrees with it.
pub fn count_noun(count: u64, noun: &str) -> String {
    let plural = if count == 1 { "" } else { "s" };
    format!("{} {noun}{plural}", group_thousands(count))
}

/// Returns how many of all calls something concerns: `2 of 3 calls`, `the only call`. A verb that
/// follows agrees with `count`.
pub fn share_of_calls(count: u64, calls: u64) -> String {
    if calls == 1 && count == 1 {
        return "the only call".to_owned();
    }
    format!("{count} of {calls} calls")
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
    fn a_share_of_one_call_is_the_only_call() {
        assert_eq!(share_of_calls(1, 1), "the only call");
        assert_eq!(share_of_calls(1, 2), "1 of 2 calls");
        assert_eq!(share_of_calls(3, 4), "3 of 4 calls");
    }

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
