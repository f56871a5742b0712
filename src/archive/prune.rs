//! Guard of `--prune`: an empty or wrong response must not empty an archive.

use super::day::Partition;
use super::plan::Plan;
use crate::error::{Failure, FailureKind};

/// Which calls that the service no longer reports are removed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prune {
    /// None.
    Never,
    /// All of them, unless they are suspiciously many.
    Guarded,
    /// All of them.
    All,
}

/// At most one in so many stored calls may go.
const MIN_CALLS_PER_REMOVED: u64 = 10;

impl Prune {
    /// Whether calls are removed at all.
    pub fn removes(self) -> bool {
        self != Self::Never
    }

    /// Refuses to remove all calls of a day, or more than a tenth of those of the requested days.
    ///
    /// # Errors
    /// A refusal.
    pub fn check(self, plan: &Plan) -> Result<(), Failure> {
        let requested = plan.days.iter().filter(|(_, day)| day.is_requested);
        let emptied: Vec<Partition> = requested
            .clone()
            .filter(|(_, plan)| plan.vanished > 0 && plan.vanished == plan.stored)
            .map(|(day, _)| *day)
            .collect();
        let removed: u64 = requested.clone().map(|(_, plan)| plan.vanished).sum();
        let stored: u64 = requested.map(|(_, plan)| plan.stored).sum();
        let is_suspicious =
            !emptied.is_empty() || removed.saturating_mul(MIN_CALLS_PER_REMOVED) > stored;
        if self != Self::Guarded || !is_suspicious {
            return Ok(());
        }
        let days = match &emptied[..] {
            [] => String::new(),
            [day] => format!(", all of {day} among them"),
            [day, ..] => format!(", all of {day} and of other days among them"),
        };
        let message = format!(
            "--prune would remove {removed} of {stored} calls of the requested days{days}; use --prune=all to remove them"
        );
        Err(Failure::new(FailureKind::Rejected, message))
    }
}
