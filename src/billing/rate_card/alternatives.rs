//! Checks of charges with the same name.

use super::charge::Charge;
use super::document::{Document, Located};
use crate::error::Failure;

/// Checks every charge against the earlier ones of its name.
///
/// # Errors
/// Returns a usage failure for one that can never apply, and for one whose quantity cannot be counted with theirs.
pub fn check_alternatives(
    document: Document<'_>,
    charges: &[Located<Charge>],
) -> Result<(), Failure> {
    for (index, charge) in charges.iter().enumerate() {
        let earlier = charges[..index].iter();
        for earlier in earlier.filter(|earlier| earlier.value.name == charge.value.name) {
            let line = document.line(earlier.offset);
            if let Some(problem) = problem(&earlier.value, &charge.value, line) {
                let name = &charge.value.name;
                let message = format_args!("charge '{name}' {problem}");
                return Err(document.failure(charge.offset, message));
            }
        }
    }
    Ok(())
}

/// Returns what is wrong with a charge after an earlier one of its name, which is on this line.
fn problem(earlier: &Charge, charge: &Charge, line: usize) -> Option<String> {
    if earlier.scope != charge.scope {
        return Some(format!(
            "has another scope than on line {line}; use one scope, or another name"
        ));
    }
    let share_units = earlier.depends_on_month() || charge.depends_on_month();
    if share_units && earlier.measure != charge.measure {
        return Some(format!(
            "shares free units or tiers with line {line}, but has another quantity; use another name"
        ));
    }
    let is_same_days = (earlier.from, earlier.until) == (charge.from, charge.until);
    if is_same_days && sorted_conditions(earlier) == sorted_conditions(charge) {
        return Some(format!(
            "duplicates the charge on line {line}: same days and conditions; remove one of them"
        ));
    }
    (earlier.conditions.is_empty() && covers_days(earlier, charge)).then(|| {
        format!("can never apply: line {line} covers its days without conditions; move it above")
    })
}

fn sorted_conditions(charge: &Charge) -> Vec<String> {
    let mut conditions: Vec<_> = charge.conditions.iter().map(ToString::to_string).collect();
    conditions.sort();
    conditions.dedup();
    conditions
}

/// Whether a charge applies on all days of another one.
fn covers_days(charge: &Charge, other: &Charge) -> bool {
    let starts_before = match (charge.from, other.from) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(from), Some(other)) => from <= other,
    };
    let ends_after = match (charge.until, other.until) {
        (None, _) => true,
        (Some(_), None) => false,
        (Some(until), Some(other)) => until >= other,
    };
    starts_before && ends_after
}
