//! What single values and messages say.

mod decimal;
mod encoding;
mod entities;
mod escape;
mod json;
mod secret;
mod value_digest;

pub use decimal::{Decimal, LARGEST_EXPONENT};
pub use escape::visible;
pub use json::{compact, starts_spaced, text_of, unescaped};
pub use secret::{Secret, excerpt, masked, masked_json};
pub use value_digest::value_digest;
