//! The footer of a Parquet file, which has the schema and the location of each column.
//!
//! The library reserves memory for what a footer declares, and follows its schema by recursion. So
//! the sizes of lists and the shape of the schema are checked first.

use super::checks::contain_panic;
use super::thrift::{BINARY, I32, LIST, STRUCT, ThriftReader, invalid_data_error};
use parquet::errors::Result;
use parquet::file::metadata::{FooterTail, ParquetMetaData, ParquetMetaDataReader};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

/// The length of what follows the footer: its own length and the magic number.
const TAIL_BYTES: usize = 8;

/// The longest footer.
const MAX_FOOTER_BYTES: u64 = 64 << 20;

/// Beyond this length, a footer may only be one in `MIN_FILE_SHARE` bytes of its file. `cdr` writes
/// a few KiB of footer for several MiB of data.
const SMALL_FOOTER_BYTES: u64 = 1 << 20;
const MIN_FILE_SHARE: u64 = 64;

/// The most columns and objects in a schema.
const MAX_SCHEMA_ELEMENTS: u64 = 10_000;

/// The deepest nesting of a schema.
const MAX_SCHEMA_DEPTH: usize = 64;

/// The most structs in a footer. The library holds up to 700 bytes for each.
const MAX_STRUCTS: u64 = 500_000;

/// Reads the footer of a file. Fails if it declares sizes that the file cannot have.
pub fn read_metadata(mut file: &File) -> Result<ParquetMetaData> {
    let file_len = file.seek(SeekFrom::End(0))?;
    let footer_end = file_len
        .checked_sub(TAIL_BYTES as u64)
        .ok_or_else(|| invalid_data_error("the file is too short"))?;
    file.seek(SeekFrom::Start(footer_end))?;
    let mut tail = [0; TAIL_BYTES];
    file.read_exact(&mut tail)?;
    let tail = FooterTail::try_new(&tail)?;
    if tail.is_encrypted_footer() {
        return Err(invalid_data_error("the footer is encrypted").into());
    }
    let footer_len = tail.metadata_length() as u64;
    let max_len = MAX_FOOTER_BYTES.min(SMALL_FOOTER_BYTES + file_len / MIN_FILE_SHARE);
    let start = footer_end
        .checked_sub(footer_len)
        .filter(|_| footer_len <= max_len)
        .ok_or_else(|| invalid_data_error("the footer is too long"))?;
    file.seek(SeekFrom::Start(start))?;
    let mut footer = Vec::new();
    file.take(footer_end - start).read_to_end(&mut footer)?;
    check(&footer)?;
    contain_panic(|| ParquetMetaDataReader::decode_metadata(&footer))
}

/// Checks the sizes for which the library would reserve memory.
fn check(footer: &[u8]) -> io::Result<()> {
    let mut thrift = ThriftReader::new(footer);
    thrift.for_each_field(|thrift, id, value_type| match (id, value_type) {
        (2, LIST) => check_schema(thrift),
        (2, _) => Err(invalid_data_error("the schema is not a list")),
        _ => thrift.skip(value_type),
    })?;
    if thrift.structs() > MAX_STRUCTS {
        return Err(invalid_data_error("the footer lists too much"));
    }
    Ok(())
}

/// Checks the schema, a tree whose elements come depth first, each with the number of its children.
fn check_schema<R: Read>(thrift: &mut ThriftReader<R>) -> io::Result<()> {
    let (value_type, count) = thrift.read_list()?;
    if value_type != STRUCT || count > MAX_SCHEMA_ELEMENTS {
        return Err(invalid_data_error("the schema is too large"));
    }
    // The number of children that follow, for each level.
    let mut open: Vec<u64> = Vec::new();
    for element in 1..=count {
        let children = read_children(thrift)?;
        if let Some(last) = open.last_mut() {
            *last -= 1;
        }
        if open.len() == MAX_SCHEMA_DEPTH {
            return Err(invalid_data_error("the schema is nested too deeply"));
        }
        if children > count - element {
            return Err(invalid_data_error(
                "the schema has fewer columns than it says",
            ));
        }
        open.push(children);
        while open.last() == Some(&0) {
            open.pop();
        }
    }
    Ok(())
}

/// Reads an element of the schema, and returns the number of its children.
fn read_children<R: Read>(thrift: &mut ThriftReader<R>) -> io::Result<u64> {
    let mut children = 0;
    thrift.for_each_field(|thrift, id, value_type| match (id, value_type) {
        (5, I32) => {
            children = thrift.read_count()?.into();
            Ok(())
        }
        // The library takes it for granted that fields have their types.
        (1..=3 | 6..=9, I32) | (4, BINARY) | (10.., _) => thrift.skip(value_type),
        _ => Err(invalid_data_error("a column of the schema is invalid")),
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
    fn a_schema_must_have_the_columns_that_it_declares() {
        assert!(check(&schema(&[2, 0, 1, 0])).is_ok());
        assert!(check(&schema(&[3, 0, 0])).is_err());
        assert!(check(&schema(&[60, 0, 0])).is_err());
    }

    #[test]
    fn a_deeply_nested_schema_is_rejected() {
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
