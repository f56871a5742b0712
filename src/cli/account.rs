//! The account of a question, from what was typed, the environment and the profile.

use super::config::Resolver;
use super::options::{AccountOptions, RequestOptions, ServiceOptions};
use crate::account::{AccountSource, BaseUrl, KeySource, Profile, Service, configuration_file};
use crate::error::{Failure, Kind};
use crate::http::Transfer;
use crate::text::Secret;
use std::path::PathBuf;

impl Resolver<'_> {
    /// The profile that is meant; an empty one for the sandbox, and where none is.
    pub(super) fn profile(
        &self,
        account: &AccountOptions,
        typed: &ServiceOptions,
    ) -> anyhow::Result<Profile> {
        let before = &self.cli.account;
        let name = account.profile.clone().or_else(|| before.profile.clone());
        let name = match name {
            _ if self.is_sandbox(account, typed)? => None,
            Some(name) => Some(name),
            None => self.environment.get("CDR_PROFILE")?,
        };
        let Some(name) = name else {
            return Ok(Profile::default());
        };
        let folder = |name: &str| Ok(self.environment.get(name)?.map(PathBuf::from));
        Profile::read(&name, &configuration_file(&folder)?)
    }

    /// Whether the sandbox is asked. An account that was typed wins over the environment.
    fn is_sandbox(
        &self,
        account: &AccountOptions,
        typed: &ServiceOptions,
    ) -> Result<bool, Failure> {
        if account.sandbox || self.cli.account.sandbox || typed.is_any() {
            return Ok(account.sandbox || self.cli.account.sandbox);
        }
        let variable = self.environment.get("CDR_SANDBOX")?;
        Ok(variable.is_some_and(|value| is_true(&value)))
    }

    /// Of whom the service is asked; `None` for the sandbox. Each part comes from the first that has it: what was typed,
    /// the environment, the profile.
    pub(super) fn service(
        &self,
        account: &AccountOptions,
        typed: &ServiceOptions,
        profile: Profile,
    ) -> anyhow::Result<Option<AccountSource>> {
        if self.is_sandbox(account, typed)? {
            return Ok(None);
        }
        Ok(Some(AccountSource {
            base: self.base_url(typed, profile.base_url)?,
            app_id: self.app_id(typed, profile.app_id)?,
            key: self.key(typed, profile.key)?,
        }))
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
            Some((name, key)) => Some(KeySource::Variable(name, Secret::new(key))),
            None => profile,
        })
    }

    pub(super) fn transfer(
        &self,
        request: &RequestOptions,
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
            connect_timeout: request.connect_timeout.0,
            timeout: request.timeout.0,
            ca_cert: request.ca_cert.clone(),
            proxy: self.environment.first(names)?,
            no_proxy: match names {
                [] => None,
                _ => self
                    .environment
                    .first(&["NO_PROXY", "no_proxy"])?
                    .map(|(_, hosts)| hosts),
            },
            max_size: request.max_size.0,
        })
    }
}

fn is_true(value: &str) -> bool {
    !["0", "n", "no", "f", "false", "off"].contains(&&*value.to_lowercase())
}

#[cfg(test)]
mod tests {
    use super::super::{Cli, Environment, Resolved, resolve};
    use super::*;
    use crate::error::kind_of;
    use crate::http::Timing;
    use crate::terminal::Console;
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
        for [id, key] in [
            ["CDR_APP_ID", "CDR_APP_KEY"],
            ["ENABLEX_APP_ID", "ENABLEX_APP_KEY"],
        ] {
            let found = account("", &[(id, "i"), (key, "k")]).unwrap();
            let expected = KeySource::Variable(key, Secret::new("k".to_owned()));
            assert_eq!(
                (found.app_id.as_deref(), found.key),
                (Some("i"), Some(expected))
            );
        }
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
