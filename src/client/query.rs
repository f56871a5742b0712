//! Queries, and the four routes of the API for them:
//!
//! ```text
//! /cdr/period/2025-01-01/2025-01-31
//! /cdr/room-period/ROOM_ID/2025-01-01/2025-01-31
//! /cdr/room/ROOM_ID
//! /cdr/conf/CONF_NUM
//! ```
//!
//! An ID is whatever the user typed, so it is encoded into one segment: it must not be able to name
//! another route.

use crate::time::DateRange;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use reqwest::StatusCode;
use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;
use thiserror::Error;

/// The start of the only route without an ID.
const PERIOD_ROUTE: &str = "/cdr/period/";

/// The start of the route of a room without a period.
const ROOM_ROUTE: &str = "/cdr/room/";

/// The start of the route of a conference.
const CONFERENCE_ROUTE: &str = "/cdr/conf/";

/// A query for calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// The calls of a period, in every room or in one.
    Period {
        /// The room to which the calls are restricted.
        room: Option<Id>,
        period: DateRange,
    },
    /// All calls of a room.
    Room(Id),
    /// The calls of one conference, by its `conf_num`.
    Conference(Id),
}

impl Query {
    /// Returns the path of the request, as in the vendor's CDR documentation.
    pub fn path(&self) -> String {
        match self {
            Self::Period { room, period } => {
                let days = format!("{}/{}", period.first(), period.last());
                match room {
                    None => format!("{PERIOD_ROUTE}{days}"),
                    Some(room) => format!("/cdr/room-period/{}/{days}", room.to_path_segment()),
                }
            }
            Self::Room(room) => format!("{ROOM_ROUTE}{}", room.to_path_segment()),
            Self::Conference(number) => format!("{CONFERENCE_ROUTE}{}", number.to_path_segment()),
        }
    }

    /// Splits a query with a period into windows of this number of days.
    pub fn split_into_windows(&self, days: NonZeroU32) -> Vec<Self> {
        match self {
            Self::Period { room, period } => {
                let query = |period| Self::Period {
                    room: room.clone(),
                    period,
                };
                let windows = period.split_into_windows(days);
                windows.into_iter().map(query).collect()
            }
            Self::Room(_) | Self::Conference(_) => vec![self.clone()],
        }
    }

    pub fn period(&self) -> Option<DateRange> {
        match self {
            Self::Period { period, .. } => Some(*period),
            Self::Room(_) | Self::Conference(_) => None,
        }
    }
}

/// Returns whether the path of a request has a room ID or a conference number.
pub fn has_id(path: &str) -> bool {
    !path.starts_with(PERIOD_ROUTE)
}

/// Returns what to check if the service rejects the request of a path with this status, or `None`
/// if that is the base URL.
pub fn rejection_hint(path: &str, status: StatusCode) -> Option<&'static str> {
    let is_not_found = status == StatusCode::NOT_FOUND;
    let is_invalid = matches!(
        status,
        StatusCode::BAD_REQUEST | StatusCode::UNPROCESSABLE_ENTITY
    );
    let starts_with = |route| path.starts_with(route);
    match () {
        () if !is_not_found && !is_invalid => None,
        () if starts_with(CONFERENCE_ROUTE) => Some("check the conference number"),
        () if starts_with(ROOM_ROUTE) => Some("check the room ID"),
        () if !starts_with(PERIOD_ROUTE) => Some("check the room ID and the dates"),
        () => is_invalid.then_some("check the dates"),
    }
}

/// A room ID or a conference number. Whatever characters it has, it is one segment of the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Id(String);

/// All characters but the unreserved ones (RFC 3986, section 2.3).
const PATH_SEGMENT: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

impl Id {
    fn to_path_segment(&self) -> impl fmt::Display {
        utf8_percent_encode(&self.0, PATH_SEGMENT)
    }
}

impl fmt::Display for Id {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// A text that is not an ID.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ParseIdError {
    #[error("the ID is empty; use one from 'cdr period today'")]
    Empty,
    /// `.` or `..`, which every HTTP client removes from a path, encoded or not (RFC 3986, section
    /// 5.2.4).
    #[error("'.' and '..' are not IDs; use one from 'cdr period today'")]
    Dots,
    #[error("use one ID for each run")]
    Several,
}

impl FromStr for Id {
    type Err = ParseIdError;

    fn from_str(input: &str) -> Result<Self, ParseIdError> {
        match input {
            _ if input.trim().is_empty() => Err(ParseIdError::Empty),
            "." | ".." => Err(ParseIdError::Dots),
            _ if input.contains(',') => Err(ParseIdError::Several),
            _ => Ok(Self(input.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::NaiveDate;
    use proptest::prelude::*;

    fn january() -> DateRange {
        let day = |day| NaiveDate::from_ymd_opt(2025, 1, day).unwrap();
        DateRange::new(day(1), day(31)).unwrap()
    }

    fn id(input: &str) -> Id {
        input.parse().unwrap()
    }

    #[test]
    fn each_query_has_its_route() {
        let period = |room| Query::Period {
            room,
            period: january(),
        };
        let paths = [
            (period(None), "/cdr/period/2025-01-01/2025-01-31"),
            (Query::Room(id("r1")), "/cdr/room/r1"),
            (
                period(Some(id("r1"))),
                "/cdr/room-period/r1/2025-01-01/2025-01-31",
            ),
            (Query::Conference(id("1000000000")), "/cdr/conf/1000000000"),
        ];
        for (query, path) in paths {
            assert_eq!(query.path(), path);
            let is_of_every_room = matches!(query, Query::Period { room: None, .. });
            assert_eq!(has_id(path), !is_of_every_room);
        }
    }

    #[test]
    fn windows_keep_the_room() {
        let query = Query::Period {
            room: Some(id("r1")),
            period: january(),
        };
        let windows = query.split_into_windows(NonZeroU32::new(20).unwrap());
        let paths: Vec<_> = windows.iter().map(Query::path).collect();
        assert_eq!(
            paths,
            [
                "/cdr/room-period/r1/2025-01-01/2025-01-21",
                "/cdr/room-period/r1/2025-01-21/2025-01-31"
            ]
        );
    }

    #[test]
    fn reserved_characters_are_encoded() {
        let path = Query::Room(id("a/b?c#d..é f%2F")).path();
        assert_eq!(path, "/cdr/room/a%2Fb%3Fc%23d..%C3%A9%20f%252F");
    }

    #[test]
    fn an_empty_id_is_rejected() {
        assert_eq!("".parse::<Id>(), Err(ParseIdError::Empty));
        assert_eq!(" \t".parse::<Id>(), Err(ParseIdError::Empty));
    }

    #[test]
    fn an_id_of_dots_is_rejected() {
        assert_eq!(".".parse::<Id>(), Err(ParseIdError::Dots));
        assert_eq!("..".parse::<Id>(), Err(ParseIdError::Dots));
    }

    proptest! {
        #[test]
        fn every_id_is_one_segment_of_the_url_and_decodes_to_itself(input in "\\PC{1,20}") {
            prop_assume!(input.parse::<Id>().is_ok());
            let path = Query::Room(id(&input)).path();
            let url = reqwest::Url::parse(&format!("https://host/v2{path}")).unwrap();
            let segments: Vec<_> = url.path_segments().unwrap().collect();
            prop_assert_eq!(segments.len(), 4);
            let decoded = percent_encoding::percent_decode_str(segments[3]).decode_utf8().unwrap();
            prop_assert_eq!(decoded, input);
        }
    }
}
