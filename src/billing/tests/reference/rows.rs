//! Rows of a bill.

use super::fraction::{Fraction, fraction, round, text, unrounded};
use super::items::items;
use super::parts::{Part, parts};
use super::{Call, Card, Charge, MONTHS, date, month_of};
use bigdecimal::num_traits::Zero;

/// The rows of a bill in all columns.
pub fn rows(card: &Card, calls: &[Call], offset: i64, is_detailed: bool) -> Vec<Vec<String>> {
    let mut parts = parts(card, items(card, calls, offset));
    let month = |part: &Part| part.item.day.map(month_of);
    parts.sort_by_key(|part| {
        (
            part.item.customer.clone(),
            month(part),
            part.item.subject,
            part.tier,
            part.item.order.clone(),
        )
    });
    let mut rows = Vec::new();
    let group = |part: &Part| (part.item.customer.clone(), month(part));
    for months in parts.chunk_by(|a, b| group(a) == group(b)) {
        let line = |part: &Part| (part.item.subject, part.tier);
        let mut sum = Fraction::zero();
        for parts in months.chunk_by(|a, b| line(a) == line(b)) {
            sum += line_rows(card, parts, is_detailed, &mut rows);
        }
        let (customer, month) = group(&months[0]);
        let minimum = card
            .monthly_minimum
            .as_deref()
            .map_or_else(Fraction::zero, fraction);
        if let Some(month) = month
            && !customer.is_empty()
            && sum < minimum
        {
            let mut row = vec![customer, month_text(month), "(minimum)".to_owned()];
            row.resize(if is_detailed { 15 } else { 13 }, String::new());
            row.extend([
                text(&(minimum - sum), Some(card.decimals)),
                card.currency.to_owned(),
            ]);
            rows.push(row);
        }
    }
    rows
}

fn month_text(month: usize) -> String {
    format!("2025-{:02}", month + 1)
}

/// Adds the rows of a line, and returns its amount.
fn line_rows(
    card: &Card,
    parts: &[Part],
    is_detailed: bool,
    rows: &mut Vec<Vec<String>>,
) -> Fraction {
    let first = &parts[0];
    let charge = card.charges.get(first.item.subject);
    let charged: Fraction = parts.iter().map(|part| part.charged.clone()).sum();
    let amount = charge.map(|charge| {
        let amount = charge.amount(&charged, first.tier);
        round(&amount, card.decimals, card.rounding)
    });
    if is_detailed {
        detail_rows(card, parts, amount.as_ref(), rows);
        return amount.unwrap_or_default();
    }
    let calls: usize = parts.iter().map(|part| part.item.calls).sum();
    let printed = amount
        .as_ref()
        .map(|amount| text(amount, Some(card.decimals)));
    let mut row = start_cells(card, first);
    row.extend(days(charge, first.item.day.map(month_of)));
    row.push(calls.to_string());
    row.extend(quantity_cells(charge, parts));
    row.extend(price_cells(charge, first.tier));
    row.extend([printed.unwrap_or_default(), card.currency.to_owned()]);
    rows.push(row);
    amount.unwrap_or_default()
}

fn detail_rows(
    card: &Card,
    parts: &[Part],
    amount: Option<&Fraction>,
    rows: &mut Vec<Vec<String>>,
) {
    let charge = card.charges.get(parts[0].item.subject);
    let mut sum = Fraction::zero();
    for part in parts {
        let unrounded = charge.map(|charge| unrounded(&charge.amount(&part.charged, part.tier)));
        sum += unrounded.clone().unwrap_or_default();
        let printed = unrounded.map(|amount| text(&amount, None));
        let mut row = start_cells(card, part);
        row.extend(part.item.details.clone());
        row.extend(quantity_cells(charge, std::slice::from_ref(part)));
        row.extend(price_cells(charge, part.tier));
        row.extend([printed.unwrap_or_default(), card.currency.to_owned()]);
        rows.push(row);
    }
    if let Some(amount) = amount {
        let mut row = start_cells(card, &parts[0]);
        row.push("rounding".to_owned());
        row.resize(12, String::new());
        row.extend(price_cells(charge, parts[0].tier));
        row.extend([text(&(amount - sum), None), card.currency.to_owned()]);
        rows.push(row);
    }
}

fn start_cells(card: &Card, part: &Part) -> Vec<String> {
    let subject = part.item.subject;
    let name = match card.charges.get(subject) {
        Some(charge) => &charge.name,
        None if subject == card.no_time() => "(no time)",
        None if subject == card.no_quantity() => "(no quantity)",
        None => "(no charge)",
    };
    let month = part.item.day.map(month_of).map(month_text);
    let customer = part.item.customer.clone();
    vec![customer, month.unwrap_or_default(), name.to_owned()]
}

fn days(charge: Option<&Charge>, month: Option<usize>) -> [String; 2] {
    let (Some(charge), Some(month)) = (charge, month) else {
        return [const { String::new() }; 2];
    };
    let (first, last) = (MONTHS[month], MONTHS[month + 1] - 1);
    let from = charge.from.unwrap_or(0).max(first);
    let until = charge.until.unwrap_or(365).min(last);
    [from, until].map(date)
}

fn quantity_cells(charge: Option<&Charge>, parts: &[Part]) -> [String; 4] {
    let sum = |f: fn(&Part) -> Fraction| match charge {
        Some(_) => text(&parts.iter().map(f).sum(), None),
        None => String::new(),
    };
    [
        sum(|part| part.item.quantity.clone()),
        sum(|part| &part.free + &part.charged),
        sum(|part| part.free.clone()),
        sum(|part| part.charged.clone()),
    ]
}

fn price_cells(charge: Option<&Charge>, tier: usize) -> [String; 3] {
    charge.map_or([const { String::new() }; 3], |charge| {
        let price = charge.tiers[tier].1.clone();
        [price, charge.per.to_string(), "u".to_owned()]
    })
}
