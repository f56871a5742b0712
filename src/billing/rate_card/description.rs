//! What a rate card contains, as rows.

use super::{Charge, RateCard, Tier, TierMode};
use crate::billing::row::{Row, Value};
use crate::columns::ColumnType;

/// The columns of [`RateCard::facts`].
pub const FACT_COLUMNS: [(&str, ColumnType); 2] =
    [("setting", ColumnType::Text), ("value", ColumnType::Text)];

/// The columns of [`RateCard::charge_rows`]. Numbers are in the unit of the quantity.
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
    pub fn facts(&self) -> Vec<Row> {
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
            ("monthly_minimum", minimum.map(ToString::to_string)),
        ];
        let facts = facts
            .into_iter()
            .filter_map(|(key, value)| Some(vec![Value::from(key), Value::from(value?)]));
        facts.collect()
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
    vec![
        Value::from(&*charge.name),
        Value::from(charge.scope.name()),
        Value::from(charge.measure.name()),
        Value::from(conditions.join(", ")),
        Value::from(charge.from),
        Value::from(charge.until),
        Value::from(charge.minimum.clone()),
        Value::from(charge.increment.clone()),
        Value::from(charge.free.clone()),
        Value::from(mode.unwrap_or_default()),
        Value::from(tier.up_to.clone()),
        Value::from(tier.price.price.clone()),
        Value::from(charge.per.clone()),
        Value::from(&*charge.unit),
    ]
}
