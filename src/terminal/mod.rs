//! What a person sees beside the answer.

mod console;
mod escape;
pub mod interrupt;
mod progress;

pub use console::{Console, Level, obeys_escapes};
pub use escape::visible;
pub use progress::{LONG, Progress};
