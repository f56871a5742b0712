//! The footer of a Parquet file, which says where everything is.
//!
//! The library reserves memory for what a footer declares, and follows its schema by recursion. So the sizes of
//! lists and the shape of the schema are checked first.

use super::contained;
use super::thrift::{BINARY, I32, LIST, STRUCT, Thrift, invalid};
use parquet::errors::Result;
use parquet::file::metadata::{FooterTail, ParquetMetaData, ParquetMetaDataReader};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

/// The length of what follows the footer: its own length and the magic number.
const TAIL: usize = 8;

/// The longest footer in bytes, and the most of a file that it may be: `cdr` writes one of a few KiB for several MiB.
const MAX_FOOTER: u64 = 64 << 20;
const SMALL_FOOTER: u64 = 1 << 20;
const MAX_SHARE: u64 = 64;

/// The most columns and objects in a schema, and how deep they are nested: below a call's members there are few.
const MAX_SCHEMA: u64 = 10_000;
const MAX_NESTING: usize = 64;

/// The most structs in a footer. The library holds up to 700 bytes for each.
const MAX_STRUCTS: u64 = 500_000;

/// Reads the footer of a file.
///
/// # Errors
/// If the file can't be read, or declares what it can't have.
pub fn read_metadata(mut file: &File) -> Result<ParquetMetaData> {
    let length = file.seek(SeekFrom::End(0))?;
    let before_tail = length.checked_sub(TAIL as u64);
    let before_tail = before_tail.ok_or_else(|| invalid("the file is too short"))?;
    file.seek(SeekFrom::Start(before_tail))?;
    let mut tail = [0; TAIL];
    file.read_exact(&mut tail)?;
    let tail = FooterTail::try_new(&tail)?;
    let footer = tail.metadata_length() as u64;
    let longest = MAX_FOOTER.min(SMALL_FOOTER + length / MAX_SHARE);
    let start = before_tail.checked_sub(footer);
    let start = start.filter(|_| footer <= longest && !tail.is_encrypted_footer());
    let start = start.ok_or_else(|| invalid("the footer is too long"))?;
    file.seek(SeekFrom::Start(start))?;
    let mut footer = Vec::new();
    file.take(before_tail - start).read_to_end(&mut footer)?;
    check(&footer)?;
    contained(|| ParquetMetaDataReader::decode_metadata(&footer))
}

/// Checks what the library would reserve memory for.
fn check(footer: &[u8]) -> io::Result<()> {
    let mut thrift = Thrift::new(footer);
    thrift.fields(|thrift, id, kind| match (id, kind) {
        (2, LIST) => check_schema(thrift),
        (2, _) => Err(invalid("the schema is no list")),
        _ => thrift.skip(kind),
    })?;
    if thrift.structs() > MAX_STRUCTS {
        return Err(invalid("the footer lists too much"));
    }
    Ok(())
}

/// Checks the schema, a tree whose elements come depth first, each with the number of its children.
fn check_schema<R: Read>(thrift: &mut Thrift<R>) -> io::Result<()> {
    let (kind, count) = thrift.list()?;
    if kind != STRUCT || count > MAX_SCHEMA {
        return Err(invalid("the schema is too large"));
    }
    // How many children are still to come at each level.
    let mut open: Vec<u64> = Vec::new();
    for element in 1..=count {
        let children = children(thrift)?;
        if let Some(last) = open.last_mut() {
            *last -= 1;
        }
        if children > count - element || open.len() == MAX_NESTING {
            return Err(invalid("the schema has fewer columns than it says"));
        }
        open.push(children);
        while open.last() == Some(&0) {
            open.pop();
        }
    }
    Ok(())
}

/// Reads an element of the schema. Returns the number of its children.
fn children<R: Read>(thrift: &mut Thrift<R>) -> io::Result<u64> {
    let mut children = 0;
    thrift.fields(|thrift, id, kind| match (id, kind) {
        (5, I32) => {
            children = thrift.count()?.into();
            Ok(())
        }
        // The library takes it for granted that fields have their types.
        (1..=3 | 6..=9, I32) | (4, BINARY) | (10.., _) => thrift.skip(kind),
        _ => Err(invalid("a column of the schema is invalid")),
    })?;
    Ok(children)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A footer whose schema has these numbers of children.
    fn schema(children: &[u8]) -> Vec<u8> {
        // Field 2 is a list of structs.
        let mut footer = vec![0x29, 0xfc, children.len().to_le_bytes()[0]];
        for count in children {
            // Field 5 is the number of children.
            footer.extend([0x55, 2 * count, 0]);
        }
        footer.push(0);
        footer
    }

    #[test]
    fn a_schema_has_the_columns_that_it_declares() {
        assert!(check(&schema(&[2, 0, 1, 0])).is_ok());
        assert!(check(&schema(&[3, 0, 0])).is_err());
        assert!(check(&schema(&[60, 0, 0])).is_err());
    }

    #[test]
    fn a_schema_is_nested_only_so_deeply() {
        assert!(check(&schema(&[[1; 60].as_slice(), &[0]].concat())).is_ok());
        assert!(check(&schema(&[[1; 100].as_slice(), &[0]].concat())).is_err());
    }

    #[test]
    fn a_list_that_is_longer_than_the_footer_is_an_error() {
        // Field 4, the list of row groups.
        let footer = [0x49, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x07, 0];
        assert!(check(&footer).is_err());
    }
}
