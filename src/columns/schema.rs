//! The table of documented columns. Help, `cdr fields`, completions, the CSV header and the types
//! of Parquet, XLSX and `--where` all follow from it, so that a new column is one row of
//! [`FIELDS`].
//!
//! Sources: the CDR pages of `EnableX` (the older form) and `SmartFloMeet` (the newer form). The
//! units are the pages' own: every duration is in seconds, and so is every `usage.*_minutes`
//! despite its name, except `usage.connect_minutes_cal`. Descriptions say what the pages leave
//! unexplained.
//!
//! A column is named by its dotted path (`user.name`). If only one documented path ends in a name,
//! that name (`name`) is short for the path, everywhere and whatever members records have.

use self::ColumnSet::{All, AllWithRecord, Billing, Brief, Quality};
use self::ColumnType::{Flag, Id, Number, Object, Text, Time};
use crate::record::RECORD_COLUMN;

/// The type of a column's values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnType {
    /// Text.
    Text,
    /// An identifier: it is compared as text, and never wrapped or rounded.
    Id,
    /// A number, printed with the digits that were received.
    Number,
    /// `true` or `false`: JSON booleans in the newer form, strings in the older.
    Flag,
    /// A UTC timestamp, `2025-01-31T23:59:59.999Z`.
    Time,
    /// An object without documented members, printed as compact JSON.
    Object,
}

/// A named set of columns.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ColumnSet {
    /// The default of tables.
    Brief,
    /// The figures and identifiers that bills need.
    Billing,
    /// Ratings and what support needs to explain them.
    Quality,
    /// Every documented member of a record; the default of CSV.
    All,
    /// `All` and the record as received; the default of Parquet. It has no name.
    AllWithRecord,
}

impl ColumnSet {
    /// The sets that can be typed in `--columns`, with their names.
    pub const BY_NAME: [(&'static str, Self); 4] = [
        ("brief", Brief),
        ("billing", Billing),
        ("quality", Quality),
        ("all", All),
    ];

    /// Returns the columns of the set, in the order of [`FIELDS`].
    pub fn fields(self) -> impl Iterator<Item = &'static Field> {
        FIELDS.iter().filter(move |field| match self {
            All => !field.is_derived(),
            AllWithRecord => !field.is_derived() || field.path == RECORD_COLUMN,
            _ => field.sets.contains(&self),
        })
    }
}

/// A documented column.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// The dotted path into a record, or the name of a derived column.
    pub path: &'static str,
    /// The type of its values.
    pub column_type: ColumnType,
    /// The unit of a number; empty for other types.
    pub unit: &'static str,
    /// The sets that contain it, besides `all`.
    pub sets: &'static [ColumnSet],
    /// The meaning, as `cdr fields` prints it.
    pub description: &'static str,
}

impl Field {
    /// Returns the documented column with this path.
    pub fn find(path: &str) -> Option<&'static Self> {
        FIELDS.iter().find(|field| field.path == path)
    }

    /// Returns whether the column is computed from a record instead of being a member of it.
    pub fn is_derived(&self) -> bool {
        self.path == RECORD_COLUMN || DerivedColumn::find(self.path).is_some()
    }

    /// Returns whether a path is that of an object around documented columns.
    pub fn is_documented_object(path: &str) -> bool {
        FIELDS.iter().any(|field| is_below(field.path, path))
    }

    /// Returns whether a path is below an object whose members are not documented.
    pub fn is_in_undocumented_object(path: &str) -> bool {
        FIELDS
            .iter()
            .filter(|field| field.column_type == Object)
            .any(|field| is_below(path, field.path))
    }
}

/// Returns whether `path` is that of a member of the object at `parent`.
pub fn is_below(path: &str, parent: &str) -> bool {
    path.strip_prefix(parent)
        .is_some_and(|rest| rest.starts_with('.'))
}

/// Returns the documented paths that a name is short for: those that end in it, at a dot.
pub fn paths_ending_in(name: &str) -> impl Iterator<Item = &'static str> {
    FIELDS
        .iter()
        .map(|field| field.path)
        .filter(move |path| is_suffix(name, path))
}

fn is_suffix(name: &str, path: &str) -> bool {
    path.strip_suffix(name)
        .is_some_and(|start| start.ends_with('.'))
}

/// Returns the path that a name stands for: the only documented one that it is short for, else the
/// name itself.
pub fn full_path(name: &str) -> &str {
    let mut paths = paths_ending_in(name);
    match (Field::find(name), paths.next(), paths.next()) {
        (None, Some(path), None) => path,
        _ => name,
    }
}

