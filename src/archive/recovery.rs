//! Completion of moves that an earlier run did not end.

use super::incoming::RecordReader;
use super::layout::Archive;
use super::metadata::FileMetadata;
use super::moves::Moves;
use super::partition::PartitionWriter;
use crate::format::Metadata;

/// Removes calls from their old days that have reached their new ones, and then the journal. The files alone
/// say how, so that no call is lost that the service no longer reports. Returns whether there was a journal.
///
/// # Errors
/// This machine's, for a file that cannot be read or written; a failure for one that is damaged.
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
        let pending = FileMetadata::read(&path)?.pending;
        let mut file = PartitionWriter::new(archive, source);
        file.copy_existing(&reader, |record| {
            !identities.contains(&reader.identity.identity(record))
        })?;
        file.commit(metadata, &pending)?;
    }
    Moves::remove(archive)?;
    Ok(true)
}
