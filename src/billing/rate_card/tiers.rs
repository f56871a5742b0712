//! The prices of a charge.
//!
//! A price alone is a single tier without an end, so that the invoice knows only tiers. Tiers are
//! in ascending order, and only the last one has no end; anything else is a mistake of the card.

use super::document::Document;
use super::section::Section;
use crate::billing::exact::UnitPrice;
use crate::error::Failure;
use bigdecimal::BigDecimal;

/// A price for the units up to an end.
#[derive(Clone, Debug)]
pub struct Tier {
    /// The last unit of the quantity in this tier, counted over the month.
    pub up_to: Option<BigDecimal>,
    /// The price of its units.
    pub price: UnitPrice,
}

/// Which tier a unit is charged at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TierMode {
    /// Each unit at the price of the tier that it is in.
    Graduated,
    /// All units at the price of the tier that the last one is in.
    Volume,
}

impl TierMode {
    const NAMED: [(&str, Self); 2] = [("graduated", Self::Graduated), ("volume", Self::Volume)];

    /// The name in a rate card.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Graduated => "graduated",
            Self::Volume => "volume",
        }
    }
}

/// Parses the mode, which only tiers have.
pub fn parse_tier_mode(section: &Section<'_>) -> Result<TierMode, Failure> {
    let mode = section.choice("tier_mode", &TierMode::NAMED)?;
    if mode.is_some() && !section.has("tiers") {
        let message = "'tier_mode' without 'tiers'; remove it, or add tiers";
        return Err(section.failure(section.key_offset("tier_mode"), message));
    }
    Ok(mode.unwrap_or(TierMode::Graduated))
}

/// Parses the tiers; a price alone is one without an end.
pub fn parse_tiers(
    document: Document<'_>,
    section: &Section<'_>,
    per: &BigDecimal,
) -> Result<Vec<Tier>, Failure> {
    let price = section.number("price")?;
    if section.has("tiers") {
        if price.is_some() {
            let message = "both 'price' and 'tiers' are set; remove one of them";
            return Err(section.failure(section.key_offset("tiers"), message));
        }
        return tier_list(document, section, per);
    }
    let price = price.ok_or_else(|| section.missing("price", "price = \"0.30\", or tiers"))?;
    Ok(vec![Tier {
        up_to: None,
        price: UnitPrice::new(price.value, per.clone()),
    }])
}

fn tier_list(
    document: Document<'_>,
    section: &Section<'_>,
    per: &BigDecimal,
) -> Result<Vec<Tier>, Failure> {
    const EXAMPLE: &str = "a list, such as [{ up_to = \"10\", price = \"2\" }, { price = \"1\" }]";
    let tables = section.tables("tiers", EXAMPLE)?;
    if tables.is_empty() {
        let message = format_args!("'tiers' is empty; expected {EXAMPLE}");
        return Err(section.failure(section.key_offset("tiers"), message));
    }
    let mut tiers: Vec<Tier> = Vec::new();
    for (index, table) in tables.iter().enumerate() {
        let is_last = index + 1 == tables.len();
        let section = Section::new(document, table.value, table.offset, &["up_to", "price"])?;
        let price = section.number("price")?;
        let price = price.ok_or_else(|| section.missing("price", "price = \"0.30\""))?;
        let end = tier_end(&section, tiers.last(), per, is_last)?;
        tiers.push(Tier {
            up_to: end,
            price: UnitPrice::new(price.value, per.clone()),
        });
    }
    Ok(tiers)
}

/// Returns the end of a tier in units of the quantity, which is after the end of the one before.
fn tier_end(
    section: &Section<'_>,
    before: Option<&Tier>,
    per: &BigDecimal,
    is_last: bool,
) -> Result<Option<BigDecimal>, Failure> {
    let up_to = section.positive_number("up_to")?;
    let Some(up_to) = up_to else {
        if is_last {
            return Ok(None);
        }
        return Err(section.missing("up_to", "up_to to every tier but the last"));
    };
    if is_last {
        let message = "the last tier has an 'up_to'; remove it, or add a tier without one";
        return Err(section.failure(section.key_offset("up_to"), message));
    }
    let end = up_to.value * per;
    if before.is_some_and(|before| before.up_to.as_ref() >= Some(&end)) {
        let message = "'up_to' is not greater than in the previous tier; use ascending numbers";
        return Err(section.failure(up_to.offset, message));
    }
    Ok(Some(end))
}
