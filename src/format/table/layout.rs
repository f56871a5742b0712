//! The columns that a terminal has room for, and their widths.
//!
//! Whether columns fit is decided by their narrowest form: a header over as many lines as it can
//! take, texts wrapped at words. If they do not fit, the least important ones are hidden.
//!
//! The remaining columns share the width: first headers get fewer lines, then texts become wider.
//! What is missing is taken from the widest column, a character at a time. So no column becomes
//! much narrower than the others.

use super::column::TableColumn;
use crate::columns::display_priority;

/// The space between two columns, in characters.
pub const COLUMN_GAP: usize = 2;

/// The visible columns of a table, by their indices, and the width of each.
#[derive(Debug, PartialEq, Eq)]
pub struct ColumnWidths {
    pub columns: Vec<usize>,
    pub widths: Vec<usize>,
}

impl ColumnWidths {
    /// Returns all columns, with names and values in one line each.
    pub fn natural(columns: &[TableColumn], has_header: bool) -> Self {
        let widths = columns.iter().map(|column| {
            let name = if has_header {
                super::wrap::width(column.name())
            } else {
                0
            };
            name.max(column.max_value_width()).max(1)
        });
        Self {
            columns: (0..columns.len()).collect(),
            widths: widths.collect(),
        }
    }

    /// Returns all columns, as narrow as they can be.
    pub fn minimal(columns: &[TableColumn]) -> Self {
        let indices: Vec<_> = (0..columns.len()).collect();
        Self {
            widths: minimal_widths(columns, &indices),
            columns: indices,
        }
    }
}

/// Returns the columns that fit into a terminal of this width: all of them, or else the pinned ones
/// and the most important ones of the others. Returns `None` if even the pinned ones are too wide.
pub fn fit_columns(
    columns: &[TableColumn],
    pinned_columns: usize,
    terminal: usize,
) -> Option<ColumnWidths> {
    let min_width = |indices: &[usize]| total(&minimal_widths(columns, indices));
    let mut indices: Vec<_> = (0..columns.len()).collect();
    if min_width(&indices) > terminal {
        let mut others: Vec<_> = indices.split_off(pinned_columns.min(indices.len()));
        others.sort_by_key(|index| display_priority(columns[*index].name()));
        for index in others {
            indices.push(index);
            if min_width(&indices) > terminal {
                indices.pop();
            }
        }
        indices.sort_unstable();
    }
    if indices.is_empty() || min_width(&indices) > terminal {
        return None;
    }
    Some(ColumnWidths {
        widths: shrink_to_fit(columns, &indices, terminal),
        columns: indices,
    })
}

/// Returns the widths of columns that fit. Headers take several lines before texts do.
fn shrink_to_fit(columns: &[TableColumn], indices: &[usize], terminal: usize) -> Vec<usize> {
    let lines = indices
        .iter()
        .map(|index| columns[*index].header_line_count());
    let lines = lines.max().unwrap_or(1);
    let unwrapped = |lines| widths(columns, indices, lines, TableColumn::max_value_width);
    if let Some(widths) = (1..=lines)
        .map(unwrapped)
        .find(|widths| total(widths) <= terminal)
    {
        return widths;
    }
    let minimal = minimal_widths(columns, indices);
    let mut shrunk = unwrapped(usize::MAX);
    while total(&shrunk) > terminal {
        let can_shrink = |index: &usize| shrunk[*index] > minimal[*index];
        let widest = (0..shrunk.len())
            .filter(can_shrink)
            .max_by_key(|index| shrunk[*index]);
        let Some(widest) = widest else {
            break;
        };
        shrunk[widest] -= 1;
    }
    shrunk
}

/// Returns the smallest widths that columns can have.
fn minimal_widths(columns: &[TableColumn], indices: &[usize]) -> Vec<usize> {
    widths(columns, indices, usize::MAX, TableColumn::min_value_width)
}

/// Returns the widths of columns whose names take at most this many lines and whose values are as
/// wide as `value` says.
fn widths(
    columns: &[TableColumn],
    indices: &[usize],
    lines: usize,
    value: impl Fn(&TableColumn) -> usize,
) -> Vec<usize> {
    indices
        .iter()
        .map(|index| &columns[*index])
        .map(|column| column.header_width(lines).max(value(column)).max(1))
        .collect()
}

/// Returns the width of a table with columns of these widths.
fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + COLUMN_GAP * widths.len().saturating_sub(1)
}
