//! Deduplication of calls: each call is counted and printed once, the first one received.
//!
//! A call is identified by its `cdr_id`, or by its complete text if it has none. Calls reach `cdr`
//! more than once for two reasons. A service or a file may hold a call several times: such copies
//! are duplicates, which are dropped, counted and warned of, because a bill that counted them would
//! be wrong. And the windows of a long period overlap, so that they share calls by design: such
//! copies are dropped without a word, unless their content differs.
//!
//! With `--keep-duplicates`, what one response holds more than once is kept. Copies that come only
//! because windows overlap are still dropped, as far as they are equal to the letter.
//!
//! A `cdr_id` that more than ten different calls share identifies nothing. Dropping all but the
//! first of them would lose calls, so that it is an error.
//!
//! This is the only place that decides which calls are copies; every command uses it.

use super::digest_set::DigestSet;
use super::record_hasher::{Digest, RecordHasher};
use crate::error::{Failure, FailureKind};
use crate::limits::MAX_CALLS_PER_ID;
use crate::record::{Projection, Record};
use crate::text::{count_noun, truncate_and_redact, verb_for};
use std::collections::{HashMap, HashSet};

/// Where a response comes from, which decides what copies of earlier calls mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Source {
    /// A request, perhaps one of several windows. Copies of other windows come from the overlap.
    Request,
    /// A file. Copies of other files are duplicates.
    File,
    /// A file that was read before, and replaced meanwhile. Copies prove nothing.
    FileReadAgain,
}

/// Finds calls that were received before.
pub struct Deduplicator {
    hasher: RecordHasher,
    source: Source,
    /// The calls of requests or of files, by identity.
    calls: Windows,
    /// What `--keep-duplicates` needs to know.
    kept: Option<KeptCopies>,
    /// The calls outside of an exact period.
    outside: DigestSet,
    /// The number of calls that are inside of it, too, and the `cdr_id` of the first one.
    at_edge: u64,
    edge_example: Option<String>,
    counts: DuplicateCounts,
}

/// The calls of earlier requests, and those of the current one or of all files.
#[derive(Default)]
struct Windows {
    earlier: DigestSet,
    current: DigestSet,
}

impl Windows {
    /// Ends the current window.
    fn next(&mut self) {
        self.earlier.append(&mut self.current);
    }
}

/// What is known of calls that are kept although one response has them more than once.
#[derive(Default)]
struct KeptCopies {
    /// The hashes of their complete texts.
    texts: Windows,
    /// Identities that one response has more than once. They do not prove that a call is a copy.
    repeated: HashSet<u128>,
}

impl Deduplicator {
    /// Creates a deduplicator without calls. The seed must differ between runs.
    pub fn new(keeps_copies: bool, seed: u64, projection: &mut Projection) -> Self {
        Self {
            hasher: RecordHasher::new(seed, projection),
            source: Source::File,
            calls: Windows::default(),
            kept: keeps_copies.then(KeptCopies::default),
            outside: DigestSet::default(),
            at_edge: 0,
            edge_example: None,
            counts: DuplicateCounts::default(),
        }
    }

    /// Marks the start of the next response.
    pub fn begin_response(&mut self, source: Source) {
        self.source = source;
        if matches!(source, Source::Request) {
            self.calls.next();
            if let Some(kept) = &mut self.kept {
                kept.texts.next();
            }
            self.counts.next_request();
        }
    }

    /// Adds a call. Returns whether it is a copy to drop.
    ///
    /// # Errors
    /// Returns an invalid response failure if too many different calls share the `cdr_id` of this
    /// one.
    pub fn insert(&mut self, record: &Record<'_>) -> Result<bool, Failure> {
        let digest = self.hasher.digest_text(record);
        let Digest { identity, content } = digest;
        let is_copy = match (self.source, &mut self.kept) {
            (Source::File, Some(_)) => return Ok(false),
            // Nothing is known of the calls that were kept.
            (Source::FileReadAgain, Some(_)) => {
                let message = "the archive changed while it was read; run the command again";
                return Err(Failure::new(FailureKind::Local, message));
            }
            (Source::File, None) => self.insert_current(digest, record)?,
            (Source::FileReadAgain, None) => {
                return Ok(self.calls.current.insert(identity, content).is_some());
            }
            (Source::Request, None) => match self.calls.earlier.get(identity, content) {
                Some(true) => true,
                Some(false) => {
                    self.counts.add(&self.hasher, record, false)?;
                    true
                }
                None => self.insert_current(digest, record)?,
            },
            (Source::Request, Some(_)) => self.insert_with_copies_kept(digest, record)?,
        };
        if !is_copy && self.outside.get(identity, content).is_some() {
            self.add_at_edge(record);
        }
        Ok(is_copy)
    }

