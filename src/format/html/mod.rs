//! A report to look at and to mail: one page, without scripts or anything fetched.
//!
//! Names in a report come from users of the service, so a page is safe in three ways. The macro
//! `html!` escapes every value it is given; [`Html::write`] writes out what could turn the
//! direction of text; and the page's policy forbids scripts and requests, whatever got past the
//! two.

mod charts;
mod fmt;
mod row_table;
mod sections;
mod sum_chart;
mod tables;

use self::row_table::RowTable;
use self::sum_chart::SumChart;
use super::{
    Capability, Content, Format, FormatOptions, FormatOutcome, Formatter, GrandTotal, ReportData,
    RowKind,
};
use crate::columns::ColumnSet;
use crate::record::{EnvelopeMember, Record};
use crate::text::escape_control_chars;
use maud::{Markup, PreEscaped, html};
use std::io::{self, Write};

pub const FORMAT: Format = Format {
    name: "html",
    description: "Single-page report with key figures, charts and tables",
    extensions: &[".html", ".htm"],
    columns: Some(ColumnSet::Brief),
    capabilities: &[Capability::Report, Capability::GrandTotal],
    content: Content::Page,
    new_formatter: |options, out| Ok(Box::new(Html::new(options, out))),
};

/// Nothing but what is in the page is used, and no script is run.
const CONTENT_SECURITY_POLICY: &str =
    "default-src 'none'; style-src 'unsafe-inline'; img-src data:";

/// A formatter that writes a report of calls, or other rows as a chart and a table.
pub struct Html<W: Write> {
    out: W,
    options: FormatOptions,
    chart: Option<SumChart>,
    rows: RowTable,
}

impl<W: Write> Html<W> {
    pub fn new(options: FormatOptions, out: W) -> Self {
        let spec = options.extras.chart.as_ref();
        Self {
            out,
            chart: spec.and_then(|spec| SumChart::new(spec, &options.columns)),
            rows: RowTable::new(&options.columns, &options.keys),
            options,
        }
    }

    /// Writes a part of the page as a line, with control characters and marks of direction written
    /// out. Only data has them: templates render to one line.
    fn write(&mut self, markup: &Markup) -> io::Result<()> {
        let line = escape_control_chars(&markup.0);
        // No page may have these two (HTML, "Preprocessing the input stream").
        writeln!(
            self.out,
            "{}",
            line.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}")
        )
    }

    fn title(&self) -> String {
        let metadata = &self.options.print.metadata;
        let subject = match (&metadata.group_by, self.options.row_kind) {
            (Some(keys), _) => format!("Totals by {}", keys.replace(',', ", ")),
            (None, RowKind::Calls) => "Calls".to_owned(),
            (None, RowKind::Rows) => self.options.extras.title.unwrap_or("Report").to_owned(),
        };
        match metadata.period.as_ref().or(metadata.files.as_ref()) {
            Some(source) => format!("{subject}, {source}"),
            None => subject,
        }
    }

    /// Returns what was requested, from which service and when.
    fn about(&self) -> Markup {
        let metadata = &self.options.print.metadata;
        let version = concat!("cdr ", env!("CARGO_PKG_VERSION"));
        let generated = format!("{} by {version}", metadata.generated);
        let is_listed = |key: &str| !["made", "zone", "group_by"].contains(&key);
        html! {
            @if metadata.is_sample {
                p.sample { "Sample data: the sandbox generated these calls." }
            }
            dl.about {
                @for entry in metadata.entries().filter(|entry| is_listed(entry.key)) {
                    div { dt { (entry.label) } dd { (entry.value) } }
                }
                div { dt { "Time zone" } dd { (self.zone()) } }
                div { dt { "Generated" } dd { (generated) } }
                @for warning in &self.options.extras.warnings {
                    div { dt { "Warning" } dd { (warning) } }
                }
            }
        }
    }

    fn zone(&self) -> &str {
        self.options.columns.zone().unwrap_or("UTC")
    }
}

impl<W: Write> Formatter for Html<W> {
    fn begin(&mut self, _before: &[EnvelopeMember]) -> anyhow::Result<()> {
        let title = self.title();
        let style = include_str!("style.css").replace('\n', " ");
        let head = html! {
            head {
                meta charset="utf-8";
                meta http-equiv="Content-Security-Policy" content=(CONTENT_SECURITY_POLICY);
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                link rel="icon" href="data:,";
                title { (title) }
                style { (PreEscaped(style)) }
            }
        };
        let header = html! { header { h1 { (title) } (self.about()) } };
        self.out.write_all(b"<!DOCTYPE html>\n<html lang=\"en\">")?;
        self.write(&head)?;
        // Rows can have more columns than the report of calls, whose text wants short lines.
        self.out.write_all(match self.options.row_kind {
            RowKind::Calls => b"<body><main>\n",
            RowKind::Rows => b"<body><main class=\"rows\">\n",
        })?;
        Ok(self.write(&header)?)
    }

    fn record(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        if let Some(chart) = &mut self.chart {
            chart.push(&self.options.columns, record);
        }
        self.rows.push(&self.options.columns, record);
        Ok(())
    }

    fn grand_total(&mut self, total: &GrandTotal<'_>) -> anyhow::Result<()> {
        self.rows.set_total(&self.options.columns, total.row);
        Ok(())
    }

    fn report(&mut self, data: &ReportData) -> anyhow::Result<()> {
        let report = sections::report(data, self.zone());
        Ok(self.write(&report)?)
    }

    fn finish(mut self: Box<Self>, _after: &[EnvelopeMember]) -> anyhow::Result<FormatOutcome> {
        if self.options.row_kind == RowKind::Rows {
            if let Some(chart) = self.chart.as_ref().filter(|_| !self.rows.is_empty()) {
                self.write(&chart.render())?;
            }
            self.write(&self.rows.render())?;
        }
        self.out.write_all(b"</main></body></html>\n")?;
        self.out.flush()?;
        Ok(FormatOutcome::default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::{ColumnList, ColumnReader};
    use crate::record::Projection;
    use crate::time::DateRange;
    use chrono::NaiveDate;

    #[test]
    fn a_title_names_a_single_day_once() {
        let day = |day| NaiveDate::from_ymd_opt(2025, 1, day).unwrap();
        for (first, expected) in [
            (31, "Calls, 2025-01-31"),
            (1, "Calls, 2025-01-01 to 2025-01-31"),
        ] {
            let columns = ColumnReader::new(&ColumnList::empty(), &mut Projection::default());
            let mut options = FormatOptions::for_file(columns);
            let period = DateRange::new(day(first), day(31)).unwrap();
            options.print.metadata.period = Some(period.to_string());
            assert_eq!(Html::new(options, Vec::new()).title(), expected);
        }
    }

    #[test]
    fn values_are_escaped_and_never_change_the_direction_of_text() {
        let columns = ColumnReader::new(&ColumnList::empty(), &mut Projection::default());
        let mut page = Html::new(FormatOptions::for_file(columns), Vec::new());
        let value = "<a href='x'>&\"\u{202e}\n\u{ffff}";
        page.write(&html! { p title=(value) { (value) } }).unwrap();
        let escaped = "&lt;a href='x'&gt;&amp;&quot;\\u202e\\n\u{fffd}";
        let expected = format!("<p title=\"{escaped}\">{escaped}</p>\n");
        assert_eq!(String::from_utf8(page.out).unwrap(), expected);
    }
}
