//! Several questions at once, their answers delivered in order.

use super::retry::RetryingClient;
use crate::error::system_error;
use crate::io::Spool;
use crate::terminal::contain;
use std::collections::BTreeMap;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// An answer, or a failure, and the place of its question.
type Answer = (usize, anyhow::Result<Spool>);

/// The answers to several questions, in the order of the questions. As many as there are jobs are fetched at
/// once; no further question is asked than twice as many before the one whose answer is awaited, so that what
/// is held stays bounded.
///
/// A failure comes as soon as it is known, before the answers to earlier questions, unless failures are to come
/// in order, too. After it nothing comes, and what is still being fetched is left to end with the process.
pub struct OrderedResponses {
    /// The places of the questions that may be asked.
    places: Option<SyncSender<usize>>,
    next_to_ask: usize,
    questions: usize,
    arriving: Receiver<Answer>,
    arrived: BTreeMap<usize, Spool>,
    next: usize,
    /// Whether the answers before a failure come before it.
    keeps_order: bool,
    /// The failure that comes after the answers before it.
    failure: Option<anyhow::Error>,
}

impl OrderedResponses {
    /// Starts to ask for these paths.
    pub fn new(fetcher: RetryingClient, paths: Vec<String>, jobs: u16) -> anyhow::Result<Self> {
        let jobs = usize::from(jobs).min(paths.len());
        let (places, asked) = sync_channel(2 * jobs);
        let (answer, answers) = sync_channel(paths.len());
        let questions = paths.len();
        let asked = Arc::new(Mutex::new(asked));
        let (fetcher, paths) = (Arc::new(fetcher), Arc::new(paths));
        for job in 0..jobs {
            let (fetcher, paths) = (Arc::clone(&fetcher), Arc::clone(&paths));
            let (asked, answer) = (Arc::clone(&asked), answer.clone());
            let worker = std::thread::Builder::new().spawn(move || {
                while let Some(place) = next(&asked) {
                    // A worker that only went away would be waited for.
                    let body = contain(|| fetcher.fetch(&paths[place]));
                    if answer.send((place, body)).is_err() {
                        break;
                    }
                }
            });
            match worker {
                Ok(_) => {}
                Err(_) if job > 0 => break,
                Err(error) => return Err(no_thread(error)),
            }
        }
        let mut started = Self {
            places: Some(places),
            next_to_ask: 0,
            questions,
            arriving: answers,
            arrived: BTreeMap::new(),
            next: 0,
            keeps_order: false,
            failure: None,
        };
        for _ in 0..2 * jobs {
            started.ask();
        }
        Ok(started)
    }

    /// The same, but a failure comes after the answers to earlier questions, so that what arrived is kept.
    pub fn in_order(self) -> Self {
        Self {
            keeps_order: true,
            ..self
        }
    }

    /// Lets one more question be asked.
    fn ask(&mut self) {
        if self.next_to_ask < self.questions {
            if let Some(places) = &self.places {
                // Fails only when every worker is gone, and then no answer comes either.
                let _ = places.send(self.next_to_ask);
            }
            self.next_to_ask += 1;
        } else {
            self.places = None;
        }
    }
}

/// The answer to one question, unless it takes longer than this. Then what is being fetched is left to end with the
/// process.
pub fn fetch_within(
    longest: Duration,
    fetcher: &Arc<RetryingClient>,
    path: &str,
) -> anyhow::Result<Option<Spool>> {
    let (answer, answers) = sync_channel(1);
    let (fetcher, path) = (Arc::clone(fetcher), path.to_owned());
    let worker = move || {
        // Nobody listens any more when the time is over.
        let _ = answer.send(contain(|| fetcher.fetch(&path)));
    };
    let worker = std::thread::Builder::new().spawn(worker);
    worker.map_err(no_thread)?;
    match answers.recv_timeout(longest) {
        Ok(body) => body.map(Some),
        Err(RecvTimeoutError::Timeout) => Ok(None),
        Err(RecvTimeoutError::Disconnected) => Err(ended_too_early()),
    }
}

/// The failure of a worker that went without an answer.
fn ended_too_early() -> anyhow::Error {
    anyhow::anyhow!("the fetching of answers ended too early")
}

fn no_thread(error: io::Error) -> anyhow::Error {
    let hint = "check the limits of this machine (ulimit -a)";
    system_error("cannot start a thread", error, hint)
}

/// The place of the next question, once it may be asked.
fn next(asked: &Mutex<Receiver<usize>>) -> Option<usize> {
    let asked = asked.lock().unwrap_or_else(PoisonError::into_inner);
    asked.recv().ok()
}

impl Iterator for OrderedResponses {
    /// The place of the question with its answer, or with the failure that ends all.
    type Item = (usize, anyhow::Result<Spool>);

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            if let Some(body) = self.arrived.remove(&self.next) {
                let place = self.next;
                self.next += 1;
                self.ask();
                return Some((place, Ok(body)));
            }
            if self.next == self.questions {
                let failure = self.failure.take();
                return failure.map(|failure| (self.next, Err(failure)));
            }
            let answer = self.arriving.recv();
            let (place, answer) = answer.unwrap_or_else(|_| (self.next, Err(ended_too_early())));
            match answer {
                Ok(body) => drop(self.arrived.insert(place, body)),
                // Questions after it are of no use, and of several failures the first one counts.
                Err(error) if self.keeps_order => {
                    if place < self.questions {
                        self.questions = place;
                        self.failure = Some(error);
                        self.places = None;
                    }
                }
                Err(error) => {
                    self.next = self.questions;
                    self.arrived.clear();
                    self.places = None;
                    return Some((place, Err(error)));
                }
            }
        }
    }
}
