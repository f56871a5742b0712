//! An overview of calls as sections of a page.

use super::chart::{Bar, bar, bars, hours};
use super::text::{count, counted, escaped, grouped, height, largest, length, name, percent};
use crate::format::{Overview, Ranked, Ranking, Span};

/// The sections, in the order of the questions that people ask.
pub fn drawn(overview: &Overview) -> String {
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

fn section(heading: &str, content: &str) -> String {
    format!("<section><h2>{heading}</h2>\n{content}</section>\n")
}

fn none(text: &str) -> String {
    format!("<p class=\"none\">{text}</p>\n")
}

fn figures(overview: &Overview) -> String {
    let rooms = overview
        .rooms
        .first
        .iter()
        .filter(|room| !room.name.is_empty())
        .count() as u64;
    let minutes = overview.minutes.as_deref().map(grouped);
    let bad = (overview.judged > 0).then(|| percent(overview.bad, overview.judged));
    let judged = format!(
        "{} of {} calls judged",
        count(overview.bad),
        count(overview.judged)
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
fn ends(overview: &Overview) -> [&str; 2] {
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

/// A chart with a bar for each span.
fn over_time(
    overview: &Overview,
    heading: &str,
    top: &str,
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
    section(&heading, &chart)
}

fn minutes(overview: &Overview) -> String {
    let spans = || overview.spans.iter().map(|span| span.minutes.as_deref());
    if overview.minutes.is_none() {
        let heading = format!("Billed minutes per {}", overview.unit.name());
        return section(&heading, &none("No call says how many minutes are billed."));
    }
    let most = largest(spans());
    let of_most = overview.spans.iter().max_by(|one, other| {
        let height = |span: &Span| length(span.minutes.as_deref(), most);
        height(one).total_cmp(&height(other))
    });
    let top = of_most
        .and_then(|span| span.minutes.as_deref())
        .map(grouped);
    let top = format!("up to {} minutes", top.unwrap_or_default());
    let is_below = |span: &Span| {
        span.minutes
            .as_ref()
            .is_some_and(|minutes| minutes.starts_with('-'))
    };
    let below = overview.spans.iter().filter(|span| is_below(span)).count() as u64;
    let told = match below {
        0 => String::new(),
        below => none(&format!(
            "{} below zero, without a bar.",
            counted(below, overview.unit.name())
        )),
    };
    let drawn = over_time(overview, "Billed minutes", &top, |span| {
        let minutes = span.minutes.as_deref();
        let figure = minutes.map_or("none".to_owned(), grouped);
        (
            format!("{figure} minutes, {}", counted(span.calls, "call")),
            vec![("a", length(minutes, most))],
        )
    });
    drawn.replace("</section>", &format!("{told}</section>"))
}

fn weekly(overview: &Overview) -> String {
    let title = "Calls by weekday and hour";
    section(title, &hours(title, &overview.hours))
}

fn at_once(overview: &Overview) -> String {
    let Some(most) = overview.most_at_once else {
        let heading = format!("Most calls at once per {}", overview.unit.name());
        return section(
            &heading,
            &none("No call has both the time it began and the time it ended."),
        );
    };
    let top = format!("up to {} at once", count(most));
    let mut drawn = over_time(overview, "Most calls at once", &top, |span| {
        let height = height(span.most_at_once, most);
        (count(span.most_at_once), vec![("a", height)])
    });
    if overview.without_times > 0 {
        let calls = counted(overview.without_times, "call");
        let told = none(&format!(
            "{calls} calls without both their times are not in it."
        ));
        drawn = drawn.replace("</section>", &format!("{told}</section>"));
    }
    drawn
}

fn ranking(heading: &str, what: &str, ranking: &Ranking, overview: &Overview) -> String {
    if ranking.first.iter().all(|ranked| ranked.name.is_empty()) {
        return section(
            heading,
            &none(&format!("No call names a {}.", what.to_lowercase())),
        );
    }
    let most = largest(ranking.first.iter().map(|ranked| ranked.minutes.as_deref()));
    let total = overview
        .minutes
        .as_deref()
        .and_then(|minutes| minutes.parse::<f64>().ok());
    let share = |minutes: Option<&str>| {
        let minutes = minutes.and_then(|minutes| minutes.parse::<f64>().ok());
        let share = minutes.zip(total).map(|(part, whole)| 100.0 * part / whole);
        share
            .filter(|share| share.is_finite())
            .map_or(String::new(), |share| format!("{share:.1} %"))
    };
    let row = |shown: &str, ranked: &Ranked, length: f64| {
        let minutes = ranked.minutes.as_deref();
        let figure = minutes.map_or("–".to_owned(), grouped);
        let title = format!("{figure} minutes");
        format!(
            "<tr><th scope=\"row\">{shown}</th><td class=\"b\">{}</td><td>{figure}</td><td>{}</td><td>{}</td></tr>\n",
            bar(&title, length),
            share(minutes),
            count(ranked.calls)
        )
    };
    let rows = ranking.first.iter().map(|ranked| {
        row(
            &name(&ranked.name),
            ranked,
            length(ranked.minutes.as_deref(), most),
        )
    });
    let mut rows = rows.collect::<Vec<_>>().concat();
    if ranking.others > 0 {
        let shown = format!("<i>{} others</i>", count(ranking.others));
        rows.push_str(&row(&shown, &ranking.of_others, 0.0));
    }
    section(
        heading,
        &format!(
            "<div class=\"wide\"><table class=\"ranking\"><thead><tr><th scope=\"col\">{what}</th><th></th><th scope=\"col\">Billed minutes</th>\
             <th scope=\"col\">Share</th><th scope=\"col\">Calls</th></tr></thead><tbody>\n{rows}</tbody></table></div>\n"
        ),
    )
}

fn quality(overview: &Overview) -> String {
    if overview.judged == 0 {
        let heading = format!("Quality per {}", overview.unit.name());
        return section(
            &heading,
            &none("No call is judged by its quality; records of the older form are not."),
        );
    }
    let mut drawn = over_time(
        overview,
        "Quality",
        "share of the calls that are judged",
        |span| {
            let judged = span.good + span.bad + span.other;
            let share = |part: u64| height(part, judged);
            (
                format!("{} good, {} bad", count(span.good), count(span.bad)),
                vec![("bad", share(span.bad)), ("good", share(span.good))],
            )
        },
    );
    let key = "<p class=\"key\"><span class=\"good\"></span>good <span class=\"other\"></span>another verdict <span class=\"bad\"></span>bad</p>\n";
    drawn = drawn.replace("</section>", &format!("{key}</section>"));
    drawn
}

fn worst(overview: &Overview) -> String {
    if overview.judged == 0 {
        return String::new();
    }
    let heading = "Conferences with most bad calls";
    if overview.worst.is_empty() {
        return section(heading, &none("No conference has a bad call."));
    }
    let rows = overview.worst.iter().map(|conference| {
        format!(
            "<tr><th scope=\"row\">{}</th><td class=\"t\">{}</td><td class=\"t\">{}</td><td>{}</td><td>{}</td></tr>\n",
            name(&conference.number),
            name(&conference.room),
            escaped(&conference.time),
            count(conference.calls),
            count(conference.bad)
        )
    });
    let rows = rows.collect::<Vec<_>>().concat();
    section(
        heading,
        &format!(
            "<div class=\"wide\"><table><thead><tr><th scope=\"col\">Conference</th><th scope=\"col\" class=\"t\">Room</th><th scope=\"col\" class=\"t\">Began</th>\
             <th scope=\"col\">Calls</th><th scope=\"col\">Bad</th></tr></thead><tbody>\n{rows}</tbody></table></div>\n"
        ),
    )
}

/// The numbers behind the charts over time, where they are known.
fn numbers(overview: &Overview) -> String {
    let unit = overview.unit.name();
    let mut headings = vec![unit, "Calls"];
    headings.extend(overview.minutes.as_ref().map(|_| "Billed minutes"));
    headings.extend(overview.most_at_once.map(|_| "Most at once"));
    if overview.judged > 0 {
        headings.extend(["Good", "Bad", "Other"]);
    }
    let headings = headings
        .into_iter()
        .map(|name| format!("<th scope=\"col\">{name}</th>"));
    let headings = headings.collect::<Vec<_>>().concat();
    let rows = overview.spans.iter().map(|span| {
        let mut cells = vec![count(span.calls)];
        if overview.minutes.is_some() {
            cells.push(span.minutes.as_deref().map_or(String::new(), grouped));
        }
        cells.extend(overview.most_at_once.map(|_| count(span.most_at_once)));
        if overview.judged > 0 {
            cells.extend([span.good, span.bad, span.other].map(count));
        }
        format!(
            "<tr><th scope=\"row\">{}</th><td>{}</td></tr>\n",
            span.name,
            cells.join("</td><td>")
        )
    });
    let rows = rows.collect::<Vec<_>>().concat();
    section(
        &format!("Numbers per {unit}"),
        &format!(
            "<details><summary>Show the table</summary><div class=\"wide\"><table class=\"numbers\">\
             <thead><tr>{headings}</tr></thead><tbody>\n{rows}</tbody></table></div></details>\n"
        ),
    )
}
