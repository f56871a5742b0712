//! A copy of the API on this machine's loopback, with made-up calls for any date.

mod body;
mod generate;
mod oddity;
mod random;
mod record;
mod room;

use self::body::{Days, Wanted};
use self::room::Room;
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

/// The server. It listens on a loopback port of its own, and ends with the process.
pub struct Sandbox {
    address: SocketAddr,
}

const APP_ID: &str = "sandbox";
const APP_KEY: &str = "made-up";
/// What a client sends for these two, by RFC 7617.
const AUTHORIZED: &str = "Basic c2FuZGJveDptYWRlLXVw";
const VERSION: &str = "/video/v2";

impl Sandbox {
    /// Starts the server.
    pub fn start() -> anyhow::Result<Self> {
        Self::listen().map_err(|error| {
            let what = "cannot start the sandbox on a loopback port";
            system_error(what, error, "check the limits of this machine (ulimit -a)")
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

    /// The account that may ask it.
    pub fn account(&self) -> Result<Account, Failure> {
        let url = format!("http://{}{VERSION}", self.address);
        Ok(Account {
            base: BaseUrl::parse(&url, false)?,
            basic: Secret::basic(APP_ID, &Secret::new(APP_KEY.to_owned())),
        })
    }
}

async fn serve(listener: TcpListener) {
    while let Ok((stream, _)) = listener.accept().await {
        let connection = hyper::server::conn::http1::Builder::new()
            .serve_connection(TokioIo::new(stream), service_fn(answer));
        // A client that goes away is no concern of the server's.
        tokio::spawn(async { drop(connection.await) });
    }
}

async fn answer(request: Request<Incoming>) -> Result<Response<Days>, Infallible> {
    let (status, body) = match respond(&request) {
        Ok(days) => (StatusCode::OK, days),
        Err((status, body)) => (status, Days::text(body)),
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

type Refused = (StatusCode, String);

fn respond(request: &Request<Incoming>) -> Result<Days, Refused> {
    let credentials = request.headers().get(AUTHORIZATION);
    if credentials.is_none_or(|credentials| credentials != AUTHORIZED) {
        let text = "The app id and app key do not match";
        return Err(error(StatusCode::UNAUTHORIZED, "UNAUTHORIZED", text));
    }
    let path = request.uri().path().strip_prefix(VERSION);
    let segments: Vec<_> = path.unwrap_or_default().split('/').skip(1).collect();
    match (request.method(), segments.as_slice()) {
        (&Method::GET, ["cdr", "period", from, to]) => {
            let (first, last) = period(from, to)?;
            Ok(Days::new(first, last, Box::new(|_| true)))
        }
        (&Method::GET, ["cdr", "room", id]) => {
            let room = room(id)?;
            let (first, last) = room.lifetime();
            Ok(Days::new(first, last, in_room(room)))
        }
        (&Method::GET, ["cdr", "room-period", id, from, to]) => {
            let (first, last) = period(from, to)?;
            Ok(Days::new(first, last, in_room(room(id)?)))
        }
        (&Method::GET, ["cdr", "conf", number]) => {
            let day = generate::day_of_conference(number);
            let number = (*number).to_owned();
            let wanted: Wanted = Box::new(move |call| call.conference == number);
            Ok(day.map_or_else(Days::none, |day| Days::new(day, day, wanted)))
        }
        _ => {
            let text = "There is no such route";
            Err(error(StatusCode::NOT_FOUND, "NOT_FOUND", text))
        }
    }
}

fn in_room(room: Room) -> Wanted {
    Box::new(move |call| call.room == room)
}

fn period(from: &str, to: &str) -> Result<(NaiveDate, NaiveDate), Refused> {
    match (from.parse(), to.parse()) {
        (Ok(first), Ok(last)) if first <= last => Ok((first, last)),
        _ => {
            let text = "A period is two dates, YYYY-MM-DD";
            Err(error(StatusCode::BAD_REQUEST, "BAD_REQUEST", text))
        }
    }
}

fn room(segment: &str) -> Result<Room, Refused> {
    let id = percent_decode_str(segment).decode_utf8_lossy();
    Room::with_id(&id).ok_or_else(|| {
        let body =
            r#"{"result":40001,"error":"Room not found","desc":"The sandbox has no such room"}"#;
        (StatusCode::OK, body.to_owned())
    })
}

/// The envelope in which the service fails with an error status.
fn error(status: StatusCode, code: &str, text: &str) -> Refused {
    let body = format!(
        r#"{{"status":"error","error_code":"{code}","message":"{text}","request_id":"sandbox"}}"#
    );
    (status, body)
}
