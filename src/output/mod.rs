//! All or nothing.

mod atomic_file;
mod descriptor;
mod file_name;
mod replaceable;
mod rights;
mod sink;
mod temporary;

pub use atomic_file::AtomicFile;
pub use file_name::file_name;
pub use sink::Output;
