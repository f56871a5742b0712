//! Accounts can be kept in the configuration file.

use crate::common::scripted_server::ScriptedServer;
use crate::common::{
    APP_ID, APP_KEY, AUTHORIZATION, Service, assert_error, assert_success, cdr, response_with,
};
use std::fs;
use tempfile::TempDir;

/// A folder for configuration files with this one in it.
fn configured(text: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("cdr")).unwrap();
    fs::write(folder.path().join("cdr/config.toml"), text).unwrap();
    folder
}

fn run_with(folder: &TempDir, arguments: &[&str]) -> assert_cmd::Command {
    let mut command = cdr();
    command.env("XDG_CONFIG_HOME", folder.path());
    command.args(["conf", "1", "-f", "jsonl"]).args(arguments);
    command
}

/// That a profile leads to a request with the right credentials.
fn assert_requests_with(profile: &str) {
    let service = Service::with(|mock| {
        mock.match_header("authorization", AUTHORIZATION)
            .with_body(response_with(r#"{"cdr_id":"1"}"#))
    });
    let url = service.url();
    let folder = configured(&format!(
        "[profiles.p]\nbase_url = \"{url}\"\napp_id = \"{APP_ID}\"\n{profile}"
    ));
    fs::write(folder.path().join("cdr/key"), format!("{APP_KEY}\n")).unwrap();
    let key = fs::metadata(folder.path().join("cdr/key")).unwrap();
    let mut permissions = key.permissions();
    std::os::unix::fs::PermissionsExt::set_mode(&mut permissions, 0o600);
    fs::set_permissions(folder.path().join("cdr/key"), permissions).unwrap();
    assert_success(&mut run_with(&folder, &["--profile", "p"]));
    service.assert_requested_once();
}

#[test]
fn the_key_can_be_in_a_file() {
    assert_requests_with("app_key_file = \"key\"");
}

#[test]
fn the_key_can_be_the_first_line_a_command_prints() {
    assert_requests_with(&format!(
        "app_key_command = [\"printf\", '%s\\n%s\\n', \"{APP_KEY}\", \"user: me\"]"
    ));
}

#[test]
fn a_command_is_run_without_a_shell() {
    assert_requests_with(
        "app_key_command = [\"printf\", \"%s\", \"s3cret-key\"]\n# ; $(exit) * are nothing special\n",
    );
    let folder = configured("[profiles.p]\napp_id = \"i\"\napp_key_command = [\"echo k; exit 0\"]");
    assert_error(
        &mut run_with(&folder, &["--profile", "p"]),
        1,
        &["app_key_command", "cannot run", "(os error 2); check"],
    );
}

#[test]
fn a_failing_key_command_is_reported() {
    let folder = configured("[profiles.p]\napp_id = \"i\"\napp_key_command = [\"false\"]");
    assert_error(
        &mut run_with(&folder, &["--profile", "p"]),
        1,
        &["app_key_command", "false failed"],
    );
}

#[test]
fn options_and_environment_override_the_profile() {
    let service = Service::with(|mock| {
        mock.match_header("authorization", AUTHORIZATION)
            .with_body(response_with(r#"{"cdr_id":"1"}"#))
    });
    let folder = configured("[profiles.p]\nservice = \"smartflomeet\"\napp_id = \"other\"\n");
    let command = &mut run_with(&folder, &["--app-id", APP_ID]);
    command
        .env("CDR_APP_KEY", APP_KEY)
        .env("CDR_BASE_URL", service.url())
        .env("CDR_PROFILE", "p");
    assert_success(command);
    service.assert_requested_once();
}

#[test]
fn an_invalid_configuration_is_reported_with_line_and_column() {
    let folder = configured("[profiles.p]\napp_id = \"i\"\nkey = 1\n");
    let message = ["config.toml:3:1: unknown key 'key'; expected one of: service"];
    assert_error(&mut run_with(&folder, &["--profile", "p"]), 2, &message);
}

#[test]
fn an_unknown_profile_lists_the_known_ones() {
    let folder = configured("[profiles.home]\n[profiles.work]\n");
    assert_error(
        &mut run_with(&folder, &["--profile", "p"]),
        2,
        &["unknown profile 'p'", "expected one of: home, work"],
    );
}

#[test]
fn an_empty_name_of_a_profile_is_a_usage_error() {
    let folder = configured("[profiles.home]\n");
    for words in [&["--profile", ""][..], &["--profile="]] {
        let expected = "invalid value '' for --profile; use the name of a profile";
        assert_error(&mut run_with(&folder, words), 2, &[expected]);
    }
    let run = &mut cdr();
    assert_error(
        run.args(["--profile", "", "conf", "1"]),
        2,
        &["invalid value ''"],
    );
}

#[test]
fn a_file_that_is_missing_is_named() {
    let folder = tempfile::tempdir().unwrap();
    assert_error(
        &mut run_with(&folder, &["--profile", "p"]),
        1,
        &[
            "cdr/config.toml: No such file or directory (os error 2);",
            "--profile",
        ],
    );
}

/// What a dry run of a query for a period prints with this configuration, these variables and these options.
fn dry_run(folder: &TempDir, variables: &[(&str, &str)], arguments: &[&str]) -> String {
    let mut command = cdr();
    command
        .env("XDG_CONFIG_HOME", folder.path())
        .envs(variables.iter().copied())
        .args(["period", "2025-01-10", "-n"])
        .args(arguments);
    assert_success(&mut command)
}

#[test]
fn a_typed_profile_overrides_the_environment_as_a_unit() {
    let service = Service::with(|mock| {
        mock.match_header("authorization", AUTHORIZATION)
            .with_body(response_with(r#"{"cdr_id":"1"}"#))
    });
    let other = ScriptedServer::new(vec![crate::common::scripted_server::reset_connection()]);
    let folder = configured(&format!(
        "[profiles.p]\nbase_url = \"{}\"\napp_id = \"{APP_ID}\"\n\
         app_key_command = [\"printf\", \"{APP_KEY}\"]\n[profiles.q]\n",
        service.url()
    ));
    let command = &mut run_with(&folder, &["--profile", "p"]);
    command
        .env("CDR_APP_ID", "leftover")
        .env("ENABLEX_APP_ID", "leftover")
        .env("CDR_APP_KEY", "leftover-key")
        .env("CDR_APP_KEY_FILE", "/nowhere")
        .env("CDR_BASE_URL", other.url())
        .env("CDR_SERVICE", "zoom")
        .env("CDR_PROFILE", "q")
        .env("CDR_SANDBOX", "1");
    assert_success(command);
    service.assert_requested_once();
    assert_eq!(other.requests(), 0);
}

#[test]
fn a_typed_profile_takes_its_key_from_the_environment_but_never_a_url() {
    let folder = configured("[profiles.p]\napp_id = \"i\"\n[profiles.q]\n");
    let variables = [
        ("CDR_APP_KEY", APP_KEY),
        ("CDR_BASE_URL", "https://other.example/v2"),
        ("CDR_SERVICE", "smartflomeet"),
    ];
    let typed = dry_run(&folder, &variables, &["--profile", "p"]);
    assert!(
        typed.contains("--user 'i':\"$CDR_APP_KEY\" 'https://api.enablex.io/video/v2/"),
        "{typed}"
    );
    // A profile that is not typed does not override the environment.
    let named = [&variables[..], &[("CDR_PROFILE", "p")]].concat();
    let named = dry_run(&folder, &named, &[]);
    assert!(named.contains("--user 'i'") && named.contains("https://other.example/v2/"));
}

#[test]
fn options_override_a_typed_profile() {
    let folder = configured("[profiles.p]\napp_id = \"i\"\nservice = \"smartflomeet\"\n");
    let options = ["--profile", "p", "--app-id", "j", "--service", "enablex"];
    let commands = dry_run(&folder, &[], &options);
    assert!(
        commands.contains("--user 'j'") && commands.contains("api.enablex.io"),
        "{commands}"
    );
}

#[test]
fn default_or_the_only_profile_is_used_if_none_is_named() {
    for text in [
        "[profiles.only]\napp_id = \"i\"\nservice = \"smartflomeet\"\n",
        "[profiles.a]\n[profiles.default]\napp_id = \"i\"\nservice = \"smartflomeet\"\n",
    ] {
        let folder = configured(text);
        let commands = dry_run(&folder, &[], &[]);
        assert!(
            commands.contains("--user 'i'") && commands.contains("smartflomeet"),
            "{commands}"
        );
        let commands = dry_run(&folder, &[("CDR_APP_ID", "j")], &[]);
        assert!(commands.contains("--user 'j'"), "{commands}");
    }
}

#[test]
fn none_of_several_profiles_is_used_and_the_error_names_them() {
    let folder = configured("[profiles.home]\napp_id = \"i\"\n[profiles.work]\n");
    let message = ["missing credentials", "--profile", "home, work"];
    assert_error(&mut run_with(&folder, &[]), 3, &message);
    let command = &mut run_with(&folder, &[]);
    assert_error(
        command.env("CDR_APP_ID", "i"),
        3,
        &["no app key", "home, work"],
    );
}

#[test]
fn an_invalid_configuration_is_reported_without_a_profile_as_well() {
    let folder = configured("[profiles.p]\nslack = \"two\"\n");
    assert_error(&mut run_with(&folder, &[]), 2, &["config.toml:2:"]);
    let folder = configured("[profiles.p]\nslack = 32\n");
    let message = [
        "profile 'p' has an invalid slack",
        "expected an integer from 0 to 31",
    ];
    assert_error(&mut run_with(&folder, &[]), 2, &message);
}

#[test]
fn an_invalid_zone_of_a_profile_is_reported_with_line_and_column() {
    let folder = configured("[profiles.p]\ntz = \"Asia/Kolkatta\"\n");
    let message = "config.toml:2:6: tz: unknown time zone 'Asia/Kolkatta'; \
        did you mean 'Asia/Kolkata'?\n";
    assert_error(&mut run_with(&folder, &[]), 2, &[message]);
}

#[test]
fn zone_and_slack_of_a_typed_profile_override_the_environment() {
    let folder = configured("[profiles.p]\ntz = \"utc\"\nslack = 0\n");
    let first_day = |variables: &[(&str, &str)], arguments: &[&str]| {
        let commands = dry_run(&folder, variables, arguments);
        let (_, dates) = commands.split_once("/period/").unwrap();
        dates[..10].to_owned()
    };
    let both = [("CDR_TZ", "Asia/Kolkata"), ("CDR_SLACK", "5")];
    // 10 January starts on the 9th in UTC there.
    assert_eq!(first_day(&[], &[]), "2025-01-10");
    assert_eq!(first_day(&both, &[]), "2025-01-04");
    assert_eq!(first_day(&both, &["--profile", "p"]), "2025-01-10");
    assert_eq!(
        first_day(&both, &["--profile", "p", "--slack", "1"]),
        "2025-01-09"
    );
    assert_eq!(
        first_day(&both, &["--tz", "utc", "--margin", "3"]),
        "2025-01-07"
    );
    let none = tempfile::tempdir().unwrap();
    let commands = dry_run(&none, &[], &["--tz", "utc"]);
    assert!(commands.contains("/period/2025-01-08/"), "{commands}");
}

#[test]
fn an_invalid_slack_of_the_environment_is_a_usage_failure() {
    for days in ["32", "-1", "two", "1.5"] {
        let command = &mut cdr();
        command
            .env("CDR_SLACK", days)
            .args(["period", "today", "--tz", "utc"]);
        let message = ["CDR_SLACK", days, "expected an integer from 0 to 31"];
        assert_error(command, 2, &message);
    }
    let folder = tempfile::tempdir().unwrap();
    dry_run(&folder, &[("CDR_SLACK", "")], &["--tz", "utc"]);
}
