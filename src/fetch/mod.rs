//! A question becomes a whole response body.

mod client;
mod fault;
mod fetcher;
mod gzip;
mod retry;
mod sandbox;
mod windows;

pub use client::{Client, Transfer};
pub use fetcher::Fetcher;
pub use gzip::decoded;
pub use retry::Policy;
pub use sandbox::Sandbox;
pub use windows::Answers;
