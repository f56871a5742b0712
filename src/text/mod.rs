//! What single values and messages say.

mod bounded;
mod decimal;
mod encoding;
mod entities;
mod escape;
mod json;
mod secret;
mod time;
mod value_digest;

pub use bounded::{read_bounded, read_text_bounded};
pub use decimal::{Decimal, LARGEST_EXPONENT};
pub use escape::visible;
pub use json::{compact, starts_spaced, text_of, unescaped};
pub use secret::{Secret, excerpt, masked, masked_json};
pub use time::{system_time, time};
pub use value_digest::value_digest;
