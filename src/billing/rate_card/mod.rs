//! Rate cards: the TOML file that says what is charged.
//!
//! A card is read and checked completely before anything is requested: one that parses can be applied to any call. Each
//! mistake is a usage failure of one line with the place and what to write instead (`rates.toml:12:1: unknown key
//! 'prise'; did you mean 'price'?`).
//!
//! Charges stay in the order of the card. Those with the same name are alternatives, of which the first that matches a
//! call applies, so that a price can change on a day or depend on the call. Quantities are counted in the unit of
//! the column throughout: `free` and `up_to`, which are written in units of `per`, are converted here.

mod alternatives;
mod charge;
mod description;
mod document;
mod section;
mod tiers;

pub use self::charge::{Charge, Measure, Scope};
pub use self::description::CHARGE_COLUMNS;
pub use self::tiers::{Tier, TierMode};

use self::alternatives::check_alternatives;
use self::document::{Document, Located};
use self::section::Section;
use super::exact::Rounding;
use crate::columns::{ColumnList, Field, similar_columns};
use crate::error::{Failure, FailureKind, system_error};
use crate::io::read_limited;
use crate::limits::MAX_RATE_CARD_BYTES;
use crate::time::TimeZone;
use bigdecimal::BigDecimal;
use iso_currency::Currency;
use std::io::ErrorKind;
use std::path::Path;

/// What is charged, and how.
#[derive(Clone, Debug)]
pub struct RateCard {
    /// The currency of all prices and amounts.
    pub currency: Currency,
    /// How many decimals its amounts have.
    pub decimals: u32,
    /// The columns that name the customer: the first that has a value does.
    pub customer: Vec<String>,
    /// How the amount of a line is rounded.
    pub rounding: Rounding,
    /// The time zone of days and months, if nothing else sets one.
    pub time_zone: Option<TimeZone>,
    /// The charges in the order of the card.
    pub charges: Vec<Charge>,
    /// What a customer pays at least in a month.
    pub monthly_minimum: Option<BigDecimal>,
    /// The text of the card.
    pub text: String,
}

/// The keys outside of tables.
const CARD_KEYS: [&str; 6] = [
    "currency",
    "customer",
    "rounding",
    "tz",
    "charge",
    "monthly_minimum",
];

impl RateCard {
    /// A rate card to start from, with comments.
    pub const EXAMPLE: &str = include_str!("example.toml");

    /// Reads a rate card from a file.
    ///
    /// # Errors
    /// Returns a local failure for a file that cannot be read, a usage failure for one that is too
    /// large, or those of [`RateCard::parse`].
    pub fn read(file: &Path) -> anyhow::Result<Self> {
        let name = file.display().to_string();
        let bytes = read_limited(file, MAX_RATE_CARD_BYTES).map_err(|error| {
            if error.kind() != ErrorKind::InvalidData {
                let problem = format!("cannot read the rate card {name}");
                return system_error(problem, error, "check the file");
            }
            let message =
                format!("{name} is not a rate card: {error}; use --rates with another file");
            Failure::new(FailureKind::Usage, message).into()
        })?;
        Ok(Self::parse(document::decode(&bytes, &name)?, &name)?)
    }

    /// Parses the text of a rate card; `file_name` is the file that failures name.
    ///
    /// # Errors
    /// Returns a usage failure with line and column.
    pub fn parse(text: &str, file_name: &str) -> Result<Self, Failure> {
        let document = Document { text, file_name };
        let table = document.parse(text)?;
        let section = Section::new(document, &table, 0, &CARD_KEYS)?;
        let (currency, decimals) = currency(&section)?;
        let charges = charges(document, &section)?;
        check_alternatives(document, &charges)?;
        Ok(Self {
            currency,
            decimals,
            customer: customer(&section)?,
            rounding: section
                .choice("rounding", &Rounding::NAMED)?
                .unwrap_or(Rounding::HalfUp),
            time_zone: time_zone(&section)?,
            charges: charges.into_iter().map(|charge| charge.value).collect(),
            monthly_minimum: monthly_minimum(document, &section, decimals)?,
            text: text.to_owned(),
        })
    }

    /// The columns that the card reads, apart from conditions.
    pub fn columns(&self) -> impl Iterator<Item = &str> {
        let measures = self
            .charges
            .iter()
            .filter_map(|charge| match &charge.measure {
                Measure::Column(column) => Some(&**column),
                Measure::SessionSeconds => None,
            });
        self.customer.iter().map(String::as_str).chain(measures)
    }

    /// Returns whether a charge is per conference.
    #[must_use]
    pub fn has_conference_charges(&self) -> bool {
        let mut charges = self.charges.iter();
        charges.any(|charge| charge.scope == Scope::Conference)
    }

