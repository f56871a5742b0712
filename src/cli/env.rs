//! The variables of the environment: one table, which help and manual follow, and beside which nothing is read.

use crate::error::{Failure, FailureKind};
use crate::text::Secret;
use clap::Command;
use clap::builder::StyledStr;
use std::ffi::OsString;

/// A variable.
pub struct Variable {
    pub name: &'static str,
    /// The option that it stands in for, by the name of its field.
    option: &'static str,
    pub meaning: &'static str,
}

/// Every variable that is read. Of two that stand in for the same option, the first wins.
#[rustfmt::skip]
pub const VARIABLES: [Variable; 29] = [
    variable("CDR_APP_ID", "app_id", "the app id"),
    variable("ENABLEX_APP_ID", "app_id", "the app id, where CDR_APP_ID is not set"),
    variable("CDR_APP_KEY", "app_key", "the app key"),
    variable("CDR_APP_KEY_FILE", "app_key_file", "a file with the app key, where CDR_APP_KEY is not set"),
    variable("ENABLEX_APP_KEY", "app_key", "the app key, where neither of these is set"),
    variable("CDR_BASE_URL", "base_url", "the base URL of the service"),
    variable("CDR_SERVICE", "service", "the service, where CDR_BASE_URL is not set"),
    variable("CDR_PROFILE", "profile", "the section of the configuration file"),
    variable("CDR_SANDBOX", "sandbox", "asks the sandbox, unless it is 0, no, off or false"),
    variable("CDR_FORMAT", "format", "the format"),
    variable("CDR_TZ", "tz", "the time zone"),
    variable("CDR_SLACK", "slack", "the extra days fetched at each end of an exact period"),
    variable("HTTPS_PROXY", "", "the proxy for https; this machine itself is never asked through one"),
    variable("https_proxy", "", "the same, where HTTPS_PROXY is not set"),
    variable("HTTP_PROXY", "", "the proxy for http"),
    variable("http_proxy", "", "the same, where HTTP_PROXY is not set"),
    variable("ALL_PROXY", "", "the proxy for what has none of its own"),
    variable("all_proxy", "", "the same, where ALL_PROXY is not set"),
    variable("NO_PROXY", "", "hosts that are asked without a proxy: names with their subdomains, addresses, CIDR blocks, *"),
    variable("no_proxy", "", "the same, where NO_PROXY is not set"),
    // Read by the library that verifies certificates.
    variable("SSL_CERT_FILE", "", "a file with the root certificates to trust instead of the system's (PEM)"),
    variable("SSL_CERT_DIR", "", "directories with such files"),
    variable("NO_COLOR", "", "no colour, when it is set"),
    variable("TERM", "", "no colour and no progress, when it is dumb or not set"),
    variable("COLUMNS", "", "the width of a terminal that does not tell its own"),
    variable("XDG_CONFIG_HOME", "", "the folder in which cdr/config.toml is"),
    variable("HOME", "", "where .config is, when XDG_CONFIG_HOME is not set"),
    variable("APPDATA", "", "the folder in which cdr/config.toml is, when neither is set"),
    // Read where temporary files are made.
    variable("TMPDIR", "", "where answers too large for memory are held"),
];

const fn variable(name: &'static str, option: &'static str, meaning: &'static str) -> Variable {
    Variable {
        name,
        option,
        meaning,
    }
}

/// The environment of a run.
#[derive(Clone, Copy)]
pub struct Environment<'a>(pub &'a dyn Fn(&str) -> Option<OsString>);

impl Environment<'_> {
    /// What a variable of the table says. One that is empty counts as not set.
    ///
    /// # Errors
    /// A usage failure for one that is not UTF-8.
    pub fn get(&self, name: &str) -> Result<Option<String>, Failure> {
        debug_assert!(VARIABLES.iter().any(|known| known.name == name), "{name}");
        let value = (self.0)(name).filter(|value| !value.is_empty());
        value.map_or(Ok(None), |value| {
            value.into_string().map(Some).map_err(|_| {
                let message = format!("{name} is not UTF-8 text; set it again, or unset it");
                Failure::new(FailureKind::Usage, message)
            })
        })
    }

    /// Lets no message show the keys that are set, not even one about what was typed in the wrong place.
    pub fn hide_keys(&self) {
        for name in ["CDR_APP_KEY", "ENABLEX_APP_KEY"] {
            if let Ok(Some(key)) = self.get(name) {
                drop(Secret::from_key_text(&key));
            }
        }
    }

    /// The first of these that is set, with its name.
    ///
    /// # Errors
    /// Those of [`Environment::get`].
    pub fn first(&self, names: &[&'static str]) -> Result<Option<(&'static str, String)>, Failure> {
        for name in names {
            if let Some(value) = self.get(name)? {
                return Ok(Some((name, value)));
            }
        }
        Ok(None)
    }
}

/// The command tree, with the variables of each option in its help.
pub fn named_in_help(command: Command) -> Command {
    let command = command.mut_args(|option| {
        let id = option.get_id().as_str();
        let names = VARIABLES.iter().filter(|known| known.option == id);
        let names: Vec<_> = names.map(|known| known.name).collect();
        if names.is_empty() {
            return option;
        }
        let names = names.join(", else ");
        let with_names = |help: &StyledStr| format!("{help} [env: {names}]");
        let short = option.get_help().map(with_names).unwrap_or_default();
        let long = option.get_long_help().map(with_names);
        match long {
            Some(long) => option.help(short).long_help(long),
            None => option.help(short),
        }
    });
    command.mut_subcommands(named_in_help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_variable_is_not_set() {
        let environment = Environment(&|_| Some(OsString::new()));
        assert_eq!(environment.get("CDR_FORMAT").unwrap(), None);
    }

    #[test]
    fn the_first_variable_that_is_set_wins() {
        let environment = Environment(&|name| (name == "HOME").then(|| "h".into()));
        let found = environment.first(&["XDG_CONFIG_HOME", "HOME"]).unwrap();
        assert_eq!(found, Some(("HOME", "h".to_owned())));
    }
}
