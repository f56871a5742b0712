//! Decoders for redaction: percent encoding, backslash escapes, character references of HTML, and
//! base64.
//!
//! Encoders differ in which characters they encode, in the case of hexadecimal digits and in the
//! names that they use, so the encoded forms of a key cannot be listed; but they can be decoded.
//! Each decoded byte keeps the range of the original text that it came from, which is then hidden:
//!
//! ```text
//! text     k % 2 F 1
//! bytes    k   /   1
//! ranges   0  1-3  4
//! ```
//!
//! Invalid escapes are not errors; their characters stand for themselves.

use std::borrow::Cow;
use std::ops::Range;

#[derive(Clone, Copy, Debug)]
pub enum Encoding {
    /// Percent encoding (RFC 3986, section 2.1), and the `%u20AC` of JavaScript's `escape`.
    Percent,
    /// Escapes with a backslash: those of JSON (RFC 8259, section 7), and the `\x41` and `\u{41}`
    /// of languages.
    Backslash,
    /// Character references of HTML and XML.
    Html,
    /// Base64 in either alphabet (RFC 4648, sections 4 and 5). The encoded text may follow other
    /// letters directly, so its first group of four characters can start at each of four offsets.
    Base64 { skipped: usize },
}

impl Encoding {
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

/// Bytes, and the range of the original text that each came from.
#[derive(Clone, Debug)]
pub struct Decoded<'a> {
    pub bytes: Cow<'a, [u8]>,
    /// `None` if the bytes are the original text.
    ranges: Option<Vec<Range<usize>>>,
}

impl<'a> Decoded<'a> {
    pub fn new(text: &'a str) -> Self {
        Self {
            bytes: Cow::Borrowed(text.as_bytes()),
            ranges: None,
        }
    }

    /// Returns the range of the original text that these bytes came from.
    pub fn source_range(&self, bytes: Range<usize>) -> Range<usize> {
        let Some(ranges) = &self.ranges else {
            return bytes;
        };
        let start = ranges.get(bytes.start).map_or(0, |range| range.start);
        let last = bytes.end.saturating_sub(1);
        let end = ranges.get(last).map_or(start, |range| range.end);
        start..end
    }

    /// Decodes the bytes, or returns `None` if nothing in them is encoded in this way.
    pub fn decode(&self, encoding: Encoding) -> Option<Decoded<'static>> {
        let mut decoder = Decoder {
            source: self,
            bytes: Vec::new(),
            ranges: Vec::new(),
            has_changed: false,
        };
        match encoding {
            Encoding::Base64 { skipped } => decoder.decode_base64(skipped),
            Encoding::Percent => decoder.decode_units(decode_percent),
            Encoding::Backslash => decoder.decode_units(decode_backslash),
            Encoding::Html => decoder.decode_units(decode_html),
        }
        decoder.has_changed.then_some(Decoded {
            bytes: Cow::Owned(decoder.bytes),
            ranges: Some(decoder.ranges),
        })
    }
}

