//! Responses become one answer: their records, or totals of them, in one format.

use super::days::{AskedDays, DayFilter};
use super::duplicates::Duplicates;
use super::duplicates::Reach;
use super::row::object;
use super::totals::Totals;
use crate::columns::{Columns, DERIVED_FROM, Reading, Selection, Unseen};
use crate::error::{Failure, Kind};
use crate::format::{Content, Format, Formatter, Layout};
use crate::parse::{Member, Projection, Record, Response};
use crate::request::Zone;
use crate::terminal::Console;
use std::io::{Read, Write};

/// What the answer is to look like.
#[derive(Clone, Debug)]
pub struct Style {
    /// The format.
    pub format: &'static Format,
    /// The columns asked for; by format, where none are.
    pub columns: Option<Columns>,
    /// The columns to group by, for totals instead of calls.
    pub group_by: Option<Columns>,
    /// Whether tables and CSV have a heading.
    pub heading: bool,
    /// Whether CSV is made for spreadsheets.
    pub excel: bool,
    /// The width of the terminal that the answer goes to, if it goes to one.
    pub width: Option<u16>,
    /// Whether tables have colours.
    pub color: bool,
    /// The zone that times are shown in, and whose days are meant; as sent and UTC, where it is `None`.
    pub zone: Option<Zone>,
}

/// Which calls are in the answer.
#[derive(Clone, Debug)]
pub struct Calls {
    /// How far a call counts once, if it does.
    pub reach: Option<Reach>,
    /// A number that is another in every run.
    pub seed: u64,
    /// The days that were asked for, if any.
    pub days: Option<AskedDays>,
}

impl Style {
    /// Checks that its parts go together.
    pub fn check(&self) -> Result<(), Failure> {
        let refuse = |message| Err(Failure::new(Kind::Usage, message));
        if self.excel && !self.format.has_excel {
            return refuse("--excel is for CSV; add --format csv");
        }
        if self.columns.is_some() && self.format.columns.is_none() {
            return refuse("--columns goes with table and csv; for json, let jq pick the members");
        }
        Ok(())
    }

    /// The layout, for columns that are still to be put in.
    pub fn layout(&self) -> Layout {
        Layout {
            selection: Selection::new(&Columns::none(), &mut Projection::default()),
            heading: self.heading,
            excel: self.excel,
            width: self.width,
            color: self.color,
            content: Content::Calls,
        }
    }
}

/// How many calls there were.
#[derive(Clone, Copy, Debug)]
pub struct Counts {
    /// In the answer.
    pub calls: u64,
    /// That connected on other days than were asked for.
    pub outside: u64,
}

/// An answer on its way into an output.
pub struct Answer<'o> {
    projection: Projection,
    duplicates: Option<Duplicates>,
    days: Option<DayFilter>,
    /// The calls that lie outside exact days: each is told once.
    outside: Option<Duplicates>,
    unseen: Unseen,
    /// The times that columns are made from: the second is read where the first can't be.
    times: Option<[Reading; 2]>,
    calls: u64,
    totals: Option<Totals>,
    /// The columns that are printed, for a format that has columns.
    columns: Columns,
    formatter: Box<dyn Formatter + 'o>,
    /// The members behind the list of the first response, once it was read.
    after: Option<Vec<Member>>,
    console: Console,
}

impl<'o> Answer<'o> {
    /// An answer of these calls that goes into an output.
    pub fn new(
        style: &Style,
        calls: &Calls,
        output: &'o mut dyn Write,
        console: Console,
    ) -> anyhow::Result<Self> {
        let mut projection = Projection::default();
        let duplicates = calls.reach;
        let duplicates =
            duplicates.map(|reach| Duplicates::new(reach, calls.seed, &mut projection));
        let days = calls.days.clone();
        let is_exact = days.as_ref().is_some_and(|days| days.exact.is_some());
        let outside =
            is_exact.then(|| Duplicates::new(Reach::Everything, calls.seed, &mut projection));
        let days = days.map(|days| DayFilter::new(days, &mut projection));
        let zone = style.zone.as_ref();
        let totals = style.group_by.as_ref();
        let totals = totals
            .map(|keys| Totals::new(keys, style.columns.as_ref(), zone, &mut projection))
            .transpose()?;
        let usual = match &totals {
            Some(totals) => style.format.columns.map(|_| totals.columns().clone()),
            None => style.format.columns.map(Columns::from),
        };
        let columns = style.columns.clone().or(usual);
        let columns = columns.unwrap_or_else(Columns::none);
        let of_calls = style.group_by.as_ref().unwrap_or(&columns);
        let selection_of_calls = Selection::new(of_calls, &mut projection).in_zone(zone);
        let unseen = Unseen::new(of_calls.names(), &mut projection);
        let reads_times = selection_of_calls.reads_times();
        let times =
            reads_times.then(|| DERIVED_FROM.map(|path| Reading::new(path, &mut projection)));
        let layout = Layout {
            selection: match &totals {
                Some(_) => Selection::of_rows(&columns, &mut Projection::default()).in_zone(zone),
                None => selection_of_calls,
            },
            content: match &totals {
                Some(_) => Content::Rows,
                None => Content::Calls,
            },
            ..style.layout()
        };
        let formatter = style.format.formatter(layout, output);
        Ok(Self {
            projection,
            duplicates,
            days,
            outside,
            unseen,
            times,
            calls: 0,
            totals,
            columns,
            formatter: formatter?,
            after: None,
            console,
        })
    }

