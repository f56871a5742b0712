//! All or nothing.

mod atomic_file;
mod descriptor;
mod file_name;
mod rights;
mod sink;

pub use atomic_file::AtomicFile;
pub use file_name::file_name;
pub use sink::Output;
