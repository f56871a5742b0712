//! Charts as SVG. What is drawn stretches with the page, so that words stand beside it, not in it.

use super::fmt::escaped;

/// A bar of a chart over time.
pub struct Bar {
    /// What it is of, and what it says, for who points at it or has it read.
    pub title: Option<String>,
    /// Its parts from below, each with the name of its colour, of a height of 100 in all at the most.
    pub parts: Vec<(&'static str, f64)>,
    /// Whether the ground behind it is marked.
    pub is_marked: bool,
}

/// Bars side by side, between words for the top, and for the first and the last of them.
pub fn bars(title: &str, top: &str, bars: &[Bar], ends: [&str; 2]) -> String {
    let mut drawn = String::new();
    for (place, bar) in (0_u32..).map(f64::from).zip(bars) {
        if bar.is_marked {
            drawn.push_str(&rect("m", place, 0.0, 1.0, 100.0, None));
        }
        let mut below = 100.0;
        for (class, height) in &bar.parts {
            if *height > 0.0 {
                below -= height;
                let place = place + 0.1;
                drawn.push_str(&rect(
                    class,
                    place,
                    below,
                    0.8,
                    *height,
                    bar.title.as_deref(),
                ));
            }
        }
    }
    let (title, count) = (escaped(title), bars.len().max(1));
    let [first, last] = ends.map(escaped);
    format!(
        "<figure><p class=\"top\">{}</p>\
         <svg class=\"bars\" viewBox=\"0 0 {count} 100\" preserveAspectRatio=\"none\" role=\"img\"><title>{title}</title>{drawn}</svg>\
         <p class=\"ends\"><span>{first}</span><span>{last}</span></p></figure>\n",
        escaped(top)
    )
}

fn rect(class: &str, x: f64, y: f64, width: f64, height: f64, title: Option<&str>) -> String {
    let title = title.map(|title| format!("<title>{}</title>", escaped(title)));
    let title = title.unwrap_or_default();
    format!(
        "<rect class=\"{class}\" x=\"{x}\" y=\"{y:.2}\" width=\"{width}\" height=\"{height:.2}\">{title}</rect>"
    )
}

/// A bar in a row of a table, of a length of 100 at the most.
pub fn bar(title: &str, length: f64) -> String {
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 100 1\" preserveAspectRatio=\"none\" role=\"img\"><title>{}</title>{}</svg>",
        escaped(title),
        rect("a", 0.0, 0.0, length, 1.0, None)
    )
}

/// The size of a cell of the map below, and of the names around it.
const CELL: [usize; 2] = [40, 30];
const NAMES: [usize; 2] = [44, 20];

/// The hours of a week, each with a number and as dark as it is large.
pub fn hours(title: &str, hours: &[[u64; 24]; 7]) -> String {
    let most = hours
        .iter()
        .flatten()
        .copied()
        .max()
        .unwrap_or_default()
        .max(1);
    let names = (0..24).map(|hour| {
        let x = NAMES[0] + CELL[0] * hour + CELL[0] / 2;
        let often = if hour % 3 == 0 { "" } else { " o" };
        format!("<text class=\"n{often}\" x=\"{x}\" y=\"13\">{hour:02}</text>")
    });
    let mut drawn: Vec<_> = names.collect();
    for (day, (name, calls)) in WEEKDAYS.iter().zip(hours).enumerate() {
        let y = NAMES[1] + CELL[1] * day;
        let middle = y + 20;
        drawn.push(format!(
            "<text class=\"w\" x=\"0\" y=\"{middle}\">{name}</text>"
        ));
        for (hour, calls) in calls.iter().enumerate() {
            let x = NAMES[0] + CELL[0] * hour;
            // A step at least, so that one call can be told from none.
            let shade = if *calls == 0 { 0 } else { 1 + calls * 8 / most };
            let (width, height) = (CELL[0] - 2, CELL[1] - 2);
            drawn.push(format!(
                "<rect class=\"s{shade}\" x=\"{x}\" y=\"{y}\" width=\"{width}\" height=\"{height}\" rx=\"3\">\
                 <title>{name} {hour:02}:00, {calls}</title></rect>"
            ));
            if *calls > 0 {
                let (x, strong) = (x + width / 2, if shade > 4 { " d" } else { "" });
                drawn.push(format!(
                    "<text class=\"c{strong}\" x=\"{x}\" y=\"{middle}\">{calls}</text>"
                ));
            }
        }
    }
    let drawn = drawn.concat();
    let width = NAMES[0] + 24 * CELL[0];
    let height = NAMES[1] + 7 * CELL[1];
    format!(
        "<figure class=\"wide\"><svg class=\"hours\" viewBox=\"0 0 {width} {height}\" role=\"img\"><title>{}</title>{drawn}</svg></figure>\n",
        escaped(title)
    )
}

const WEEKDAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
