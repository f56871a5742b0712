//! The account of a query: backend, base URL, app ID, key and proxy.
//!
//! The sandbox is queried if it was typed, or if `CDR_SANDBOX` says so and no account was typed.
//! The key is not read here: a command that fails for another reason must not ask for a passphrase
//! first. The proxy is that of the usual variables; the HTTP library, which would read them as
//! well, is told to use no other.

use super::args::{AccountOptions, RequestOptions, ServiceOptions};
use super::profile::SelectedProfile;
use super::resolver::Resolver;
use crate::account::{AccountConfig, Backend, BaseUrl, KeySource, Service};
use crate::client::{HttpOptions, NoProxy};
use crate::error::{Failure, FailureKind};
use crate::text::Secret;

impl Resolver<'_> {
    /// Returns whether the sandbox is queried. An account that was typed overrides the environment.
    pub(super) fn is_sandbox(
        &self,
        account: &AccountOptions,
        service: &ServiceOptions,
        profile: &SelectedProfile,
    ) -> Result<bool, Failure> {
        if self.is_sandbox_typed(account)
            || service.typed_option().is_some()
            || profile.is_typed_account()
        {
            return Ok(self.is_sandbox_typed(account));
        }
        match self.environment.get("CDR_SANDBOX")? {
            Some(value) => parse_bool(&value).ok_or_else(|| {
                let message = format!(
                    "invalid value '{value}' for CDR_SANDBOX; expected one of: 1, yes, on, true, 0, no, off, false"
                );
                Failure::new(FailureKind::Usage, message)
            }),
            None => Ok(false),
        }
    }

    /// Returns the sandbox, or the service with credentials whose key is not read yet.
    pub(super) fn resolve_backend(
        &self,
        account: &AccountOptions,
        typed: &ServiceOptions,
        profile: SelectedProfile,
    ) -> anyhow::Result<Backend> {
        if self.is_sandbox(account, typed, &profile)? {
            return Ok(Backend::Sandbox);
        }
        Ok(Backend::Service(AccountConfig {
            base: self.base_url(typed, &profile)?,
            app_id: self.app_id(typed, &profile)?,
            key: self.key(typed, &profile)?,
            other_profiles: profile.others,
        }))
    }

    fn base_url(
        &self,
        typed: &ServiceOptions,
        profile: &SelectedProfile,
    ) -> Result<BaseUrl, Failure> {
        let url_of = |service: Service| service.base_url().to_owned();
        let typed_url = typed.base_url.clone().or(typed.service.map(url_of));
        let variable = || match self
            .environment
            .first_set(&["CDR_BASE_URL", "CDR_SERVICE"])?
        {
            // A leftover variable must not send the key of a typed profile to another service, not
            // even if the profile names none and means the default.
            _ if profile.is_typed => Ok(None),
            Some(("CDR_SERVICE", name)) => Service::from_variable(&name).map(url_of).map(Some),
            found => Ok(found.map(|(_, url)| url)),
        };
        let url = profile.resolve(typed_url, variable, profile.values.base_url.clone())?;
        let url = url.unwrap_or_else(|| url_of(Service::default()));
        BaseUrl::parse(&url, typed.allow_http)
    }

    fn app_id(
        &self,
        typed: &ServiceOptions,
        profile: &SelectedProfile,
    ) -> Result<Option<String>, Failure> {
        let variable = || {
            let found = self
                .environment
                .first_set(&["CDR_APP_ID", "ENABLEX_APP_ID"])?;
            Ok(found.map(|(_, id)| id))
        };
        let in_profile = profile.values.app_id.clone();
        let app_id = profile.resolve(typed.app_id.clone(), variable, in_profile)?;
        if app_id.as_ref().is_some_and(|id| id.contains(':')) {
            let message = "invalid app ID: it contains a colon, which HTTP Basic authentication does not allow; check the app ID";
            return Err(Failure::new(FailureKind::Usage, message));
        }
        Ok(app_id.filter(|id| !id.is_empty()))
    }

    fn key(
        &self,
        typed: &ServiceOptions,
        profile: &SelectedProfile,
    ) -> Result<Option<KeySource>, Failure> {
        let file = |path, setting| KeySource::File { path, setting };
        let typed_file = typed.app_key_file.clone();
        let typed_file = typed_file.map(|path| file(path, "--app-key-file"));
        let typed = typed.app_key.clone().map(KeySource::Inline).or(typed_file);
        let names = ["CDR_APP_KEY", "CDR_APP_KEY_FILE", "ENABLEX_APP_KEY"];
        let variable = || {
            Ok(match self.environment.first_set(&names)? {
                Some((name @ "CDR_APP_KEY_FILE", path)) => Some(file(path.into(), name)),
                Some((name, text)) => {
                    let key = Secret::from_key_text(&text);
                    let is_trimmed = key.expose() == text;
                    Some(KeySource::Env {
                        name,
                        key,
                        is_trimmed,
                    })
                }
                None => None,
            })
        };
        profile.resolve(typed, variable, profile.values.key.clone())
    }

    pub(super) fn resolve_http_options(
        &self,
        request: &RequestOptions,
        backend: &Backend,
    ) -> Result<HttpOptions, Failure> {
        let proxy = match backend {
            Backend::Sandbox => None,
            Backend::Service(service) => self.proxy(&service.base)?,
        };
        Ok(HttpOptions {
            connect_timeout: request.connect_timeout.0,
            timeout: request.timeout.0,
            ca_cert: request.ca_cert.clone(),
            proxy,
            max_size: request.max_size.0,
        })
    }

    /// Returns the variable that names the proxy for a service, and its value. Loopback addresses
    /// never use one.
    fn proxy(&self, base: &BaseUrl) -> Result<Option<(&'static str, String)>, Failure> {
        if base.is_loopback() {
            return Ok(None);
        }
        let names = if base.is_https() {
            ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"]
        } else {
            ["HTTP_PROXY", "http_proxy", "ALL_PROXY", "all_proxy"]
        };
        let proxy = self.environment.first_set(&names)?;
        let is_used = proxy.is_some() && !self.is_exempt(base)?;
        Ok(proxy.filter(|_| is_used))
    }

    /// Returns whether the environment exempts a service from the proxy. Warns of an entry that is
    /// ignored.
    fn is_exempt(&self, base: &BaseUrl) -> Result<bool, Failure> {
        let Some((name, hosts)) = self.environment.first_set(&["NO_PROXY", "no_proxy"])? else {
            return Ok(false);
        };
        let no_proxy = NoProxy::parse(&hosts);
        let is_exempt = no_proxy.contains(base);
        if let (false, Some(entry)) = (is_exempt, no_proxy.invalid_entries.first()) {
            self.console.warn(&format!(
                "{name}: '{entry}' is ignored; expected a host, .domain, *.domain, address or CIDR block"
            ));
        }
        Ok(is_exempt)
    }
}

