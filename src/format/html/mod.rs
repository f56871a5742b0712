//! A report to look at and to mail: one page, without scripts or anything fetched.

mod chart;
mod charts_page;
mod fmt;
mod row_table;
mod tables;

use self::fmt::escaped;
use self::row_table::Rows;
use super::{
    Capability, Format, FormatOptions, FormatOutcome, Formatter, GrandTotal, ReportData, RowKind,
};
use crate::columns::ColumnSet;
use crate::record::{EnvelopeMember, Record};
use std::io::Write;

pub const FORMAT: Format = Format {
    name: "html",
    meaning: "A report to look at: figures, charts and tables in one page",
    endings: &[".html", ".htm"],
    columns: Some(ColumnSet::Brief),
    features: &[Capability::Report, Capability::GrandTotal],
    is_binary: false,
    make: |layout, out| Ok(Box::new(Html::new(layout, out))),
};

/// Nothing but what stands in the page is used, and no script is run.
const POLICY: &str = "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/// Draws calls as a whole, or rows as a chart and a table.
pub struct Html<W: Write> {
    out: W,
    layout: FormatOptions,
    rows: Rows,
}

impl<W: Write> Html<W> {
    pub fn new(layout: FormatOptions, out: W) -> Self {
        let rows = Rows::new(&layout.selection, &layout.keys);
        Self { out, layout, rows }
    }

    /// The title, and the line below it that says what was asked, of whom and when.
    fn head(&self) -> (String, String) {
        let metadata = &self.layout.print.metadata;
        let subject = match (&metadata.group_by, self.layout.content) {
            (Some(keys), _) => format!("Calls by {}", keys.replace(',', ", ")),
            (None, RowKind::Calls) => "Calls".to_owned(),
            (None, RowKind::Rows) => "Report".to_owned(),
        };
        let title = match metadata.period.as_ref().or(metadata.files.as_ref()) {
            Some(of) => format!("{subject}, {of}"),
            None => subject,
        };
        let zone = self.layout.selection.zone().unwrap_or("UTC");
        let version = concat!("cdr ", env!("CARGO_PKG_VERSION"));
        let parts = [
            ("Period", metadata.period.clone()),
            ("Asked", metadata.request.clone()),
            ("Read", metadata.files.clone()),
            ("Old", metadata.old.clone()),
            ("New", metadata.new.clone()),
            ("Where", metadata.filter.clone()),
            ("First", metadata.limit.map(|limit| limit.to_string())),
            ("Service", metadata.service.clone()),
            ("App id", metadata.app_id.clone()),
            ("Time zone", Some(zone.to_owned())),
            ("Made", Some(format!("{} by {version}", metadata.generated))),
        ];
        let parts = parts.into_iter().filter_map(|(name, value)| {
            let value = escaped(&value?);
            Some(format!("<div><dt>{name}</dt><dd>{value}</dd></div>"))
        });
        (title, parts.collect::<Vec<_>>().concat())
    }
}

impl<W: Write> Formatter for Html<W> {
    fn begin(&mut self, _before: &[EnvelopeMember]) -> anyhow::Result<()> {
        let (title, about) = self.head();
        let (title, style) = (escaped(&title), include_str!("style.css"));
        write!(
            self.out,
            "<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"/>\
             <meta http-equiv=\"Content-Security-Policy\" content=\"{POLICY}\"/>\
             <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\
             <meta name=\"color-scheme\" content=\"light dark\"/><link rel=\"icon\" href=\"data:,\"/>\n\
             <title>{title}</title>\n<style>\n{style}</style></head>\n\
             <body><main>\n<header><h1>{title}</h1>\n<dl class=\"about\">{about}</dl></header>\n"
        )?;
        Ok(())
    }

    fn record(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        self.rows.add(&self.layout.selection, record);
        Ok(())
    }

    fn grand_total(&mut self, total: &GrandTotal<'_>) -> anyhow::Result<()> {
        self.rows.end(&self.layout.selection, total.row);
        Ok(())
    }

    fn overview(&mut self, overview: &ReportData) -> anyhow::Result<()> {
        self.out
            .write_all(charts_page::drawn(overview).as_bytes())?;
        Ok(())
    }

    fn finish(mut self: Box<Self>, _after: &[EnvelopeMember]) -> anyhow::Result<FormatOutcome> {
        if self.layout.content == RowKind::Rows {
            self.out.write_all(self.rows.drawn().as_bytes())?;
        }
        self.out.write_all(b"</main></body></html>\n")?;
        self.out.flush()?;
        Ok(FormatOutcome::default())
    }
}
