# Completion of metric for fish: metric completion fish | source
function __metric_complete
    set -l line (commandline -cp)
    set -l command (commandline -opc)[1]
    $command "[suggest:"(string length -- "$line")"]" "$line" 2>/dev/null | string match -rv '^(/|-.$)'
end
complete -c metric -a '(__metric_complete)'
