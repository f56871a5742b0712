//! The presentation of a result, from options, environment and terminal.
//!
//! An output file selects the format by its extension, unless `--format` does; both override
//! `CDR_FORMAT`. Only a terminal has a width and, by default, colors, so a result that is piped is
//! the same for every user.

use super::args::{FileOptions, FilesOptions, FilterArgs, OutputArgs};
use super::resolver::Resolver;
use super::values::format_by_name;
use crate::columns::{ColumnList, SortSpec};
use crate::error::{Failure, FailureKind};
use crate::format::{Content, FORMATS, Format, Metadata, PrintOptions};
use crate::output::{FileTemplate, OutputPath, expand_file_name};
use crate::report::PrintConfig;
use crate::time::DateRange;
use chrono::{SecondsFormat, Utc};
use std::ffi::OsStr;
use std::fs::{self, OpenOptions};
use std::io::IsTerminal;
use std::path::{Path, PathBuf, is_separator};

/// The width of a terminal that does not report it, in characters.
const DEFAULT_WIDTH: u16 = 80;

impl Resolver<'_> {
    /// Returns the presentation of a result.
    pub(super) fn resolve_print_config(
        &self,
        print: &OutputArgs,
        calls: Option<&FilterArgs>,
    ) -> Result<PrintConfig, Failure> {
        let is_terminal = print.file.output.is_none() && std::io::stdout().is_terminal();
        let format = match (print.format, &print.file.output) {
            (Some(format), _) => format,
            (None, Some(file)) if has_meaningful_extension(file) => format_from_extension(file)?,
            (None, _) => self.format()?.unwrap_or(FORMATS[0]),
        };
        let print_config = PrintConfig {
            format,
            columns: concat_columns(&print.columns, calls),
            group_by: calls.and_then(|calls| concat_call_columns(&calls.group_by)),
            sort: calls
                .and_then(|calls| SortSpec::concat(&calls.sort))
                .map(|sort| sort.with_full_paths()),
            limit: calls.and_then(|calls| calls.limit),
            zone: None,
            options: PrintOptions {
                header: !print.no_header,
                excel: print.excel,
                delimiter: print.delimiter,
                view: print.view,
                width: if is_terminal {
                    Some(self.width()?)
                } else {
                    None
                },
                color: self.cli.global.color.is_enabled(
                    is_terminal && !self.environment.disables_color(),
                    self.environment.get("TERM")?.as_deref(),
                ),
                metadata: Self::metadata(calls),
            },
        };
        if let Some(file) = &print.file.output {
            check_output(&print_config, file)?;
        }
        print_config.validate()?;
        Ok(print_config)
    }

    /// Returns the time and what selects calls, for formats that keep it.
    fn metadata(calls: Option<&FilterArgs>) -> Metadata {
        let now = Utc::now();
        let conditions = calls.map_or(&[][..], |calls| &calls.conditions);
        let conditions: Vec<_> = conditions.iter().map(ToString::to_string).collect();
        let keys = calls.and_then(|calls| concat_call_columns(&calls.group_by));
        Metadata {
            generated: now.to_rfc3339_opts(SecondsFormat::Secs, true),
            filter: (!conditions.is_empty()).then(|| conditions.join(" and ")),
            group_by: keys.map(|keys| keys.names().collect::<Vec<_>>().join(",")),
            limit: calls.and_then(|calls| calls.limit),
            ..Metadata::default()
        }
    }

    /// Returns the width of the terminal: as it reports itself, else as `COLUMNS` says.
    fn width(&self) -> Result<u16, Failure> {
        if let Some(width) = terminal_width() {
            return Ok(width);
        }
        let columns = self.environment.get("COLUMNS")?;
        Ok(columns
            .and_then(|columns| columns.parse().ok())
            .filter(|width| *width > 0)
            .unwrap_or(DEFAULT_WIDTH))
    }

    fn format(&self) -> Result<Option<&'static Format>, Failure> {
        let Some(name) = self.environment.get("CDR_FORMAT")? else {
            return Ok(None);
        };
        format_by_name(&name).map(Some).ok_or_else(|| {
            let known = FORMATS.map(|format| format.name).join(", ");
            let message =
                format!("invalid value '{name}' for CDR_FORMAT; expected one of: {known}");
            Failure::new(FailureKind::Usage, message)
        })
    }
}

/// Rejects an output file that the format cannot be written to.
fn check_output(print_config: &PrintConfig, file: &Path) -> Result<(), Failure> {
    let format = print_config.format;
    let is_gzip = file.extension().is_some_and(|extension| extension == "gz");
    if format.content == Content::Binary && is_gzip {
        let message = format!(
            "{} is already compressed; remove .gz from the file name",
            format.name
        );
        return Err(Failure::new(FailureKind::Usage, message));
    }
    if !format.is_for_terminals() && is_terminal_at(file) {
        return Err(print_config.terminal_error());
    }
    Ok(())
}

/// Returns the columns of several lists; columns of calls as full paths.
fn concat_columns(lists: &[ColumnList], calls: Option<&FilterArgs>) -> Option<ColumnList> {
    match calls {
        Some(_) => concat_call_columns(lists),
        None => ColumnList::concat(lists),
    }
}

