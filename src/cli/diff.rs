//! The command `diff`, as it may be typed. The comments on the arguments are their help.

use super::account::SelectedProfile;
use super::args::{FilterArgs, OutputArgs};
use super::config::{Resolver, output};
use crate::commands::diff;
use crate::report::PrintConfig;
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
    /// Exit with code 7 if anything differs
    ///
    /// The differences are printed as usual; then one line on standard error says how many calls, or
    /// with --group-by groups, differ.
    #[arg(long)]
    exit_code: bool,
    #[command(flatten)]
    calls: FilterArgs,
    #[command(flatten)]
    print: OutputArgs,
}

impl Resolver<'_> {
    /// What is compared.
    pub(super) fn diff(&self, typed: &DiffCommand) -> anyhow::Result<diff::Config> {
        let zone = self.zone(typed.calls.tz.as_deref(), &SelectedProfile::default())?;
        let mut style = self.style(&typed.print, Some(&typed.calls))?;
        let metadata = &mut style.print.metadata;
        metadata.old = Some(typed.old.display().to_string());
        metadata.new = Some(typed.new.display().to_string());
        Ok(diff::Config {
            old: typed.old.clone(),
            new: typed.new.clone(),
            output: output(&typed.print.file, None)?,
            calls: self.calls(&typed.calls, zone.as_ref())?,
            style: PrintConfig { zone, ..style },
            fails_on_difference: typed.exit_code,
        })
    }
}
