//! What was typed, the environment and the profile, resolved once into what a command needs. Nothing after this looks
//! at any of them.

use super::environment::Environment;
use super::options::{AskOptions, CallOptions, PrintOptions, When, WindowOptions};
use super::{Cli, Command, PeriodArguments, completions, manual};
use crate::commands::{ask, fields, read};
use crate::error::{Failure, Kind};
use crate::format::{FORMATS, Format};
use crate::http::{Policy, Retry, Timing};
use crate::output::file_name;
use crate::report::Style;
use crate::request::{Period, Query};
use crate::terminal::{Console, obeys_escapes};
use chrono::NaiveDate;
use std::io::IsTerminal;
use std::path::PathBuf;

/// What is to be run.
pub enum Resolved {
    /// A question to the service.
    Ask(Box<ask::Config>),
    /// Its requests, printed and not sent.
    DryRun(Box<ask::Config>),
    /// Saved answers.
    Read(read::Config),
    /// The list of columns.
    Fields(fields::Config),
    /// A text of the program's own, and where it goes.
    Tell(Vec<u8>, Option<PathBuf>),
}

/// What a command needs, from all that says so.
pub fn resolve(
    cli: &Cli,
    environment: Environment<'_>,
    timing: Timing,
    console: Console,
) -> anyhow::Result<Resolved> {
    cli.check_account()?;
    let resolver = Resolver {
        cli,
        environment,
        timing,
        console,
    };
    match &cli.command {
        Command::Period {
            period,
            ask,
            windows,
        } => {
            let period = resolver.period(period)?;
            resolver.ask(Query::Period { room: None, period }, ask, Some(*windows))
        }
        Command::RoomPeriod {
            room_id,
            period,
            ask,
            windows,
        } => {
            let (room, period) = (Some(room_id.clone()), resolver.period(period)?);
            resolver.ask(Query::Period { room, period }, ask, Some(*windows))
        }
        Command::Room { room_id, ask } => resolver.ask(Query::Room(room_id.clone()), ask, None),
        Command::Conf { conf_num, ask } => {
            resolver.ask(Query::Conference(conf_num.clone()), ask, None)
        }
        Command::Read {
            files,
            calls,
            print,
        } => Ok(Resolved::Read(read::Config {
            files: files.clone(),
            style: resolver.style(print, Some(calls))?,
            output: output(print, None)?,
            seed: resolver.seed(),
        })),
        Command::Fields { print } => Ok(Resolved::Fields(fields::Config {
            style: resolver.style(print, None)?,
            output: output(print, None)?,
        })),
        Command::Completions { shell, file } => Ok(Resolved::Tell(
            completions(*shell).into_bytes(),
            file.output.clone(),
        )),
        Command::Man { file } => Ok(Resolved::Tell(manual()?, file.output.clone())),
    }
}

pub(super) struct Resolver<'a> {
    pub(super) cli: &'a Cli,
    pub(super) environment: Environment<'a>,
    timing: Timing,
    console: Console,
}

impl Resolver<'_> {
    fn ask(
        &self,
        query: Query,
        ask: &AskOptions,
        windows: Option<WindowOptions>,
    ) -> anyhow::Result<Resolved> {
        let service = self.service(&ask.account, &ask.service)?;
        let request = &ask.request;
        if request.dry_run && service.is_none() {
            let message = "--dry-run prints requests to a service; leave out --sandbox";
            return Err(Failure::new(Kind::Usage, message).into());
        }
        let split = windows.and_then(|windows| windows.split);
        let last_day = query.period().map(|period| period.last());
        let config = Box::new(ask::Config {
            windows: split.map_or_else(|| vec![query.clone()], |days| query.windows(days)),
            output: output(&ask.print, query.period())?,
            query,
            transfer: self.transfer(ask, service.as_ref())?,
            service,
            jobs: windows.map_or(1, |windows| windows.jobs),
            retry: Retry {
                policy: Policy {
                    retries: request.retries,
                    first_pause: request.retry_delay.0,
                },
                timing: self.timing,
            },
            style: self.style(&ask.print, Some(&ask.calls))?,
            seed: self.seed(),
        });
        if let Some(last) = last_day.filter(|last| *last > self.today()) {
            self.console.warn(&format!(
                "the period ends on {last}, after today in UTC; calls still to come are not in the answer"
            ));
        }
        Ok(if request.dry_run {
            Resolved::DryRun(config)
        } else {
            Resolved::Ask(config)
        })
    }

    fn today(&self) -> NaiveDate {
        (self.timing.now)().date_naive()
    }

    fn period(&self, days: &PeriodArguments) -> Result<Period, Failure> {
        days.from.period(days.to.as_ref(), self.today())
    }

    /// A number that is another in every run.
    fn seed(&self) -> u64 {
        (self.timing.random)().to_bits()
    }

    /// How rows are to look.
    fn style(&self, print: &PrintOptions, calls: Option<&CallOptions>) -> Result<Style, Failure> {
        let is_terminal = print.file.output.is_none() && std::io::stdout().is_terminal();
        let format = match print.format {
            Some(format) => format,
            None => self.format()?.unwrap_or(FORMATS[0]),
        };
        let style = Style {
            format,
            columns: print.columns.clone(),
            group_by: calls.and_then(|calls| calls.group_by.clone()),
            heading: !print.no_header,
            excel: print.excel,
            width: is_terminal.then(terminal_width).flatten(),
            color: match self.cli.everywhere.color {
                When::Always => true,
                When::Never => false,
                When::Auto => {
                    let obeys = obeys_escapes(self.environment.get("TERM")?.as_deref());
                    is_terminal && obeys && self.environment.get("NO_COLOR")?.is_none()
                }
            },
        };
        style.check()?;
        Ok(style)
    }

    fn format(&self) -> Result<Option<&'static Format>, Failure> {
        let Some(name) = self.environment.get("CDR_FORMAT")? else {
            return Ok(None);
        };
        let format = Format::named(&name.to_lowercase());
        format.map(Some).ok_or_else(|| {
            let known = FORMATS.map(|format| format.name).join(", ");
            let message = format!("CDR_FORMAT is '{name}'; set it to one of {known}, or unset it");
            Failure::new(Kind::Usage, message)
        })
    }
}

/// The file to write, if any, named after the period.
fn output(print: &PrintOptions, period: Option<Period>) -> Result<Option<PathBuf>, Failure> {
    let named = print.file.output.as_ref().map(|file| match file.to_str() {
        Some(name) => file_name(name, period).map(PathBuf::from),
        None => Ok(file.clone()),
    });
    named.transpose()
}

/// The width of the terminal that standard output is.
fn terminal_width() -> Option<u16> {
    let size = terminal_size::terminal_size_of(std::io::stdout());
    size.map(|(width, _)| width.0)
}
