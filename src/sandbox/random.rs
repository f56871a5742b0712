//! Numbers that look random and are the same every time, on every machine.

/// `SplitMix64`, by Steele, Lea and Flood, "Fast Splittable Pseudorandom Number Generators" (2014).
#[derive(Clone, Copy, Debug)]
pub struct Dice(u64);

impl Dice {
    /// Dice of their own for each pair of numbers.
    pub fn new(seed: i64, stream: u64) -> Self {
        let mut dice = Self(seed.cast_unsigned());
        Self(dice.roll() ^ stream.wrapping_mul(0xd134_2543_de82_ef95))
    }

    /// The next number.
    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// The next number, brought below a bound that is not 0.
    pub fn below(&mut self, bound: u64) -> u64 {
        self.roll() % bound
    }

    /// One of these, which are not none.
    pub fn one_of(&mut self, choices: &[&'static str]) -> &'static str {
        let place = self.below(choices.len() as u64);
        usize::try_from(place).map_or("", |place| choices[place])
    }

    /// An id of 24 hexadecimal digits.
    pub fn id(&mut self) -> String {
        format!("{:016x}{:08x}", self.roll(), self.roll() >> 32)
    }
}
