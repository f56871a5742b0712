//! Bills: from calls to amounts.
//!
//! A [`RateCard`] says what is charged, rating turns each call into the quantities of its charges, and the invoice adds
//! these up to lines: one per customer, month, charge, price and tier. Where the calls come from and how
//! the lines are printed is not known here.
//!
//! Three things hold for every bill. It is exact: there are no floats, and an amount is rounded once, at the end. It is
//! complete: a call without a price or without a quantity has a line of its own and causes a warning. And it is
//! reproducible: whatever depends on an order (free units, tiers) depends on the order of connection, never on
//! the order in which calls arrive. Memory grows with customers, charges and months, not with calls; calls that
//! must be put in order go through the external sort.

mod bill;
mod conferences;
mod customers;
mod exact;
mod invoice;
mod rate_card;
mod rating;
mod row;
mod saved_bill;
mod usage;

pub use self::bill::Bill;
pub use self::conferences::ConferenceDays;
pub use self::exact::Rounding;
pub use self::invoice::FinishedBill;
pub use self::rate_card::{CHARGE_COLUMNS, RateCard};
pub use self::row::{BILL_COLUMNS, DETAIL_COLUMNS, ROUNDING, Row};
pub use self::saved_bill::{LINE_FIGURES, LINE_KEYS, LineDifference, NUMERIC_KEYS, SavedBill};

#[cfg(test)]
mod tests;
