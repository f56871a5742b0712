//! Which of the service's four routes is asked, and the path of the request.

use crate::time::DateRange;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use std::fmt;
use std::num::NonZeroU32;
use std::str::FromStr;

/// What the service is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Query {
    /// The calls of a period, in every room or in one.
    Period {
        /// The room, if it is one.
        room: Option<Id>,
        /// The days.
        period: DateRange,
    },
    /// The calls of a room.
    Room(Id),
    /// The calls of one conference, by its `conf_num`.
    Conference(Id),
}

impl Query {
    /// The path of the request, to be put after the base URL.
    /// The routes are those of the vendor's CDR page.
    pub fn path(&self) -> String {
        match self {
            Self::Period { room, period } => {
                let days = format!("{}/{}", period.first(), period.last());
                match room {
                    None => format!("/cdr/period/{days}"),
                    Some(room) => format!("/cdr/room-period/{}/{days}", room.segment()),
                }
            }
            Self::Room(room) => format!("/cdr/room/{}", room.segment()),
            Self::Conference(number) => format!("/cdr/conf/{}", number.segment()),
        }
    }

    /// The same query in windows of its period that are so many days apart; one without a period as it is.
    pub fn windows(&self, days: NonZeroU32) -> Vec<Self> {
        match self {
            Self::Period { room, period } => {
                let windows = period.split_into_windows(days).into_iter();
                let in_window = |period| Self::Period {
                    room: room.clone(),
                    period,
                };
                windows.map(in_window).collect()
            }
            Self::Room(_) | Self::Conference(_) => vec![self.clone()],
        }
    }

    /// The period it asks for, where it does.
    pub fn period(&self) -> Option<DateRange> {
        match self {
            Self::Period { period, .. } => Some(*period),
            Self::Room(_) | Self::Conference(_) => None,
        }
    }
}

/// A room id or a conference number as typed; whatever it holds, it stays one segment of the path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Id(String);

/// Everything but the characters that RFC 3986 calls unreserved.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'_')
    .remove(b'.')
    .remove(b'~');

impl Id {
    fn segment(&self) -> impl fmt::Display {
        utf8_percent_encode(&self.0, RESERVED)
    }
}

/// As it was typed.
impl fmt::Display for Id {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// A text that can't be an id.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseIdError {
    /// Nothing but white space.
    Empty,
    /// `.` or `..`, which every client takes out of a path, encoded or not.
    Dots,
}

impl fmt::Display for ParseIdError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::Empty => "an id can't be empty; copy one from 'cdr period today'",
            Self::Dots => "dots alone can't be an id; copy one from 'cdr period today'",
        })
    }
}

impl std::error::Error for ParseIdError {}

impl FromStr for Id {
    type Err = ParseIdError;

    fn from_str(typed: &str) -> Result<Self, ParseIdError> {
        match typed {
            _ if typed.trim().is_empty() => Err(ParseIdError::Empty),
            "." | ".." => Err(ParseIdError::Dots),
            _ => Ok(Self(typed.to_owned())),
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

    fn id(typed: &str) -> Id {
        typed.parse().unwrap()
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
        }
    }

    #[test]
    fn windows_keep_the_room() {
        let query = Query::Period {
            room: Some(id("r1")),
            period: january(),
        };
        let windows = query.windows(NonZeroU32::new(20).unwrap());
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
    fn whatever_is_reserved_in_a_path_is_encoded() {
        let path = Query::Room(id("a/b?c#d..é f%2F")).path();
        assert_eq!(path, "/cdr/room/a%2Fb%3Fc%23d..%C3%A9%20f%252F");
    }

    #[test]
    fn an_empty_id_is_refused() {
        assert_eq!("".parse::<Id>(), Err(ParseIdError::Empty));
        assert_eq!(" \t".parse::<Id>(), Err(ParseIdError::Empty));
    }

    #[test]
    fn an_id_of_dots_alone_is_refused() {
        assert_eq!(".".parse::<Id>(), Err(ParseIdError::Dots));
        assert_eq!("..".parse::<Id>(), Err(ParseIdError::Dots));
    }

    proptest! {
        #[test]
        fn every_id_is_one_segment_of_the_url_and_decodes_to_itself(typed in "\\PC{1,20}") {
            prop_assume!(typed.parse::<Id>().is_ok());
            let path = Query::Room(id(&typed)).path();
            let url = reqwest::Url::parse(&format!("https://host/v2{path}")).unwrap();
            let segments: Vec<_> = url.path_segments().unwrap().collect();
            prop_assert_eq!(segments.len(), 4);
            let decoded = percent_encoding::percent_decode_str(segments[3]).decode_utf8().unwrap();
            prop_assert_eq!(decoded, typed);
        }
    }
}
