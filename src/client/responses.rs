//! Responses to several requests, in the order of the requests.
//!
//! ```text
//! queue 5 6 7 ─▶ workers fetch 2 3 4 ─▶ results, in any order ─▶ buffer ─▶ 0 1 2 …
//! ```
//!
//! A request is queued when a response is delivered, so at most `2 * jobs` of them are ahead of the
//! one that is awaited, and what is buffered stays bounded.
//!
//! Workers are detached threads rather than scoped ones: a failure ends the run at once, although
//! another worker may wait minutes for its response. They end with the process.

use super::retry::RetryingClient;
use crate::error::system_error;
use crate::io::Spool;
use crate::terminal::catch_panics;
use std::collections::BTreeMap;
use std::io;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

/// When the failure of a request is delivered. Nothing follows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FailureOrder {
    /// As soon as it is known.
    AtOnce,
    /// After the responses to earlier requests.
    InOrder,
}

/// The index of a request, and its response.
type IndexedResponse = (usize, anyhow::Result<Spool>);

/// An iterator over the responses to several requests.
pub struct OrderedResponses {
    /// The indices of the requests that workers may start; `None` once no more are needed.
    queue: Option<Sender<usize>>,
    queued: usize,
    total: usize,
    results: Receiver<IndexedResponse>,
    /// The responses that are here before their turn.
    buffer: BTreeMap<usize, anyhow::Result<Spool>>,
    next: usize,
    failure_order: FailureOrder,
}

impl OrderedResponses {
    /// Starts to fetch these paths with `jobs` workers.
    pub fn new(
        mut client: RetryingClient,
        paths: Vec<String>,
        jobs: u16,
        failure_order: FailureOrder,
    ) -> anyhow::Result<Self> {
        let total = paths.len();
        let jobs = usize::from(jobs).min(total);
        client.client.jobs = jobs;
        let (queue, queued) = channel();
        let (sender, results) = channel();
        let work = Arc::new((client, paths, Mutex::new(queued)));
        for job in 0..jobs {
            let (work, sender) = (Arc::clone(&work), sender.clone());
            let worker = std::thread::Builder::new().spawn(move || {
                let (client, paths, queue) = &*work;
                while let Some(index) = next_index(queue) {
                    // After a panic without a result, the iterator would wait forever.
                    let response = catch_panics(|| client.fetch(&paths[index]));
                    if sender.send((index, response)).is_err() {
                        break;
                    }
                }
            });
            match worker {
                Ok(_) => {}
                // Fewer workers do as well.
                Err(_) if job > 0 => break,
                Err(error) => return Err(spawn_error(error)),
            }
        }
        let mut responses = Self {
            queue: Some(queue),
            queued: 0,
            total,
            results,
            buffer: BTreeMap::new(),
            next: 0,
            failure_order,
        };
        // Twice the workers: they stay busy while a slow response holds up those after it.
        for _ in 0..2 * jobs {
            responses.enqueue_next();
        }
        Ok(responses)
    }

    fn enqueue_next(&mut self) {
        if let Some(queue) = self.queue.as_ref().filter(|_| self.queued < self.total) {
            // Fails only if every worker is gone, and then no result comes either.
            let _ = queue.send(self.queued);
            self.queued += 1;
        }
    }

    /// Delivers a failure, and ends the iteration.
    fn fail(&mut self, index: usize, error: anyhow::Error) -> IndexedResponse {
        self.total = 0;
        self.buffer.clear();
        (index, Err(error))
    }
}

impl Iterator for OrderedResponses {
    type Item = IndexedResponse;

    fn next(&mut self) -> Option<Self::Item> {
        while self.next < self.total {
            let index = self.next;
            if let Some(response) = self.buffer.remove(&index) {
                self.next += 1;
                self.enqueue_next();
                return Some(match response {
                    Ok(body) => (index, Ok(body)),
                    Err(error) => self.fail(index, error),
                });
            }
            let result = self.results.recv();
            let (index, response) = result.unwrap_or_else(|_| (index, Err(worker_died())));
            match response {
                Err(error) if self.failure_order == FailureOrder::AtOnce => {
                    return Some(self.fail(index, error));
                }
                response => {
                    if response.is_err() {
                        // Later responses are not needed.
                        self.queue = None;
                    }
                    self.buffer.insert(index, response);
                }
            }
        }
        self.queue = None;
        None
    }
}

/// Returns the index of the next request as soon as it may be sent.
fn next_index(queue: &Mutex<Receiver<usize>>) -> Option<usize> {
    let queue = queue.lock().unwrap_or_else(PoisonError::into_inner);
    queue.recv().ok()
}

/// Fetches the response to one request, or returns `None` after `timeout`. What is being fetched
/// then ends with the process.
pub fn fetch_with_timeout(
    timeout: Duration,
    client: &Arc<RetryingClient>,
    path: &str,
) -> anyhow::Result<Option<Spool>> {
    let (sender, receiver) = channel();
    let (client, path) = (Arc::clone(client), path.to_owned());
    let worker = move || {
        // Fails only after the timeout.
        let _ = sender.send(catch_panics(|| client.fetch(&path)));
    };
    std::thread::Builder::new()
        .spawn(worker)
        .map_err(spawn_error)?;
    match receiver.recv_timeout(timeout) {
        Ok(response) => response.map(Some),
        Err(RecvTimeoutError::Timeout) => Ok(None),
        Err(RecvTimeoutError::Disconnected) => Err(worker_died()),
    }
}

fn worker_died() -> anyhow::Error {
    anyhow::anyhow!("internal error: a thread that fetches responses ended")
}

fn spawn_error(error: io::Error) -> anyhow::Error {
    let hint = "check the resource limits (ulimit -a)";
    system_error("cannot start a thread", error, hint)
}
