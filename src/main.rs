//! The command `cdr`: parses what was typed, runs it, and reports the one failure.

#![warn(clippy::expect_used, clippy::panic, clippy::unwrap_used)]

use cdr::World;
use cdr::cli::{Cli, one_line};
use cdr::console::{Console, Level};
use cdr::failure::{Failure, Kind, kind_of};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let console = Console::new(Level::Normal);
    let result = match Cli::try_parse() {
        Ok(cli) => run(&cli, console),
        // Help and version, asked for or shown because nothing was typed.
        Err(shown) if !shown.use_stderr() || cdr::cli::is_help(&shown) => {
            // There is nobody to tell when it can't be shown.
            let _ = shown.print();
            return ExitCode::from(u8::try_from(shown.exit_code()).unwrap_or(2));
        }
        Err(refused) => Err(Failure::new(Kind::Usage, one_line(&refused)).into()),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            console.error(&error);
            ExitCode::from(kind_of(&error).exit_code())
        }
    }
}

fn run(cli: &Cli, console: Console) -> anyhow::Result<()> {
    let world = World {
        today: chrono::Utc::now().date_naive(),
        environment: &|name| std::env::var(name).ok().filter(|value| !value.is_empty()),
        console,
    };
    cdr::run(&cli.command, &cli.options, &world)
}
