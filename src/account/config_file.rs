//! Accounts kept in the configuration file.

use super::credentials::{KeySource, Service};
use super::trust;
use crate::error::{Failure, FailureKind, system_error};
use crate::io::read_to_string_limited;
use crate::limits::{MAX_CONFIG_BYTES, MAX_SLACK_DAYS};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// What a section of the configuration file says about the account.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Profile {
    /// What it is called.
    pub name: Option<String>,
    /// The base URL of its service.
    pub base_url: Option<String>,
    /// The app id.
    pub app_id: Option<String>,
    /// Where the app key is.
    pub key: Option<KeySource>,
    /// The name of the time zone.
    pub tz: Option<String>,
    /// The extra days fetched around an exact period.
    pub slack: Option<u32>,
}

/// The profile that is used if none is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DefaultProfile {
    /// `default`, or the only one.
    One(Box<Profile>),
    /// None of these.
    Several(Vec<String>),
    /// There are no profiles.
    None,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfigFile {
    #[serde(default)]
    profiles: BTreeMap<String, Section>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Section {
    service: Option<Service>,
    base_url: Option<String>,
    app_id: Option<String>,
    app_key_file: Option<PathBuf>,
    app_key_command: Option<Vec<String>>,
    tz: Option<String>,
    slack: Option<i64>,
}

/// Where the configuration file is: `cdr/config.toml` in the folder that the platform keeps for such files, which
/// `variable` tells.
pub fn config_path(
    variable: &dyn Fn(&str) -> Result<Option<PathBuf>, Failure>,
) -> Result<PathBuf, Failure> {
    let folder = match variable("XDG_CONFIG_HOME")? {
        Some(folder) if folder.is_absolute() => Some(folder),
        _ => match variable("HOME")? {
            Some(home) => Some(home.join(".config")),
            None => variable("APPDATA")?,
        },
    };
    let folder = folder.ok_or_else(|| {
        let message = "there is no folder for the configuration file; set HOME or XDG_CONFIG_HOME";
        Failure::new(FailureKind::Usage, message)
    })?;
    Ok(folder.join("cdr").join("config.toml"))
}

impl Profile {
    /// Reads a profile of this name from the configuration file.
    ///
    /// # Errors
    /// This machine's, for a file that can't be read; a usage failure for one that is not in order, that has no
    /// such profile, or that others can write though it decides about keys or URLs.
    pub fn load(name: &str, file: &Path) -> anyhow::Result<Self> {
        let text = read_to_string_limited(file, MAX_CONFIG_BYTES).map_err(|error| {
            let what = format!("cannot read the profile {name} from {}", file.display());
            system_error(what, error, "check the file, or remove --profile")
        })?;
        let profile = Self::parse(&text, name, file)?;
        profile.check_trusted(file)?;
        Ok(profile)
    }

    /// Reads the profile that is used if none is named: `default`, or the only one.
    ///
    /// # Errors
    /// Those of [`Profile::read`], but a file that does not exist has no profiles.
    pub fn load_default(file: &Path) -> anyhow::Result<DefaultProfile> {
        let text = match read_to_string_limited(file, MAX_CONFIG_BYTES) {
            Ok(text) => text,
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                return Ok(DefaultProfile::None);
            }
            Err(error) => {
                let what = format!("cannot read {}", file.display());
                return Err(system_error(what, error, "check the file"));
            }
        };
        let names: Vec<_> = sections_of(&text, file)?.into_keys().collect();
        let name = match names.as_slice() {
            [] => return Ok(DefaultProfile::None),
            [only] => only.as_str(),
            names if names.iter().any(|name| name == "default") => "default",
            _ => return Ok(DefaultProfile::Several(names)),
        };
        let profile = Self::parse(&text, name, file)?;
        profile.check_trusted(file)?;
        Ok(DefaultProfile::One(Box::new(profile)))
    }

    /// Refuses a profile with a key or a URL if others can write its file: they could have the key sent elsewhere, or
    /// a command run.
    fn check_trusted(&self, file: &Path) -> Result<(), Failure> {
        if self.key.is_none() && self.base_url.is_none() {
            return Ok(());
        }
        let Some(path) = trust::writable_by_others(file) else {
            return Ok(());
        };
        let (path, file) = (path.display(), file.display());
        let message = format!(
            "others can write {path}, so {file} must not set a key, service or base URL; \
             run 'chmod go-w {path}'"
        );
        Err(Failure::new(FailureKind::Usage, message))
    }

    /// The names of the profiles in a configuration file; none, where it can't be read.
    #[must_use]
    pub fn names(file: &Path) -> Vec<String> {
        if !file.is_file() {
            return Vec::new();
        }
        let text = read_to_string_limited(file, MAX_CONFIG_BYTES).unwrap_or_default();
        let configuration = toml::from_str::<toml::Table>(&text).unwrap_or_default();
        let profiles = configuration
            .get("profiles")
            .and_then(toml::Value::as_table);
        profiles
            .map(|table| table.keys().cloned().collect())
            .unwrap_or_default()
    }

    /// The profile of this name in the text of a configuration file, whose place tells where its paths start.
    ///
    /// # Errors
    /// A usage failure for a text that is not in order, or that has no such profile.
    pub fn parse(text: &str, name: &str, file: &Path) -> Result<Self, Failure> {
        let usage = |message: String| {
            Failure::new(FailureKind::Usage, format!("{}: {message}", file.display()))
        };
        let mut sections = sections_of(text, file)?;
        let section = sections.remove(name).ok_or_else(|| {
            let known: Vec<_> = sections.keys().map(String::as_str).collect();
            usage(match known.as_slice() {
                [] => format!("unknown profile '{name}'; add [profiles.{name}]"),
                known => format!(
                    "unknown profile '{name}'; expected one of: {}",
                    known.join(", ")
                ),
            })
        })?;
        let profile = section.profile(file.parent().unwrap_or(Path::new("")));
        let profile = profile.map_err(|what| usage(format!("the profile {name} {what}")))?;
        Ok(Self {
            name: Some(name.to_owned()),
            ..profile
        })
    }
}

