//! Sums of decimals: exact, of any length, in time that grows with the digits added.

use super::large::Large;
use crate::text::DecimalStr;

/// A sum of decimals. It prints as many digits behind the point as the most precise of them, zeros aside.
#[derive(Clone, Debug, Default)]
pub enum Sum {
    /// Nothing was added.
    #[default]
    Nothing,
    /// A sum of at most 18 digits, as most are.
    Small(Small),
    /// Any other.
    Large(Box<Large>),
}

/// A decimal: so many units of 10 to the power of minus the scale.
#[derive(Clone, Copy, Debug)]
pub struct Small {
    units: i64,
    scale: u8,
}

/// How many digits an [`i64`] always holds.
const MOST_DIGITS: i64 = 18;

impl Sum {
    /// Adds a number.
    pub fn add(&mut self, number: &DecimalStr<'_>) {
        if number.is_zero() {
            self.add_small(Small { units: 0, scale: 0 });
        } else if let Some(small) = Small::of(number) {
            self.add_small(small);
        } else {
            self.enlarge(|sum| sum.add(number));
        }
    }

    /// Adds another sum.
    pub fn merge(&mut self, other: &Self) {
        match other {
            Self::Nothing => {}
            Self::Small(small) => self.add_small(*small),
            Self::Large(large) => self.enlarge(|sum| sum.merge(large)),
        }
    }

    fn add_small(&mut self, small: Small) {
        match self {
            Self::Nothing => *self = Self::Small(small),
            Self::Small(sum) => match sum.plus(small) {
                Some(sum) => *self = Self::Small(sum),
                None => self.enlarge(|sum| sum.add_units(small.units, small.scale)),
            },
            Self::Large(sum) => sum.add_units(small.units, small.scale),
        }
    }

    /// Changes the sum in its limbs.
    fn enlarge(&mut self, change: impl FnOnce(&mut Large)) {
        let mut large = match std::mem::take(self) {
            Self::Nothing => Box::default(),
            Self::Small(small) => {
                let mut large = Box::<Large>::default();
                large.add_units(small.units, small.scale);
                large
            }
            Self::Large(large) => large,
        };
        change(&mut large);
        *self = Self::Large(large);
    }

    /// The sum as a JSON number without an exponent; `None` when nothing was added.
    pub fn total(&self) -> Option<String> {
        match self {
            Self::Nothing => None,
            Self::Small(small) => Some(small.print()),
            Self::Large(large) => Some(large.print()),
        }
    }
}

impl Small {
    /// A number of at most 18 digits, behind the point too.
    fn of(number: &DecimalStr<'_>) -> Option<Self> {
        let power = number.lowest_power();
        let digits = i64::try_from(number.length()).ok()? + power.max(0);
        if digits > MOST_DIGITS || power < -MOST_DIGITS {
            return None;
        }
        let add = |value, digit| 10 * value + i64::from(digit - b'0');
        let units = number.digits().fold(0, add) * 10_i64.pow(u32::try_from(power.max(0)).ok()?);
        Some(Self {
            units: if number.is_negative() { -units } else { units },
            scale: u8::try_from(-power.min(0)).ok()?,
        })
    }

    fn plus(self, other: Self) -> Option<Self> {
        let scale = self.scale.max(other.scale);
        let aligned = |number: Self| {
            let factor = 10_i64.checked_pow(u32::from(scale - number.scale))?;
            number.units.checked_mul(factor)
        };
        let units = aligned(self)?.checked_add(aligned(other)?)?;
        Some(Self { units, scale })
    }

    fn print(self) -> String {
        let unit = 10_u64.pow(u32::from(self.scale));
        let (whole, behind) = (
            self.units.unsigned_abs() / unit,
            self.units.unsigned_abs() % unit,
        );
        let sign = if self.units < 0 { "-" } else { "" };
        let width = usize::from(self.scale);
        match width {
            0 => format!("{sign}{whole}"),
            _ => format!("{sign}{whole}.{behind:0width$}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sum(numbers: &[&str]) -> String {
        let mut sum = Sum::default();
        for number in numbers {
            sum.add(&DecimalStr::parse(number).unwrap());
        }
        sum.total().unwrap()
    }

    #[test]
    fn sums_are_exact_whatever_their_size() {
        assert_eq!(sum(&["0.1", "0.2"]), "0.3");
        assert_eq!(sum(&["1.10", "2", "-0.05"]), "3.05");
        assert_eq!(sum(&["1e3", "2.5E-2"]), "1000.025");
        assert_eq!(
            sum(&["12345678901234567890123", "1.10"]),
            "12345678901234567890124.10"
        );
        assert_eq!(
            sum(&["5.551115123125783e-17", "1"]),
            "1.00000000000000005551115123125783"
        );
        assert_eq!(sum(&["1e40", "-1"]), "9".repeat(40));
        assert_eq!(sum(&["-1e40", "1"]), format!("-{}", "9".repeat(40)));
    }

    #[test]
    fn a_zero_of_any_form_changes_nothing() {
        assert_eq!(sum(&["0.0", "7"]), "7");
        assert_eq!(sum(&["0E400", "-0.0"]), "0");
        assert_eq!(sum(&["1.5", "-1.5", "2"]), "2.0");
    }

    #[test]
    fn what_overflows_goes_on_elsewhere() {
        let large = "999999999999999999";
        assert_eq!(sum(&[large; 1000]), "999999999999999999000");
    }

    #[test]
    fn digits_behind_the_point_go_as_far_as_the_most_precise_number() {
        assert_eq!(sum(&["1.10", "2"]), "3.10");
        assert_eq!(sum(&["0.000000000000000001", "1"]), "1.000000000000000001");
        assert_eq!(sum(&["-0.5", "0.25"]), "-0.25");
        assert_eq!(sum(&["1e17", "0.5"]), "100000000000000000.5");
    }

    #[test]
    fn long_runs_of_zeros_are_a_power_of_ten() {
        let long = "12".repeat(600);
        let small = format!("0.{}7e-10000", "0".repeat(30));
        for (numbers, expected) in [
            (&["1e900"][..], format!("1{}", "0".repeat(900))),
            (&["1e1000"], "1e1000".to_owned()),
            (&["5e10000", "5e10000"], "10e10000".to_owned()),
            (&["-1.5e-9999", "-1e-9999"], "-25e-10000".to_owned()),
            (&["1e-5000", "-1e-5000"], "0".to_owned()),
            (&[&small], small.clone()),
            (&[&long], long.clone()),
            (&["1e2000", "1"], format!("1{}1", "0".repeat(1999))),
        ] {
            let sum = sum(numbers);
            assert_eq!(sum, expected);
            assert!(DecimalStr::parse(&sum).is_some(), "{sum}");
        }
    }

    #[test]
    fn nothing_has_no_sum() {
        assert_eq!(Sum::default().total(), None);
    }
}
