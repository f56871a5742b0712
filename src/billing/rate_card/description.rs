//! What a rate card contains, as rows.

use super::{Charge, RateCard, Tier, TierMode};
use crate::billing::row::{Row, date_value, number_value, short_number_value};
use crate::columns::ColumnType;
use crate::text::Value;
use bigdecimal::BigDecimal;

/// The columns of [`RateCard::charge_rows`]. Numbers are as in the card: `minimum` and `increment` are
/// in the unit of the quantity, `free` and `up_to` in that of the price.
pub const CHARGE_COLUMNS: [(&str, ColumnType); 14] = [
    ("charge", ColumnType::Text),
    ("scope", ColumnType::Text),
    ("quantity", ColumnType::Text),
    ("where", ColumnType::Text),
    ("from", ColumnType::Text),
    ("until", ColumnType::Text),
    ("minimum", ColumnType::Number),
    ("increment", ColumnType::Number),
    ("free", ColumnType::Number),
    ("tier_mode", ColumnType::Text),
    ("up_to", ColumnType::Number),
    ("price", ColumnType::Number),
    ("per", ColumnType::Number),
    ("unit", ColumnType::Text),
];

impl RateCard {
    /// Returns what applies to all charges, by the keys of the card.
    #[must_use]
    pub fn facts(&self) -> Vec<(&'static str, String)> {
        let currency = format!(
            "{} ({}, {} decimals)",
            self.currency.code(),
            self.currency.name(),
            self.decimals
        );
        let zone = self.time_zone.as_ref().map(|zone| zone.name().to_owned());
        let minimum = self.monthly_minimum.as_ref();
        let facts = [
            ("currency", Some(currency)),
            ("customer", Some(self.customer.join(", "))),
            ("rounding", Some(self.rounding.name().to_owned())),
            ("tz", zone),
            ("monthly_minimum", minimum.map(BigDecimal::to_plain_string)),
        ];
        let facts = facts.into_iter();
        facts
            .filter_map(|(key, value)| Some((key, value?)))
            .collect()
    }

    /// Returns a row per charge and tier, in the order of the card.
    #[must_use]
    pub fn charge_rows(&self) -> Vec<Row> {
        let rows = self.charges.iter().flat_map(|charge| {
            let tiers = charge.tiers.iter();
            tiers.map(move |tier| charge_row(charge, tier))
        });
        rows.collect()
    }
}

fn charge_row(charge: &Charge, tier: &Tier) -> Row {
    let conditions: Vec<_> = charge.conditions.iter().map(ToString::to_string).collect();
    let mode = (charge.tiers.len() > 1).then(|| TierMode::name(charge.tier_mode));
    let up_to = tier.up_to.as_ref().map(|up_to| up_to / &charge.per);
    vec![
        Value::non_empty(&charge.name),
        Value::non_empty(charge.scope.name()),
        Value::non_empty(charge.measure.name()),
        Value::non_empty(conditions.join(", ")),
        date_value(charge.from),
        date_value(charge.until),
        number_value(charge.minimum.as_ref()),
        number_value(charge.increment.as_ref()),
        short_number_value(Some(&(&charge.free / &charge.per))),
        Value::non_empty(mode.unwrap_or_default()),
        short_number_value(up_to.as_ref()),
        number_value(Some(&tier.price.price)),
        number_value(Some(&charge.per)),
        Value::non_empty(&charge.unit),
    ]
}
