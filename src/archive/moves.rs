//! Journal of calls that move from one day to another.
//!
//! A call moves when the service reports it with another time. It must be in the file of its new
//! day before it is removed from the old one, so for a while it is in two files. The journal
//! `DIR/.moves` is written before that and removed after it. It lists the calls that move, so that
//! readers count the new copy alone. With it, the next sync can complete an interrupted move, even
//! if the service no longer reports the call.
//!
//! ```text
//! 00000000000000a7                                              seed of the identities
//! 2025-01-02 2025-01-01 0f3c…                                   new day, old day, identity
//! end 5b1d…                                                     checksum of the lines above
//! ```
//!
//! The journal names each call, because days may exchange calls: then each of two files has calls
//! that the other one supersedes. It is one file rather than a mark in the footers: a
//! reader of five years opens one file instead of 1,800 footers. A move writes two files instead of
//! three. The checksum is there because a changed day or identity would hide a call from
//! readers, or remove it for good.

use super::layout::{Archive, open_own_file, unreadable};
use super::partition::{Partition, RecordReader};
use super::partition_file::{FileMetadata, PartitionWriter, open_partition};
use crate::error::{Failure, FailureKind};
use crate::format::Metadata;
use crate::output::AtomicFile;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use twox_hash::XxHash3_128;

/// Hidden, so that no database takes it for data.
const FILE_NAME: &str = ".moves";

/// The start of the last line, before the checksum.
const END: &str = "end ";

/// A call that moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Move {
    pub target: Partition,
    pub source: Partition,
    pub identity: u128,
}

/// The calls that move.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Moves {
    /// The seed of the identities.
    pub seed: u64,
    pub moves: Vec<Move>,
}

/// The calls to leave out of the file of each day, as identities.
pub type Superseded = BTreeMap<Partition, HashSet<u128>>;

impl Moves {
    /// Reads the journal, if there is one.
    pub fn read(archive: &Archive) -> Result<Option<Self>, Failure> {
        let path = path(archive);
        let text = match read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(&path, &error)),
        };
        String::from_utf8(text)
            .ok()
            .and_then(|text| Self::parse(&text))
            .map(Some)
            .ok_or_else(|| {
                let message = format!(
                    "{} is damaged; remove it and run 'cdr sync {}'",
                    path.display(),
                    archive.dir().display()
                );
                Failure::new(FailureKind::Local, message)
            })
    }

    /// Writes the journal.
    pub fn write(&self, archive: &Archive) -> anyhow::Result<()> {
        let mut file = AtomicFile::create_staged(&path(archive), archive.dir())?;
        file.write_all(self.to_text().as_bytes())?;
        file.commit()
    }

    /// Removes the journal, once no call is in two files.
    pub fn remove(archive: &Archive) -> Result<(), Failure> {
        let path = path(archive);
        fs::remove_file(&path).map_err(|error| {
            let problem = format!("cannot remove {}", path.display());
            Failure::from_io(problem, &error, "check the permissions of its directory")
        })
    }

    /// Returns the days that calls move to or from.
    pub fn days(&self) -> BTreeSet<Partition> {
        self.moves
            .iter()
            .flat_map(|call| [call.target, call.source])
            .collect()
    }

    /// Returns the calls that move away from each day.
    pub fn by_source(&self) -> Superseded {
        let mut by_source = Superseded::new();
        for call in &self.moves {
            by_source
                .entry(call.source)
                .or_default()
                .insert(call.identity);
        }
        by_source
    }

    /// Returns the calls that are in the file of their new day already, by their old day.
    pub fn superseded(&self, archive: &Archive) -> anyhow::Result<Superseded> {
        let mut by_target = BTreeMap::<Partition, Vec<&Move>>::new();
        for call in &self.moves {
            by_target.entry(call.target).or_default().push(call);
        }
        // The journal alone does not say that a call has moved: it is written before the call is.
        let reader = RecordReader::new(self.seed);
        let mut superseded = Superseded::new();
        for (target, moves) in by_target {
            if !archive.path(target).exists() {
                continue;
            }
            let mut identities = HashSet::new();
            let mut response = open_partition(archive, target)?;
            response.for_each_record(&reader.projection, |record| {
                identities.insert(reader.hasher.identity(&record));
                Ok(())
            })?;
            response.read_trailer()?;
            for call in moves {
                if identities.contains(&call.identity) {
                    let calls = superseded.entry(call.source).or_default();
                    calls.insert(call.identity);
                }
            }
        }
        Ok(superseded)
    }

    fn to_text(&self) -> String {
        use std::fmt::Write;
        let mut text = format!("{:016x}\n", self.seed);
        for call in &self.moves {
            let Move {
                target,
                source,
                identity,
            } = call;
            // Writing to a String cannot fail.
            let _ = writeln!(text, "{target} {source} {identity:032x}");
        }
        let checksum = checksum(&text);
        format!("{text}{END}{checksum}\n")
    }

    fn parse(text: &str) -> Option<Self> {
        let (text, last) = text.strip_suffix('\n')?.rsplit_once('\n')?;
        let (text, stored) = (format!("{text}\n"), last.strip_prefix(END)?);
        if stored != checksum(&text) {
            return None;
        }
        let mut lines = text.lines();
        let seed = u64::from_str_radix(lines.next()?, 16).ok()?;
        let moves = lines.map(Move::parse).collect::<Option<_>>()?;
        Some(Self { seed, moves })
    }
}

