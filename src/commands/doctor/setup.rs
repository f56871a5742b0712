//! The checks of the configuration.

use super::Config;
use super::report::{Check, CheckReport, Finding};
use crate::account::{Backend, KeySource};
use crate::limits::MAX_SLACK_DAYS;
use crate::text::count_noun;
use crate::time::{TimeZone, zone_database};

/// Adds the configuration that applies, without the key, and the time zone.
pub fn add_findings(config: &Config, report: &mut CheckReport) {
    match &config.setup {
        Ok(setup) => {
            let profile = setup.profile.as_ref();
            let profile = profile.map_or(String::new(), |name| format!(", profile {name}"));
            report.add(
                Check::Configuration,
                configuration_finding(&setup.backend, &profile),
            );
        }
        Err(error) => report.fail(Check::Configuration, error),
    }
    match &config.zone {
        Ok(Some(zone)) => {
            let text = format!("{}, from the {} database", zone.name(), zone_database());
            report.add(Check::TimeZone, Finding::ok(text, zone.name()));
        }
        Ok(None) => {
            let finding = Finding::ok("not set", "");
            let advice = "use --tz, CDR_TZ or tz in a profile for exact periods";
            report.add(Check::TimeZone, finding.advise(advice));
        }
        Err(error) => report.fail(Check::TimeZone, error),
    }
}

fn configuration_finding(backend: &Backend, profile: &str) -> Finding {
    let Backend::Service(service) = backend else {
        return Finding::ok("sandbox (sample data)", "sandbox");
    };
    let app_id = service.app_id.as_deref().unwrap_or("missing");
    let key = match &service.key {
        None => "missing".to_owned(),
        Some(KeySource::Inline(_)) => "from --app-key".to_owned(),
        Some(KeySource::Env { name, .. }) => format!("from {name}"),
        // The name of the file is not printed: it may be a key that was given instead of a file.
        Some(KeySource::File { setting, .. }) => format!("from a file ({setting})"),
        Some(KeySource::Command(_)) => "from a command".to_owned(),
    };
    let base = &service.base;
    let text = format!("{base}, app ID {app_id}, app key {key}{profile}");
    Finding::ok(text, base)
}

/// Adds why the configured slack cannot be used.
pub fn add_slack_failure(config: &Config, report: &mut CheckReport) {
    if let Err(error) = &config.slack {
        report.fail(Check::Slack, error);
    }
}

/// Adds the lines of a profile that the advice needs: the time zone, unless the profile has it or
/// exact periods are used and no check advises them, and a slack beyond the configured one.
pub fn add_profile_lines(config: &Config, slack: Option<u64>, report: &mut CheckReport) {
    let mut lines = Vec::new();
    if let Ok(zone) = &config.zone {
        let name = match zone.as_ref().map(TimeZone::name) {
            None => "utc",
            // A machine can have a zone without an IANA name.
            Some(name) if name.contains(' ') => "local",
            Some(name) => name,
        };
        let counting = [Check::LastDay, Check::DecidingTimestamp, Check::ZoneOfDays];
        let is_advised = zone.is_none() || counting.iter().any(|check| report.has_warning(*check));
        if config.profile_tz.is_none() && is_advised {
            lines.push(format!("tz = \"{name}\""));
        }
    }
    let configured = config.slack.as_ref().map_or(0, |days| u64::from(*days));
    if let Some(slack) =
        slack.filter(|slack| (configured + 1..=u64::from(MAX_SLACK_DAYS)).contains(slack))
    {
        lines.push(format!("slack = {slack}"));
    }
    if lines.is_empty() && (config.zone.is_err() || slack.is_none()) {
        return;
    }
    let finding = match lines.len() {
        0 => Finding::ok("none needed", ""),
        number => {
            let text = count_noun(number as u64, "line");
            let object = if number == 1 { "it" } else { "them" };
            let advice = format!("add {object} to a profile in the configuration file");
            Finding::ok(text, &lines.join("\n")).advise(advice)
        }
    };
    report.add(Check::ProfileLines, finding);
}
