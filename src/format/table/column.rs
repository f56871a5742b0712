//! What is known of a column of a table, once all its values were seen.

use super::shorten_times::Times;
use super::wrap::{pieces, width, wrapped};
use crate::columns::{ColumnType, Field, derived_format, is_highlighted};
use crate::text::escape_control_chars;
use anstyle::{AnsiColor, Style};
use comfy_table::{Cell, Color};
use std::borrow::Cow;

/// The least width that a column of texts gets, if its texts are wider: more where a word is longer, up to a bound.
const LEAST: usize = 12;
const LEAST_OF_WORDS: usize = 16;

/// The widest piece of a name that is not broken.
const WIDEST_PIECE: usize = 24;

/// The widest a column can be, in a table of any width: what is longer goes on below.
pub const WIDEST: usize = 10_000;

/// A column: its name, and its values as far as they were seen.
pub struct Column {
    name: String,
    holds: Holds,
    unit: &'static str,
    /// The zone that its times are shown in, if not as they were sent.
    zone: Option<String>,
    /// How wide its widest value is as it is shown, and as it was sent.
    widest: usize,
    widest_sent: usize,
    widest_word: usize,
    times: Times,
    is_on_terminal: bool,
    /// Whether times lose what all of them have.
    shortens: bool,
}

/// What a column's values are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Holds {
    Numbers,
    /// Not documented, and nothing but numbers so far.
    NumbersSoFar,
    Times,
    /// What is never broken.
    Ids,
    Texts,
}

impl Column {
    pub fn new(
        name: &str,
        kind: Option<ColumnType>,
        zone: Option<&str>,
        is_on_terminal: bool,
    ) -> Self {
        let field = Field::find(name);
        Self {
            name: escape_control_chars(name).into_owned(),
            holds: match kind {
                Some(ColumnType::Number) => Holds::Numbers,
                Some(ColumnType::Time) => Holds::Times,
                Some(ColumnType::Id | ColumnType::Flag) => Holds::Ids,
                Some(_) if derived_format(name).is_some() => Holds::Ids,
                Some(_) => Holds::Texts,
                None => Holds::NumbersSoFar,
            },
            unit: field.map_or("", |field| field.unit),
            zone: zone.map(ToOwned::to_owned),
            widest: 0,
            widest_sent: 0,
            widest_word: 0,
            times: Times::default(),
            is_on_terminal,
            shortens: false,
        }
    }

    /// Makes room for a value.
    pub fn see(&mut self, text: &str, is_grand_total: bool) {
        self.widest_sent = self.widest_sent.max(width(text)).min(WIDEST);
        self.widest = self.widest_sent;
        if is_grand_total || text.is_empty() {
            return;
        }
        if self.is_on_terminal && self.may_break() {
            let widest = text.split(' ').map(width).max();
            self.widest_word = self.widest_word.max(widest.unwrap_or(0));
        }
        match self.holds {
            Holds::NumbersSoFar if text.parse::<f64>().is_err() => self.holds = Holds::Texts,
            Holds::Times if self.is_on_terminal => self.times.see(text),
            _ => {}
        }
    }

    /// Lets times lose what all of them have in common.
    pub fn shorten_times(&mut self) {
        self.shortens = self.is_on_terminal && self.times.can_be_shortened();
        if self.shortens {
            // The key of the grand total may stand here.
            self.widest = self.times.shortened_width().max("total".len());
        }
    }

    /// Lets times be as they were sent.
    pub fn keep_times(&mut self) {
        self.widest = self.widest_sent;
        self.shortens = false;
    }

    /// A value as it is shown.
    pub fn shown<'a>(&self, text: &'a str) -> Cow<'a, str> {
        if self.shortens {
            self.times.shortened(text)
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
    pub fn is_of_numbers(&self) -> bool {
        matches!(self.holds, Holds::Numbers | Holds::NumbersSoFar)
    }

    /// Whether its values may go on below.
    pub fn may_break(&self) -> bool {
        self.holds == Holds::Texts
    }

    /// How wide its widest value is.
    pub fn widest_value(&self) -> usize {
        self.widest
    }

    /// The least width that its values take, without its heading.
    pub fn least_value(&self) -> usize {
        if self.may_break() {
            let words = self.widest_word.clamp(LEAST, LEAST_OF_WORDS);
            self.widest.min(words)
        } else {
            self.widest
        }
    }

    /// What stands below its name: its unit, or what its times lost.
    fn below_name(&self) -> Vec<Cow<'_, str>> {
        if self.holds != Holds::Times {
            let unit = Some(self.unit).filter(|unit| !unit.is_empty());
            return unit.map(Cow::Borrowed).into_iter().collect();
        }
        let common = self.shortens.then_some(&self.times);
        let offset = common.and_then(Times::offset).map(|offset| match offset {
            "Z" | "+00:00" => "UTC",
            offset => offset,
        });
        let zone = self.zone.as_deref().or(offset);
        let parts = [common.and_then(Times::day), zone];
        parts.into_iter().flatten().map(Cow::Borrowed).collect()
    }

    /// Its name with its unit or zone, in one line.
    pub fn title(&self) -> String {
        match &*self.below_name().join(" ") {
            "" => self.name.clone(),
            below => format!("{} ({below})", self.name),
        }
    }

    /// The least width in which its name takes so many lines.
    pub fn heading_width(&self, lines: usize) -> usize {
        let below = self.below_name();
        let below = below.iter().flat_map(|text| pieces(text)).map(width);
        let widest = pieces(&self.name).map(width).chain(below).max();
        let least = widest.unwrap_or(0).min(WIDEST_PIECE);
        let fits = |width: &usize| broken(&self.name, *width).len() <= lines;
        let whole = least.max(width(&self.name));
        (least..whole).find(fits).unwrap_or(whole)
    }

    /// How many lines its name takes at the most.
    pub fn heading_lines(&self) -> usize {
        broken(&self.name, self.heading_width(usize::MAX)).len()
    }

    /// The lines of its heading in a column of this width.
    pub fn heading(&self, width: usize) -> Vec<String> {
        let mut lines = broken(&self.name, width);
        for text in self.below_name() {
            lines.append(&mut broken(&text, width));
        }
        lines
    }
}

/// A name in lines of this width, broken behind dots, underscores and slashes, and elsewhere only where a piece is wider
/// by itself.
pub fn broken(name: &str, most: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for piece in pieces(name) {
        if !line.is_empty() && width(&line) + width(piece) > most {
            lines.push(std::mem::take(&mut line));
        }
        line.push_str(piece);
        if width(&line) > most {
            let mut parts = wrapped(&line, most);
            line = parts.pop().unwrap_or_default();
            lines.append(&mut parts);
        }
    }
    lines.push(line);
    lines
}
