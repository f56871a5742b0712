//! What was typed becomes what it means: each option in its place, the environment behind it.

use super::options::{Options, When};
use super::{PeriodArguments, Question};
use crate::account::{Account, BaseUrl, Environment, Given, KeySource, ServiceSource, profile};
use crate::error::Failure;
use crate::http::{Client, Fetcher, Policy, Transfer};
use crate::output::file_name;
use crate::report::Shape;
use crate::request::{Period, Query};
use crate::sandbox::Sandbox;
use crate::terminal::Progress;
use crate::terminal::obeys_escapes;
use crate::world::World;
use std::io::IsTerminal;
use std::path::PathBuf;

/// What the answer is to look like.
///
/// # Errors
/// A usage failure for options that do not go together.
pub fn shape(options: &Options, environment: Environment) -> Result<Shape, Failure> {
    let is_terminal = options.output.is_none() && std::io::stdout().is_terminal();
    let shape = Shape {
        format: options.format.unwrap_or_default(),
        columns: options.columns.clone(),
        group_by: options.group_by.clone(),
        heading: !options.no_header,
        excel: options.excel,
        width: is_terminal.then(terminal_width).flatten(),
        color: match options.color {
            When::Always => true,
            When::Never => false,
            When::Auto => {
                let obeys = obeys_escapes(environment("TERM")?.as_deref());
                is_terminal && obeys && environment("NO_COLOR")?.is_none()
            }
        },
    };
    shape.check()?;
    Ok(shape)
}

/// The query in its windows, or as it is.
///
/// # Errors
/// A usage failure for windows of a query without a period.
pub fn windows(query: Query, options: &Options) -> Result<Vec<Query>, Failure> {
    match options.split {
        Some(days) => query.windows(days),
        None => Ok(vec![query]),
    }
}

/// The question as a query, its dates seen from today.
///
/// # Errors
/// A usage failure for dates in the wrong order.
pub fn query(question: &Question, world: World) -> Result<Query, Failure> {
    let today = (world.now)().date_naive();
    let days = |days: &PeriodArguments| Period::between(&days.from, days.to.as_ref(), today);
    let query = match question {
        Question::Period { period } => Query::Period {
            room: None,
            period: days(period)?,
        },
        Question::Room { room_id } => Query::Room(room_id.clone()),
        Question::RoomPeriod { room_id, period } => Query::Period {
            room: Some(room_id.clone()),
            period: days(period)?,
        },
        Question::Conf { conf_num } => Query::Conference(conf_num.clone()),
    };
    if let Some(period) = query.period().filter(|period| period.last() > today) {
        let last = period.last();
        world.console.warn(&format!(
            "the period ends on {last}, after today in UTC; calls still to come are not in the answer"
        ));
    }
    Ok(query)
}

/// The account that is asked: the sandbox's, where there is one.
///
/// # Errors
/// Those of [`Account::find`] and of the profile.
pub fn account(
    options: &Options,
    sandbox: Option<&Sandbox>,
    environment: Environment,
    world: World,
) -> anyhow::Result<Account> {
    let console = world.console;
    if let Some(sandbox) = sandbox {
        console.note("the sandbox answers: these calls are made up");
        return Account::find(&[sandbox.account()], false, console);
    }
    Account::find(&sources(options, environment)?, options.allow_http, console)
}

/// What options, environment and profile say about the account, in this order.
///
/// # Errors
/// Those of the environment and of the profile.
pub fn sources(options: &Options, environment: Environment) -> anyhow::Result<Vec<Given>> {
    let file = options.app_key_file.clone().map(KeySource::File);
    let url = options.base_url.clone().map(ServiceSource::Url);
    let typed = Given {
        app_id: options.app_id.clone(),
        app_key: options.app_key.clone().map(KeySource::Key).or(file),
        service: url.or(options.service.map(ServiceSource::Name)),
    };
    let mut sources = vec![typed, Given::by(environment)?];
    if let Some(name) = &options.profile {
        sources.push(profile(name, environment)?);
    }
    Ok(sources)
}

/// Who asks the account's service, and how persistently.
///
/// # Errors
/// This machine's, when its certificates or proxy settings can't be used.
pub fn fetcher(
    options: &Options,
    account: Account,
    environment: Environment,
    progress: &Progress,
    world: World,
) -> anyhow::Result<Fetcher> {
    let transfer = Transfer {
        proxies: proxies(&account.base, environment)?,
        connect_timeout: options.connect_timeout.0,
        timeout: options.timeout.0,
        ca_cert: options.ca_cert.clone(),
    };
    let policy = Policy {
        retries: options.retries,
        first_pause: options.retry_delay.0,
    };
    Ok(Fetcher {
        client: Client::new(account, transfer)?,
        policy,
        world,
        progress: progress.clone(),
    })
}

/// The proxy variables that a request to this base URL obeys.
fn proxies(
    base: &BaseUrl,
    environment: Environment,
) -> Result<Vec<(&'static str, String)>, Failure> {
    let names = if base.is_https() {
        ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]
    } else {
        ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"]
    };
    let mut proxies = Vec::new();
    for name in names {
        proxies.extend(environment(name)?.map(|value| (name, value)));
    }
    Ok(proxies)
}

/// The file to write, if any, named after the period.
///
/// # Errors
/// A usage failure for a name that asks for dates where there is no period.
pub fn output_file(options: &Options, period: Option<Period>) -> Result<Option<PathBuf>, Failure> {
    let named = options.output.as_ref().map(|file| match file.to_str() {
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
