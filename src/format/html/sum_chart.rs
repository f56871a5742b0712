//! A chart of what the rows with the same label add up to, the largest sums first.
//!
//! Every row counts, also one that the table has no room for, so that the chart adds up to the
//! grand total unless rows are limited. There is a sum for each label, so memory grows with the
//! labels.

use super::charts::ranking;
use super::fmt::{bar_length, format_decimal, largest, render_name, section};
use crate::columns::ColumnReader;
use crate::format::SumChartSpec;
use crate::record::Record;
use crate::text::{Decimal, DecimalStr, count_noun};
use maud::{Markup, html};
use std::collections::HashMap;

/// The number of labels that have a bar; the remaining ones are summed up.
const MAX_BARS: usize = 20;

/// The sums of a column by label.
pub struct SumChart {
    title: String,
    label: usize,
    summed: usize,
    sums: HashMap<String, Decimal>,
}

impl SumChart {
    /// Returns a chart without rows; `None` if a column of it is not printed.
    pub fn new(spec: &SumChartSpec, columns: &ColumnReader) -> Option<Self> {
        let index = |column: &str| columns.names().position(|name| name == column);
        Some(Self {
            title: spec.title.clone(),
            label: index(spec.label)?,
            summed: index(spec.summed)?,
            sums: HashMap::new(),
        })
    }

    pub fn push(&mut self, columns: &ColumnReader, record: &Record<'_>) {
        let amount = columns.value(self.summed, record).unwrap_or_default();
        let Some(amount) = DecimalStr::parse(&amount) else {
            return;
        };
        let label = columns.value(self.label, record).unwrap_or_default();
        let sum = self.sums.entry(label.into_owned()).or_default();
        sum.add(&amount);
    }

    pub fn render(&self) -> Markup {
        let mut sums: Vec<_> = self.sums.iter().collect();
        sums.sort_by(|(label, sum), (other_label, other_sum)| {
            other_sum.cmp(sum).then_with(|| label.cmp(other_label))
        });
        let max = largest(sums.iter().map(|(_, sum)| Some(sum.to_f64())));
        let others = sums.split_off(sums.len().min(MAX_BARS));
        let bars = sums.into_iter().map(|(label, sum)| {
            let length = bar_length(Some(sum.to_f64()), max);
            (render_name(label), length, format_decimal(sum))
        });
        let mut bars: Vec<_> = bars.collect();
        if !others.is_empty() {
            let mut sum = Decimal::default();
            for (_, other) in &others {
                sum += other;
            }
            let label = html! { i { (count_noun(others.len() as u64, "other")) } };
            bars.push((label, 0.0, format_decimal(&sum)));
        }
        section(&self.title, &ranking(bars))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::columns::ColumnList;
    use crate::record::Projection;

    #[test]
    fn the_largest_sums_come_first_and_the_remaining_ones_are_others() {
        let mut projection = Projection::default();
        let names = ColumnList::from_names(["customer", "amount"].into_iter());
        let columns = ColumnReader::for_rows(&names, &[], &mut projection);
        let spec = SumChartSpec {
            title: "Amount by customer".to_owned(),
            label: "customer",
            summed: "amount",
        };
        let mut chart = SumChart::new(&spec, &columns).unwrap();
        for number in 1..=23 {
            for amount in [format!("{number}.25"), "0.50".to_owned()] {
                let row = format!(r#"{{"customer":"c{number}","amount":{amount}}}"#);
                let push = |record: &Record<'_>| {
                    chart.push(&columns, record);
                    Ok(())
                };
                projection.with_record(&row, push).unwrap();
            }
        }
        let page = chart.render().into_string();
        let position = |text: &str| page.find(text).unwrap();
        assert!(position(">c23<") < position(">c22<"), "{page}");
        assert!(
            page.contains("23.75") && page.contains("3 others"),
            "{page}"
        );
        // 1.75 + 2.75 + 3.75
        assert!(
            page.contains("<td>8.25</td>") && !page.contains(">c3<"),
            "{page}"
        );
    }
}
