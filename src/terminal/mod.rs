//! What a person sees beside the answer.

mod console;
mod panics;
mod progress;
pub mod signals;

pub use console::{Console, Level, supports_ansi};
pub use panics::{contain, internal_error, silence};
pub use progress::Progress;
