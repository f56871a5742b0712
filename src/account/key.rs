//! The app key from a file or a command, which keep it out of the list of processes and the history
//! of the shell.

use super::file_access;
use crate::error::{Failure, FailureKind, system_error};
use crate::io::read_to_string_limited;
use crate::limits::MAX_KEY_BYTES;
use crate::terminal::Console;
use crate::text::Secret;
use anyhow::Context;
use std::io;
use std::path::Path;
use std::process::{Command, Stdio};

/// Reads the key in the file that `setting` names. Warns of a file that others can read.
pub fn read_key_file(file: &Path, setting: &str, console: Console) -> anyhow::Result<Secret> {
    let key = read_to_string_limited(file, MAX_KEY_BYTES).map_err(|error| {
        let failure = read_error(file, setting, &error);
        anyhow::Error::new(error).context(failure)
    })?;
    if file_access::is_readable_by_others(file) {
        let file = file.display();
        console.warn(&format!(
            "other users can read the app key file {file}; run 'chmod 600 {file}'"
        ));
    }
    Ok(Secret::from_key_text(&key))
}

/// Returns the failure to read a key file. A path without a file is not printed: it may be the key,
/// in the wrong variable.
fn read_error(file: &Path, setting: &str, error: &io::Error) -> Failure {
    let hint = format!("check {setting}");
    let problem = match file.symlink_metadata() {
        Ok(_) => format!(
            "cannot read the app key from {} ({setting})",
            file.display()
        ),
        Err(_) => format!("cannot read the app key from the file that {setting} names"),
    };
    Failure::from_io(problem, error, &hint)
}

/// Runs a command without a shell, and returns the first line that it prints.
///
/// As with the credential helpers of git and cargo, nothing limits its time or its output: it is
/// the user's own, and may wait for a person who types a PIN.
pub fn run_key_command(command: &[String]) -> anyhow::Result<Secret> {
    let program = command.first().map(String::as_str).unwrap_or_default();
    let output = Command::new(program)
        .args(command.iter().skip(1))
        .stdin(Stdio::inherit())
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| {
            let problem = format!("app_key_command: cannot run {program}");
            system_error(problem, error, "check app_key_command")
        })?;
    let failure = |problem: &str| {
        let message = format!("app_key_command: {program} {problem}; run it by hand to see why");
        Failure::new(FailureKind::Local, message)
    };
    anyhow::ensure!(
        output.status.success(),
        failure(&format!("failed ({})", output.status))
    );
    let text =
        String::from_utf8(output.stdout).with_context(|| failure("printed no UTF-8 text"))?;
    Ok(Secret::from_key_text(
        text.lines().next().unwrap_or_default(),
    ))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::Level;

    #[test]
    fn a_key_is_trimmed() {
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
            let key =
                read_key_file(file.path(), "--app-key-file", Console::new(Level::Quiet)).unwrap();
            assert_eq!(key.expose(), expected);
        }
    }
}
