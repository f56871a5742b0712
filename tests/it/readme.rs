//! What the README shows is what happens: each command in a `console` block is run in a shell, and prints
//! what stands below it; those in `sh` blocks run in the sandbox.

use crate::common::golden::assert_matches_file;
use crate::common::shell;
use std::path::Path;

/// Returns the paths of the README and of the pages in docs/.
fn pages() -> Vec<String> {
    let mut pages = vec!["README.md".to_owned()];
    for entry in std::fs::read_dir("docs").unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if Path::new(&name)
            .extension()
            .is_some_and(|extension| extension == "md")
        {
            pages.push(format!("docs/{name}"));
        }
    }
    pages
}

/// The name by which a heading is linked.
fn anchor(heading: &str) -> String {
    let letters = heading.to_lowercase();
    let letters = letters
        .chars()
        .filter(|letter| letter.is_alphanumeric() || " -".contains(*letter));
    letters.collect::<String>().replace(' ', "-")
}

#[test]
fn every_link_leads_somewhere() {
    for text in &pages() {
        let shown = std::fs::read_to_string(text).unwrap();
        for link in shown
            .split("](")
            .skip(1)
            .filter_map(|rest| rest.split(')').next())
        {
            if link.contains("://") {
                continue;
            }
            let (file, name) = link.split_once('#').unwrap_or((link, ""));
            let folder = Path::new(text).parent().unwrap();
            let file = if file.is_empty() {
                Path::new(text).to_owned()
            } else {
                folder.join(file)
            };
            assert!(file.exists(), "{text}: {link}");
            let is_there = || {
                let text = std::fs::read_to_string(&file).unwrap();
                let mut headings = text
                    .lines()
                    .filter_map(|line| line.trim_start_matches('#').strip_prefix(' '));
                headings.any(|heading| anchor(heading) == name)
            };
            assert!(name.is_empty() || is_there(), "{text}: {link}");
        }
    }
}

#[test]
fn prose_is_wrapped_at_100_characters() {
    for page in &pages() {
        let text = std::fs::read_to_string(page).unwrap();
        let mut in_code = false;
        for (index, line) in text.lines().enumerate() {
            in_code ^= line.starts_with("```");
            let is_prose = !in_code && !line.starts_with('|');
            assert!(
                !is_prose || line.chars().count() <= 100,
                "{page}:{}: {line}",
                index + 1
            );
        }
    }
}

#[test]
fn the_readme_is_short() {
    let readme = std::fs::read_to_string("README.md").unwrap();
    assert!(readme.lines().count() <= 200);
}

#[test]
fn every_example_prints_what_the_readme_shows() {
    for text in &pages() {
        let shown = std::fs::read_to_string(text).unwrap();
        assert_matches_file(text, &with_real_output(&shown));
    }
}

/// The text with the output below each command replaced by what the command prints now.
fn with_real_output(readme: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    write_files(readme, folder.path());
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
                text.push_str(&output(command, folder.path()));
            }
        }
    }
    text
}

/// The lines of the `sh` blocks that run cdr, then the commands in the table of common tasks. Scripts
/// have tests of their own.
fn commands(readme: &str) -> Vec<String> {
    let mut in_shell = false;
    let (mut commands, mut questions) = (Vec::new(), Vec::new());
    for line in readme.lines() {
        match line {
            "```sh" => in_shell = true,
            "```" => in_shell = false,
            _ if line.starts_with("#!") => in_shell = false,
            _ if in_shell && (line.starts_with("cdr ") || line.starts_with("mkdir ")) => {
                commands.push(line.to_owned());
            }
            _ => {
                let cell = line
                    .strip_suffix("` |")
                    .and_then(|line| line.split_once("| `cdr "));
                questions.extend(cell.map(|(_, command)| format!("cdr {command}")));
            }
        }
    }
    commands.append(&mut questions);
    commands
}

#[test]
fn every_command_of_the_readme_and_the_docs_works_in_the_sandbox() {
    let pages = pages();
    std::thread::scope(|scope| {
        for text in &pages {
            scope.spawn(move || run_commands_of(text));
        }
    });
}

/// Writes the files that a text shows as `cat > FILE << 'END'`.
fn write_files(text: &str, folder: &Path) {
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let file = line.strip_prefix("cat > ");
        if let Some(file) = file.and_then(|file| file.strip_suffix(" << 'END'")) {
            let content = lines.by_ref().take_while(|line| *line != "END");
            let content: Vec<_> = content.collect();
            std::fs::write(folder.join(file), content.join("\n")).unwrap();
        }
    }
}