    /// Reads a response to its end.
    pub fn take<R: Read>(&mut self, mut response: Response<R>) -> anyhow::Result<()> {
        if self.after.is_none() {
            self.formatter.begin(response.before())?;
        }
        if let Some(duplicates) = &mut self.duplicates {
            duplicates.next_response();
        }
        let projection = std::mem::take(&mut self.projection);
        response.each(&projection, |record| self.record(&record))?;
        self.projection = projection;
        let after = response.finish()?;
        self.after.get_or_insert(after);
        Ok(())
    }

    fn record(&mut self, record: &Record<'_>) -> anyhow::Result<()> {
        if !self.counts(record) {
            return Ok(());
        }
        self.calls += 1;
        self.unseen.see(record);
        if let Some([first, second]) = &mut self.times
            && first.time(record).is_none()
        {
            second.time(record);
        }
        match &mut self.totals {
            Some(totals) => totals.add(record),
            None => self.formatter.record(record),
        }
    }

    /// Whether a call is in the answer. Exact days come before repeats: of a call that comes with two times, one in
    /// the period and one outside, the order in which they arrive must not decide.
    fn counts(&mut self, record: &Record<'_>) -> bool {
        let days = self.days.as_mut();
        let mut days = days.map(|days| (days.place(record), days));
        if let Some((place, days)) = &mut days
            && days.leaves_out(*place)
        {
            let outside = self.outside.as_mut();
            let is_new = outside.is_none_or(|outside| !outside.knows(record));
            days.leave_out(is_new);
            return false;
        }
        let duplicates = self.duplicates.as_mut();
        if duplicates.is_some_and(|duplicates| duplicates.knows(record)) {
            return false;
        }
        if let Some((place, days)) = days {
            days.keep(place);
        }
        true
    }

    /// Ends the answer, and warns of what may make it other than the user thinks. Returns how many
    /// calls are in it.
    pub fn finish(mut self) -> anyhow::Result<Counts> {
        self.warn();
        if let Some(totals) = self.totals.take() {
            let names = totals.names();
            totals.rows(|cells, is_grand_total| self.row(&names, cells, is_grand_total))?;
        }
        let after = self.after.unwrap_or_default();
        self.formatter.finish(&after)?;
        Ok(Counts {
            calls: self.calls,
            outside: self.days.as_ref().map_or(0, DayFilter::outside),
        })
    }

    fn warn(&self) {
        if self.calls > 0 {
            self.unseen
                .warnings()
                .for_each(|told| self.console.warn(&told));
        }
        let duplicates = self.duplicates.iter().filter_map(Duplicates::warning);
        let days = self.days.iter().filter_map(DayFilter::warning);
        let times = self.times.iter().flatten();
        let times = times.filter_map(|time| time.unreadable("time", self.calls));
        let totals = self.totals.iter();
        let totals = totals.flat_map(|totals| totals.warnings(self.calls));
        let mut told = Vec::new();
        for warning in duplicates.chain(days).chain(times).chain(totals) {
            // Totals read some of the same members.
            if !told.contains(&warning) {
                self.console.warn(&warning);
                told.push(warning);
            }
        }
    }

    /// Prints a row of totals.
    fn row(&mut self, names: &[String], cells: &[String], is_total: bool) -> anyhow::Result<()> {
        let place = |name: &str| names.iter().position(|known| known == name);
        let values = self.columns.names().map(place);
        let values: Vec<_> = values
            .map(|place| place.map(|place| cells[place].as_str()))
            .collect();
        let members = names.iter().zip(cells);
        let members = members.map(|(name, json)| (name.as_str(), json.as_str()));
        // A format with columns looks at nothing else.
        let text = match values.as_slice() {
            [] => object(&members.collect::<Vec<_>>()),
            _ => String::new(),
        };
        let row = Record {
            text: &text,
            values: &values,
        };
        if is_total {
            self.formatter.grand_total(&row)
        } else {
            self.formatter.record(&row)
        }
    }
}
