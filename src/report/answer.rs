//! Responses become one answer: their records, or totals of them, in one format.

use super::days::{AskedDays, DayFilter};
use super::duplicates::Duplicates;
use super::duplicates::Reach;
use super::figures::Figures;
use super::row::object;
use super::sorter::Sorter;
use super::totals::Totals;
use crate::columns::{
    Columns, Condition, Conditions, DERIVED_FROM, Order, OrderArgument, Reading, Selection, Unseen,
};
use crate::error::{Failure, Kind};
use crate::format::{Content, Format, Formatter, Layout, View};
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
    /// The columns to sort by; as the calls come, and totals by their keys, where there are none.
    pub sort: Option<OrderArgument>,
    /// How many calls, or rows of totals, are printed.
    pub limit: Option<u64>,
    /// Whether tables and CSV have a heading.
    pub heading: bool,
    /// Whether CSV is made for spreadsheets.
    pub excel: bool,
    /// How a table is seen.
    pub view: View,
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
    /// What must hold for a call.
    pub conditions: Vec<Condition>,
}

impl Style {
    /// Checks that its parts go together.
    pub fn check(&self) -> Result<(), Failure> {
        let refuse = |message| Err(Failure::new(Kind::Usage, message));
        if self.excel && !self.format.has_excel {
            return refuse("--excel is for CSV; add --format csv");
        }
        if self.view != View::Auto && !self.format.has_views {
            return refuse("--view is for tables; leave it out, or add --format table");
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
            view: self.view,
            kept: usize::MAX,
            width: self.width,
            color: self.color,
            content: Content::Calls,
        }
    }
}

/// What there is to say of an answer once it is complete.
#[derive(Clone, Debug)]
pub struct Ending {
    /// How many calls are in it.
    pub calls: u64,
    /// How many calls there were before conditions were looked at.
    pub calls_before_conditions: u64,
    /// How many calls connected on other days than were asked for.
    pub outside: u64,
    /// Its figures in a few words, for a person.
    pub figures: Option<String>,
    /// How many rows are printed, when there are more.
    pub cut_to: Option<u64>,
    /// What its format says beside it.
    pub told: Option<String>,
}

