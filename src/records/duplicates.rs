//! A call counts once, though several responses hold it.

use super::{Projection, Record};
use crate::json_text::text_of;
use std::collections::HashSet;

/// Tells calls that an earlier response held already, by their `cdr_id`. Within one response nothing is
/// compared: what the service sends twice counts twice, split or not.
pub struct Duplicates {
    slot: usize,
    /// The ids of earlier responses that still count.
    earlier: HashSet<Box<str>>,
    /// The ids of this response.
    current: HashSet<Box<str>>,
    reach: Reach,
    without_id: u64,
}

/// How far back a response may repeat others.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Reach {
    /// To the response before it: windows share a day with their neighbours alone.
    Neighbour,
    /// To every response before it.
    Everything,
}

impl Duplicates {
    /// Between the windows of a period, in their order. Memory grows with a window's calls, not with all.
    pub fn between_windows(projection: &mut Projection) -> Self {
        Self::new(projection, Reach::Neighbour)
    }

    /// Between responses of any kind. Memory grows with the number of calls.
    pub fn between_files(projection: &mut Projection) -> Self {
        Self::new(projection, Reach::Everything)
    }

    fn new(projection: &mut Projection, reach: Reach) -> Self {
        Self {
            slot: projection.slot("cdr_id"),
            earlier: HashSet::new(),
            current: HashSet::new(),
            reach,
            without_id: 0,
        }
    }

    /// Marks the start of the next response.
    pub fn next_response(&mut self) {
        let current = std::mem::take(&mut self.current);
        match self.reach {
            Reach::Neighbour => self.earlier = current,
            Reach::Everything => self.earlier.extend(current),
        }
    }

    /// Whether an earlier response held this call. One without an id is new.
    pub fn knows(&mut self, record: &Record<'_>) -> bool {
        let id = record.values[self.slot].map(text_of).unwrap_or_default();
        if id.is_empty() {
            self.without_id += 1;
            return false;
        }
        let known = self.earlier.contains(&*id);
        if !self.current.contains(&*id) {
            self.current.insert(id.into());
        }
        known
    }

    /// How many calls had no id, and so could not be told apart.
    #[must_use]
    pub fn without_id(&self) -> u64 {
        self.without_id
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which calls of each response are new.
    fn new_ones(
        between: fn(&mut Projection) -> Duplicates,
        responses: &[&[&'static str]],
    ) -> (Vec<&'static str>, u64) {
        let mut projection = Projection::default();
        let mut duplicates = between(&mut projection);
        let mut new = Vec::new();
        for response in responses {
            duplicates.next_response();
            for text in *response {
                let mut values = Vec::new();
                projection.read(text, &mut values).unwrap();
                let values = &values;
                if !duplicates.knows(&Record { text, values }) {
                    new.push(*text);
                }
            }
        }
        (new, duplicates.without_id())
    }

    const A: &str = r#"{"cdr_id":"a"}"#;
    const B: &str = r#"{"cdr_id":"b"}"#;
    const NONE: &str = r#"{"cdr_id":null}"#;

    #[test]
    fn a_call_of_the_response_before_counts_once() {
        let responses: [&[_]; 3] = [&[A, B], &[B], &[B, A]];
        let (new, _) = new_ones(Duplicates::between_windows, &responses);
        assert_eq!(new, [A, B, A]);
        let (new, _) = new_ones(Duplicates::between_files, &responses);
        assert_eq!(new, [A, B]);
    }

    #[test]
    fn what_one_response_holds_twice_counts_twice() {
        let (new, _) = new_ones(Duplicates::between_files, &[&[A, A], &[A]]);
        assert_eq!(new, [A, A]);
    }

    #[test]
    fn calls_without_an_id_are_kept_and_counted() {
        let (new, without_id) = new_ones(Duplicates::between_files, &[&[NONE], &[NONE, "{}"]]);
        assert_eq!(new.len(), 3);
        assert_eq!(without_id, 3);
    }
}
