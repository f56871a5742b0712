//! The configuration file: accounts by profile.
//!
//! ```toml
//! [profiles.acme]
//! service = "enablex"
//! app_id = "…"
//! app_key_command = ["pass", "show", "acme"]
//! ```
//!
//! Unknown members are errors, because a mistyped `app_key_file` must not cause another key to be
//! used. Errors never contain a value of the file, because it may be a key in the wrong place. A
//! file that other users can change must not set keys or URLs: these users could have the key sent
//! to themselves.

use super::config_error::describe_toml_error;
use super::file_access;
use super::profile::{ConfigSource, Profile, RawProfile};
use crate::error::{Failure, FailureKind, system_error};
use crate::io::read_to_string_limited;
use crate::limits::MAX_CONFIG_BYTES;
use crate::text::closest_word;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The profile that applies if none is named.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DefaultProfile {
    /// `default`, or the only one.
    Found(Box<Profile>),
    /// Several profiles, none of which is `default`.
    Ambiguous(Vec<String>),
    /// There are no profiles.
    Missing,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ConfigFile {
    #[serde(default)]
    profiles: BTreeMap<String, RawProfile>,
}

/// Returns the path of the configuration file: `cdr/config.toml` in the configuration directory of
/// the platform, which environment variables set.
pub fn config_path(
    variable: &dyn Fn(&str) -> Result<Option<PathBuf>, Failure>,
) -> Result<PathBuf, Failure> {
    let dir = match variable("XDG_CONFIG_HOME")? {
        // The specification of XDG demands that relative paths are ignored.
        Some(dir) if dir.is_absolute() => Some(dir),
        _ => match variable("HOME")? {
            Some(home) => Some(home.join(".config")),
            None => variable("APPDATA")?,
        },
    };
    let dir = dir.ok_or_else(|| {
        let message =
            "cannot find the directory of the configuration file; set HOME or XDG_CONFIG_HOME";
        Failure::new(FailureKind::Usage, message)
    })?;
    Ok(dir.join("cdr").join("config.toml"))
}

impl Profile {
    /// Reads a profile from the configuration file.
    ///
    /// # Errors
    /// Returns a local failure if the file cannot be read, and a usage failure if it is invalid,
    /// has no such profile, or is not trusted.
    pub fn load(name: &str, file: &Path) -> anyhow::Result<Self> {
        let text = read_to_string_limited(file, MAX_CONFIG_BYTES).map_err(|error| {
            let problem = format!("cannot read profile '{name}' from {}", file.display());
            system_error(problem, error, "check the file and --profile")
        })?;
        let profile = Self::parse(&text, name, file)?;
        profile.ensure_trusted(file)?;
        Ok(profile)
    }

    /// Reads the profile that applies if none is named. A file that does not exist has no profiles.
    pub fn load_default(file: &Path) -> anyhow::Result<DefaultProfile> {
        let text = match read_to_string_limited(file, MAX_CONFIG_BYTES) {
            Ok(text) => text,
            Err(error)
                if matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory) =>
            {
                return Ok(DefaultProfile::Missing);
            }
            Err(error) => {
                let problem = format!("cannot read {}", file.display());
                return Err(system_error(problem, error, "check the file"));
            }
        };
        let source = ConfigSource { file, text: &text };
        let profiles = parse_profiles(source)?;
        let names: Vec<_> = profiles.keys().cloned().collect();
        let name = match names.as_slice() {
            [] => return Ok(DefaultProfile::Missing),
            [only] => only.as_str(),
            names if names.iter().any(|name| name == "default") => "default",
            _ => return Ok(DefaultProfile::Ambiguous(names)),
        };
        let profile = Self::select(profiles, name, source)?;
        profile.ensure_trusted(file)?;
        Ok(DefaultProfile::Found(Box::new(profile)))
    }

    /// Rejects a profile with a key or a URL if other users can change its file.
    fn ensure_trusted(&self, file: &Path) -> Result<(), Failure> {
        if self.key.is_none() && self.base_url.is_none() {
            return Ok(());
        }
        let Some(path) = file_access::find_path_writable_by_others(file) else {
            return Ok(());
        };
        let (path, file) = (path.display(), file.display());
        let message = format!(
            "other users can write {path}, so {file} cannot set a key, service or base URL; \
             run 'chmod go-w {path}'"
        );
        Err(Failure::new(FailureKind::Usage, message))
    }

    /// Returns the names of the profiles in a configuration file, for completions. A file that
    /// cannot be read has none.
    #[must_use]
    pub fn list_names(file: &Path) -> Vec<String> {
        // Pressing Tab must not block on a pipe.
        if !file.is_file() {
            return Vec::new();
        }
        let text = read_to_string_limited(file, MAX_CONFIG_BYTES).unwrap_or_default();
        toml::from_str::<toml::Table>(&text)
            .unwrap_or_default()
            .get("profiles")
            .and_then(toml::Value::as_table)
            .map(|profiles| profiles.keys().cloned().collect())
            .unwrap_or_default()
    }

    /// Parses a profile in the text of a configuration file. Its paths are relative to the
    /// directory of `file`.
    ///
    /// # Errors
    /// Returns a usage failure if the text is invalid or has no such profile.
    pub fn parse(text: &str, name: &str, file: &Path) -> Result<Self, Failure> {
        let source = ConfigSource { file, text };
        Self::select(parse_profiles(source)?, name, source)
    }

    fn select(
        mut profiles: BTreeMap<String, RawProfile>,
        name: &str,
        source: ConfigSource<'_>,
    ) -> Result<Self, Failure> {
        let profile = profiles.remove(name).ok_or_else(|| {
            let known: Vec<_> = profiles.keys().map(String::as_str).collect();
            let similar = closest_word(name, known.iter().copied(), 0.8);
            let hint = match (similar, known.as_slice()) {
                (Some(similar), _) => format!("did you mean '{similar}'?"),
                (None, []) => format!("add [profiles.{name}]"),
                (None, known) => format!("expected one of: {}", known.join(", ")),
            };
            let file = source.file.display();
            let message = format!("{file}: unknown profile '{name}'; {hint}");
            Failure::new(FailureKind::Usage, message)
        })?;
        profile.validate(name, source)
    }
}

