//! Journal of calls that move from one day to another.
//!
//! A call moves when the service reports it with another time. It must be in the file of its new day
//! before it is removed from the old one, so that for a while it is in two files. The journal
//! `DIR/.moves` is written before that and removed after it. It lists the calls that move, so that
//! readers count the new copy alone, and so that the next run of `sync` can complete a move that was
//! interrupted, even if the service no longer reports the call.
//!
//! The journal names each call, because days may exchange calls: then each of two files has calls that
//! the other one supersedes. It is one file rather than a mark in the footers, so that a reader of five
//! years opens one file instead of 1,800 footers, and a move writes two files instead of three.
//!
//! Its last line is a checksum, because a changed day or identity would hide a call from readers or remove
//! it for good.

use super::day::Partition;
use super::incoming::RecordReader;
use super::layout::{Archive, unreadable};
use super::partition::open;
use super::regular_file::open_regular;
use crate::error::{Failure, FailureKind};
use crate::output::AtomicFile;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs::{self, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use twox_hash::XxHash3_128;

/// Its name is hidden, so that no database takes it for data.
const NAME: &str = ".moves";

/// What its last line starts with, before the checksum.
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

/// The calls to leave out of the file of each source, as identities.
pub type Superseded = BTreeMap<Partition, HashSet<u128>>;

impl Moves {
    /// Reads the journal, if there is one.
    ///
    /// # Errors
    /// This machine's, for a journal that cannot be read or is damaged.
    pub fn read(archive: &Archive) -> Result<Option<Self>, Failure> {
        let path = path(archive);
        let text = match read(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(unreadable(&path, &error)),
        };
        let moves = String::from_utf8(text)
            .ok()
            .and_then(|text| Self::parse(&text));
        moves.map(Some).ok_or_else(|| {
            let message = format!(
                "{} is damaged; remove it and run 'cdr sync {}'",
                path.display(),
                archive.dir().display()
            );
            Failure::new(FailureKind::Local, message)
        })
    }

    /// Writes the journal.
    ///
    /// # Errors
    /// This machine's.
    pub fn write(&self, archive: &Archive) -> anyhow::Result<()> {
        let mut file = AtomicFile::create_staged(&path(archive), archive.dir())?;
        file.write_all(self.text().as_bytes())?;
        file.commit()
    }

    /// Removes the journal, once no call is in two files.
    ///
    /// # Errors
    /// This machine's.
    pub fn remove(archive: &Archive) -> Result<(), Failure> {
        let path = path(archive);
        fs::remove_file(&path).map_err(|error| {
            let message = format!("cannot remove {}: {error}", path.display());
            Failure::new(FailureKind::Local, message)
        })
    }

    /// The days that calls move to or from.
    pub fn days(&self) -> BTreeSet<Partition> {
        let days = self.moves.iter().map(|call| [call.target, call.source]);
        days.flatten().collect()
    }

    /// The calls that move away from each day, as identities.
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

    /// The calls that have reached their new day already.
    ///
    /// # Errors
    /// This machine's, for a file that cannot be read; a failure for one that is damaged.
    pub fn superseded(&self, archive: &Archive) -> anyhow::Result<Superseded> {
        let mut by_target = BTreeMap::<Partition, Vec<&Move>>::new();
        for call in &self.moves {
            by_target.entry(call.target).or_default().push(call);
        }
        let reader = RecordReader::new(self.seed);
        let mut superseded = Superseded::new();
        for (target, moves) in by_target {
            if !archive.path(target).exists() {
                continue;
            }
            let mut received = HashSet::new();
            let mut response = open(archive, target)?;
            response.for_each_record(&reader.projection, |record| {
                received.insert(reader.identity.identity(&record));
                Ok(())
            })?;
            response.read_trailer()?;
            for call in moves {
                if received.contains(&call.identity) {
                    let of_source = superseded.entry(call.source).or_default();
                    of_source.insert(call.identity);
                }
            }
        }
        Ok(superseded)
    }

    fn text(&self) -> String {
        let moves = self.moves.iter().map(|call| {
            let Move {
                target,
                source,
                identity,
            } = call;
            format!("{target} {source} {identity:032x}\n")
        });
        let text: String = std::iter::once(format!("{:016x}\n", self.seed))
            .chain(moves)
            .collect();
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
    open_regular(path, OpenOptions::new().read(true))?.read_to_end(&mut text)?;
    Ok(text)
}

fn path(archive: &Archive) -> PathBuf {
    archive.dir().join(NAME)
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
    fn a_journal_reads_back_and_a_part_of_one_does_not() {
        let text = journal().text();
        assert_eq!(Moves::parse(&text), Some(journal()));
        for length in 0..text.len() {
            assert_eq!(Moves::parse(&text[..length]), None);
        }
        assert_eq!(Moves::parse(&format!("{text}x\n")), None);
    }

    #[test]
    fn every_flipped_bit_of_a_journal_is_noticed() {
        let text = journal().text();
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
        assert_eq!(Moves::parse(&moves.text()), None);
    }
}
