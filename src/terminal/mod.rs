//! What a person sees beside the answer.

mod console;
pub mod interrupt;
mod progress;

pub use console::{Console, Level, obeys_escapes};
pub use progress::{LONG, Progress};
