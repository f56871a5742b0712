//! All or nothing.

mod atomic_file;
mod file_name;
mod rights;
mod sink;
mod standard;

pub use file_name::file_name;
pub use sink::Output;