/// Parses a variable that turns something on or off.
fn parse_bool(value: &str) -> Option<bool> {
    match &*value.to_lowercase() {
        "1" | "y" | "yes" | "t" | "true" | "on" => Some(true),
        "0" | "n" | "no" | "f" | "false" | "off" => Some(false),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::super::{Action, Cli, Environment, resolve};
    use super::*;
    use crate::error::error_kind;
    use crate::terminal::Console;
    use crate::terminal::Level;

    /// Returns the account that these options and variables name.
    fn account(typed: &str, variables: &[(&str, &str)]) -> anyhow::Result<AccountConfig> {
        let words = format!("cdr conf 1{typed}");
        let cli = Cli::try_parse_from(words.split(' ').map(Into::into).collect()).unwrap();
        let lookup = |name: &str| {
            let found = variables.iter().find(|(known, _)| *known == name);
            found.map(|(_, value)| (*value).into())
        };
        let console = Console::new(Level::Quiet);
        match resolve(&cli, Environment(&lookup), console)? {
            Action::Fetch(config) => Ok(config.backend.service().unwrap().clone()),
            _ => unreachable!("the command is a query"),
        }
    }

    fn key(text: &str) -> KeySource {
        KeySource::Inline(Secret::new(text.to_owned()))
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
            let expected = KeySource::Env {
                name: key,
                key: Secret::new("k".to_owned()),
                is_trimmed: true,
            };
            assert_eq!(
                (found.app_id.as_deref(), found.key),
                (Some("i"), Some(expected))
            );
        }
    }

    #[test]
    fn an_option_overrides_the_environment() {
        let variables = [("CDR_APP_ID", "other"), ("CDR_APP_KEY", "other")];
        let found = account(" --app-id i --app-key k", &variables).unwrap();
        assert_eq!(
            (found.app_id.as_deref(), found.key),
            (Some("i"), Some(key("k")))
        );
        let found = account(" --app-key-file f", &variables).unwrap();
        let file = KeySource::File {
            path: "f".into(),
            setting: "--app-key-file",
        };
        assert_eq!(found.key, Some(file));
    }

    #[test]
    fn an_invalid_variable_is_ignored_if_an_option_overrides_it() {
        let variables = [("CDR_SERVICE", "zoom")];
        assert_eq!(
            base(" --base-url https://host/v2", &variables),
            "https://host/v2"
        );
    }

    #[test]
    fn enablex_is_the_default_service() {
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
        assert_eq!(error_kind(&error), FailureKind::Usage);
        assert!(
            error
                .to_string()
                .contains("invalid value 'zoom' for CDR_SERVICE")
        );
    }
}
