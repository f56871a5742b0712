//! A service whose calls change from day to day, and what an archive of it has to hold.

use super::scripted_server::{ScriptedServer, read_request, response};
use chrono::{Days, NaiveDate};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::sync::{Arc, Mutex};

/// A call: its id, the day it connected, if that can be read, and a figure of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    pub id: u32,
    pub day: Option<NaiveDate>,
    pub minutes: u32,
}

impl Call {
    /// Its record.
    pub fn text(&self) -> String {
        let day = self
            .day
            .map_or("soon".to_owned(), |day| format!("{day}T12:00:00.000Z"));
        let Self { id, minutes, .. } = self;
        format!(
            r#"{{"cdr_id":"{id}","room":{{"connect_dt":"{day}"}},"usage":{{"connect_minutes_cal":{minutes}}}}}"#
        )
    }
}

/// A service with calls that a test may change.
pub struct MutableService {
    pub calls: Arc<Mutex<Vec<Call>>>,
    server: ScriptedServer,
}

impl MutableService {
    pub fn new(calls: Vec<Call>) -> Self {
        Self::responding(calls, |_, calls| Some(calls))
    }

    /// A service that answers with what becomes of the calls of a period, given its first day; where that is
    /// nothing, it fails.
    pub fn responding(
        calls: Vec<Call>,
        answer: impl Fn(NaiveDate, Vec<Call>) -> Option<Vec<Call>> + Send + Sync + 'static,
    ) -> Self {
        let calls = Arc::new(Mutex::new(calls));
        let shared = Arc::clone(&calls);
        let server = ScriptedServer::new(vec![Box::new(move |stream| {
            let path = read_request(stream);
            let mut parts = path.rsplit('/').map(str::parse::<NaiveDate>);
            let (Some(Ok(to)), Some(Ok(from))) = (parts.next(), parts.next()) else {
                return;
            };
            let held = shared.lock().unwrap();
            let is_in = |call: &&Call| call.day.is_none_or(|day| (from..=to).contains(&day));
            let found = held.iter().filter(is_in).cloned().collect();
            let Some(found) = answer(from, found) else {
                let _ = stream.write_all(response("500 Oops", "", "").as_bytes());
                return;
            };
            let records: Vec<_> = found.iter().map(Call::text).collect();
            let body = format!(r#"{{"result":"0","cdr":[{}]}}"#, records.join(","));
            // A client that was killed is gone.
            let _ = stream.write_all(response("200 OK", "", &body).as_bytes());
        })]);
        Self { calls, server }
    }

    pub fn url(&self) -> String {
        self.server.url()
    }

    pub fn set(&self, calls: Vec<Call>) {
        *self.calls.lock().unwrap() = calls;
    }

    pub fn calls(&self) -> Vec<Call> {
        self.calls.lock().unwrap().clone()
    }
}

/// What an archive has to hold, computed without any of its files.
#[derive(Clone, Debug, Default)]
pub struct Model {
    pub calls: BTreeMap<u32, Call>,
    pub days: BTreeSet<NaiveDate>,
}

impl Model {
    /// What it holds after a run that asked for days up to the last, `lookback` of them in any case, and from the first on.
    pub fn sync(
        &mut self,
        reported: &[Call],
        from: Option<NaiveDate>,
        to: NaiveDate,
        lookback: u64,
        prune: bool,
    ) {
        let first = self
            .days
            .first()
            .copied()
            .into_iter()
            .chain(from)
            .min()
            .unwrap();
        let asked: BTreeSet<_> = first
            .iter_days()
            .take_while(|day| *day <= to)
            .filter(|day| {
                *day + Days::new(lookback) > to
                    || from.is_some_and(|from| from <= *day)
                    || !self.days.contains(day)
            })
            .collect();
        let near = |day: NaiveDate| {
            asked
                .iter()
                .any(|asked| (*asked - day).num_days().abs() <= 2)
        };
        self.days.extend(&asked);
        // A call that is reported for a day that the archive does not have stays as it is.
        let is_near = |call: &&Call| call.day.is_none_or(near);
        let reported_ids: BTreeSet<_> = reported
            .iter()
            .filter(is_near)
            .map(|call| call.id)
            .collect();
        let mut seen = BTreeSet::new();
        for call in reported {
            let is_kept = call
                .day
                .is_none_or(|day| self.days.contains(&day) && near(day));
            if is_kept && seen.insert(call.id) {
                self.calls.insert(call.id, call.clone());
            }
        }
        if prune {
            let is_gone = |call: &Call| {
                call.day.is_some_and(|day| asked.contains(&day)) && !reported_ids.contains(&call.id)
            };
            self.calls.retain(|_, call| !is_gone(call));
        }
    }
}

/// Every call of an archive with the name of its partition, as a reader of its files finds them; and every partition.
pub fn read_archive(archive: &Path) -> (Vec<(String, String)>, BTreeSet<String>) {
    let (mut calls, mut partitions) = (Vec::new(), BTreeSet::new());
    let Ok(folders) = fs::read_dir(archive.join("calls")) else {
        return (calls, partitions);
    };
    for folder in folders {
        let folder = folder.unwrap();
        let name = folder.file_name().into_string().unwrap();
        let Ok(file) = File::open(folder.path().join("calls.parquet")) else {
            continue;
        };
        let reader = SerializedFileReader::new(file).unwrap();
        for row in reader.get_row_iter(None).unwrap() {
            let row = row.unwrap();
            let (_, record) = row.get_column_iter().last().unwrap();
            let Field::Str(record) = record else {
                panic!("a call has no record");
            };
            calls.push((name.clone(), record.clone()));
        }
        // The one of unknown days stays when its last call has got a day.
        if name.starts_with("day=2") || calls.iter().any(|(known, _)| *known == name) {
            partitions.insert(name);
        }
    }
    (calls, partitions)
}

impl Model {
    /// The same of what it has to hold.
    pub fn expected(&self) -> (Vec<(String, String)>, BTreeSet<String>) {
        let partition = |day: Option<NaiveDate>| {
            let day = day.map_or("__HIVE_DEFAULT_PARTITION__".to_owned(), |day| {
                day.to_string()
            });
            format!("day={day}")
        };
        let calls = self.calls.values();
        let mut calls: Vec<_> = calls
            .map(|call| (partition(call.day), call.text()))
            .collect();
        calls.sort();
        let known = self.days.iter().map(|day| partition(Some(*day)));
        let unknown = self.calls.values().filter(|call| call.day.is_none());
        let unknown = unknown.map(|_| partition(None));
        (calls, known.chain(unknown).collect())
    }

    /// That an archive holds it.
    pub fn assert_matches(&self, archive: &Path) {
        let (mut calls, partitions) = read_archive(archive);
        calls.sort();
        assert_eq!((calls, partitions), self.expected());
    }
}
