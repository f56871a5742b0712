//! The table of documented columns. Help, `cdr fields`, completion of `--columns` and the CSV heading
//! all follow from it.
//!
//! Sources: the CDR pages of `EnableX` (the older form) and `SmartFloMeet` (the newer form). The units
//! are the pages' own: every duration is in seconds, and so is every `usage.*_minutes` in spite of its
//! name, except `usage.connect_minutes_cal`. What the pages leave unexplained says so.

use self::ColumnSet::{All, AllWithRecord, Billing, Brief, Quality};
use self::ColumnType::{Flag, Id, Number, Object, Text, Time};
use crate::record::RECORD_COLUMN;
use chrono::{Datelike, NaiveDateTime};

/// What a column's values are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// A text that names something: it is compared as text, and never broken or rounded.
    Id,
    /// A number; it prints with the digits the service sent.
    Number,
    /// `true` or `false`: JSON booleans in the newer form, strings in the older.
    Flag,
    /// A UTC time stamp, `2025-01-31T23:59:59.999Z`.
    Time,
    /// An object without documented members; it prints as compact JSON.
    Object,
}

/// A named set of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnSet {
    /// What a person looks at first; the table's own set.
    Brief,
    /// What a bill is made from.
    Billing,
    /// What call quality is judged by.
    Quality,
    /// Every documented member of a record; the set of CSV.
    All,
    /// The same, and the whole record; the set of Parquet, which has no name.
    AllWithRecord,
}

impl ColumnSet {
    /// Every set with its name, as typed in `--columns`.
    pub const NAMED: [(&'static str, Self); 4] = [
        ("brief", Brief),
        ("billing", Billing),
        ("quality", Quality),
        ("all", All),
    ];

    /// The columns in it, in the order of [`FIELDS`].
    pub fn fields(self) -> impl Iterator<Item = &'static Field> {
        FIELDS.iter().filter(move |field| match self {
            All => !field.is_derived(),
            AllWithRecord => !field.is_derived() || field.path == RECORD_COLUMN,
            _ => field.sets.contains(&self),
        })
    }
}

/// One documented column.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The dotted path into a record, or a derived column's name.
    pub path: &'static str,
    /// What its values are.
    pub column_type: ColumnType,
    /// The unit of a number, or nothing.
    pub unit: &'static str,
    /// The sets it is in, beside `all`.
    pub sets: &'static [ColumnSet],
    /// What it means.
    pub description: &'static str,
}

impl Field {
    /// Whether it is made from a call's times rather than sent by the service.
    pub fn is_derived(&self) -> bool {
        self.path == RECORD_COLUMN || derived_format(self.path).is_some()
    }

    /// Whether documented columns are below this path.
    pub fn is_around_documented(path: &str) -> bool {
        FIELDS.iter().any(|field| is_below(field.path, path))
    }

    /// Whether this path is below an object whose members are not documented.
    pub fn is_below_documented(path: &str) -> bool {
        let mut objects = FIELDS.iter().filter(|field| field.column_type == Object);
        objects.any(|field| is_below(path, field.path))
    }

    /// The documented column of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        FIELDS.iter().find(|field| field.path == name)
    }
}

/// Whether a path leads to a member of what another path leads to.
pub fn is_below(path: &str, other: &str) -> bool {
    let rest = path.strip_prefix(other);
    rest.is_some_and(|rest| rest.starts_with('.'))
}

/// The member by which a call is known.
pub const CDR_ID: &str = "cdr_id";

/// The member that names a call's conference.
pub const CONF_NUM: &str = "conf_num";

/// The member that says when the user joined.
pub const CONNECT_DT: &str = "room.connect_dt";

/// The member that says when the user left.
pub const DISCONNECT_DT: &str = "room.disconnect_dt";

/// The member that says when the record was logged.
pub const TRANS_DATE: &str = "trans_date";

/// The member that is billed, in minutes.
pub const CONNECT_MINUTES_CAL: &str = "usage.connect_minutes_cal";

/// The member that judges the whole call, and its verdict on a bad one.
pub const CALL_QUALITY: &str = "stats_quality.call_quality";
pub const BAD: &str = "Bad";

