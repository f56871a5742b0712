//! Random numbers that are the same on every machine and in every version: the sample data are in
//! documentation and tests, and a library may change its algorithm. This one is `SplitMix64`, by
//! Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014).

/// A random number generator.
#[derive(Clone, Copy, Debug)]
pub struct Rng(u64);

impl Rng {
    /// Creates a generator for a pair of numbers.
    pub fn new(seed: i64, stream: u64) -> Self {
        let mut rng = Self(seed.cast_unsigned());
        Self(rng.next_u64() ^ stream.wrapping_mul(0xd134_2543_de82_ef95))
    }

    pub fn next_u64(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number below `bound`, which is not 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.next_u64() % bound
    }

    /// Returns one of the choices, of which there is at least one.
    pub fn choose(&mut self, choices: &[&'static str]) -> &'static str {
        let index = self.below(choices.len() as u64);
        usize::try_from(index).map_or("", |index| choices[index])
    }

    /// Returns an ID of 24 hexadecimal digits.
    pub fn id(&mut self) -> String {
        format!("{:016x}{:08x}", self.next_u64(), self.next_u64() >> 32)
    }
}
