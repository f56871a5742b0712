
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
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile in the configuration file to use [env: CDR_PROFILE]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in service with sample data; no account needed [env: CDR_SANDBOX]')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('-V', '-V ', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('--version', '--version', [CompletionResultType]::ParameterName, 'Print version')
            [CompletionResult]::new('period', 'period', [CompletionResultType]::ParameterValue, 'Print the calls of a period')
            [CompletionResult]::new('room', 'room', [CompletionResultType]::ParameterValue, 'Print the calls in a room, all of them or those of a period')
            [CompletionResult]::new('room-period', 'room-period', [CompletionResultType]::ParameterValue, 'Print the calls in a room in a period')
            [CompletionResult]::new('conf', 'conf', [CompletionResultType]::ParameterValue, 'Print the calls of one conference')
            [CompletionResult]::new('bill', 'bill', [CompletionResultType]::ParameterValue, 'Print what each customer owes for a period')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Create or update an archive of calls, with one Parquet file per day')
            [CompletionResult]::new('read', 'read', [CompletionResultType]::ParameterValue, 'Print calls from saved JSON, JSON Lines or Parquet files, or from an archive')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Compare two saved files or archives')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check the setup, and how the service assigns calls to a period')
            [CompletionResult]::new('fields', 'fields', [CompletionResultType]::ParameterValue, 'List columns with their type, unit, sets and meaning')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Generate a shell completion script')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page; view it with ''cdr man | man -l -''')
            [CompletionResult]::new('help', 'help', [CompletionResultType]::ParameterValue, 'Print this message or the help of the given subcommand(s)')
            break
        }
        'cdr;period' {
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Use exact days of this time zone, and print times in it [env: CDR_TZ]')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Only include calls that match, such as ''room.duration > 60''')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only include calls that match, such as ''room.duration > 60''')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'Print totals instead of calls, grouped by these columns')
            [CompletionResult]::new('--group-by', '--group-by', [CompletionResultType]::ParameterName, 'Print totals instead of calls, grouped by these columns')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort by these columns; prefix a column with ''-'' for descending order')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Print only the first N calls or rows of totals')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Output format [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Comma-separated columns or column sets (brief, billing, quality, all)')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Comma-separated columns or column sets (brief, billing, quality, all)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; its extension selects the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; its extension selects the format, and .gz compresses it')
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'Table layout')
            [CompletionResult]::new('--delimiter', '--delimiter', [CompletionResultType]::ParameterName, 'Delimiter of CSV, one ASCII character such as '';'' [default: ,]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile in the configuration file to use [env: CDR_PROFILE]')
            [CompletionResult]::new('--app-id', '--app-id', [CompletionResultType]::ParameterName, 'App ID (the API user name) [env: CDR_APP_ID, else ENABLEX_APP_ID]')
            [CompletionResult]::new('--app-key', '--app-key', [CompletionResultType]::ParameterName, 'App key (the API password); visible to other users of this machine, so prefer --app-key-file [env: CDR_APP_KEY, else ENABLEX_APP_KEY]')
            [CompletionResult]::new('--app-key-file', '--app-key-file', [CompletionResultType]::ParameterName, 'File that contains the app key [env: CDR_APP_KEY_FILE]')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service to query [default: enablex] [env: CDR_SERVICE]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API base URL up to and including the version; overrides --service [env: CDR_BASE_URL]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request')
            [CompletionResult]::new('--retry-delay', '--retry-delay', [CompletionResultType]::ParameterName, 'Delay before the first retry, in seconds; doubles with each further retry')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Timeout for connecting, in seconds')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Timeout for inactivity before or during a response, in seconds')
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'Largest response, such as 500M, 2G or 16GiB')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'PEM file with additional root certificates to trust')
            [CompletionResult]::new('--slack', '--slack', [CompletionResultType]::ParameterName, 'Extra days to fetch before and after the period with --tz, 0 to 31 [default: 2] [env: CDR_SLACK]')
            [CompletionResult]::new('--split', '--split', [CompletionResultType]::ParameterName, 'Split a long period into windows of this many days, one request each')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Number of windows of --split to fetch in parallel, up to 64')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--keep-duplicates', '--keep-duplicates', [CompletionResultType]::ParameterName, 'Keep calls that were received more than once')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Omit the header of a table, CSV or TSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Write CSV that is safe to open in a spreadsheet: UTF-8 BOM, CRLF line endings, formulas escaped')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Remove files of an earlier run that -o with columns in braces does not write again')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in service with sample data; no account needed [env: CDR_SANDBOX]')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow a plain http base URL, which sends the key unencrypted')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands without sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands without sending them')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;room' {
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Use exact days of this time zone, and print times in it [env: CDR_TZ]')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Only include calls that match, such as ''room.duration > 60''')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only include calls that match, such as ''room.duration > 60''')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'Print totals instead of calls, grouped by these columns')
            [CompletionResult]::new('--group-by', '--group-by', [CompletionResultType]::ParameterName, 'Print totals instead of calls, grouped by these columns')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort by these columns; prefix a column with ''-'' for descending order')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Print only the first N calls or rows of totals')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Output format [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Comma-separated columns or column sets (brief, billing, quality, all)')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Comma-separated columns or column sets (brief, billing, quality, all)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; its extension selects the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; its extension selects the format, and .gz compresses it')
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'Table layout')
            [CompletionResult]::new('--delimiter', '--delimiter', [CompletionResultType]::ParameterName, 'Delimiter of CSV, one ASCII character such as '';'' [default: ,]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile in the configuration file to use [env: CDR_PROFILE]')
            [CompletionResult]::new('--app-id', '--app-id', [CompletionResultType]::ParameterName, 'App ID (the API user name) [env: CDR_APP_ID, else ENABLEX_APP_ID]')
            [CompletionResult]::new('--app-key', '--app-key', [CompletionResultType]::ParameterName, 'App key (the API password); visible to other users of this machine, so prefer --app-key-file [env: CDR_APP_KEY, else ENABLEX_APP_KEY]')
            [CompletionResult]::new('--app-key-file', '--app-key-file', [CompletionResultType]::ParameterName, 'File that contains the app key [env: CDR_APP_KEY_FILE]')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service to query [default: enablex] [env: CDR_SERVICE]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API base URL up to and including the version; overrides --service [env: CDR_BASE_URL]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request')
            [CompletionResult]::new('--retry-delay', '--retry-delay', [CompletionResultType]::ParameterName, 'Delay before the first retry, in seconds; doubles with each further retry')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Timeout for connecting, in seconds')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Timeout for inactivity before or during a response, in seconds')
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'Largest response, such as 500M, 2G or 16GiB')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'PEM file with additional root certificates to trust')
            [CompletionResult]::new('--slack', '--slack', [CompletionResultType]::ParameterName, 'Extra days to fetch before and after the period with --tz, 0 to 31 [default: 2] [env: CDR_SLACK]')
            [CompletionResult]::new('--split', '--split', [CompletionResultType]::ParameterName, 'Split a long period into windows of this many days, one request each')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Number of windows of --split to fetch in parallel, up to 64')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--keep-duplicates', '--keep-duplicates', [CompletionResultType]::ParameterName, 'Keep calls that were received more than once')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Omit the header of a table, CSV or TSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Write CSV that is safe to open in a spreadsheet: UTF-8 BOM, CRLF line endings, formulas escaped')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Remove files of an earlier run that -o with columns in braces does not write again')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in service with sample data; no account needed [env: CDR_SANDBOX]')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow a plain http base URL, which sends the key unencrypted')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands without sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands without sending them')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;room-period' {
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Use exact days of this time zone, and print times in it [env: CDR_TZ]')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Only include calls that match, such as ''room.duration > 60''')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only include calls that match, such as ''room.duration > 60''')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'Print totals instead of calls, grouped by these columns')
            [CompletionResult]::new('--group-by', '--group-by', [CompletionResultType]::ParameterName, 'Print totals instead of calls, grouped by these columns')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort by these columns; prefix a column with ''-'' for descending order')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Print only the first N calls or rows of totals')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Output format [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Comma-separated columns or column sets (brief, billing, quality, all)')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Comma-separated columns or column sets (brief, billing, quality, all)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; its extension selects the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; its extension selects the format, and .gz compresses it')
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'Table layout')
            [CompletionResult]::new('--delimiter', '--delimiter', [CompletionResultType]::ParameterName, 'Delimiter of CSV, one ASCII character such as '';'' [default: ,]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile in the configuration file to use [env: CDR_PROFILE]')
            [CompletionResult]::new('--app-id', '--app-id', [CompletionResultType]::ParameterName, 'App ID (the API user name) [env: CDR_APP_ID, else ENABLEX_APP_ID]')
            [CompletionResult]::new('--app-key', '--app-key', [CompletionResultType]::ParameterName, 'App key (the API password); visible to other users of this machine, so prefer --app-key-file [env: CDR_APP_KEY, else ENABLEX_APP_KEY]')
            [CompletionResult]::new('--app-key-file', '--app-key-file', [CompletionResultType]::ParameterName, 'File that contains the app key [env: CDR_APP_KEY_FILE]')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service to query [default: enablex] [env: CDR_SERVICE]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API base URL up to and including the version; overrides --service [env: CDR_BASE_URL]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request')
            [CompletionResult]::new('--retry-delay', '--retry-delay', [CompletionResultType]::ParameterName, 'Delay before the first retry, in seconds; doubles with each further retry')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Timeout for connecting, in seconds')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Timeout for inactivity before or during a response, in seconds')
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'Largest response, such as 500M, 2G or 16GiB')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'PEM file with additional root certificates to trust')
            [CompletionResult]::new('--slack', '--slack', [CompletionResultType]::ParameterName, 'Extra days to fetch before and after the period with --tz, 0 to 31 [default: 2] [env: CDR_SLACK]')
            [CompletionResult]::new('--split', '--split', [CompletionResultType]::ParameterName, 'Split a long period into windows of this many days, one request each')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Number of windows of --split to fetch in parallel, up to 64')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--keep-duplicates', '--keep-duplicates', [CompletionResultType]::ParameterName, 'Keep calls that were received more than once')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Omit the header of a table, CSV or TSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Write CSV that is safe to open in a spreadsheet: UTF-8 BOM, CRLF line endings, formulas escaped')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Remove files of an earlier run that -o with columns in braces does not write again')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in service with sample data; no account needed [env: CDR_SANDBOX]')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow a plain http base URL, which sends the key unencrypted')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands without sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands without sending them')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;conf' {
            [CompletionResult]::new('--wait', '--wait', [CompletionResultType]::ParameterName, 'Wait until the conference has ended and all its calls are available [default: 30m]')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Use exact days of this time zone, and print times in it [env: CDR_TZ]')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Only include calls that match, such as ''room.duration > 60''')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only include calls that match, such as ''room.duration > 60''')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'Print totals instead of calls, grouped by these columns')
            [CompletionResult]::new('--group-by', '--group-by', [CompletionResultType]::ParameterName, 'Print totals instead of calls, grouped by these columns')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort by these columns; prefix a column with ''-'' for descending order')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Print only the first N calls or rows of totals')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Output format [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Comma-separated columns or column sets (brief, billing, quality, all)')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Comma-separated columns or column sets (brief, billing, quality, all)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; its extension selects the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; its extension selects the format, and .gz compresses it')
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'Table layout')
            [CompletionResult]::new('--delimiter', '--delimiter', [CompletionResultType]::ParameterName, 'Delimiter of CSV, one ASCII character such as '';'' [default: ,]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile in the configuration file to use [env: CDR_PROFILE]')
            [CompletionResult]::new('--app-id', '--app-id', [CompletionResultType]::ParameterName, 'App ID (the API user name) [env: CDR_APP_ID, else ENABLEX_APP_ID]')
            [CompletionResult]::new('--app-key', '--app-key', [CompletionResultType]::ParameterName, 'App key (the API password); visible to other users of this machine, so prefer --app-key-file [env: CDR_APP_KEY, else ENABLEX_APP_KEY]')
            [CompletionResult]::new('--app-key-file', '--app-key-file', [CompletionResultType]::ParameterName, 'File that contains the app key [env: CDR_APP_KEY_FILE]')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service to query [default: enablex] [env: CDR_SERVICE]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API base URL up to and including the version; overrides --service [env: CDR_BASE_URL]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request')
            [CompletionResult]::new('--retry-delay', '--retry-delay', [CompletionResultType]::ParameterName, 'Delay before the first retry, in seconds; doubles with each further retry')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Timeout for connecting, in seconds')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Timeout for inactivity before or during a response, in seconds')
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'Largest response, such as 500M, 2G or 16GiB')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'PEM file with additional root certificates to trust')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--keep-duplicates', '--keep-duplicates', [CompletionResultType]::ParameterName, 'Keep calls that were received more than once')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Omit the header of a table, CSV or TSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Write CSV that is safe to open in a spreadsheet: UTF-8 BOM, CRLF line endings, formulas escaped')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Remove files of an earlier run that -o with columns in braces does not write again')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in service with sample data; no account needed [env: CDR_SANDBOX]')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow a plain http base URL, which sends the key unencrypted')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands without sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands without sending them')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;bill' {
            [CompletionResult]::new('--rates', '--rates', [CompletionResultType]::ParameterName, 'Rate card: a TOML file that says what is charged')
            [CompletionResult]::new('--read', '--read', [CompletionResultType]::ParameterName, 'Saved file or archive to bill, instead of requesting calls; repeatable')
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Use exact days of this time zone, and print times in it')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Only include calls that match, such as ''room.duration > 60''')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only include calls that match, such as ''room.duration > 60''')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'Print totals instead of calls, grouped by these columns')
            [CompletionResult]::new('--group-by', '--group-by', [CompletionResultType]::ParameterName, 'Print totals instead of calls, grouped by these columns')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort by these columns; prefix a column with ''-'' for descending order')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Print only the first N lines')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Output format [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Comma-separated columns: customer, month, charge, from, until, calls, quantity, billed, free, charged, price, per, unit, amount, currency')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Comma-separated columns: customer, month, charge, from, until, calls, quantity, billed, free, charged, price, per, unit, amount, currency')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; its extension selects the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; its extension selects the format, and .gz compresses it')
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'Table layout')
            [CompletionResult]::new('--delimiter', '--delimiter', [CompletionResultType]::ParameterName, 'Delimiter of CSV, one ASCII character such as '';'' [default: ,]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile in the configuration file to use [env: CDR_PROFILE]')
            [CompletionResult]::new('--app-id', '--app-id', [CompletionResultType]::ParameterName, 'App ID (the API user name) [env: CDR_APP_ID, else ENABLEX_APP_ID]')
            [CompletionResult]::new('--app-key', '--app-key', [CompletionResultType]::ParameterName, 'App key (the API password); visible to other users of this machine, so prefer --app-key-file [env: CDR_APP_KEY, else ENABLEX_APP_KEY]')
            [CompletionResult]::new('--app-key-file', '--app-key-file', [CompletionResultType]::ParameterName, 'File that contains the app key [env: CDR_APP_KEY_FILE]')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service to query [default: enablex] [env: CDR_SERVICE]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API base URL up to and including the version; overrides --service [env: CDR_BASE_URL]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request')
            [CompletionResult]::new('--retry-delay', '--retry-delay', [CompletionResultType]::ParameterName, 'Delay before the first retry, in seconds; doubles with each further retry')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Timeout for connecting, in seconds')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Timeout for inactivity before or during a response, in seconds')
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'Largest response, such as 500M, 2G or 16GiB')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'PEM file with additional root certificates to trust')
            [CompletionResult]::new('--slack', '--slack', [CompletionResultType]::ParameterName, 'Extra days to fetch before and after the period with --tz, 0 to 31 [default: 2] [env: CDR_SLACK]')
            [CompletionResult]::new('--split', '--split', [CompletionResultType]::ParameterName, 'Split a long period into windows of this many days, one request each')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Number of windows of --split to fetch in parallel, up to 64')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--detail', '--detail', [CompletionResultType]::ParameterName, 'Print a row per call and charge, with unrounded amounts')
            [CompletionResult]::new('--check', '--check', [CompletionResultType]::ParameterName, 'Check the rate card, print its charges, and request nothing')
            [CompletionResult]::new('--example', '--example', [CompletionResultType]::ParameterName, 'Print a rate card to start from')
            [CompletionResult]::new('--keep-duplicates', '--keep-duplicates', [CompletionResultType]::ParameterName, 'Keep calls that were received more than once')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Omit the header of a table, CSV or TSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Write CSV that is safe to open in a spreadsheet: UTF-8 BOM, CRLF line endings, formulas escaped')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Remove files of an earlier run that -o with columns in braces does not write again')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in service with sample data; no account needed [env: CDR_SANDBOX]')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow a plain http base URL, which sends the key unencrypted')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands without sending them')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands without sending them')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;sync' {
            [CompletionResult]::new('--lookback', '--lookback', [CompletionResultType]::ParameterName, 'Number of days up to TO to fetch again, to catch late and changed calls')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Remove calls of the requested days that the service no longer reports')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Output format [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Comma-separated columns: day, calls, added, changed, vanished, file')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Comma-separated columns: day, calls, added, changed, vanished, file')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; its extension selects the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; its extension selects the format, and .gz compresses it')
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'Table layout')
            [CompletionResult]::new('--delimiter', '--delimiter', [CompletionResultType]::ParameterName, 'Delimiter of CSV, one ASCII character such as '';'' [default: ,]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile in the configuration file to use [env: CDR_PROFILE]')
            [CompletionResult]::new('--app-id', '--app-id', [CompletionResultType]::ParameterName, 'App ID (the API user name) [env: CDR_APP_ID, else ENABLEX_APP_ID]')
            [CompletionResult]::new('--app-key', '--app-key', [CompletionResultType]::ParameterName, 'App key (the API password); visible to other users of this machine, so prefer --app-key-file [env: CDR_APP_KEY, else ENABLEX_APP_KEY]')
            [CompletionResult]::new('--app-key-file', '--app-key-file', [CompletionResultType]::ParameterName, 'File that contains the app key [env: CDR_APP_KEY_FILE]')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service to query [default: enablex] [env: CDR_SERVICE]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API base URL up to and including the version; overrides --service [env: CDR_BASE_URL]')
            [CompletionResult]::new('--slack', '--slack', [CompletionResultType]::ParameterName, 'Extra days to fetch before and after each window, 0 to 31 [default: 2] [env: CDR_SLACK]')
            [CompletionResult]::new('--split', '--split', [CompletionResultType]::ParameterName, 'Maximum number of days per window')
            [CompletionResult]::new('--jobs', '--jobs', [CompletionResultType]::ParameterName, 'Number of windows to fetch in parallel, up to 64')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request')
            [CompletionResult]::new('--retry-delay', '--retry-delay', [CompletionResultType]::ParameterName, 'Delay before the first retry, in seconds; doubles with each further retry')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Timeout for connecting, in seconds')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Timeout for inactivity before or during a response, in seconds')
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'Largest response, such as 500M, 2G or 16GiB')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'PEM file with additional root certificates to trust')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Omit the header of a table, CSV or TSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Write CSV that is safe to open in a spreadsheet: UTF-8 BOM, CRLF line endings, formulas escaped')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in service with sample data; no account needed [env: CDR_SANDBOX]')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow a plain http base URL, which sends the key unencrypted')
            [CompletionResult]::new('-n', '-n', [CompletionResultType]::ParameterName, 'Print the requests as curl commands without sending them or changing the archive')
            [CompletionResult]::new('--dry-run', '--dry-run', [CompletionResultType]::ParameterName, 'Print the requests as curl commands without sending them or changing the archive')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;read' {
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Use exact days of this time zone, and print times in it [env: CDR_TZ]')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Only include calls that match, such as ''room.duration > 60''')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only include calls that match, such as ''room.duration > 60''')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'Print totals instead of calls, grouped by these columns')
            [CompletionResult]::new('--group-by', '--group-by', [CompletionResultType]::ParameterName, 'Print totals instead of calls, grouped by these columns')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort by these columns; prefix a column with ''-'' for descending order')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Print only the first N calls or rows of totals')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Output format [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Comma-separated columns or column sets (brief, billing, quality, all)')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Comma-separated columns or column sets (brief, billing, quality, all)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; its extension selects the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; its extension selects the format, and .gz compresses it')
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'Table layout')
            [CompletionResult]::new('--delimiter', '--delimiter', [CompletionResultType]::ParameterName, 'Delimiter of CSV, one ASCII character such as '';'' [default: ,]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--keep-duplicates', '--keep-duplicates', [CompletionResultType]::ParameterName, 'Keep calls that were received more than once')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Omit the header of a table, CSV or TSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Write CSV that is safe to open in a spreadsheet: UTF-8 BOM, CRLF line endings, formulas escaped')
            [CompletionResult]::new('--prune', '--prune', [CompletionResultType]::ParameterName, 'Remove files of an earlier run that -o with columns in braces does not write again')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;diff' {
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Use exact days of this time zone, and print times in it [env: CDR_TZ]')
            [CompletionResult]::new('-w', '-w', [CompletionResultType]::ParameterName, 'Only include calls that match, such as ''room.duration > 60''')
            [CompletionResult]::new('--where', '--where', [CompletionResultType]::ParameterName, 'Only include calls that match, such as ''room.duration > 60''')
            [CompletionResult]::new('-g', '-g', [CompletionResultType]::ParameterName, 'Print totals instead of calls, grouped by these columns')
            [CompletionResult]::new('--group-by', '--group-by', [CompletionResultType]::ParameterName, 'Print totals instead of calls, grouped by these columns')
            [CompletionResult]::new('--sort', '--sort', [CompletionResultType]::ParameterName, 'Sort by these columns; prefix a column with ''-'' for descending order')
            [CompletionResult]::new('--limit', '--limit', [CompletionResultType]::ParameterName, 'Print only the first N calls or rows of totals')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Output format [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Comma-separated columns or column sets (brief, billing, quality, all)')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Comma-separated columns or column sets (brief, billing, quality, all)')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; its extension selects the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; its extension selects the format, and .gz compresses it')
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'Table layout')
            [CompletionResult]::new('--delimiter', '--delimiter', [CompletionResultType]::ParameterName, 'Delimiter of CSV, one ASCII character such as '';'' [default: ,]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--exit-code', '--exit-code', [CompletionResultType]::ParameterName, 'Exit with code 7 if anything differs')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Omit the header of a table, CSV or TSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Write CSV that is safe to open in a spreadsheet: UTF-8 BOM, CRLF line endings, formulas escaped')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;doctor' {
            [CompletionResult]::new('--tz', '--tz', [CompletionResultType]::ParameterName, 'Time zone of exact periods to check: an IANA name, an offset, utc or local [env: CDR_TZ]')
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Output format [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Comma-separated columns: check, status, finding, value, advice')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Comma-separated columns: check, status, finding, value, advice')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; its extension selects the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; its extension selects the format, and .gz compresses it')
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'Table layout')
            [CompletionResult]::new('--delimiter', '--delimiter', [CompletionResultType]::ParameterName, 'Delimiter of CSV, one ASCII character such as '';'' [default: ,]')
            [CompletionResult]::new('--profile', '--profile', [CompletionResultType]::ParameterName, 'Profile in the configuration file to use [env: CDR_PROFILE]')
            [CompletionResult]::new('--app-id', '--app-id', [CompletionResultType]::ParameterName, 'App ID (the API user name) [env: CDR_APP_ID, else ENABLEX_APP_ID]')
            [CompletionResult]::new('--app-key', '--app-key', [CompletionResultType]::ParameterName, 'App key (the API password); visible to other users of this machine, so prefer --app-key-file [env: CDR_APP_KEY, else ENABLEX_APP_KEY]')
            [CompletionResult]::new('--app-key-file', '--app-key-file', [CompletionResultType]::ParameterName, 'File that contains the app key [env: CDR_APP_KEY_FILE]')
            [CompletionResult]::new('--service', '--service', [CompletionResultType]::ParameterName, 'Service to query [default: enablex] [env: CDR_SERVICE]')
            [CompletionResult]::new('--base-url', '--base-url', [CompletionResultType]::ParameterName, 'API base URL up to and including the version; overrides --service [env: CDR_BASE_URL]')
            [CompletionResult]::new('--retries', '--retries', [CompletionResultType]::ParameterName, 'Number of times to retry a failed request')
            [CompletionResult]::new('--retry-delay', '--retry-delay', [CompletionResultType]::ParameterName, 'Delay before the first retry, in seconds; doubles with each further retry')
            [CompletionResult]::new('--connect-timeout', '--connect-timeout', [CompletionResultType]::ParameterName, 'Timeout for connecting, in seconds')
            [CompletionResult]::new('--timeout', '--timeout', [CompletionResultType]::ParameterName, 'Timeout for inactivity before or during a response, in seconds')
            [CompletionResult]::new('--max-size', '--max-size', [CompletionResultType]::ParameterName, 'Largest response, such as 500M, 2G or 16GiB')
            [CompletionResult]::new('--ca-cert', '--ca-cert', [CompletionResultType]::ParameterName, 'PEM file with additional root certificates to trust')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Omit the header of a table, CSV or TSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Write CSV that is safe to open in a spreadsheet: UTF-8 BOM, CRLF line endings, formulas escaped')
            [CompletionResult]::new('--sandbox', '--sandbox', [CompletionResultType]::ParameterName, 'Use a built-in service with sample data; no account needed [env: CDR_SANDBOX]')
            [CompletionResult]::new('--allow-http', '--allow-http', [CompletionResultType]::ParameterName, 'Allow a plain http base URL, which sends the key unencrypted')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;fields' {
            [CompletionResult]::new('-f', '-f', [CompletionResultType]::ParameterName, 'Output format [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('--format', '--format', [CompletionResultType]::ParameterName, 'Output format [default: table] [env: CDR_FORMAT]')
            [CompletionResult]::new('-c', '-c', [CompletionResultType]::ParameterName, 'Comma-separated columns: path, type, unit, sets, meaning')
            [CompletionResult]::new('--columns', '--columns', [CompletionResultType]::ParameterName, 'Comma-separated columns: path, type, unit, sets, meaning')
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; its extension selects the format, and .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; its extension selects the format, and .gz compresses it')
            [CompletionResult]::new('--view', '--view', [CompletionResultType]::ParameterName, 'Table layout')
            [CompletionResult]::new('--delimiter', '--delimiter', [CompletionResultType]::ParameterName, 'Delimiter of CSV, one ASCII character such as '';'' [default: ,]')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('--no-header', '--no-header', [CompletionResultType]::ParameterName, 'Omit the header of a table, CSV or TSV')
            [CompletionResult]::new('--excel', '--excel', [CompletionResultType]::ParameterName, 'Write CSV that is safe to open in a spreadsheet: UTF-8 BOM, CRLF line endings, formulas escaped')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;completions' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; .gz compresses it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;man' {
            [CompletionResult]::new('-o', '-o', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; .gz compresses it')
            [CompletionResult]::new('--output', '--output', [CompletionResultType]::ParameterName, 'Write to FILE, atomically; .gz compresses it')
            [CompletionResult]::new('--color', '--color', [CompletionResultType]::ParameterName, 'When to use color')
            [CompletionResult]::new('-v', '-v', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('--verbose', '--verbose', [CompletionResultType]::ParameterName, 'Log requests, retries, timings and error causes to standard error')
            [CompletionResult]::new('-q', '-q', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('--quiet', '--quiet', [CompletionResultType]::ParameterName, 'Print only errors to standard error')
            [CompletionResult]::new('-h', '-h', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            [CompletionResult]::new('--help', '--help', [CompletionResultType]::ParameterName, 'Print help (see more with ''--help'')')
            break
        }
        'cdr;help' {
            [CompletionResult]::new('period', 'period', [CompletionResultType]::ParameterValue, 'Print the calls of a period')
            [CompletionResult]::new('room', 'room', [CompletionResultType]::ParameterValue, 'Print the calls in a room, all of them or those of a period')
            [CompletionResult]::new('room-period', 'room-period', [CompletionResultType]::ParameterValue, 'Print the calls in a room in a period')
            [CompletionResult]::new('conf', 'conf', [CompletionResultType]::ParameterValue, 'Print the calls of one conference')
            [CompletionResult]::new('bill', 'bill', [CompletionResultType]::ParameterValue, 'Print what each customer owes for a period')
            [CompletionResult]::new('sync', 'sync', [CompletionResultType]::ParameterValue, 'Create or update an archive of calls, with one Parquet file per day')
            [CompletionResult]::new('read', 'read', [CompletionResultType]::ParameterValue, 'Print calls from saved JSON, JSON Lines or Parquet files, or from an archive')
            [CompletionResult]::new('diff', 'diff', [CompletionResultType]::ParameterValue, 'Compare two saved files or archives')
            [CompletionResult]::new('doctor', 'doctor', [CompletionResultType]::ParameterValue, 'Check the setup, and how the service assigns calls to a period')
            [CompletionResult]::new('fields', 'fields', [CompletionResultType]::ParameterValue, 'List columns with their type, unit, sets and meaning')
            [CompletionResult]::new('completions', 'completions', [CompletionResultType]::ParameterValue, 'Generate a shell completion script')
            [CompletionResult]::new('man', 'man', [CompletionResultType]::ParameterValue, 'Print the manual page; view it with ''cdr man | man -l -''')
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
        'cdr;help;sync' {
            break
        }
        'cdr;help;read' {
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
