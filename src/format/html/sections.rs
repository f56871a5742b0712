//! Sections of a report of calls, in the order of the questions that people ask: how much, when, who, how good.
//!
//! A section whose data are missing stays, and says what is missing: a report without a chart would leave open
//! whether there was nothing, or nothing known. Charts over time have a bar per day, month or year, whichever gives
//! fewer bars than a page has room for; the table at the end has the numbers of all of them.

use super::charts::{Bar, bar_chart, heatmap};
use super::fmt::{
    bar_height, bar_length, decimal_or_dash, format_decimal, format_percent, largest, note, section,
};
use super::tables::{data_table, ranking_table, worst_conferences};
use crate::format::{RankedName, ReportData, TimeBucket};
use crate::text::{Decimal, count_noun, group_thousands};
use maud::{Markup, html};

/// The number of bars up to which each says what it shows; if there are more, the table has the numbers.
const MAX_TITLES: usize = 100;

/// Returns the sections.
pub fn report(data: &ReportData) -> Markup {
    if data.calls == 0 {
        return note("There are no calls.");
    }
    html! {
        (key_figures(data))
        (minutes_chart(data))
        (weekday_heatmap(data))
        (concurrency_chart(data))
        (ranking_table("Rooms", "Room", &data.rooms, data))
        (ranking_table("References", "Reference", &data.references, data))
        (quality_chart(data))
        (worst_conferences(data))
        (data_table(data))
    }
}

fn key_figures(data: &ReportData) -> Markup {
    let known = |count: u64| (count > 0).then(|| group_thousands(count));
    let is_named = |room: &&RankedName| !room.name.is_empty();
    let rooms = data.rooms.top.iter().filter(is_named).count() as u64 + data.rooms.others;
    let quality = (data.rated > 0).then(|| format_percent(data.bad, data.rated));
    let rated = format!(
        "{} of {} judged",
        group_thousands(data.bad),
        count_noun(data.rated, "call")
    );
    let figures = [
        ("Calls", Some(group_thousands(data.calls)), String::new()),
        ("Conferences", known(data.conferences), String::new()),
        ("Rooms", known(rooms), String::new()),
        (
            "Billed minutes",
            data.minutes.as_ref().map(format_decimal),
            missing_minutes(data),
        ),
        ("Bad quality", quality, rated),
        (
            "Most calls at once",
            data.max_concurrent.map(group_thousands),
            String::new(),
        ),
    ];
    let content = html! {
        dl.figures {
            @for (name, figure, note) in figures {
                div {
                    dt { (name) }
                    @let note = if figure.is_some() { note } else { "not known".to_owned() };
                    dd {
                        (figure.as_deref().unwrap_or("–"))
                        @if !note.is_empty() { small { (note) } }
                    }
                }
            }
        }
    };
    section("Figures", &content)
}

/// Returns how many calls the sum of billed minutes lacks, and why.
fn missing_minutes(data: &ReportData) -> String {
    let reasons = [
        (data.without_minutes, "without"),
        (data.invalid_minutes, "with what is no number"),
    ];
    let notes = reasons.into_iter().filter(|(calls, _)| *calls > 0);
    let notes = notes.map(|(calls, reason)| format!("{} {reason}", count_noun(calls, "call")));
    notes.collect::<Vec<_>>().join(", ")
}

