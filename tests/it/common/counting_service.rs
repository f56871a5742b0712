//! A service that counts calls into a period in one of the ways in which a service may.

use super::scripted_server::{ScriptedServer, read_request};
use chrono::{DateTime, NaiveDate, SecondsFormat, TimeDelta, Utc};
use std::io::Write;

/// A call, by its three times.
#[derive(Clone, Debug)]
pub struct Call {
    pub id: usize,
    pub connected: DateTime<Utc>,
    pub left: DateTime<Utc>,
    pub logged: DateTime<Utc>,
}

impl Call {
    /// Call number `number` of those that start `interval` seconds apart from `start`, each of
    /// another length, and recorded up to `max_delay` seconds late.
    pub fn sample(number: i64, start: &str, interval: i64, max_delay: i64) -> Self {
        let start: DateTime<Utc> = start.parse().unwrap();
        let connected = start + TimeDelta::seconds(interval * number + number % 7);
        let left = connected + TimeDelta::seconds(60 + number * 7919 % 10_800);
        Self {
            id: usize::try_from(number).unwrap(),
            connected,
            left,
            logged: left + TimeDelta::seconds(2 + number * 104_729 % max_delay),
        }
    }
}

/// Which time decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Decides {
    Connect,
    Disconnect,
    Logged,
    /// Any part of the call.
    Part,
    /// The whole call.
    Whole,
}

/// In which order calls come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Ascending,
    Descending,
    Shuffled,
}

/// A way to count.
#[derive(Clone, Copy, Debug)]
pub struct CountingRule {
    pub decides: Decides,
    pub last_day_is_in: bool,
    /// How many minutes its clock is before universal time.
    pub minutes: i64,
    /// When its clock changes, and to how many minutes.
    pub change: Option<(DateTime<Utc>, i64)>,
    pub order: Order,
}

/// Every way that is tried.
pub fn counting_rules() -> Vec<CountingRule> {
    let mut rules = Vec::new();
    for decides in [Decides::Connect, Decides::Disconnect, Decides::Logged] {
        for last_day_is_in in [true, false] {
            for minutes in [0, 330] {
                for order in [Order::Ascending, Order::Descending, Order::Shuffled] {
                    rules.push(CountingRule {
                        decides,
                        last_day_is_in,
                        minutes,
                        change: None,
                        order,
                    });
                }
            }
        }
    }
    rules
}

/// The same for the ways that look at the length of a call.
pub fn length_rules() -> Vec<CountingRule> {
    let mut rules = counting_rules();
    rules.retain(|rule| rule.decides != Decides::Logged);
    for rule in &mut rules {
        rule.decides = match rule.decides {
            Decides::Connect => Decides::Part,
            _ => Decides::Whole,
        };
    }
    rules
}

/// A service that answers with all of these calls, whatever days it is asked for.
pub fn ignoring_dates(calls: &[Call]) -> ScriptedServer {
    let answer =
        super::scripted_server::response("200 OK", "Connection: close\r\n", &envelope(calls));
    ScriptedServer::new(vec![super::scripted_server::respond(answer)])
}

impl CountingRule {
    /// The time that it holds against the end of a period.
    pub fn time(self, call: &Call) -> DateTime<Utc> {
        match self.decides {
            Decides::Connect | Decides::Part => call.connected,
            Decides::Disconnect | Decides::Whole => call.left,
            Decides::Logged => call.logged,
        }
    }

    /// The time that it holds against its start.
    fn first_time(self, call: &Call) -> DateTime<Utc> {
        match self.decides {
            Decides::Part => call.left,
            Decides::Whole => call.connected,
            _ => self.time(call),
        }
    }

    /// The calls that it counts into a period, in its order.
    pub fn counted(self, calls: &[Call], from: NaiveDate, to: NaiveDate) -> Vec<Call> {
        let day = |time: DateTime<Utc>| {
            let changed = self.change.filter(|(change, _)| *change <= time);
            let minutes = changed.map_or(self.minutes, |(_, minutes)| minutes);
            (time + TimeDelta::minutes(minutes)).date_naive()
        };
        let is_in = |call: &&Call| {
            let last = day(self.time(call));
            from <= day(self.first_time(call)) && (last < to || (last == to && self.last_day_is_in))
        };
        let mut counted: Vec<_> = calls.iter().filter(is_in).cloned().collect();
        match self.order {
            Order::Ascending => counted.sort_by_key(|call| self.time(call)),
            Order::Descending => counted.sort_by_key(|call| std::cmp::Reverse(self.time(call))),
            Order::Shuffled => {
                counted.sort_by_key(|call| call.id.wrapping_mul(2_654_435_761) % 4093);
            }
        }
        counted
    }

    /// A service that has these calls.
    pub fn serve(self, calls: Vec<Call>) -> ScriptedServer {
        self.serve_bodies(calls, |_, _, counted| envelope(&counted))
    }

    /// A service that has these calls, but whose responses for a period are only what `limit` leaves of them.
    pub fn serve_limited(
        self,
        calls: Vec<Call>,
        limit: impl Fn(NaiveDate, NaiveDate, Vec<Call>) -> Vec<Call> + Send + Sync + 'static,
    ) -> ScriptedServer {
        self.serve_bodies(calls, move |from, to, counted| {
            envelope(&limit(from, to, counted))
        })
    }

    /// A service whose responses are these bodies, made from the days and the calls that it counts into them.
    pub fn serve_bodies(
        self,
        calls: Vec<Call>,
        body: impl Fn(NaiveDate, NaiveDate, Vec<Call>) -> String + Send + Sync + 'static,
    ) -> ScriptedServer {
        ScriptedServer::new(vec![Box::new(move |stream| {
            let path = read_request(stream);
            let mut parts = path.rsplit('/').map(str::parse);
            let (Some(Ok(to)), Some(Ok(from))) = (parts.next(), parts.next()) else {
                return;
            };
            let body = body(from, to, self.counted(&calls, from, to));
            // A client that has enough goes away.
            let _ =
                stream.write_all(super::scripted_server::response("200 OK", "", &body).as_bytes());
        })])
    }
}

/// A complete response with these calls.
pub fn envelope(calls: &[Call]) -> String {
    let records: Vec<_> = calls.iter().map(record).collect();
    format!(r#"{{"result":"0","cdr":[{}]}}"#, records.join(","))
}

/// The record of a call.
pub fn record(call: &Call) -> String {
    let text = |time: DateTime<Utc>| time.to_rfc3339_opts(SecondsFormat::Millis, true);
    format!(
        r#"{{"trans_date":"{}","room":{{"connect_dt":"{}","disconnect_dt":"{}"}},"cdr_id":"{}"}}"#,
        text(call.logged),
        text(call.connected),
        text(call.left),
        call.id
    )
}
