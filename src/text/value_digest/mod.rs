//! Digests of JSON values.
//!
//! Equal values have equal digests, however they are spelled. By RFC 8259 these do not matter: the
//! order of members, white space, escapes in strings, and the digits and exponents of numbers,
//! which are compared as exact decimals. Of repeated members the last one counts, as it does
//! everywhere in this program. Arrays are ordered, and the halves of surrogate pairs, which no
//! Unicode text can contain, differ from each other.
//!
//! A record has up to 64 MiB and may be hostile. So the text is walked once, without recursion, and
//! only the members of objects are kept until their object ends, in 16 bytes each.

mod number;
#[cfg(test)]
mod tests;

use super::json::{minify, unescape_json_bytes};
use memchr::memchr2;
use number::push_canonical_number;
use twox_hash::XxHash3_64;

/// The deepest nesting that is compared by value; beyond it, values are equal if their compact
/// texts are.
const MAX_DEPTH: usize = 10_000;

/// Returns the digest of a JSON value, the same for all of its spellings.
///
/// The seed must differ between runs, so that colliding values cannot be prepared.
pub fn value_digest(json: &str, seed: u64) -> u64 {
    let digest = Digester::new(json, seed).digest();
    digest.unwrap_or_else(|| hash(seed, Kind::InvalidJson, minify(json).as_bytes()))
}

/// The kind of a value, which keeps `"1"` and `1` apart.
#[derive(Clone, Copy)]
enum Kind {
    Literal,
    Number,
    String,
    Array,
    Object,
    InvalidJson,
}

/// A container whose end has not been read.
#[derive(Clone, Copy)]
enum Container {
    /// An array with the digest of its elements so far.
    Array(u64),
    /// An object with the index of its first member in [`Digester::members`].
    Object(usize),
}

struct Member {
    name: u64,
    value: u64,
}

/// A walk through a text. Its functions return `None` where the text is not JSON or nested too
/// deeply.
struct Digester<'a> {
    json: &'a str,
    offset: usize,
    seed: u64,
    containers: Vec<Container>,
    /// The members of all open objects. The value of the last member of each is still to be read.
    members: Vec<Member>,
    number: Vec<u8>,
}

impl<'a> Digester<'a> {
    fn new(json: &'a str, seed: u64) -> Self {
        Self {
            json,
            offset: 0,
            seed,
            containers: Vec::new(),
            members: Vec::new(),
            number: Vec::new(),
        }
    }

