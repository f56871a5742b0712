//! One charge of a rate card: what is measured, for which calls and days, and at which prices.
//!
//! Charges with the same name are alternatives, so a charge alone does not say whether it applies
//! to a call: rating asks the alternatives in the order of the card. A charge only answers for
//! itself: whether it applies on a day, what a quantity is billed as (at least `minimum`, then up
//! to a multiple of `increment`), and in which tier so many units are.
//!
//! Everything that can be wrong in a charge is found when it is parsed, with line and column, so
//! that rating has no errors left that depend on the card.

use super::column_path;
use super::document::{Document, Located};
use super::section::Section;
use super::tiers::{Tier, TierMode, parse_tier_mode, parse_tiers};
use crate::billing::exact::round_up_to_multiple;
use crate::columns::{FilterSpec, is_summable, similar_columns};
use crate::error::Failure;
use bigdecimal::{BigDecimal, One, Zero};
use chrono::NaiveDate;
use toml::de::DeTable;

/// What is charged by its name.
#[derive(Clone, Debug)]
pub struct Charge {
    /// The name. Charges with the same name are alternatives.
    pub name: String,
    /// What has one quantity.
    pub scope: Scope,
    /// Where the quantity comes from.
    pub measure: Measure,
    /// What `per` units of the quantity are called.
    pub unit: String,
    /// The number of units of the quantity that the price is for.
    pub per: BigDecimal,
    /// A quantity is rounded up to a multiple of this.
    pub increment: Option<BigDecimal>,
    /// A quantity is at least this, unless it is 0.
    pub minimum: Option<BigDecimal>,
    /// The free units of the quantity per customer and month.
    pub free: BigDecimal,
    /// The prices, at least one. Only the last tier has no end.
    pub tiers: Vec<Tier>,
    /// Which tier a unit is charged at.
    pub tier_mode: TierMode,
    /// The first day on which it applies.
    pub from: Option<NaiveDate>,
    /// The last day on which it applies.
    pub until: Option<NaiveDate>,
    /// The conditions that a call must match.
    pub conditions: Vec<FilterSpec>,
}

/// What has one quantity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scope {
    /// Each call.
    Call,
    /// Each conference, whatever the number of its calls.
    Conference,
}

impl Scope {
    const NAMED: [(&str, Self); 2] = [("call", Self::Call), ("conference", Self::Conference)];

    /// The name in a rate card.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Call => "call",
            Self::Conference => "conference",
        }
    }
}

/// Where a quantity comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Measure {
    /// A numeric column; of a conference, the sum of its calls.
    Column(String),
    /// The seconds from a conference's first connection to its last disconnection.
    SessionSeconds,
}

/// The name of [`Measure::SessionSeconds`] in a rate card.
const SESSION_SECONDS: &str = "session_seconds";

impl Measure {
    /// The name in a rate card.
    #[must_use]
    pub fn name(&self) -> &str {
        match self {
            Self::Column(column) => column,
            Self::SessionSeconds => SESSION_SECONDS,
        }
    }
}

const KEYS: [&str; 14] = [
    "name",
    "scope",
    "quantity",
    "unit",
    "per",
    "increment",
    "minimum",
    "free",
    "price",
    "tiers",
    "tier_mode",
    "from",
    "until",
    "where",
];

/// The names of lines that no charge may have.
const RESERVED_NAMES: [&str; 3] = ["(no charge)", "(no quantity)", "(minimum)"];

impl Charge {
    /// Parses the table of a charge.
    pub fn parse(document: Document<'_>, table: &Located<&DeTable<'_>>) -> Result<Self, Failure> {
        let section = Section::new(document, table.value, table.offset, &KEYS)?;
        let name = name(&section)?;
        let scope = section
            .choice("scope", &Scope::NAMED)?
            .unwrap_or(Scope::Call);
        let per = section.positive_number("per")?;
        let per = per.map_or_else(BigDecimal::one, |per| per.value);
        let value = |number: Option<Located<BigDecimal>>| number.map(|number| number.value);
        let free = value(section.number("free")?).unwrap_or_else(BigDecimal::zero);
        let (from, until) = days(&section)?;
        let unit = section.text("unit")?;
        Ok(Self {
            name,
            scope,
            measure: measure(&section, scope)?,
            unit: unit.map_or_else(String::new, |unit| unit.value.to_owned()),
            increment: value(section.positive_number("increment")?),
            minimum: value(section.number("minimum")?),
            free: free * &per,
            tiers: parse_tiers(document, &section, &per)?,
            tier_mode: parse_tier_mode(&section)?,
            from,
            until,
            conditions: conditions(&section)?,
            per,
        })
    }