/// Returns the shortest name that stands for a path wherever a column can be typed.
pub fn short_name(path: &str) -> &str {
    let dots = path.match_indices('.').map(|(dot, _)| dot + 1);
    let mut names = dots.map(|start| &path[start..]);
    names.rfind(|name| full_path(name) == path).unwrap_or(path)
}

/// A column derived from the time of a call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DerivedColumn {
    Day,
    Month,
    Hour,
}

impl DerivedColumn {
    const ALL: [Self; 3] = [Self::Day, Self::Month, Self::Hour];

    /// Returns the derived column with this name.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.name() == name)
    }

    /// Returns its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Hour => "hour",
        }
    }

    /// Returns the `strftime` format of its values.
    pub fn format(self) -> &'static str {
        match self {
            Self::Day => "%Y-%m-%d",
            Self::Month => "%Y-%m",
            Self::Hour => "%H",
        }
    }
}

/// The ID of a record.
pub const CDR_ID: &str = "cdr_id";

/// The number of the conference.
pub const CONF_NUM: &str = "conf_num";

/// When the user joined the room.
pub const CONNECT_DT: &str = "room.connect_dt";

/// When the user left the room.
pub const DISCONNECT_DT: &str = "room.disconnect_dt";

/// When the record was logged.
pub const TRANS_DATE: &str = "trans_date";

/// The billed minutes of a call.
pub const CONNECT_MINUTES_CAL: &str = "usage.connect_minutes_cal";

/// The rating of a whole call.
pub const CALL_QUALITY: &str = "stats_quality.call_quality";

/// The ID of the room.
pub const ROOM_ID: &str = "room.room_id";

/// The account's own reference for the user.
pub const USER_REF: &str = "user.ref";

/// The columns of differences, of bills and of `brief`, and the default columns of totals, most
/// important first.
pub const DISPLAY_PRIORITY: [&str; 33] = [
    "change",
    "differs",
    "amount",
    "currency",
    "customer",
    "charge",
    "month",
    "charged",
    "per",
    "price",
    "unit",
    "up_to",
    "where",
    "billed",
    "calls",
    CONNECT_DT,
    "user.name",
    CONNECT_MINUTES_CAL,
    CONF_NUM,
    "conferences",
    CALL_QUALITY,
    "room.duration",
    ROOM_ID,
    "usage.connect_minutes",
    "usage.published_minutes",
    "usage.subscribed_minutes",
    "usage.screen_minutes",
    "last_disconnect_dt",
    "first_connect_dt",
    "free",
    "quantity",
    "until",
    "from",
];