/// An answer on its way into an output.
pub struct Answer<'o> {
    projection: Projection,
    duplicates: Option<Duplicates>,
    days: Option<DayFilter>,
    /// The calls that lie outside exact days: each is told once.
    outside: Option<Duplicates>,
    unseen: Unseen,
    conditions: Conditions,
    /// The times that columns are made from: the second is read where the first can't be.
    times: Option<[Reading; 2]>,
    calls: u64,
    calls_before_conditions: u64,
    figures: Option<Figures>,
    totals: Option<Totals>,
    /// What puts the rows in order, if they do not stay as they come.
    sorting: Option<(Order, Sorter)>,
    /// How many rows may be printed, and how many there are.
    limit: u64,
    rows: u64,
    printed: u64,
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
            .map(|keys| {
                let (printed, sort) = (style.columns.as_ref(), style.sort.as_ref());
                Totals::new(keys, printed, sort, zone, &mut projection)
            })
            .transpose()?;
        let conditions = Conditions::new(&calls.conditions, &mut projection);
        let order = style.sort.as_ref().map(|sort| match &totals {
            Some(totals) => Order::of_rows(sort, &totals.names()),
            None => Order::of_calls(sort, zone, &mut projection),
        });
        let usual = match &totals {
            Some(totals) => style.format.columns.map(|_| totals.columns().clone()),
            None => style.format.columns.map(Columns::from),
        };
        let columns = style.columns.clone().or(usual);
        let columns = columns.unwrap_or_else(Columns::none);
        let of_calls = style.group_by.as_ref().unwrap_or(&columns);
        let selection_of_calls = Selection::new(of_calls, &mut projection).in_zone(zone);
        let sort = style.sort.as_ref().filter(|_| totals.is_none());
        let sort = sort.map(OrderArgument::columns);
        let names = of_calls.names().chain(conditions.columns());
        let names = names.chain(sort.iter().flat_map(Columns::names));
        let unseen = Unseen::new(names, &mut projection);
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
            // What was chosen stays, and so do the keys of totals.
            kept: match (&style.columns, &style.group_by) {
                (Some(_), _) => usize::MAX,
                (None, Some(keys)) => keys.names().count(),
                (None, None) => 0,
            },
            ..style.layout()
        };
        let figures = console.shows_progress();
        let figures = figures.then(|| Figures::new(&mut projection));
        let formatter = style.format.formatter(layout, output);
        Ok(Self {
            projection,
            duplicates,
            days,
            outside,
            unseen,
            conditions,
            times,
            calls: 0,
            calls_before_conditions: 0,
            figures,
            totals,
            sorting: order.map(|order| (order, Sorter::new(style.limit))),
            limit: style.limit.unwrap_or(u64::MAX),
            rows: 0,
            printed: 0,
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
        if let Some(figures) = &mut self.figures {
            figures.add(record)?;
        }
        if let Some([first, second]) = &mut self.times
            && first.time(record).is_none()
        {
            second.time(record);
        }
        if self.totals.is_none() {
            self.rows += 1;
        }
        match (&mut self.totals, &mut self.sorting) {
            (Some(totals), _) => totals.add(record),
            (None, Some((order, sorter))) => {
                Ok(sorter.push(|key| order.push_key(record, key), record.text)?)
            }
            (None, None) => self.print(record),
        }
    }

    /// Prints a row, unless there are enough.
    fn print(&mut self, row: &Record<'_>) -> anyhow::Result<()> {
        if self.printed == self.limit {
            return Ok(());
        }
        self.printed += 1;
        self.formatter.record(row)
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
        self.calls_before_conditions += 1;
        self.unseen.see(record);
        if !self.conditions.hold(record) {
            return false;
        }
        if let Some((place, days)) = days {
            days.keep(place);
        }
        true
    }

    /// Ends the answer, and warns of what may make it other than the user thinks.
    ///
    /// # Errors
    /// A usage failure for a column that no call has and that is likely mistyped; those of the output.
    pub fn finish(mut self) -> anyhow::Result<Ending> {
        self.unseen.check()?;
        self.warn();
        if let Some(totals) = self.totals.take() {
            self.rows(totals)?;
        } else if let Some((_, sorter)) = self.sorting.take() {
            let projection = std::mem::take(&mut self.projection);
            sorter.each(|text| projection.record(text, |record| self.print(record)))?;
        }
        let after = self.after.unwrap_or_default();
        let told = self.formatter.finish(&after)?;
        Ok(Ending {
            calls: self.calls,
            calls_before_conditions: self.calls_before_conditions,
            outside: self.days.as_ref().map_or(0, DayFilter::outside),
            figures: self.figures.map(Figures::told).transpose()?,
            cut_to: Some(self.limit).filter(|limit| *limit < self.rows),
            told,
        })
    }

    fn warn(&self) {
        if self.calls_before_conditions > 0 {
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

    /// Prints the rows of totals in their order.
    fn rows(&mut self, totals: Totals) -> anyhow::Result<()> {
        let names = totals.names();
        let mut sorting = self.sorting.take();
        totals.rows(|cells, is_grand_total| {
            self.rows += u64::from(!is_grand_total);
            match &mut sorting {
                Some((order, sorter)) if !is_grand_total => {
                    let values: Vec<_> = cells.iter().map(|cell| Some(&**cell)).collect();
                    let row = Record {
                        text: "",
                        values: &values,
                    };
                    // No JSON has a line end between its parts here.
                    Ok(sorter.push(|key| order.push_key(&row, key), &cells.join("\n"))?)
                }
                _ => {
                    if let Some((_, sorter)) = sorting.take() {
                        sorter.each(|row| {
                            let cells: Vec<_> = row.split('\n').map(str::to_owned).collect();
                            self.row(&names, &cells, false)
                        })?;
                    }
                    self.row(&names, cells, is_grand_total)
                }
            }
        })
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
            self.print(&row)
        }
    }
}
