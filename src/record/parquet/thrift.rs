//! Thrift's compact protocol, as much of it as it takes to check a Parquet file before a library reads it.
//!
//! Nothing here reserves memory for what the input declares.

use std::io::{self, ErrorKind, Read};

/// The type of a value.
pub type Kind = u8;

pub const I32: Kind = 5;
pub const BINARY: Kind = 8;
pub const LIST: Kind = 9;
pub const STRUCT: Kind = 12;

const TRUE: Kind = 1;
const FALSE: Kind = 2;

/// The deepest nesting of values; Parquet's own are nested less than ten levels.
const MAX_DEPTH: u32 = 32;

/// Reads values one by one.
pub struct Thrift<R> {
    input: R,
    /// How many structs in lists were read: what a decoder reserves memory for.
    structs: u64,
}

/// The error of a value that is not what Thrift allows.
pub fn invalid(what: &str) -> io::Error {
    io::Error::new(ErrorKind::InvalidData, what)
}

impl<R: Read> Thrift<R> {
    pub fn new(input: R) -> Self {
        Self { input, structs: 0 }
    }

    /// Returns the number of structs in lists so far.
    pub fn structs(&self) -> u64 {
        self.structs
    }

    fn byte(&mut self) -> io::Result<u8> {
        let mut byte = [0];
        self.input.read_exact(&mut byte)?;
        Ok(byte[0])
    }

    fn unsigned(&mut self) -> io::Result<u64> {
        let mut value = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Ok(value);
            }
        }
        Err(invalid("a number is too long"))
    }

    fn signed(&mut self) -> io::Result<i64> {
        let value = self.unsigned()?;
        Ok((value >> 1).cast_signed() ^ -(value & 1).cast_signed())
    }

    /// Reads an integer that counts something, so that it is not negative.
    pub fn count(&mut self) -> io::Result<u32> {
        u32::try_from(self.signed()?).map_err(|_| invalid("a count is negative or too large"))
    }

    /// Reads a struct: `see` reads the value of each field, which it gets with its number and type.
    pub fn fields(
        &mut self,
        mut see: impl FnMut(&mut Self, i64, Kind) -> io::Result<()>,
    ) -> io::Result<()> {
        let mut id = 0_i64;
        loop {
            let head = self.byte()?;
            let (delta, kind) = (head >> 4, head & 0x0f);
            if kind == 0 {
                return Ok(());
            }
            id = match delta {
                0 => self.signed()?,
                delta => id.saturating_add(delta.into()),
            };
            see(self, id, kind)?;
        }
    }

    /// Reads the head of a list: the type and the number of its elements.
    pub fn list(&mut self) -> io::Result<(Kind, u64)> {
        let head = self.byte()?;
        let kind = head & 0x0f;
        let count = match head >> 4 {
            15 => self.unsigned()?,
            count => count.into(),
        };
        if kind == STRUCT {
            self.structs = self.structs.saturating_add(count);
        }
        Ok((kind, count))
    }

    /// Reads on behind a value.
    pub fn skip(&mut self, kind: Kind) -> io::Result<()> {
        self.skip_nested(kind, MAX_DEPTH)
    }

    fn skip_nested(&mut self, kind: Kind, depth: u32) -> io::Result<()> {
        let depth = depth
            .checked_sub(1)
            .ok_or_else(|| invalid("values are nested too deeply"))?;
        match kind {
            // The type of a field says it all.
            TRUE | FALSE => Ok(()),
            3 => self.byte().map(drop),
            4..=6 => self.unsigned().map(drop),
            7 => self.skip_bytes(8),
            BINARY => self.unsigned().and_then(|length| self.skip_bytes(length)),
            LIST | 10 => {
                let (kind, count) = self.list()?;
                // Readers disagree about the length of booleans in lists; Parquet has none there.
                if count > 0 && matches!(kind, TRUE | FALSE) {
                    return Err(invalid("a list has booleans"));
                }
                (0..count).try_for_each(|_| self.skip_nested(kind, depth))
            }
            STRUCT => self.fields(|thrift, _, kind| thrift.skip_nested(kind, depth)),
            // Parquet has no maps.
            _ => Err(invalid("a type is unknown")),
        }
    }

    fn skip_bytes(&mut self, length: u64) -> io::Result<()> {
        let skipped = io::copy(&mut self.input.by_ref().take(length), &mut io::sink())?;
        if skipped < length {
            return Err(ErrorKind::UnexpectedEof.into());
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_numbered_by_difference_or_in_full() {
        // Field 1 is 150, field 3 is the text "ab", field 300 is a list of two empty structs.
        let bytes = [
            0x15, 0xac, 0x02, 0x28, 2, b'a', b'b', 0x09, 0xd8, 0x04, 0x2c, 0, 0, 0,
        ];
        let (mut thrift, mut fields) = (Thrift::new(&bytes[..]), Vec::new());
        let read = thrift.fields(|thrift, id, kind| {
            fields.push((id, kind));
            if id == 1 {
                assert_eq!(thrift.count()?, 150);
                return Ok(());
            }
            thrift.skip(kind)
        });
        read.unwrap();
        assert_eq!(fields, [(1, I32), (3, BINARY), (300, LIST)]);
        assert_eq!(thrift.structs(), 2);
    }

    #[test]
    fn what_is_declared_but_not_there_is_an_error() {
        let skip = |kind, bytes: &[u8]| Thrift::new(bytes).skip(kind);
        for (kind, bytes) in [
            (BINARY, &[0xff, 0xff, 0xff, 0xff, 0x0f][..]),
            (LIST, &[0xfc, 0xff, 0xff, 0xff, 0xff, 0x0f]),
            (LIST, &[0x11, 1]),
            (I32, &[0xff; 11]),
            (STRUCT, &[0x1c; 100]),
        ] {
            assert!(skip(kind, bytes).is_err(), "{bytes:?}");
        }
    }
}
