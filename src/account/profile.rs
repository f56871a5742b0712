//! Accounts kept in the configuration file.

use super::sources::{Environment, Given, KeySource, Service, ServiceSource};
use crate::error::{Failure, Kind};
use anyhow::Context;
use serde::Deserialize;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Configuration {
    #[serde(default)]
    profiles: BTreeMap<String, Profile>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Profile {
    service: Option<Service>,
    base_url: Option<String>,
    app_id: Option<String>,
    app_key_file: Option<PathBuf>,
    app_key_command: Option<Vec<String>>,
}

/// Where the configuration file is: `cdr/config.toml` in the folder that the platform keeps for such files.
/// `None` when there is no such folder.
///
/// # Errors
/// Those of the environment.
pub fn configuration_file(environment: Environment) -> Result<Option<PathBuf>, Failure> {
    let folder_in = |name: &str| Ok(environment(name)?.map(PathBuf::from));
    let folder = match folder_in("XDG_CONFIG_HOME")? {
        Some(folder) if folder.is_absolute() => Some(folder),
        _ => match folder_in("HOME")? {
            Some(home) => Some(home.join(".config")),
            None => folder_in("APPDATA")?,
        },
    };
    Ok(folder.map(|folder| folder.join("cdr").join("config.toml")))
}

/// What a profile of the configuration file says about the account.
///
/// # Errors
/// This machine's, for a file that can't be read; a usage failure for one that is not in order, or that has
/// no such profile.
pub fn profile(name: &str, environment: Environment) -> anyhow::Result<Given> {
    let file = configuration_file(environment)?.ok_or_else(|| {
        let message = "there is no folder for the configuration file; set HOME or XDG_CONFIG_HOME";
        Failure::new(Kind::Usage, message)
    })?;
    let text = std::fs::read_to_string(&file).with_context(|| {
        let message = format!(
            "can't read {}, where the profile {name} would be; write it, or leave out --profile",
            file.display()
        );
        Failure::new(Kind::Machine, message)
    })?;
    let given = profile_in(&text, name, &file)?;
    if matches!(given.app_key, Some(KeySource::Command(_))) && others_can_write(&file) {
        let file = file.display();
        let message = format!(
            "others can write {file}, and its app_key_command would be run; 'chmod go-w {file}' keeps it to you"
        );
        return Err(Failure::new(Kind::Usage, message).into());
    }
    Ok(given)
}

/// Whether the file belongs to somebody else than this user or root, or may be written by somebody else.
#[cfg(unix)]
fn others_can_write(file: &Path) -> bool {
    use std::os::unix::fs::MetadataExt;
    let own = rustix::process::geteuid().as_raw();
    let metadata = std::fs::metadata(file);
    metadata.is_ok_and(|file| file.mode() & 0o022 != 0 || ![0, own].contains(&file.uid()))
}

#[cfg(not(unix))]
fn others_can_write(_: &Path) -> bool {
    false
}

/// What a profile says in the text of a configuration file, whose place tells where its paths start.
///
/// # Errors
/// A usage failure for a text that is not in order, or that has no such profile.
pub fn profile_in(text: &str, name: &str, file: &Path) -> Result<Given, Failure> {
    let usage =
        |message: String| Failure::new(Kind::Usage, format!("{}: {message}", file.display()));
    let configuration: Configuration = toml::from_str(text).map_err(|error| {
        let (line, column) = place_of(error.span().map_or(0, |span| span.start), text);
        let told = without_value(error.message()).replace('\n', ", ");
        usage(format!(
            "line {line}, column {column}: {told}; correct it there"
        ))
    })?;
    let mut profiles = configuration.profiles;
    let profile = profiles.remove(name).ok_or_else(|| {
        let known: Vec<_> = profiles.keys().map(String::as_str).collect();
        usage(match known.as_slice() {
            [] => format!("there is no profile {name}; write it as [profiles.{name}]"),
            known => format!("there is no profile {name}; there are {}", known.join(", ")),
        })
    })?;
    let both = |one, other| {
        usage(format!(
            "the profile {name} has both {one} and {other}; keep one"
        ))
    };
    let service = match (profile.service, profile.base_url) {
        (Some(_), Some(_)) => return Err(both("service", "base_url")),
        (service, url) => url
            .map(ServiceSource::Url)
            .or(service.map(ServiceSource::Name)),
    };
    let app_key = match (profile.app_key_file, profile.app_key_command) {
        (Some(_), Some(_)) => return Err(both("app_key_file", "app_key_command")),
        (None, Some(command)) if command.is_empty() => {
            let message =
                "app_key_command is empty; write a list like [\"pass\", \"show\", \"cdr\"]";
            return Err(usage(message.to_owned()));
        }
        // A file is looked for where the configuration is, unless its path is absolute.
        (key_file, command) => {
            let folder = file.parent().unwrap_or(Path::new(""));
            let key_file = key_file.map(|path| KeySource::File(folder.join(path)));
            key_file.or(command.map(KeySource::Command))
        }
    };
    Ok(Given {
        app_id: profile.app_id,
        app_key,
        service,
    })
}

/// The message of an error without the value that it complains of: it may be a key in a wrong place.
fn without_value(message: &str) -> String {
    match message.rsplit_once(", expected ") {
        Some((told, expected))
            if told.starts_with("invalid") || told.starts_with("unknown variant") =>
        {
            format!("a value of the wrong kind, expected {expected}")
        }
        _ => message.to_owned(),
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

    fn told(name: &str, text: &str) -> String {
        profile_in(text, name, Path::new("config.toml"))
            .unwrap_err()
            .to_string()
    }

    #[test]
    fn a_profile_names_service_id_and_key() {
        let text = "[profiles.a]\nservice = \"smartflomeet\"\napp_id = \"i\"\napp_key_file = \"/k\"\n\
            [profiles.b]\nbase_url = \"https://host/v2\"\napp_key_command = [\"pass\", \"cdr\"]\n";
        let a = profile_in(text, "a", Path::new("/c/config.toml")).unwrap();
        assert_eq!(a.app_id.as_deref(), Some("i"));
        assert_eq!(a.app_key, Some(KeySource::File("/k".into())));
        assert_eq!(a.service, Some(ServiceSource::Name(Service::Smartflomeet)));
        let b = profile_in(text, "b", Path::new("/c/config.toml")).unwrap();
        let command = ["pass", "cdr"].map(str::to_owned).to_vec();
        assert_eq!(b.app_key, Some(KeySource::Command(command)));
        assert_eq!(
            b.service,
            Some(ServiceSource::Url("https://host/v2".to_owned()))
        );
    }

    #[test]
    fn a_key_file_is_looked_for_beside_the_configuration() {
        let text = "[profiles.a]\napp_key_file = \"key\"\n";
        let given = profile_in(text, "a", Path::new("/c/config.toml")).unwrap();
        assert_eq!(given.app_key, Some(KeySource::File("/c/key".into())));
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
            line.contains("line 2") && line.contains("sequence") && !line.contains("pass"),
            "{line}"
        );
        let line = told("a", "[profile.a]\n");
        assert!(line.contains("unknown field `profile`"), "{line}");
    }

    #[test]
    fn an_unknown_profile_lists_the_known_ones() {
        assert!(told("c", "[profiles.a]\n[profiles.b]\n").contains("there are a, b"));
        assert!(told("c", "").contains("[profiles.c]"));
    }

    #[test]
    fn two_answers_to_one_question_are_refused() {
        let text = "[profiles.a]\nservice = \"enablex\"\nbase_url = \"https://host\"\n";
        assert!(told("a", text).contains("both service and base_url"));
    }

    #[test]
    fn the_configuration_is_in_the_platform_s_folder() {
        let file = |name: &'static str, value: &'static str| {
            let environment = move |asked: &str| Ok((asked == name).then(|| value.to_owned()));
            configuration_file(&environment).unwrap()
        };
        assert_eq!(
            file("XDG_CONFIG_HOME", "/x"),
            Some("/x/cdr/config.toml".into())
        );
        assert_eq!(
            file("HOME", "/h"),
            Some("/h/.config/cdr/config.toml".into())
        );
        assert_eq!(file("XDG_CONFIG_HOME", "relative"), None);
    }
}
