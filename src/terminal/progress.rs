//! Progress of long work, on a terminal.
//!
//! Nothing is drawn before [`Progress::SHOW_AFTER`], so short runs do not flicker, and nothing
//! remains after [`Progress::finish`]. A thread renders the line ten times a second, because
//! seconds pass without any event; the working thread only updates numbers. The reason of a delay
//! may contain text of the service, and is redacted and escaped.

use super::console::Console;
use crate::text::{escape_control_chars, redact, truncate};
use indicatif::{DecimalBytes, ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The longest line, in characters: it must not wrap on a terminal of 80 columns.
const MAX_LINE_CHARS: usize = 76;

/// The number of windows from which the remaining time is estimated.
const MIN_WINDOWS_FOR_ESTIMATE: usize = 3;

/// A line on standard error that shows bytes, rate and windows, or why nothing happens.
#[derive(Clone)]
pub struct Progress {
    bar: ProgressBar,
    state: Arc<Mutex<State>>,
}

struct State {
    windows: usize,
    windows_done: usize,
    delay: Option<Delay>,
}

struct Delay {
    end: Instant,
    /// What follows, such as `retrying`.
    action: String,
    reason: String,
}

impl Progress {
    /// Work that takes less time is not shown.
    pub const SHOW_AFTER: Duration = Duration::from_millis(500);

    /// Starts work that consists of this number of windows.
    pub fn new(windows: usize, console: Console) -> Self {
        let bar = ProgressBar::hidden();
        bar.set_style(ProgressStyle::default_spinner());
        let progress = Self {
            bar,
            state: Arc::new(Mutex::new(State {
                windows,
                windows_done: 0,
                delay: None,
            })),
        };
        if console.shows_progress() {
            let progress = progress.clone();
            // Progress is not worth a failure if there are no more threads.
            let _ = std::thread::Builder::new().spawn(move || progress.draw());
        }
        progress
    }

    fn draw(&self) {
        std::thread::sleep(Self::SHOW_AFTER);
        self.bar.set_draw_target(ProgressDrawTarget::stderr());
        while !self.bar.is_finished() {
            let bar = &self.bar;
            let mut line = String::new();
            self.update(|state| line = state.line(bar.position(), bar.per_sec(), bar.elapsed()));
            bar.set_message(line);
            bar.tick();
            std::thread::sleep(Duration::from_millis(100));
        }
    }

    pub fn add_bytes(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    pub fn add_window(&self) {
        self.update(|state| state.windows_done += 1);
    }

    /// Sleeps, and shows what follows in how many seconds, and the reason.
    pub fn sleep(&self, delay: Duration, action: &str, reason: &str) {
        let delay_shown = Delay {
            end: Instant::now() + delay,
            action: action.to_owned(),
            reason: escape_control_chars(&redact(reason)).into_owned(),
        };
        self.update(|state| state.delay = Some(delay_shown));
        std::thread::sleep(delay);
        self.update(|state| state.delay = None);
    }

    fn update(&self, update: impl FnOnce(&mut State)) {
        update(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Clears the line, and returns the duration of the work.
    pub fn finish(&self) -> Duration {
        self.bar.finish_and_clear();
        self.bar.elapsed()
    }
}

impl State {
    fn line(&self, bytes: u64, bytes_per_second: f64, elapsed: Duration) -> String {
        let windows = if self.windows > 1 {
            format!(", {} of {} windows", self.windows_done, self.windows)
        } else {
            String::new()
        };
        if let Some(Delay {
            end,
            action,
            reason,
        }) = &self.delay
        {
            // Rounded up, so that the last second is shown as 1 rather than 0.
            let seconds = end.saturating_duration_since(Instant::now()).as_secs() + 1;
            let line = format!("{action} in {seconds} s{windows}, {reason}");
            return truncate(&line, MAX_LINE_CHARS).into_owned();
        }
        if let Some(left) = self.time_left(elapsed) {
            let (done, windows, bytes) = (self.windows_done, self.windows, DecimalBytes(bytes));
            let left = describe_duration(left);
            return format!("{done} of {windows} windows, {bytes}, about {left} left");
        }
        let elapsed = elapsed.as_secs();
        if bytes == 0 {
            return format!("waiting for a response{windows}, {elapsed} s");
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an approximate rate; the cast saturates"
        )]
        let rate = DecimalBytes(bytes_per_second as u64);
        format!(
            "{} received, {rate}/s{windows}, {elapsed} s",
            DecimalBytes(bytes)
        )
    }

    /// Estimates the remaining time from that of the windows so far, once there are enough of them.
    fn time_left(&self, elapsed: Duration) -> Option<Duration> {
        let done = u32::try_from(self.windows_done).ok()?;
        let left = u32::try_from(self.windows.checked_sub(self.windows_done)?).ok()?;
        let is_known = self.windows_done >= MIN_WINDOWS_FOR_ESTIMATE && left > 0;
        is_known.then(|| (elapsed / done).saturating_mul(left))
    }
}

/// Describes an estimated duration in its largest unit.
fn describe_duration(duration: Duration) -> String {
    match duration.as_secs() {
        seconds @ 0..100 => format!("{} s", seconds.max(1)),
        seconds @ 100..6000 => format!("{} min", (seconds + 30) / 60),
        seconds => format!("{} h", (seconds + 1800) / 3600),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_shows_bytes_windows_and_delays() {
        let mut state = State {
            windows: 1,
            windows_done: 0,
            delay: None,
        };
        let second = Duration::from_secs(1);
        assert_eq!(state.line(0, 0.0, second), "waiting for a response, 1 s");
        assert_eq!(
            state.line(1_500_000, 2e6, second),
            "1.50 MB received, 2.00 MB/s, 1 s"
        );
        let long = "x".repeat(100);
        state.delay = Some(Delay {
            end: Instant::now(),
            action: "retrying".to_owned(),
            reason: long,
        });
        assert_eq!(
            state.line(0, 0.0, second).chars().count(),
            MAX_LINE_CHARS + 1
        );
        state.windows = 3;
        let end = Instant::now() + Duration::from_millis(3500);
        state.delay = Some(Delay {
            end,
            action: "retrying".to_owned(),
            reason: "attempt 2 of 5: the service failed (503)".to_owned(),
        });
        assert_eq!(
            state.line(0, 0.0, second),
            "retrying in 4 s, 0 of 3 windows, attempt 2 of 5: the service failed (503)"
        );
    }

    #[test]
    fn the_line_estimates_the_remaining_time_once_enough_windows_have_arrived() {
        let line = |windows, windows_done| {
            let state = State {
                windows,
                windows_done,
                delay: None,
            };
            state.line(14_000_000, 1e6, Duration::from_secs(12))
        };
        assert_eq!(line(52, 12), "12 of 52 windows, 14.00 MB, about 40 s left");
        assert_eq!(
            line(52, 2),
            "14.00 MB received, 1.00 MB/s, 2 of 52 windows, 12 s"
        );
        assert_eq!(line(1, 1), "14.00 MB received, 1.00 MB/s, 12 s");
        assert!(!line(52, 52).contains("left"));
    }

    #[test]
    fn an_estimate_has_one_unit() {
        for (seconds, text) in [(0, "1 s"), (99, "99 s"), (100, "2 min"), (7000, "2 h")] {
            assert_eq!(describe_duration(Duration::from_secs(seconds)), text);
        }
    }
}
