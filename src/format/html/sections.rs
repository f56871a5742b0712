//! Sections of a report of calls, in the order of the questions that people ask: how much, when,
//! who, how good.
//!
//! A section whose data are missing stays, and says what is missing: a report without a chart would
//! leave open whether there was nothing, or nothing known. Charts over time have a bar per day,
//! month or year, whichever gives fewer bars than a page has room for; the table at the end has the
//! numbers of all of them.

use super::charts::{Bar, BarChart, heatmap};
use super::fmt::{
    axis_end, bar_length, decimal_or_dash, format_decimal, format_percent, group_decimal, largest,
    note, section,
};
use super::tables::{data_table, ranking_table, worst_conferences};
use crate::format::{RankedName, ReportData, TimeBucket};
use crate::text::{Decimal, count_noun, group_thousands};
use maud::{Markup, html};

/// The number of bars up to which each says what it shows; if there are more, the table has the
/// numbers.
const MAX_TITLES: usize = 100;

/// Returns the sections; hours are those of the zone.
pub fn report(data: &ReportData, zone: &str) -> Markup {
    if data.calls == 0 {
        return note("No calls.");
    }
    html! {
        (key_figures(data))
        (minutes_chart(data))
        (weekday_heatmap(data, zone))
        (concurrency_chart(data))
        (ranking_table("Rooms", "Room", &data.rooms, data))
        (ranking_table("Customer references", "Reference", &data.references, data))
        (quality_chart(data))
        (worst_conferences(data, zone))
        (data_table(data))
    }
}

fn key_figures(data: &ReportData) -> Markup {
    let known = |count: u64| (count > 0).then(|| group_thousands(count));
    let is_named = |room: &&RankedName| !room.name.is_empty();
    let rooms = data.rooms.top.iter().filter(is_named).count() as u64 + data.rooms.others;
    let quality = (data.rated > 0).then(|| format_percent(data.bad, data.rated));
    let rated = format!(
        "{} of {}",
        group_thousands(data.bad),
        count_noun(data.rated, "rated call")
    );
    let minutes = data.minutes.as_ref().map(format_decimal);
    let figures = [
        ("Calls", Some(group_thousands(data.calls)), String::new()),
        ("Conferences", known(data.conferences), String::new()),
        ("Rooms", known(rooms), String::new()),
        ("Billed minutes", minutes, missing_minutes(data)),
        ("Bad quality", quality, rated),
        (
            "Peak concurrent calls",
            data.max_concurrent.map(group_thousands),
            String::new(),
        ),
    ];
    let content = html! {
        dl.figures {
            @for (name, figure, note) in figures {
                div {
                    dt { (name) }
                    @let note = if figure.is_some() { note } else { "unknown".to_owned() };
                    dd {
                        (figure.as_deref().unwrap_or("–"))
                        @if !note.is_empty() { small { (note) } }
                    }
                }
            }
        }
    };
    section("Key figures", &content)
}

/// Returns how many calls the sum of billed minutes lacks, and why.
fn missing_minutes(data: &ReportData) -> String {
    [
        (data.without_minutes, "without billed minutes"),
        (data.invalid_minutes, "with an invalid value"),
    ]
    .into_iter()
    .filter(|(calls, _)| *calls > 0)
    .map(|(calls, reason)| format!("{} {reason}", count_noun(calls, "call")))
    .collect::<Vec<_>>()
    .join(", ")
}

/// The texts around the bars of a chart over time.
struct TimeChart<'a> {
    title: &'a str,
    caption: String,
    scale: [String; 3],
    /// The content below the chart.
    below: Markup,
}

impl TimeChart<'_> {
    /// Returns a section with a bar for each bucket: what it shows, and its parts.
    fn render(
        &self,
        data: &ReportData,
        bar: impl Fn(&TimeBucket) -> (String, Vec<(&'static str, f64)>),
    ) -> Markup {
        let unit = data.bucket_size.name();
        let title = format!("{} per {unit}", self.title);
        let bars = data.buckets.iter().map(|bucket| {
            let (figure, parts) = bar(bucket);
            Bar {
                date: &bucket.name,
                title: (data.buckets.len() <= MAX_TITLES)
                    .then(|| format!("{}: {figure}", bucket.name)),
                parts,
                is_shaded: bucket.is_weekend,
            }
        });
        let chart = BarChart {
            title: &title,
            caption: &self.caption,
            scale: self.scale.clone(),
            bars: bars.collect(),
        };
        let content = html! {
            (chart.render())
            @if data.undated > 0 {
                (note(&format!(
                    "{} not in the chart, because the {unit} is unknown or out of range.",
                    count_noun(data.undated, "call")
                )))
            }
            (self.below)
        };
        section(&title, &content)
    }
}

/// Returns a count as a number to compute the length of a bar with.
fn number(count: u64) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}

