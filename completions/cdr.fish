# fish completion for cdr; cdr itself provides the candidates.

function __cdr_candidates
    cdr __complete fish (commandline --current-process --cut-at-cursor | string collect) 2>/dev/null
end

function __cdr_completes
    set --local candidates (__cdr_candidates)
    test "$candidates[1]" = $argv[1]
end

function __cdr_words
    set --local candidates (__cdr_candidates)
    string join \n -- $candidates[2..]
end

complete --command cdr --no-files
complete --command cdr --condition '__cdr_completes files' --force-files
complete --command cdr --condition '__cdr_completes dirs' --arguments '(__fish_complete_directories (commandline --current-token))'
complete --command cdr --condition '__cdr_completes words' --keep-order --arguments '(__cdr_words)'
