//! The name of an output with columns in braces: `bills/2025-01-01/{user.ref}.xlsx`.
//!
//! Components before the first column are the directory that all files are in, and that has their
//! index. Each value becomes part of a name by these rules:
//!
//! - Letters, digits, `.`, `_` and `-` stay. Other characters become `_`, and so does a dot that
//!   would hide a file or leave the directory.
//! - A component has at most 80 bytes without the extension of the file.
//! - No value is `_none`.
//!
//! A component that is not exactly the value any more, or that could be mistaken for another one,
//! ends in a hash of its values, so that different values have different names, and a value has the
//! same name in each run.

use super::index::FILE_NAME;
use crate::columns::ColumnList;
use std::collections::{HashMap, HashSet};
use std::path::{Component, Path, PathBuf};
use thiserror::Error;
use twox_hash::XxHash3_128;

/// The longest name, in bytes, without its extension. Most file systems allow 255 for both.
const MAX_NAME_BYTES: usize = 80;

/// The name of the files for calls without a value.
const NO_VALUE: &str = "_none";

/// What may be meant to name a date of the period, and the name of that date.
const DATES: [(&str, &str); 3] = [("from", "from"), ("form", "from"), ("to", "to")];

/// What the hidden files of sets begin with.
const HIDDEN_PREFIX: &str = ".cdr-";

/// The name of the index without its extension.
const INDEX: &str = "index";

/// The names of devices on Windows, with any extension.
const DEVICES: [&str; 22] = [
    "aux", "con", "nul", "prn", "com1", "com2", "com3", "com4", "com5", "com6", "com7", "com8",
    "com9", "lpt1", "lpt2", "lpt3", "lpt4", "lpt5", "lpt6", "lpt7", "lpt8", "lpt9",
];

/// The name of an output with columns in braces.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FileTemplate {
    /// The template as typed.
    path: PathBuf,
    /// The directory without columns.
    dir: PathBuf,
    columns: ColumnList,
    /// The components below the directory, the file last.
    components: Vec<Vec<Part>>,
    /// The extension of the files, with its dot.
    extension: String,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Part {
    Text(String),
    /// The index of a column.
    Column(usize),
}

/// What is wrong with a template.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum TemplateError {
    #[error("'{{' has no '}}'; add it")]
    Unclosed,
    #[error("'}}' has no '{{'; remove it")]
    Unopened,
    #[error("'{{{0}}}' is not a column; did you mean '{{{1}}}'?")]
    Date(String, &'static str),
    #[error("invalid column '{0}' in braces; use one column, such as {{user.ref}}")]
    Column(String),
    #[error("'{0}' follows a column; use names without it")]
    Parent(String),
}

impl FileTemplate {
    /// Parses a name, in which dates have been replaced. Returns `None` for one without columns.
    pub fn parse(name: &str) -> Result<Option<Self>, TemplateError> {
        if !name.contains('{') {
            return Ok(None);
        }
        let mut names = Vec::new();
        let mut dir = PathBuf::new();
        let mut components = Vec::new();
        for component in Path::new(name).components() {
            let text = component.as_os_str().to_string_lossy();
            let parts = parse_component(&text, &mut names)?;
            match component {
                Component::ParentDir if !names.is_empty() => {
                    return Err(TemplateError::Parent(text.into_owned()));
                }
                _ if names.is_empty() => dir.push(component),
                _ => components.push(parts),
            }
        }
        let extension = components.last_mut().map(split_extension);
        Ok(Some(Self {
            path: PathBuf::from(name),
            dir: if dir.as_os_str().is_empty() {
                PathBuf::from(".")
            } else {
                dir
            },
            columns: ColumnList::from_names(names.iter().map(String::as_str)),
            components,
            extension: extension.unwrap_or_default(),
        }))
    }

    /// The template as typed, with the dates of the period.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// The directory that all files are in.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// The columns whose values name the files.
    pub fn columns(&self) -> &ColumnList {
        &self.columns
    }

    /// Returns whether the files are compressed.
    pub fn is_gzip(&self) -> bool {
        self.extension.to_ascii_lowercase().ends_with(".gz")
    }

    /// Returns the names of the files for these values, each a path below the directory with `/`
    /// between its components. No two are equal, also if case does not count: names that would be
    /// end in a hash of all values, and if that is not enough, in a number.
    pub fn file_names(&self, files: &[&[String]]) -> Vec<String> {
        let mut names: Vec<_> = files
            .iter()
            .map(|values| self.file_name(values, false))
            .collect();
        let mut counts: HashMap<String, usize> = HashMap::new();
        for name in &names {
            *counts.entry(name.to_lowercase()).or_default() += 1;
        }
        let mut known = HashSet::new();
        for (name, values) in names.iter_mut().zip(files) {
            if counts[&name.to_lowercase()] > 1 {
                *name = self.file_name(values, true);
            }
            let stem = name
                .strip_suffix(&*self.extension)
                .unwrap_or(name)
                .to_owned();
            let mut number = 1;
            while !known.insert(name.to_lowercase()) {
                number += 1;
                *name = format!("{stem}-{number}{}", self.extension);
            }
        }
        names
    }

