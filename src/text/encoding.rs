//! Encodings that a text may have been through, undone one at a time.
//!
//! Encoders differ in which characters they leave alone, in the case of hexadecimal digits and in the names they
//! use, so their output cannot be listed. Undoing an encoding needs none of that. Each decoded byte keeps the range
//! of the original text that it came from, which is what redaction needs.

use super::entities::character_of_entity;
use std::borrow::Cow;
use std::ops::Range;

/// An encoding.
#[derive(Clone, Copy, Debug)]
pub enum Encoding {
    /// Percent encoding (RFC 3986, section 2.1), and the `%u20AC` of JavaScript's `escape`.
    Percent,
    /// Escapes with a backslash: those of JSON (RFC 8259, section 7), and the `\x41` and `\u{41}` of languages.
    Backslash,
    /// Character references of HTML and XML.
    Html,
    /// Base64 in either alphabet (RFC 4648, sections 4 and 5), in runs whose first group starts after this many
    /// characters: what stands before the encoded text may be letters, too.
    Base64 { skipped: usize },
}

impl Encoding {
    /// Every encoding.
    pub const ALL: [Self; 7] = [
        Self::Percent,
        Self::Backslash,
        Self::Html,
        Self::Base64 { skipped: 0 },
        Self::Base64 { skipped: 1 },
        Self::Base64 { skipped: 2 },
        Self::Base64 { skipped: 3 },
    ];
}

/// Bytes, and the range of the original text that each of them came from.
#[derive(Clone, Debug)]
pub struct Decoded<'a> {
    pub bytes: Cow<'a, [u8]>,
    /// `None` if each byte is at its own place.
    ranges: Option<Vec<Range<usize>>>,
}

impl<'a> Decoded<'a> {
    /// A text as it is.
    pub fn new(text: &'a str) -> Self {
        Self {
            bytes: Cow::Borrowed(text.as_bytes()),
            ranges: None,
        }
    }

    /// The range of the original text that these bytes came from.
    pub fn source_range(&self, bytes: Range<usize>) -> Range<usize> {
        let Some(ranges) = &self.ranges else {
            return bytes;
        };
        let start = ranges.get(bytes.start).map_or(0, |range| range.start);
        let last = bytes.end.saturating_sub(1);
        let end = ranges.get(last).map_or(start, |range| range.end);
        start..end
    }

    /// The same bytes with an encoding undone; `None` if nothing in them is encoded in this way.
    pub fn decode(&self, encoding: Encoding) -> Option<Decoded<'static>> {
        let mut decoder = Decoder {
            source: self,
            bytes: Vec::new(),
            ranges: Vec::new(),
            changes: false,
        };
        match encoding {
            Encoding::Base64 { skipped } => decoder.decode_base64(skipped),
            Encoding::Percent => decoder.decode_units(percent),
            Encoding::Backslash => decoder.decode_units(backslash),
            Encoding::Html => decoder.decode_units(html),
        }
        decoder.changes.then_some(Decoded {
            bytes: Cow::Owned(decoder.bytes),
            ranges: Some(decoder.ranges),
        })
    }
}

/// What one encoded unit stands for, and its length.
type Unit = (Character, usize);

enum Character {
    /// One byte of a character, or an ASCII character.
    Byte(u8),
    Char(char),
}

struct Decoder<'a> {
    source: &'a Decoded<'a>,
    bytes: Vec<u8>,
    ranges: Vec<Range<usize>>,
    changes: bool,
}

impl Decoder<'_> {
    fn push(&mut self, byte: u8, from: Range<usize>) {
        self.bytes.push(byte);
        self.ranges.push(self.source.source_range(from));
    }

    fn decode_units(&mut self, unit_at: fn(&[u8]) -> Option<Unit>) {
        let source: &[u8] = &self.source.bytes;
        let mut offset = 0;
        while let Some(byte) = source.get(offset) {
            let Some((character, length)) = unit_at(&source[offset..]) else {
                self.push(*byte, offset..offset + 1);
                offset += 1;
                continue;
            };
            let from = offset..offset + length;
            match character {
                Character::Byte(byte) => self.push(byte, from),
                Character::Char(character) => {
                    for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                        self.push(byte, from.clone());
                    }
                }
            }
            self.changes = true;
            offset += length;
        }
    }

    fn decode_base64(&mut self, skipped: usize) {
        let source: &[u8] = &self.source.bytes;
        let mut offset = 0;
        while let Some(byte) = source.get(offset) {
            let run = source[offset..].iter();
            let run = run.take_while(|byte| sextet(**byte).is_some()).count();
            if run < MIN_BASE64 + skipped {
                let end = offset + run.max(1);
                // A separator, so that nothing is found across it.
                self.push(if run == 0 { *byte } else { 0 }, offset..end);
                offset = end;
                continue;
            }
            self.decode_run(offset + skipped..offset + run);
            offset += run;
        }
    }

    /// Decodes characters of the alphabet, and hides their padding with them.
    fn decode_run(&mut self, run: Range<usize>) {
        let source: &[u8] = &self.source.bytes;
        let padding = source[run.end..].iter();
        let padding = padding.take(2).take_while(|byte| **byte == b'=').count();
        let (mut bits, mut count) = (0_u32, 0);
        for offset in run.clone() {
            bits = (bits << 6) | sextet(source[offset]).unwrap_or_default();
            count += 6;
            if count >= 8 {
                count -= 8;
                let [.., byte] = (bits >> count).to_be_bytes();
                // The last bits of a byte are in this character, its first ones in the character before. What is
                // left of a last character belongs to the last byte.
                let end = match run.end - offset {
                    1 => run.end + padding,
                    2 if count + 6 < 8 => run.end + padding,
                    _ => offset + 1,
                };
                self.push(byte, offset.saturating_sub(1)..end);
            }
        }
        self.changes = true;
    }
}

