//! Charts as SVG.
//!
//! A chart over time stretches with the page, so it has no text of its own: words would be
//! stretched with it. Its scale and its dates are beside it in HTML. One unit of its width is a
//! bar, and its height is 100:
//!
//! ```text
//!  40 ┌──┬──┬──┐   x = index of the bar; y grows downwards, so that a stack
//!  20 │  │██│  │   of parts begins at 100 and each part lies on the one before
//!   0 └──┴──┴──┘
//!     2025-01-01
//! ```
//!
//! Classes of elements that repeat have one letter, to keep pages small: `rect.m` marks a shaded
//! bar, `line.g` is a line of the grid, `rect.a` a bar in the cell `td.b` of a table.

use maud::{Markup, html};

/// The number of dates below a chart.
const MAX_DATES: usize = 4;

/// The least number of bars that a chart has room for, so that a single bar does not fill it.
const MIN_ROOM: usize = 7;

/// A chart over time.
pub struct BarChart<'a> {
    pub title: &'a str,
    /// The text above the chart.
    pub caption: &'a str,
    /// The labels of its scale: those of the top, the middle and the bottom.
    pub scale: [String; 3],
    pub bars: Vec<Bar<'a>>,
}

/// A bar of a chart over time.
pub struct Bar<'a> {
    /// Its day, month or year.
    pub date: &'a str,
    /// Its text for a pointer over it, and for screen readers.
    pub title: Option<String>,
    /// Its parts from below, each with the name of its color and its height, of at most 100 in all.
    pub parts: Vec<(&'static str, f64)>,
    /// Whether the ground behind it is shaded.
    pub is_shaded: bool,
}

impl BarChart<'_> {
    pub fn render(&self) -> Markup {
        let count = self.room();
        html! {
            figure {
                p.top { (self.caption) }
                div.plot {
                    div.scale { @for label in &self.scale { span { (label) } } }
                    div.area {
                        @let view_box = format!("0 0 {count} 100");
                        svg.bars viewBox=(view_box) preserveAspectRatio="none" role="img" {
                            title { (self.title) }
                            @for (index, bar) in self.bars.iter().enumerate() {
                                @if bar.is_shaded {
                                    rect.m x=(index) y="0" width="1" height="100" {}
                                }
                            }
                            @for y in ["0", "50", "100"] {
                                line.g x1="0" x2=(count) y1=(y) y2=(y) {}
                            }
                            @for (index, bar) in self.bars.iter().enumerate() {
                                (bar.render(index))
                            }
                        }
                        (self.dates())
                    }
                }
            }
        }
    }

    /// Returns the number of bars that the chart has room for.
    fn room(&self) -> usize {
        self.bars.len().max(MIN_ROOM)
    }

    /// Returns the dates of some bars at equal distances, each below its bar.
    fn dates(&self) -> Markup {
        let step = self.room().div_ceil(MAX_DATES);
        html! {
            div.dates {
                @for (index, bar) in self.bars.iter().enumerate().step_by(step) {
                    span style={ "left:calc(100%*" (index) "/" (self.room()) ")" } { (bar.date) }
                }
            }
        }
    }
}

impl Bar<'_> {
    fn render(&self, index: usize) -> Markup {
        html! {
            @for (class, y, height) in stack(&self.parts) {
                rect class=(class) x={ (index) ".1" } width="0.8"
                    y=(two_digits(y)) height=(two_digits(height)) {
                    @if let Some(title) = &self.title { title { (title) } }
                }
            }
        }
    }
}