fn sections_of(text: &str, file: &Path) -> Result<BTreeMap<String, Section>, Failure> {
    let configuration: Result<ConfigFile, _> = toml::from_str(text);
    let configuration = configuration.map_err(|error| {
        let (line, column) = place_of(error.span().map_or(0, |span| span.start), text);
        let problem = problem(error.message()).replace('\n', ", ");
        let message = format!(
            "{}: line {line}, column {column}: {problem}",
            file.display()
        );
        Failure::new(FailureKind::Usage, message)
    })?;
    Ok(configuration.profiles)
}

impl Section {
    /// What it says, its relative paths starting in this folder; or why it can't be meant.
    fn profile(self, folder: &Path) -> Result<Profile, &'static str> {
        let base_url = match (self.service, self.base_url) {
            (Some(_), Some(_)) => return Err("has both service and base_url; keep one"),
            (service, url) => url.or(service.map(|service| service.base_url().to_owned())),
        };
        let key = match (self.app_key_file, self.app_key_command) {
            (Some(_), Some(_)) => {
                return Err("has both app_key_file and app_key_command; keep one");
            }
            (None, Some(command)) if command.is_empty() => {
                return Err(
                    "has an empty app_key_command; write a list like [\"pass\", \"show\", \"cdr\"]",
                );
            }
            (file, command) => {
                let file = file.map(|file| KeySource::File {
                    path: folder.join(file),
                    setting: "app_key_file of the profile",
                });
                file.or(command.map(KeySource::Command))
            }
        };
        let slack = self.slack.map(|days| {
            u32::try_from(days)
                .ok()
                .filter(|days| *days <= MAX_SLACK_DAYS)
        });
        if slack == Some(None) {
            return Err("has an invalid slack; expected 0 to 31");
        }
        Ok(Profile {
            name: None,
            base_url,
            app_id: self.app_id,
            key,
            tz: self.tz,
            slack: slack.flatten(),
        })
    }
}

/// The message of an error with what is expected as its hint, and without the value that it complains of: it may be a
/// key in a wrong place.
fn problem(message: &str) -> String {
    let Some((problem, expected)) = message.rsplit_once(", expected ") else {
        return message.to_owned();
    };
    let is_value = problem.starts_with("invalid") || problem.starts_with("unknown variant");
    let problem = if is_value { "invalid value" } else { problem };
    format!("{problem}; expected {}", type_name(expected))
}

/// What a type of the program is called in TOML.
fn type_name(expected: &str) -> &str {
    match expected {
        "i64" => "an integer",
        "a sequence" => "an array",
        "a map" | "struct Section" | "struct Configuration" => "a table",
        expected => expected,
    }
}