/// Returns the labels of a scale from 0 to this number.
fn scale(end: f64) -> [String; 3] {
    [end, end / 2.0, 0.0].map(|number| group_decimal(&number.to_string()))
}

fn minutes_chart(data: &ReportData) -> Markup {
    let unit = data.bucket_size.name();
    if data.minutes.is_none() {
        return section(
            &format!("Billed minutes per {unit}"),
            &note("No call has billed minutes."),
        );
    }
    let minutes = |bucket: &TimeBucket| bucket.minutes.as_ref().map(Decimal::to_f64);
    let max = largest(data.buckets.iter().map(minutes));
    let end = axis_end(max);
    let longest = data
        .buckets
        .iter()
        .max_by(|a, b| bar_length(minutes(a), max).total_cmp(&bar_length(minutes(b), max)));
    let longest = decimal_or_dash(longest.and_then(|bucket| bucket.minutes.as_ref()));
    let is_negative = |bucket: &&TimeBucket| minutes(bucket).is_some_and(|minutes| minutes < 0.0);
    let negative = data.buckets.iter().filter(is_negative).count() as u64;
    let chart = TimeChart {
        title: "Billed minutes",
        caption: format!("maximum: {longest} minutes"),
        scale: scale(end),
        below: html! {
            @if negative > 0 {
                @let periods = count_noun(negative, unit);
                (note(&format!("{periods} with a negative total, shown without a bar.")))
            }
        },
    };
    chart.render(data, |bucket| {
        let figure = bucket
            .minutes
            .as_ref()
            .map_or("no".to_owned(), format_decimal);
        let title = format!("{figure} minutes, {}", count_noun(bucket.calls, "call"));
        (title, vec![("a", bar_length(minutes(bucket), end))])
    })
}

fn weekday_heatmap(data: &ReportData, zone: &str) -> Markup {
    let title = format!("Calls by weekday and hour ({zone})");
    section(&title, &heatmap(&title, &data.hours))
}

fn concurrency_chart(data: &ReportData) -> Markup {
    let title = "Peak concurrent calls";
    let Some(max) = data.max_concurrent else {
        let title = format!("{title} per {}", data.bucket_size.name());
        return section(&title, &note("No call has both a start and an end time."));
    };
    // There are no half calls.
    let end = axis_end(number(max)).max(2.0);
    let chart = TimeChart {
        title,
        caption: format!("maximum: {}", count_noun(max, "concurrent call")),
        scale: scale(end),
        below: html! {
            @if data.calls_without_times > 0 {
                @let calls = count_noun(data.calls_without_times, "call");
                (note(&format!("Not included: {calls} without a start or end time.")))
            }
        },
    };
    chart.render(data, |bucket| {
        let height = bar_length(Some(number(bucket.max_concurrent)), end);
        (group_thousands(bucket.max_concurrent), vec![("a", height)])
    })
}

fn quality_chart(data: &ReportData) -> Markup {
    let title = "Call quality";
    if data.rated == 0 {
        let title = format!("{title} per {}", data.bucket_size.name());
        return section(
            &title,
            &note("No call has a quality rating; records of the older API never do."),
        );
    }
    let chart = TimeChart {
        title,
        caption: "share of rated calls".to_owned(),
        scale: ["100%", "50%", "0%"].map(str::to_owned),
        below: html! {
            p.key { span.good {} "good " span.other {} "other " span.bad {} "bad" }
        },
    };
    chart.render(data, |bucket| {
        let rated = bucket.good + bucket.bad + bucket.other;
        let [good, bad, other] = [bucket.good, bucket.bad, bucket.other].map(group_thousands);
        let parts = [
            ("bad", bucket.bad),
            ("other", bucket.other),
            ("good", bucket.good),
        ];
        let parts =
            parts.map(|(class, count)| (class, bar_length(Some(number(count)), number(rated))));
        (
            format!("{good} good, {bad} bad, {other} other"),
            parts.to_vec(),
        )
    })
}
