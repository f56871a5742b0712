//! A terminal of the tests' own: what a run writes there, standard error included.

use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};
use std::ffi::OsStr;
use std::fs::{File, OpenOptions};
use std::io::{Read, Write};
use std::os::unix::ffi::OsStrExt;
use std::process::{Command, ExitStatus};

/// Runs a command on a terminal of this width. Returns all that came there, and how the command ended.
pub fn on_terminal(width: u16, height: u16, command: &mut Command) -> (String, ExitStatus) {
    on_terminal_with_input(width, height, "", command)
}

/// Does the same where a person types these lines.
pub fn on_terminal_with_input(
    width: u16,
    height: u16,
    typed: &str,
    command: &mut Command,
) -> (String, ExitStatus) {
    let (mut master, end) = terminal(width, height);
    master.write_all(typed.as_bytes()).unwrap();
    command
        .stdin(end.try_clone().unwrap())
        .stdout(end.try_clone().unwrap())
        .stderr(end);
    let mut run = command.spawn().unwrap();
    // The last ends on this side must be closed, or the terminal never ends.
    command.stdin(std::process::Stdio::null());
    command.stdout(std::process::Stdio::null());
    command.stderr(std::process::Stdio::null());
    let mut written = Vec::new();
    let mut chunk = [0; 4096];
    // Linux tells with an error that nobody is left on the other side.
    while let Ok(length) = master.read(&mut chunk) {
        if length == 0 {
            break;
        }
        written.extend_from_slice(&chunk[..length]);
    }
    let status = run.wait().unwrap();
    let written = String::from_utf8(written).unwrap();
    (written.replace('\r', ""), status)
}

/// Both ends of a new terminal: that of the person, and that of the program.
fn terminal(width: u16, height: u16) -> (File, File) {
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY).unwrap();
    grantpt(&master).unwrap();
    unlockpt(&master).unwrap();
    let size = Winsize {
        ws_row: height,
        ws_col: width,
        ws_xpixel: 0,
        ws_ypixel: 0,
    };
    tcsetwinsize(&master, size).unwrap();
    let name = ptsname(&master, Vec::new()).unwrap();
    let name = OsStr::from_bytes(name.as_bytes()).to_owned();
    let end = OpenOptions::new()
        .read(true)
        .write(true)
        .open(name)
        .unwrap();
    (File::from(master), end)
}
