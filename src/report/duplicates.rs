//! One call counts once, however often it comes.

use super::digests::{Digests, Seen};
use super::identity::{Digest, Identity};
use crate::parse::{Projection, Record};

/// Tells calls that came before; the first one counts.
pub struct Duplicates {
    identity: Identity,
    reach: Reach,
    earlier: Digests,
    current: Digests,
    changed: u64,
}

/// Which calls a call is compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reach {
    /// All that came before. Memory grows with their number.
    Everything,
    /// Those of the response before: the windows of a period share a day with their neighbours alone. Within a
    /// window nothing is compared, so that an answer in windows is the answer in one.
    Neighbour,
}

impl Duplicates {
    /// Compares calls this far.
    pub fn new(reach: Reach, seed: u64, projection: &mut Projection) -> Self {
        Self {
            identity: Identity::new(seed, projection),
            reach,
            earlier: Digests::default(),
            current: Digests::default(),
            changed: 0,
        }
    }

    /// Marks the start of the next response.
    pub fn next_response(&mut self) {
        if self.reach == Reach::Neighbour {
            self.earlier = std::mem::take(&mut self.current);
        }
    }

    /// Whether this call came before.
    pub fn knows(&mut self, record: &Record<'_>) -> bool {
        let Digest { identity, content } = self.identity.digest(record);
        let compared = match self.reach {
            Reach::Everything => &mut self.current,
            Reach::Neighbour => &mut self.earlier,
        };
        let seen = compared.look_up(identity, content);
        if seen == Seen::Never || self.reach == Reach::Neighbour {
            self.current.insert(identity, content);
        }
        self.changed += u64::from(seen == Seen::Changed);
        seen != Seen::Never
    }

    /// The warning about calls that came again with other content.
    pub fn warning(&self) -> Option<String> {
        came_again(self.changed)
    }
}

/// The warning about so many calls that came again with other content.
pub fn came_again(changed: u64) -> Option<String> {
    (changed > 0).then(|| {
        format!("calls that came again with other content: {changed}; the first of each counts")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which calls of each response are new, and how many came again with other content.
    fn new_ones(reach: Reach, responses: &[&[&'static str]]) -> (Vec<&'static str>, u64) {
        let mut projection = Projection::default();
        let mut duplicates = Duplicates::new(reach, 5, &mut projection);
        let mut new = Vec::new();
        for response in responses {
            duplicates.next_response();
            for text in *response {
                let known = projection.record(text, |record| Ok(duplicates.knows(record)));
                if !known.unwrap() {
                    new.push(*text);
                }
            }
        }
        (new, duplicates.changed)
    }

    const A: &str = r#"{"cdr_id":"a"}"#;
    const B: &str = r#"{"cdr_id":"b"}"#;

    #[test]
    fn a_call_counts_once_within_and_across_files() {
        let (new, changed) = new_ones(Reach::Everything, &[&[A, B, A], &[B], &[B, A]]);
        assert_eq!((new, changed), (vec![A, B], 0));
    }

    #[test]
    fn between_windows_a_call_of_the_one_before_counts_once() {
        let (new, _) = new_ones(Reach::Neighbour, &[&[A, B, B], &[B], &[B, A]]);
        assert_eq!(new, [A, B, B, A]);
    }

    #[test]
    fn a_call_without_an_id_is_known_by_its_whole_text() {
        let calls = [
            r#"{"cdr_id":null,"a":1}"#,
            r#"{"a":1}"#,
            r#"{"cdr_id":"","a":1}"#,
            r#"{"a":2}"#,
        ];
        for reach in [Reach::Everything, Reach::Neighbour] {
            let (new, changed) = new_ones(reach, &[&calls, &calls]);
            assert_eq!((new, changed), (calls.to_vec(), 0));
        }
    }

    #[test]
    fn white_space_makes_no_other_call() {
        let spaced = [r#"{ "a" : [1, 2] }"#, r#"{"a":[1,2]}"#];
        assert_eq!(new_ones(Reach::Everything, &[&spaced]).0.len(), 1);
        let spaced = [r#"{"cdr_id": "a"}"#, A];
        assert_eq!(
            new_ones(Reach::Everything, &[&spaced]),
            (vec![spaced[0]], 0)
        );
    }

    #[test]
    fn a_call_that_came_again_with_other_content_is_counted_once() {
        let changed = r#"{"cdr_id":"a","b":1}"#;
        let (new, count) = new_ones(Reach::Everything, &[&[A, changed, changed]]);
        assert_eq!((new, count), (vec![A], 1));
        let (_, count) = new_ones(Reach::Neighbour, &[&[A], &[changed]]);
        assert_eq!(count, 1);
    }

    #[test]
    fn halves_of_surrogate_pairs_make_different_ids() {
        let calls = [
            r#"{"cdr_id":"a\ud800"}"#,
            r#"{"cdr_id":"a\udfff"}"#,
            r#"{"cdr_id":"a\ufffd"}"#,
        ];
        assert_eq!(new_ones(Reach::Everything, &[&calls]).0.len(), 3);
    }

    #[test]
    fn an_id_is_the_same_however_it_is_written() {
        let calls = [r#"{"cdr_id":"a"}"#, r#"{"cdr_id":"\u0061"}"#];
        assert_eq!(new_ones(Reach::Everything, &[&calls]).0.len(), 1);
        let calls = [r#"{"cdr_id":"1"}"#, r#"{"cdr_id":1}"#];
        assert_eq!(new_ones(Reach::Everything, &[&calls]).0.len(), 1);
    }
}
