//! How far long work has come, shown on a terminal while it lasts.

use super::console::Console;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

/// What takes no longer than this is not shown.
pub const LONG: Duration = Duration::from_millis(500);

/// Bytes, rate and windows. It draws on standard error, when that is a terminal, and leaves no trace.
#[derive(Clone)]
pub struct Progress {
    bar: ProgressBar,
    windows: usize,
    done: Arc<AtomicUsize>,
}

impl Progress {
    /// Of work in so many windows, which starts now.
    pub fn new(windows: usize, console: Console) -> Self {
        let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden());
        let template =
            "{spinner} {decimal_bytes} received, {decimal_bytes_per_sec}{msg}, {elapsed}";
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style);
        }
        let progress = Self {
            bar,
            windows,
            done: Arc::default(),
        };
        progress.tell();
        if console.shows_progress() {
            let bar = progress.bar.clone();
            // Without a thread it shows nothing.
            let _ = std::thread::Builder::new().spawn(move || {
                std::thread::sleep(LONG);
                if !bar.is_finished() {
                    bar.set_draw_target(ProgressDrawTarget::stderr());
                    bar.enable_steady_tick(Duration::from_millis(100));
                }
            });
        }
        progress
    }

    /// So many more bytes have come.
    pub fn received(&self, bytes: u64) {
        self.bar.inc(bytes);
    }

    /// Another window is there.
    pub fn window_done(&self) {
        self.done.fetch_add(1, Ordering::Relaxed);
        self.tell();
    }

    fn tell(&self) {
        if self.windows > 1 {
            let (done, windows) = (self.done.load(Ordering::Relaxed), self.windows);
            self.bar
                .set_message(format!(", {done} of {windows} windows"));
        }
    }

    /// Clears what was drawn. Returns how long the work took.
    pub fn end(&self) -> Duration {
        self.bar.finish_and_clear();
        self.bar.elapsed()
    }
}
