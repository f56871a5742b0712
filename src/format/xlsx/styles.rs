//! The styles of cells: `parts/styles.xml`, with a form of times for each offset that they have.

use super::cell::Cell;
use std::fmt::Write;

/// Places in the list of styles: numbers as they are come first, then texts that stay texts when they are edited, integers
/// with all their digits, times; the bold ones of each stand so many further. Times with an offset follow.
const NUMBER: usize = 0;
const TEXT: usize = 1;
const INTEGER: usize = 2;
const TIME: usize = 3;
const BOLD: usize = 4;
const WITH_OFFSET: usize = 2 * BOLD;

/// The number of the first form that is not built in: that of times.
const FORM_OF_TIMES: usize = 164;

/// The styles, and the offsets from universal time for which there are forms, in minutes.
#[derive(Default)]
pub struct Styles {
    offsets: Vec<i32>,
}

impl Styles {
    /// The place of a cell's style.
    pub fn of(&mut self, cell: &Cell<'_>, is_bold: bool) -> usize {
        let bold = if is_bold { BOLD } else { 0 };
        match cell {
            Cell::Empty | Cell::Number(_) | Cell::Flag(_) => NUMBER + bold,
            Cell::Text(_) => TEXT + bold,
            Cell::Integer(_) => INTEGER + bold,
            Cell::Time { offset: None, .. } => TIME + bold,
            Cell::Time {
                offset: Some(offset),
                ..
            } => {
                let place = self.offsets.iter().position(|known| known == offset);
                let place = place.unwrap_or_else(|| {
                    self.offsets.push(*offset);
                    self.offsets.len() - 1
                });
                WITH_OFFSET + 2 * place + usize::from(is_bold)
            }
        }
    }

    /// The part of the workbook that lists them.
    pub fn xml(&self) -> String {
        let (mut forms, mut styles) = (String::new(), String::new());
        for (number, offset) in (FORM_OF_TIMES + 1..).zip(&self.offsets) {
            let (sign, minutes) = (if *offset < 0 { '-' } else { '+' }, offset.unsigned_abs());
            let (hours, minutes) = (minutes / 60, minutes % 60);
            // A text takes what is written to it.
            let _ = write!(
                forms,
                r#"<numFmt numFmtId="{number}" formatCode="yyyy\-mm\-dd\ hh:mm:ss.000&quot; {sign}{hours:02}:{minutes:02}&quot;"/>"#
            );
            for font in 0..2 {
                let _ = write!(
                    styles,
                    r#"<xf numFmtId="{number}" fontId="{font}" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyFont="1"/>"#
                );
            }
        }
        let count = |from: usize, each: usize| (from + each * self.offsets.len()).to_string();
        include_str!("parts/styles.xml")
            .replace("FORMS", &count(1, 1))
            .replace("<!-- forms -->", &forms)
            .replace("STYLES", &count(WITH_OFFSET, 2))
            .replace("<!-- styles -->", &styles)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_offset_has_a_form_and_two_styles() {
        let mut styles = Styles::default();
        let time = |offset| Cell::Time { days: 1.0, offset };
        for (offset, is_bold, expected) in [
            (None, false, 3),
            (None, true, 7),
            (Some(330), false, 8),
            (Some(-90), true, 11),
            (Some(330), true, 9),
        ] {
            assert_eq!(styles.of(&time(offset), is_bold), expected);
        }
        let xml = styles.xml();
        assert!(xml.contains(r#"<numFmts count="3">"#) && xml.contains(r#"<cellXfs count="12">"#));
        assert!(xml.contains("&quot; +05:30&quot;") && xml.contains("&quot; -01:30&quot;"));
    }
}
