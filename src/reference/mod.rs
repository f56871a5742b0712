//! What the program tells about itself: its columns, its completions, its manual page.

mod completions;
mod fields;
mod manual;

pub use completions::completions;
pub use fields::fields;
pub use manual::manual;
