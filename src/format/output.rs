//! All or nothing: what is written is held back until the whole of it is there.

use crate::failure::{Failure, Kind};
use crate::spool::{Spool, no_room};
use anyhow::Context;
use std::io::{self, BufWriter, ErrorKind, Write};

/// The way to standard output. Nothing of what is written gets there before [`Output::release`].
pub struct Output {
    held: BufWriter<Spool>,
}

impl Default for Output {
    fn default() -> Self {
        Self {
            held: BufWriter::new(Spool::default()),
        }
    }
}

impl Output {
    /// Lets go of everything that was written. A reader that went away is no failure.
    ///
    /// # Errors
    /// This machine's, when what is held can't be read, or standard output can't be written.
    pub fn release(self) -> anyhow::Result<()> {
        let mut spool = self
            .held
            .into_inner()
            .map_err(io::IntoInnerError::into_error)
            .with_context(no_room)?;
        let mut reader = spool.reader()?;
        let mut stdout = io::stdout().lock();
        match io::copy(&mut reader, &mut stdout).and_then(|_| stdout.flush()) {
            Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
            Err(error) => Err(error).with_context(|| {
                let message = "can't write to standard output; is there room where it goes?";
                Failure::new(Kind::Machine, message)
            }),
            Ok(()) => Ok(()),
        }
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.held.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.held.flush()
    }
}
