//! What the README shows is what happens: each command in a `console` block is run in a shell, and prints
//! what stands below it.

mod common;

use common::golden::same_as_file;
use std::path::Path;
use std::process::Command;

#[test]
fn every_example_prints_what_the_readme_shows() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    same_as_file("README.md", &with_real_output(&readme));
}

/// The text with the output below each command replaced by what the command prints now.
fn with_real_output(readme: &str) -> String {
    let mut text = String::new();
    let mut in_console = false;
    let mut kept = false;
    for line in readme.lines() {
        match (in_console, line) {
            (false, _) => in_console = line == "```console",
            (true, "```") => in_console = false,
            (true, _) if line.starts_with("$ ") => {}
            (true, _) if kept => {}
            (true, _) => continue,
        }
        text.push_str(line);
        text.push('\n');
        if let Some(command) = line.strip_prefix("$ ").filter(|_| in_console) {
            kept = needs_what_is_missing(command);
            if !kept {
                text.push_str(&output(command));
            }
        }
    }
    text
}

/// A machine without jq keeps the output that another one wrote.
fn needs_what_is_missing(command: &str) -> bool {
    command.contains("jq ") && Command::new("jq").arg("--version").output().is_err()
}

fn output(command: &str) -> String {
    let built = Path::new(env!("CARGO_BIN_EXE_cdr"))
        .parent()
        .unwrap()
        .to_owned();
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::iter::once(built).chain(std::env::split_paths(&path));
    let output = Command::new("sh")
        .args(["-c", command])
        .env("PATH", std::env::join_paths(path).unwrap())
        .env_remove("CDR_FORMAT")
        .output()
        .unwrap();
    assert!(output.status.success(), "{command} failed: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}
