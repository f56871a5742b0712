//! All or nothing.

mod atomic_file;
mod file_name;
mod permissions;
mod replaceable;
mod sink;
mod stdout;
mod temporary;

pub use atomic_file::AtomicFile;
pub use file_name::expand_file_name;
pub use sink::Output;
