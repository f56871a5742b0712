complete --keep-order --exclusive --command cdr --arguments "(CDR_COMPLETE=fish cdr -- (commandline --current-process --tokenize --cut-at-cursor) (commandline --current-token))"