impl Move {
    /// Parses a line. A call that moves to the day it is on would be removed from it.
    fn parse(line: &str) -> Option<Self> {
        let mut parts = line.split(' ');
        let call = Self {
            target: Partition::from_name(parts.next()?)?,
            source: Partition::from_name(parts.next()?)?,
            identity: u128::from_str_radix(parts.next()?, 16).ok()?,
        };
        (call.target != call.source && parts.next().is_none()).then_some(call)
    }
}

fn checksum(text: &str) -> String {
    format!("{:032x}", XxHash3_128::oneshot(text.as_bytes()))
}

fn read(path: &Path) -> io::Result<Vec<u8>> {
    let mut text = Vec::new();
    open_own_file(path, OpenOptions::new().read(true))?.read_to_end(&mut text)?;
    Ok(text)
}

fn path(archive: &Archive) -> PathBuf {
    archive.dir().join(FILE_NAME)
}

/// Completes the moves of a run that was interrupted: removes calls from their old days that have
/// reached their new ones, and then the journal. Only what the files have decides, so that no call
/// is lost that the service no longer reports. Returns whether there was a journal.
pub fn complete_moves(archive: &Archive, metadata: &Metadata) -> anyhow::Result<bool> {
    let Some(moves) = Moves::read(archive)? else {
        return Ok(false);
    };
    let reader = RecordReader::new(moves.seed);
    for (source, identities) in moves.superseded(archive)? {
        let path = archive.path(source);
        if !path.exists() {
            continue;
        }
        // A mark of 0.2.0 stays until its days were requested.
        let pending = FileMetadata::read(&path)?.pending;
        let mut file = PartitionWriter::new(archive, source);
        file.copy_existing(&reader, |record| {
            !identities.contains(&reader.hasher.identity(record))
        })?;
        file.commit(metadata, &pending)?;
    }
    Moves::remove(archive)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn journal() -> Moves {
        let call = |target: &str, source, identity| Move {
            target: Partition::from_name(target).unwrap(),
            source,
            identity,
        };
        Moves {
            seed: 7,
            moves: vec![
                call("2025-01-02", Partition::Unknown, 1 << 127),
                call("2025-01-03", Partition::from_name("2025-01-02").unwrap(), 5),
            ],
        }
    }

    #[test]
    fn only_a_complete_journal_is_read_back() {
        let text = journal().to_text();
        assert_eq!(Moves::parse(&text), Some(journal()));
        for len in 0..text.len() {
            assert_eq!(Moves::parse(&text[..len]), None);
        }
        assert_eq!(Moves::parse(&format!("{text}x\n")), None);
    }

    #[test]
    fn every_flipped_bit_of_a_journal_is_detected() {
        let text = journal().to_text();
        for bit in 0..text.len() * 8 {
            let mut flipped = text.clone().into_bytes();
            flipped[bit / 8] ^= 1 << (bit % 8);
            let parsed = String::from_utf8(flipped)
                .ok()
                .map(|text| Moves::parse(&text));
            assert_eq!(parsed.flatten(), None, "bit {bit}");
        }
    }

    #[test]
    fn a_call_cannot_move_to_the_day_it_is_on() {
        let day = Partition::from_name("2025-01-02").unwrap();
        let mut moves = journal();
        moves.moves[1].source = day;
        moves.moves[1].target = day;
        assert_eq!(Moves::parse(&moves.to_text()), None);
    }
}