    fn digest(mut self) -> Option<u64> {
        'values: loop {
            let mut value = self.first_complete_value()?;
            while let Some(container) = self.containers.pop() {
                let container = self.add(container, value);
                if let Some(complete) = self.close(container) {
                    value = complete;
                    continue;
                }
                self.expect(b',')?;
                self.containers.push(container);
                if matches!(container, Container::Object(_)) {
                    self.read_name()?;
                }
                continue 'values;
            }
            return self.peek().is_none().then_some(value);
        }
    }

    /// Opens containers up to a value without values in it, and returns its digest.
    fn first_complete_value(&mut self) -> Option<u64> {
        loop {
            match self.peek()? {
                b'[' => {
                    self.offset += 1;
                    let empty = hash(self.seed, Kind::Array, &[]);
                    if self.consume_if(b']') {
                        return Some(empty);
                    }
                    self.open(Container::Array(empty))?;
                }
                b'{' => {
                    self.offset += 1;
                    if self.consume_if(b'}') {
                        return Some(hash(self.seed, Kind::Object, &[]));
                    }
                    self.open(Container::Object(self.members.len()))?;
                    self.read_name()?;
                }
                b'"' => return self.string(),
                b'-' | b'0'..=b'9' => return self.number(),
                _ => return self.literal(),
            }
        }
    }

    fn open(&mut self, container: Container) -> Option<()> {
        self.containers.push(container);
        (self.containers.len() <= MAX_DEPTH).then_some(())
    }

    /// Adds a value to its container.
    fn add(&mut self, container: Container, value: u64) -> Container {
        match container {
            Container::Array(digest) => {
                Container::Array(hash_digests(self.seed, Kind::Array, [digest, value]))
            }
            Container::Object(start) => {
                if let Some(member) = self.members.last_mut() {
                    member.value = value;
                }
                Container::Object(start)
            }
        }
    }

    /// Passes the end of a container and returns its digest, or `None` if another value follows.
    fn close(&mut self, container: Container) -> Option<u64> {
        match container {
            Container::Array(digest) => self.consume_if(b']').then_some(digest),
            Container::Object(start) => self.consume_if(b'}').then(|| self.end_object(start)),
        }
    }

    /// Returns the digest of the object whose members start at an index, and removes them.
    fn end_object(&mut self, start: usize) -> u64 {
        // The sort is stable: the last one of repeated members remains the last one.
        self.members[start..].sort_by_key(|member| member.name);
        let members = self.members[start..].chunk_by(|one, other| one.name == other.name);
        let last = members.filter_map(|same_name| same_name.last());
        let empty = hash(self.seed, Kind::Object, &[]);
        let digest = last.fold(empty, |digest, member| {
            hash_digests(self.seed, Kind::Object, [digest, member.name, member.value])
        });
        self.members.truncate(start);
        digest
    }

    /// Reads the name of a member and the colon after it.
    fn read_name(&mut self) -> Option<()> {
        if self.peek()? != b'"' {
            return None;
        }
        let name = self.string()?;
        self.members.push(Member { name, value: 0 });
        self.expect(b':')
    }

    fn string(&mut self) -> Option<u64> {
        let start = self.offset;
        let bytes = self.json.as_bytes();
        let mut end = start + 1;
        let mut has_escapes = false;
        loop {
            end += memchr2(b'"', b'\\', bytes.get(end..)?)?;
            if bytes[end] == b'"' {
                break;
            }
            has_escapes = true;
            end += 2;
        }
        self.offset = end + 1;
        let digest = |text: &[u8]| Some(hash(self.seed, Kind::String, text));
        if has_escapes {
            digest(&unescape_json_bytes(&self.json[start..=end]))
        } else {
            digest(&bytes[start + 1..end])
        }
    }

    fn number(&mut self) -> Option<u64> {
        let rest = &self.json.as_bytes()[self.offset..];
        let is_part = |byte: &u8| matches!(byte, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E');
        let len = rest.iter().take_while(|byte| is_part(byte)).count();
        self.offset += len;
        self.number.clear();
        push_canonical_number(&rest[..len], &mut self.number)?;
        Some(hash(self.seed, Kind::Number, &self.number))
    }

    fn literal(&mut self) -> Option<u64> {
        let rest = &self.json.as_bytes()[self.offset..];
        let mut literals = [&b"true"[..], b"false", b"null"].into_iter();
        let literal = literals.find(|literal| rest.starts_with(literal))?;
        self.offset += literal.len();
        Some(hash(self.seed, Kind::Literal, literal))
    }

    /// Returns the next byte that is not white space, without passing it.
    fn peek(&mut self) -> Option<u8> {
        let rest = &self.json.as_bytes()[self.offset..];
        let is_space = |byte: &u8| matches!(byte, b' ' | b'\t' | b'\n' | b'\r');
        self.offset += rest.iter().take_while(|byte| is_space(byte)).count();
        self.json.as_bytes().get(self.offset).copied()
    }

    /// Passes a byte if it is the next one that is not white space.
    fn consume_if(&mut self, byte: u8) -> bool {
        let is_next = self.peek() == Some(byte);
        self.offset += usize::from(is_next);
        is_next
    }

    /// Passes a byte that must be the next one.
    fn expect(&mut self, byte: u8) -> Option<()> {
        self.consume_if(byte).then_some(())
    }
}

fn hash(seed: u64, kind: Kind, bytes: &[u8]) -> u64 {
    XxHash3_64::oneshot_with_seed(seed.wrapping_add(kind as u64), bytes)
}

fn hash_digests<const N: usize>(seed: u64, kind: Kind, digests: [u64; N]) -> u64 {
    hash(seed, kind, digests.map(u64::to_le_bytes).as_flattened())
}
