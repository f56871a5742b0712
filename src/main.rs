//! The command `cdr`: parses what was typed, runs it, and reports the one failure.

#![warn(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use cdr::cli::{Cli, is_help, one_line};
use cdr::error::{Failure, Kind, kind_of};
use cdr::terminal::{Console, Level};
use cdr::world::World;
use clap::Parser;
use std::env::VarError;
use std::io::IsTerminal;
use std::process::ExitCode;

fn main() -> ExitCode {
    let (console, result) = match Cli::try_parse() {
        Ok(cli) => {
            let console = console(cli.options.level());
            (console, run(&cli, console))
        }
        // Help and version, asked for or shown because nothing was typed.
        Err(shown) if !shown.use_stderr() || is_help(&shown) => {
            // There is nobody to tell when it can't be shown.
            let _ = shown.print();
            return ExitCode::from(u8::try_from(shown.exit_code()).unwrap_or(2));
        }
        Err(refused) => {
            let failure = Failure::new(Kind::Usage, one_line(&refused));
            (Console::new(Level::Normal), Err(failure.into()))
        }
    };
    cdr::terminal::interrupt::finish();
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            console.error(&error);
            ExitCode::from(kind_of(&error).exit_code())
        }
    }
}

fn console(level: Level) -> Console {
    let console = Console::new(level);
    if std::io::stderr().is_terminal() {
        console.on_terminal(std::env::var("TERM").ok().as_deref())
    } else {
        console
    }
}

fn run(cli: &Cli, console: Console) -> anyhow::Result<()> {
    cdr::terminal::interrupt::watch(console)?;
    let world = World {
        now: chrono::Utc::now,
        random: fastrand::f64,
        pause: std::thread::sleep,
        console,
    };
    let environment = |name: &str| match std::env::var(name) {
        Ok(value) => Ok(Some(value).filter(|value| !value.is_empty())),
        Err(VarError::NotPresent) => Ok(None),
        Err(VarError::NotUnicode(_)) => {
            let message = format!("{name} is not UTF-8 text; set it again, or unset it");
            Err(Failure::new(Kind::Usage, message))
        }
    };
    cdr::run(cli, &environment, world)
}
