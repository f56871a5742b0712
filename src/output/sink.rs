//! All or nothing: what is written is held back until the whole of it is there.

use super::atomic_file::{Replacement, cannot_write};
use crate::error::{Failure, Kind};
use crate::spool::{Spool, no_room};
use anyhow::Context;
use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Where the answer goes. Nothing of what is written gets there before [`Output::release`]; an output that
/// is dropped before leaves no trace.
pub struct Output {
    held: BufWriter<Held>,
    end: End,
}

/// Where the answer is held until then.
enum Held {
    Spool(Spool),
    Replacement(Replacement),
}

/// Where it goes in the end.
enum End {
    Stdout,
    /// Something that is no file and can't be replaced: a device or a named pipe.
    Device(File, PathBuf),
    File(PathBuf),
}

impl Output {
    /// An output that goes to a file, or else to standard output, as does `-`.
    ///
    /// # Errors
    /// This machine's, when the file could not be written.
    pub fn open(target: Option<&Path>) -> anyhow::Result<Self> {
        let end = match target {
            None => End::Stdout,
            Some(target) if target == Path::new("-") => End::Stdout,
            Some(target) => match fs::metadata(target) {
                Ok(found) if found.is_dir() => {
                    let message = format!(
                        "{} is a folder; give --output the name of a file in it",
                        target.display()
                    );
                    return Err(Failure::new(Kind::Machine, message).into());
                }
                Ok(found) if !found.is_file() => {
                    let device = OpenOptions::new().write(true).open(target);
                    let device = device.with_context(|| cannot_write(target))?;
                    End::Device(device, target.to_owned())
                }
                _ => End::File(target.to_owned()),
            },
        };
        let held = match &end {
            End::File(target) => Held::Replacement(Replacement::of(target)?),
            End::Stdout | End::Device(..) => Held::Spool(Spool::default()),
        };
        Ok(Self {
            held: BufWriter::with_capacity(64 * 1024, held),
            end,
        })
    }

    /// The failure of a write to this output.
    #[must_use]
    pub fn fault(&self) -> Failure {
        match &self.end {
            End::File(target) => cannot_write(target),
            End::Stdout | End::Device(..) => no_room(),
        }
    }

    /// Lets go of everything that was written. A reader that went away is no failure.
    ///
    /// # Errors
    /// This machine's, when what is held can't be read, or its end can't be written.
    pub fn release(self) -> anyhow::Result<()> {
        let fault = self.fault();
        let held = self.held.into_inner();
        let held = held
            .map_err(io::IntoInnerError::into_error)
            .context(fault)?;
        match (held, self.end) {
            (Held::Replacement(replacement), _) => replacement.put(),
            (Held::Spool(spool), End::Device(device, path)) => {
                pass(spool, device, || cannot_write(&path))
            }
            (Held::Spool(spool), _) => pass(spool, io::stdout().lock(), || {
                let message = "can't write to standard output; is there room where it goes?";
                Failure::new(Kind::Machine, message)
            }),
        }
    }
}

fn pass(spool: Spool, mut end: impl Write, fault: impl FnOnce() -> Failure) -> anyhow::Result<()> {
    match spool.pass(&mut end) {
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(()),
        result => result.with_context(fault),
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

impl Write for Held {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::Spool(spool) => spool.write(bytes),
            Self::Replacement(replacement) => replacement.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::Spool(spool) => spool.flush(),
            Self::Replacement(replacement) => replacement.flush(),
        }
    }
}
