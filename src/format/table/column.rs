//! What is known of a column of a table, once all its values were seen.

use super::shorten_times::CommonTimeParts;
use super::wrap::{split_name, width, wrap};
use crate::columns::{ColumnType, Field, derived_format, is_highlighted};
use crate::text::escape_control_chars;
use anstyle::{AnsiColor, Style};
use comfy_table::{Cell, Color};
use std::borrow::Cow;

/// The least width that a column of texts gets, if its texts are wider: more where a word is longer, up to a bound.
const MIN_TEXT_WIDTH: usize = 12;
const MAX_UNBROKEN_WORD: usize = 16;

/// The widest part of a name that is not broken.
const MAX_NAME_PART: usize = 24;

/// The widest a column can be, in a table of any width: what is longer goes on below.
pub const MAX_COLUMN_WIDTH: usize = 10_000;

/// A column: its name, and its values as far as they were seen.
pub struct TableColumn {
    name: String,
    kind: CellKind,
    unit: &'static str,
    /// The zone that its times are shown in, if not as they were sent.
    zone: Option<String>,
    /// How wide its widest value is as it is shown, and as it was sent.
    max_width: usize,
    max_raw_width: usize,
    max_word_width: usize,
    times: CommonTimeParts,
    is_on_terminal: bool,
    /// Whether times lose what all of them have.
    times_shortened: bool,
}

/// What a column's values are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum CellKind {
    Numbers,
    /// Not documented, and nothing but numbers so far.
    MaybeNumbers,
    Times,
    /// What is never broken.
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
        Self {
            name: escape_control_chars(name).into_owned(),
            kind: match column_type {
                Some(ColumnType::Number) => CellKind::Numbers,
                Some(ColumnType::Time) => CellKind::Times,
                Some(ColumnType::Id | ColumnType::Flag) => CellKind::Ids,
                Some(_) if derived_format(name).is_some() => CellKind::Ids,
                Some(_) => CellKind::Texts,
                None => CellKind::MaybeNumbers,
            },
            unit: field.map_or("", |field| field.unit),
            zone: zone.map(ToOwned::to_owned),
            max_width: 0,
            max_raw_width: 0,
            max_word_width: 0,
            times: CommonTimeParts::default(),
            is_on_terminal,
            times_shortened: false,
        }
    }

    /// Makes room for a value.
    pub fn observe(&mut self, text: &str, is_grand_total: bool) {
        self.max_raw_width = self.max_raw_width.max(width(text)).min(MAX_COLUMN_WIDTH);
        self.max_width = self.max_raw_width;
        if is_grand_total || text.is_empty() {
            return;
        }
        if self.is_on_terminal && self.is_wrappable() {
            let max_width = text.split(' ').map(width).max();
            self.max_word_width = self.max_word_width.max(max_width.unwrap_or(0));
        }
        match self.kind {
            CellKind::MaybeNumbers if text.parse::<f64>().is_err() => self.kind = CellKind::Texts,
            CellKind::Times if self.is_on_terminal => self.times.observe(text),
            _ => {}
        }
    }

    /// Lets times lose what all of them have in common.
    pub fn shorten_times(&mut self) {
        self.times_shortened = self.is_on_terminal && self.times.can_be_shortened();
        if self.times_shortened {
            // The key of the grand total may stand here.
            self.max_width = self.times.shortened_width().max("total".len());
        }
    }

    /// Lets times be as they were sent.
    pub fn keep_times(&mut self) {
        self.max_width = self.max_raw_width;
        self.times_shortened = false;
    }

    /// A value as it is shown.
    pub fn display_value<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.times_shortened {
            self.times.shorten(text)
        } else {
            Cow::Borrowed(text)
        }
    }

    /// Returns how a value that needs attention stands out: bad quality is red, and a call without an end has a
    /// yellow ground.
    pub fn highlight(&self, text: &str) -> Option<Style> {
        let style = if text.is_empty() {
            Style::new().bg_color(Some(AnsiColor::Yellow.into()))
        } else {
            AnsiColor::Red.on_default()
        };
        is_highlighted(&self.name, text).then_some(style)
    }

    /// The cell of a value, shown like this. What needs attention stands out.
    pub fn cell(&self, text: &str, shown: &str) -> Cell {
        let cell = Cell::new(shown);
        match (self.highlight(text), text) {
            (None, _) => cell,
            (Some(_), "") => cell.bg(Color::Yellow),
            (Some(_), _) => cell.fg(Color::Red),
        }
    }

    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether its values stand to the right.
    pub fn is_right_aligned(&self) -> bool {
        matches!(self.kind, CellKind::Numbers | CellKind::MaybeNumbers)
    }

    /// Whether its values may go on below.
    pub fn is_wrappable(&self) -> bool {
        self.kind == CellKind::Texts
    }

    /// How wide its widest value is.
    pub fn max_value_width(&self) -> usize {
        self.max_width
    }

    /// The least width that its values take, without its header.
    pub fn min_value_width(&self) -> usize {
        if self.is_wrappable() {
            let words = self.max_word_width.clamp(MIN_TEXT_WIDTH, MAX_UNBROKEN_WORD);
            self.max_width.min(words)
        } else {
            self.max_width
        }
    }

    /// What stands below its name: its unit, or what its times lost.
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

    /// Its name with its unit or zone, in one line.
    pub fn header_line(&self) -> String {
        match &*self.header_suffix().join(" ") {
            "" => self.name.clone(),
            below => format!("{} ({below})", self.name),
        }
    }

    /// The least width in which its name takes so many lines.
    pub fn header_width(&self, lines: usize) -> usize {
        let below = self.header_suffix();
        let below = below.iter().flat_map(|text| split_name(text)).map(width);
        let max_width = split_name(&self.name).map(width).chain(below).max();
        let least = max_width.unwrap_or(0).min(MAX_NAME_PART);
        let fits = |width: &usize| wrap_name(&self.name, *width).len() <= lines;
        let whole = least.max(width(&self.name));
        (least..whole).find(fits).unwrap_or(whole)
    }

    /// How many lines its name takes at the most.
    pub fn header_line_count(&self) -> usize {
        wrap_name(&self.name, self.header_width(usize::MAX)).len()
    }

    /// The lines of its header in a column of this width.
    pub fn header_lines(&self, width: usize) -> Vec<String> {
        let mut lines = wrap_name(&self.name, width);
        for text in self.header_suffix() {
            lines.append(&mut wrap_name(&text, width));
        }
        lines
    }
}

/// A name in lines of this width, broken behind dots, underscores and slashes, and elsewhere only where a piece is wider
/// by itself.
pub fn wrap_name(name: &str, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in split_name(name) {
        if !line.is_empty() && width(&line) + width(piece) > most {
            lines.push(std::mem::take(&mut line));
        }
        line.push_str(piece);
        if width(&line) > most {
            let mut parts = wrap(&line, most);
            line = parts.pop().unwrap_or_default();
            lines.append(&mut parts);
        }
    }
    lines.push(line);
    lines
}
