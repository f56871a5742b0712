//! Which columns of a table a terminal has room for, and how wide they are.

use super::column::Column;
use crate::columns::display_priority;

/// What stands between two columns, in characters.
pub const GAP: usize = 2;

/// Columns of a table, by their places, and the width of each.
#[derive(Debug, PartialEq, Eq)]
pub struct Fitted {
    pub columns: Vec<usize>,
    pub widths: Vec<usize>,
}

impl Fitted {
    /// All columns, with names and values in one line each.
    pub fn full(columns: &[Column], has_heading: bool) -> Self {
        let widths = columns.iter().map(|column| {
            let name = if has_heading {
                super::wrap::width(column.name())
            } else {
                0
            };
            name.max(column.widest_value()).max(1)
        });
        Self {
            columns: (0..columns.len()).collect(),
            widths: widths.collect(),
        }
    }

    /// All columns, as narrow as they can be.
    pub fn least(columns: &[Column]) -> Self {
        let places: Vec<_> = (0..columns.len()).collect();
        Self {
            widths: widths(columns, &places, usize::MAX, Column::least_value),
            columns: places,
        }
    }
}

/// The columns that fit into a terminal of this width: all of them, or else the first `kept` and as many of the
/// others as there is room for, the more important ones first. `None` when even those are too wide.
pub fn fitted(columns: &[Column], kept: usize, terminal: usize) -> Option<Fitted> {
    let least = |places: &[usize]| total(&widths(columns, places, usize::MAX, Column::least_value));
    let mut places: Vec<_> = (0..columns.len()).collect();
    if least(&places) > terminal {
        let mut others: Vec<_> = places.split_off(kept.min(places.len()));
        others.sort_by_key(|place| display_priority(columns[*place].name()));
        for place in others {
            places.push(place);
            if least(&places) > terminal {
                places.pop();
            }
        }
        places.sort_unstable();
    }
    if places.is_empty() || least(&places) > terminal {
        return None;
    }
    Some(Fitted {
        widths: shared(columns, &places, terminal),
        columns: places,
    })
}

/// The widths of columns that fit. Headings go over several lines before texts go on below.
fn shared(columns: &[Column], places: &[usize], terminal: usize) -> Vec<usize> {
    let lines = places.iter().map(|place| columns[*place].heading_lines());
    let lines = lines.max().unwrap_or(1);
    let whole = |lines| widths(columns, places, lines, Column::widest_value);
    if let Some(widths) = (1..=lines)
        .map(whole)
        .find(|widths| total(widths) <= terminal)
    {
        return widths;
    }
    let least = widths(columns, places, usize::MAX, Column::least_value);
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
    columns: &[Column],
    places: &[usize],
    lines: usize,
    value: impl Fn(&Column) -> usize,
) -> Vec<usize> {
    let columns = places.iter().map(|place| &columns[*place]);
    columns
        .map(|column| column.heading_width(lines).max(value(column)).max(1))
        .collect()
}

/// How wide a table with columns of these widths is.
fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
}
