//! The manual page.

use super::{Cli, EXAMPLES};
use clap::CommandFactory;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use std::io;

/// The exit codes and when they are set.
const EXIT_CODES: [(&str, &str); 8] = [
    ("0", "done, also when there are no calls"),
    ("1", "this machine: a file that can't be read or written"),
    (
        "2",
        "the command line: an unknown option, a bad date, a bad combination; a bad configuration file",
    ),
    ("3", "credentials are missing, or were refused"),
    (
        "4",
        "the service refused the question: a 4xx, a redirect, or a result that is not 0",
    ),
    (
        "5",
        "the service could not be reached or kept failing, after the retries",
    ),
    ("6", "an answer that is not a CDR response"),
    ("130", "interrupted"),
];

/// The variables that the options do not show by themselves.
const ENVIRONMENT: [(&str, &str); 9] = [
    (
        "CDR_APP_ID, ENABLEX_APP_ID",
        "the app id, where --app-id is not given",
    ),
    (
        "CDR_APP_KEY, CDR_APP_KEY_FILE, ENABLEX_APP_KEY",
        "the app key, or the file that holds it",
    ),
    ("CDR_SERVICE, CDR_BASE_URL", "the service to ask"),
    ("CDR_PROFILE", "the profile to use"),
    ("CDR_FORMAT", "the format"),
    (
        "CDR_SANDBOX",
        "asks the sandbox, unless it is empty, 0, no, off or false",
    ),
    (
        "HTTPS_PROXY, HTTP_PROXY, ALL_PROXY, NO_PROXY",
        "proxies; this machine itself is never asked through one",
    ),
    (
        "NO_COLOR, TERM",
        "no colour when NO_COLOR is set or TERM is dumb",
    ),
    ("TMPDIR", "where answers too large for memory are held"),
];

const FILES: [(&str, &str); 1] = [(
    "$XDG_CONFIG_HOME/cdr/config.toml, else ~/.config/cdr/config.toml",
    "profiles: [profiles.NAME] with service or base_url, app_id, and app_key_file or app_key_command \
     (a list: the program and its arguments; the first line it prints is the key)",
)];

/// The manual page in roff.
///
/// # Errors
/// None that can happen: it is written to memory.
pub fn manual() -> io::Result<Vec<u8>> {
    let mut command = Cli::command();
    command.build();
    // It stands in a section of its own.
    let command = command.after_long_help("");
    let man = Man::new(command.clone());
    let mut page = Vec::new();
    man.render_title(&mut page)?;
    man.render_name_section(&mut page)?;
    man.render_synopsis_section(&mut page)?;
    man.render_description_section(&mut page)?;
    commands(&command).to_writer(&mut page)?;
    man.render_options_section(&mut page)?;
    list("EXIT STATUS", &EXIT_CODES).to_writer(&mut page)?;
    list("ENVIRONMENT", &ENVIRONMENT).to_writer(&mut page)?;
    list("FILES", &FILES).to_writer(&mut page)?;
    examples().to_writer(&mut page)?;
    Ok(page)
}

/// Every command with its arguments.
fn commands(command: &clap::Command) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["COMMANDS"]);
    for command in command.get_subcommands() {
        let mut names = vec![command.get_name().to_owned()];
        names.extend(command.get_positionals().map(ToString::to_string));
        roff.control("TP", []);
        roff.text([bold(names.join(" "))]);
        roff.text([roman(
            command
                .get_about()
                .map(ToString::to_string)
                .unwrap_or_default(),
        )]);
        for argument in command.get_positionals() {
            let help = argument
                .get_help()
                .map(ToString::to_string)
                .unwrap_or_default();
            roff.control("RS", []);
            roff.text([bold(argument.to_string()), roman(format!(" {help}"))]);
            roff.control("RE", []);
        }
    }
    roff
}

fn list(title: &str, items: &[(&str, &str)]) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", [title]);
    for (name, meaning) in items {
        roff.control("TP", []);
        roff.text([bold(*name)]);
        roff.text([roman(*meaning)]);
    }
    roff
}

fn examples() -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["EXAMPLES"]);
    roff.control("nf", []);
    for line in EXAMPLES.lines().skip(1) {
        roff.text([roman(line)]);
    }
    roff.control("fi", []);
    roff
}
