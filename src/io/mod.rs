//! Input with a maximum size, and a buffer for bytes that must be complete before they are used.

mod input;
mod lock;
mod path;
mod spool;

pub use input::{
    maybe_gunzip, maybe_gunzip_limited, open_regular, read_limited, read_to_string_limited,
};
pub use lock::lock_file;
pub use path::{missing_dirs, parent_dir, symlink_between};
pub use spool::Spool;
