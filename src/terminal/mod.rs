//! What a person sees besides the output: messages and progress, and how a run ends on signals and
//! panics.

mod console;
mod panics;
mod progress;
pub mod signals;

pub use console::{Console, Level, supports_ansi};
pub use panics::{catch_panics, internal_error, silence_panics};
pub use progress::Progress;