/// The same on a good one.
pub const GOOD: &str = "Good";

/// Whether a verdict is that on a bad call, in any case, as in conditions.
pub fn is_bad(verdict: &str) -> bool {
    verdict.eq_ignore_ascii_case(BAD)
}

/// The same of a good call.
pub fn is_good(verdict: &str) -> bool {
    verdict.eq_ignore_ascii_case(GOOD)
}

/// The member that names a call's room.
pub const ROOM_ID: &str = "room.room_id";

/// The member that is your own reference for the user.
pub const USER_REF: &str = "user.ref";

/// The members that the derived columns are made from: the first that is a time.
pub const TIMESTAMP_COLUMNS: [&str; 2] = [CONNECT_DT, TRANS_DATE];

/// The values that need attention: bad quality, and a call without an end.
const ATTENTION: [(&str, &str); 6] = [
    (DISCONNECT_DT, ""),
    ("stats_quality.send.video.avg_bitrate_quality", "Bad"),
    ("stats_quality.send.audio.avg_bitrate_quality", "Bad"),
    ("stats_quality.receive.video.avg_bitrate_quality", "Bad"),
    ("stats_quality.receive.audio.avg_bitrate_quality", "Bad"),
    (CALL_QUALITY, BAD),
];

/// Whether this value of a column needs attention.
pub fn is_highlighted(column: &str, value: &str) -> bool {
    ATTENTION.contains(&(column, value))
}

/// The derived columns that are made from a call's times, with the form that they print.
pub const DERIVED_COLUMNS: [(&str, &str); 3] =
    [("day", "%Y-%m-%d"), ("month", "%Y-%m"), ("hour", "%H")];

/// The form of a derived column.
pub fn derived_format(column: &str) -> Option<&'static str> {
    let derived = DERIVED_COLUMNS.iter().find(|(name, _)| *name == column);
    derived.map(|(_, form)| *form)
}

/// Returns what a derived column of this form prints for a day, or nothing for a day beyond years of four digits.
pub fn derived_text(time: NaiveDateTime, form: &str) -> String {
    if (0..=9999).contains(&time.year()) {
        time.format(form).to_string()
    } else {
        String::new()
    }
}

const NO_SET: &[ColumnSet] = &[];
const BILLING: &[ColumnSet] = &[Billing];
const QUALITY: &[ColumnSet] = &[Quality];
const BRIEF_BILLING: &[ColumnSet] = &[Brief, Billing];
const BRIEF_BILLING_QUALITY: &[ColumnSet] = &[Brief, Billing, Quality];
const BRIEF_QUALITY: &[ColumnSet] = &[Brief, Quality];
const BILLING_QUALITY: &[ColumnSet] = &[Billing, Quality];

const SECONDS: &str = "seconds";
const MINUTES: &str = "minutes";
const PERCENT: &str = "percent";
/// The pages give bitrates no unit; their size tells.
const BITRATE: &str = "bit/s";

