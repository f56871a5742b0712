//! The rows of a finished bill.
//!
//! A line has one row, and with details one for each call and price. Two kinds of rows depend on
//! what follows and are written by [`LineEnds`]:
//!
//! ```text
//! line 1, call a      0.333333333333
//! line 1, call b      0.333333333333
//! line 1, rounding    0.003333333334   after the rows of a line, in details
//! line 2, …
//! (minimum)           9.33             after the last line of a customer and month
//! ```
//!
//! So the amounts of all rows add up to the bill, with and without details.

use super::FinishedBill;
use super::detail::StoredPortion;
use super::lines::{Line, LineKey};
use crate::billing::row::{ROUNDING, Row, date_value, number_value, short_number_value};
use crate::billing::usage::{Details, Month, Subject};
use crate::text::Value;
use bigdecimal::BigDecimal;
use chrono::NaiveDate;

/// Writes what follows the rows of a line: what rounding changed, in a detailed bill, and after the last line of a
/// customer and month what is missing to the minimum.
pub struct LineEnds<'a> {
    bill: &'a FinishedBill,
    is_detailed: bool,
    current: Option<LineKey>,
    /// The sum of the amounts of the current line's rows.
    pub sum: BigDecimal,
}

impl<'a> LineEnds<'a> {
    pub fn new(bill: &'a FinishedBill, is_detailed: bool) -> Self {
        Self {
            bill,
            is_detailed,
            current: None,
            sum: BigDecimal::default(),
        }
    }

    /// Ends the current line unless the next row, or no row, is in it.
    ///
    /// # Errors
    /// Returns those of `on_row`.
    pub fn next(
        &mut self,
        next: Option<&LineKey>,
        on_row: &mut impl FnMut(Row) -> anyhow::Result<()>,
    ) -> anyhow::Result<()> {
        if self.current.as_ref() == next {
            return Ok(());
        }
        let Some(ended) = std::mem::replace(&mut self.current, next.copied()) else {
            return Ok(());
        };
        let sum = std::mem::take(&mut self.sum);
        if self.is_detailed
            && let Some(row) = self.bill.rounding_row(&ended, &sum)
        {
            on_row(row)?;
        }
        let month = |key: &LineKey| (key.customer, key.month);
        if next.map(month) == Some(month(&ended)) {
            return Ok(());
        }
        match self.bill.shortfall(ended.customer, ended.month) {
            Some(amount) => on_row(self.bill.minimum_row(&ended, amount, self.is_detailed)),
            None => Ok(()),
        }
    }
}

impl FinishedBill {
    /// The row of a line.
    pub(super) fn line_row(&self, key: &LineKey, line: &Line) -> Row {
        let has_quantity = self.charge(key.subject).is_some();
        let quantities = [&line.quantity, &line.billed, &line.free, &line.charged];
        let (from, until) = self.days(key);
        let mut row = self.line_cells(key);
        row.extend([from, until].map(date_value));
        row.push(Value::from(line.calls));
        row.extend(
            quantities.map(|number| short_number_value(Some(number).filter(|_| has_quantity))),
        );
        row.extend(self.price_cells(key));
        row.push(number_value(self.amount(key, line).as_ref()));
        row.push(self.currency());
        row
    }

    /// The row of a portion of a usage, with its unrounded amount.
    pub(super) fn portion_row(
        &self,
        portion: &StoredPortion,
        key: &LineKey,
        amount: Option<&BigDecimal>,
    ) -> Row {
        let has_quantity = self.charge(key.subject).is_some();
        let (free, charged) = (portion.free(), portion.charged());
        let quantities = [&portion.quantity(), &(&free + &charged), &free, &charged];
        let mut row = self.line_cells(key);
        row.extend(details_cells(&portion.details.clone().unwrap_or_default()));
        row.extend(
            quantities.map(|number| short_number_value(Some(number).filter(|_| has_quantity))),
        );
        row.extend(self.price_cells(key));
        row.push(short_number_value(amount));
        row.push(self.currency());
        row
    }

    /// The row that makes the rows of a line, of which this is the sum, add up to its amount.
    fn rounding_row(&self, key: &LineKey, sum: &BigDecimal) -> Option<Row> {
        let amount = self.amount(key, self.lines.get(key)?)?;
        let details = Details {
            cdr_id: ROUNDING.to_owned(),
            ..Details::default()
        };
        let mut row = self.line_cells(key);
        row.extend(details_cells(&details));
        row.extend([const { Value::Null }; 4]);
        row.extend(self.price_cells(key));
        row.push(short_number_value(Some(&(amount - sum))));
        row.push(self.currency());
        Some(row)
    }

    /// The row of what is missing to the minimum of the customer and month of a line.
    fn minimum_row(&self, key: &LineKey, amount: &BigDecimal, is_detailed: bool) -> Row {
        let key = LineKey {
            subject: Subject::Minimum,
            ..*key
        };
        // From the columns of a line, or of a call, to the amount.
        let count = if is_detailed { 12 } else { 10 };
        let mut row = self.line_cells(&key);
        row.extend(vec![Value::Null; count]);
        row.push(number_value(Some(amount)));
        row.push(self.currency());
        row
    }

    fn shortfall(&self, customer: u32, month: Option<Month>) -> Option<&BigDecimal> {
        self.shortfalls.get(&(customer, month))
    }

    /// The columns `customer`, `month` and `charge`.
    fn line_cells(&self, key: &LineKey) -> Row {
        let month = key.month.map(|month| month.to_string());
        vec![
            Value::non_empty(self.customers.name(key.customer)),
            Value::non_empty(month.unwrap_or_default()),
            Value::non_empty(self.name(key.subject)),
        ]
    }

    /// The columns `price`, `per` and `unit`.
    fn price_cells(&self, key: &LineKey) -> [Value; 3] {
        let price = self.price(key);
        let unit = self.charge(key.subject).map_or("", |charge| &charge.unit);
        [
            number_value(price.map(|price| &price.price)),
            number_value(price.map(|price| &price.per)),
            Value::non_empty(unit),
        ]
    }

    fn currency(&self) -> Value {
        Value::non_empty(self.card.currency.code())
    }

    /// The first and last day in the month of a line on which its price applies.
    fn days(&self, key: &LineKey) -> (Option<NaiveDate>, Option<NaiveDate>) {
        let (Some(charge), Some(month)) = (self.charge(key.subject), key.month) else {
            return (None, None);
        };
        let (first, last) = (month.first_day(), month.last_day());
        let from = charge.from.map_or(first, |from| from.max(first));
        let until = charge.until.map_or(last, |until| until.min(last));
        (Some(from), Some(until))
    }
}

/// The columns from `cdr_id` to `room.connect_dt`.
fn details_cells(details: &Details) -> [Value; 5] {
    let Details {
        cdr_id,
        conf_num,
        room_id,
        user_name,
        connect_dt,
    } = details;
    [cdr_id, conf_num, room_id, user_name, connect_dt].map(Value::non_empty)
}
