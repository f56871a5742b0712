//! What a run takes from its surroundings.

use crate::ask::Environment;
use crate::console::Console;
use chrono::{DateTime, Utc};
use std::time::Duration;

/// The clock, chance, pauses, the environment and standard error, handed in.
#[derive(Clone, Copy)]
pub struct World<'a> {
    /// The current time.
    pub now: fn() -> DateTime<Utc>,
    /// Chance: a number from 0 to 1.
    pub random: fn() -> f64,
    /// Waits.
    pub pause: fn(Duration),
    /// The environment's variables.
    pub environment: Environment<'a>,
    /// Standard error.
    pub console: Console,
}