/// Returns the parts of a bar that are not empty with their upper edges and heights.
fn stack(parts: &[(&'static str, f64)]) -> Vec<(&'static str, f64, f64)> {
    let mut y = 100.0;
    let visible = parts.iter().filter(|(_, height)| *height > 0.0);
    visible
        .map(|(class, height)| {
            y -= height;
            (*class, y, *height)
        })
        .collect()
}

fn two_digits(number: f64) -> String {
    format!("{number:.2}")
}

/// Returns a bar in a row of a table, of a length of at most 100.
pub fn row_bar(title: &str, length: f64) -> Markup {
    html! {
        svg.bar viewBox="0 0 100 1" preserveAspectRatio="none" role="img" {
            title { (title) }
            rect.a x="0" y="0" width=(two_digits(length)) height="1" {}
        }
    }
}

/// Returns names, each with a bar of a length of at most 100 and a figure.
pub fn ranking(bars: impl IntoIterator<Item = (Markup, f64, String)>) -> Markup {
    html! {
        div.wide {
            table.ranking {
                tbody {
                    @for (name, length, figure) in bars {
                        tr {
                            th scope="row" { (name) }
                            td.b { (row_bar(&figure, length)) }
                            td { (figure) }
                        }
                    }
                }
            }
        }
    }
}

/// The width and height of a cell of a heatmap, and of the names around it, in units of the
/// picture.
const CELL: [usize; 2] = [40, 30];
const NAMES: [usize; 2] = [54, 26];

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

/// Returns the hours of a week, each with a number and as dark as it is large.
pub fn heatmap(title: &str, hours: &[[u64; 24]; 7]) -> Markup {
    let max = hours.iter().flatten().copied().max().unwrap_or(0).max(1);
    let view_box = format!("0 0 {} {}", NAMES[0] + 24 * CELL[0], NAMES[1] + 7 * CELL[1]);
    html! {
        figure.wide {
            svg.hours viewBox=(view_box) role="img" {
                title { (title) }
                @for hour in 0..24 {
                    @let class = if hour % 3 == 0 { "n" } else { "n o" };
                    @let x = NAMES[0] + CELL[0] * hour + CELL[0] / 2;
                    text class=(class) x=(x) y="20" { (format!("{hour:02}")) }
                }
                @for (day, (name, counts)) in WEEKDAYS.iter().zip(hours).enumerate() {
                    @let y = NAMES[1] + CELL[1] * day;
                    text.w x="0" y=(y + 20) { (name) }
                    @for (hour, count) in counts.iter().enumerate() {
                        @let name = format!("{name} {hour:02}:00");
                        (heatmap_cell([NAMES[0] + CELL[0] * hour, y], *count, max, &name))
                    }
                }
            }
        }
    }
}

/// Returns an hour of a heatmap whose largest count is `max`.
fn heatmap_cell([x, y]: [usize; 2], count: u64, max: u64, name: &str) -> Markup {
    // One call is a step darker than none.
    let shade = if count == 0 { 0 } else { 1 + count * 8 / max };
    let [width, height] = CELL.map(|size| size - 2);
    html! {
        rect class={ "s" (shade) } x=(x) y=(y) width=(width) height=(height) rx="3" {
            title { (name) ", " (count) }
        }
        @if count > 0 {
            @let class = if shade > 4 { "c d" } else { "c" };
            text class=(class) x=(x + width / 2) y=(y + 20) { (count) }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the positions of the dates below a chart with this number of bars.
    fn positions(bars: usize) -> Vec<String> {
        let bar = || Bar {
            date: "2025-01-01",
            title: None,
            parts: Vec::new(),
            is_shaded: false,
        };
        let chart = BarChart {
            title: "",
            caption: "",
            scale: Default::default(),
            bars: std::iter::repeat_with(bar).take(bars).collect(),
        };
        let dates = chart.dates().into_string();
        let positions = dates.split("left:calc(100%*").skip(1);
        let positions = positions.filter_map(|rest| rest.split(')').next());
        positions.map(str::to_owned).collect()
    }

    #[test]
    fn dates_are_at_equal_distances() {
        assert_eq!(positions(31), ["0/31", "8/31", "16/31", "24/31"]);
        assert_eq!(positions(366), ["0/366", "92/366", "184/366", "276/366"]);
    }

    #[test]
    fn a_single_bar_does_not_fill_the_chart() {
        assert_eq!(positions(1), ["0/7"]);
    }
}
