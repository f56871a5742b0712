//! How far long work has come, shown on a terminal while it lasts.

use super::console::Console;
use crate::text::{escape_control_chars, redact};
use indicatif::{DecimalBytes, ProgressBar, ProgressDrawTarget, ProgressState, ProgressStyle};
use std::fmt::Write;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// What takes no longer than this is not shown.
pub const LONG: Duration = Duration::from_millis(500);

/// The longest line, in characters, so that it stays one on a terminal of the usual width.
const LINE: usize = 76;

/// What is being waited for, bytes, rate and windows. It draws on standard error, when that is a terminal, and leaves no
/// trace.
#[derive(Clone)]
pub struct Progress {
    bar: ProgressBar,
    work: Arc<Mutex<Work>>,
}

/// What is being done.
struct Work {
    windows: usize,
    done: usize,
    /// Until when nothing is done, and why.
    pause: Option<(Instant, String)>,
}

impl Progress {
    /// Of work in so many windows, which starts now.
    pub fn new(windows: usize, console: Console) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let work = Arc::new(Mutex::new(Work {
            windows,
            done: 0,
            pause: None,
        }));
        if let Ok(style) = ProgressStyle::with_template("{spinner} {work}") {
            let work = Arc::clone(&work);
            let told = move |state: &ProgressState, out: &mut dyn Write| {
                let work = work.lock().unwrap_or_else(PoisonError::into_inner);
                // A line that can't be drawn is left out.
                let _ = out.write_str(&work.told(state.pos(), state.per_sec(), state.elapsed()));
            };
            bar.set_style(style.with_key("work", told));
        }
        if console.shows_progress() {
            let bar = bar.clone();
            // Without a thread it shows nothing.
            let _ = std::thread::Builder::new().spawn(move || {
                std::thread::sleep(LONG);
                if !bar.is_finished() {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                    bar.enable_steady_tick(Duration::from_millis(100));
                }
            });
        }
        Self { bar, work }
    }

    /// So many more bytes have come.
    pub fn received(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    /// Another window is there.
    pub fn window_done(&self) {
        self.change(|work| work.done += 1);
    }

    /// Nothing is done for so long, because of this.
    pub fn pauses(&self, pause: Duration, reason: &str) {
        let reason = escape_control_chars(&redact(reason)).into_owned();
        self.change(|work| work.pause = Instant::now().checked_add(pause).map(|end| (end, reason)));
    }

    /// The pause is over.
    pub fn goes_on(&self) {
        self.change(|work| work.pause = None);
    }

    fn change(&self, change: impl FnOnce(&mut Work)) {
        change(&mut self.work.lock().unwrap_or_else(PoisonError::into_inner));
    }

    /// Clears what was drawn. Returns how long the work took.
    pub fn end(&self) -> Duration {
        self.bar.finish_and_clear();
        self.bar.elapsed()
    }
}

impl Work {
    /// The line that shows it, for so many bytes so far.
    fn told(&self, bytes: u64, per_second: f64, elapsed: Duration) -> String {
        let windows = if self.windows > 1 {
            format!(", {} of {} windows", self.done, self.windows)
        } else {
            String::new()
        };
        let elapsed = elapsed.as_secs();
        if let Some((end, reason)) = &self.pause {
            let seconds = end.saturating_duration_since(Instant::now()).as_secs() + 1;
            let line = format!("asking again in {seconds} s{windows}: {reason}");
            return match line.char_indices().nth(LINE) {
                Some((end, _)) => format!("{}…", &line[..end]),
                None => line,
            };
        }
        if bytes == 0 {
            return format!("waiting for the service{windows}, {elapsed} s");
        }
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a rate to look at; a float that is no integer becomes the nearest"
        )]
        let rate = DecimalBytes(per_second as u64);
        format!(
            "{} received, {rate}/s{windows}, {elapsed} s",
            DecimalBytes(bytes)
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn it_says_what_is_waited_for() {
        let mut work = Work {
            windows: 1,
            done: 0,
            pause: None,
        };
        let second = Duration::from_secs(1);
        assert_eq!(work.told(0, 0.0, second), "waiting for the service, 1 s");
        assert_eq!(
            work.told(1_500_000, 2e6, second),
            "1.50 MB received, 2.00 MB/s, 1 s"
        );
        let long = "x".repeat(100);
        work.pause = Some((Instant::now(), long));
        assert_eq!(work.told(0, 0.0, second).chars().count(), LINE + 1);
        work.windows = 3;
        let end = Instant::now() + Duration::from_millis(3500);
        work.pause = Some((end, "the service is unavailable (503)".to_owned()));
        assert_eq!(
            work.told(0, 0.0, second),
            "asking again in 4 s, 0 of 3 windows: the service is unavailable (503)"
        );
    }
}
