//! Uses of charges: what rating hands to the invoice.
//!
//! A usage is a quantity of one charge, by one customer, in one month. Customers, charges and
//! months are numbers in it: it is as small as possible, since there is one for each call and
//! charge, and usages whose order matters go through the external sort. A month has a code for the
//! same reason. What only details print, such as the name of the user, is apart in [`Details`].

use crate::columns::{CDR_ID, CONF_NUM, CONNECT_DT, ROOM_ID};
use crate::external_sort::encode_time;
use crate::record::{Projection, Record};
use crate::text::json_to_text;
use bigdecimal::BigDecimal;
use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::{Deserialize, Serialize};
use std::fmt;
use twox_hash::XxHash3_64;

/// A calendar month, by its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(NaiveDate);

impl Month {
    /// The month of a day, which has a year of four digits; a longer one could not be written as `2025-01`.
    pub fn of(day: NaiveDate) -> Option<Self> {
        let is_printable = (0..=9999).contains(&day.year());
        day.with_day(1).filter(|_| is_printable).map(Self)
    }

    /// A number for sort keys: 0 without a month, and larger for later months.
    pub fn code(month: Option<Self>) -> u32 {
        let code = |month: Self| u32::try_from(month.0.year() * 12).unwrap_or(0) + month.0.month();
        month.map_or(0, code)
    }

    /// The month of a number.
    pub fn from_code(code: u32) -> Option<Self> {
        let months = code.checked_sub(1)?;
        let year = i32::try_from(months / 12).ok()?;
        NaiveDate::from_ymd_opt(year, months % 12 + 1, 1).map(Self)
    }

    /// The first day.
    pub fn first_day(self) -> NaiveDate {
        self.0
    }

    /// The last day.
    pub fn last_day(self) -> NaiveDate {
        self.0
            .with_day(self.0.num_days_in_month().into())
            .unwrap_or(self.0)
    }
}

impl fmt::Display for Month {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{:04}-{:02}", self.0.year(), self.0.month())
    }
}

/// What a row of a bill is about, in the order of rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Subject {
    /// The charge of this index in the rate card.
    Charge(usize),
    /// Calls without a valid time, which belong to no month and have no price.
    NoTime,
    /// Calls that a charge applies to but that have no quantity for it.
    NoQuantity,
    /// Calls that no charge applies to.
    NoCharge,
    /// What is missing to the monthly minimum.
    Minimum,
}

impl Subject {
    /// A number whose order is that of subjects, for sort keys.
    pub fn code(self) -> u32 {
        match self {
            Self::Charge(index) => u32::try_from(index).unwrap_or(u32::MAX),
            Self::NoTime => u32::MAX - 3,
            Self::NoQuantity => u32::MAX - 2,
            Self::NoCharge => u32::MAX - 1,
            Self::Minimum => u32::MAX,
        }
    }

    /// The subject of a number.
    pub fn from_code(code: u32) -> Self {
        match u32::MAX - code {
            0 => Self::Minimum,
            1 => Self::NoCharge,
            2 => Self::NoQuantity,
            3 => Self::NoTime,
            _ => Self::Charge(code as usize),
        }
    }
}

/// One or several calls in a row of a bill.
#[derive(Clone, Debug)]
pub struct Usage<'a> {
    pub subject: Subject,
    /// The index of the customer.
    pub customer: u32,
    pub month: Option<Month>,
    /// When it starts, for the order in which free units and tiers are consumed.
    pub time: Option<DateTime<Utc>>,
    /// The identifier of the first call, which comes second in that order.
    pub cdr_id: &'a str,
    /// The number of calls.
    pub calls: u64,
    /// The quantity as measured.
    pub quantity: BigDecimal,
    /// What the detailed bill prints, if it is one.
    pub details: Option<&'a Details>,
}

/// What the detailed bill prints of a call or conference, as received.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Details {
    pub cdr_id: String,
    pub conf_num: String,
    pub room_id: String,
    pub user_name: String,
    pub connect_dt: String,
}

impl Details {
    /// The same without what belongs to one of several participants.
    pub fn of_conference(self) -> Self {
        Self {
            cdr_id: String::new(),
            user_name: String::new(),
            ..self
        }
    }
}

/// Reads what the detailed bill prints.
pub struct DetailsReader([usize; 5]);

impl DetailsReader {
    /// Adds the members to the projection.
    pub fn new(projection: &mut Projection) -> Self {
        let members = [CDR_ID, CONF_NUM, ROOM_ID, "user.name", CONNECT_DT];
        Self(members.map(|member| projection.add_path(member)))
    }

    /// Reads the members of a call.
    pub fn read(&self, record: &Record<'_>) -> Details {
        let [cdr_id, conf_num, room_id, user_name, connect_dt] =
            self.0.map(|slot| member_text(record, slot));
        Details {
            cdr_id,
            conf_num,
            room_id,
            user_name,
            connect_dt,
        }
    }
}

/// The text of a member; empty if the call lacks it.
pub fn member_text(record: &Record<'_>, slot: usize) -> String {
    let json = record.values[slot];
    json.map(json_to_text).unwrap_or_default().into_owned()
}

/// Appends a text to a sort key, so that no other text starts with its bytes.
pub fn push_text(key: &mut Vec<u8>, text: &str) {
    // No byte of UTF-8 is so large that it could not be one more, and so 0 is before all of them.
    key.extend(text.bytes().map(|byte| byte + 1));
    key.push(0);
}

/// Appends the order of consumption to a sort key: by connection, then by `cdr_id`. What has no time comes last.
pub fn push_order(key: &mut Vec<u8>, time: Option<DateTime<Utc>>, cdr_id: &str) {
    match time {
        Some(time) => {
            key.push(0);
            key.extend(encode_time(time));
        }
        None => key.push(1),
    }
    push_text(key, cdr_id);
}

/// Appends what puts calls in order that are equal otherwise, so that the order in which they arrive never decides: a
/// digest of their text.
pub fn push_tie_break(key: &mut Vec<u8>, text: &str) {
    key.extend(XxHash3_64::oneshot(text.as_bytes()).to_be_bytes());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_and_subjects_keep_their_order_as_numbers() {
        let day = |text: &str| text.parse::<NaiveDate>().unwrap();
        let months = [
            "0000-01-31",
            "2024-12-01",
            "2025-01-31",
            "2025-02-01",
            "9999-12-31",
        ];
        let months = months.map(|text| Month::of(day(text)));
        let codes = months.map(Month::code);
        assert!(codes.is_sorted() && codes[0] > Month::code(None));
        assert_eq!(codes.map(Month::from_code), months);
        assert_eq!(Month::from_code(0), None);
        let subjects = [
            Subject::Charge(0),
            Subject::Charge(7),
            Subject::NoTime,
            Subject::NoQuantity,
            Subject::NoCharge,
            Subject::Minimum,
        ];
        let codes = subjects.map(Subject::code);
        assert!(codes.is_sorted() && subjects.is_sorted());
        assert_eq!(codes.map(Subject::from_code), subjects);
    }

    #[test]
    fn a_month_has_its_days() {
        let month = Month::of("2024-02-10".parse().unwrap()).unwrap();
        assert_eq!(month.first_day().to_string(), "2024-02-01");
        assert_eq!(month.last_day().to_string(), "2024-02-29");
        assert_eq!(month.to_string(), "2024-02");
        let late = NaiveDate::from_ymd_opt(10_000, 1, 1).unwrap();
        assert_eq!(Month::of(late), None);
    }
}