    /// The charges of each name, in the order of the card: for each name, the indices of its alternatives.
    #[must_use]
    pub fn charges_by_name(&self) -> Vec<Vec<usize>> {
        let mut names: Vec<Vec<usize>> = Vec::new();
        for (index, charge) in self.charges.iter().enumerate() {
            let is_same = |other: &usize| self.charges[*other].name == charge.name;
            let known = names
                .iter_mut()
                .find(|indices| indices.first().is_some_and(is_same));
            match known {
                Some(indices) => indices.push(index),
                None => names.push(vec![index]),
            }
        }
        names
    }
}

fn currency(section: &Section<'_>) -> Result<(Currency, u32), Failure> {
    let code = section.text("currency")?;
    let code = code.ok_or_else(|| section.missing("currency", "currency = \"INR\""))?;
    let unknown = |hint: &str| {
        let message = format_args!("unknown currency '{}'; {hint}", code.value);
        section.failure(code.offset, message)
    };
    let Some(currency) = Currency::from_code(code.value) else {
        let upper = code.value.to_ascii_uppercase();
        return Err(match Currency::from_code(&upper) {
            Some(_) => unknown(&format!("did you mean '{upper}'?")),
            None => unknown("expected a code of ISO 4217, such as INR"),
        });
    };
    // Metals, test codes and units of account have no decimals, since nobody pays in them.
    let decimals = currency.exponent().map(u32::from);
    let decimals = decimals.ok_or_else(|| unknown("expected a code of ISO 4217, such as INR"))?;
    Ok((currency, decimals))
}

fn customer(section: &Section<'_>) -> Result<Vec<String>, Failure> {
    let columns = section.texts("customer")?;
    if columns.is_empty() {
        return Err(section.missing("customer", "customer = \"user.ref\""));
    }
    let columns = columns.iter().map(|column| {
        let path = column_path("customer", column, section)?;
        if Field::is_documented_object(&path) {
            let message =
                format_args!("'{path}' is an object; expected a column, such as user.ref");
            return Err(section.failure(column.offset, message));
        }
        Ok(path)
    });
    columns.collect()
}

/// Returns the full path of a column, if it is one and not likely a typo of another.
fn column_path(
    key: &str,
    column: &Located<&str>,
    section: &Section<'_>,
) -> Result<String, Failure> {
    let parsed = column.value.parse::<ColumnList>().ok();
    let paths = parsed.map(|columns| columns.with_full_paths());
    let mut paths = paths.iter().flat_map(ColumnList::names);
    let (Some(path), None) = (paths.next(), paths.next()) else {
        let message = format_args!(
            "invalid value '{}' for '{key}'; expected a column, such as user.ref",
            column.value
        );
        return Err(section.failure(column.offset, message));
    };
    let alike = similar_columns(path);
    if alike.is_empty() {
        return Ok(path.to_owned());
    }
    let alike: Vec<_> = alike.iter().map(|column| format!("'{column}'")).collect();
    let message = format_args!(
        "unknown column '{path}'; did you mean {}?",
        alike.join(" or ")
    );
    Err(section.failure(column.offset, message))
}

fn time_zone(section: &Section<'_>) -> Result<Option<TimeZone>, Failure> {
    let Some(name) = section.text("tz")? else {
        return Ok(None);
    };
    if name.value.eq_ignore_ascii_case("local") {
        let message = "'local' is another zone on each machine; use a name, such as Asia/Kolkata";
        return Err(section.failure(name.offset, message));
    }
    let zone = TimeZone::from_name(name.value);
    zone.map(Some)
        .map_err(|message| section.failure(name.offset, message))
}

fn charges(document: Document<'_>, section: &Section<'_>) -> Result<Vec<Located<Charge>>, Failure> {
    let tables = section.tables("charge", "tables that begin with [[charge]]")?;
    if tables.is_empty() {
        return Err(section.missing("charge", "a table that begins with [[charge]]"));
    }
    let charges = tables.iter().map(|table| {
        let charge = Charge::parse(document, table)?;
        Ok(table.with(charge))
    });
    charges.collect()
}

fn monthly_minimum(
    document: Document<'_>,
    section: &Section<'_>,
    decimals: u32,
) -> Result<Option<BigDecimal>, Failure> {
    let example = "a table that begins with [monthly_minimum]";
    let Some(table) = section.table("monthly_minimum", example)? else {
        return Ok(None);
    };
    let section = Section::new(document, table.value, table.offset, &["amount"])?;
    let amount = section.positive_number("amount")?;
    let amount = amount.ok_or_else(|| section.missing("amount", "amount = \"500\""))?;
    let (_, scale) = amount.value.normalized().into_bigint_and_scale();
    if scale > decimals.into() {
        let message =
            format_args!("'amount' has too many decimals; expected {decimals} for this currency");
        return Err(section.failure(amount.offset, message));
    }
    Ok(Some(amount.value.with_scale(decimals.into())))
}

#[cfg(test)]
mod tests;
