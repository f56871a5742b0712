# bash completion for cdr; cdr itself provides the candidates.

_cdr() {
    local kind word
    COMPREPLY=()
    {
        IFS= read -r kind
        while IFS= read -r word; do
            COMPREPLY+=("$word")
        done
    } < <(cdr __complete bash "${COMP_LINE:0:COMP_POINT}" "$2" 2>/dev/null)
    case $kind in
        files) compopt -o default ;;
        dirs) compopt -o dirnames ;;
    esac
    if [[ ${COMPREPLY-} == *[=~/.,] || ${COMPREPLY-} == *[\<\>] ]]; then
        compopt -o nospace
    fi
}

complete -o nosort -F _cdr cdr
