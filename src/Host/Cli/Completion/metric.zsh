#compdef metric
# Completion of metric for zsh: source <(metric completion zsh)
_metric() {
    local -a words_found
    local line="${BUFFER[1,CURSOR]}"
    words_found=("${(@f)$(${words[1]} "[suggest:${#line}]" "$line" 2>/dev/null | grep -Ev '^(/|-.$)')}")
    compadd -a words_found || _files
}
compdef _metric metric ./metric
