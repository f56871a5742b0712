//! Completion scripts.

use super::tree;
use crate::columns::Columns;
use clap_complete::{Shell, generate};

/// The completion script of a shell. The lists of columns complete behind each of their commas in zsh and
/// fish; the other shells complete the first column.
pub fn completions(shell: Shell) -> String {
    let mut script = Vec::new();
    generate(shell, &mut tree(), "cdr", &mut script);
    let script = String::from_utf8_lossy(&script).into_owned();
    let words: Vec<_> = Columns::known().collect();
    match shell {
        Shell::Zsh => {
            let listed = format!(":LIST:({})", words.join(" "));
            let sequence = format!(":LIST:_sequence compadd - {}", words.join(" "));
            script.replace(&listed, &sequence)
        }
        Shell::Fish => {
            let listed: Vec<_> = words.iter().map(|word| format!("{word}\\t''")).collect();
            let printed = format!(
                "(__fish_complete_list , 'string split \" \" \"{}\"')",
                words.join(" ")
            );
            script.replace(
                &format!("\"{}\"", listed.join("\n")),
                &format!("'{}'", quoted(&printed)),
            )
        }
        _ => script,
    }
}

/// A text between single quotes of fish.
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('\'', "\\'")
}
