//! Columns of a table: what is known of each once all its values were seen.
//!
//! The type of a documented column is known. An undocumented one is taken for numbers, and aligned
//! to the right, until a value is none.

use super::shorten_times::CommonTimeParts;
use super::wrap::{split_name, width, wrap};
use crate::columns::{ColumnType, DerivedColumn, Field, is_highlighted, short_name};
use crate::text::escape_control_chars;
use anstyle::{AnsiColor, Style};
use comfy_table::{Cell, Color};
use std::borrow::Cow;

/// The width that a column of texts keeps, if its texts are wider: that of its longest word,
/// between these two.
const MIN_TEXT_WIDTH: usize = 12;
const MAX_UNBROKEN_WORD: usize = 16;

/// The widest part of a name that is not broken, in characters.
const MAX_NAME_PART: usize = 24;

/// The maximum width of a column in a table of any width. Cells are `u16` wide in comfy-table; this
/// leaves room for a gap, and no reader sees more in one line.
pub const MAX_COLUMN_WIDTH: usize = 10_000;

/// A column, and what its values have in common.
pub struct TableColumn {
    name: String,
    /// Its name in the header: on a terminal, the shortest one that can be typed.
    header_name: String,
    kind: CellKind,
    unit: &'static str,
    /// The zone of its times, if they are not shown as received.
    zone: Option<String>,
    /// The width of its widest value as shown, and as received.
    max_width: usize,
    max_raw_width: usize,
    max_word_width: usize,
    /// The value of the grand total, which may be its label.
    grand_total: String,
    times: CommonTimeParts,
    is_on_terminal: bool,
    /// Whether its times are shown without what all of them share.
    times_shortened: bool,
}

/// The kind of values in a column.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CellKind {
    Numbers,
    /// Not documented, and only numbers so far.
    MaybeNumbers,
    Times,
    /// Text that is never broken.
    Ids,
    Texts,
}

impl TableColumn {
    pub fn new(
        name: &str,
        column_type: Option<ColumnType>,
        zone: Option<&str>,
        is_on_terminal: bool,
    ) -> Self {
        let field = Field::find(name);
        let header_name = if is_on_terminal {
            short_name(name)
        } else {
            name
        };
        Self {
            name: escape_control_chars(name).into_owned(),
            header_name: escape_control_chars(header_name).into_owned(),
            kind: match column_type {
                Some(ColumnType::Number) => CellKind::Numbers,
                Some(ColumnType::Time) => CellKind::Times,
                Some(ColumnType::Id | ColumnType::Flag) => CellKind::Ids,
                Some(_) if DerivedColumn::find(name).is_some() => CellKind::Ids,
                Some(_) => CellKind::Texts,
                None => CellKind::MaybeNumbers,
            },
            unit: field.map_or("", |field| field.unit),
            zone: zone.map(ToOwned::to_owned),
            max_width: 0,
            max_raw_width: 0,
            max_word_width: 0,
            grand_total: String::new(),
            times: CommonTimeParts::default(),
            is_on_terminal,
            times_shortened: false,
        }
    }

    /// Takes note of a value.
    pub fn observe(&mut self, text: &str, is_grand_total: bool) {
        self.max_raw_width = self.max_raw_width.max(width(text)).min(MAX_COLUMN_WIDTH);
        self.max_width = self.max_raw_width;
        if is_grand_total {
            text.clone_into(&mut self.grand_total);
        }
        if is_grand_total || text.is_empty() {
            return;
        }
        if self.is_on_terminal && self.is_wrappable() {
            let longest_word = text.split(' ').map(width).max().unwrap_or(0);
            self.max_word_width = self.max_word_width.max(longest_word);
        }
        match self.kind {
            CellKind::MaybeNumbers if text.parse::<f64>().is_err() => self.kind = CellKind::Texts,
            CellKind::Times if self.is_on_terminal => self.times.observe(text),
            _ => {}
        }
    }

    /// Shows times without what all of them share.
    pub fn shorten_times(&mut self) {
        self.times_shortened = self.is_on_terminal && self.times.can_be_shortened();
        if self.times_shortened {
            let grand_total = width(&self.times.shorten(&self.grand_total));
            self.max_width = self.times.shortened_width().max(grand_total);
        }
    }

    /// Shows times as received.
    pub fn keep_times(&mut self) {
        self.max_width = self.max_raw_width;
        self.times_shortened = false;
    }