fn parse_profiles(source: ConfigSource<'_>) -> Result<BTreeMap<String, RawProfile>, Failure> {
    let ConfigSource { file, text } = source;
    let config: ConfigFile = toml::from_str(text).map_err(|error| {
        let message = format!("{}:{}", file.display(), describe_toml_error(&error, text));
        Failure::new(FailureKind::Usage, message)
    })?;
    Ok(config.profiles)
}

#[cfg(test)]
mod tests {
    use super::super::credentials::{KeySource, Service};
    use super::*;

    fn key_file(path: &str) -> KeySource {
        KeySource::File {
            path: path.into(),
            setting: "app_key_file of the profile",
        }
    }

    fn error_of(name: &str, text: &str) -> String {
        Profile::parse(text, name, Path::new("config.toml"))
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn a_profile_has_service_app_id_and_key() {
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
    fn the_path_of_a_key_file_is_relative_to_the_configuration_file() {
        let text = "[profiles.a]\napp_key_file = \"key\"\n";
        let profile = Profile::parse(text, "a", Path::new("/c/config.toml")).unwrap();
        assert_eq!(profile.key, Some(key_file("/c/key")));
    }

    #[test]
    fn an_invalid_file_is_reported_with_line_and_column() {
        let line = error_of("a", "[profiles.a]\napp_id = \n");
        assert!(line.starts_with("config.toml:2:"), "{line}");
        let line = error_of("a", "[profiles.a]\napp_idd = \"x\"\n");
        assert!(
            line == "config.toml:2:1: unknown key 'app_idd'; did you mean 'app_id'?",
            "{line}"
        );
        let line = error_of("a", "[profiles.a]\napp_key_command = \"pass cdr\"\n");
        assert!(
            line.ends_with("invalid value; expected an array") && !line.contains("pass"),
            "{line}"
        );
        for (value, expected) in [
            ("slack = \"3\"", "an integer"),
            ("tz = 3", "a string"),
            ("service = \"zoom\"", "'enablex' or 'smartflomeet'"),
        ] {
            let line = error_of("a", &format!("[profiles.a]\n{value}\n"));
            let expected = format!("invalid value; expected {expected}");
            assert!(line.ends_with(&expected), "{line}");
        }
        let line = error_of("a", "profiles.a = 3\n");
        assert!(line.ends_with("invalid value; expected a table"), "{line}");
        let line = error_of("a", "[profile.a]\n");
        let expected = "config.toml:1:2: unknown key 'profile'; did you mean 'profiles'?";
        assert_eq!(line, expected);
    }

    #[test]
    fn the_error_for_an_unknown_profile_lists_the_known_ones() {
        assert!(
            error_of("c", "[profiles.a]\n[profiles.b]\n")
                .ends_with("unknown profile 'c'; expected one of: a, b")
        );
        assert!(error_of("c", "").contains("[profiles.c]"));
    }

    #[test]
    fn slack_is_a_number_of_days_up_to_31() {
        for days in [0, 31] {
            let text = format!("[profiles.a]\nslack = {days}\n");
            let profile = Profile::parse(&text, "a", Path::new("config.toml")).unwrap();
            assert_eq!(profile.slack, Some(days));
        }
        for days in ["32", "-1", "4294967296"] {
            let error = error_of("a", &format!("[profiles.a]\nslack = {days}\n"));
            let expected = "config.toml:2:9: profile 'a' has an invalid slack; expected an integer from 0 to 31";
            assert_eq!(error, expected);
        }
    }

    #[test]
    fn a_profile_named_default_or_the_only_one_is_used_by_default() {
        let dir = tempfile::tempdir().unwrap();
        let file = dir.path().join("config.toml");
        let default = |text: &str| {
            std::fs::write(&file, text).unwrap();
            match Profile::load_default(&file).unwrap() {
                DefaultProfile::Found(profile) => profile.name.unwrap_or_default(),
                DefaultProfile::Ambiguous(names) => format!("one of {}", names.join(", ")),
                DefaultProfile::Missing => "none".to_owned(),
            }
        };
        assert_eq!(default("[profiles.b]\n"), "b");
        assert_eq!(default("[profiles.a]\n[profiles.default]\n"), "default");
        assert_eq!(default("[profiles.b]\n[profiles.a]\n"), "one of a, b");
        assert_eq!(default(""), "none");
        std::fs::remove_file(&file).unwrap();
        assert_eq!(
            Profile::load_default(&file).unwrap(),
            DefaultProfile::Missing
        );
    }

    #[test]
    fn service_and_base_url_exclude_each_other() {
        let text = "[profiles.a]\nservice = \"enablex\"\nbase_url = \"https://host\"\n";
        let expected =
            "config.toml:3:12: profile 'a' has both service and base_url; remove one of them";
        assert_eq!(error_of("a", text), expected);
    }

    #[test]
    fn a_profile_has_one_source_of_its_key() {
        let text = "[profiles.a]\napp_key_command = [\"pass\"]\napp_key_file = \"k\"\n";
        let error = error_of("a", text);
        let expected = "config.toml:2:19: profile 'a' has both app_key_file and app_key_command";
        assert!(error.starts_with(expected), "{error}");
        let error = error_of("a", "[profiles.a]\napp_key_command = []\n");
        let expected =
            "config.toml:2:19: profile 'a' has an empty app_key_command; expected a list";
        assert!(error.starts_with(expected), "{error}");
    }

    #[test]
    fn the_configuration_file_is_in_the_directory_of_the_platform() {
        let file = |name: &'static str, value: &'static str| {
            config_path(&|variable| Ok((variable == name).then(|| value.into()))).ok()
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
