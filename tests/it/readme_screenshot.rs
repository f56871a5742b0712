//! The README's picture of a terminal shows what the command prints. `BLESS=1 cargo test` draws it again.

use crate::common::golden::assert_matches_file;
use crate::common::{assert_success, cdr};
use std::fmt::Write;
use unicode_width::UnicodeWidthStr;

/// What is typed in the picture.
const COMMANDS: [&str; 2] = [
    "--sandbox period 2025-01-01 -c conf_num,room.connect_dt,user.name,usage.connect_minutes_cal,stats_quality.call_quality",
    "--sandbox period 2025-01 -g room.room_id -c room.room_id,calls,conferences,usage.connect_minutes_cal",
];

/// The size of a character cell and of the margin, in pixels.
const CELL: (usize, usize) = (9, 20);
const MARGIN: usize = 16;

#[test]
fn the_picture_shows_what_the_commands_print() {
    let mut screen = String::new();
    for command in COMMANDS {
        let arguments = command.split(' ');
        let table = assert_success(cdr().args(arguments).args(["-q", "--color", "always"]));
        write!(screen, "$ cdr {command}\n{table}\n").unwrap();
    }
    assert_matches_file("docs/terminal.svg", &svg(screen.trim_end()));
}

/// A text with ANSI styles as a picture.
fn svg(screen: &str) -> String {
    let lines: Vec<_> = screen.lines().map(pieces).collect();
    let columns = lines
        .iter()
        .flatten()
        .map(|piece| piece.column + piece.text.width())
        .max();
    let width = columns.unwrap_or(0) * CELL.0 + 2 * MARGIN;
    let height = lines.len() * CELL.1 + 2 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width}\" height=\"{height}\" \
         font-family=\"ui-monospace, 'DejaVu Sans Mono', Menlo, Consolas, monospace\" font-size=\"15\" \
         fill=\"#d8dee9\" xml:space=\"preserve\">\n\
         <rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"#242933\"/>\n"
    );
    for (line, pieces) in lines.iter().enumerate() {
        for piece in pieces {
            let (x, y) = (MARGIN + piece.column * CELL.0, MARGIN + line * CELL.1 + 15);
            let length = piece.text.width() * CELL.0;
            let style = piece.style.trim_end();
            let text = piece.text.replace('&', "&amp;").replace('<', "&lt;");
            writeln!(
                svg,
                "<text x=\"{x}\" y=\"{y}\" textLength=\"{length}\"{style}>{text}</text>"
            )
            .unwrap();
        }
    }
    svg + "</svg>\n"
}

/// A text of one style, and the column it starts in.
struct Piece {
    column: usize,
    text: String,
    style: String,
}

/// The pieces of a line: broken at styles, and at gaps, so that each stands in its column in any font.
fn pieces(line: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let (mut column, mut style) = (0, String::new());
    for (index, part) in line.split('\u{1b}').enumerate() {
        let text = match part.split_once('m').filter(|_| index > 0) {
            Some((codes, text)) => {
                match codes.trim_start_matches('[') {
                    "1" => style.push_str(" font-weight=\"bold\""),
                    "38;5;9" => style.push_str(" fill=\"#ff6c6b\""),
                    _ => style.clear(),
                }
                text
            }
            None => part,
        };
        for word in text.split_inclusive("  ") {
            let (trimmed, start) = (word.trim(), word.len() - word.trim_start().len());
            if !trimmed.is_empty() {
                pieces.push(Piece {
                    column: column + start,
                    text: trimmed.to_owned(),
                    style: style.clone(),
                });
            }
            column += word.width();
        }
    }
    pieces
}
