# Completion of cdr in fish, which asks cdr what may stand at the cursor.

function __cdr_answer
    cdr __complete fish (commandline --current-process --cut-at-cursor | string collect) 2>/dev/null
end

function __cdr_goes
    set --local answer (__cdr_answer)
    test "$answer[1]" = $argv[1]
end

function __cdr_words
    set --local answer (__cdr_answer)
    string join \n -- $answer[2..]
end

complete --command cdr --no-files
complete --command cdr --condition '__cdr_goes files' --force-files
complete --command cdr --condition '__cdr_goes folders' --arguments '(__fish_complete_directories (commandline --current-token))'
complete --command cdr --condition '__cdr_goes words' --keep-order --arguments '(__cdr_words)'
