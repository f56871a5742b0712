//! The few figures of an answer that a person reads below it.

use super::totals::{Conferences, Sum};
use crate::columns::{CALL_QUALITY, CONF_NUM, CONNECT_MINUTES_CAL, FieldReader, is_bad};
use crate::record::{Projection, Record};
use crate::text::json_to_text;

/// Counts calls, conferences, billed minutes and calls of bad quality.
pub struct SummaryStats {
    calls: u64,
    conferences: Conferences,
    conference_slot: usize,
    billed: FieldReader,
    minutes: Sum,
    quality_slot: usize,
    judged: u64,
    bad: u64,
}

impl SummaryStats {
    pub fn new(projection: &mut Projection) -> Self {
        Self {
            calls: 0,
            conferences: Conferences::default(),
            conference_slot: projection.add_path(CONF_NUM),
            billed: FieldReader::new(CONNECT_MINUTES_CAL, projection),
            minutes: Sum::default(),
            quality_slot: projection.add_path(CALL_QUALITY),
            judged: 0,
            bad: 0,
        }
    }

    /// Counts a call.
    ///
    /// # Errors
    /// This machine's, when a temporary file fails.
    pub fn add(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        let text = |slot: usize| record.values[slot].map(json_to_text).unwrap_or_default();
        self.calls += 1;
        self.conferences.add(0, &text(self.conference_slot))?;
        // What a call lacks is a matter of totals.
        let _ = self
            .billed
            .number(record, |number| self.minutes.add(number));
        let quality = text(self.quality_slot);
        self.judged += u64::from(!quality.is_empty());
        self.bad += u64::from(is_bad(&quality));
        Ok(())
    }

    /// The figures in a few words. What no call says is not said either.
    ///
    /// # Errors
    /// This machine's, when a temporary file fails.
    pub fn told(self) -> anyhow::Result<String> {
        let conferences = self.conferences.count(&mut |_| {})?;
        let calls = counted(self.calls, "call");
        let conferences =
            (conferences > 0).then(|| format!(" in {}", counted(conferences, "conference")));
        let minutes = self.minutes.total();
        let minutes = minutes.map(|minutes| format!(", {minutes} billed minutes"));
        let bad = (self.judged > 0).then(|| format!(", {} of bad quality", self.bad));
        let others = [conferences, minutes, bad].into_iter().flatten();
        Ok(std::iter::once(calls).chain(others).collect())
    }
}

/// So many of a thing, in words.
fn counted(count: u64, thing: &str) -> String {
    match count {
        1 => format!("1 {thing}"),
        _ => format!("{count} {thing}s"),
    }
}
