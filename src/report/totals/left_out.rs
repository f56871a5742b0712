//! Calls that sums leave out: one warning for each cause, however many columns are affected.
//!
//! A value that is missing only matters in a column that other calls have: services without a
//! figure should not cause a warning for each call. Whether a column is such a one may be known
//! only later, so that a first value makes all calls before it incomplete, at once and without a
//! second pass.

use crate::columns::{FieldReader, NoValue};
use crate::text::{share_of_calls, verb_for};

/// Counts the calls that lack a value which others have, and those with a value that is not a
/// number.
///
/// A column that no call has leaves none out, which is known only at the end. So a missing value
/// counts only once a call had one in its column, and with the first such call all calls before it
/// count at once.
pub struct LeftOut {
    calls: u64,
    /// Whether a call had a value, for each column.
    seen: Vec<bool>,
    incomplete: u64,
    invalid: u64,
    /// The column of the first value that is not a number.
    first_invalid: Option<usize>,
}

/// A warning and the columns that it is about.
pub struct ColumnWarning {
    pub columns: Vec<String>,
    pub text: String,
}

impl LeftOut {
    pub fn new(columns: usize) -> Self {
        Self {
            calls: 0,
            seen: vec![false; columns],
            incomplete: 0,
            invalid: 0,
            first_invalid: None,
        }
    }

    /// Counts a call, given the result of reading each of its values.
    pub fn add(&mut self, values: impl Iterator<Item = Result<(), NoValue>>) {
        let (mut is_incomplete, mut is_first_with, mut invalid) = (false, false, None);
        for (index, (seen, value)) in self.seen.iter_mut().zip(values).enumerate() {
            if value == Err(NoValue::Missing) {
                is_incomplete |= *seen;
                continue;
            }
            is_first_with |= !std::mem::replace(seen, true);
            if value.is_err() {
                invalid = invalid.or(Some(index));
            }
        }
        if is_first_with {
            self.incomplete = self.calls;
        }
        self.calls += 1;
        self.incomplete += u64::from(is_incomplete);
        self.invalid += u64::from(invalid.is_some());
        self.first_invalid = self.first_invalid.or(invalid);
    }

    /// Returns the warnings, given the columns.
    pub fn warnings(&self, columns: &[FieldReader]) -> impl Iterator<Item = ColumnWarning> {
        [self.incomplete(columns), self.invalid(columns)]
            .into_iter()
            .flatten()
    }

    fn incomplete(&self, columns: &[FieldReader]) -> Option<ColumnWarning> {
        let names = names(columns, |column| column.is_missing_in_some(self.calls));
        let verb = verb_for(self.incomplete, "has", "have");
        (self.incomplete > 0).then(|| ColumnWarning {
            text: match &names[..] {
                [name] => format!(
                    "{} {verb} no {name} {}",
                    share_of_calls(self.incomplete, self.calls),
                    consequence(self.incomplete, &names)
                ),
                _ => format!(
                    "{} {verb} no value for at least one of {} and {} not included in those sums",
                    share_of_calls(self.incomplete, self.calls),
                    names.join(", "),
                    verb_for(self.incomplete, "is", "are")
                ),
            },
            columns: names,
        })
    }

    fn invalid(&self, columns: &[FieldReader]) -> Option<ColumnWarning> {
        let first = columns.get(self.first_invalid?)?;
        let names = names(columns, |column| column.first_invalid().is_some());
        let verb = verb_for(self.invalid, "has", "have");
        let column = match &names[..] {
            [_] => String::new(),
            _ => format!("{} ", first.path()),
        };
        Some(ColumnWarning {
            text: format!(
                "{} {verb} a {} that is not a number {} (first: {column}{})",
                share_of_calls(self.invalid, self.calls),
                alternatives(&names),
                consequence(self.invalid, &names),
                first.first_invalid().unwrap_or_default()
            ),
            columns: names,
        })
    }
}

fn names(columns: &[FieldReader], is_affected: impl Fn(&FieldReader) -> bool) -> Vec<String> {
    let affected = columns.iter().filter(|column| is_affected(column));
    affected.map(|column| column.path().to_owned()).collect()
}

/// Joins names: `a`, `a or b`, `a, b or c`.
fn alternatives(names: &[String]) -> String {
    match names {
        [others @ .., last] if !others.is_empty() => format!("{} or {last}", others.join(", ")),
        _ => names.concat(),
    }
}

/// Returns what it means that calls have no number in these columns.
fn consequence(calls: u64, names: &[String]) -> &'static str {
    match (calls, names.len()) {
        (1, 1) => "and is not included in its sum",
        (_, 1) => "and are not included in its sum",
        (1, _) => "and is not included in their sums",
        (_, _) => "and are not included in their sums",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::record::Projection;
    use proptest::prelude::*;

    const MISSING: Result<(), NoValue> = Err(NoValue::Missing);
    const INVALID: Result<(), NoValue> = Err(NoValue::Invalid);

    /// Returns the warnings about the columns `a`, `b` and `c` of these calls.
    fn warnings(calls: &[String]) -> Vec<String> {
        let mut projection = Projection::default();
        let mut columns = ["a", "b", "c"].map(|name| FieldReader::new(name, &mut projection));
        let mut left_out = LeftOut::new(columns.len());
        for call in calls {
            let read = |record: &crate::record::Record<'_>| {
                left_out.add(
                    columns
                        .iter_mut()
                        .map(|column| column.number(record, |_| {})),
                );
                Ok(())
            };
            projection.with_record(call, read).unwrap();
        }
        let warnings = left_out.warnings(&columns);
        warnings.map(|warning| warning.text).collect()
    }

    #[test]
    fn each_cause_has_one_warning_for_all_columns() {
        let calls = [
            r#"{"b":1}"#,
            r#"{"a":1,"b":"x","cdr_id":"1"}"#,
            r#"{"a":"1,0","b":[]}"#,
            "{}",
        ];
        assert_eq!(
            warnings(&calls.map(str::to_owned)),
            [
                "2 of 4 calls have no value for at least one of a, b and are not included in those sums",
                "2 of 4 calls have a a or b that is not a number and are not included in their sums \
                 (first: b \"x\", cdr_id 1)"
            ]
        );
    }

    #[test]
    fn the_warning_agrees_in_number() {
        assert_eq!(
            warnings(&["{}".to_owned(), r#"{"c":1}"#.to_owned()]),
            ["1 of 2 calls has no c and is not included in its sum"]
        );
    }

    proptest! {
        #[test]
        fn calls_are_counted_as_if_all_columns_were_known_at_first(
            calls in prop::collection::vec(prop::collection::vec(
                prop_oneof![Just(Ok(())), Just(MISSING), Just(INVALID)], 3), 0..12),
        ) {
            let mut left_out = LeftOut::new(3);
            for call in &calls {
                left_out.add(call.iter().copied());
            }
            let is_known = |place: usize| calls.iter().any(|call| call[place] != MISSING);
            let lacks = |call: &&Vec<_>| (0..3).any(|place| call[place] == MISSING && is_known(place));
            prop_assert_eq!(left_out.incomplete, calls.iter().filter(lacks).count() as u64);
            let is_invalid = |call: &&Vec<_>| call.contains(&INVALID);
            prop_assert_eq!(left_out.invalid, calls.iter().filter(is_invalid).count() as u64);
        }
    }
}
