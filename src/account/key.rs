//! Where the app key is read from: a file, or a command.

use crate::error::{Failure, FailureKind, system_error};
use crate::io::read_to_string_limited;
use crate::limits::{KEY, KEY_SECONDS};
use crate::terminal::signals::Running;
use crate::terminal::{Console, signals};
use crate::text::Secret;
use anyhow::Context;
use std::io::{self, Read};
use std::path::Path;
use std::process::{ChildStdout, Command, Stdio};
use std::sync::mpsc::channel;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

/// The key in the file that this setting names. Warns of a file that others can read.
pub fn read_key(file: &Path, setting: &str, console: Console) -> anyhow::Result<Secret> {
    let key = read_to_string_limited(file, KEY).map_err(|error| {
        let failure = unreadable(file, setting, &error);
        anyhow::Error::new(error).context(failure)
    })?;
    if others_can_read(file) {
        let file = file.display();
        console.warn(&format!(
            "others can read the app key in {file}; 'chmod 600 {file}' keeps it to you"
        ));
    }
    Ok(Secret::key_in(&key))
}

/// Why the key cannot be read from a file. A path at which there is nothing is not printed: it may be the key itself,
/// set in the wrong variable.
fn unreadable(file: &Path, setting: &str, error: &io::Error) -> Failure {
    let hint = format!("check {setting}");
    let what = match file.symlink_metadata() {
        Ok(_) => format!(
            "cannot read the app key from {} ({setting})",
            file.display()
        ),
        Err(_) => format!("cannot read the app key from the file that {setting} names"),
    };
    Failure::of_system(what, error, &hint)
}

/// The first line that a command prints. Its first word is the program; no shell reads it. It ends with this
/// process, and has a bound on its time and on what it prints.
pub fn key_printed_by(command: &[String]) -> anyhow::Result<Secret> {
    let refuse = |what: &str| {
        let program = command.first().map_or("nothing", String::as_str);
        let message = format!("app_key_command: {program} {what}; run it by hand to see why");
        Failure::new(FailureKind::Local, message)
    };
    let (program, arguments) = command
        .split_first()
        .ok_or_else(|| refuse("is no command"))?;
    let child = Command::new(program)
        .args(arguments)
        .stdout(Stdio::piped())
        .spawn();
    let cannot_run = |error| {
        let what = format!("app_key_command: cannot run {program}");
        system_error(what, error, "check app_key_command")
    };
    let mut child = child.map_err(cannot_run)?;
    let printed = child.stdout.take();
    let child = signals::ends_with_us(child);
    let text = printed_text(printed, &child).map_err(|what| refuse(&what))?;
    let status = child.wait().map_err(cannot_run)?;
    anyhow::ensure!(status.success(), refuse("failed"));
    let text = String::from_utf8(text).with_context(|| refuse("printed no text"))?;
    Ok(Secret::key_in(text.lines().next().unwrap_or_default()))
}

/// What a command prints until it ends, or closes its output; or what is wrong with it.
fn printed_text(printed: Option<ChildStdout>, child: &Running) -> Result<Vec<u8>, String> {
    let text = Arc::new(Mutex::new(Vec::new()));
    let (sender, receiver) = channel();
    let shared = Arc::clone(&text);
    let reading = move || {
        let mut chunk = [0; 4096];
        let mut printed = printed.map(|printed| printed.take(KEY + 1));
        while let Some(Ok(length @ 1..)) = printed.as_mut().map(|printed| printed.read(&mut chunk))
        {
            let mut text = shared.lock().unwrap_or_else(PoisonError::into_inner);
            text.extend_from_slice(&chunk[..length]);
        }
        // Nobody listens any more when it took too long.
        let _ = sender.send(());
    };
    let reader = std::thread::Builder::new().spawn(reading);
    reader.map_err(|error| format!("cannot be read: {error}"))?;
    let started = Instant::now();
    while receiver.recv_timeout(Duration::from_millis(20)).is_err() {
        if child.has_ended() {
            // What it started may hold its output open. All that it printed itself is there soon.
            let _ = receiver.recv_timeout(Duration::from_millis(200));
            break;
        }
        if started.elapsed() > Duration::from_secs(KEY_SECONDS) {
            return Err(format!("took longer than {KEY_SECONDS} s"));
        }
    }
    let text = text.lock().unwrap_or_else(PoisonError::into_inner).clone();
    if text.len() as u64 > KEY {
        return Err(format!("printed more than {KEY} bytes"));
    }
    Ok(text)
}

#[cfg(unix)]
fn others_can_read(file: &Path) -> bool {
    use std::os::unix::fs::PermissionsExt;
    let metadata = std::fs::metadata(file);
    // A pipe or device has no permissions worth a warning.
    metadata.is_ok_and(|file| file.is_file() && file.permissions().mode() & 0o044 != 0)
}

#[cfg(not(unix))]
fn others_can_read(_: &Path) -> bool {
    false
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::Level;

    #[test]
    fn blanks_line_ends_and_a_byte_order_mark_are_not_part_of_a_key() {
        for (content, expected) in [
            ("k\n", "k"),
            ("k\r\n", "k"),
            ("k", "k"),
            ("k \n\n", "k"),
            ("\u{feff}k\r\n", "k"),
            ("\u{feff} \t k y\u{a0}\r\n\r\n", "k y"),
        ] {
            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(&file, content).unwrap();
            let key = read_key(file.path(), "--app-key-file", Console::new(Level::Quiet)).unwrap();
            assert_eq!(key.expose(), expected);
        }
    }

    #[cfg(unix)]
    #[test]
    fn a_command_that_prints_without_end_is_ended() {
        let error = key_printed_by(&["yes".to_owned()]).unwrap_err();
        assert!(
            error
                .to_string()
                .contains("yes printed more than 65536 bytes")
        );
    }
}
