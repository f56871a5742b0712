//! What a run takes from its surroundings.

use crate::terminal::Console;
use chrono::{DateTime, Utc};
use std::time::Duration;

/// The clock, chance, pauses and standard error, handed in.
#[derive(Clone, Copy, Debug)]
pub struct World {
    /// The current time.
    pub now: fn() -> DateTime<Utc>,
    /// Chance: a number from 0 to 1.
    pub random: fn() -> f64,
    /// Waits.
    pub pause: fn(Duration),
    /// Standard error.
    pub console: Console,
}
