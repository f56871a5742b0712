//! Tables in a report of calls: rankings, the worst conferences, and the numbers of the charts.
//!
//! Each chart has its numbers in a table as well, for readers who cannot see it and for those who
//! want to copy a value. Figures are exact, as `-g` prints them; only the lengths of bars are
//! rounded.

use super::charts::row_bar;
use super::fmt::{
    bar_length, decimal_or_dash, format_decimal, largest, note, render_name, section,
};
use crate::format::{RankedName, Ranking, ReportData, TimeBucket};
use crate::text::{Decimal, count_noun, group_thousands};
use maud::{Markup, html};

/// Returns names by billed minutes, each with a bar.
pub fn ranking_table(title: &str, header: &str, ranking: &Ranking, data: &ReportData) -> Markup {
    if ranking.top.iter().all(|ranked| ranked.name.is_empty()) {
        return section(
            title,
            &note(&format!("No call has a {}.", header.to_lowercase())),
        );
    }
    let minutes = |ranked: &RankedName| ranked.minutes.as_ref().map(Decimal::to_f64);
    let max = largest(ranking.top.iter().map(minutes));
    let total = data.minutes.as_ref().map(Decimal::to_f64);
    let row = |name: Markup, ranked: &RankedName, length: f64| {
        let figure = decimal_or_dash(ranked.minutes.as_ref());
        html! {
            tr {
                th scope="row" { (name) }
                td.b { (row_bar(&format!("{figure} minutes"), length)) }
                td { (figure) }
                td { (share(minutes(ranked), total)) }
                td { (group_thousands(ranked.calls)) }
            }
        }
    };
    let content = html! {
        div.wide {
            table.ranking {
                thead { tr {
                    th scope="col" { (header) }
                    th {}
                    @for header in ["Billed minutes", "Share of minutes", "Calls"] {
                        th scope="col" { (header) }
                    }
                } }
                tbody {
                    @for ranked in &ranking.top {
                        (row(render_name(&ranked.name), ranked, bar_length(minutes(ranked), max)))
                    }
                    @if ranking.others > 0 {
                        @let others = html! { i { (count_noun(ranking.others, "other")) } };
                        (row(others, &ranking.others_total, 0.0))
                    }
                }
            }
        }
    };
    section(title, &content)
}

/// Returns the share of a part in percent; a dash, where it has none.
fn share(part: Option<f64>, whole: Option<f64>) -> String {
    let share = part.zip(whole).map(|(part, whole)| 100.0 * part / whole);
    share
        .filter(|share| share.is_finite() && *share >= 0.0)
        .map_or("–".to_owned(), |share| format!("{share:.1}%"))
}

/// Returns the conferences with most bad calls.
pub fn worst_conferences(data: &ReportData, zone: &str) -> Markup {
    if data.rated == 0 {
        return Markup::default();
    }
    let title = "Conferences with the most bad calls";
    if data.worst.is_empty() {
        return section(title, &note("No bad calls."));
    }
    let content = html! {
        div.wide {
            table {
                thead { tr {
                    th scope="col" { "Conference" }
                    th.t scope="col" { "Room" }
                    th.t scope="col" { "Start (" (zone) ")" }
                    th scope="col" { "Calls" }
                    th scope="col" { "Bad" }
                } }
                tbody {
                    @for conference in &data.worst {
                        tr {
                            th scope="row" { (render_name(&conference.number)) }
                            td.t { (render_name(&conference.room)) }
                            td.t { (conference.time) }
                            td { (group_thousands(conference.calls)) }
                            td { (group_thousands(conference.bad)) }
                        }
                    }
                }
            }
        }
    };
    section(title, &content)
}

/// Returns a table of the numbers that the charts over time show.
pub fn data_table(data: &ReportData) -> Markup {
    let unit = data.bucket_size.name();
    let minutes = |bucket: &TimeBucket| bucket.minutes.as_ref().map(format_decimal);
    let content = html! {
        details {
            summary { "Show table" }
            div.wide {
                table.numbers {
                    thead { tr {
                        @for header in [unit, "Calls"] { th scope="col" { (header) } }
                        @if data.minutes.is_some() { th scope="col" { "Billed minutes" } }
                        @if data.max_concurrent.is_some() { th scope="col" { "Peak concurrent" } }
                        @if data.rated > 0 {
                            @for header in ["Good", "Bad", "Other"] { th scope="col" { (header) } }
                        }
                    } }
                    tbody {
                        @for bucket in &data.buckets {
                            tr {
                                th scope="row" { (bucket.name) }
                                td { (group_thousands(bucket.calls)) }
                                @if data.minutes.is_some() {
                                    td { (minutes(bucket).unwrap_or_default()) }
                                }
                                @if data.max_concurrent.is_some() {
                                    td { (group_thousands(bucket.max_concurrent)) }
                                }
                                @if data.rated > 0 {
                                    @for count in [bucket.good, bucket.bad, bucket.other] {
                                        td { (group_thousands(count)) }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
    };
    section(&format!("Data per {unit}"), &content)
}