/// Returns the columns of calls of several lists, as full paths.
pub(super) fn concat_call_columns(lists: &[ColumnList]) -> Option<ColumnList> {
    ColumnList::concat(lists).map(|columns| columns.with_full_paths())
}

/// Returns whether the extension of a file can select a format: not if it is standard output, a
/// device, a pipe or a directory.
fn has_meaningful_extension(file: &Path) -> bool {
    let is_descriptor =
        file == Path::new("-") || file.starts_with("/dev") || file.starts_with("/proc");
    !is_descriptor && fs::metadata(file).map_or(true, |metadata| metadata.is_file())
}

/// Returns whether a file is a terminal.
fn is_terminal_at(file: &Path) -> bool {
    if file == Path::new("-") {
        return std::io::stdout().is_terminal();
    }
    // Opening a pipe would wait for its reader.
    let is_device =
        fs::metadata(file).is_ok_and(|metadata| !metadata.is_file() && !metadata.is_dir());
    is_device
        && file.starts_with("/dev")
        && OpenOptions::new()
            .write(true)
            .open(file)
            .is_ok_and(|file| file.is_terminal())
}

/// Returns the format that the extension of a file selects.
fn format_from_extension(file: &Path) -> Result<&'static Format, Failure> {
    let name = file.display().to_string();
    Format::from_path(&file.to_string_lossy()).ok_or_else(|| {
        let message = if name.ends_with(is_separator) {
            format!(
                "cannot write {name}: it is a directory; use --output with the name of a file in it"
            )
        } else {
            let hint = extension_hint(&name, file.extension());
            format!("unknown extension of '{name}'; {hint}")
        };
        Failure::new(FailureKind::Usage, message)
    })
}

/// Returns what to use instead of a file whose extension selects no format.
fn extension_hint(name: &str, extension: Option<&OsStr>) -> String {
    if let Some(format) = format_by_name(name) {
        return format!("did you mean '--format {}'?", format.name);
    }
    if extension.is_some_and(|extension| extension.eq_ignore_ascii_case("xls")) {
        return format!("did you mean '{name}x'?");
    }
    let extensions = FORMATS.into_iter().flat_map(|format| format.extensions);
    let extensions: Vec<_> = extensions.copied().collect();
    format!("use --format, or one of: {}", extensions.join(", "))
}

/// Returns the width of the terminal that standard output is.
#[cfg(unix)]
fn terminal_width() -> Option<u16> {
    let size = rustix::termios::tcgetwinsize(std::io::stdout()).ok()?;
    Some(size.ws_col).filter(|width| *width > 0)
}

/// Returns the width of the terminal that standard output is.
#[cfg(not(unix))]
fn terminal_width() -> Option<u16> {
    let size = terminal_size::terminal_size_of(std::io::stdout());
    size.map(|(width, _)| width.0)
}

/// Returns the output file, if any, with the dates of the period in its name.
pub(super) fn resolve_output_path(
    file: &FileOptions,
    period: Option<DateRange>,
) -> Result<Option<PathBuf>, Failure> {
    match resolve_template(file, period, false)? {
        Some(OutputPath::PerValue { .. }) => {
            let message =
                "this command writes one file; use --output with a name without columns in braces";
            Err(Failure::new(FailureKind::Usage, message))
        }
        Some(OutputPath::File(path)) => Ok(Some(path)),
        None => Ok(None),
    }
}

/// Returns the output of calls, totals or a bill, which can be a file per value.
pub(super) fn resolve_output(
    print: &OutputArgs,
    files: FilesOptions,
    print_config: &PrintConfig,
    period: Option<DateRange>,
) -> Result<Option<OutputPath>, Failure> {
    let output = resolve_template(&print.file, period, files.prune)?;
    let Some(OutputPath::PerValue { template, .. }) = &output else {
        if files.prune {
            let message = "--prune requires a column in braces in --output; remove --prune";
            return Err(Failure::new(FailureKind::Usage, message));
        }
        return Ok(output);
    };
    if let Some(keys) = &print_config.group_by
        && let Some(column) = template.columns().names().find(|name| !keys.contains(name))
    {
        let message = format!(
            "cannot name files by {column}: it is not a key of the totals; add it to --group-by"
        );
        return Err(Failure::new(FailureKind::Usage, message));
    }
    Ok(output)
}

/// Returns the output file with the dates of the period in its name, or a template if it has columns
/// in braces.
fn resolve_template(
    file: &FileOptions,
    period: Option<DateRange>,
    is_pruned: bool,
) -> Result<Option<OutputPath>, Failure> {
    let Some(path) = &file.output else {
        return Ok(None);
    };
    let Some(name) = path.to_str() else {
        return Ok(Some(OutputPath::File(path.clone())));
    };
    let name = expand_file_name(name, period)?;
    let template = FileTemplate::parse(&name).map_err(|error| {
        let message = format!("invalid value '{name}' for --output: {error}");
        Failure::new(FailureKind::Usage, message)
    })?;
    Ok(Some(match template {
        Some(template) => OutputPath::PerValue {
            template,
            is_pruned,
        },
        None => OutputPath::File(PathBuf::from(name)),
    }))
}
