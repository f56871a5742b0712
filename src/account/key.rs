//! The key, which nobody gets to see.

use crate::error::{Failure, Kind};
use crate::terminal::Console;
use anyhow::Context;
use std::convert::Infallible;
use std::fmt;
use std::path::Path;
use std::process::{Command, Stdio};
use std::str::FromStr;

/// The password for HTTP Basic. It shows itself to nobody but [`AppKey::expose`]'s caller.
#[derive(Clone, PartialEq, Eq)]
pub struct AppKey(String);

impl AppKey {
    /// The key itself, for the request and for nothing else.
    #[must_use]
    pub fn expose(&self) -> &str {
        &self.0
    }

    /// Whether there is nothing in it.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The content of a file, without its trailing newline. Warns of a file that others can read.
    ///
    /// # Errors
    /// This machine's, for a file that can't be read as text.
    pub fn read(file: &Path, console: Console) -> anyhow::Result<Self> {
        let mut key = std::fs::read_to_string(file).with_context(|| {
            let message = format!(
                "can't read the app key from {}; check --app-key-file or CDR_APP_KEY_FILE",
                file.display()
            );
            Failure::new(Kind::Machine, message)
        })?;
        if key.ends_with('\n') {
            key.pop();
            if key.ends_with('\r') {
                key.pop();
            }
        }
        if others_can_read(file) {
            let file = file.display();
            console.warn(&format!(
                "others can read the app key in {file}; 'chmod 600 {file}' keeps it to you"
            ));
        }
        Ok(Self(key))
    }
}

impl AppKey {
    /// The first line that a command prints. Its first word is the program; no shell reads it.
    ///
    /// # Errors
    /// This machine's, for a command that can't be run, fails or prints no text.
    pub fn printed_by(command: &[String]) -> anyhow::Result<Self> {
        let refuse = |what: &str| {
            let program = command.first().map_or("nothing", String::as_str);
            let message = format!("app_key_command: {program} {what}; run it by hand to see why");
            Failure::new(Kind::Machine, message)
        };
        let (program, arguments) = command
            .split_first()
            .ok_or_else(|| refuse("is no command"))?;
        let output = Command::new(program)
            .args(arguments)
            .stderr(Stdio::inherit())
            .output()
            .with_context(|| refuse("can't be run"))?;
        anyhow::ensure!(output.status.success(), refuse("failed"));
        let text = String::from_utf8(output.stdout).with_context(|| refuse("printed no text"))?;
        Ok(Self(text.lines().next().unwrap_or_default().to_owned()))
    }
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

impl From<String> for AppKey {
    fn from(key: String) -> Self {
        Self(key)
    }
}

impl FromStr for AppKey {
    type Err = Infallible;

    fn from_str(key: &str) -> Result<Self, Infallible> {
        Ok(Self(key.to_owned()))
    }
}

impl fmt::Debug for AppKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("AppKey(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::terminal::Level;

    #[test]
    fn the_key_does_not_show_itself() {
        let key = AppKey::from("s3cret".to_owned());
        assert_eq!(format!("{key:?}"), "AppKey(hidden)");
    }

    #[test]
    fn a_key_file_loses_its_trailing_newline_and_no_more() {
        for (content, expected) in [("k\n", "k"), ("k\r\n", "k"), ("k", "k"), ("k \n\n", "k \n")] {
            let file = tempfile::NamedTempFile::new().unwrap();
            std::fs::write(&file, content).unwrap();
            let key = AppKey::read(file.path(), Console::new(Level::Quiet)).unwrap();
            assert_eq!(key.expose(), expected);
        }
    }
}