/// The line and column of a place in a text, both counted from 1.
fn place_of(place: usize, text: &str) -> (usize, usize) {
    let before = text.get(..place).unwrap_or(text);
    let line_start = before.rfind('\n').map_or(0, |end| end + 1);
    let line = before.matches('\n').count() + 1;
    (line, before[line_start..].chars().count() + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key_file(path: &str) -> KeySource {
        KeySource::File {
            path: path.into(),
            setting: "app_key_file of the profile",
        }
    }

    fn told(name: &str, text: &str) -> String {
        Profile::parse(text, name, Path::new("config.toml"))
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn a_profile_names_service_id_and_key() {
        let text = "[profiles.a]\nservice = \"smartflomeet\"\napp_id = \"i\"\napp_key_file = \"/k\"\n\
            [profiles.b]\nbase_url = \"https://host/v2\"\napp_key_command = [\"pass\", \"cdr\"]\n";
        let a = Profile::parse(text, "a", Path::new("/c/config.toml")).unwrap();
        assert_eq!(a.app_id.as_deref(), Some("i"));
        assert_eq!(a.key, Some(key_file("/k")));
        assert_eq!(
            a.base_url.as_deref(),
            Some(Service::Smartflomeet.base_url())
        );
        let b = Profile::parse(text, "b", Path::new("/c/config.toml")).unwrap();
        let command = ["pass", "cdr"].map(str::to_owned).to_vec();
        assert_eq!(b.key, Some(KeySource::Command(command)));
        assert_eq!(b.base_url.as_deref(), Some("https://host/v2"));
    }

    #[test]
    fn a_key_file_is_looked_for_beside_the_configuration() {
        let text = "[profiles.a]\napp_key_file = \"key\"\n";
        let given = Profile::parse(text, "a", Path::new("/c/config.toml")).unwrap();
        assert_eq!(given.key, Some(key_file("/c/key")));
    }

    #[test]
    fn a_file_that_is_not_in_order_is_told_with_line_and_column() {
        let line = told("a", "[profiles.a]\napp_id = \n");
        assert!(line.starts_with("config.toml: line 2, column "), "{line}");
        let line = told("a", "[profiles.a]\napp_idd = \"x\"\n");
        assert!(
            line.contains("line 2, column 1") && line.contains("unknown field `app_idd`"),
            "{line}"
        );
        let line = told("a", "[profiles.a]\napp_key_command = \"pass cdr\"\n");
        assert!(
            line.ends_with("invalid value; expected an array") && !line.contains("pass"),
            "{line}"
        );
        for (value, expected) in [
            ("slack = \"3\"", "an integer"),
            ("tz = 3", "a string"),
            ("service = \"zoom\"", "`enablex` or `smartflomeet`"),
        ] {
            let line = told("a", &format!("[profiles.a]\n{value}\n"));
            let expected = format!("invalid value; expected {expected}");
            assert!(line.ends_with(&expected), "{line}");
        }
        let line = told("a", "profiles.a = 3\n");
        assert!(line.ends_with("invalid value; expected a table"), "{line}");
        let line = told("a", "[profile.a]\n");
        assert!(line.contains("unknown field `profile`"), "{line}");
    }

    #[test]
    fn an_unknown_profile_lists_the_known_ones() {
        assert!(
            told("c", "[profiles.a]\n[profiles.b]\n")
                .ends_with("unknown profile 'c'; expected one of: a, b")
        );
        assert!(told("c", "").contains("[profiles.c]"));
    }

    #[test]
    fn slack_is_a_number_of_days_up_to_31() {
        for days in [0, 31] {
            let text = format!("[profiles.a]\nslack = {days}\n");
            let profile = Profile::parse(&text, "a", Path::new("config.toml")).unwrap();
            assert_eq!(profile.slack, Some(days));
        }
        for days in ["32", "-1", "4294967296"] {
            let told = told("a", &format!("[profiles.a]\nslack = {days}\n"));
            assert!(told.contains("invalid slack; expected 0 to 31"), "{told}");
        }
    }

    #[test]
    fn default_or_the_only_profile_is_the_default_one() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("config.toml");
        let default = |text: &str| {
            std::fs::write(&file, text).unwrap();
            match Profile::load_default(&file).unwrap() {
                DefaultProfile::One(profile) => profile.name.unwrap_or_default(),
                DefaultProfile::Several(names) => format!("one of {}", names.join(", ")),
                DefaultProfile::None => "none".to_owned(),
            }
        };
        assert_eq!(default("[profiles.b]\n"), "b");
        assert_eq!(default("[profiles.a]\n[profiles.default]\n"), "default");
        assert_eq!(default("[profiles.b]\n[profiles.a]\n"), "one of a, b");
        assert_eq!(default(""), "none");
        std::fs::remove_file(&file).unwrap();
        assert_eq!(Profile::load_default(&file).unwrap(), DefaultProfile::None);
    }

    #[test]
    fn two_answers_to_one_question_are_refused() {
        let text = "[profiles.a]\nservice = \"enablex\"\nbase_url = \"https://host\"\n";
        assert!(told("a", text).contains("both service and base_url"));
    }

    #[test]
    fn the_configuration_is_in_the_platform_s_folder() {
        let file = |name: &'static str, value: &'static str| {
            config_path(&|asked| Ok((asked == name).then(|| value.into()))).ok()
        };
        let expected = |path: &str| Some(PathBuf::from(path));
        assert_eq!(
            file("XDG_CONFIG_HOME", "/x"),
            expected("/x/cdr/config.toml")
        );
        assert_eq!(file("HOME", "/h"), expected("/h/.config/cdr/config.toml"));
        assert_eq!(file("XDG_CONFIG_HOME", "relative"), None);
    }
}