    /// Whether a day is one on which it applies; without a day, it applies only if it does on all days.
    #[must_use]
    pub fn applies_on(&self, day: Option<NaiveDate>) -> bool {
        let Some(day) = day else {
            return self.from.is_none() && self.until.is_none();
        };
        self.from.is_none_or(|from| from <= day) && self.until.is_none_or(|until| day <= until)
    }

    /// Returns what is billed of a quantity: the smallest multiple of the increment that is not below the quantity and
    /// the minimum. Nothing is billed of nothing.
    #[must_use]
    pub fn billed(&self, quantity: &BigDecimal) -> BigDecimal {
        if quantity.is_zero() {
            return BigDecimal::zero();
        }
        let minimum = self.minimum.as_ref().filter(|minimum| *minimum > quantity);
        let quantity = minimum.unwrap_or(quantity);
        match &self.increment {
            Some(increment) => round_up_to_multiple(quantity, increment),
            None => quantity.clone(),
        }
    }

    /// Returns the index of the tier that the last of so many units is in.
    #[must_use]
    pub fn tier_of(&self, units: &BigDecimal) -> usize {
        let is_within = |tier: &Tier| tier.up_to.as_ref().is_none_or(|up_to| units <= up_to);
        let tier = self.tiers.iter().position(is_within);
        tier.unwrap_or(self.tiers.len() - 1)
    }

    /// Whether units are charged at different prices in the course of a month.
    #[must_use]
    pub fn is_graduated(&self) -> bool {
        self.tiers.len() > 1 && self.tier_mode == TierMode::Graduated
    }

    /// Whether what a call costs depends on other calls of the month.
    #[must_use]
    pub fn depends_on_month(&self) -> bool {
        self.tiers.len() > 1 || !self.free.is_zero()
    }
}

fn name(section: &Section<'_>) -> Result<String, Failure> {
    let name = section.text("name")?;
    let name = name.ok_or_else(|| section.missing("name", "name = \"Participant minutes\""))?;
    if RESERVED_NAMES.contains(&name.value) {
        let message = format_args!("the name '{}' is reserved; use another name", name.value);
        return Err(section.failure(name.offset, message));
    }
    Ok(name.value.to_owned())
}

fn measure(section: &Section<'_>, scope: Scope) -> Result<Measure, Failure> {
    const EXAMPLE: &str = "quantity = \"usage.connect_minutes_cal\"";
    let column = section.text("quantity")?;
    let column = column.ok_or_else(|| section.missing("quantity", EXAMPLE))?;
    if column.value == SESSION_SECONDS {
        if scope == Scope::Conference {
            return Ok(Measure::SessionSeconds);
        }
        let message = "'session_seconds' is the length of a conference; add scope = \"conference\"";
        return Err(section.failure(column.offset, message));
    }
    if column.value.starts_with("session_") {
        let message = format_args!(
            "unknown quantity '{}'; did you mean '{SESSION_SECONDS}'?",
            column.value
        );
        return Err(section.failure(column.offset, message));
    }
    let path = column_path("quantity", &column, section)?;
    if !is_summable(&path) {
        let message =
            format_args!("column '{path}' is not numeric; use another, such as room.duration");
        return Err(section.failure(column.offset, message));
    }
    Ok(Measure::Column(path))
}

fn days(section: &Section<'_>) -> Result<(Option<NaiveDate>, Option<NaiveDate>), Failure> {
    let (from, until) = (section.date("from")?, section.date("until")?);
    if let (Some(from), Some(until)) = (&from, &until)
        && until.value < from.value
    {
        let message = format_args!(
            "'until' is before 'from'; use a date from {} on",
            from.value
        );
        return Err(section.failure(until.offset, message));
    }
    Ok((from.map(|date| date.value), until.map(|date| date.value)))
}

/// The day for which conditions are checked. Which one does not matter: every day is valid for every condition.
const ANY_DAY: NaiveDate = NaiveDate::from_ymd_opt(2000, 1, 1).unwrap();

fn conditions(section: &Section<'_>) -> Result<Vec<FilterSpec>, Failure> {
    let conditions = section.texts("where")?;
    let conditions = conditions.iter().map(|condition| {
        let invalid = |problem: String| {
            let message = format_args!("invalid condition '{}': {problem}", condition.value);
            section.failure(condition.offset, message)
        };
        let spec = condition.value.parse::<FilterSpec>();
        let spec = spec.map_err(|error| invalid(error.to_string()))?;
        let checked = spec.clone().resolve(None, ANY_DAY);
        checked.map_err(|failure| invalid(failure.to_string()))?;
        let alike = similar_columns(spec.column());
        match &alike[..] {
            [] => Ok(spec),
            alike => Err(invalid(format!(
                "unknown column '{}'; did you mean '{}'?",
                spec.column(),
                alike.join("' or '")
            ))),
        }
    });
    conditions.collect()
}
