//! The package around the sheets: a ZIP archive of XML parts (ECMA-376).

use super::styles::Styles;
use std::io::{self, Write};
use zip::result::ZipResult;
use zip::write::{SimpleFileOptions, StreamWriter};
use zip::{CompressionMethod, ZipWriter};

/// The parts before the sheets, and one behind them.
const FIRST_PARTS: [(&str, &str); 2] = [
    (
        "[Content_Types].xml",
        include_str!("parts/content_types.xml"),
    ),
    ("_rels/.rels", include_str!("parts/relationships.xml")),
];
const RELATIONSHIPS: (&str, &str) = (
    "xl/_rels/workbook.xml.rels",
    include_str!("parts/workbook_relationships.xml"),
);

/// A workbook of two sheets that is written as it comes. What is written to it goes into the sheet at hand.
pub struct Workbook<W: Write> {
    archive: ZipWriter<StreamWriter<FailsOnce<W>>>,
    sheets: Vec<&'static str>,
}

impl<W: Write> Workbook<W> {
    /// Begins a workbook.
    pub fn begin(out: W) -> ZipResult<Self> {
        let mut workbook = Self {
            archive: ZipWriter::new_stream(FailsOnce {
                out,
                has_failed: false,
            }),
            sheets: Vec::new(),
        };
        workbook.parts(&FIRST_PARTS)?;
        Ok(workbook)
    }

    /// Begins a sheet.
    pub fn sheet(&mut self, name: &'static str) -> ZipResult<()> {
        self.sheets.push(name);
        let number = self.sheets.len();
        self.part(&format!("xl/worksheets/sheet{number}.xml"))
    }

    /// Ends the workbook, in whose first sheet these cells can be filtered.
    pub fn finish(mut self, filter: Option<String>, styles: &Styles) -> ZipResult<()> {
        let list = self.list(filter);
        let parts = [
            ("xl/workbook.xml", &*list),
            RELATIONSHIPS,
            ("xl/styles.xml", &styles.xml()),
        ];
        self.parts(&parts)?;
        self.archive.finish()?.into_inner().flush()?;
        Ok(())
    }

    fn parts(&mut self, parts: &[(&str, &str)]) -> ZipResult<()> {
        for (name, xml) in parts {
            self.part(name)?;
            self.archive.write_all(xml.as_bytes())?;
        }
        Ok(())
    }

    fn part(&mut self, name: &str) -> ZipResult<()> {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        self.archive.start_file(name, options)
    }

    /// The part that lists the sheets.
    fn list(&self, filter: Option<String>) -> String {
        let sheets = (1..).zip(&self.sheets).map(|(number, name)| {
            format!(r#"<sheet name="{name}" sheetId="{number}" r:id="rId{number}"/>"#)
        });
        let sheets = sheets.collect::<Vec<_>>().concat();
        let names = filter.zip(self.sheets.first()).map(|(cells, name)| {
            format!(
                r#"<definedNames><definedName name="_xlnm._FilterDatabase" localSheetId="0" hidden="1">{name}!{cells}</definedName></definedNames>"#
            )
        });
        let names = names.unwrap_or_default();
        format!(
            r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>
<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets>{sheets}</sheets>{names}</workbook>"#
        )
    }
}

impl<W: Write> Write for Workbook<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.archive.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.archive.flush()
    }
}

/// Fails once, and takes the rest in silence: an archive that is dropped ends itself, and would tell once more that it
/// can't.
struct FailsOnce<W> {
    out: W,
    has_failed: bool,
}

impl<W: Write> FailsOnce<W> {
    fn unless_failed<T>(
        &mut self,
        otherwise: T,
        write: impl FnOnce(&mut W) -> io::Result<T>,
    ) -> io::Result<T> {
        if self.has_failed {
            return Ok(otherwise);
        }
        let result = write(&mut self.out);
        self.has_failed = result.is_err();
        result
    }
}

impl<W: Write> Write for FailsOnce<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.unless_failed(bytes.len(), |out| out.write(bytes))
    }

    fn flush(&mut self) -> io::Result<()> {
        self.unless_failed((), Write::flush)
    }
}
