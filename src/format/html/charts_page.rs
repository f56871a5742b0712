//! An overview of calls as sections of a page.

use super::chart::{Bar, bars, hours};
use super::fmt::{count, counted, decimal, height, largest, length, percent};
use super::tables::{numbers, ranking, worst};
use crate::format::{ReportData, Span};
use crate::text::Decimal;

/// The sections, in the order of the questions that people ask.
pub fn drawn(overview: &ReportData) -> String {
    if overview.calls == 0 {
        return "<p class=\"none\">There are no calls.</p>\n".to_owned();
    }
    [
        figures(overview),
        minutes(overview),
        weekly(overview),
        at_once(overview),
        ranking("Rooms", "Room", &overview.rooms, overview),
        ranking("References", "Reference", &overview.references, overview),
        quality(overview),
        worst(overview),
        numbers(overview),
    ]
    .concat()
}

pub fn section(heading: &str, content: &str) -> String {
    format!("<section><h2>{heading}</h2>\n{content}</section>\n")
}

pub fn none(text: &str) -> String {
    format!("<p class=\"none\">{text}</p>\n")
}

fn figures(overview: &ReportData) -> String {
    let rooms = overview
        .rooms
        .first
        .iter()
        .filter(|room| !room.name.is_empty())
        .count() as u64;
    let minutes = overview.minutes.as_ref().map(decimal);
    let bad = (overview.judged > 0).then(|| percent(overview.bad, overview.judged));
    let judged = format!(
        "{} of {} judged",
        count(overview.bad),
        counted(overview.judged, "call")
    );
    let without = [
        (overview.without_minutes, "without"),
        (overview.unreadable_minutes, "with what is no number"),
    ];
    let without = without.into_iter().filter(|(calls, _)| *calls > 0);
    let without = without.map(|(calls, what)| format!("{} {what}", counted(calls, "call")));
    let without = without.collect::<Vec<_>>().join(", ");
    let known = |count: u64| (count > 0).then_some(count);
    let figures = [
        ("Calls", Some(count(overview.calls)), String::new()),
        (
            "Conferences",
            known(overview.conferences).map(count),
            String::new(),
        ),
        (
            "Rooms",
            known(rooms + overview.rooms.others).map(count),
            String::new(),
        ),
        ("Billed minutes", minutes, without),
        (
            "Bad quality",
            bad,
            if overview.judged > 0 {
                judged
            } else {
                String::new()
            },
        ),
        (
            "Most calls at once",
            overview.most_at_once.map(count),
            String::new(),
        ),
    ];
    let figures = figures.into_iter().map(|(name, figure, note)| {
        let (figure, note) = match figure {
            Some(figure) => (figure, note),
            None => ("–".to_owned(), "not known".to_owned()),
        };
        let note = if note.is_empty() {
            note
        } else {
            format!("<small>{note}</small>")
        };
        format!("<div><dt>{name}</dt><dd>{figure}{note}</dd></div>")
    });
    let figures = figures.collect::<Vec<_>>().concat();
    format!("<section><h2>Figures</h2>\n<dl class=\"figures\">{figures}</dl></section>\n")
}

/// The names of the first and the last span.
fn ends(overview: &ReportData) -> [&str; 2] {
    let first = overview.spans.first().map_or("", |span| span.name.as_str());
    let last = overview.spans.last().map_or("", |span| span.name.as_str());
    if first == last {
        [first, ""]
    } else {
        [first, last]
    }
}

/// How many bars of a chart say what they show.
const MOST_TITLES: usize = 100;

/// A chart with a bar for each span, and what is told below it.
fn over_time(
    overview: &ReportData,
    heading: &str,
    top: &str,
    told: &str,
    part: impl Fn(&Span) -> (String, Vec<(&'static str, f64)>),
) -> String {
    let unit = overview.unit.name();
    let heading = format!("{heading} per {unit}");
    let drawn = overview.spans.iter().map(|span| {
        let (figure, parts) = part(span);
        Bar {
            // Where there are many, the table below has the numbers.
            title: (overview.spans.len() <= MOST_TITLES)
                .then(|| format!("{}: {figure}", span.name)),
            parts,
            is_marked: span.is_weekend,
        }
    });
    let drawn: Vec<_> = drawn.collect();
    let mut chart = bars(&heading, top, &drawn, ends(overview));
    if overview.undated > 0 {
        let undated = count(overview.undated);
        chart.push_str(&none(&format!(
            "{undated} calls are of no {unit} that is shown."
        )));
    }
    chart.push_str(told);
    section(&heading, &chart)
}

fn minutes(overview: &ReportData) -> String {
    let minutes_of = |span: &Span| span.minutes.as_ref().map(Decimal::to_f64);
    if overview.minutes.is_none() {
        let heading = format!("Billed minutes per {}", overview.unit.name());
        return section(&heading, &none("No call says how many minutes are billed."));
    }
    let most = largest(overview.spans.iter().map(minutes_of));
    let of_most = overview.spans.iter().max_by(|one, other| {
        let height = |span: &Span| length(minutes_of(span), most);
        height(one).total_cmp(&height(other))
    });
    let top = of_most.and_then(|span| span.minutes.as_ref()).map(decimal);
    let top = format!("up to {} minutes", top.unwrap_or_default());
    let is_below = |span: &Span| {
        span.minutes
            .as_ref()
            .is_some_and(|minutes| *minutes < Decimal::default())
    };
    let below = overview.spans.iter().filter(|span| is_below(span)).count() as u64;
    let told = match below {
        0 => String::new(),
        below => none(&format!(
            "{} below zero, without a bar.",
            counted(below, overview.unit.name())
        )),
    };
    over_time(overview, "Billed minutes", &top, &told, |span| {
        let minutes = span.minutes.as_ref();
        let figure = minutes.map_or("none".to_owned(), decimal);
        (
            format!("{figure} minutes, {}", counted(span.calls, "call")),
            vec![("a", length(minutes_of(span), most))],
        )
    })
}

fn weekly(overview: &ReportData) -> String {
    let title = "Calls by weekday and hour";
    section(title, &hours(title, &overview.hours))
}

fn at_once(overview: &ReportData) -> String {
    let Some(most) = overview.most_at_once else {
        let heading = format!("Most calls at once per {}", overview.unit.name());
        return section(
            &heading,
            &none("No call has both the time it began and the time it ended."),
        );
    };
    let top = format!("up to {} at once", count(most));
    let told = match overview.without_times {
        0 => String::new(),
        calls => none(&format!(
            "{} without both times: not in it.",
            counted(calls, "call")
        )),
    };
    over_time(overview, "Most calls at once", &top, &told, |span| {
        let height = height(span.most_at_once, most);
        (count(span.most_at_once), vec![("a", height)])
    })
}

fn quality(overview: &ReportData) -> String {
    if overview.judged == 0 {
        let heading = format!("Quality per {}", overview.unit.name());
        return section(
            &heading,
            &none("No call is judged by its quality; records of the older form are not."),
        );
    }
    let key = "<p class=\"key\"><span class=\"good\"></span>good <span class=\"other\"></span>another verdict <span class=\"bad\"></span>bad</p>\n";
    let top = "share of the calls that are judged";
    over_time(overview, "Quality", top, key, |span| {
        let judged = span.good + span.bad + span.other;
        let share = |part: u64| height(part, judged);
        let figures = [span.good, span.bad, span.other].map(count);
        let [good, bad, other] = figures;
        (
            format!("{good} good, {bad} bad, {other} other"),
            vec![
                ("bad", share(span.bad)),
                ("other", share(span.other)),
                ("good", share(span.good)),
            ],
        )
    })
}
