//! A sample call as a call detail record.
//!
//! The text is written in the order of the members that the service uses, and with decimals such as
//! `30.500`. `serde_json::json!` would sort the members and drop the zeros.

use super::edge_case::EdgeCase;
use super::generate::{Call, seconds};
use super::random::Rng;
use crate::text::minify;
use chrono::{SecondsFormat, TimeDelta};

/// Names as people type them, also none.
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

/// A formula, markup, an escape sequence and a direction mark, as JSON.
const HOSTILE_NAME: &str = r#"=HYPERLINK(\"https://example.com\")<b>\u001b[31m\u202egnp.exe"#;

const AGENTS: [&str; 4] = [
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/131.0.0.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_2) Safari/605.1.15",
    "okhttp/3.5.0",
    "EnxRTCiOS/3.0",
];

impl Call {
    /// Returns the record as JSON.
    pub fn json(&self) -> String {
        let mut rng = self.rng;
        let disconnected = self.disconnected();
        let logged = match self.edge_case {
            Some(EdgeCase::LoggedLate) => disconnected + TimeDelta::days(2),
            _ => disconnected + seconds(2),
        };
        let [connect_dt, disconnect_dt, trans_date] = [self.connected, disconnected, logged]
            .map(|time| time.to_rfc3339_opts(SecondsFormat::Millis, true));
        let (conference, number) = (&self.conference, &self.number);
        let (room, room_details) = (self.room.id(), self.room_details());
        let (log_id, cdr_id) = (rng.id(), rng.id());
        let user = self.user(&mut rng);
        let signalling = self.signalling(&mut rng, [&connect_dt, &disconnect_dt]);
        let duration = self.milliseconds.div_ceil(1000);
        let screen = duration / 3 * u64::from(rng.below(5) == 0);
        let (video, shared) = (self.sends_video, screen > 0);
        let quality = self.quality(&mut rng);
        let usage = match self.edge_case {
            Some(EdgeCase::MissingUsage) => "{}".to_owned(),
            _ => self.usage(duration, screen),
        };
        let cdr_id = match self.edge_case {
            Some(EdgeCase::MissingId) => String::new(),
            _ => format!(r#", "cdr_id": "{cdr_id}""#),
        };
        let record = format!(
            r#"{{
            "trans_date": "{trans_date}", "conf_num": "{conference}", "sip": false,
            "call_num": "{number}", "call_log_id": "{log_id}",
            "parent_partner_id": "00000000000000000000cafe",
            "room": {{
                "room_id": "{room}", "connect_dt": "{connect_dt}", "disconnect_dt": "{disconnect_dt}",
                "duration": {duration},
                "room_details": {room_details},
                "sip": false
            }},
            "user": {user},
            "sigserver": {signalling},
            "published_track": {{
                "audio": true, "data": false, "video": {video}, "screen": {shared}, "url": false
            }},
            "usage": {usage},
            "stats_quality": {quality},
            "video_embed": false, "visual_builder": false, "lowcode": false,
            "app_id": "5a0db0c500000000000000aa"{cdr_id}
            }}"#
        );
        // The service sends compact JSON.
        minify(&record).into_owned()
    }

    /// Returns the definition of the room. Two of five rooms have a billing code, others are billed
    /// by user; two are recorded.
    fn room_details(&self) -> String {
        let number = self.room.number + 1;
        let billing_code = match number {
            2 | 4 if !self.is_without_customer() => {
                format!(r#", "billing_code": "account-{number}00""#)
            }
            _ => String::new(),
        };
        let is_recorded = matches!(number, 1 | 4);
        format!(
            r#"{{
                "name": "Room {number}", "owner_ref": "owner-{number}",
                "settings": {{
                    "mode": "group", "auto_recording": {is_recorded}{billing_code}
                }}
            }}"#
        )
    }

    /// Returns whether neither the user nor the room says who pays.
    fn is_without_customer(&self) -> bool {
        self.edge_case == Some(EdgeCase::HostileName)
    }

    fn user(&self, rng: &mut Rng) -> String {
        let (mut name, agent) = (rng.choose(&NAMES), rng.choose(&AGENTS));
        if self.edge_case == Some(EdgeCase::HostileName) {
            name = HOSTILE_NAME;
        }
        let (role, customer) = (self.role, 100 + rng.below(20));
        let reference = if self.is_without_customer() {
            String::new()
        } else {
            format!(r#""ref": "customer-{customer}","#)
        };
        let [a, b, c] = [rng.below(256), rng.below(256), 1 + rng.below(254)];
        format!(
            r#"{{
                "role": "{role}", "ip": "10.{a}.{b}.{c}", "name": "{name}", {reference}
                "agent": "{agent}"
            }}"#
        )
    }

    /// Returns the connection to the signalling server.
    fn signalling(&self, rng: &mut Rng, [connected, disconnected]: [&str; 2]) -> String {
        let duration = decimal_seconds(self.milliseconds);
        let on_hold = rng.below(6) == 0;
        let hold = decimal_seconds(rng.below(9000).min(self.milliseconds) * u64::from(on_hold));
        format!(
            r#"{{
                "disconnect_dt": "{disconnected}", "connect_dt": "{connected}", "ip": "192.0.2.10",
                "duration": {duration}, "hold_duration": {hold}
            }}"#
        )
    }

    /// Returns what is billed.
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

    /// Returns the quality of the call.
    fn quality(&self, rng: &mut Rng) -> String {
        let quality = if rng.below(6) > 0 { "Good" } else { "Bad" };
        let [video_sent, video_received] = [(); 2].map(|()| bitrates(rng, 800_000, quality));
        let [audio_sent, audio_received] = [(); 2].map(|()| bitrates(rng, 40_000, quality));
        let [video_percentages, audio_percentages] = [(); 2].map(|()| percentages(rng, quality));
        let video_sent = if self.sends_video {
            video_sent
        } else {
            String::new()
        };
        let video_received = if self.received.1 {
            format!("{video_received}, {video_percentages}")
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
                    "audio": {{ {audio_received}, {audio_percentages} }}, "rtt": {{}}
                }},
                "call_quality": "{quality}"
            }}"#
        )
    }
}

/// Formats milliseconds as seconds.
fn decimal_seconds(milliseconds: u64) -> String {
    format!("{}.{:03}", milliseconds / 1000, milliseconds % 1000)
}

fn bitrates(rng: &mut Rng, usual: u64, quality: &str) -> String {
    let usual = if quality == "Good" { usual } else { usual / 8 };
    let average = usual + rng.below(usual / 2);
    let (highest, lowest) = (average + rng.below(4000), average - rng.below(4000));
    format!(
        r#""avg_bitrate": {average}, "avg_bitrate_quality": "{quality}",
        "max_bitrate": {highest}, "min_bitrate": {lowest}"#
    )
}

fn percentages(rng: &mut Rng, quality: &str) -> String {
    let bad = if quality == "Good" {
        rng.below(5)
    } else {
        40 + rng.below(30)
    };
    let moderate = rng.below(30);
    let good = 100 - moderate - bad;
    format!(
        r#""bitrate_good_percent": {good}, "bitrate_moderate_percent": {moderate},
        "bitrate_bad_percent": {bad}"#
    )
}
