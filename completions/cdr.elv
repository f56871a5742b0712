
set edit:completion:arg-completer[cdr] = { |@words|
    var index = (count $words)
    set index = (- $index 1)

    put (env _CLAP_IFS="\n" _CLAP_COMPLETE_INDEX=(to-string $index) CDR_COMPLETE="elvish" cdr -- $@words) | to-lines
}

