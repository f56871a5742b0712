//! Words of other tools for commands and options, and what to use instead.
//!
//! Exact synonyms are aliases and work; these only mean something similar, so they get a hint. Rows
//! are checked in their order, and those whose options a command lacks are skipped.

/// Words for a command or a topic of the help.
#[rustfmt::skip]
const COMMANDS: [(&[&str], &str); 17] = [
    (&["list", "ls", "get", "show", "fetch", "query", "search", "call", "cdr", "cdrs"], "use 'cdr period FROM TO'"),
    (&["export", "download", "report", "save"], "use 'cdr period FROM TO -o FILE'"),
    (&["totals", "total", "sum", "usage", "stats", "summary", "count", "top", "group"], "use 'cdr period FROM TO -g COLUMN'"),
    (&["users", "participants", "user", "participant"], "use 'cdr period FROM TO -g user.name'"),
    (&["login", "logout", "auth", "init", "config", "configure", "configuration", "setup", "profile", "profiles", "env", "environment", "credentials"], "see 'cdr help account'"),
    (&["check", "status", "test", "ping", "verify"], "use 'cdr doctor'"),
    (&["archive", "backup", "pull", "update"], "use 'cdr sync DIR FROM'"),
    (&["cat", "open", "view", "import", "convert", "merge", "sql"], "use 'cdr read FILE'"),
    (&["compare"], "use 'cdr diff OLD NEW'"),
    (&["watch", "tail", "follow", "wait"], "use 'cdr conf CONF_NUM --wait'"),
    (&["rates", "prices", "cost", "costs", "charge", "charges"], "use 'cdr bill'"),
    (&["version"], "use 'cdr --version'"),
    (&["date", "periods", "time-zone", "time-zones", "timezone", "timezones", "tz"], "see 'cdr help dates'"),
    (&["filter", "where", "condition", "conditions"], "see 'cdr help filters'"),
    (&["column", "sort", "sorting"], "see 'cdr help columns'"),
    (&["format", "output"], "see 'cdr help formats'"),
    (&["exit", "exit-code", "exit-status", "errors", "codes"], "see 'cdr help exit-codes'"),
];

/// Words for an option.
#[rustfmt::skip]
const OPTIONS: [(&[&str], &str); 42] = [
    (&["json", "csv", "tsv"], "use -f FORMAT -c LIST"),
    (&["r", "rate", "rate-card", "card", "prices"], "use --rates FILE"),
    (&["input", "archive", "file", "calls", "from-file"], "use --read FILE"),
    (&["validate", "lint", "verify"], "use --check"),
    (&["template", "sample", "init"], "use --example"),
    (&["customer", "per-customer", "by-customer", "split-by"], "use -o 'DIR/{customer}.csv' for a file per customer, and --rates FILE"),
    (&["desc", "descending", "asc", "ascending", "reverse", "r"], "use --sort=-COLUMN for descending order"),
    (&["s"], "use --sort LIST"),
    (&["room", "room-id"], "use 'cdr room ROOM_ID'"),
    (&["conf", "conference", "conf-num"], "use 'cdr conf CONF_NUM'"),
    (&["totals", "total", "sum", "count", "summary", "stats", "avg", "average"], "use -g LIST"),
    (&["having", "fail-on-empty", "fail-if-empty", "require", "min-calls"], "use --expect CONDITION"),
    (&["stat", "brief", "name-only"], "use -c LIST or -g LIST"),
    (&["chunk", "chunks", "window", "windows", "batch", "interval"], "use --split DAYS"),
    (&["full", "refresh", "status"], "use -n to see the requests, or dates to fetch days again"),
    (&["key", "token", "secret", "password", "api-key"], "use --app-key-file FILE"),
    (&["user", "username", "u", "app"], "use --app-id ID"),
    (&["account", "env", "environment", "region", "p"], "use --profile NAME"),
    (&["host", "server", "api", "url", "endpoint", "endpoint-url"], "use --base-url URL"),
    (&["config", "config-file"], "see 'cdr help account'"),
    (&["utc"], "use --tz utc"),
    (&["t"], "use --tz ZONE"),
    (&["page-size", "all", "page", "per-page", "paginate", "offset", "a"], "remove it, since all calls are fetched"),
    (&["l", "rows", "lines", "max", "size"], "use --limit N"),
    (&["d", "delim"], "use --delimiter CHAR"),
    (&["j"], "use --format json or --jobs N"),
    (&["threads", "workers"], "use --jobs N"),
    (&["select", "show"], "use -c LIST"),
    (&["query", "grep", "search", "condition", "i"], "use -w CONDITION"),
    (&["jq", "pretty", "indent", "template"], "use --format json and pipe the output to jq"),
    (&["raw", "compact"], "use --format jsonl"),
    (&["yaml", "yml", "markdown", "md", "pdf", "xls", "sqlite"], "use -f FORMAT, see 'cdr help formats'"),
    (&["header", "headers"], "remove it, since a header is the default"),
    (&["vertical", "expanded", "x"], "use --view record"),
    (&["stdout"], "remove it, since standard output is the default"),
    (&["gzip", "compress", "z"], "use -o FILE.gz"),
    (&["force", "yes", "overwrite", "y"], "remove it, since -o replaces the file"),
    (&["append"], "use one -o FILE for each run"),
    (&["unique", "uniq", "distinct", "dedup", "no-duplicates"], "remove it, since each call is printed once"),
    (&["debug", "trace", "log", "log-level"], "use --verbose"),
    (&["proxy"], "use the variable HTTPS_PROXY"),
    (&["insecure", "k"], "use --ca-cert FILE to trust a certificate"),
];

/// Options for a date, which is an argument.
const DATE_OPTIONS: [&str; 16] = [
    "from", "to", "since", "until", "start", "end", "after", "before", "date", "day", "days",
    "week", "month", "year", "last", "period",
];

/// Returns what to use instead of a word for a command or a topic.
pub fn command_hint(word: &str) -> Option<&'static str> {
    find(&COMMANDS, word)
}

/// Returns what to use instead of an option, whose name has no dashes, with a command.
pub fn option_hints(name: &str, command: Option<&str>) -> impl Iterator<Item = &'static str> {
    let date = match command {
        Some("read" | "diff") => "use a condition, such as -w 'day = 2025-01'",
        Some("sync") => "use dates as arguments: cdr sync DIR FROM TO",
        Some("room" | "room-period") => "use dates as arguments: cdr room ROOM_ID FROM TO",
        Some("bill") => "use dates as arguments: cdr bill FROM TO --rates FILE",
        _ => "use dates as arguments: cdr period FROM TO",
    };
    let date = Some(date).filter(|_| DATE_OPTIONS.contains(&name));
    let rows = OPTIONS
        .iter()
        .filter(move |(words, _)| words.contains(&name));
    date.into_iter().chain(rows.map(|(_, hint)| *hint))
}

fn find(table: &[(&[&str], &'static str)], word: &str) -> Option<&'static str> {
    let row = table.iter().find(|(words, _)| words.contains(&word));
    row.map(|(_, hint)| *hint)
}