    /// Returns a value as it is shown.
    pub fn display_value<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.times_shortened {
            self.times.shorten(text)
        } else {
            Cow::Borrowed(text)
        }
    }

    /// Returns how a value that needs attention stands out: bad quality is red, and a call without
    /// an end has a yellow ground.
    pub fn highlight(&self, text: &str) -> Option<Style> {
        let style = if text.is_empty() {
            Style::new().bg_color(Some(AnsiColor::Yellow.into()))
        } else {
            AnsiColor::Red.on_default()
        };
        is_highlighted(&self.name, text).then_some(style)
    }

    /// Returns the cell of a value that is shown like this. comfy-table measures text with escape
    /// sequences wrongly, so the style is translated to its own.
    pub fn cell(&self, text: &str, shown: &str) -> Cell {
        let cell = Cell::new(shown);
        match (self.highlight(text), text) {
            (None, _) => cell,
            (Some(_), "") => cell.bg(Color::Yellow),
            (Some(_), _) => cell.fg(Color::Red),
        }
    }

    /// Returns its full path.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Returns whether its values are aligned to the right.
    pub fn is_right_aligned(&self) -> bool {
        matches!(self.kind, CellKind::Numbers | CellKind::MaybeNumbers)
    }

    /// Returns whether its values may take several lines.
    pub fn is_wrappable(&self) -> bool {
        self.kind == CellKind::Texts
    }

    /// Returns the width of its widest value.
    pub fn max_value_width(&self) -> usize {
        self.max_width
    }

    /// Returns the smallest width that its values can have.
    pub fn min_value_width(&self) -> usize {
        if self.is_wrappable() {
            let words = self.max_word_width.clamp(MIN_TEXT_WIDTH, MAX_UNBROKEN_WORD);
            self.max_width.min(words)
        } else {
            self.max_width
        }
    }

    /// Returns what follows its name in the header: its unit, or the date and zone that its times
    /// share.
    fn header_suffix(&self) -> Vec<Cow<'_, str>> {
        if self.kind != CellKind::Times {
            let unit = Some(self.unit).filter(|unit| !unit.is_empty());
            return unit.map(Cow::Borrowed).into_iter().collect();
        }
        let common = self.times_shortened.then_some(&self.times);
        let offset = common
            .and_then(CommonTimeParts::offset)
            .map(|offset| match offset {
                "Z" | "+00:00" => "UTC",
                offset => offset,
            });
        let zone = self.zone.as_deref().or(offset);
        let parts = [common.and_then(CommonTimeParts::day), zone];
        parts.into_iter().flatten().map(Cow::Borrowed).collect()
    }

    /// Returns its name with its unit or zone, in one line.
    pub fn header_line(&self) -> String {
        match &*self.header_suffix().join(" ") {
            "" => self.header_name.clone(),
            below => format!("{} ({below})", self.header_name),
        }
    }

    /// Returns the smallest width at which its name takes at most this many lines.
    pub fn header_width(&self, lines: usize) -> usize {
        let suffix = self.header_suffix();
        let suffix_widths = suffix.iter().flat_map(|text| split_name(text)).map(width);
        let part_widths = split_name(&self.header_name)
            .map(width)
            .chain(suffix_widths);
        let narrowest = part_widths.max().unwrap_or(0).min(MAX_NAME_PART);
        let widest = narrowest.max(width(&self.header_name));
        (narrowest..widest)
            .find(|width| wrap_name(&self.header_name, *width).len() <= lines)
            .unwrap_or(widest)
    }

    /// Returns how many lines its name takes when it is as narrow as it can be.
    pub fn header_line_count(&self) -> usize {
        wrap_name(&self.header_name, self.header_width(usize::MAX)).len()
    }

    /// Returns the lines of its header in a column of this width.
    pub fn header_lines(&self, width: usize) -> Vec<String> {
        let mut lines = wrap_name(&self.header_name, width);
        for text in self.header_suffix() {
            lines.append(&mut wrap_name(&text, width));
        }
        lines
    }
}

/// Breaks a name into lines of this width: after dots, underscores and slashes, and elsewhere only
/// where a part is wider by itself.
pub fn wrap_name(name: &str, max_width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for part in split_name(name) {
        if !line.is_empty() && width(&line) + width(part) > max_width {
            lines.push(std::mem::take(&mut line));
        }
        line.push_str(part);
        if width(&line) > max_width {
            let mut parts = wrap(&line, max_width);
            line = parts.pop().unwrap_or_default();
            lines.append(&mut parts);
        }
    }
    lines.push(line);
    lines
}
