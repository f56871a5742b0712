//! A reader of Thrift's compact protocol, to check Parquet footers and page headers before the
//! library decodes them.
//!
//! The library reserves memory for the sizes that they declare. Nothing here does: lists are
//! skipped element by element, texts are copied nowhere, and the structs that the library would
//! allocate are only counted.
//!
//! A value is preceded by its type, as a field `(delta of the field number << 4) | type` or as an
//! element of a list `(length << 4) | type`. Integers are zigzag-encoded in groups of seven bits. A
//! struct ends with a field of type 0. See `thrift-compact-protocol.md` in the documentation of
//! Apache Thrift.

use std::io::{self, ErrorKind, Read};

/// The type of a value.
pub type ValueType = u8;

pub const I32: ValueType = 5;
pub const BINARY: ValueType = 8;
pub const LIST: ValueType = 9;
pub const STRUCT: ValueType = 12;

const TRUE: ValueType = 1;
const FALSE: ValueType = 2;
const I8: ValueType = 3;
const I16: ValueType = 4;
const I64: ValueType = 6;
const DOUBLE: ValueType = 7;
const SET: ValueType = 10;

/// The deepest nesting of values. Those of Parquet have less than ten levels.
const MAX_DEPTH: u32 = 32;

/// Reads the values of a stream.
pub struct ThriftReader<R> {
    input: R,
    /// The number of structs in lists so far, for which a decoder reserves memory.
    structs: u64,
}

/// Creates the error for invalid input.
pub fn invalid_data_error(problem: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, problem)
}

impl<R: Read> ThriftReader<R> {
    pub fn new(input: R) -> Self {
        Self { input, structs: 0 }
    }

    /// Returns the number of structs in lists so far.
    pub fn structs(&self) -> u64 {
        self.structs
    }

    fn read_byte(&mut self) -> io::Result<u8> {
        let mut byte = [0];
        self.input.read_exact(&mut byte)?;
        Ok(byte[0])
    }

    fn read_unsigned(&mut self) -> io::Result<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.read_byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(invalid_data_error("a number is too long"))
    }

    fn read_signed(&mut self) -> io::Result<i64> {
        let value = self.read_unsigned()?;
        Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    /// Reads an integer that must not be negative.
    pub fn read_count(&mut self) -> io::Result<u32> {
        u32::try_from(self.read_signed()?)
            .map_err(|_| invalid_data_error("a count is negative or too large"))
    }

    /// Reads a struct. `on_field` gets the number and the type of each field, and must read its
    /// value.
    pub fn for_each_field(
        &mut self,
        mut on_field: impl FnMut(&mut Self, i64, ValueType) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut id = 0_i64;
        loop {
            let header = self.read_byte()?;
            let (delta, value_type) = (header >> 4, header & 0x0f);
            if value_type == 0 {
                return Ok(());
            }
            id = match delta {
                0 => self.read_signed()?,
                delta => id.saturating_add(delta.into()),
            };
            on_field(self, id, value_type)?;
        }
    }

    /// Reads the header of a list: the type and the number of its elements.
    pub fn read_list(&mut self) -> io::Result<(ValueType, u64)> {
        let header = self.read_byte()?;
        let value_type = header & 0x0f;
        let count = match header >> 4 {
            15 => self.read_unsigned()?,
            count => count.into(),
        };
        if value_type == STRUCT {
            self.structs = self.structs.saturating_add(count);
        }
        Ok((value_type, count))
    }

    /// Skips a value.
    pub fn skip(&mut self, value_type: ValueType) -> io::Result<()> {
        self.skip_nested(value_type, MAX_DEPTH)
    }

    fn skip_nested(&mut self, value_type: ValueType, depth: u32) -> io::Result<()> {
        let depth = depth
            .checked_sub(1)
            .ok_or_else(|| invalid_data_error("values are nested too deeply"))?;
        match value_type {
            // The type of the field is the value.
            TRUE | FALSE => Ok(()),
            I8 => self.read_byte().map(drop),
            I16 | I32 | I64 => self.read_unsigned().map(drop),
            DOUBLE => self.skip_bytes(8),
            BINARY => self.read_unsigned().and_then(|len| self.skip_bytes(len)),
            LIST | SET => {
                let (value_type, count) = self.read_list()?;
                // Readers disagree about the length of booleans in lists; Parquet has none there.
                if count > 0 && matches!(value_type, TRUE | FALSE) {
                    return Err(invalid_data_error("a list has booleans"));
                }
                (0..count).try_for_each(|_| self.skip_nested(value_type, depth))
            }
            STRUCT => {
                self.for_each_field(|thrift, _, value_type| thrift.skip_nested(value_type, depth))
            }
            // Parquet has no maps.
            _ => Err(invalid_data_error("a type is unknown")),
        }
    }

    fn skip_bytes(&mut self, len: u64) -> io::Result<()> {
        let skipped = io::copy(&mut self.input.by_ref().take(len), &mut io::sink())?;
        if skipped < len {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn field_numbers_are_relative_or_absolute() {
        // Field 1 is 150, field 3 is the text "ab", field 300 is a list of two empty structs.
        let bytes = [
            0x15, 0xac, 0x02, 0x28, 2, b'a', b'b', 0x09, 0xd8, 0x04, 0x2c, 0, 0, 0,
        ];
        let (mut thrift, mut fields) = (ThriftReader::new(&bytes[..]), Vec::new());
        let read = thrift.for_each_field(|thrift, id, value_type| {
            fields.push((id, value_type));
            if id == 1 {
                assert_eq!(thrift.read_count()?, 150);
                return Ok(());
            }
            thrift.skip(value_type)
        });
        read.unwrap();
        assert_eq!(fields, [(1, I32), (3, BINARY), (300, LIST)]);
        assert_eq!(thrift.structs(), 2);
    }

    #[test]
    fn declared_but_absent_values_are_errors() {
        let skip = |value_type, bytes: &[u8]| ThriftReader::new(bytes).skip(value_type);
        for (value_type, bytes) in [
            (BINARY, &[0xff, 0xff, 0xff, 0xff, 0x0f][..]),
            (LIST, &[0xfc, 0xff, 0xff, 0xff, 0xff, 0x0f]),
            (LIST, &[0x11, 1]),
            (I32, &[0xff; 11]),
            (STRUCT, &[0x1c; 100]),
        ] {
            assert!(skip(value_type, bytes).is_err(), "{bytes:?}");
        }
    }
}
