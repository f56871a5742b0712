//! A made-up call as a record of the newer form.

use super::generate::{Call, seconds};
use super::oddity::Oddity;
use super::random::Dice;
use crate::text::minify;
use chrono::{SecondsFormat, TimeDelta};

/// Names as people type them; some leave theirs empty.
const NAMES: [&str; 14] = [
    "Asha Rao",
    "Zoë Schmidt",
    "李雷",
    "Наталья",
    "Jürgen Müller",
    "José Álvarez",
    "مريم",
    "田中 花子",
    "Anna Kowalska",
    "O'Brien, Pat",
    "Siobhán",
    "Đặng Thị Mai",
    "Ravi",
    "",
];

/// A formula, markup, an escape sequence and a mark that turns the text around, as JSON writes them.
const HOSTILE_NAME: &str = r#"=HYPERLINK(\"https://example.com\")<b>\u001b[31m\u202egnp.exe"#;

const AGENTS: [&str; 4] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0.0.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_2) Safari/605.1.15",
    "okhttp/3.5.0",
    "EnxRTCiOS/3.0",
];

impl Call {
    /// The call detail record.
    pub fn json(&self) -> String {
        let mut dice = self.dice;
        let left = self.left();
        let logged = match self.oddity {
            Some(Oddity::LoggedLate) => left + TimeDelta::days(2),
            _ => left + seconds(2),
        };
        let [connect_dt, disconnect_dt, trans_date] = [self.connected, left, logged]
            .map(|time| time.to_rfc3339_opts(SecondsFormat::Millis, true));
        let (conference, number, role) = (&self.conference, &self.number, self.role);
        let (room, room_number) = (self.room.id(), self.room.number + 1);
        let (log_id, cdr_id) = (dice.id(), dice.id());
        let (mut name, agent) = (dice.one_of(&NAMES), dice.one_of(&AGENTS));
        if self.oddity == Some(Oddity::HostileName) {
            name = HOSTILE_NAME;
        }
        let customer = 100 + dice.below(20);
        let ip = format!(
            "10.{}.{}.{}",
            dice.below(256),
            dice.below(256),
            1 + dice.below(254)
        );
        let signalling = self.signalling(&mut dice, [&connect_dt, &disconnect_dt]);
        let duration = self.milliseconds.div_ceil(1000);
        let screen = duration / 3 * u64::from(dice.below(5) == 0);
        let (video, shared) = (self.has_video, screen > 0);
        let quality = self.quality(&mut dice);
        let usage = self.usage(duration, screen);
        let record = format!(
            r#"{{
            "trans_date": "{trans_date}", "conf_num": "{conference}", "sip": false,
            "call_num": "{number}", "call_log_id": "{log_id}",
            "parent_partner_id": "00000000000000000000cafe",
            "room": {{
                "room_id": "{room}", "connect_dt": "{connect_dt}", "disconnect_dt": "{disconnect_dt}",
                "duration": {duration},
                "room_details": {{ "name": "Room {room_number}", "settings": {{ "mode": "group" }} }},
                "sip": false
            }},
            "user": {{
                "role": "{role}", "ip": "{ip}", "name": "{name}", "ref": "customer-{customer}",
                "agent": "{agent}"
            }},
            "sigserver": {signalling},
            "published_track": {{
                "audio": true, "data": false, "video": {video}, "screen": {shared}, "url": false
            }},
            "usage": {usage},
            "stats_quality": {quality},
            "video_embed": false, "visual_builder": false, "lowcode": false,
            "app_id": "5a0db0c500000000000000aa", "cdr_id": "{cdr_id}"
            }}"#
        );
        let record = minify(&record).into_owned();
        match self.oddity {
            Some(Oddity::WithoutId) => without(&record, r#","cdr_id""#),
            Some(Oddity::MembersMissing) => without(&record, r#""subscribed_minutes""#),
            _ => record,
        }
    }
}

impl Call {
    /// The connection to the signalling server, as JSON.
    fn signalling(&self, dice: &mut Dice, [connected, left]: [&str; 2]) -> String {
        let exactly = decimal(self.milliseconds);
        let on_hold = dice.below(6) == 0;
        let hold = decimal(dice.below(9000).min(self.milliseconds) * u64::from(on_hold));
        format!(
            r#"{{
                "disconnect_dt": "{left}", "connect_dt": "{connected}", "ip": "192.0.2.10",
                "duration": {exactly}, "hold_duration": {hold}
            }}"#
        )
    }

    /// What is billed, as JSON.
    fn usage(&self, duration: u64, screen: u64) -> String {
        let (subscribed, minutes) = (self.received.0, duration.div_ceil(60));
        format!(
            r#"{{
                "subscribed_minutes": {subscribed}, "published_minutes": {duration},
                "screen_minutes": {screen}, "connect_minutes": {duration},
                "connect_minutes_cal": {minutes}, "room_connect_minutes": {duration}
            }}"#
        )
    }

    /// How good the call was, as JSON.
    fn quality(&self, dice: &mut Dice) -> String {
        let quality = if dice.below(6) > 0 { "Good" } else { "Bad" };
        let [video_sent, video_received] = [(); 2].map(|()| bitrates(dice, 800_000, quality));
        let [audio_sent, audio_received] = [(); 2].map(|()| bitrates(dice, 40_000, quality));
        let [video_shares, audio_shares] = [(); 2].map(|()| shares(dice, quality));
        let video_sent = if self.has_video {
            video_sent
        } else {
            String::new()
        };
        let video_received = if self.received.1 {
            format!("{video_received}, {video_shares}")
        } else {
            String::new()
        };
        format!(
            r#"{{
                "send": {{
                    "video": {{ {video_sent} }}, "sharing": {{}}, "audio": {{ {audio_sent} }}
                }},
                "receive": {{
                    "video": {{ {video_received} }}, "sharing": {{}},
                    "audio": {{ {audio_received}, {audio_shares} }}, "rtt": {{}}
                }},
                "call_quality": "{quality}"
            }}"#
        )
    }
}

/// A record without the member whose name starts like this, and without those behind it in the same object.
fn without(record: &str, name: &str) -> String {
    let (before, rest) = record.split_once(name).unwrap_or((record, ""));
    let behind = rest.find('}').map_or("", |end| &rest[end..]);
    format!("{before}{behind}")
}

/// Thousandths as a decimal.
fn decimal(thousandths: u64) -> String {
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}

fn bitrates(dice: &mut Dice, usual: u64, quality: &str) -> String {
    let usual = if quality == "Good" { usual } else { usual / 8 };
    let average = usual + dice.below(usual / 2);
    let (highest, lowest) = (average + dice.below(4000), average - dice.below(4000));
    format!(
        r#""avg_bitrate": {average}, "avg_bitrate_quality": "{quality}",
        "max_bitrate": {highest}, "min_bitrate": {lowest}"#
    )
}

fn shares(dice: &mut Dice, quality: &str) -> String {
    let bad = if quality == "Good" {
        dice.below(5)
    } else {
        40 + dice.below(30)
    };
    let moderate = dice.below(30);
    let good = 100 - moderate - bad;
    format!(
        r#""bitrate_good_percent": {good}, "bitrate_moderate_percent": {moderate},
        "bitrate_bad_percent": {bad}"#
    )
}
