
use builtin;
use str;

set edit:completion:arg-completer[cdr] = {|@words|
    fn spaces {|n|
        builtin:repeat $n ' ' | str:join ''
    }
    fn cand {|text desc|
        edit:complex-candidate $text &display=$text' '(spaces (- 14 (wcswidth $text)))$desc
    }
    var command = 'cdr'
    for word $words[1..-1] {
        if (str:has-prefix $word '-') {
            break
        }
        set command = $command';'$word
    }
    var completions = [
        &'cdr'= {
            cand --profile 'Section of the configuration file with the account [env: CDR_PROFILE]'
            cand --color 'When to use colour'
            cand --sandbox 'Ask a copy of the service on this machine, with made-up calls; needs no account [env: CDR_SANDBOX]'
            cand -v 'Tell of requests, attempts, timings and causes on standard error'
            cand --verbose 'Tell of requests, attempts, timings and causes on standard error'
            cand -q 'Tell of nothing but errors on standard error'
            cand --quiet 'Tell of nothing but errors on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
            cand -V 'Print version'
            cand --version 'Print version'
            cand period 'Print the calls of a period'
            cand room 'Print the calls of a room'
            cand room-period 'Print the calls of a room in a period'
            cand conf 'Print the calls of one conference'
            cand read 'Print saved answers, JSON or JSON Lines'
            cand doctor 'Find out whether all is set up, and how the service counts'
            cand fields 'List every column with its type, unit, sets and meaning'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the manual page; ''cdr man | man -l -'' shows it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cdr;period'= {
            cand --tz 'Exact days of a time zone, in which times print too: an IANA name, utc or local [default: the service''s own days, times as sent] [env: CDR_TZ]'
            cand -g 'Print totals for each group of calls that are alike in these columns'
            cand --group-by 'Print totals for each group of calls that are alike in these columns'
            cand -f 'How the rows are printed [default: table] [env: CDR_FORMAT]'
            cand --format 'How the rows are printed [default: table] [env: CDR_FORMAT]'
            cand -c 'Columns and sets (brief, billing, quality, all), with commas between; for table and csv [default: brief for table, all for csv]'
            cand --columns 'Columns and sets (brief, billing, quality, all), with commas between; for table and csv [default: brief for table, all for csv]'
            cand -o 'Write a file, in one step; {from} and {to} in its name become the dates of a period'
            cand --output 'Write a file, in one step; {from} and {to} in its name become the dates of a period'
            cand --profile 'Section of the configuration file with the account [env: CDR_PROFILE]'
            cand --app-id 'App id: the user name [env: CDR_APP_ID, else ENABLEX_APP_ID]'
            cand --app-key 'App key: the password; other users of this machine can see it [env: CDR_APP_KEY, else ENABLEX_APP_KEY]'
            cand --app-key-file 'File with the app key [env: CDR_APP_KEY_FILE]'
            cand --service 'Service to ask [default: enablex] [env: CDR_SERVICE]'
            cand --base-url 'Any other base URL, up to and including the version; wins over --service [env: CDR_BASE_URL]'
            cand --retries 'Attempts after the first'
            cand --retry-delay 'First pause between attempts; each one after it is twice as long'
            cand --connect-timeout 'Longest time to connect'
            cand --timeout 'Longest silence before a response or within it'
            cand --ca-cert 'File with a further root certificate to trust, in PEM form'
            cand --slack 'How many days more are asked for at each end of an exact period, up to 31 [default: 2]'
            cand --split 'Ask for a long period in windows of so many days'
            cand --jobs 'How many windows are asked for at a time, up to 64'
            cand --color 'When to use colour'
            cand --no-header 'Leave out the heading of a table or CSV'
            cand --excel 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas'
            cand --sandbox 'Ask a copy of the service on this machine, with made-up calls; needs no account [env: CDR_SANDBOX]'
            cand --allow-http 'Let the key travel unencrypted, to a base URL that is plain http'
            cand -n 'Print the requests as curl commands, and send nothing'
            cand --dry-run 'Print the requests as curl commands, and send nothing'
            cand -v 'Tell of requests, attempts, timings and causes on standard error'
            cand --verbose 'Tell of requests, attempts, timings and causes on standard error'
            cand -q 'Tell of nothing but errors on standard error'
            cand --quiet 'Tell of nothing but errors on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'cdr;room'= {
            cand --tz 'Exact days of a time zone, in which times print too: an IANA name, utc or local [default: the service''s own days, times as sent] [env: CDR_TZ]'
            cand -g 'Print totals for each group of calls that are alike in these columns'
            cand --group-by 'Print totals for each group of calls that are alike in these columns'
            cand -f 'How the rows are printed [default: table] [env: CDR_FORMAT]'
            cand --format 'How the rows are printed [default: table] [env: CDR_FORMAT]'
            cand -c 'Columns and sets (brief, billing, quality, all), with commas between; for table and csv [default: brief for table, all for csv]'
            cand --columns 'Columns and sets (brief, billing, quality, all), with commas between; for table and csv [default: brief for table, all for csv]'
            cand -o 'Write a file, in one step; {from} and {to} in its name become the dates of a period'
            cand --output 'Write a file, in one step; {from} and {to} in its name become the dates of a period'
            cand --profile 'Section of the configuration file with the account [env: CDR_PROFILE]'
            cand --app-id 'App id: the user name [env: CDR_APP_ID, else ENABLEX_APP_ID]'
            cand --app-key 'App key: the password; other users of this machine can see it [env: CDR_APP_KEY, else ENABLEX_APP_KEY]'
            cand --app-key-file 'File with the app key [env: CDR_APP_KEY_FILE]'
            cand --service 'Service to ask [default: enablex] [env: CDR_SERVICE]'
            cand --base-url 'Any other base URL, up to and including the version; wins over --service [env: CDR_BASE_URL]'
            cand --retries 'Attempts after the first'
            cand --retry-delay 'First pause between attempts; each one after it is twice as long'
            cand --connect-timeout 'Longest time to connect'
            cand --timeout 'Longest silence before a response or within it'
            cand --ca-cert 'File with a further root certificate to trust, in PEM form'
            cand --color 'When to use colour'
            cand --no-header 'Leave out the heading of a table or CSV'
            cand --excel 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas'
            cand --sandbox 'Ask a copy of the service on this machine, with made-up calls; needs no account [env: CDR_SANDBOX]'
            cand --allow-http 'Let the key travel unencrypted, to a base URL that is plain http'
            cand -n 'Print the requests as curl commands, and send nothing'
            cand --dry-run 'Print the requests as curl commands, and send nothing'
            cand -v 'Tell of requests, attempts, timings and causes on standard error'
            cand --verbose 'Tell of requests, attempts, timings and causes on standard error'
            cand -q 'Tell of nothing but errors on standard error'
            cand --quiet 'Tell of nothing but errors on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'cdr;room-period'= {
            cand --tz 'Exact days of a time zone, in which times print too: an IANA name, utc or local [default: the service''s own days, times as sent] [env: CDR_TZ]'
            cand -g 'Print totals for each group of calls that are alike in these columns'
            cand --group-by 'Print totals for each group of calls that are alike in these columns'
            cand -f 'How the rows are printed [default: table] [env: CDR_FORMAT]'
            cand --format 'How the rows are printed [default: table] [env: CDR_FORMAT]'
            cand -c 'Columns and sets (brief, billing, quality, all), with commas between; for table and csv [default: brief for table, all for csv]'
            cand --columns 'Columns and sets (brief, billing, quality, all), with commas between; for table and csv [default: brief for table, all for csv]'
            cand -o 'Write a file, in one step; {from} and {to} in its name become the dates of a period'
            cand --output 'Write a file, in one step; {from} and {to} in its name become the dates of a period'
            cand --profile 'Section of the configuration file with the account [env: CDR_PROFILE]'
            cand --app-id 'App id: the user name [env: CDR_APP_ID, else ENABLEX_APP_ID]'
            cand --app-key 'App key: the password; other users of this machine can see it [env: CDR_APP_KEY, else ENABLEX_APP_KEY]'
            cand --app-key-file 'File with the app key [env: CDR_APP_KEY_FILE]'
            cand --service 'Service to ask [default: enablex] [env: CDR_SERVICE]'
            cand --base-url 'Any other base URL, up to and including the version; wins over --service [env: CDR_BASE_URL]'
            cand --retries 'Attempts after the first'
            cand --retry-delay 'First pause between attempts; each one after it is twice as long'
            cand --connect-timeout 'Longest time to connect'
            cand --timeout 'Longest silence before a response or within it'
            cand --ca-cert 'File with a further root certificate to trust, in PEM form'
            cand --slack 'How many days more are asked for at each end of an exact period, up to 31 [default: 2]'
            cand --split 'Ask for a long period in windows of so many days'
            cand --jobs 'How many windows are asked for at a time, up to 64'
            cand --color 'When to use colour'
            cand --no-header 'Leave out the heading of a table or CSV'
            cand --excel 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas'
            cand --sandbox 'Ask a copy of the service on this machine, with made-up calls; needs no account [env: CDR_SANDBOX]'
            cand --allow-http 'Let the key travel unencrypted, to a base URL that is plain http'
            cand -n 'Print the requests as curl commands, and send nothing'
            cand --dry-run 'Print the requests as curl commands, and send nothing'
            cand -v 'Tell of requests, attempts, timings and causes on standard error'
            cand --verbose 'Tell of requests, attempts, timings and causes on standard error'
            cand -q 'Tell of nothing but errors on standard error'
            cand --quiet 'Tell of nothing but errors on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'cdr;conf'= {
            cand --tz 'Exact days of a time zone, in which times print too: an IANA name, utc or local [default: the service''s own days, times as sent] [env: CDR_TZ]'
            cand -g 'Print totals for each group of calls that are alike in these columns'
            cand --group-by 'Print totals for each group of calls that are alike in these columns'
            cand -f 'How the rows are printed [default: table] [env: CDR_FORMAT]'
            cand --format 'How the rows are printed [default: table] [env: CDR_FORMAT]'
            cand -c 'Columns and sets (brief, billing, quality, all), with commas between; for table and csv [default: brief for table, all for csv]'
            cand --columns 'Columns and sets (brief, billing, quality, all), with commas between; for table and csv [default: brief for table, all for csv]'
            cand -o 'Write a file, in one step; {from} and {to} in its name become the dates of a period'
            cand --output 'Write a file, in one step; {from} and {to} in its name become the dates of a period'
            cand --profile 'Section of the configuration file with the account [env: CDR_PROFILE]'
            cand --app-id 'App id: the user name [env: CDR_APP_ID, else ENABLEX_APP_ID]'
            cand --app-key 'App key: the password; other users of this machine can see it [env: CDR_APP_KEY, else ENABLEX_APP_KEY]'
            cand --app-key-file 'File with the app key [env: CDR_APP_KEY_FILE]'
            cand --service 'Service to ask [default: enablex] [env: CDR_SERVICE]'
            cand --base-url 'Any other base URL, up to and including the version; wins over --service [env: CDR_BASE_URL]'
            cand --retries 'Attempts after the first'
            cand --retry-delay 'First pause between attempts; each one after it is twice as long'
            cand --connect-timeout 'Longest time to connect'
            cand --timeout 'Longest silence before a response or within it'
            cand --ca-cert 'File with a further root certificate to trust, in PEM form'
            cand --color 'When to use colour'
            cand --no-header 'Leave out the heading of a table or CSV'
            cand --excel 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas'
            cand --sandbox 'Ask a copy of the service on this machine, with made-up calls; needs no account [env: CDR_SANDBOX]'
            cand --allow-http 'Let the key travel unencrypted, to a base URL that is plain http'
            cand -n 'Print the requests as curl commands, and send nothing'
            cand --dry-run 'Print the requests as curl commands, and send nothing'
            cand -v 'Tell of requests, attempts, timings and causes on standard error'
            cand --verbose 'Tell of requests, attempts, timings and causes on standard error'
            cand -q 'Tell of nothing but errors on standard error'
            cand --quiet 'Tell of nothing but errors on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'cdr;read'= {
            cand --tz 'Exact days of a time zone, in which times print too: an IANA name, utc or local [default: the service''s own days, times as sent] [env: CDR_TZ]'
            cand -g 'Print totals for each group of calls that are alike in these columns'
            cand --group-by 'Print totals for each group of calls that are alike in these columns'
            cand -f 'How the rows are printed [default: table] [env: CDR_FORMAT]'
            cand --format 'How the rows are printed [default: table] [env: CDR_FORMAT]'
            cand -c 'Columns and sets (brief, billing, quality, all), with commas between; for table and csv [default: brief for table, all for csv]'
            cand --columns 'Columns and sets (brief, billing, quality, all), with commas between; for table and csv [default: brief for table, all for csv]'
            cand -o 'Write a file, in one step; {from} and {to} in its name become the dates of a period'
            cand --output 'Write a file, in one step; {from} and {to} in its name become the dates of a period'
            cand --color 'When to use colour'
            cand --no-header 'Leave out the heading of a table or CSV'
            cand --excel 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas'
            cand -v 'Tell of requests, attempts, timings and causes on standard error'
            cand --verbose 'Tell of requests, attempts, timings and causes on standard error'
            cand -q 'Tell of nothing but errors on standard error'
            cand --quiet 'Tell of nothing but errors on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'cdr;doctor'= {
            cand -f 'How the rows are printed [default: table] [env: CDR_FORMAT]'
            cand --format 'How the rows are printed [default: table] [env: CDR_FORMAT]'
            cand -c 'Columns and sets (brief, billing, quality, all), with commas between; for table and csv [default: brief for table, all for csv]'
            cand --columns 'Columns and sets (brief, billing, quality, all), with commas between; for table and csv [default: brief for table, all for csv]'
            cand -o 'Write a file, in one step; {from} and {to} in its name become the dates of a period'
            cand --output 'Write a file, in one step; {from} and {to} in its name become the dates of a period'
            cand --profile 'Section of the configuration file with the account [env: CDR_PROFILE]'
            cand --app-id 'App id: the user name [env: CDR_APP_ID, else ENABLEX_APP_ID]'
            cand --app-key 'App key: the password; other users of this machine can see it [env: CDR_APP_KEY, else ENABLEX_APP_KEY]'
            cand --app-key-file 'File with the app key [env: CDR_APP_KEY_FILE]'
            cand --service 'Service to ask [default: enablex] [env: CDR_SERVICE]'
            cand --base-url 'Any other base URL, up to and including the version; wins over --service [env: CDR_BASE_URL]'
            cand --retries 'Attempts after the first'
            cand --retry-delay 'First pause between attempts; each one after it is twice as long'
            cand --connect-timeout 'Longest time to connect'
            cand --timeout 'Longest silence before a response or within it'
            cand --ca-cert 'File with a further root certificate to trust, in PEM form'
            cand --color 'When to use colour'
            cand --no-header 'Leave out the heading of a table or CSV'
            cand --excel 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas'
            cand --sandbox 'Ask a copy of the service on this machine, with made-up calls; needs no account [env: CDR_SANDBOX]'
            cand --allow-http 'Let the key travel unencrypted, to a base URL that is plain http'
            cand -v 'Tell of requests, attempts, timings and causes on standard error'
            cand --verbose 'Tell of requests, attempts, timings and causes on standard error'
            cand -q 'Tell of nothing but errors on standard error'
            cand --quiet 'Tell of nothing but errors on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'cdr;fields'= {
            cand -f 'How the rows are printed [default: table] [env: CDR_FORMAT]'
            cand --format 'How the rows are printed [default: table] [env: CDR_FORMAT]'
            cand -c 'Columns and sets (brief, billing, quality, all), with commas between; for table and csv [default: brief for table, all for csv]'
            cand --columns 'Columns and sets (brief, billing, quality, all), with commas between; for table and csv [default: brief for table, all for csv]'
            cand -o 'Write a file, in one step; {from} and {to} in its name become the dates of a period'
            cand --output 'Write a file, in one step; {from} and {to} in its name become the dates of a period'
            cand --color 'When to use colour'
            cand --no-header 'Leave out the heading of a table or CSV'
            cand --excel 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas'
            cand -v 'Tell of requests, attempts, timings and causes on standard error'
            cand --verbose 'Tell of requests, attempts, timings and causes on standard error'
            cand -q 'Tell of nothing but errors on standard error'
            cand --quiet 'Tell of nothing but errors on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'cdr;completions'= {
            cand -o 'Write a file, in one step; {from} and {to} in its name become the dates of a period'
            cand --output 'Write a file, in one step; {from} and {to} in its name become the dates of a period'
            cand --color 'When to use colour'
            cand -v 'Tell of requests, attempts, timings and causes on standard error'
            cand --verbose 'Tell of requests, attempts, timings and causes on standard error'
            cand -q 'Tell of nothing but errors on standard error'
            cand --quiet 'Tell of nothing but errors on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'cdr;man'= {
            cand -o 'Write a file, in one step; {from} and {to} in its name become the dates of a period'
            cand --output 'Write a file, in one step; {from} and {to} in its name become the dates of a period'
            cand --color 'When to use colour'
            cand -v 'Tell of requests, attempts, timings and causes on standard error'
            cand --verbose 'Tell of requests, attempts, timings and causes on standard error'
            cand -q 'Tell of nothing but errors on standard error'
            cand --quiet 'Tell of nothing but errors on standard error'
            cand -h 'Print help (see more with ''--help'')'
            cand --help 'Print help (see more with ''--help'')'
        }
        &'cdr;help'= {
            cand period 'Print the calls of a period'
            cand room 'Print the calls of a room'
            cand room-period 'Print the calls of a room in a period'
            cand conf 'Print the calls of one conference'
            cand read 'Print saved answers, JSON or JSON Lines'
            cand doctor 'Find out whether all is set up, and how the service counts'
            cand fields 'List every column with its type, unit, sets and meaning'
            cand completions 'Print the completion script of a shell'
            cand man 'Print the manual page; ''cdr man | man -l -'' shows it'
            cand help 'Print this message or the help of the given subcommand(s)'
        }
        &'cdr;help;period'= {
        }
        &'cdr;help;room'= {
        }
        &'cdr;help;room-period'= {
        }
        &'cdr;help;conf'= {
        }
        &'cdr;help;read'= {
        }
        &'cdr;help;doctor'= {
        }
        &'cdr;help;fields'= {
        }
        &'cdr;help;completions'= {
        }
        &'cdr;help;man'= {
        }
        &'cdr;help;help'= {
        }
    ]
    $completions[$command]
}