#[rustfmt::skip]
/// Every documented column of both forms, in the order of the newer form, the derived columns last.
pub const FIELDS: &[Field] = &[
    field("trans_date", Time, "", NO_SET, "when the record was logged"),
    field("conf_num", Id, "", BRIEF_BILLING_QUALITY, "conference number: one session in a room"),
    field("sip", Flag, "", NO_SET, "a call over SIP (not explained by the vendor)"),
    field("call_num", Id, "", BILLING, "call number: one user's connection in a conference"),
    field("call_log_id", Id, "", QUALITY, "log id; support asks for it to trace a call"),
    field("parent_partner_id", Id, "", NO_SET, "the customer who owns the project"),
    field("room.room_id", Id, "", BRIEF_BILLING, "the room"),
    field("room.connect_dt", Time, "", BRIEF_BILLING_QUALITY, "when the user joined the room"),
    field("room.disconnect_dt", Time, "", BILLING, "when the user left the room"),
    field("room.duration", Number, SECONDS, BRIEF_BILLING, "how long the user was in the room"),
    field("room.room_details", Object, "", NO_SET, "the room's whole definition"),
    field("room.sip", Flag, "", NO_SET, "a room for SIP (not explained by the vendor)"),
    field("user.role", Text, "", NO_SET, "moderator, participant, viewer or audience"),
    field("user.ip", Id, "", QUALITY, "the address the user connected from"),
    field("user.name", Text, "", BRIEF_BILLING_QUALITY, "the user's name, as given by whoever joined"),
    field("user.ref", Text, "", BILLING, "your reference for the user, as given when joining"),
    field("user.agent", Text, "", QUALITY, "the user's browser or app"),
    field("user.token", Text, "", NO_SET, "the token the user joined with (older form)"),
    field("user.confName", Text, "", NO_SET, "the conference's name (older form)"),
    field("sigserver.connect_dt", Time, "", NO_SET, "when the user reached the signalling server"),
    field("sigserver.disconnect_dt", Time, "", NO_SET, "when the user left the signalling server"),
    field("sigserver.ip", Id, "", QUALITY, "the signalling server's address"),
    field("sigserver.duration", Number, SECONDS, NO_SET, "how long the user was on the signalling server"),
    field("sigserver.hold_duration", Number, SECONDS, QUALITY, "how long the connection was on hold"),
    field("published_track.audio", Flag, "", NO_SET, "the user sent a microphone"),
    field("published_track.data", Flag, "", NO_SET, "the user sent data"),
    field("published_track.video", Flag, "", NO_SET, "the user sent a camera"),
    field("published_track.screen", Flag, "", NO_SET, "the user shared a screen"),
    field("published_track.url", Flag, "", NO_SET, "the user played a URL"),
    field("usage.subscribed_minutes", Number, SECONDS, BILLING, "streams received; seconds, in spite of the name (not explained by the vendor)"),
    field("usage.published_minutes", Number, SECONDS, BILLING, "own streams sent; seconds, in spite of the name"),
    field("usage.screen_minutes", Number, SECONDS, BILLING, "screen shared; seconds, in spite of the name"),
    field("usage.connect_minutes", Number, SECONDS, BILLING, "connected; seconds, in spite of the name"),
    field("usage.connect_minutes_cal", Number, MINUTES, BRIEF_BILLING, "connected, in whole minutes rounded up: what a connection is billed by"),
    field("usage.room_connect_minutes", Number, SECONDS, NO_SET, "connected to the room; seconds, in spite of the name (not explained by the vendor)"),
    field("stats_quality.send.video.avg_bitrate", Number, BITRATE, QUALITY, "camera sent: average bitrate"),
    field("stats_quality.send.video.avg_bitrate_quality", Text, "", QUALITY, "camera sent: Good or Bad"),
    field("stats_quality.send.video.max_bitrate", Number, BITRATE, NO_SET, "camera sent: highest bitrate"),
    field("stats_quality.send.video.min_bitrate", Number, BITRATE, NO_SET, "camera sent: lowest bitrate"),
    field("stats_quality.send.sharing", Object, "", NO_SET, "screen sent (members not documented)"),
    field("stats_quality.send.audio.avg_bitrate", Number, BITRATE, QUALITY, "microphone sent: average bitrate"),
    field("stats_quality.send.audio.avg_bitrate_quality", Text, "", QUALITY, "microphone sent: Good or Bad"),
    field("stats_quality.send.audio.max_bitrate", Number, BITRATE, NO_SET, "microphone sent: highest bitrate"),
    field("stats_quality.send.audio.min_bitrate", Number, BITRATE, NO_SET, "microphone sent: lowest bitrate"),
    field("stats_quality.receive.video.avg_bitrate", Number, BITRATE, QUALITY, "video received: average bitrate"),
    field("stats_quality.receive.video.avg_bitrate_quality", Text, "", QUALITY, "video received: Good or Bad"),
    field("stats_quality.receive.video.max_bitrate", Number, BITRATE, NO_SET, "video received: highest bitrate"),
    field("stats_quality.receive.video.min_bitrate", Number, BITRATE, NO_SET, "video received: lowest bitrate"),
    field("stats_quality.receive.video.bitrate_good_percent", Number, PERCENT, NO_SET, "video received: share of the time with a good bitrate"),
    field("stats_quality.receive.video.bitrate_moderate_percent", Number, PERCENT, NO_SET, "video received: share of the time with a moderate bitrate"),
    field("stats_quality.receive.video.bitrate_bad_percent", Number, PERCENT, QUALITY, "video received: share of the time with a bad bitrate"),
    field("stats_quality.receive.sharing", Object, "", NO_SET, "screen received (members not documented)"),
    field("stats_quality.receive.audio.avg_bitrate", Number, BITRATE, QUALITY, "audio received: average bitrate"),
    field("stats_quality.receive.audio.avg_bitrate_quality", Text, "", QUALITY, "audio received: Good or Bad"),
    field("stats_quality.receive.audio.max_bitrate", Number, BITRATE, NO_SET, "audio received: highest bitrate"),
    field("stats_quality.receive.audio.min_bitrate", Number, BITRATE, NO_SET, "audio received: lowest bitrate"),
    field("stats_quality.receive.audio.bitrate_good_percent", Number, PERCENT, NO_SET, "audio received: share of the time with a good bitrate"),
    field("stats_quality.receive.audio.bitrate_moderate_percent", Number, PERCENT, NO_SET, "audio received: share of the time with a moderate bitrate"),
    field("stats_quality.receive.audio.bitrate_bad_percent", Number, PERCENT, QUALITY, "audio received: share of the time with a bad bitrate"),
    field("stats_quality.receive.rtt", Object, "", NO_SET, "round-trip times (members not documented)"),
    field("stats_quality.call_quality", Text, "", BRIEF_QUALITY, "the whole call: Good or Bad"),
    field("video_embed", Flag, "", NO_SET, "embedded video was used (not explained by the vendor)"),
    field("visual_builder", Flag, "", NO_SET, "the visual builder was used (not explained by the vendor)"),
    field("lowcode", Flag, "", NO_SET, "low-code was used"),
    field("app_id", Id, "", NO_SET, "the project's app id"),
    field("cdr_id", Id, "", BILLING_QUALITY, "the record's own id"),
    field("day", Text, "", NO_SET, "derived: the UTC day of room.connect_dt, else of trans_date, 2025-01-31"),
    field("month", Text, "", NO_SET, "derived: the UTC month of room.connect_dt, else of trans_date, 2025-01"),
    field("hour", Text, "", NO_SET, "derived: the UTC hour of room.connect_dt, else of trans_date, 00 to 23"),
    field(RECORD_COLUMN, Text, "", NO_SET, "derived: the whole call, its JSON as sent"),
];