/// The character of an encoded unit, and the length of the unit.
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
    has_changed: bool,
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
            let Some((character, len)) = unit_at(&source[offset..]) else {
                self.push(*byte, offset..offset + 1);
                offset += 1;
                continue;
            };
            let from = offset..offset + len;
            match character {
                Character::Byte(byte) => self.push(byte, from),
                Character::Char(character) => {
                    for byte in character.encode_utf8(&mut [0; 4]).bytes() {
                        self.push(byte, from.clone());
                    }
                }
            }
            self.has_changed = true;
            offset += len;
        }
    }

    fn decode_base64(&mut self, skipped: usize) {
        let source: &[u8] = &self.source.bytes;
        let mut offset = 0;
        while let Some(byte) = source.get(offset) {
            let run = source[offset..]
                .iter()
                .take_while(|byte| sextet(**byte).is_some())
                .count();
            // Too short for a secret, so not worth decoding: most words of a text are runs of the
            // alphabet.
            if run < MIN_BASE64_CHARS + skipped {
                let end = offset + run.max(1);
                // Zeros separate runs, so that no match extends from one into the next.
                self.push(if run == 0 { *byte } else { 0 }, offset..end);
                offset = end;
                continue;
            }
            self.decode_run(offset + skipped..offset + run);
            offset += run;
        }
    }

    /// Decodes characters of the alphabet. Their padding belongs to the last byte.
    fn decode_run(&mut self, run: Range<usize>) {
        let source: &[u8] = &self.source.bytes;
        let padding = source[run.end..]
            .iter()
            .take(2)
            .take_while(|byte| **byte == b'=')
            .count();
        let (mut bits, mut count) = (0_u32, 0);
        for offset in run.clone() {
            bits = (bits << 6) | sextet(source[offset]).unwrap_or_default();
            count += 6;
            if count >= 8 {
                count -= 8;
                let [.., byte] = (bits >> count).to_be_bytes();
                // A byte is spread over this character and the one before. The remaining bits of
                // the last character belong to the last byte.
                let end = match run.end - offset {
                    1 => run.end + padding,
                    2 if count + 6 < 8 => run.end + padding,
                    _ => offset + 1,
                };
                self.push(byte, offset.saturating_sub(1)..end);
            }
        }
        self.has_changed = true;
    }
}

/// The length in base64 of the shortest secret.
const MIN_BASE64_CHARS: usize = 6;

/// Returns the six bits of a character of either alphabet.
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

fn decode_percent(text: &[u8]) -> Option<Unit> {
    match text.strip_prefix(b"%")? {
        [b'u' | b'U', rest @ ..] => decode_utf16(text, rest, b"%u"),
        rest => {
            let byte = u8::try_from(parse_hex(rest.get(..2)?)?).ok()?;
            Some((Character::Byte(byte), 3))
        }
    }
}

