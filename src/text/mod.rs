//! Text of values and messages: numbers, JSON, escapes and secrets.

mod big_decimal;
mod count;
mod decimal;
mod decimal_str;
mod encoding;
mod escape;
mod json;
mod secret;
mod similarity;
mod truncate;
mod value;
mod value_digest;

pub use count::{count_noun, group_thousands, share_of_calls, verb_for};
pub use decimal::Decimal;
pub use decimal_str::DecimalStr;
pub use escape::escape_control_chars;
pub use json::{json_string, json_to_text, minify, starts_with_spaces, unescape_json_bytes};
pub use secret::{Secret, redact, redact_json, truncate_and_redact};
pub use similarity::closest_word;
pub use truncate::truncate;
pub use value::Value;
pub use value_digest::value_digest;
