//! Serves a generated response to every request, on a loopback port whose URL it prints.
//! Its arguments are the form, `older` or `newer`, and the number of records.

#[path = "../tests/it/common/generated_response.rs"]
mod generated_response;

use generated_response::{Form, response};
use std::io::{Read, Result, Write};
use std::net::{TcpListener, TcpStream};

fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let form = match arguments.next().as_deref() {
        Some("older") => Form::Older,
        _ => Form::Newer,
    };
    let count = arguments.next().and_then(|count| count.parse().ok());
    let body = response(form, count.unwrap_or(100_000));
    let listener = TcpListener::bind("127.0.0.1:0")?;
    writeln!(
        std::io::stdout(),
        "http://{}/video/v2",
        listener.local_addr()?
    )?;
    for stream in listener.incoming() {
        // A client that goes away early is no reason to end.
        let _ = answer(stream?, &body);
    }
    Ok(())
}

fn answer(mut stream: TcpStream, body: &str) -> Result<()> {
    let mut request = [0; 8192];
    while !request.ends_with(b"\r\n\r\n") && !request.windows(4).any(|end| end == b"\r\n\r\n") {
        if stream.read(&mut request)? == 0 {
            return Ok(());
        }
    }
    let length = body.len();
    write!(
        stream,
        "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\
         connection: close\r\n\r\n"
    )?;
    stream.write_all(body.as_bytes())
}
