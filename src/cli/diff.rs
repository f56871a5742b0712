//! The command `diff`, as it may be typed. The comments on the arguments are their help.

use super::config::{Resolver, output};
use super::options::{CallOptions, PrintOptions};
use crate::commands::diff;
use crate::report::Style;
use clap::{Args, ValueHint};
use std::path::PathBuf;

/// Two saved answers.
#[derive(Args, Clone, Debug)]
pub struct DiffCommand {
    /// The older answer: a file, the folder of an archive, or - for standard input
    #[arg(value_hint = ValueHint::AnyPath)]
    old: PathBuf,
    /// The newer one
    #[arg(value_hint = ValueHint::AnyPath)]
    new: PathBuf,
    #[command(flatten)]
    calls: CallOptions,
    #[command(flatten)]
    print: PrintOptions,
}

impl Resolver<'_> {
    /// What is compared.
    pub(super) fn diff(&self, typed: &DiffCommand) -> anyhow::Result<diff::Config> {
        let zone = self.zone(typed.calls.tz.as_deref(), None)?;
        Ok(diff::Config {
            old: typed.old.clone(),
            new: typed.new.clone(),
            output: output(&typed.print.file, None)?,
            calls: self.calls(&typed.calls, zone.as_ref())?,
            style: Style {
                zone,
                ..self.style(&typed.print, Some(&typed.calls))?
            },
        })
    }
}
