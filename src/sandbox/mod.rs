//! A copy of the API on a loopback port, with sample calls for any date.
//!
//! Commands query it like a service: the same routes, credentials and responses, so there is no
//! second way through the program that could differ from the first. It listens on a free port, for
//! requests with its credentials only, and ends with the process. hyper serves it, which reqwest
//! brings anyway; a server library would be one more dependency.

mod body;
mod edge_case;
mod generate;
mod random;
mod record;

use self::body::{CallFilter, CallsBody};
use self::generate::Room;
use crate::account::{Account, BaseUrl};
use crate::error::{Failure, system_error};
use crate::text::Secret;
use chrono::NaiveDate;
use hyper::body::Incoming;
use hyper::header::{AUTHORIZATION, CONTENT_TYPE, HeaderValue, WWW_AUTHENTICATE};
use hyper::service::service_fn;
use hyper::{Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use percent_encoding::percent_decode_str;
use std::convert::Infallible;
use std::net::{Ipv4Addr, SocketAddr};
use tokio::net::TcpListener;

/// A server on a loopback port, which ends with the process.
pub struct Sandbox {
    address: SocketAddr,
}

const APP_ID: &str = "sandbox";
const APP_KEY: &str = "made-up";
/// What HTTP Basic makes of the two (RFC 7617).
const AUTHORIZATION_VALUE: &str = "Basic c2FuZGJveDptYWRlLXVw";
const VERSION: &str = "/video/v2";

impl Sandbox {
    /// Starts the server.
    pub fn start() -> anyhow::Result<Self> {
        Self::listen().map_err(|error| {
            let problem = "cannot start the sandbox on a loopback port";
            system_error(problem, error, "check the resource limits (ulimit -a)")
        })
    }

    fn listen() -> std::io::Result<Self> {
        let runtime = tokio::runtime::Builder::new_current_thread()
            .enable_io()
            .build()?;
        let listener = runtime.block_on(TcpListener::bind((Ipv4Addr::LOCALHOST, 0)))?;
        let address = listener.local_addr()?;
        std::thread::Builder::new().spawn(move || runtime.block_on(serve(listener)))?;
        Ok(Self { address })
    }

    /// Returns the account that the server accepts.
    pub fn account(&self) -> Result<Account, Failure> {
        let url = format!("http://{}{VERSION}", self.address);
        Ok(Account {
            base: BaseUrl::parse(&url, false)?,
            basic_auth: Secret::basic_auth(APP_ID, &Secret::new(APP_KEY.to_owned())),
        })
    }
}

async fn serve(listener: TcpListener) {
    // An error ends the server, and then the request, which says so.
    while let Ok((stream, _)) = listener.accept().await {
        let connection = hyper::server::conn::http1::Builder::new()
            .serve_connection(TokioIo::new(stream), service_fn(handle));
        // The client may close the connection at any time.
        tokio::spawn(async { drop(connection.await) });
    }
}

async fn handle(request: Request<Incoming>) -> Result<Response<CallsBody>, Infallible> {
    let (status, body) = match route(&request) {
        Ok(body) => (StatusCode::OK, body),
        Err((status, body)) => (status, CallsBody::from_text(body)),
    };
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    if status == StatusCode::UNAUTHORIZED {
        let challenge = HeaderValue::from_static("Basic realm=\"sandbox\"");
        headers.insert(WWW_AUTHENTICATE, challenge);
    }
    Ok(response)
}

type HttpError = (StatusCode, String);

fn route(request: &Request<Incoming>) -> Result<CallsBody, HttpError> {
    let credentials = request.headers().get(AUTHORIZATION);
    if credentials.is_none_or(|credentials| credentials != AUTHORIZATION_VALUE) {
        let text = "Invalid app ID or app key";
        return Err(error(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", text));
    }
    let path = request.uri().path().strip_prefix(VERSION);
    let segments: Vec<_> = path.unwrap_or_default().split('/').skip(1).collect();
    match (request.method(), segments.as_slice()) {
        (&Method::GET, ["cdr", "period", from, to]) => {
            let (first, last) = period(from, to)?;
            Ok(CallsBody::new(first, last, Box::new(|_| true)))
        }
        (&Method::GET, ["cdr", "room", id]) => {
            let room = room(id)?;
            let (first, last) = room.days();
            Ok(CallsBody::new(first, last, room_filter(room)))
        }
        (&Method::GET, ["cdr", "room-period", id, from, to]) => {
            let (first, last) = period(from, to)?;
            Ok(CallsBody::new(first, last, room_filter(room(id)?)))
        }
        (&Method::GET, ["cdr", "conf", number]) => {
            let day = generate::day_of_conference(number);
            let number = (*number).to_owned();
            let filter: CallFilter = Box::new(move |call| call.conference == number);
            Ok(day.map_or_else(CallsBody::empty, |day| CallsBody::new(day, day, filter)))
        }
        _ => {
            let text = "Route not found";
            Err(error(StatusCode::NOT_FOUND, "NOT_FOUND", text))
        }
    }
}

fn room_filter(room: Room) -> CallFilter {
    Box::new(move |call| call.room == room)
}

fn period(from: &str, to: &str) -> Result<(NaiveDate, NaiveDate), HttpError> {
    match (from.parse(), to.parse()) {
        (Ok(first), Ok(last)) if first <= last => Ok((first, last)),
        _ => {
            let text = "A period needs two dates in the form YYYY-MM-DD";
            Err(error(StatusCode::BAD_REQUEST, "BAD_REQUEST", text))
        }
    }
}

fn room(segment: &str) -> Result<Room, HttpError> {
    let id = percent_decode_str(segment).decode_utf8_lossy();
    Room::from_id(&id).ok_or_else(|| {
        let body =
            r#"{"result":40001,"error":"Room not found","desc":"No such room in the sandbox"}"#;
        (StatusCode::OK, body.to_owned())
    })
}

/// Returns the envelope of the service for an error status.
fn error(status: StatusCode, code: &str, text: &str) -> HttpError {
    let body = format!(
        r#"{{"status":"error","error_code":"{code}","message":"{text}","request_id":"sandbox"}}"#
    );
    (status, body)
}