const fn field(
    path: &'static str,
    column_type: ColumnType,
    unit: &'static str,
    sets: &'static [ColumnSet],
    description: &'static str,
) -> Field {
    Field {
        path,
        column_type,
        unit,
        sets,
        description,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn the_members_that_identify_a_call_are_those_of_the_documented_columns() {
        let columns = FIELDS.iter().filter(|field| !field.is_derived());
        let mut members: Vec<_> = columns
            .filter_map(|field| field.path.split('.').next())
            .collect();
        members.dedup();
        assert_eq!(members, crate::record::DOCUMENTED_MEMBERS);
    }

    #[test]
    fn no_column_is_listed_twice() {
        let paths: HashSet<_> = FIELDS.iter().map(|field| field.path).collect();
        assert_eq!(paths.len(), FIELDS.len());
    }

    #[test]
    fn every_number_has_a_unit_and_nothing_else_has() {
        for field in FIELDS {
            assert_eq!(
                field.column_type == Number,
                !field.unit.is_empty(),
                "{}",
                field.path
            );
        }
    }

    #[test]
    fn only_the_billed_minutes_are_minutes() {
        let in_minutes: Vec<_> = FIELDS
            .iter()
            .filter(|field| field.unit == MINUTES)
            .map(|field| field.path)
            .collect();
        assert_eq!(in_minutes, ["usage.connect_minutes_cal"]);
    }

    #[test]
    fn no_column_has_the_name_of_a_set() {
        for (name, _) in ColumnSet::NAMED {
            assert!(Field::named(name).is_none());
        }
    }

    #[test]
    fn all_leaves_out_the_derived_columns_alone() {
        assert_eq!(
            All.fields().count(),
            FIELDS.len() - DERIVED_COLUMNS.len() - 1
        );
    }
}
