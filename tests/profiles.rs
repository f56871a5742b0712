//! Accounts can be kept in the configuration file.

#![cfg(unix)]

mod common;

use common::{APP_ID, APP_KEY, AUTHORIZATION, Service, cdr, one, printed, refused};
use std::fs;
use tempfile::TempDir;

/// A folder for configuration files with this one in it.
fn configured(text: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("cdr")).unwrap();
    fs::write(folder.path().join("cdr/config.toml"), text).unwrap();
    folder
}

fn run(folder: &TempDir, arguments: &[&str]) -> assert_cmd::Command {
    let mut command = cdr();
    command.env("XDG_CONFIG_HOME", folder.path());
    command.args(["conf", "1", "-f", "jsonl"]).args(arguments);
    command
}

/// That a profile leads to a request with the right credentials.
fn asks(profile: &str) {
    let service = Service::with(|mock| {
        mock.match_header("authorization", AUTHORIZATION)
            .with_body(one(r#"{"cdr_id":"1"}"#))
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
    printed(&mut run(&folder, &["--profile", "p"]));
    service.was_asked();
}

#[test]
fn the_key_can_be_in_a_file() {
    asks("app_key_file = \"key\"");
}

#[test]
fn the_key_can_be_the_first_line_a_command_prints() {
    asks(&format!(
        "app_key_command = [\"printf\", '%s\\n%s\\n', \"{APP_KEY}\", \"user: me\"]"
    ));
}

#[test]
fn a_command_is_run_without_a_shell() {
    asks(
        "app_key_command = [\"printf\", \"%s\", \"s3cret-key\"]\n# ; $(exit) * are nothing special\n",
    );
    let folder = configured("[profiles.p]\napp_id = \"i\"\napp_key_command = [\"echo k; exit 0\"]");
    refused(
        &mut run(&folder, &["--profile", "p"]),
        1,
        &["app_key_command", "can't be run"],
    );
}

#[test]
fn a_command_that_fails_is_told() {
    let folder = configured("[profiles.p]\napp_id = \"i\"\napp_key_command = [\"false\"]");
    refused(
        &mut run(&folder, &["--profile", "p"]),
        1,
        &["app_key_command", "false failed"],
    );
}

#[test]
fn options_and_environment_win_over_the_profile() {
    let service = Service::with(|mock| {
        mock.match_header("authorization", AUTHORIZATION)
            .with_body(one(r#"{"cdr_id":"1"}"#))
    });
    let folder = configured("[profiles.p]\nservice = \"smartflomeet\"\napp_id = \"other\"\n");
    let command = &mut run(&folder, &["--app-id", APP_ID]);
    command
        .env("CDR_APP_KEY", APP_KEY)
        .env("CDR_BASE_URL", service.url())
        .env("CDR_PROFILE", "p");
    printed(command);
    service.was_asked();
}

#[test]
fn a_file_that_is_not_in_order_is_told_with_line_and_column() {
    let folder = configured("[profiles.p]\napp_id = \"i\"\nkey = 1\n");
    let told = ["config.toml: line 3, column 1", "unknown field `key`"];
    refused(&mut run(&folder, &["--profile", "p"]), 2, &told);
}

#[test]
fn an_unknown_profile_lists_the_known_ones() {
    let folder = configured("[profiles.home]\n[profiles.work]\n");
    refused(
        &mut run(&folder, &["--profile", "p"]),
        2,
        &["no profile p", "home, work"],
    );
}

#[test]
fn a_file_that_is_missing_is_named() {
    let folder = tempfile::tempdir().unwrap();
    refused(
        &mut run(&folder, &["--profile", "p"]),
        1,
        &["cdr/config.toml", "--profile"],
    );
}
