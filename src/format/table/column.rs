//! What is known of a column of a table, once all its values were seen.

use super::wrap::{pieces, width};
use crate::columns::{Field, Type};
use crate::text::visible;
use std::borrow::Cow;

/// The least width that a column of texts gets, if its texts are wider.
const LEAST: usize = 12;

/// The widest a column can be, in a table of any width: what is longer goes on below.
const WIDEST: usize = 10_000;

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
    times: Common,
    /// What all times have in common and therefore lose.
    lost: Lost,
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

/// What the times of a column have in common.
#[derive(Default)]
enum Common {
    #[default]
    Unseen,
    Of {
        day: Option<String>,
        /// The offset from universal time.
        offset: Option<String>,
        has_fraction: bool,
        /// The widest fraction of a second.
        widest_fraction: usize,
        /// The widest offset.
        widest_offset: usize,
    },
    /// A value is no time.
    Nothing,
}

/// What the times of a column lose, because all have it.
#[derive(Default)]
struct Lost {
    day: Option<String>,
    offset: Option<String>,
    fraction: bool,
    /// Whether they lose anything, or are at least shown with a space between day and hour.
    any: bool,
}

/// A time stamp `2025-01-31T23:59:59.999Z` in its parts: day, time, fraction and offset.
fn parts(text: &str) -> Option<[&str; 4]> {
    let (day, rest) = text.split_once('T')?;
    let (time, rest) = rest.split_at_checked(8)?;
    let is_time = time
        .bytes()
        .all(|byte| byte.is_ascii_digit() || byte == b':');
    let end = rest.find(|letter: char| letter != '.' && !letter.is_ascii_digit())?;
    let (fraction, offset) = rest.split_at(end);
    let is_offset = offset == "Z" || (offset.len() == 6 && offset.starts_with(['+', '-']));
    (day.len() == 10 && day.is_ascii() && is_time && is_offset)
        .then_some([day, time, fraction, offset])
}

impl Column {
    pub fn new(name: &str, kind: Option<Type>, zone: Option<&str>, is_on_terminal: bool) -> Self {
        let field = Field::named(name);
        Self {
            name: visible(name).into_owned(),
            holds: match kind {
                Some(Type::Number) => Holds::Numbers,
                Some(Type::Time) => Holds::Times,
                Some(Type::Id | Type::Flag) => Holds::Ids,
                Some(_) if field.is_some_and(Field::is_derived) => Holds::Ids,
                Some(_) => Holds::Texts,
                None => Holds::NumbersSoFar,
            },
            unit: field.map_or("", |field| field.unit),
            zone: zone.map(ToOwned::to_owned),
            widest: 0,
            widest_sent: 0,
            times: if is_on_terminal {
                Common::Unseen
            } else {
                Common::Nothing
            },
            lost: Lost::default(),
        }
    }

    /// Makes room for a value.
    pub fn see(&mut self, text: &str, is_grand_total: bool) {
        self.widest_sent = self.widest_sent.max(width(text)).min(WIDEST);
        self.widest = self.widest_sent;
        if is_grand_total || text.is_empty() {
            return;
        }
        match self.holds {
            Holds::NumbersSoFar if text.parse::<f64>().is_err() => self.holds = Holds::Texts,
            Holds::Times => self.times.see(text),
            _ => {}
        }
    }

    /// Lets times lose what all of them have in common.
    pub fn shorten_times(&mut self) {
        let Common::Of {
            day,
            offset,
            has_fraction,
            widest_fraction,
            widest_offset,
        } = &self.times
        else {
            return;
        };
        let day_width = if day.is_some() {
            0
        } else {
            "2025-01-31 ".len()
        };
        let fraction = if *has_fraction { *widest_fraction } else { 0 };
        let offset_width = if offset.is_some() { 0 } else { *widest_offset };
        let shortest = day_width + "23:59:59".len() + fraction + offset_width;
        // The key of the grand total may stand here.
        self.widest = shortest.max("total".len());
        self.lost = Lost {
            day: day.clone(),
            offset: offset.clone(),
            fraction: !has_fraction,
            any: true,
        };
    }

    /// Lets times be as they were sent.
    pub fn keep_times(&mut self) {
        self.widest = self.widest_sent;
        self.lost = Lost::default();
    }

    /// A value without what its times lose.
    pub fn shortened<'a>(&self, text: &'a str) -> Cow<'a, str> {
        let Some([day, time, fraction, offset]) = parts(text).filter(|_| self.lost.any) else {
            return Cow::Borrowed(text);
        };
        let mut shown = String::new();
        if self.lost.day.is_none() {
            shown.push_str(day);
            shown.push(' ');
        }
        shown.push_str(time);
        if !self.lost.fraction {
            shown.push_str(fraction);
        }
        if self.lost.offset.is_none() {
            shown.push_str(offset);
        }
        Cow::Owned(shown)
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
            self.widest.min(LEAST)
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
        let offset = self.lost.offset.as_deref().map(|offset| match offset {
            "Z" | "+00:00" => "UTC",
            offset => offset,
        });
        let zone = self.zone.as_deref().or(offset);
        let parts = [self.lost.day.as_deref(), zone];
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
        let below = below.iter().flat_map(|text| pieces(text)).map(width).max();
        let widest = pieces(&self.name).map(width).max();
        let least = widest.max(below).unwrap_or(0);
        let fits = |width: &usize| broken(&self.name, *width).len() <= lines;
        (least..width(&self.name))
            .find(fits)
            .unwrap_or_else(|| least.max(width(&self.name)))
    }

    /// How many lines its name takes at the most.
    pub fn heading_lines(&self) -> usize {
        pieces(&self.name).count()
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

impl Common {
    fn see(&mut self, text: &str) {
        if matches!(self, Self::Nothing) {
            return;
        }
        let Some([seen_day, _, fraction, seen_offset]) = parts(text) else {
            *self = Self::Nothing;
            return;
        };
        match self {
            Self::Nothing => {}
            Self::Unseen => {
                *self = Self::Of {
                    day: Some(seen_day.to_owned()),
                    offset: Some(seen_offset.to_owned()),
                    has_fraction: fraction
                        .bytes()
                        .any(|byte| byte.is_ascii_digit() && byte != b'0'),
                    widest_fraction: fraction.len(),
                    widest_offset: seen_offset.len(),
                };
            }
            Self::Of {
                day,
                offset,
                has_fraction,
                widest_fraction,
                widest_offset,
            } => {
                *day = day.take().filter(|day| day == seen_day);
                *offset = offset.take().filter(|offset| offset == seen_offset);
                *has_fraction |= fraction
                    .bytes()
                    .any(|byte| byte.is_ascii_digit() && byte != b'0');
                *widest_fraction = fraction.len().max(*widest_fraction);
                *widest_offset = seen_offset.len().max(*widest_offset);
            }
        }
    }
}

/// A name in lines of this width, broken behind dots, underscores and slashes.
pub fn broken(name: &str, most: usize) -> Vec<String> {
    let mut lines = vec![String::new()];
    let mut line = 0;
    for piece in pieces(name) {
        let width = width(piece);
        if line > 0 && line + width > most {
            lines.push(String::new());
            line = 0;
        }
        if let Some(last) = lines.last_mut() {
            last.push_str(piece);
        }
        line += width;
    }
    lines
}