/// Fewer characters are no text of base64: the shortest secret has six.
const MIN_BASE64: usize = 6;

/// The six bits that a character of either alphabet stands for.
fn sextet(byte: u8) -> Option<u32> {
    let value = match byte {
        b'A'..=b'Z' => byte - b'A',
        b'a'..=b'z' => byte - b'a' + 26,
        b'0'..=b'9' => byte - b'0' + 52,
        b'+' | b'-' => 62,
        b'/' | b'_' => 63,
        _ => return None,
    };
    Some(value.into())
}

fn percent(text: &[u8]) -> Option<Unit> {
    match text.strip_prefix(b"%")? {
        [b'u' | b'U', rest @ ..] => utf16(text, rest, b"%u"),
        rest => {
            let byte = u8::try_from(hexadecimal(rest.get(..2)?)?).ok()?;
            Some((Character::Byte(byte), 3))
        }
    }
}

fn backslash(text: &[u8]) -> Option<Unit> {
    let rest = text.strip_prefix(b"\\")?;
    let escaped = match rest.first()? {
        b'u' if rest.get(1) == Some(&b'{') => {
            let length = rest.iter().take(9).position(|byte| *byte == b'}')?;
            let character = char::from_u32(hexadecimal(&rest[2..length])?)?;
            return Some((Character::Char(character), 1 + length + 1));
        }
        b'u' => return utf16(text, &rest[1..], b"\\u"),
        b'x' => {
            let character = char::from_u32(hexadecimal(rest.get(1..3)?)?)?;
            return Some((Character::Char(character), 4));
        }
        b'n' => b'\n',
        b'r' => b'\r',
        b't' => b'\t',
        b'b' => 8,
        b'f' => 12,
        byte => *byte,
    };
    Some((Character::Byte(escaped), 2))
}

/// The character of one code unit of UTF-16, or of a surrogate pair, in four digits after its prefix.
fn utf16(text: &[u8], digits: &[u8], prefix: &[u8]) -> Option<Unit> {
    let unit = |digits: &[u8]| u16::try_from(hexadecimal(digits.get(..4)?)?).ok();
    let first = unit(digits)?;
    let length = text.len() - digits.len() + 4;
    if let Some(character) = char::from_u32(first.into()) {
        return Some((Character::Char(character), length));
    }
    let rest = &digits[4..];
    let start = rest.get(..prefix.len())?;
    let second = unit(&rest[prefix.len()..]).filter(|_| start.eq_ignore_ascii_case(prefix))?;
    let character = char::decode_utf16([first, second]).next()?.ok()?;
    Some((Character::Char(character), length + prefix.len() + 4))
}

fn html(text: &[u8]) -> Option<Unit> {
    let rest = text.strip_prefix(b"&")?;
    let length = rest
        .iter()
        .take(MAX_REFERENCE)
        .position(|byte| *byte == b';')?;
    let name = &rest[..length];
    let character = match name {
        [b'#', b'x' | b'X', digits @ ..] => char::from_u32(hexadecimal(digits)?)?,
        [b'#', digits @ ..] => char::from_u32(number(digits, 10)?)?,
        name => character_of_entity(std::str::from_utf8(name).ok()?)?,
    };
    Some((Character::Char(character), length + 2))
}

/// The longest character reference, with some zeros before its number.
const MAX_REFERENCE: usize = 12;

fn hexadecimal(digits: &[u8]) -> Option<u32> {
    number(digits, 16)
}

fn number(digits: &[u8], radix: u32) -> Option<u32> {
    let digits = std::str::from_utf8(digits).ok()?;
    let is_number = digits.chars().all(|digit| digit.is_digit(radix));
    u32::from_str_radix(digits, radix)
        .ok()
        .filter(|_| is_number)
}
