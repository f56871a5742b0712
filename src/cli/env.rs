//! The environment variables: one table, which help and manual page follow.
//!
//! No other variable is read, and all are read through [`Environment`], so that tests can give any
//! environment without changing that of the process. An empty variable counts as unset; one that is
//! not UTF-8 is a usage error, unless any value means the same.

use crate::error::{Failure, FailureKind};
use crate::text::Secret;
use clap::Command;
use clap::builder::StyledStr;
use std::ffi::OsString;

/// An environment variable.
pub struct Variable {
    pub name: &'static str,
    /// The ID of the option that it stands in for; empty if there is none.
    option: &'static str,
    pub help: &'static str,
}

/// Every variable that is read. Of two that stand in for the same option, the first one overrides
/// the other.
#[rustfmt::skip]
pub const VARIABLES: [Variable; 29] = [
    variable("CDR_APP_ID", "app_id", "App ID"),
    variable("ENABLEX_APP_ID", "app_id", "App ID, if CDR_APP_ID is not set"),
    variable("CDR_APP_KEY", "app_key", "App key"),
    variable("CDR_APP_KEY_FILE", "app_key_file", "File that contains the app key, if CDR_APP_KEY is not set"),
    variable("ENABLEX_APP_KEY", "app_key", "App key, if neither CDR_APP_KEY nor CDR_APP_KEY_FILE is set"),
    variable("CDR_BASE_URL", "base_url", "API base URL"),
    variable("CDR_SERVICE", "service", "Service name, if CDR_BASE_URL is not set"),
    variable("CDR_PROFILE", "profile", "Profile in the configuration file"),
    variable("CDR_SANDBOX", "sandbox", "Use the sandbox if 1, yes, on or true; not if 0, no, off or false"),
    variable("CDR_FORMAT", "format", "Output format"),
    variable("CDR_TZ", "tz", "Time zone of periods and times"),
    variable("CDR_SLACK", "slack", "Extra days to fetch before and after an exact period"),
    variable("HTTPS_PROXY", "", "Proxy for https requests; never used for loopback addresses"),
    variable("https_proxy", "", "Same, if HTTPS_PROXY is not set"),
    variable("HTTP_PROXY", "", "Proxy for http requests"),
    variable("http_proxy", "", "Same, if HTTP_PROXY is not set"),
    variable("ALL_PROXY", "", "Proxy for requests that have no proxy of their own scheme"),
    variable("all_proxy", "", "Same, if ALL_PROXY is not set"),
    variable("NO_PROXY", "", "Hosts to connect to without a proxy: names with their subdomains, addresses, CIDR blocks, *"),
    variable("no_proxy", "", "Same, if NO_PROXY is not set"),
    // Read by the library that verifies certificates.
    variable("SSL_CERT_FILE", "", "File with the root certificates to trust instead of the system's (PEM)"),
    variable("SSL_CERT_DIR", "", "Directories with such files"),
    variable("NO_COLOR", "", "Disables color if set"),
    variable("TERM", "", "Disables color and progress if unset or dumb"),
    variable("COLUMNS", "", "Terminal width, if the terminal does not report it"),
    variable("XDG_CONFIG_HOME", "", "Directory that contains cdr/config.toml"),
    variable("HOME", "", "Directory that contains .config, if XDG_CONFIG_HOME is not set"),
    variable("APPDATA", "", "Directory that contains cdr/config.toml, if neither XDG_CONFIG_HOME nor HOME is set"),
    // Read by the library that creates temporary files.
    variable("TMPDIR", "", "Directory for temporary files: what does not fit into memory, and workbooks"),
];

const fn variable(name: &'static str, option: &'static str, help: &'static str) -> Variable {
    Variable { name, option, help }
}

/// The environment of a run.
#[derive(Clone, Copy)]
pub struct Environment<'a>(pub &'a dyn Fn(&str) -> Option<OsString>);

impl Environment<'_> {
    /// Returns the value of a variable of the table. An empty one counts as unset.
    pub fn get(&self, name: &str) -> Result<Option<String>, Failure> {
        debug_assert!(VARIABLES.iter().any(|known| known.name == name), "{name}");
        let value = (self.0)(name).filter(|value| !value.is_empty());
        value.map_or(Ok(None), |value| {
            value.into_string().map(Some).map_err(|_| {
                let message = format!("{name} is not valid UTF-8; correct or unset it");
                Failure::new(FailureKind::Usage, message)
            })
        })
    }

    /// Returns whether `NO_COLOR` is set, with any value (no-color.org).
    #[must_use]
    pub fn disables_color(&self) -> bool {
        (self.0)("NO_COLOR").is_some_and(|value| !value.is_empty())
    }

    /// Returns the kind of terminal, if it is known.
    #[must_use]
    pub fn term(&self) -> Option<String> {
        self.get("TERM").ok().flatten()
    }

    /// Registers the keys that are set, so that no message shows them, not even one about a
    /// misplaced argument.
    pub fn register_secrets(&self) {
        for name in ["CDR_APP_KEY", "ENABLEX_APP_KEY"] {
            if let Ok(Some(key)) = self.get(name) {
                drop(Secret::from_key_text(&key));
            }
        }
    }

    /// Returns the first of these variables that is set, with its name.
    pub fn first_set(
        &self,
        names: &[&'static str],
    ) -> Result<Option<(&'static str, String)>, Failure> {
        for name in names {
            if let Some(value) = self.get(name)? {
                return Ok(Some((name, value)));
            }
        }
        Ok(None)
    }
}

/// Returns the command tree with the variables of each option in its help.
pub fn annotate_help(command: Command) -> Command {
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
    command.mut_subcommands(annotate_help)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_empty_variable_counts_as_unset() {
        let environment = Environment(&|_| Some(OsString::new()));
        assert_eq!(environment.get("CDR_FORMAT").unwrap(), None);
    }

    #[test]
    fn the_first_variable_that_is_set_overrides_the_others() {
        let environment = Environment(&|name| (name == "HOME").then(|| "h".into()));
        let found = environment.first_set(&["XDG_CONFIG_HOME", "HOME"]).unwrap();
        assert_eq!(found, Some(("HOME", "h".to_owned())));
    }
}
