//! A server that misbehaves as no HTTP library would.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::Duration;

/// What is done with one connection, after its request was read.
pub type Script = Box<dyn Fn(&mut TcpStream) + Send + Sync>;

/// Listens on loopback. The first connection gets the first script, and so on; the last script goes on.
pub struct ScriptedServer {
    address: SocketAddr,
    requests: Arc<AtomicUsize>,
    ended: Arc<AtomicBool>,
    thread: Option<JoinHandle<()>>,
}

impl ScriptedServer {
    pub fn new(scripts: Vec<Script>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap();
        let requests = Arc::new(AtomicUsize::new(0));
        let ended = Arc::new(AtomicBool::new(false));
        let (count, end) = (Arc::clone(&requests), Arc::clone(&ended));
        let scripts = Arc::new(scripts);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if end.load(Ordering::SeqCst) {
                    break;
                }
                let asked = count.fetch_add(1, Ordering::SeqCst);
                let (scripts, mut stream) = (Arc::clone(&scripts), stream.unwrap());
                // A client may come back while the last connection is still open.
                std::thread::spawn(move || {
                    let script = &scripts[asked.min(scripts.len() - 1)];
                    script(&mut stream);
                });
            }
        });
        Self {
            address,
            requests,
            ended,
            thread: Some(thread),
        }
    }

    pub fn url(&self) -> String {
        format!("http://{}/video/v2", self.address)
    }

    /// How many requests came.
    pub fn requests(&self) -> usize {
        self.requests.load(Ordering::SeqCst)
    }
}

impl Drop for ScriptedServer {
    fn drop(&mut self) {
        self.ended.store(true, Ordering::SeqCst);
        // Wakes the listener.
        drop(TcpStream::connect(self.address));
        if let Some(thread) = self.thread.take() {
            drop(thread.join());
        }
    }
}

/// Reads a request to its end, then sends these pieces with pauses between them, and closes.
pub fn send_in_chunks(pieces: Vec<Vec<u8>>, pause: Duration) -> Script {
    Box::new(move |stream| {
        read_request(stream);
        for piece in &pieces {
            // A client that had enough goes away.
            if stream.write_all(piece).is_err() {
                return;
            }
            std::thread::sleep(pause);
        }
        let _ = stream.shutdown(Shutdown::Write);
        let _ = stream.read(&mut [0]);
    })
}

/// Sends this at once, and closes.
pub fn respond(response: impl Into<Vec<u8>>) -> Script {
    send_in_chunks(vec![response.into()], Duration::ZERO)
}

/// Answers one request and keeps the connection, which it closes when another request has come.
pub fn respond_then_close(response: impl Into<Vec<u8>>) -> Script {
    let response = response.into();
    Box::new(move |stream| {
        read_request(stream);
        if stream.write_all(&response).is_ok() {
            read_request(stream);
        }
    })
}

/// Sends this at once, and then the same bytes again and again with pauses between them.
pub fn send_slowly(start: impl Into<Vec<u8>>, drop: &'static [u8], pause: Duration) -> Script {
    let start = start.into();
    Box::new(move |stream| {
        read_request(stream);
        let mut sent = stream.write_all(&start);
        // Nobody waits that long.
        for _ in 0..1000 {
            if sent.is_err() {
                return;
            }
            std::thread::sleep(pause);
            sent = stream.write_all(drop);
        }
    })
}

/// Resets the connection before the first byte of a response.
pub fn reset_connection() -> Script {
    // What is closed with a request unread is reset.
    Box::new(|stream| drop(stream.read(&mut [0])))
}

/// Says nothing until the client has closed the connection.
pub fn never_respond() -> Script {
    Box::new(|stream| {
        read_request(stream);
        while stream.read(&mut [0; 64]).is_ok_and(|length| length > 0) {}
    })
}

/// Reads a request to its end, and returns its path.
pub fn read_request(stream: &mut TcpStream) -> String {
    let mut request = Vec::new();
    let mut chunk = [0; 1024];
    while !request.ends_with(b"\r\n\r\n") {
        match stream.read(&mut chunk) {
            Ok(length) if length > 0 => request.extend_from_slice(&chunk[..length]),
            _ => break,
        }
    }
    let request = String::from_utf8_lossy(&request);
    request.split(' ').nth(1).unwrap_or_default().to_owned()
}

/// A response with this status and body, and the headers, each with its line end.
pub fn response(status: &str, headers: &str, body: &str) -> String {
    let length = body.len();
    format!(
        "HTTP/1.1 {status}\r\ncontent-length: {length}\r\n{headers}connection: close\r\n\r\n{body}"
    )
}

/// A good response in chunks of HTTP/1.1.
pub fn chunked(body: &str) -> String {
    let pieces = body.as_bytes().chunks(5000).map(|piece| {
        let text = String::from_utf8_lossy(piece);
        format!("{:x}\r\n{text}\r\n", piece.len())
    });
    let head = "HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\nconnection: close\r\n\r\n";
    let end = "0\r\n\r\n".to_owned();
    std::iter::once(head.to_owned())
        .chain(pieces)
        .chain([end])
        .collect()
}
