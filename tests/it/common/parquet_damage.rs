//! Damage to Parquet files that knows their structure: footers, page headers, sizes and levels, besides single bits.
//!
//! A file of random bytes is refused by its first check. So fields of a page header or of a footer are changed to
//! values at the edges of their types, and the length of the footer is mended where the change moves it.

/// A generator of numbers (`xorshift64*`), so that a seed always gives the same damage.
pub struct Numbers(pub u64);

impl Numbers {
    pub fn next(&mut self) -> u64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        self.0.wrapping_mul(0x2545_f491_4f6c_dd1d)
    }

    /// A number below this one.
    pub fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % end.max(1) as u64).unwrap_or_default()
    }
}

/// Values at which sizes and counts overflow, or reserve too much.
const EDGES: [i64; 16] = [
    0,
    1,
    -1,
    2,
    127,
    128,
    255,
    65_535,
    1 << 20,
    (1 << 26) + 1,
    (1 << 30) - 1,
    i32::MAX as i64,
    i32::MIN as i64,
    u32::MAX as i64,
    i64::MAX,
    i64::MIN,
];

/// Where the footer of a file starts, if it has one.
fn footer(file: &[u8]) -> Option<usize> {
    let tail = file.len().checked_sub(8)?;
    let length = u32::from_le_bytes(file[tail..tail + 4].try_into().ok()?);
    tail.checked_sub(usize::try_from(length).ok()?)
}

/// Damages a file in one to four places.
pub fn damage(file: &mut Vec<u8>, numbers: &mut Numbers) {
    for _ in 0..=numbers.below(4) {
        let start = footer(file).unwrap_or_default();
        match numbers.below(8) {
            0 => flip(file, numbers, 0),
            1 => flip(file, numbers, start),
            2 => number(file, numbers, 0, start),
            3 | 4 => {
                let end = file.len().saturating_sub(8);
                number(file, numbers, start, end);
            }
            5 => length_of_footer(file, numbers),
            6 => copy(file, numbers),
            _ => read_records(file, numbers),
        }
    }
}

/// Flips a bit behind this place.
fn flip(file: &mut [u8], numbers: &mut Numbers, start: usize) {
    let place = start + numbers.below(file.len().saturating_sub(start));
    if let Some(byte) = file.get_mut(place) {
        *byte ^= 1 << numbers.below(8);
    }
}

/// Replaces a number of the Thrift compact protocol between two places by one at an edge.
fn number(file: &mut Vec<u8>, numbers: &mut Numbers, start: usize, end: usize) {
    let place = start + numbers.below(end.saturating_sub(start));
    let Some(rest) = file.get(place..) else {
        return;
    };
    let length = rest.iter().position(|byte| byte & 0x80 == 0).unwrap_or(0) + 1;
    let edge =
        EDGES[numbers.below(EDGES.len())].wrapping_add(numbers.below(3).cast_signed() as i64);
    // Most numbers are signed, lengths of lists and texts are not.
    let value = if numbers.below(2) == 0 {
        ((edge << 1) ^ (edge >> 63)).cast_unsigned()
    } else {
        edge.cast_unsigned()
    };
    let is_in_footer = footer(file).is_some_and(|footer| place >= footer);
    let replaced = place..(place + length).min(file.len());
    let (bytes, taken) = (varint(value), replaced.len());
    let longer = bytes.len().cast_signed() - taken.cast_signed();
    file.splice(replaced, bytes);
    if is_in_footer && let Some(tail) = file.len().checked_sub(8) {
        let mut length = [0; 4];
        length.copy_from_slice(&file[tail..tail + 4]);
        let length = u32::from_le_bytes(length)
            .wrapping_add_signed(i32::try_from(longer).unwrap_or_default());
        file[tail..tail + 4].copy_from_slice(&length.to_le_bytes());
    }
}

fn varint(mut value: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    while value > 0x7f {
        bytes.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    bytes.push(value.to_le_bytes()[0]);
    bytes
}

/// Changes what the file says of the length of its footer.
fn length_of_footer(file: &mut [u8], numbers: &mut Numbers) {
    if let Some(tail) = file.len().checked_sub(8) {
        let edge = EDGES[numbers.below(EDGES.len())].to_le_bytes();
        file[tail..tail + 4].copy_from_slice(&edge[..4]);
    }
}

/// Copies a piece of the file over another.
fn copy(file: &mut [u8], numbers: &mut Numbers) {
    let (from, to) = (numbers.below(file.len()), numbers.below(file.len()));
    let length = numbers.below(64).min(file.len() - from.max(to));
    file.copy_within(from..from + length, to);
}

/// Cuts a piece out of the file.
fn read_records(file: &mut Vec<u8>, numbers: &mut Numbers) {
    let from = numbers.below(file.len());
    let length = numbers.below(64).min(file.len() - from);
    file.drain(from..from + length);
}
