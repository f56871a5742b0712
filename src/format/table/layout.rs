//! Which columns of a table a terminal has room for, and how wide they are.

use super::column::TableColumn;
use crate::columns::display_priority;

/// What stands between two columns, in characters.
pub const COLUMN_GAP: usize = 2;

/// Columns of a table, by their indices, and the width of each.
#[derive(Debug, PartialEq, Eq)]
pub struct ColumnWidths {
    pub columns: Vec<usize>,
    pub widths: Vec<usize>,
}

impl ColumnWidths {
    /// All columns, with names and values in one line each.
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

    /// All columns, as narrow as they can be.
    pub fn minimal(columns: &[TableColumn]) -> Self {
        let indices: Vec<_> = (0..columns.len()).collect();
        Self {
            widths: widths(columns, &indices, usize::MAX, TableColumn::min_value_width),
            columns: indices,
        }
    }
}

/// The columns that fit into a terminal of this width: all of them, or else the first `pinned_columns` and as many of the
/// others as there is room for, the more important ones first. `None` when even those are too wide.
pub fn fit_columns(
    columns: &[TableColumn],
    pinned_columns: usize,
    terminal: usize,
) -> Option<ColumnWidths> {
    let least = |indices: &[usize]| {
        total(&widths(
            columns,
            indices,
            usize::MAX,
            TableColumn::min_value_width,
        ))
    };
    let mut indices: Vec<_> = (0..columns.len()).collect();
    if least(&indices) > terminal {
        let mut others: Vec<_> = indices.split_off(pinned_columns.min(indices.len()));
        others.sort_by_key(|index| display_priority(columns[*index].name()));
        for index in others {
            indices.push(index);
            if least(&indices) > terminal {
                indices.pop();
            }
        }
        indices.sort_unstable();
    }
    if indices.is_empty() || least(&indices) > terminal {
        return None;
    }
    Some(ColumnWidths {
        widths: shrink_to_fit(columns, &indices, terminal),
        columns: indices,
    })
}

/// The widths of columns that fit. Headings go over several lines before texts go on below.
fn shrink_to_fit(columns: &[TableColumn], indices: &[usize], terminal: usize) -> Vec<usize> {
    let lines = indices
        .iter()
        .map(|index| columns[*index].header_line_count());
    let lines = lines.max().unwrap_or(1);
    let whole = |lines| widths(columns, indices, lines, TableColumn::max_value_width);
    if let Some(widths) = (1..=lines)
        .map(whole)
        .find(|widths| total(widths) <= terminal)
    {
        return widths;
    }
    let least = widths(columns, indices, usize::MAX, TableColumn::min_value_width);
    let mut shared = whole(usize::MAX);
    while total(&shared) > terminal {
        let can_shrink = |index: &usize| shared[*index] > least[*index];
        let widest = (0..shared.len())
            .filter(can_shrink)
            .max_by_key(|index| shared[*index]);
        let Some(widest) = widest else {
            break;
        };
        shared[widest] -= 1;
    }
    shared
}

/// The widths of columns whose names take so many lines and whose values take `value`.
fn widths(
    columns: &[TableColumn],
    indices: &[usize],
    lines: usize,
    value: impl Fn(&TableColumn) -> usize,
) -> Vec<usize> {
    let columns = indices.iter().map(|index| &columns[*index]);
    columns
        .map(|column| column.header_width(lines).max(value(column)).max(1))
        .collect()
}

/// How wide a table with columns of these widths is.
fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + COLUMN_GAP * widths.len().saturating_sub(1)
}
