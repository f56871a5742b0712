//! What differs between the totals of two answers.

use super::comparison::{CHANGE, with_change};
use super::duplicates::Source;
use super::picking::Picking;
use super::printing::Printing;
use super::row::quoted;
use super::style::{Calls, Style};
use super::totals::Totals;
use crate::columns::{Columns, Order, Selection};
use crate::error::Failure;
use crate::format::{Content, Layout};
use crate::parse::{Projection, Response};
use crate::terminal::Console;
use std::io::{Read, Write};

/// The totals of an answer that is compared with another.
pub struct ComparedTotals {
    projection: Projection,
    picking: Picking,
    totals: Totals,
    calls: u64,
}

impl ComparedTotals {
    /// Totals of these calls, grouped by these columns.
    ///
    /// # Errors
    /// A usage failure for columns that totals can't have.
    pub fn new(style: &Style, calls: &Calls, keys: &Columns) -> Result<Self, Failure> {
        let mut projection = Projection::default();
        let (zone, sort) = (style.zone.as_ref(), style.sort.as_ref());
        let printed = printed(style);
        let totals = Totals::new(keys, printed.as_ref(), sort, zone, &mut projection)?;
        let names = Columns::named(keys.names().chain(totals.summed()));
        Ok(Self {
            picking: Picking::new(calls, &names, &mut projection),
            totals,
            projection,
            calls: 0,
        })
    }

    /// Reads a response to its end.
    pub fn take<R: Read>(&mut self, response: Response<R>, source: Source) -> anyhow::Result<()> {
        self.picking
            .read(response, source, &self.projection, |record| {
                self.calls += 1;
                self.totals.add(record)
            })?;
        Ok(())
    }

    /// What may make the totals other than the user thinks.
    fn warnings(&self) -> impl Iterator<Item = String> {
        let of_totals = self.totals.warnings(self.calls).into_iter();
        let of_totals = of_totals.map(|warning| warning.text);
        self.picking.warnings().chain(of_totals)
    }

    /// Prints three rows for each group that differs from that of a later answer.
    ///
    /// # Errors
    /// A usage failure for a column that no call has and that is likely mistyped; those of the output.
    pub fn print_differences(
        self,
        after: Self,
        style: &Style,
        output: &mut (dyn Write + Send),
        console: Console,
    ) -> anyhow::Result<()> {
        let checks = self.picking.check().err().zip(after.picking.check().err());
        if let Some((refused, _)) = checks {
            return Err(refused.into());
        }
        let mut warnings: Vec<_> = self.warnings().collect();
        warnings.extend(
            after
                .warnings()
                .filter(|warning| !warnings.contains(warning))
                .collect::<Vec<_>>(),
        );
        let columns = match (&style.columns, style.format.columns) {
            (Some(chosen), _) => with_change(chosen),
            (None, Some(_)) => with_change(self.totals.columns()),
            (None, None) => Columns::none(),
        };
        let mut names = vec![CHANGE.to_owned()];
        names.extend(self.totals.names());
        let layout = Layout {
            selection: Selection::of_rows(
                &columns,
                &self.totals.types(),
                &mut Projection::default(),
            )
            .in_zone(style.zone.as_ref()),
            content: Content::Rows,
            ..style.layout()
        };
        let order = style.sort.as_ref().map(|sort| Order::of_rows(sort, &names));
        let mut printing = Printing::new(style, columns, order, layout, output)?;
        printing.begin(&[])?;
        let mut groups = 0;
        self.totals.differences(after.totals, |group| {
            groups += 1;
            for (change, cells) in [
                ("before", &group.before),
                ("after", &group.after),
                ("difference", &group.less),
            ] {
                let row: Vec<_> = std::iter::once(quoted(change))
                    .chain(cells.iter().cloned())
                    .collect();
                printing.next_row(&names, &row)?;
            }
            Ok(())
        })?;
        printing.end_rows(&names)?;
        let remarks = printing.finish(&[])?;
        for warning in warnings.iter().chain(&remarks.warning) {
            console.warn(warning);
        }
        if let Some(told) = remarks.told() {
            console.note(&told);
        }
        if groups == 0 && console.shows_progress() {
            console.note("no totals differ");
        }
        Ok(())
    }
}

/// The columns of totals that were chosen.
fn printed(style: &Style) -> Option<Columns> {
    let chosen = style.columns.as_ref()?;
    Some(Columns::named(
        chosen.names().filter(|name| *name != CHANGE),
    ))
}
