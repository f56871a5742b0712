//! What single values and messages say.

mod decimal;
mod escape;
mod json;
mod secret;

pub use decimal::Decimal;
pub use escape::visible;
pub use json::{compact, text_of, unescaped};
pub use secret::{Secret, excerpt, masked};
