//! The topics of `cdr help TOPIC`.
//!
//! Those in [`TOPICS`] are sections of the manual page as well. The lists of formats and of exit
//! codes are created from the tables that the program itself uses, so that they are complete.

use crate::error::FailureKind;
use crate::format::FORMATS;

/// A topic of the help.
pub struct Topic {
    pub name: &'static str,
    /// What it explains, for a list of topics.
    pub about: &'static str,
    pub text: &'static str,
}

/// The topics that are sections of the manual page.
pub const TOPICS: [Topic; 4] = [
    Topic {
        name: "dates",
        about: "Dates and periods",
        text: DATES,
    },
    Topic {
        name: "account",
        about: "Account, service and configuration file",
        text: ACCOUNT,
    },
    Topic {
        name: COLUMNS_TOPIC,
        about: "Columns, column sets, totals and sorting",
        text: COLUMNS,
    },
    Topic {
        name: "filters",
        about: "Conditions of --where",
        text: FILTERS,
    },
];

/// The topic that shares its name with an alias of `fields`.
pub const COLUMNS_TOPIC: &str = "columns";

/// Returns every topic: name, purpose and text. The manual page has the lists of formats and exit
/// codes, too, in its own layout.
pub fn all_topics() -> impl Iterator<Item = (&'static str, &'static str, String)> {
    let topics = TOPICS.map(|topic| (topic.name, topic.about, topic.text.to_owned()));
    let lists = [
        ("formats", "Output formats", format_list()),
        ("exit-codes", "Exit codes", exit_code_list()),
    ];
    topics.into_iter().chain(lists)
}

fn format_list() -> String {
    let lines = FORMATS.map(|format| {
        let (name, extensions) = (format.name, format.extensions.join(" "));
        format!("  {name:<8} {extensions:<16} {}\n", format.description)
    });
    format!(
        "Select a format with -f FORMAT, or by the extension of -o FILE. Text formats are compressed if\n\
         .gz follows: calls.csv.gz.\n\n{}",
        lines.concat()
    )
}

fn exit_code_list() -> String {
    let lines =
        FailureKind::ALL.map(|kind| format!("  {:>3}  {}\n", kind.exit_code(), kind.description()));
    format!("    0  {SUCCESS}\n{}", lines.concat())
}

/// The meaning of exit code 0.
pub const SUCCESS: &str = "Success, even if there are no calls";

const DATES: &str = "\
Every date argument is a range of full days. A period runs from the first day of FROM to the last
day of TO; TO defaults to FROM. You can also write FROM..TO as one argument. Case is ignored.

  2025-01-31, 2025-01, 2025-Q1, 2025   a day, month, quarter or year
  today, yesterday                     one day
  this-week, last-week                 Monday to Sunday
  this-month, last-month, this-quarter, last-quarter, this-year, last-year
  7d, 30d, …                           the last N full days; only as FROM

Without --tz, days are in UTC, and the service decides which calls belong to a period; run
'cdr doctor' to find out how it counts.

With --tz ZONE (an IANA name, an offset such as +05:30, utc or local), days are those of the zone.
cdr fetches the surrounding UTC days plus --slack days on each side, and keeps the calls that
connected within the period. Consecutive periods neither overlap nor leave gaps.";

const ACCOUNT: &str = "\
The sandbox needs no account: cdr --sandbox period today

The service identifies you by an app ID and an app key:

  export CDR_APP_ID=…
  export CDR_APP_KEY_FILE=~/.config/cdr/key    # a file keeps the key out of the process list

Or write a profile into the configuration file, $XDG_CONFIG_HOME/cdr/config.toml or
~/.config/cdr/config.toml:

  [profiles.default]
  service = \"enablex\"              # or smartflomeet, or base_url = \"https://…\"
  app_id = \"…\"
  app_key_file = \"key\"             # or app_key_command = [\"pass\", \"show\", \"enablex\"]
  tz = \"Asia/Kolkata\"              # optional, as is slack

The profile named default, or the only one, is used unless --profile NAME selects another.
Options override everything else. A profile selected with --profile overrides the environment,
which overrides any other profile. 'cdr doctor' checks the setup.";

const COLUMNS: &str = "\
-c LIST prints columns; -g, -w and --sort use them, too. 'cdr fields' lists the documented ones with
type, unit, sets and meaning.

  -c user.name,room.duration   columns are dotted paths into a record, documented or not
  -c name                      a short name, if only one documented column ends in it
  -c brief,user.ref            column sets: brief, billing, quality, all
  -g room.room_id,day          totals by room and day; any columns can be group columns
  -g day -c day,calls,bad_share
                               other totals: any numeric column can be summed
  --sort -room.duration,day    by duration, descending, then by day

Derived columns: day, month and hour of room.connect_dt (or of trans_date, if that is missing), and
record, which is the whole record as received. Repeated options are combined.";

const FILTERS: &str = "\
-w 'COLUMN OP VALUE' includes only calls that match; repeat it to require several conditions.

  =  !=         equal, not equal; a date matches all days in its range
  <  <=  >  >=  compare numbers and times by value, everything else as text
  ~  !~         contains, does not contain, ignoring case
  COLUMN=       the column has no value

Text is compared case-sensitively, except with ~ and !~, and in quality ratings, roles and flags.

Examples:
  -w 'room.duration > 60'   -w 'user.name ~ smith'   -w 'hour >= 20'   -w 'day = 2025-01'
  -w 'call_quality = bad'   -w 'user.ref ='          -w 'month != 2025-01'

Quote conditions, because the shell interprets <, > and !.";
