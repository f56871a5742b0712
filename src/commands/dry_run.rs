//! Prints requests as `curl` commands instead of sending them.
//!
//! The commands work when pasted into a POSIX shell, and they never contain the key: a first line
//! sets a variable of the shell from wherever the key comes from, and trims it as `cdr` does.

use super::fetch::Config;
use super::print_text;
use crate::account::{Backend, BaseUrl, KeySource};
use crate::client::{HttpOptions, Query};
use crate::error::{Failure, FailureKind};
use std::path::Path;

pub fn run(config: &Config) -> anyhow::Result<()> {
    print(&config.backend, &config.http_options, &config.windows)
}

/// Prints the requests of queries to a service. The sandbox exists only while this process runs, so
/// its requests cannot be repeated.
pub fn print(
    backend: &Backend,
    http_options: &HttpOptions,
    queries: &[Query],
) -> anyhow::Result<()> {
    let Some(service) = backend.service() else {
        let message = "--dry-run cannot be used with the sandbox, which ends with the run; remove --sandbox or unset CDR_SANDBOX";
        return Err(Failure::new(FailureKind::Usage, message).into());
    };
    let ca_cert = http_options.ca_cert.as_deref();
    let commands = commands(&service.base, service.app_id.as_deref(), ca_cert, queries);
    let key = service
        .key
        .as_ref()
        .and_then(export_key_line)
        .unwrap_or_default();
    print_text((key + &commands).as_bytes(), None)
}

/// A command that removes the blanks, line ends and byte order mark around a key. It lists those of
/// Unicode as bytes of UTF-8, because the classes of awk depend on its version and locale.
const TRIM: &str = concat!(
    r#"LC_ALL=C awk 'BEGIN { RS = "\001"; blanks = "([\011-\015 ]|\302[\205\240]|\341\232\200|"#,
    r#"\342\200[\200-\212\250\251\257]|\342\201\237|\343\200\200|\357\273\277)+" } "#,
    r#"{ gsub("^" blanks "|" blanks "$", ""); print }'"#
);

/// Returns the line that sets the variable of the shell to the key, unless the environment sets it
/// already.
fn export_key_line(key: &KeySource) -> Option<String> {
    let value = match key {
        KeySource::Env {
            is_trimmed: true,
            name,
            ..
        } => match *name {
            "CDR_APP_KEY" => return None,
            name => format!("\"${name}\""),
        },
        KeySource::Env { name, .. } => {
            format!("\"$(printf %s \"${name}\" | {TRIM})\"")
        }
        // The path is not printed: it may be a key that was given instead of a file.
        KeySource::File { path, setting } if path.symlink_metadata().is_err() => {
            return Some(format!(
                "# the file of {setting} does not exist: set CDR_APP_KEY to your app key first\n"
            ));
        }
        KeySource::File { path, .. } => {
            format!("\"$({TRIM} < {})\"", shell_quote(&path.to_string_lossy()))
        }
        KeySource::Command(words) => {
            let words: Vec<_> = words.iter().map(|word| shell_quote(word)).collect();
            format!("\"$({} | head -n 1 | {TRIM})\"", words.join(" "))
        }
        KeySource::Inline(_) => {
            return Some("# set CDR_APP_KEY to your app key first\n".to_owned());
        }
    };
    Some(format!("CDR_APP_KEY={value}\n"))
}

/// Returns a `curl` command for each query. The key is a variable of the shell, and so is an
/// unknown app ID.
fn commands(
    base: &BaseUrl,
    app_id: Option<&str>,
    ca_cert: Option<&Path>,
    queries: &[Query],
) -> String {
    let user = match app_id {
        Some(app_id) => format!("{}:\"$CDR_APP_KEY\"", shell_quote(app_id)),
        None => "\"$CDR_APP_ID:$CDR_APP_KEY\"".to_owned(),
    };
    let ca_cert = ca_cert.map_or(String::new(), |file| {
        format!("--cacert {} ", shell_quote(&file.to_string_lossy()))
    });
    queries
        .iter()
        .map(|query| {
            let url = base.join(&query.path());
            // curl expands brackets and braces to several URLs.
            let globoff = if url.contains(['[', ']', '{', '}']) { "--globoff " } else { "" };
            let url = shell_quote(&url);
            format!(
                "curl --fail --compressed {globoff}--header 'Accept: application/json' {ca_cert}--user {user} {url}\n"
            )
        })
        .collect::<Vec<_>>()
        .concat()
}

/// Quotes a text as one word of a POSIX shell.
fn shell_quote(text: &str) -> String {
    format!("'{}'", text.replace('\'', "'\\''"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_quoted_and_the_key_is_a_variable() {
        let base = BaseUrl::parse("https://host/v2", false).unwrap();
        let queries = [Query::Room("it's".parse().unwrap())];
        assert_eq!(
            commands(&base, Some("o'id"), Some(Path::new("ca.pem")), &queries),
            "curl --fail --compressed --header 'Accept: application/json' --cacert 'ca.pem' \
             --user 'o'\\''id':\"$CDR_APP_KEY\" 'https://host/v2/cdr/room/it%27s'\n"
        );
        let without_id = commands(&base, None, None, &queries);
        assert!(without_id.contains("--user \"$CDR_APP_ID:$CDR_APP_KEY\" "));
    }
}