fn decode_backslash(text: &[u8]) -> Option<Unit> {
    let rest = text.strip_prefix(b"\\")?;
    let escaped = match rest.first()? {
        b'u' if rest.get(1) == Some(&b'{') => {
            let len = rest.iter().take(9).position(|byte| *byte == b'}')?;
            let character = char::from_u32(parse_hex(&rest[2..len])?)?;
            return Some((Character::Char(character), 1 + len + 1));
        }
        b'u' => return decode_utf16(text, &rest[1..], b"\\u"),
        b'x' => {
            let character = char::from_u32(parse_hex(rest.get(1..3)?)?)?;
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

/// Decodes a code unit of UTF-16, or a surrogate pair, each of four digits after a prefix.
fn decode_utf16(text: &[u8], digits: &[u8], prefix: &[u8]) -> Option<Unit> {
    let unit = |digits: &[u8]| u16::try_from(parse_hex(digits.get(..4)?)?).ok();
    let first = unit(digits)?;
    let len = text.len() - digits.len() + 4;
    if let Some(character) = char::from_u32(first.into()) {
        return Some((Character::Char(character), len));
    }
    let rest = &digits[4..];
    let start = rest.get(..prefix.len())?;
    let second = unit(&rest[prefix.len()..]).filter(|_| start.eq_ignore_ascii_case(prefix))?;
    let character = char::decode_utf16([first, second]).next()?.ok()?;
    Some((Character::Char(character), len + prefix.len() + 4))
}

fn decode_html(text: &[u8]) -> Option<Unit> {
    let rest = text.strip_prefix(b"&")?;
    let len = rest
        .iter()
        .take(MAX_REFERENCE_BYTES)
        .position(|byte| *byte == b';')?;
    let name = &rest[..len];
    let character = match name {
        [b'#', b'x' | b'X', digits @ ..] => char::from_u32(parse_hex(digits)?)?,
        [b'#', digits @ ..] => char::from_u32(parse_number(digits, 10)?)?,
        name => character_reference(std::str::from_utf8(name).ok()?)?,
    };
    Some((Character::Char(character), len + 2))
}

/// The longest character reference, with some leading zeros.
const MAX_REFERENCE_BYTES: usize = 12;

fn parse_hex(digits: &[u8]) -> Option<u32> {
    parse_number(digits, 16)
}

fn parse_number(digits: &[u8], radix: u32) -> Option<u32> {
    let digits = std::str::from_utf8(digits).ok()?;
    // `from_str_radix` also accepts a sign.
    let is_number = digits.chars().all(|digit| digit.is_digit(radix));
    u32::from_str_radix(digits, radix)
        .ok()
        .filter(|_| is_number)
}

/// Returns the character with a name in HTML: of ASCII, Latin-1, and common punctuation.
fn character_reference(name: &str) -> Option<char> {
    let latin_1 = || {
        let index = LATIN_1_NAMES
            .split_whitespace()
            .position(|entry| entry == name)?;
        char::from_u32(0xa0 + u32::try_from(index).ok()?)
    };
    OTHER_NAMES
        .iter()
        .find(|(_, names)| names.contains(&name))
        .map(|(character, _)| *character)
        .or_else(latin_1)
}

/// The names of U+00A0 to U+00FF, in order.
const LATIN_1_NAMES: &str = "\
    nbsp iexcl cent pound curren yen brvbar sect uml copy ordf laquo not shy reg macr \
    deg plusmn sup2 sup3 acute micro para middot cedil sup1 ordm raquo frac14 frac12 frac34 iquest \
    Agrave Aacute Acirc Atilde Auml Aring AElig Ccedil Egrave Eacute Ecirc Euml Igrave Iacute Icirc Iuml \
    ETH Ntilde Ograve Oacute Ocirc Otilde Ouml times Oslash Ugrave Uacute Ucirc Uuml Yacute THORN szlig \
    agrave aacute acirc atilde auml aring aelig ccedil egrave eacute ecirc euml igrave iacute icirc iuml \
    eth ntilde ograve oacute ocirc otilde ouml divide oslash ugrave uacute ucirc uuml yacute thorn yuml";

#[rustfmt::skip]
const OTHER_NAMES: [(char, &[&str]); 53] = [
    ('\t', &["Tab"]), ('\n', &["NewLine"]), ('!', &["excl"]), ('"', &["quot", "QUOT"]), ('#', &["num"]),
    ('$', &["dollar"]), ('%', &["percnt"]), ('&', &["amp", "AMP"]), ('\'', &["apos"]), ('(', &["lpar"]),
    (')', &["rpar"]), ('*', &["ast", "midast"]), ('+', &["plus"]), (',', &["comma"]), ('.', &["period"]),
    ('/', &["sol"]), (':', &["colon"]), (';', &["semi"]), ('<', &["lt", "LT"]), ('=', &["equals"]),
    ('>', &["gt", "GT"]), ('?', &["quest"]), ('@', &["commat"]), ('[', &["lsqb", "lbrack"]), ('\\', &["bsol"]),
    (']', &["rsqb", "rbrack"]), ('^', &["Hat"]), ('_', &["lowbar", "UnderBar"]), ('`', &["grave"]),
    ('{', &["lcub", "lbrace"]), ('|', &["verbar", "vert"]), ('}', &["rcub", "rbrace"]),
    ('\u{152}', &["OElig"]), ('\u{153}', &["oelig"]), ('\u{160}', &["Scaron"]), ('\u{161}', &["scaron"]),
    ('\u{178}', &["Yuml"]), ('\u{192}', &["fnof"]), ('\u{2013}', &["ndash"]), ('\u{2014}', &["mdash"]),
    ('\u{2018}', &["lsquo"]), ('\u{2019}', &["rsquo"]), ('\u{201a}', &["sbquo"]), ('\u{201c}', &["ldquo"]),
    ('\u{201d}', &["rdquo"]), ('\u{201e}', &["bdquo"]), ('\u{2020}', &["dagger"]), ('\u{2021}', &["Dagger"]),
    ('\u{2022}', &["bull"]), ('\u{2026}', &["hellip"]), ('\u{2030}', &["permil"]), ('\u{20ac}', &["euro"]),
    ('\u{2122}', &["trade"]),
];
