//! The most similar one of several words, for suggestions.

/// Returns the word that is most similar to another, if the similarity (1 is the same) is above
/// `min`.
pub fn closest_word<'a>(
    word: &str,
    candidates: impl Iterator<Item = &'a str>,
    min: f64,
) -> Option<&'a str> {
    candidates
        .map(|candidate| (strsim::jaro(word, candidate), candidate))
        .filter(|(similarity, _)| *similarity > min)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, candidate)| candidate)
}