/// Returns a chart with a bar for each bucket, and a note below it.
fn time_chart(
    data: &ReportData,
    title: &str,
    top: &str,
    below: &Markup,
    bar: impl Fn(&TimeBucket) -> (String, Vec<(&'static str, f64)>),
) -> Markup {
    let unit = data.bucket_size.name();
    let title = format!("{title} per {unit}");
    let bars: Vec<_> = data
        .buckets
        .iter()
        .map(|bucket| {
            let (figure, parts) = bar(bucket);
            Bar {
                title: (data.buckets.len() <= MAX_TITLES)
                    .then(|| format!("{}: {figure}", bucket.name)),
                parts,
                is_shaded: bucket.is_weekend,
            }
        })
        .collect();
    let name =
        |bucket: Option<&TimeBucket>| bucket.map_or(String::new(), |bucket| bucket.name.clone());
    let first = name(data.buckets.first());
    let last = name(data.buckets.last().filter(|_| data.buckets.len() > 1));
    let content = html! {
        (bar_chart(&title, top, &bars, [&first, &last]))
        @if data.undated > 0 {
            (note(&format!("{} calls are of no {unit} that is shown.", group_thousands(data.undated))))
        }
        (below)
    };
    section(&title, &content)
}

fn minutes_chart(data: &ReportData) -> Markup {
    let unit = data.bucket_size.name();
    if data.minutes.is_none() {
        let title = format!("Billed minutes per {unit}");
        return section(&title, &note("No call says how many minutes are billed."));
    }
    let minutes = |bucket: &TimeBucket| bucket.minutes.as_ref().map(Decimal::to_f64);
    let max = largest(data.buckets.iter().map(minutes));
    let length = |bucket: &TimeBucket| bar_length(minutes(bucket), max);
    let longest = data
        .buckets
        .iter()
        .max_by(|a, b| length(a).total_cmp(&length(b)));
    let top = decimal_or_dash(longest.and_then(|bucket| bucket.minutes.as_ref()));
    let is_negative = |bucket: &&TimeBucket| minutes(bucket).is_some_and(|minutes| minutes < 0.0);
    let negative = data.buckets.iter().filter(is_negative).count() as u64;
    let below = html! {
        @if negative > 0 { (note(&format!("{} below zero, without a bar.", count_noun(negative, unit)))) }
    };
    time_chart(
        data,
        "Billed minutes",
        &format!("up to {top} minutes"),
        &below,
        |bucket| {
            let figure = bucket
                .minutes
                .as_ref()
                .map_or("none".to_owned(), format_decimal);
            let title = format!("{figure} minutes, {}", count_noun(bucket.calls, "call"));
            (title, vec![("a", length(bucket))])
        },
    )
}

fn weekday_heatmap(data: &ReportData) -> Markup {
    let title = "Calls by weekday and hour";
    section(title, &heatmap(title, &data.hours))
}

fn concurrency_chart(data: &ReportData) -> Markup {
    let Some(max) = data.max_concurrent else {
        let title = format!("Most calls at once per {}", data.bucket_size.name());
        return section(
            &title,
            &note("No call has both the time it began and the time it ended."),
        );
    };
    let below = html! {
        @if data.calls_without_times > 0 {
            (note(&format!("{} without both times: not in it.", count_noun(data.calls_without_times, "call"))))
        }
    };
    let top = format!("up to {} at once", group_thousands(max));
    time_chart(data, "Most calls at once", &top, &below, |bucket| {
        let height = bar_height(bucket.max_concurrent, max);
        (group_thousands(bucket.max_concurrent), vec![("a", height)])
    })
}

fn quality_chart(data: &ReportData) -> Markup {
    if data.rated == 0 {
        let title = format!("Quality per {}", data.bucket_size.name());
        return section(
            &title,
            &note("No call is judged by its quality; records of the older form are not."),
        );
    }
    let key = html! {
        p.key {
            span.good {} "good " span.other {} "another verdict " span.bad {} "bad"
        }
    };
    time_chart(
        data,
        "Quality",
        "share of the calls that are judged",
        &key,
        |bucket| {
            let rated = bucket.good + bucket.bad + bucket.other;
            let [good, bad, other] = [bucket.good, bucket.bad, bucket.other].map(group_thousands);
            let parts = [
                ("bad", bucket.bad),
                ("other", bucket.other),
                ("good", bucket.good),
            ];
            let parts = parts.map(|(class, count)| (class, bar_height(count, rated)));
            (
                format!("{good} good, {bad} bad, {other} other"),
                parts.to_vec(),
            )
        },
    )
}
