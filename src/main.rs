//! The program: parses the command line, runs the command, and prints the one error.
//!
//! Whatever happens, the process ends with a documented exit code and at most one line of error:
//! panics are caught, signals are watched, and standard output is written through functions whose
//! errors are handled.

#![warn(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use cdr::{
    Cli, Console, Environment, Failure, FailureKind, GlobalArgs, Level, catch_panics,
    complete_shell_line, describe_usage_error, error_kind, from_system_time, internal_error,
    signals, silence_panics, system_error,
};
use clap::error::ErrorKind;
use std::ffi::OsString;
use std::io::ErrorKind::BrokenPipe;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;
use std::thread::Builder;
use std::time::SystemTime;

/// The stack of the command: that of the main thread on Linux, whatever `ulimit -s` is. JSON and
/// column lists are parsed recursively, to a depth that fits.
const STACK_BYTES: usize = 8 << 20;

fn main() -> ExitCode {
    silence_panics();
    let error = match Builder::new().stack_size(STACK_BYTES).spawn(run_command) {
        Ok(command) => match command.join() {
            Ok(code) => return code,
            Err(payload) => internal_error(payload.as_ref()).into(),
        },
        Err(error) => {
            let hint = "check the resource limits (ulimit -a)";
            system_error("cannot start a thread", error, hint)
        }
    };
    Console::new(Level::Normal).error(&error);
    ExitCode::from(error_kind(&error).exit_code())
}

fn run_command() -> ExitCode {
    let args: Vec<OsString> = std::env::args_os().collect();
    if let Some(completions) = complete_shell_line(&args) {
        // If the shell is gone, it needs none.
        let _ = std::io::stdout().write_all(completions.as_bytes());
        return ExitCode::SUCCESS;
    }
    let lookup = |name: &str| std::env::var_os(name);
    let environment = Environment(&lookup);
    environment.register_secrets();
    let (console, result) = match Cli::try_parse_from(args.clone()) {
        Ok(cli) => {
            let console = create_console(cli.global(), environment);
            (console, catch_panics(|| run(&cli, environment, console)))
        }
        Err(help) if is_help(&help) => {
            return match help.print() {
                Err(error) if error.kind() != BrokenPipe => {
                    let error =
                        system_error("cannot write the help text", error, "check standard output");
                    Console::new(Level::Normal).error(&error);
                    ExitCode::FAILURE
                }
                _ => ExitCode::from(u8::try_from(help.exit_code()).unwrap_or(2)),
            };
        }
        Err(error) => {
            let failure = Failure::new(FailureKind::Usage, describe_usage_error(&error, &args));
            (
                create_console(GlobalArgs::default(), environment),
                Err(failure.into()),
            )
        }
    };
    signals::block();
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            console.error(&error);
            ExitCode::from(error_kind(&error).exit_code())
        }
    }
}

/// Returns whether an error of the parser is help or the version, also because of an empty command
/// line.
fn is_help(error: &clap::Error) -> bool {
    let no_arguments = ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand;
    !error.use_stderr() || error.kind() == no_arguments
}

fn create_console(options: GlobalArgs, environment: Environment<'_>) -> Console {
    let console = Console::new(options.level());
    let is_terminal = std::io::stderr().is_terminal();
    let term = environment.term();
    let colors = options.color.is_enabled(
        is_terminal && !environment.disables_color(),
        term.as_deref(),
    );
    let console = console.with_colors(colors);
    if is_terminal {
        console.with_terminal(term.as_deref())
    } else {
        console
    }
}

fn run(cli: &Cli, environment: Environment<'_>, console: Console) -> anyhow::Result<()> {
    signals::watch(console)?;
    if from_system_time(SystemTime::now()).is_none() {
        let message = "the system time is before 1970 or after 9999; check the clock";
        return Err(Failure::new(FailureKind::Local, message).into());
    }
    cdr::run(cli, environment, console)
}
