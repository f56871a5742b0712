# Print an optspec for argparse to handle cmd's options that are independent of any subcommand.
function __fish_cdr_global_optspecs
    string join \n sandbox profile= v/verbose q/quiet color= h/help V/version
end

function __fish_cdr_needs_command
    # Figure out if the current invocation already has a command.
    set -l cmd (commandline -opc)
    set -e cmd[1]
    argparse -s (__fish_cdr_global_optspecs) -- $cmd 2>/dev/null
    or return
    if set -q argv[1]
        # Also print the command, so this can be used to figure out what it is.
        echo $argv[1]
        return 1
    end
    return 0
end

function __fish_cdr_using_subcommand
    set -l cmd (__fish_cdr_needs_command)
    test -z "$cmd"
    and return 1
    contains -- $cmd[1] $argv
end

complete -c cdr -n "__fish_cdr_needs_command" -l profile -d 'Section of the configuration file with the account [env: CDR_PROFILE]' -r
complete -c cdr -n "__fish_cdr_needs_command" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c cdr -n "__fish_cdr_needs_command" -l sandbox -d 'Ask a copy of the service on this machine, with made-up calls; needs no account [env: CDR_SANDBOX]'
complete -c cdr -n "__fish_cdr_needs_command" -s v -l verbose -d 'Tell of requests, attempts, timings and causes on standard error'
complete -c cdr -n "__fish_cdr_needs_command" -s q -l quiet -d 'Tell of nothing but errors on standard error'
complete -c cdr -n "__fish_cdr_needs_command" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cdr -n "__fish_cdr_needs_command" -s V -l version -d 'Print version'
complete -c cdr -n "__fish_cdr_needs_command" -f -a "period" -d 'Print the calls of a period'
complete -c cdr -n "__fish_cdr_needs_command" -f -a "room" -d 'Print the calls of a room'
complete -c cdr -n "__fish_cdr_needs_command" -f -a "room-period" -d 'Print the calls of a room in a period'
complete -c cdr -n "__fish_cdr_needs_command" -f -a "conf" -d 'Print the calls of one conference'
complete -c cdr -n "__fish_cdr_needs_command" -f -a "read" -d 'Print saved answers: JSON, JSON Lines, Parquet that cdr wrote, or an archive'
complete -c cdr -n "__fish_cdr_needs_command" -f -a "sync" -d 'Keep calls on disk, a file for each day, and bring them up to date'
complete -c cdr -n "__fish_cdr_needs_command" -f -a "diff" -d 'Print what differs between two saved answers or archives'
complete -c cdr -n "__fish_cdr_needs_command" -f -a "doctor" -d 'Find out whether all is set up, and how the service counts'
complete -c cdr -n "__fish_cdr_needs_command" -f -a "fields" -d 'List every column with its type, unit, sets and meaning'
complete -c cdr -n "__fish_cdr_needs_command" -f -a "completions" -d 'Print the completion script of a shell'
complete -c cdr -n "__fish_cdr_needs_command" -f -a "man" -d 'Print the manual page; \'cdr man | man -l -\' shows it'
complete -c cdr -n "__fish_cdr_needs_command" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
complete -c cdr -n "__fish_cdr_using_subcommand period" -l tz -d 'Exact days of a time zone, in which times print too: an IANA name, utc or local [env: CDR_TZ]' -r
complete -c cdr -n "__fish_cdr_using_subcommand period" -s w -l where -d 'Take only calls of which this holds, like \'room.duration > 60\'; may come several times' -r
complete -c cdr -n "__fish_cdr_using_subcommand period" -s g -l group-by -d 'Print totals for each group of calls that are alike in these columns' -r -f -a '(__fish_complete_list , \'string split " " "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record"\')'
complete -c cdr -n "__fish_cdr_using_subcommand period" -l sort -d 'Sort by these columns, downwards by those with a dash before them' -r
complete -c cdr -n "__fish_cdr_using_subcommand period" -l limit -d 'Print the first N calls, or rows of totals' -r
complete -c cdr -n "__fish_cdr_using_subcommand period" -s f -l format -d 'How the rows are printed [default: table] [env: CDR_FORMAT]' -r -f -a "table\t'A table for people'
csv\t'Comma-separated values (RFC 4180)'
json\t'One JSON document, records as sent'
jsonl\t'JSON Lines: one record a line, as sent'
xlsx\t'A workbook for Excel and LibreOffice'
parquet\t'Apache Parquet: typed columns for databases'
html\t'A report to look at: figures, charts and tables in one page'"
complete -c cdr -n "__fish_cdr_using_subcommand period" -s c -l columns -d 'Columns and sets (brief, billing, quality, all), with commas between' -r -f -a '(__fish_complete_list , \'string split " " "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record"\')'
complete -c cdr -n "__fish_cdr_using_subcommand period" -s o -l output -d 'Write a file, in one step; its ending names the format, and .gz compresses it' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand period" -l view -d 'How a table is seen on a terminal or in a pipe' -r -f -a "auto\t'A row for each record, where the terminal has room for the columns; else a line for each column'
table\t'A row for each record'
record\t'A line for each column of each record'"
complete -c cdr -n "__fish_cdr_using_subcommand period" -l profile -d 'Section of the configuration file with the account [env: CDR_PROFILE]' -r
complete -c cdr -n "__fish_cdr_using_subcommand period" -l app-id -d 'App id: the user name [env: CDR_APP_ID, else ENABLEX_APP_ID]' -r
complete -c cdr -n "__fish_cdr_using_subcommand period" -l app-key -d 'App key: the password; other users of this machine can see it [env: CDR_APP_KEY, else ENABLEX_APP_KEY]' -r
complete -c cdr -n "__fish_cdr_using_subcommand period" -l app-key-file -d 'File with the app key [env: CDR_APP_KEY_FILE]' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand period" -l service -d 'Service to ask [default: enablex] [env: CDR_SERVICE]' -r -f -a "enablex\t'EnableX'
smartflomeet\t'SmartFloMeet, a white label of EnableX'"
complete -c cdr -n "__fish_cdr_using_subcommand period" -l base-url -d 'Any other base URL, up to and including the version; wins over --service [env: CDR_BASE_URL]' -r -f
complete -c cdr -n "__fish_cdr_using_subcommand period" -l retries -d 'Attempts after the first' -r
complete -c cdr -n "__fish_cdr_using_subcommand period" -l retry-delay -d 'First pause between attempts; each one after it is twice as long' -r
complete -c cdr -n "__fish_cdr_using_subcommand period" -l connect-timeout -d 'Longest time to connect' -r
complete -c cdr -n "__fish_cdr_using_subcommand period" -l timeout -d 'Longest silence before a response or within it' -r
complete -c cdr -n "__fish_cdr_using_subcommand period" -l ca-cert -d 'File with a further root certificate to trust, in PEM form' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand period" -l slack -d 'How many days more are asked for at each end of an exact period, up to 31 [default: 2]' -r
complete -c cdr -n "__fish_cdr_using_subcommand period" -l split -d 'Ask for a long period in windows of so many days' -r
complete -c cdr -n "__fish_cdr_using_subcommand period" -l jobs -d 'How many windows are asked for at a time, up to 64' -r
complete -c cdr -n "__fish_cdr_using_subcommand period" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c cdr -n "__fish_cdr_using_subcommand period" -l no-header -d 'Leave out the heading of a table or CSV'
complete -c cdr -n "__fish_cdr_using_subcommand period" -l excel -d 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas'
complete -c cdr -n "__fish_cdr_using_subcommand period" -l sandbox -d 'Ask a copy of the service on this machine, with made-up calls; needs no account [env: CDR_SANDBOX]'
complete -c cdr -n "__fish_cdr_using_subcommand period" -l allow-http -d 'Let the key travel unencrypted, to a base URL that is plain http'
complete -c cdr -n "__fish_cdr_using_subcommand period" -s n -l dry-run -d 'Print the requests as curl commands, and send nothing'
complete -c cdr -n "__fish_cdr_using_subcommand period" -s v -l verbose -d 'Tell of requests, attempts, timings and causes on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand period" -s q -l quiet -d 'Tell of nothing but errors on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand period" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cdr -n "__fish_cdr_using_subcommand room" -l tz -d 'Exact days of a time zone, in which times print too: an IANA name, utc or local [env: CDR_TZ]' -r
complete -c cdr -n "__fish_cdr_using_subcommand room" -s w -l where -d 'Take only calls of which this holds, like \'room.duration > 60\'; may come several times' -r
complete -c cdr -n "__fish_cdr_using_subcommand room" -s g -l group-by -d 'Print totals for each group of calls that are alike in these columns' -r -f -a '(__fish_complete_list , \'string split " " "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record"\')'
complete -c cdr -n "__fish_cdr_using_subcommand room" -l sort -d 'Sort by these columns, downwards by those with a dash before them' -r
complete -c cdr -n "__fish_cdr_using_subcommand room" -l limit -d 'Print the first N calls, or rows of totals' -r
complete -c cdr -n "__fish_cdr_using_subcommand room" -s f -l format -d 'How the rows are printed [default: table] [env: CDR_FORMAT]' -r -f -a "table\t'A table for people'
csv\t'Comma-separated values (RFC 4180)'
json\t'One JSON document, records as sent'
jsonl\t'JSON Lines: one record a line, as sent'
xlsx\t'A workbook for Excel and LibreOffice'
parquet\t'Apache Parquet: typed columns for databases'
html\t'A report to look at: figures, charts and tables in one page'"
complete -c cdr -n "__fish_cdr_using_subcommand room" -s c -l columns -d 'Columns and sets (brief, billing, quality, all), with commas between' -r -f -a '(__fish_complete_list , \'string split " " "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record"\')'
complete -c cdr -n "__fish_cdr_using_subcommand room" -s o -l output -d 'Write a file, in one step; its ending names the format, and .gz compresses it' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand room" -l view -d 'How a table is seen on a terminal or in a pipe' -r -f -a "auto\t'A row for each record, where the terminal has room for the columns; else a line for each column'
table\t'A row for each record'
record\t'A line for each column of each record'"
complete -c cdr -n "__fish_cdr_using_subcommand room" -l profile -d 'Section of the configuration file with the account [env: CDR_PROFILE]' -r
complete -c cdr -n "__fish_cdr_using_subcommand room" -l app-id -d 'App id: the user name [env: CDR_APP_ID, else ENABLEX_APP_ID]' -r
complete -c cdr -n "__fish_cdr_using_subcommand room" -l app-key -d 'App key: the password; other users of this machine can see it [env: CDR_APP_KEY, else ENABLEX_APP_KEY]' -r
complete -c cdr -n "__fish_cdr_using_subcommand room" -l app-key-file -d 'File with the app key [env: CDR_APP_KEY_FILE]' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand room" -l service -d 'Service to ask [default: enablex] [env: CDR_SERVICE]' -r -f -a "enablex\t'EnableX'
smartflomeet\t'SmartFloMeet, a white label of EnableX'"
complete -c cdr -n "__fish_cdr_using_subcommand room" -l base-url -d 'Any other base URL, up to and including the version; wins over --service [env: CDR_BASE_URL]' -r -f
complete -c cdr -n "__fish_cdr_using_subcommand room" -l retries -d 'Attempts after the first' -r
complete -c cdr -n "__fish_cdr_using_subcommand room" -l retry-delay -d 'First pause between attempts; each one after it is twice as long' -r
complete -c cdr -n "__fish_cdr_using_subcommand room" -l connect-timeout -d 'Longest time to connect' -r
complete -c cdr -n "__fish_cdr_using_subcommand room" -l timeout -d 'Longest silence before a response or within it' -r
complete -c cdr -n "__fish_cdr_using_subcommand room" -l ca-cert -d 'File with a further root certificate to trust, in PEM form' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand room" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c cdr -n "__fish_cdr_using_subcommand room" -l no-header -d 'Leave out the heading of a table or CSV'
complete -c cdr -n "__fish_cdr_using_subcommand room" -l excel -d 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas'
complete -c cdr -n "__fish_cdr_using_subcommand room" -l sandbox -d 'Ask a copy of the service on this machine, with made-up calls; needs no account [env: CDR_SANDBOX]'
complete -c cdr -n "__fish_cdr_using_subcommand room" -l allow-http -d 'Let the key travel unencrypted, to a base URL that is plain http'
complete -c cdr -n "__fish_cdr_using_subcommand room" -s n -l dry-run -d 'Print the requests as curl commands, and send nothing'
complete -c cdr -n "__fish_cdr_using_subcommand room" -s v -l verbose -d 'Tell of requests, attempts, timings and causes on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand room" -s q -l quiet -d 'Tell of nothing but errors on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand room" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l tz -d 'Exact days of a time zone, in which times print too: an IANA name, utc or local [env: CDR_TZ]' -r
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -s w -l where -d 'Take only calls of which this holds, like \'room.duration > 60\'; may come several times' -r
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -s g -l group-by -d 'Print totals for each group of calls that are alike in these columns' -r -f -a '(__fish_complete_list , \'string split " " "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record"\')'
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l sort -d 'Sort by these columns, downwards by those with a dash before them' -r
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l limit -d 'Print the first N calls, or rows of totals' -r
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -s f -l format -d 'How the rows are printed [default: table] [env: CDR_FORMAT]' -r -f -a "table\t'A table for people'
csv\t'Comma-separated values (RFC 4180)'
json\t'One JSON document, records as sent'
jsonl\t'JSON Lines: one record a line, as sent'
xlsx\t'A workbook for Excel and LibreOffice'
parquet\t'Apache Parquet: typed columns for databases'
html\t'A report to look at: figures, charts and tables in one page'"
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -s c -l columns -d 'Columns and sets (brief, billing, quality, all), with commas between' -r -f -a '(__fish_complete_list , \'string split " " "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record"\')'
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -s o -l output -d 'Write a file, in one step; its ending names the format, and .gz compresses it' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l view -d 'How a table is seen on a terminal or in a pipe' -r -f -a "auto\t'A row for each record, where the terminal has room for the columns; else a line for each column'
table\t'A row for each record'
record\t'A line for each column of each record'"
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l profile -d 'Section of the configuration file with the account [env: CDR_PROFILE]' -r
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l app-id -d 'App id: the user name [env: CDR_APP_ID, else ENABLEX_APP_ID]' -r
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l app-key -d 'App key: the password; other users of this machine can see it [env: CDR_APP_KEY, else ENABLEX_APP_KEY]' -r
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l app-key-file -d 'File with the app key [env: CDR_APP_KEY_FILE]' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l service -d 'Service to ask [default: enablex] [env: CDR_SERVICE]' -r -f -a "enablex\t'EnableX'
smartflomeet\t'SmartFloMeet, a white label of EnableX'"
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l base-url -d 'Any other base URL, up to and including the version; wins over --service [env: CDR_BASE_URL]' -r -f
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l retries -d 'Attempts after the first' -r
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l retry-delay -d 'First pause between attempts; each one after it is twice as long' -r
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l connect-timeout -d 'Longest time to connect' -r
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l timeout -d 'Longest silence before a response or within it' -r
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l ca-cert -d 'File with a further root certificate to trust, in PEM form' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l slack -d 'How many days more are asked for at each end of an exact period, up to 31 [default: 2]' -r
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l split -d 'Ask for a long period in windows of so many days' -r
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l jobs -d 'How many windows are asked for at a time, up to 64' -r
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l no-header -d 'Leave out the heading of a table or CSV'
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l excel -d 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas'
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l sandbox -d 'Ask a copy of the service on this machine, with made-up calls; needs no account [env: CDR_SANDBOX]'
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -l allow-http -d 'Let the key travel unencrypted, to a base URL that is plain http'
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -s n -l dry-run -d 'Print the requests as curl commands, and send nothing'
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -s v -l verbose -d 'Tell of requests, attempts, timings and causes on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -s q -l quiet -d 'Tell of nothing but errors on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand room-period" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cdr -n "__fish_cdr_using_subcommand conf" -l wait -d 'Wait until it is over and its calls have arrived [default: 30m at the most]' -r
complete -c cdr -n "__fish_cdr_using_subcommand conf" -l tz -d 'Exact days of a time zone, in which times print too: an IANA name, utc or local [env: CDR_TZ]' -r
complete -c cdr -n "__fish_cdr_using_subcommand conf" -s w -l where -d 'Take only calls of which this holds, like \'room.duration > 60\'; may come several times' -r
complete -c cdr -n "__fish_cdr_using_subcommand conf" -s g -l group-by -d 'Print totals for each group of calls that are alike in these columns' -r -f -a '(__fish_complete_list , \'string split " " "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record"\')'
complete -c cdr -n "__fish_cdr_using_subcommand conf" -l sort -d 'Sort by these columns, downwards by those with a dash before them' -r
complete -c cdr -n "__fish_cdr_using_subcommand conf" -l limit -d 'Print the first N calls, or rows of totals' -r
complete -c cdr -n "__fish_cdr_using_subcommand conf" -s f -l format -d 'How the rows are printed [default: table] [env: CDR_FORMAT]' -r -f -a "table\t'A table for people'
csv\t'Comma-separated values (RFC 4180)'
json\t'One JSON document, records as sent'
jsonl\t'JSON Lines: one record a line, as sent'
xlsx\t'A workbook for Excel and LibreOffice'
parquet\t'Apache Parquet: typed columns for databases'
html\t'A report to look at: figures, charts and tables in one page'"
complete -c cdr -n "__fish_cdr_using_subcommand conf" -s c -l columns -d 'Columns and sets (brief, billing, quality, all), with commas between' -r -f -a '(__fish_complete_list , \'string split " " "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record"\')'
complete -c cdr -n "__fish_cdr_using_subcommand conf" -s o -l output -d 'Write a file, in one step; its ending names the format, and .gz compresses it' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand conf" -l view -d 'How a table is seen on a terminal or in a pipe' -r -f -a "auto\t'A row for each record, where the terminal has room for the columns; else a line for each column'
table\t'A row for each record'
record\t'A line for each column of each record'"
complete -c cdr -n "__fish_cdr_using_subcommand conf" -l profile -d 'Section of the configuration file with the account [env: CDR_PROFILE]' -r
complete -c cdr -n "__fish_cdr_using_subcommand conf" -l app-id -d 'App id: the user name [env: CDR_APP_ID, else ENABLEX_APP_ID]' -r
complete -c cdr -n "__fish_cdr_using_subcommand conf" -l app-key -d 'App key: the password; other users of this machine can see it [env: CDR_APP_KEY, else ENABLEX_APP_KEY]' -r
complete -c cdr -n "__fish_cdr_using_subcommand conf" -l app-key-file -d 'File with the app key [env: CDR_APP_KEY_FILE]' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand conf" -l service -d 'Service to ask [default: enablex] [env: CDR_SERVICE]' -r -f -a "enablex\t'EnableX'
smartflomeet\t'SmartFloMeet, a white label of EnableX'"
complete -c cdr -n "__fish_cdr_using_subcommand conf" -l base-url -d 'Any other base URL, up to and including the version; wins over --service [env: CDR_BASE_URL]' -r -f
complete -c cdr -n "__fish_cdr_using_subcommand conf" -l retries -d 'Attempts after the first' -r
complete -c cdr -n "__fish_cdr_using_subcommand conf" -l retry-delay -d 'First pause between attempts; each one after it is twice as long' -r
complete -c cdr -n "__fish_cdr_using_subcommand conf" -l connect-timeout -d 'Longest time to connect' -r
complete -c cdr -n "__fish_cdr_using_subcommand conf" -l timeout -d 'Longest silence before a response or within it' -r
complete -c cdr -n "__fish_cdr_using_subcommand conf" -l ca-cert -d 'File with a further root certificate to trust, in PEM form' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand conf" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c cdr -n "__fish_cdr_using_subcommand conf" -l no-header -d 'Leave out the heading of a table or CSV'
complete -c cdr -n "__fish_cdr_using_subcommand conf" -l excel -d 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas'
complete -c cdr -n "__fish_cdr_using_subcommand conf" -l sandbox -d 'Ask a copy of the service on this machine, with made-up calls; needs no account [env: CDR_SANDBOX]'
complete -c cdr -n "__fish_cdr_using_subcommand conf" -l allow-http -d 'Let the key travel unencrypted, to a base URL that is plain http'
complete -c cdr -n "__fish_cdr_using_subcommand conf" -s n -l dry-run -d 'Print the requests as curl commands, and send nothing'
complete -c cdr -n "__fish_cdr_using_subcommand conf" -s v -l verbose -d 'Tell of requests, attempts, timings and causes on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand conf" -s q -l quiet -d 'Tell of nothing but errors on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand conf" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cdr -n "__fish_cdr_using_subcommand read" -l tz -d 'Exact days of a time zone, in which times print too: an IANA name, utc or local [env: CDR_TZ]' -r
complete -c cdr -n "__fish_cdr_using_subcommand read" -s w -l where -d 'Take only calls of which this holds, like \'room.duration > 60\'; may come several times' -r
complete -c cdr -n "__fish_cdr_using_subcommand read" -s g -l group-by -d 'Print totals for each group of calls that are alike in these columns' -r -f -a '(__fish_complete_list , \'string split " " "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record"\')'
complete -c cdr -n "__fish_cdr_using_subcommand read" -l sort -d 'Sort by these columns, downwards by those with a dash before them' -r
complete -c cdr -n "__fish_cdr_using_subcommand read" -l limit -d 'Print the first N calls, or rows of totals' -r
complete -c cdr -n "__fish_cdr_using_subcommand read" -s f -l format -d 'How the rows are printed [default: table] [env: CDR_FORMAT]' -r -f -a "table\t'A table for people'
csv\t'Comma-separated values (RFC 4180)'
json\t'One JSON document, records as sent'
jsonl\t'JSON Lines: one record a line, as sent'
xlsx\t'A workbook for Excel and LibreOffice'
parquet\t'Apache Parquet: typed columns for databases'
html\t'A report to look at: figures, charts and tables in one page'"
complete -c cdr -n "__fish_cdr_using_subcommand read" -s c -l columns -d 'Columns and sets (brief, billing, quality, all), with commas between' -r -f -a '(__fish_complete_list , \'string split " " "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record"\')'
complete -c cdr -n "__fish_cdr_using_subcommand read" -s o -l output -d 'Write a file, in one step; its ending names the format, and .gz compresses it' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand read" -l view -d 'How a table is seen on a terminal or in a pipe' -r -f -a "auto\t'A row for each record, where the terminal has room for the columns; else a line for each column'
table\t'A row for each record'
record\t'A line for each column of each record'"
complete -c cdr -n "__fish_cdr_using_subcommand read" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c cdr -n "__fish_cdr_using_subcommand read" -l no-header -d 'Leave out the heading of a table or CSV'
complete -c cdr -n "__fish_cdr_using_subcommand read" -l excel -d 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas'
complete -c cdr -n "__fish_cdr_using_subcommand read" -s v -l verbose -d 'Tell of requests, attempts, timings and causes on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand read" -s q -l quiet -d 'Tell of nothing but errors on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand read" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l lookback -d 'How many days that end with TO are asked for again' -r
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l slack -d 'How many days more are asked for at each end of a window, up to 31' -r
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l split -d 'Of how many days a window is' -r
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l jobs -d 'How many windows are asked for at a time, up to 64' -r
complete -c cdr -n "__fish_cdr_using_subcommand sync" -s f -l format -d 'How the rows are printed [default: table] [env: CDR_FORMAT]' -r -f -a "table\t'A table for people'
csv\t'Comma-separated values (RFC 4180)'
json\t'One JSON document, records as sent'
jsonl\t'JSON Lines: one record a line, as sent'
xlsx\t'A workbook for Excel and LibreOffice'
parquet\t'Apache Parquet: typed columns for databases'
html\t'A report to look at: figures, charts and tables in one page'"
complete -c cdr -n "__fish_cdr_using_subcommand sync" -s c -l columns -d 'Columns and sets (brief, billing, quality, all), with commas between' -r -f -a '(__fish_complete_list , \'string split " " "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record"\')'
complete -c cdr -n "__fish_cdr_using_subcommand sync" -s o -l output -d 'Write a file, in one step; its ending names the format, and .gz compresses it' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l view -d 'How a table is seen on a terminal or in a pipe' -r -f -a "auto\t'A row for each record, where the terminal has room for the columns; else a line for each column'
table\t'A row for each record'
record\t'A line for each column of each record'"
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l profile -d 'Section of the configuration file with the account [env: CDR_PROFILE]' -r
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l app-id -d 'App id: the user name [env: CDR_APP_ID, else ENABLEX_APP_ID]' -r
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l app-key -d 'App key: the password; other users of this machine can see it [env: CDR_APP_KEY, else ENABLEX_APP_KEY]' -r
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l app-key-file -d 'File with the app key [env: CDR_APP_KEY_FILE]' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l service -d 'Service to ask [default: enablex] [env: CDR_SERVICE]' -r -f -a "enablex\t'EnableX'
smartflomeet\t'SmartFloMeet, a white label of EnableX'"
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l base-url -d 'Any other base URL, up to and including the version; wins over --service [env: CDR_BASE_URL]' -r -f
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l retries -d 'Attempts after the first' -r
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l retry-delay -d 'First pause between attempts; each one after it is twice as long' -r
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l connect-timeout -d 'Longest time to connect' -r
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l timeout -d 'Longest silence before a response or within it' -r
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l ca-cert -d 'File with a further root certificate to trust, in PEM form' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l prune -d 'Drop calls of the days asked for that the service no longer reports'
complete -c cdr -n "__fish_cdr_using_subcommand sync" -s n -l dry-run -d 'Print the requests as curl commands, and do nothing else'
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l no-header -d 'Leave out the heading of a table or CSV'
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l excel -d 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas'
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l sandbox -d 'Ask a copy of the service on this machine, with made-up calls; needs no account [env: CDR_SANDBOX]'
complete -c cdr -n "__fish_cdr_using_subcommand sync" -l allow-http -d 'Let the key travel unencrypted, to a base URL that is plain http'
complete -c cdr -n "__fish_cdr_using_subcommand sync" -s v -l verbose -d 'Tell of requests, attempts, timings and causes on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand sync" -s q -l quiet -d 'Tell of nothing but errors on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand sync" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cdr -n "__fish_cdr_using_subcommand diff" -l tz -d 'Exact days of a time zone, in which times print too: an IANA name, utc or local [env: CDR_TZ]' -r
complete -c cdr -n "__fish_cdr_using_subcommand diff" -s w -l where -d 'Take only calls of which this holds, like \'room.duration > 60\'; may come several times' -r
complete -c cdr -n "__fish_cdr_using_subcommand diff" -s g -l group-by -d 'Print totals for each group of calls that are alike in these columns' -r -f -a '(__fish_complete_list , \'string split " " "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record"\')'
complete -c cdr -n "__fish_cdr_using_subcommand diff" -l sort -d 'Sort by these columns, downwards by those with a dash before them' -r
complete -c cdr -n "__fish_cdr_using_subcommand diff" -l limit -d 'Print the first N calls, or rows of totals' -r
complete -c cdr -n "__fish_cdr_using_subcommand diff" -s f -l format -d 'How the rows are printed [default: table] [env: CDR_FORMAT]' -r -f -a "table\t'A table for people'
csv\t'Comma-separated values (RFC 4180)'
json\t'One JSON document, records as sent'
jsonl\t'JSON Lines: one record a line, as sent'
xlsx\t'A workbook for Excel and LibreOffice'
parquet\t'Apache Parquet: typed columns for databases'
html\t'A report to look at: figures, charts and tables in one page'"
complete -c cdr -n "__fish_cdr_using_subcommand diff" -s c -l columns -d 'Columns and sets (brief, billing, quality, all), with commas between' -r -f -a '(__fish_complete_list , \'string split " " "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record"\')'
complete -c cdr -n "__fish_cdr_using_subcommand diff" -s o -l output -d 'Write a file, in one step; its ending names the format, and .gz compresses it' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand diff" -l view -d 'How a table is seen on a terminal or in a pipe' -r -f -a "auto\t'A row for each record, where the terminal has room for the columns; else a line for each column'
table\t'A row for each record'
record\t'A line for each column of each record'"
complete -c cdr -n "__fish_cdr_using_subcommand diff" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c cdr -n "__fish_cdr_using_subcommand diff" -l no-header -d 'Leave out the heading of a table or CSV'
complete -c cdr -n "__fish_cdr_using_subcommand diff" -l excel -d 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas'
complete -c cdr -n "__fish_cdr_using_subcommand diff" -s v -l verbose -d 'Tell of requests, attempts, timings and causes on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand diff" -s q -l quiet -d 'Tell of nothing but errors on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand diff" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -s f -l format -d 'How the rows are printed [default: table] [env: CDR_FORMAT]' -r -f -a "table\t'A table for people'
csv\t'Comma-separated values (RFC 4180)'
json\t'One JSON document, records as sent'
jsonl\t'JSON Lines: one record a line, as sent'
xlsx\t'A workbook for Excel and LibreOffice'
parquet\t'Apache Parquet: typed columns for databases'
html\t'A report to look at: figures, charts and tables in one page'"
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -s c -l columns -d 'Columns and sets (brief, billing, quality, all), with commas between' -r -f -a '(__fish_complete_list , \'string split " " "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record"\')'
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -s o -l output -d 'Write a file, in one step; its ending names the format, and .gz compresses it' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -l view -d 'How a table is seen on a terminal or in a pipe' -r -f -a "auto\t'A row for each record, where the terminal has room for the columns; else a line for each column'
table\t'A row for each record'
record\t'A line for each column of each record'"
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -l profile -d 'Section of the configuration file with the account [env: CDR_PROFILE]' -r
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -l app-id -d 'App id: the user name [env: CDR_APP_ID, else ENABLEX_APP_ID]' -r
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -l app-key -d 'App key: the password; other users of this machine can see it [env: CDR_APP_KEY, else ENABLEX_APP_KEY]' -r
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -l app-key-file -d 'File with the app key [env: CDR_APP_KEY_FILE]' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -l service -d 'Service to ask [default: enablex] [env: CDR_SERVICE]' -r -f -a "enablex\t'EnableX'
smartflomeet\t'SmartFloMeet, a white label of EnableX'"
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -l base-url -d 'Any other base URL, up to and including the version; wins over --service [env: CDR_BASE_URL]' -r -f
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -l retries -d 'Attempts after the first' -r
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -l retry-delay -d 'First pause between attempts; each one after it is twice as long' -r
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -l connect-timeout -d 'Longest time to connect' -r
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -l timeout -d 'Longest silence before a response or within it' -r
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -l ca-cert -d 'File with a further root certificate to trust, in PEM form' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -l no-header -d 'Leave out the heading of a table or CSV'
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -l excel -d 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas'
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -l sandbox -d 'Ask a copy of the service on this machine, with made-up calls; needs no account [env: CDR_SANDBOX]'
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -l allow-http -d 'Let the key travel unencrypted, to a base URL that is plain http'
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -s v -l verbose -d 'Tell of requests, attempts, timings and causes on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -s q -l quiet -d 'Tell of nothing but errors on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand doctor" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cdr -n "__fish_cdr_using_subcommand fields" -s f -l format -d 'How the rows are printed [default: table] [env: CDR_FORMAT]' -r -f -a "table\t'A table for people'
csv\t'Comma-separated values (RFC 4180)'
json\t'One JSON document, records as sent'
jsonl\t'JSON Lines: one record a line, as sent'
xlsx\t'A workbook for Excel and LibreOffice'
parquet\t'Apache Parquet: typed columns for databases'
html\t'A report to look at: figures, charts and tables in one page'"
complete -c cdr -n "__fish_cdr_using_subcommand fields" -s c -l columns -d 'Columns and sets (brief, billing, quality, all), with commas between' -r -f -a '(__fish_complete_list , \'string split " " "brief billing quality all trans_date conf_num sip call_num call_log_id parent_partner_id room.room_id room.connect_dt room.disconnect_dt room.duration room.room_details room.sip user.role user.ip user.name user.ref user.agent user.token user.confName sigserver.connect_dt sigserver.disconnect_dt sigserver.ip sigserver.duration sigserver.hold_duration published_track.audio published_track.data published_track.video published_track.screen published_track.url usage.subscribed_minutes usage.published_minutes usage.screen_minutes usage.connect_minutes usage.connect_minutes_cal usage.room_connect_minutes stats_quality.send.video.avg_bitrate stats_quality.send.video.avg_bitrate_quality stats_quality.send.video.max_bitrate stats_quality.send.video.min_bitrate stats_quality.send.sharing stats_quality.send.audio.avg_bitrate stats_quality.send.audio.avg_bitrate_quality stats_quality.send.audio.max_bitrate stats_quality.send.audio.min_bitrate stats_quality.receive.video.avg_bitrate stats_quality.receive.video.avg_bitrate_quality stats_quality.receive.video.max_bitrate stats_quality.receive.video.min_bitrate stats_quality.receive.video.bitrate_good_percent stats_quality.receive.video.bitrate_moderate_percent stats_quality.receive.video.bitrate_bad_percent stats_quality.receive.sharing stats_quality.receive.audio.avg_bitrate stats_quality.receive.audio.avg_bitrate_quality stats_quality.receive.audio.max_bitrate stats_quality.receive.audio.min_bitrate stats_quality.receive.audio.bitrate_good_percent stats_quality.receive.audio.bitrate_moderate_percent stats_quality.receive.audio.bitrate_bad_percent stats_quality.receive.rtt stats_quality.call_quality video_embed visual_builder lowcode app_id cdr_id day month hour record"\')'
complete -c cdr -n "__fish_cdr_using_subcommand fields" -s o -l output -d 'Write a file, in one step; its ending names the format, and .gz compresses it' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand fields" -l view -d 'How a table is seen on a terminal or in a pipe' -r -f -a "auto\t'A row for each record, where the terminal has room for the columns; else a line for each column'
table\t'A row for each record'
record\t'A line for each column of each record'"
complete -c cdr -n "__fish_cdr_using_subcommand fields" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c cdr -n "__fish_cdr_using_subcommand fields" -l no-header -d 'Leave out the heading of a table or CSV'
complete -c cdr -n "__fish_cdr_using_subcommand fields" -l excel -d 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas'
complete -c cdr -n "__fish_cdr_using_subcommand fields" -s v -l verbose -d 'Tell of requests, attempts, timings and causes on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand fields" -s q -l quiet -d 'Tell of nothing but errors on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand fields" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cdr -n "__fish_cdr_using_subcommand completions" -s o -l output -d 'Write a file, in one step; its ending names the format, and .gz compresses it' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand completions" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c cdr -n "__fish_cdr_using_subcommand completions" -s v -l verbose -d 'Tell of requests, attempts, timings and causes on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand completions" -s q -l quiet -d 'Tell of nothing but errors on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand completions" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cdr -n "__fish_cdr_using_subcommand man" -s o -l output -d 'Write a file, in one step; its ending names the format, and .gz compresses it' -r -F
complete -c cdr -n "__fish_cdr_using_subcommand man" -l color -d 'When to use colour' -r -f -a "auto\t'On a terminal that has colours, unless NO_COLOR is set'
always\t'Always'
never\t'Never'"
complete -c cdr -n "__fish_cdr_using_subcommand man" -s v -l verbose -d 'Tell of requests, attempts, timings and causes on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand man" -s q -l quiet -d 'Tell of nothing but errors on standard error'
complete -c cdr -n "__fish_cdr_using_subcommand man" -s h -l help -d 'Print help (see more with \'--help\')'
complete -c cdr -n "__fish_cdr_using_subcommand help; and not __fish_seen_subcommand_from period room room-period conf read sync diff doctor fields completions man help" -f -a "period" -d 'Print the calls of a period'
complete -c cdr -n "__fish_cdr_using_subcommand help; and not __fish_seen_subcommand_from period room room-period conf read sync diff doctor fields completions man help" -f -a "room" -d 'Print the calls of a room'
complete -c cdr -n "__fish_cdr_using_subcommand help; and not __fish_seen_subcommand_from period room room-period conf read sync diff doctor fields completions man help" -f -a "room-period" -d 'Print the calls of a room in a period'
complete -c cdr -n "__fish_cdr_using_subcommand help; and not __fish_seen_subcommand_from period room room-period conf read sync diff doctor fields completions man help" -f -a "conf" -d 'Print the calls of one conference'
complete -c cdr -n "__fish_cdr_using_subcommand help; and not __fish_seen_subcommand_from period room room-period conf read sync diff doctor fields completions man help" -f -a "read" -d 'Print saved answers: JSON, JSON Lines, Parquet that cdr wrote, or an archive'
complete -c cdr -n "__fish_cdr_using_subcommand help; and not __fish_seen_subcommand_from period room room-period conf read sync diff doctor fields completions man help" -f -a "sync" -d 'Keep calls on disk, a file for each day, and bring them up to date'
complete -c cdr -n "__fish_cdr_using_subcommand help; and not __fish_seen_subcommand_from period room room-period conf read sync diff doctor fields completions man help" -f -a "diff" -d 'Print what differs between two saved answers or archives'
complete -c cdr -n "__fish_cdr_using_subcommand help; and not __fish_seen_subcommand_from period room room-period conf read sync diff doctor fields completions man help" -f -a "doctor" -d 'Find out whether all is set up, and how the service counts'
complete -c cdr -n "__fish_cdr_using_subcommand help; and not __fish_seen_subcommand_from period room room-period conf read sync diff doctor fields completions man help" -f -a "fields" -d 'List every column with its type, unit, sets and meaning'
complete -c cdr -n "__fish_cdr_using_subcommand help; and not __fish_seen_subcommand_from period room room-period conf read sync diff doctor fields completions man help" -f -a "completions" -d 'Print the completion script of a shell'
complete -c cdr -n "__fish_cdr_using_subcommand help; and not __fish_seen_subcommand_from period room room-period conf read sync diff doctor fields completions man help" -f -a "man" -d 'Print the manual page; \'cdr man | man -l -\' shows it'
complete -c cdr -n "__fish_cdr_using_subcommand help; and not __fish_seen_subcommand_from period room room-period conf read sync diff doctor fields completions man help" -f -a "help" -d 'Print this message or the help of the given subcommand(s)'