    /// Remembers a call outside of the exact period. If the same call is inside, too, the service
    /// sent it with two times, and two periods may count it.
    pub fn observe_outside(&mut self, record: &Record<'_>) -> bool {
        let Digest { identity, content } = self.hasher.digest_text(record);
        let is_new = self.outside.insert(identity, content).is_none();
        let Windows { earlier, current } = &self.calls;
        let inside = earlier
            .get(identity, content)
            .or(current.get(identity, content));
        let is_inside = inside.is_some();
        if is_new && is_inside {
            self.add_at_edge(record);
        }
        is_new && !is_inside
    }

    fn add_at_edge(&mut self, record: &Record<'_>) {
        self.at_edge += 1;
        let id = || display_id(&self.hasher, record);
        self.edge_example.get_or_insert_with(id);
    }

    /// Adds a call to those of its response, or of all files. Returns whether it is one of them,
    /// and counts it if so.
    fn insert_current(&mut self, digest: Digest, record: &Record<'_>) -> Result<bool, Failure> {
        match self.calls.current.insert(digest.identity, digest.content) {
            None => Ok(false),
            Some(is_same) => {
                self.counts.add(&self.hasher, record, is_same)?;
                Ok(true)
            }
        }
    }

    /// Adds a call if copies within a window are kept. Returns whether it was received in an
    /// earlier window. It was if its text is equal, or if its `cdr_id` is, unless a response has
    /// that `cdr_id` more than once.
    fn insert_with_copies_kept(
        &mut self,
        Digest { identity, content }: Digest,
        record: &Record<'_>,
    ) -> Result<bool, Failure> {
        let Some(kept) = &mut self.kept else {
            return Ok(false);
        };
        let text = self.hasher.hash_text(record);
        if kept.texts.earlier.get(text, 0).is_some() {
            return Ok(true);
        }
        let is_known = self.calls.earlier.get(identity, content).is_some();
        if is_known && !kept.repeated.contains(&identity) {
            self.counts.add(&self.hasher, record, false)?;
            return Ok(true);
        }
        kept.texts.current.insert(text, 0);
        if self.calls.current.insert(identity, content).is_some() {
            kept.repeated.insert(identity);
        }
        Ok(false)
    }

    /// Returns the warnings about duplicates, and about calls that are inside and outside of the
    /// period.
    pub fn warnings(&self) -> impl Iterator<Item = String> {
        let example = self.edge_example.as_deref().unwrap_or_default();
        let calls = count_noun(self.at_edge, "call");
        let verb = verb_for(self.at_edge, "was", "were");
        let at_edge = (self.at_edge > 0).then(|| {
            format!(
                "{calls} {verb} received with connection times inside and outside the period (such as cdr_id '{example}'), so two periods may count them"
            )
        });
        self.counts.warning().into_iter().chain(at_edge)
    }
}

/// Returns the `cdr_id` of a call for a message.
fn display_id(hasher: &RecordHasher, record: &Record<'_>) -> String {
    let id = hasher.id(record).unwrap_or_default();
    truncate_and_redact(&String::from_utf8_lossy(&id))
}

/// The number of duplicates that were dropped, and of those whose content differs from the first
/// one.
#[derive(Debug, Default)]
pub struct DuplicateCounts {
    dropped: u64,
    conflicting: u64,
    /// The `cdr_id` of the first one with other content.
    example: Option<String>,
    /// Contents that differ from the first one with the same identity, each with the request that
    /// it was first received from. Hardly any service sends such calls, so this is nearly always
    /// empty.
    contents: HashMap<u128, HashMap<u64, u64>>,
    /// The number of the current request; files all have the same.
    request: u64,
}

impl DuplicateCounts {
    /// Marks the start of the response to another request. Copies of earlier ones come from
    /// overlapping windows, and are not counted.
    pub fn next_request(&mut self) {
        self.request += 1;
    }

