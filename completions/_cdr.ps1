
using namespace System.Management.Automation
using namespace System.Management.Automation.Language

Register-ArgumentCompleter -Native -CommandName 'cdr' -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $commandElements = $commandAst.CommandElements
    $command = @(
        'cdr'
        for ($i = 1; $i -lt $commandElements.Count; $i++) {
            $element = $commandElements[$i]
            if ($element -isnot [StringConstantExpressionAst] -or
                $element.StringConstantType -ne [StringConstantType]::BareWord -or
                $element.Value.StartsWith('-') -or
                $element.Value -eq $wordToComplete) {
                break
        }
        $element.Value
    }) -join ';'

    $completions = @(switch ($command) {
        'cdr' {
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Section of the configuration file with the account [env: CDR_PROFILE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Ask a copy of the service on this machine, with made-up calls; needs no account [env: CDR_SANDBOX]')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('period', 'period', [CompletionResultType]::ParameterValue, 'Print the calls of a period')
            [CompletionResult]::new('room', 'room', [CompletionResultType]::ParameterValue, 'Print the calls of a room')
            [CompletionResult]::new('room-period', 'room-period', [CompletionResultType]::ParameterValue, 'Print the calls of a room in a period')
            [CompletionResult]::new('conf', 'conf', [CompletionResultType]::ParameterValue, 'Print the calls of one conference')
            [CompletionResult]::new('bill', 'bill', [CompletionResultType]::ParameterValue, 'Print what each customer owes for a period')
            [CompletionResult]::new('read', 'read', [CompletionResultType]::ParameterValue, 'Print saved answers: JSON, JSON Lines, Parquet that cdr wrote, or an archive')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Keep calls on disk, a file for each day, and bring them up to date')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Print what differs between two saved answers or archives')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Find out whether all is set up, and how the service counts')
            [CompletionResult]::new('fields', 'fields', [CompletionResultType]::ParameterValue, 'List every column with its type, unit, sets and meaning')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page; ''cdr man | man -l -'' shows it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cdr;period' {
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Exact days of a time zone, in which times print too: an IANA name, utc, local or +05:30 [env: CDR_TZ]')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Take only calls of which this holds, like ''room.duration > 60''; may come several times')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Take only calls of which this holds, like ''room.duration > 60''; may come several times')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'Print totals for each group of calls that are alike in these columns')
            [CompletionResult]::new('--group-by', '--group-by', [CompletionResultType]::ParameterName, 'Print totals for each group of calls that are alike in these columns')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort by these columns, downwards by those with a dash before them')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Print the first N calls, or rows of totals')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How the rows are printed [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How the rows are printed [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Columns and sets (brief, billing, quality, all), with commas between')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns and sets (brief, billing, quality, all), with commas between')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'How a table is seen on a terminal or in a pipe')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Section of the configuration file with the account [env: CDR_PROFILE]')
            [CompletionResult]::new('--app-id', '--app-id', [CompletionResultType]::ParameterName, 'App id: the user name [env: CDR_APP_ID, else ENABLEX_APP_ID]')
            [CompletionResult]::new('--app-key', '--app-key', [CompletionResultType]::ParameterName, 'App key: the password; other users of this machine can see it [env: CDR_APP_KEY, else ENABLEX_APP_KEY]')
            [CompletionResult]::new('--app-key-file', '--app-key-file', [CompletionResultType]::ParameterName, 'File with the app key [env: CDR_APP_KEY_FILE]')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service to ask [default: enablex] [env: CDR_SERVICE]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Any other base URL, up to and including the version; wins over --service [env: CDR_BASE_URL]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first')
            [CompletionResult]::new('--retry-delay', '--retry-delay', [CompletionResultType]::ParameterName, 'First pause between attempts; each one after it is twice as long')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Longest time to connect')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Longest silence before a response or within it')
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'Largest response, such as 500M, 2G or 16GiB')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'File with a further root certificate to trust, in PEM form')
            [CompletionResult]::new('--slack', '--slack', [CompletionResultType]::ParameterName, 'How many days more are asked for at each end of an exact period, up to 31 [default: 2] [env: CDR_SLACK]')
            [CompletionResult]::new('--split', '--split', [CompletionResultType]::ParameterName, 'Ask for a long period in windows of so many days')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many windows are asked for at a time, up to 64')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--keep-duplicates', '--keep-duplicates', [CompletionResultType]::ParameterName, 'Keep calls that were received more than once')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the heading of a table or CSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Ask a copy of the service on this machine, with made-up calls; needs no account [env: CDR_SANDBOX]')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Let the key travel unencrypted, to a base URL that is plain http')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, and send nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, and send nothing')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;room' {
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Exact days of a time zone, in which times print too: an IANA name, utc, local or +05:30 [env: CDR_TZ]')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Take only calls of which this holds, like ''room.duration > 60''; may come several times')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Take only calls of which this holds, like ''room.duration > 60''; may come several times')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'Print totals for each group of calls that are alike in these columns')
            [CompletionResult]::new('--group-by', '--group-by', [CompletionResultType]::ParameterName, 'Print totals for each group of calls that are alike in these columns')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort by these columns, downwards by those with a dash before them')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Print the first N calls, or rows of totals')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How the rows are printed [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How the rows are printed [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Columns and sets (brief, billing, quality, all), with commas between')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns and sets (brief, billing, quality, all), with commas between')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'How a table is seen on a terminal or in a pipe')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Section of the configuration file with the account [env: CDR_PROFILE]')
            [CompletionResult]::new('--app-id', '--app-id', [CompletionResultType]::ParameterName, 'App id: the user name [env: CDR_APP_ID, else ENABLEX_APP_ID]')
            [CompletionResult]::new('--app-key', '--app-key', [CompletionResultType]::ParameterName, 'App key: the password; other users of this machine can see it [env: CDR_APP_KEY, else ENABLEX_APP_KEY]')
            [CompletionResult]::new('--app-key-file', '--app-key-file', [CompletionResultType]::ParameterName, 'File with the app key [env: CDR_APP_KEY_FILE]')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service to ask [default: enablex] [env: CDR_SERVICE]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Any other base URL, up to and including the version; wins over --service [env: CDR_BASE_URL]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first')
            [CompletionResult]::new('--retry-delay', '--retry-delay', [CompletionResultType]::ParameterName, 'First pause between attempts; each one after it is twice as long')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Longest time to connect')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Longest silence before a response or within it')
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'Largest response, such as 500M, 2G or 16GiB')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'File with a further root certificate to trust, in PEM form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--keep-duplicates', '--keep-duplicates', [CompletionResultType]::ParameterName, 'Keep calls that were received more than once')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the heading of a table or CSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Ask a copy of the service on this machine, with made-up calls; needs no account [env: CDR_SANDBOX]')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Let the key travel unencrypted, to a base URL that is plain http')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, and send nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, and send nothing')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;room-period' {
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Exact days of a time zone, in which times print too: an IANA name, utc, local or +05:30 [env: CDR_TZ]')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Take only calls of which this holds, like ''room.duration > 60''; may come several times')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Take only calls of which this holds, like ''room.duration > 60''; may come several times')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'Print totals for each group of calls that are alike in these columns')
            [CompletionResult]::new('--group-by', '--group-by', [CompletionResultType]::ParameterName, 'Print totals for each group of calls that are alike in these columns')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort by these columns, downwards by those with a dash before them')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Print the first N calls, or rows of totals')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How the rows are printed [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How the rows are printed [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Columns and sets (brief, billing, quality, all), with commas between')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns and sets (brief, billing, quality, all), with commas between')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'How a table is seen on a terminal or in a pipe')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Section of the configuration file with the account [env: CDR_PROFILE]')
            [CompletionResult]::new('--app-id', '--app-id', [CompletionResultType]::ParameterName, 'App id: the user name [env: CDR_APP_ID, else ENABLEX_APP_ID]')
            [CompletionResult]::new('--app-key', '--app-key', [CompletionResultType]::ParameterName, 'App key: the password; other users of this machine can see it [env: CDR_APP_KEY, else ENABLEX_APP_KEY]')
            [CompletionResult]::new('--app-key-file', '--app-key-file', [CompletionResultType]::ParameterName, 'File with the app key [env: CDR_APP_KEY_FILE]')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service to ask [default: enablex] [env: CDR_SERVICE]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Any other base URL, up to and including the version; wins over --service [env: CDR_BASE_URL]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first')
            [CompletionResult]::new('--retry-delay', '--retry-delay', [CompletionResultType]::ParameterName, 'First pause between attempts; each one after it is twice as long')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Longest time to connect')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Longest silence before a response or within it')
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'Largest response, such as 500M, 2G or 16GiB')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'File with a further root certificate to trust, in PEM form')
            [CompletionResult]::new('--slack', '--slack', [CompletionResultType]::ParameterName, 'How many days more are asked for at each end of an exact period, up to 31 [default: 2] [env: CDR_SLACK]')
            [CompletionResult]::new('--split', '--split', [CompletionResultType]::ParameterName, 'Ask for a long period in windows of so many days')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many windows are asked for at a time, up to 64')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--keep-duplicates', '--keep-duplicates', [CompletionResultType]::ParameterName, 'Keep calls that were received more than once')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the heading of a table or CSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Ask a copy of the service on this machine, with made-up calls; needs no account [env: CDR_SANDBOX]')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Let the key travel unencrypted, to a base URL that is plain http')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, and send nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, and send nothing')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;conf' {
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until it is over and its calls have arrived [default: 30m at the most]')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Exact days of a time zone, in which times print too: an IANA name, utc, local or +05:30 [env: CDR_TZ]')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Take only calls of which this holds, like ''room.duration > 60''; may come several times')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Take only calls of which this holds, like ''room.duration > 60''; may come several times')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'Print totals for each group of calls that are alike in these columns')
            [CompletionResult]::new('--group-by', '--group-by', [CompletionResultType]::ParameterName, 'Print totals for each group of calls that are alike in these columns')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort by these columns, downwards by those with a dash before them')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Print the first N calls, or rows of totals')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How the rows are printed [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How the rows are printed [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Columns and sets (brief, billing, quality, all), with commas between')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns and sets (brief, billing, quality, all), with commas between')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'How a table is seen on a terminal or in a pipe')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Section of the configuration file with the account [env: CDR_PROFILE]')
            [CompletionResult]::new('--app-id', '--app-id', [CompletionResultType]::ParameterName, 'App id: the user name [env: CDR_APP_ID, else ENABLEX_APP_ID]')
            [CompletionResult]::new('--app-key', '--app-key', [CompletionResultType]::ParameterName, 'App key: the password; other users of this machine can see it [env: CDR_APP_KEY, else ENABLEX_APP_KEY]')
            [CompletionResult]::new('--app-key-file', '--app-key-file', [CompletionResultType]::ParameterName, 'File with the app key [env: CDR_APP_KEY_FILE]')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service to ask [default: enablex] [env: CDR_SERVICE]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Any other base URL, up to and including the version; wins over --service [env: CDR_BASE_URL]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first')
            [CompletionResult]::new('--retry-delay', '--retry-delay', [CompletionResultType]::ParameterName, 'First pause between attempts; each one after it is twice as long')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Longest time to connect')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Longest silence before a response or within it')
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'Largest response, such as 500M, 2G or 16GiB')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'File with a further root certificate to trust, in PEM form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--keep-duplicates', '--keep-duplicates', [CompletionResultType]::ParameterName, 'Keep calls that were received more than once')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the heading of a table or CSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Ask a copy of the service on this machine, with made-up calls; needs no account [env: CDR_SANDBOX]')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Let the key travel unencrypted, to a base URL that is plain http')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, and send nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, and send nothing')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;bill' {
            [CompletionResult]::new('--rates', '--rates', [CompletionResultType]::ParameterName, 'Rate card: a TOML file that says what is charged')
            [CompletionResult]::new('--read', '--read', [CompletionResultType]::ParameterName, 'Saved file or archive to bill, instead of requesting calls; repeatable')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Exact days of a time zone, in which times print too: an IANA name, utc, local or +05:30 [env: CDR_TZ]')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Take only calls of which this holds, like ''room.duration > 60''; may come several times')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Take only calls of which this holds, like ''room.duration > 60''; may come several times')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'Print totals for each group of calls that are alike in these columns')
            [CompletionResult]::new('--group-by', '--group-by', [CompletionResultType]::ParameterName, 'Print totals for each group of calls that are alike in these columns')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort by these columns, downwards by those with a dash before them')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Print the first N calls, or rows of totals')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How the rows are printed [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How the rows are printed [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Columns, with commas between, of customer, month, charge, from, until, calls, quantity, billed, free, charged, price, per, unit, amount, currency')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns, with commas between, of customer, month, charge, from, until, calls, quantity, billed, free, charged, price, per, unit, amount, currency')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'How a table is seen on a terminal or in a pipe')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Section of the configuration file with the account [env: CDR_PROFILE]')
            [CompletionResult]::new('--app-id', '--app-id', [CompletionResultType]::ParameterName, 'App id: the user name [env: CDR_APP_ID, else ENABLEX_APP_ID]')
            [CompletionResult]::new('--app-key', '--app-key', [CompletionResultType]::ParameterName, 'App key: the password; other users of this machine can see it [env: CDR_APP_KEY, else ENABLEX_APP_KEY]')
            [CompletionResult]::new('--app-key-file', '--app-key-file', [CompletionResultType]::ParameterName, 'File with the app key [env: CDR_APP_KEY_FILE]')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service to ask [default: enablex] [env: CDR_SERVICE]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Any other base URL, up to and including the version; wins over --service [env: CDR_BASE_URL]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first')
            [CompletionResult]::new('--retry-delay', '--retry-delay', [CompletionResultType]::ParameterName, 'First pause between attempts; each one after it is twice as long')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Longest time to connect')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Longest silence before a response or within it')
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'Largest response, such as 500M, 2G or 16GiB')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'File with a further root certificate to trust, in PEM form')
            [CompletionResult]::new('--slack', '--slack', [CompletionResultType]::ParameterName, 'How many days more are asked for at each end of an exact period, up to 31 [default: 2] [env: CDR_SLACK]')
            [CompletionResult]::new('--split', '--split', [CompletionResultType]::ParameterName, 'Ask for a long period in windows of so many days')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many windows are asked for at a time, up to 64')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--detail', '--detail', [CompletionResultType]::ParameterName, 'Print a row per call and charge, with unrounded amounts')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Check the rate card, print its charges, and request nothing')
            [CompletionResult]::new('--example', '--example', [CompletionResultType]::ParameterName, 'Print a rate card to start from')
            [CompletionResult]::new('--keep-duplicates', '--keep-duplicates', [CompletionResultType]::ParameterName, 'Keep calls that were received more than once')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the heading of a table or CSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Ask a copy of the service on this machine, with made-up calls; needs no account [env: CDR_SANDBOX]')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Let the key travel unencrypted, to a base URL that is plain http')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, and send nothing')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, and send nothing')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;read' {
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Exact days of a time zone, in which times print too: an IANA name, utc, local or +05:30 [env: CDR_TZ]')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Take only calls of which this holds, like ''room.duration > 60''; may come several times')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Take only calls of which this holds, like ''room.duration > 60''; may come several times')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'Print totals for each group of calls that are alike in these columns')
            [CompletionResult]::new('--group-by', '--group-by', [CompletionResultType]::ParameterName, 'Print totals for each group of calls that are alike in these columns')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort by these columns, downwards by those with a dash before them')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Print the first N calls, or rows of totals')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How the rows are printed [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How the rows are printed [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Columns and sets (brief, billing, quality, all), with commas between')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns and sets (brief, billing, quality, all), with commas between')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'How a table is seen on a terminal or in a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--keep-duplicates', '--keep-duplicates', [CompletionResultType]::ParameterName, 'Keep calls that were received more than once')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the heading of a table or CSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;sync' {
            [CompletionResult]::new('--lookback', '--lookback', [CompletionResultType]::ParameterName, 'How many days that end with TO are asked for again')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Remove calls of the requested days that the service no longer reports')
            [CompletionResult]::new('--slack', '--slack', [CompletionResultType]::ParameterName, 'How many days more are asked for at each end of a window, up to 31 [default: 2] [env: CDR_SLACK]')
            [CompletionResult]::new('--split', '--split', [CompletionResultType]::ParameterName, 'Of how many days a window is')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'How many windows are asked for at a time, up to 64')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How the rows are printed [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How the rows are printed [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Columns, with commas between, of day, calls, added, changed, vanished, file')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns, with commas between, of day, calls, added, changed, vanished, file')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'How a table is seen on a terminal or in a pipe')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Section of the configuration file with the account [env: CDR_PROFILE]')
            [CompletionResult]::new('--app-id', '--app-id', [CompletionResultType]::ParameterName, 'App id: the user name [env: CDR_APP_ID, else ENABLEX_APP_ID]')
            [CompletionResult]::new('--app-key', '--app-key', [CompletionResultType]::ParameterName, 'App key: the password; other users of this machine can see it [env: CDR_APP_KEY, else ENABLEX_APP_KEY]')
            [CompletionResult]::new('--app-key-file', '--app-key-file', [CompletionResultType]::ParameterName, 'File with the app key [env: CDR_APP_KEY_FILE]')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service to ask [default: enablex] [env: CDR_SERVICE]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Any other base URL, up to and including the version; wins over --service [env: CDR_BASE_URL]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first')
            [CompletionResult]::new('--retry-delay', '--retry-delay', [CompletionResultType]::ParameterName, 'First pause between attempts; each one after it is twice as long')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Longest time to connect')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Longest silence before a response or within it')
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'Largest response, such as 500M, 2G or 16GiB')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'File with a further root certificate to trust, in PEM form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, and do nothing else')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands, and do nothing else')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the heading of a table or CSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Ask a copy of the service on this machine, with made-up calls; needs no account [env: CDR_SANDBOX]')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Let the key travel unencrypted, to a base URL that is plain http')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;diff' {
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Exact days of a time zone, in which times print too: an IANA name, utc, local or +05:30 [env: CDR_TZ]')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Take only calls of which this holds, like ''room.duration > 60''; may come several times')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Take only calls of which this holds, like ''room.duration > 60''; may come several times')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'Print totals for each group of calls that are alike in these columns')
            [CompletionResult]::new('--group-by', '--group-by', [CompletionResultType]::ParameterName, 'Print totals for each group of calls that are alike in these columns')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort by these columns, downwards by those with a dash before them')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Print the first N calls, or rows of totals')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How the rows are printed [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How the rows are printed [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Columns and sets (brief, billing, quality, all), with commas between')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns and sets (brief, billing, quality, all), with commas between')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'How a table is seen on a terminal or in a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with code 7 if anything differs')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the heading of a table or CSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;doctor' {
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Time zone of exact periods to check: an IANA name, a fixed offset, utc or local [env: CDR_TZ]')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How the rows are printed [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How the rows are printed [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Columns, with commas between, of check, status, finding, value, advice')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns, with commas between, of check, status, finding, value, advice')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'How a table is seen on a terminal or in a pipe')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Section of the configuration file with the account [env: CDR_PROFILE]')
            [CompletionResult]::new('--app-id', '--app-id', [CompletionResultType]::ParameterName, 'App id: the user name [env: CDR_APP_ID, else ENABLEX_APP_ID]')
            [CompletionResult]::new('--app-key', '--app-key', [CompletionResultType]::ParameterName, 'App key: the password; other users of this machine can see it [env: CDR_APP_KEY, else ENABLEX_APP_KEY]')
            [CompletionResult]::new('--app-key-file', '--app-key-file', [CompletionResultType]::ParameterName, 'File with the app key [env: CDR_APP_KEY_FILE]')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service to ask [default: enablex] [env: CDR_SERVICE]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'Any other base URL, up to and including the version; wins over --service [env: CDR_BASE_URL]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Attempts after the first')
            [CompletionResult]::new('--retry-delay', '--retry-delay', [CompletionResultType]::ParameterName, 'First pause between attempts; each one after it is twice as long')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Longest time to connect')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Longest silence before a response or within it')
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'Largest response, such as 500M, 2G or 16GiB')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'File with a further root certificate to trust, in PEM form')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the heading of a table or CSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Ask a copy of the service on this machine, with made-up calls; needs no account [env: CDR_SANDBOX]')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Let the key travel unencrypted, to a base URL that is plain http')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;fields' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'How the rows are printed [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'How the rows are printed [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Columns, with commas between, of path, type, unit, sets, meaning')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Columns, with commas between, of path, type, unit, sets, meaning')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'How a table is seen on a terminal or in a pipe')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Leave out the heading of a table or CSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Make CSV that a spreadsheet opens safely: a UTF-8 mark, CRLF line ends, no formulas')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;completions' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;man' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write a file, in one step; its ending names the format, and .gz compresses it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use colour')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Tell of requests, attempts, timings and causes on standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Tell of nothing but errors on standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;help' {
            [CompletionResult]::new('period', 'period', [CompletionResultType]::ParameterValue, 'Print the calls of a period')
            [CompletionResult]::new('room', 'room', [CompletionResultType]::ParameterValue, 'Print the calls of a room')
            [CompletionResult]::new('room-period', 'room-period', [CompletionResultType]::ParameterValue, 'Print the calls of a room in a period')
            [CompletionResult]::new('conf', 'conf', [CompletionResultType]::ParameterValue, 'Print the calls of one conference')
            [CompletionResult]::new('bill', 'bill', [CompletionResultType]::ParameterValue, 'Print what each customer owes for a period')
            [CompletionResult]::new('read', 'read', [CompletionResultType]::ParameterValue, 'Print saved answers: JSON, JSON Lines, Parquet that cdr wrote, or an archive')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Keep calls on disk, a file for each day, and bring them up to date')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Print what differs between two saved answers or archives')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Find out whether all is set up, and how the service counts')
            [CompletionResult]::new('fields', 'fields', [CompletionResultType]::ParameterValue, 'List every column with its type, unit, sets and meaning')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Print the completion script of a shell')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page; ''cdr man | man -l -'' shows it')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cdr;help;period' {
            break
        }
        'cdr;help;room' {
            break
        }
        'cdr;help;room-period' {
            break
        }
        'cdr;help;conf' {
            break
        }
        'cdr;help;bill' {
            break
        }
        'cdr;help;read' {
            break
        }
        'cdr;help;sync' {
            break
        }
        'cdr;help;diff' {
            break
        }
        'cdr;help;doctor' {
            break
        }
        'cdr;help;fields' {
            break
        }
        'cdr;help;completions' {
            break
        }
        'cdr;help;man' {
            break
        }
        'cdr;help;help' {
            break
        }
    })

    $completions.Where{ $_.CompletionText -like "$wordToComplete*" } |
        Sort-Object -Property ListItemText
}
