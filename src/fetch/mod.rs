//! A question becomes a whole response body.

mod client;
mod gzip;
mod sandbox;

pub use client::{Client, Timeouts};
pub use gzip::decoded;
pub use sandbox::Sandbox;