    /// Counts a copy that is dropped. `is_same` is whether its content is that of the first one.
    ///
    /// # Errors
    /// Returns an invalid response failure if too many different calls share the `cdr_id` of this
    /// one.
    pub fn add(
        &mut self,
        hasher: &RecordHasher,
        record: &Record<'_>,
        is_same: bool,
    ) -> Result<(), Failure> {
        if is_same {
            self.dropped += 1;
            return Ok(());
        }
        let digest = hasher.digest_text(record);
        let contents = self.contents.entry(digest.identity).or_default();
        if *contents.entry(digest.content).or_insert(self.request) != self.request {
            return Ok(());
        }
        self.dropped += 1;
        self.conflicting += 1;
        let id = || display_id(hasher, record);
        self.example.get_or_insert_with(id);
        // The first call with this `cdr_id` is not in the set.
        if contents.len() < MAX_CALLS_PER_ID {
            return Ok(());
        }
        let message = format!(
            "more than {MAX_CALLS_PER_ID} different calls share cdr_id '{}'; \
             use --keep-duplicates to count all of them",
            id()
        );
        Err(Failure::new(FailureKind::InvalidResponse, message))
    }

    /// Returns the warning about duplicates.
    pub fn warning(&self) -> Option<String> {
        let verb = verb_for(self.dropped, "was", "were");
        let duplicates = count_noun(self.dropped, "duplicate call");
        let conflict = match (self.conflicting, &self.example) {
            (0, _) | (_, None) => String::new(),
            (_, Some(example)) => format!(
                ", {} with different content (such as cdr_id '{example}')",
                self.conflicting
            ),
        };
        (self.dropped > 0).then(|| format!("{duplicates} {verb} dropped{conflict}"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    struct Outcome {
        kept: Vec<&'static str>,
        dropped: u64,
        conflicting: u64,
    }

    fn run(keeps: bool, source: Source, responses: &[&[&'static str]]) -> Outcome {
        let mut projection = Projection::default();
        let mut duplicates = Deduplicator::new(keeps, 5, &mut projection);
        let mut kept = Vec::new();
        for response in responses {
            duplicates.begin_response(source);
            for text in *response {
                let is_copy = projection.with_record(text, |record| Ok(duplicates.insert(record)?));
                if !is_copy.unwrap() {
                    kept.push(*text);
                }
            }
        }
        Outcome {
            kept,
            dropped: duplicates.counts.dropped,
            conflicting: duplicates.counts.conflicting,
        }
    }

    const A: &str = r#"{"cdr_id":"a"}"#;
    const B: &str = r#"{"cdr_id":"b"}"#;
    const CHANGED: &str = r#"{"cdr_id":"a","conf_num":"2"}"#;
    const WINDOW: Source = Source::Request;

    #[test]
    fn copies_within_and_across_files_are_dropped_and_counted() {
        let found = run(false, Source::File, &[&[A, B, A], &[B], &[B, CHANGED]]);
        assert_eq!(found.kept, [A, B]);
        assert_eq!((found.dropped, found.conflicting), (4, 1));
    }

    #[test]
    fn copies_across_windows_are_dropped_and_only_conflicts_are_counted() {
        let found = run(false, WINDOW, &[&[A, B], &[B], &[A, B, CHANGED]]);
        assert_eq!(found.kept, [A, B]);
        assert_eq!((found.dropped, found.conflicting), (1, 1));
    }

    #[test]
    fn conflicts_that_windows_share_are_counted_once() {
        let found = run(
            false,
            WINDOW,
            &[&[A, CHANGED], &[A, CHANGED], &[CHANGED, A]],
        );
        assert_eq!(found.kept, [A]);
        assert_eq!((found.dropped, found.conflicting), (1, 1));
        let found = run(false, WINDOW, &[&[A, CHANGED, CHANGED], &[B, CHANGED]]);
        assert_eq!((found.dropped, found.conflicting), (2, 2));
    }

    #[test]
    fn copies_within_a_window_are_dropped_and_counted() {
        let found = run(false, WINDOW, &[&[A, B, B], &[B, A]]);
        assert_eq!(found.kept, [A, B]);
        assert_eq!((found.dropped, found.conflicting), (1, 0));
    }

    #[test]
    fn kept_duplicates_are_those_of_one_response() {
        let found = run(true, WINDOW, &[&[A, B, B, CHANGED], &[B, A, CHANGED]]);
        assert_eq!(found.kept, [A, B, B, CHANGED]);
        assert_eq!((found.dropped, found.conflicting), (0, 0));
        let found = run(true, Source::File, &[&[A, A], &[A]]);
        assert_eq!(found.kept, [A, A, A]);
    }

    #[test]
    fn a_call_that_changed_between_windows_is_not_kept_twice() {
        let found = run(true, WINDOW, &[&[A, B], &[CHANGED, B]]);
        assert_eq!(found.kept, [A, B]);
        assert_eq!((found.dropped, found.conflicting), (1, 1));
    }

    #[test]
    fn calls_inside_and_outside_of_a_period_are_counted_once_in_any_order() {
        for outside_first in [true, false] {
            let mut projection = Projection::default();
            let mut duplicates = Deduplicator::new(false, 5, &mut projection);
            duplicates.begin_response(WINDOW);
            let outside = |duplicates: &mut Deduplicator| {
                for text in [CHANGED, B] {
                    let noted = projection.with_record(text, |record| {
                        duplicates.observe_outside(record);
                        Ok(())
                    });
                    noted.unwrap();
                }
            };
            if outside_first {
                outside(&mut duplicates);
            }
            let is_copy = projection.with_record(A, |record| Ok(duplicates.insert(record)?));
            assert!(!is_copy.unwrap());
            duplicates.begin_response(WINDOW);
            outside(&mut duplicates);
            let warnings: Vec<_> = duplicates.warnings().collect();
            assert_eq!(warnings.len(), 1);
            assert!(
                warnings[0].starts_with("1 call was received with connection times"),
                "{warnings:?}"
            );
        }
    }

    #[test]
    fn copies_from_a_file_that_is_read_again_are_not_counted() {
        let found = run(false, Source::FileReadAgain, &[&[A, B, A], &[CHANGED]]);
        assert_eq!(found.kept, [A, B]);
        assert_eq!((found.dropped, found.conflicting), (0, 0));
    }

    #[test]
    fn a_call_without_an_id_is_identified_by_its_complete_text() {
        let calls: [&str; 4] = [
            r#"{"cdr_id":null,"app_id":1}"#,
            r#"{"app_id":1}"#,
            r#"{"cdr_id":"","app_id":1}"#,
            r#"{"app_id":2}"#,
        ];
        for source in [Source::File, WINDOW] {
            let found = run(false, source, &[&calls, &calls]);
            assert_eq!((found.kept, found.conflicting), (calls.to_vec(), 0));
        }
    }

    #[test]
    fn white_space_does_not_make_another_call() {
        let spaced: [&str; 2] = [r#"{ "user" : [1, 2] }"#, r#"{"user":[1,2]}"#];
        assert_eq!(run(false, Source::File, &[&spaced]).kept.len(), 1);
        let found = run(false, Source::File, &[&[r#"{"cdr_id": "a"}"#, A]]);
        assert_eq!((found.dropped, found.conflicting), (1, 0));
    }

    #[test]
    fn an_id_that_more_than_ten_different_calls_share_is_an_error() {
        for source in [Source::File, WINDOW] {
            let mut projection = Projection::default();
            let mut duplicates = Deduplicator::new(false, 5, &mut projection);
            let results: Vec<_> = (0..11)
                .map(|number| {
                    let text = format!(r#"{{"cdr_id":"0","conf_num":{number}}}"#);
                    duplicates.begin_response(source);
                    projection.with_record(&text, |record| Ok(duplicates.insert(record)?))
                })
                .collect();
            assert!(results[..10].iter().all(Result::is_ok));
            let error = results[10].as_ref().unwrap_err().to_string();
            assert!(error.contains("cdr_id '0'"), "{error}");
        }
    }

    #[test]
    fn the_warning_agrees_in_number_and_names_an_example() {
        let warning = |dropped, conflicting| {
            let counts = DuplicateCounts {
                dropped,
                conflicting,
                example: Some("a".to_owned()),
                ..DuplicateCounts::default()
            };
            counts.warning()
        };
        assert_eq!(warning(0, 0), None);
        assert_eq!(warning(1, 0).unwrap(), "1 duplicate call was dropped");
        assert_eq!(
            warning(3, 2).unwrap(),
            "3 duplicate calls were dropped, 2 with different content (such as cdr_id 'a')"
        );
    }
}
