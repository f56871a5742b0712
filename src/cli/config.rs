//! What was typed, the environment and the profile, resolved once into what a command needs. Nothing after this looks
//! at any of them.

use super::environment::Environment;
use super::options::{AccountOptions, AskOptions, PrintOptions, ServiceOptions, WindowOptions};
use super::options::{CallOptions, When};
use super::{Cli, Command, PeriodArguments, completions, manual};
use crate::account::{AccountSource, BaseUrl, KeySource, Profile, Service, configuration_file};
use crate::commands::{ask, fields, read};
use crate::error::{Failure, Kind};
use crate::format::{FORMATS, Format};
use crate::http::{Policy, Retry, Timing, Transfer};
use crate::output::file_name;
use crate::report::Style;
use crate::request::{Period, Query};
use crate::terminal::{Console, obeys_escapes};
use crate::text::Secret;
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
///
/// # Errors
/// A usage failure for what can't be meant; this machine's, for a configuration file that can't be read.
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

struct Resolver<'a> {
    cli: &'a Cli,
    environment: Environment<'a>,
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
        Period::between(&days.from, days.to.as_ref(), self.today())
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

    /// Of whom the service is asked; `None` for the sandbox. Each part comes from the first that has it: what was typed,
    /// the environment, the profile.
    fn service(
        &self,
        account: &AccountOptions,
        typed: &ServiceOptions,
    ) -> anyhow::Result<Option<AccountSource>> {
        let before = &self.cli.account;
        let from_environment = self.environment.get("CDR_SANDBOX")?;
        if account.sandbox
            || before.sandbox
            || from_environment.is_some_and(|value| is_true(&value))
        {
            return Ok(None);
        }
        let profile = account.profile.clone().or_else(|| before.profile.clone());
        let profile = match profile {
            Some(name) => Some(name),
            None => self.environment.get("CDR_PROFILE")?,
        };
        let profile = match profile {
            Some(name) => self.profile(&name)?,
            None => Profile::default(),
        };
        Ok(Some(AccountSource {
            base: self.base_url(typed, profile.base_url)?,
            app_id: self.app_id(typed, profile.app_id)?,
            key: self.key(typed, profile.key)?,
        }))
    }

    fn profile(&self, name: &str) -> anyhow::Result<Profile> {
        let folder = |name: &str| Ok(self.environment.get(name)?.map(PathBuf::from));
        let file = configuration_file(&folder)?;
        Profile::read(name, &file)
    }

    fn base_url(
        &self,
        typed: &ServiceOptions,
        profile: Option<String>,
    ) -> Result<BaseUrl, Failure> {
        let of = |service: Service| service.base_url().to_owned();
        let typed_url = typed.base_url.clone().or(typed.service.map(of));
        let url = match typed_url {
            Some(url) => Some(url),
            None => match self.environment.first(&["CDR_BASE_URL", "CDR_SERVICE"])? {
                Some(("CDR_SERVICE", name)) => Some(of(Service::named(&name)?)),
                Some((_, url)) => Some(url),
                None => profile,
            },
        };
        let url = url.unwrap_or_else(|| of(Service::default()));
        BaseUrl::parse(&url, typed.allow_http)
    }

    fn app_id(
        &self,
        typed: &ServiceOptions,
        profile: Option<String>,
    ) -> Result<Option<String>, Failure> {
        let app_id = match &typed.app_id {
            Some(id) => Some(id.clone()),
            None => match self.environment.first(&["CDR_APP_ID", "ENABLEX_APP_ID"])? {
                Some((_, id)) => Some(id),
                None => profile,
            },
        };
        if app_id.as_ref().is_some_and(|id| id.contains(':')) {
            let message = "the app id holds a colon, which HTTP Basic can't carry; check it";
            return Err(Failure::new(Kind::Usage, message));
        }
        Ok(app_id.filter(|id| !id.is_empty()))
    }

    fn key(
        &self,
        typed: &ServiceOptions,
        profile: Option<KeySource>,
    ) -> Result<Option<KeySource>, Failure> {
        let file = typed.app_key_file.clone().map(KeySource::File);
        let typed = typed.app_key.clone().map(KeySource::Key).or(file);
        if typed.is_some() {
            return Ok(typed);
        }
        let names = ["CDR_APP_KEY", "CDR_APP_KEY_FILE", "ENABLEX_APP_KEY"];
        Ok(match self.environment.first(&names)? {
            Some(("CDR_APP_KEY_FILE", file)) => Some(KeySource::File(file.into())),
            Some((_, key)) => Some(KeySource::Key(Secret::new(key))),
            None => profile,
        })
    }

    fn transfer(
        &self,
        ask: &AskOptions,
        service: Option<&AccountSource>,
    ) -> Result<Transfer, Failure> {
        let names: &[_] = match service {
            // It is on this machine.
            None => &[],
            Some(service) if service.base.is_loopback() => &[],
            Some(service) if service.base.is_https() => {
                &["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]
            }
            Some(_) => &["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"],
        };
        Ok(Transfer {
            connect_timeout: ask.request.connect_timeout.0,
            timeout: ask.request.timeout.0,
            ca_cert: ask.request.ca_cert.clone(),
            proxy: self.environment.first(names)?,
            no_proxy: match names {
                [] => None,
                _ => self
                    .environment
                    .first(&["NO_PROXY", "no_proxy"])?
                    .map(|(_, hosts)| hosts),
            },
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

fn is_true(value: &str) -> bool {
    !["0", "n", "no", "f", "false", "off"].contains(&&*value.to_lowercase())
}

/// The width of the terminal that standard output is.
fn terminal_width() -> Option<u16> {
    let size = terminal_size::terminal_size_of(std::io::stdout());
    size.map(|(width, _)| width.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::error::kind_of;
    use crate::terminal::Level;
    use std::time::Duration;

    /// The account of a question, from these options and variables.
    fn account(typed: &str, variables: &[(&str, &str)]) -> anyhow::Result<AccountSource> {
        let words = format!("cdr conf 1{typed}");
        let cli = Cli::parse_from_words(words.split(' ').map(Into::into).collect()).unwrap();
        let lookup = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).into())
        };
        let timing = Timing {
            now: chrono::Utc::now,
            random: || 0.5,
            pause: |_: Duration| (),
        };
        let console = Console::new(Level::Quiet);
        match resolve(&cli, Environment(&lookup), timing, console)? {
            Resolved::Ask(config) => Ok(config.service.unwrap()),
            _ => unreachable!("a question was typed"),
        }
    }

    fn key(text: &str) -> KeySource {
        KeySource::Key(Secret::new(text.to_owned()))
    }

    fn base(typed: &str, variables: &[(&str, &str)]) -> String {
        account(typed, variables).unwrap().base.to_string()
    }

    #[test]
    fn credentials_come_from_the_environment() {
        let own = account("", &[("CDR_APP_ID", "i"), ("CDR_APP_KEY", "k")]).unwrap();
        assert_eq!(
            (own.app_id.as_deref(), own.key),
            (Some("i"), Some(key("k")))
        );
        let vendor = [("ENABLEX_APP_ID", "i"), ("ENABLEX_APP_KEY", "k")];
        let vendor = account("", &vendor).unwrap();
        assert_eq!(
            (vendor.app_id.as_deref(), vendor.key),
            (Some("i"), Some(key("k")))
        );
    }

    #[test]
    fn an_option_wins_over_the_environment() {
        let variables = [("CDR_APP_ID", "other"), ("CDR_APP_KEY", "other")];
        let found = account(" --app-id i --app-key k", &variables).unwrap();
        assert_eq!(
            (found.app_id.as_deref(), found.key),
            (Some("i"), Some(key("k")))
        );
        let found = account(" --app-key-file f", &variables).unwrap();
        assert_eq!(found.key, Some(KeySource::File("f".into())));
    }

    #[test]
    fn a_variable_that_an_option_stands_in_for_is_not_looked_at() {
        let variables = [("CDR_SERVICE", "zoom")];
        assert_eq!(
            base(" --base-url https://host/v2", &variables),
            "https://host/v2"
        );
    }

    #[test]
    fn enablex_is_asked_unless_something_else_is_named() {
        let enablex = "https://api.enablex.io/video/v2";
        let smartflomeet = "https://api.smartflomeet.ttns.in/video/v2";
        let url = ("CDR_BASE_URL", "https://host/v2");
        assert_eq!(base("", &[]), enablex);
        assert_eq!(base("", &[("CDR_SERVICE", "smartflomeet")]), smartflomeet);
        assert_eq!(
            base("", &[url, ("CDR_SERVICE", "enablex")]),
            "https://host/v2"
        );
        assert_eq!(base(" --service enablex", &[url]), enablex);
    }

    #[test]
    fn an_unknown_service_in_the_environment_is_a_usage_failure() {
        let error = account("", &[("CDR_SERVICE", "zoom")]).unwrap_err();
        assert_eq!(kind_of(&error), Kind::Usage);
        assert!(error.to_string().contains("CDR_SERVICE is 'zoom'"));
    }
}