    /// Returns the path of a file below the directory. With `is_ambiguous`, it ends in a hash of
    /// all values in any case.
    fn file_name(&self, values: &[String], is_ambiguous: bool) -> String {
        let mut path = String::new();
        for (index, parts) in self.components.iter().enumerate() {
            if index > 0 {
                path.push('/');
            }
            let is_last = index + 1 == self.components.len();
            let extension = if is_last { &*self.extension } else { "" };
            path.push_str(&component_name(
                parts,
                values,
                extension,
                is_ambiguous && is_last,
            ));
            path.push_str(extension);
        }
        path
    }
}

/// Returns the name of a component without its extension. With `is_ambiguous`, it ends in a hash of
/// all values.
fn component_name(
    parts: &[Part],
    values: &[String],
    extension: &str,
    is_ambiguous: bool,
) -> String {
    let mut name = String::new();
    let mut is_exact = true;
    for part in parts {
        is_exact &= part.push(values, &mut name);
    }
    is_exact &= !cut(&mut name, MAX_NAME_BYTES);
    let mut used: Vec<_> = parts.iter().filter_map(|part| part.value(values)).collect();
    is_exact &= used.is_empty() || !is_reserved(&name, extension);
    if is_ambiguous {
        used = values.iter().map(String::as_str).collect();
    }
    if is_ambiguous || !is_exact {
        append_hash(&mut name, &used);
    }
    name
}

impl Part {
    fn value<'a>(&self, values: &'a [String]) -> Option<&'a str> {
        match self {
            Self::Text(_) => None,
            Self::Column(index) => values.get(*index).map(String::as_str),
        }
    }

    /// Appends the part to a name. Returns whether it is there unchanged.
    fn push(&self, values: &[String], name: &mut String) -> bool {
        let value = match self {
            Self::Text(text) => {
                name.push_str(text);
                return true;
            }
            Self::Column(_) => self.value(values).unwrap_or_default(),
        };
        if value.is_empty() {
            name.push_str(NO_VALUE);
            return true;
        }
        let is_hidden = name.is_empty() && value.starts_with('.');
        let is_safe = |character: char| character.is_alphanumeric() || "._-".contains(character);
        let replace = |character| if is_safe(character) { character } else { '_' };
        let start = name.len();
        name.extend(value.chars().map(replace));
        if is_hidden {
            name.replace_range(start..=start, "_");
        }
        !is_hidden && value.chars().all(is_safe) && !value.eq_ignore_ascii_case(NO_VALUE)
    }
}

/// Returns whether a name has a meaning of its own: to any system, to Windows, or for the set.
fn is_reserved(name: &str, extension: &str) -> bool {
    let name = name.to_lowercase();
    let device = name.split('.').next().unwrap_or_default();
    let file = format!("{name}{extension}");
    let has_meaning = [".", "..", FILE_NAME].contains(&&*file) || file.starts_with(HIDDEN_PREFIX);
    has_meaning || DEVICES.contains(&device) || name == INDEX
}

/// Cuts a name at a character, so that it has at most so many bytes. Returns whether it was longer.
fn cut(name: &mut String, max_bytes: usize) -> bool {
    let is_longer = name.len() > max_bytes;
    if is_longer {
        let boundary = (0..=max_bytes)
            .rev()
            .find(|len| name.is_char_boundary(*len));
        name.truncate(boundary.unwrap_or_default());
    }
    is_longer
}

/// Appends a short hash of values, and cuts the name before it if it would be too long.
fn append_hash(name: &mut String, values: &[&str]) {
    let mut bytes = Vec::new();
    for value in values {
        bytes.extend_from_slice(&value.len().to_be_bytes());
        bytes.extend_from_slice(value.as_bytes());
    }
    let hash = format!("-{:08x}", XxHash3_128::oneshot(&bytes) >> 96);
    cut(name, MAX_NAME_BYTES - hash.len());
    name.push_str(&hash);
}

/// Parses a component, and adds its columns to `columns`.
fn parse_component(text: &str, columns: &mut Vec<String>) -> Result<Vec<Part>, TemplateError> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        if !before.is_empty() {
            parts.push(Part::Text(before.to_owned()));
        }
        let (name, after) = after.split_once('}').ok_or(TemplateError::Unclosed)?;
        if let Some((_, date)) = DATES
            .iter()
            .find(|(typed, _)| name.eq_ignore_ascii_case(typed))
        {
            return Err(TemplateError::Date(name.to_owned(), date));
        }
        let list: ColumnList = name
            .parse()
            .map_err(|_| TemplateError::Column(name.to_owned()))?;
        let list = list.with_full_paths();
        let mut names = list.names();
        let (Some(column), None) = (names.next(), names.next()) else {
            return Err(TemplateError::Column(name.to_owned()));
        };
        let known = columns.iter().position(|known| known == column);
        parts.push(Part::Column(known.unwrap_or_else(|| {
            columns.push(column.to_owned());
            columns.len() - 1
        })));
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest.to_owned()));
    }
    let has_brace = |part: &Part| matches!(part, Part::Text(text) if text.contains('}'));
    if parts.iter().any(has_brace) {
        return Err(TemplateError::Unopened);
    }
    Ok(parts)
}

/// Removes the extension of a file from its parts, and returns it: the text after the last column
/// from its first dot.
fn split_extension(parts: &mut Vec<Part>) -> String {
    let Some(Part::Text(text)) = parts.last_mut() else {
        return String::new();
    };
    let extension = text.find('.').map(|dot| text.split_off(dot));
    if text.is_empty() {
        parts.pop();
    }
    extension.unwrap_or_default()
}