/// Returns the rank of a column in a table that is too narrow for all columns; the highest ranks
/// are hidden first.
pub fn display_priority(column: &str) -> usize {
    DISPLAY_PRIORITY
        .iter()
        .position(|known| *known == column)
        .unwrap_or(DISPLAY_PRIORITY.len())
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
/// The pages give no unit for bitrates. Their magnitude does.
const BITRATE: &str = "bit/s";

/// Every documented column of both forms, in the order of the newer form, then the derived columns.
#[rustfmt::skip]
pub const FIELDS: &[Field] = &[
    field(TRANS_DATE, Time, "", NO_SET, "when the record was written"),
    field(CONF_NUM, Id, "", BRIEF_BILLING_QUALITY, "conference number; a conference is one session in a room"),
    field("sip", Flag, "", NO_SET, "SIP call (not documented by the vendor)"),
    field("call_num", Id, "", BILLING, "call number; a call is one user's connection to a conference"),
    field("call_log_id", Id, "", QUALITY, "log ID that support needs to trace a call"),
    field("parent_partner_id", Id, "", NO_SET, "customer that owns the project"),
    field(ROOM_ID, Id, "", BRIEF_BILLING, "room ID"),
    field(CONNECT_DT, Time, "", BRIEF_BILLING_QUALITY, "when the user joined the room"),
    field(DISCONNECT_DT, Time, "", BILLING, "when the user left the room"),
    field("room.duration", Number, SECONDS, BRIEF_BILLING, "how long the user was in the room"),
    field("room.room_details", Object, "", NO_SET, "full room definition"),
    field("room.sip", Flag, "", NO_SET, "SIP room (not documented by the vendor)"),
    field("user.role", Text, "", NO_SET, "user role: moderator, participant, viewer or audience"),
    field("user.ip", Id, "", QUALITY, "IP address the user connected from"),
    field("user.name", Text, "", BRIEF_BILLING_QUALITY, "user name, as entered when joining"),
    field(USER_REF, Text, "", BILLING, "your own reference for the user, as passed when joining"),
    field("user.agent", Text, "", QUALITY, "the user's browser or app"),
    field("user.token", Text, "", NO_SET, "token the user joined with (older API)"),
    field("user.confName", Text, "", NO_SET, "conference name (older API)"),
    field("sigserver.connect_dt", Time, "", NO_SET, "when the user connected to the signaling server"),
    field("sigserver.disconnect_dt", Time, "", NO_SET, "when the user disconnected from the signaling server"),
    field("sigserver.ip", Id, "", QUALITY, "IP address of the signaling server"),
    field("sigserver.duration", Number, SECONDS, NO_SET, "how long the user was connected to the signaling server"),
    field("sigserver.hold_duration", Number, SECONDS, QUALITY, "how long the connection was on hold"),
    field("published_track.audio", Flag, "", NO_SET, "the user published audio"),
    field("published_track.data", Flag, "", NO_SET, "the user published data"),
    field("published_track.video", Flag, "", NO_SET, "the user published video"),
    field("published_track.screen", Flag, "", NO_SET, "the user shared their screen"),
    field("published_track.url", Flag, "", NO_SET, "the user played a URL"),
    field("usage.subscribed_minutes", Number, SECONDS, BILLING, "received streams, in seconds despite the name (not documented by the vendor)"),
    field("usage.published_minutes", Number, SECONDS, BILLING, "published streams, in seconds despite the name"),
    field("usage.screen_minutes", Number, SECONDS, BILLING, "screen sharing, in seconds despite the name"),
    field("usage.connect_minutes", Number, SECONDS, BILLING, "connection time, in seconds despite the name"),
    field(CONNECT_MINUTES_CAL, Number, MINUTES, BRIEF_BILLING, "billed minutes: connection time rounded up to whole minutes"),
    field("usage.room_connect_minutes", Number, SECONDS, NO_SET, "connection time to the room, in seconds despite the name (not documented by the vendor)"),
    field("stats_quality.send.video.avg_bitrate", Number, BITRATE, QUALITY, "sent video: average bitrate"),
    field("stats_quality.send.video.avg_bitrate_quality", Text, "", QUALITY, "sent video: Good or Bad"),
    field("stats_quality.send.video.max_bitrate", Number, BITRATE, NO_SET, "sent video: highest bitrate"),
    field("stats_quality.send.video.min_bitrate", Number, BITRATE, NO_SET, "sent video: lowest bitrate"),
    field("stats_quality.send.sharing", Object, "", NO_SET, "sent screen share (undocumented members)"),
    field("stats_quality.send.audio.avg_bitrate", Number, BITRATE, QUALITY, "sent audio: average bitrate"),
    field("stats_quality.send.audio.avg_bitrate_quality", Text, "", QUALITY, "sent audio: Good or Bad"),
    field("stats_quality.send.audio.max_bitrate", Number, BITRATE, NO_SET, "sent audio: highest bitrate"),
    field("stats_quality.send.audio.min_bitrate", Number, BITRATE, NO_SET, "sent audio: lowest bitrate"),
    field("stats_quality.receive.video.avg_bitrate", Number, BITRATE, QUALITY, "received video: average bitrate"),
    field("stats_quality.receive.video.avg_bitrate_quality", Text, "", QUALITY, "received video: Good or Bad"),
    field("stats_quality.receive.video.max_bitrate", Number, BITRATE, NO_SET, "received video: highest bitrate"),
    field("stats_quality.receive.video.min_bitrate", Number, BITRATE, NO_SET, "received video: lowest bitrate"),
    field("stats_quality.receive.video.bitrate_good_percent", Number, PERCENT, NO_SET, "received video: percentage of time with a good bitrate"),
    field("stats_quality.receive.video.bitrate_moderate_percent", Number, PERCENT, NO_SET, "received video: percentage of time with a moderate bitrate"),
    field("stats_quality.receive.video.bitrate_bad_percent", Number, PERCENT, QUALITY, "received video: percentage of time with a bad bitrate"),
    field("stats_quality.receive.sharing", Object, "", NO_SET, "received screen share (undocumented members)"),
    field("stats_quality.receive.audio.avg_bitrate", Number, BITRATE, QUALITY, "received audio: average bitrate"),
    field("stats_quality.receive.audio.avg_bitrate_quality", Text, "", QUALITY, "received audio: Good or Bad"),
    field("stats_quality.receive.audio.max_bitrate", Number, BITRATE, NO_SET, "received audio: highest bitrate"),
    field("stats_quality.receive.audio.min_bitrate", Number, BITRATE, NO_SET, "received audio: lowest bitrate"),
    field("stats_quality.receive.audio.bitrate_good_percent", Number, PERCENT, NO_SET, "received audio: percentage of time with a good bitrate"),
    field("stats_quality.receive.audio.bitrate_moderate_percent", Number, PERCENT, NO_SET, "received audio: percentage of time with a moderate bitrate"),
    field("stats_quality.receive.audio.bitrate_bad_percent", Number, PERCENT, QUALITY, "received audio: percentage of time with a bad bitrate"),
    field("stats_quality.receive.rtt", Object, "", NO_SET, "round-trip times (undocumented members)"),
    field(CALL_QUALITY, Text, "", BRIEF_QUALITY, "overall call quality: Good or Bad"),
    field("video_embed", Flag, "", NO_SET, "embedded video was used (not documented by the vendor)"),
    field("visual_builder", Flag, "", NO_SET, "the visual builder was used (not documented by the vendor)"),
    field("lowcode", Flag, "", NO_SET, "low-code was used"),
    field("app_id", Id, "", NO_SET, "app ID of the project"),
    field(CDR_ID, Id, "", BILLING_QUALITY, "record ID"),
    field(DerivedColumn::Day.name(), Text, "", NO_SET, "derived from room.connect_dt, else trans_date: day (UTC or --tz), such as 2025-01-31"),
    field(DerivedColumn::Month.name(), Text, "", NO_SET, "derived from room.connect_dt, else trans_date: month (UTC or --tz), such as 2025-01"),
    field(DerivedColumn::Hour.name(), Text, "", NO_SET, "derived from room.connect_dt, else trans_date: hour (UTC or --tz), 00 to 23"),
    field(RECORD_COLUMN, Text, "", NO_SET, "derived: the entire record, as the JSON received"),
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
    fn documented_members_match_the_columns() {
        let mut members: Vec<_> = FIELDS
            .iter()
            .filter(|field| !field.is_derived())
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
    fn only_numbers_have_units() {
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
        for (name, _) in ColumnSet::BY_NAME {
            assert!(Field::find(name).is_none());
        }
    }

    #[test]
    fn the_set_all_lacks_only_the_derived_columns() {
        assert_eq!(
            All.fields().count(),
            FIELDS.len() - DerivedColumn::ALL.len() - 1
        );
    }

    #[test]
    fn a_short_name_means_the_only_documented_path_that_ends_in_it() {
        for (name, path) in [
            ("name", "user.name"),
            ("room_id", "room.room_id"),
            ("connect_minutes_cal", "usage.connect_minutes_cal"),
            ("call_quality", "stats_quality.call_quality"),
            (
                "send.audio.avg_bitrate",
                "stats_quality.send.audio.avg_bitrate",
            ),
            ("room_details", "room.room_details"),
        ] {
            assert_eq!(full_path(name), path);
        }
    }

    #[test]
    fn a_short_name_is_as_short_as_it_can_be() {
        for (path, name) in [
            ("user.name", "name"),
            ("room.duration", "room.duration"),
            (
                "stats_quality.send.audio.avg_bitrate",
                "send.audio.avg_bitrate",
            ),
            ("room.room_details.owner", "room.room_details.owner"),
            ("cdr_id", "cdr_id"),
            ("", ""),
        ] {
            assert_eq!(short_name(path), name);
        }
    }

    #[test]
    fn a_short_name_stands_for_its_column_wherever_it_is_typed() {
        for field in FIELDS {
            let name = short_name(field.path);
            let is_set = ColumnSet::BY_NAME.iter().any(|(set, _)| *set == name);
            assert!(!is_set && full_path(name) == field.path, "{name}");
        }
    }

    #[test]
    fn any_other_name_is_a_path_as_typed() {
        for name in [
            "duration",
            "ip",
            "sip",
            "day",
            "minutes_cal",
            "audio.avg_bitrate",
            "x",
            "",
            ".",
        ] {
            assert_eq!(full_path(name), name);
        }
    }
}