/// Runs the commands of a text, one after the other in a directory of their own.
fn run_commands_of(text: &str) {
    let folder = tempfile::tempdir().unwrap();
    write_files(&std::fs::read_to_string(text).unwrap(), folder.path());
    let configuration = folder.path().join(".config/cdr");
    std::fs::create_dir_all(&configuration).unwrap();
    std::fs::write(
        configuration.join("config.toml"),
        "[profiles.nightly]\n[profiles.billing]",
    )
    .unwrap();
    let script = commands(&std::fs::read_to_string(text).unwrap());
    assert!(text != "README.md" || script.len() > 20, "{script:?}");
    for command in script {
        let is_dry = command.contains("--dry-run");
        let output = shell(&command)
            .current_dir(&folder)
            .env("HOME", folder.path())
            .env("CDR_SANDBOX", if is_dry { "" } else { "1" })
            .output()
            .unwrap();
        // The sandbox has calls that a strict run warns of.
        let is_strict = command.contains("--strict") && output.status.code() == Some(7);
        assert!(
            output.status.success() || is_strict,
            "{text}: {command} failed: {output:?}"
        );
    }
}

/// The first script of a page.
#[cfg(unix)]
fn script_of(page: &str) -> String {
    let text = std::fs::read_to_string(page).unwrap();
    let start = text.find("#!/bin/sh").unwrap();
    text[start..].split("```").next().unwrap().to_owned()
}

#[test]
#[cfg(unix)]
fn the_script_for_bills_can_be_run_again() {
    let home = tempfile::tempdir().unwrap();
    let dir = home.path().join("billing");
    std::fs::create_dir(&dir).unwrap();
    let card = dir.join("rates.toml");
    let example = shell("cdr bill --example").output().unwrap().stdout;
    std::fs::write(card, example).unwrap();
    let run = |script: &str| {
        let mut run = shell(script);
        let run = run.env("HOME", home.path()).env("CDR_SANDBOX", "1");
        run.current_dir(&dir).output().unwrap()
    };
    assert!(run("cdr -q sync archive 60d").status.success());
    for _ in 0..2 {
        // The sandbox has calls that a bill warns of.
        let output = run(&script_of("docs/billing.md"));
        assert_eq!(output.status.code(), Some(7), "{output:?}");
        let months: Vec<_> = std::fs::read_dir(dir.join("bills")).unwrap().collect();
        let [Ok(month)] = &months[..] else {
            panic!("{months:?}");
        };
        let index = std::fs::read_to_string(month.path().join("index.csv")).unwrap();
        assert!(index.contains(".xlsx,customer-100,") && !index.contains("stale"));
        // The card, the archive, the bill of all customers and the directory of the others.
        assert_eq!(std::fs::read_dir(&dir).unwrap().count(), 4);
    }
}

#[test]
#[cfg(unix)]
fn the_check_for_nagios_translates_exit_codes() {
    let script = script_of("docs/scripting.md").replace("yesterday", "2025-01");
    let many = script.replace("calls > 0", "calls > 1000000");
    for (script, sandbox, code, printed) in [
        (
            &script,
            "1",
            0,
            "CDR OK - the calls of 2025-01 are as expected",
        ),
        (
            &many,
            "1",
            2,
            "CDR CRITICAL - cdr: error: expected calls > 1000000, found 300",
        ),
        (&script, "", 3, "CDR UNKNOWN - cdr: error: "),
    ] {
        let mut run = shell(script);
        let output = run
            .env("HOME", "/")
            .env("CDR_SANDBOX", sandbox)
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(code));
        assert!(
            String::from_utf8_lossy(&output.stdout).starts_with(printed),
            "{output:?}"
        );
    }
}

/// A machine without jq keeps the output that another one wrote.
fn needs_what_is_missing(command: &str) -> bool {
    let has_jq = || {
        shell("jq --version")
            .output()
            .is_ok_and(|output| output.status.success())
    };
    command.contains("jq ") && !has_jq()
}

fn output(command: &str, folder: &Path) -> String {
    let output = shell(command).current_dir(folder).output().unwrap();
    assert!(output.status.success(), "{command} failed: {output:?}");
    String::from_utf8(output.stdout).unwrap()
}
