//! The tables of an overview.

use super::chart::bar;
use super::charts_page::{none, section};
use super::fmt::{count, decimal, escaped, largest, length, name};
use crate::format::{RankedName, Ranking, ReportData};
use crate::text::Decimal;

/// Names by billed minutes, each with a bar.
pub fn ranking(heading: &str, what: &str, ranking: &Ranking, overview: &ReportData) -> String {
    if ranking.first.iter().all(|ranked| ranked.name.is_empty()) {
        return section(
            heading,
            &none(&format!("No call names a {}.", what.to_lowercase())),
        );
    }
    let minutes_of = |ranked: &RankedName| ranked.minutes.as_ref().map(Decimal::to_f64);
    let most = largest(ranking.first.iter().map(minutes_of));
    let total = overview.minutes.as_ref().map(Decimal::to_f64);
    let share = |minutes: Option<&Decimal>| {
        let minutes = minutes.map(Decimal::to_f64);
        let share = minutes.zip(total).map(|(part, whole)| 100.0 * part / whole);
        share
            .filter(|share| share.is_finite() && *share >= 0.0)
            .map_or("–".to_owned(), |share| format!("{share:.1} %"))
    };
    let row = |shown: &str, ranked: &RankedName, length: f64| {
        let minutes = ranked.minutes.as_ref();
        let figure = minutes.map_or("–".to_owned(), decimal);
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
            length(minutes_of(ranked), most),
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

/// The conferences with most bad calls.
pub fn worst(overview: &ReportData) -> String {
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
pub fn numbers(overview: &ReportData) -> String {
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
            cells.push(span.minutes.as_ref().map_or(String::new(), decimal));
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
