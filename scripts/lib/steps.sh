# Helpers of scripts/up, down and test: messages, and steps that show how long they take.
# Uses the variables logs (a folder for the steps' output) and self (the script's name) of the script that sources it.

step_times=()

say() { printf '%s\n' "$*" >&2; }

# die WHAT [WHAT-TO-DO…]
die() {
    printf '\n%s: %s\n' "$self" "$1" >&2
    shift
    (($# == 0)) || printf '  %s\n' "$@" >&2
    exit 1
}

# as_root COMMAND…
as_root() {
    if ((EUID == 0)); then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "\"$*\" needs root." "Run $self as root, or install sudo."
    fi
}

# seconds_since START: one decimal; START is an earlier $EPOCHREALTIME.
seconds_since() { awk -v a="$1" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f s", b - a }'; }

# done_step NAME START: reports a step as done and keeps its time for the list at the end.
done_step() {
    local took
    took=$(seconds_since "$2")
    say "  ✓ $1 ($took)"
    step_times+=("$took"$'\t'"$1")
}

# failed_step NAME LOG [WHAT-TO-DO…]
failed_step() {
    local name=$1 log=$2
    shift 2
    say "  ✗ $name"
    tail -n 40 "$log" >&2
    die "$name failed; the whole log is $log" "$@"
}

log_of() { printf '%s/%s.log' "$logs" "$(tr -cs '[:alnum:]' '-' <<<"$1" | sed 's/-*$//')"; }

# step NAME HINT COMMAND…: runs COMMAND with its output in a log. HINT says what to do when it fails.
step() {
    local name=$1 hint=$2
    shift 2
    together "$name" "$hint" "$(printf '%q ' "$@")"
}

# together NAME HINT COMMAND [NAME HINT COMMAND]…: runs the commands side by side, each in a log, and shows how far
# each has come: on a terminal in one line that moves, otherwise every half minute. A COMMAND is one word, split as a
# shell would.
together() {
    local names=() hints=() pids=() starts=() failed=() i
    while (($# > 0)); do
        names+=("$1") hints+=("$2") starts+=("$EPOCHREALTIME")
        (eval "$3") >"$(log_of "$1")" 2>&1 </dev/null &
        pids+=($!)
        shift 3
    done
    local ticks=0
    while ((${#pids[@]} > 0)); do
        for i in "${!pids[@]}"; do
            kill -0 "${pids[i]}" 2>/dev/null && continue
            clear_progress
            if wait "${pids[i]}"; then done_step "${names[i]}" "${starts[i]}"; else failed+=("$i"); fi
            unset "pids[i]"
        done
        ((${#pids[@]} == 0)) && break
        show_progress "$ticks"
        sleep 0.2
        ticks=$((ticks + 1))
    done
    for i in "${failed[@]}"; do failed_step "${names[i]}" "$(log_of "${names[i]}")" "${hints[i]}"; done
}

# show_progress TICKS: one line about what still runs in `together`, whose variables it reads.
show_progress() {
    local line='' i
    if [[ -t 2 ]]; then (($1 % 5 == 0)) || return 0; else (($1 > 0 && $1 % 150 == 0)) || return 0; fi
    for i in "${!pids[@]}"; do
        line+="  … ${names[i]}: $(seconds_since "${starts[i]}" | sed 's/\..*//') s$(last_count "$(log_of "${names[i]}")")"
    done
    if [[ -t 2 ]]; then printf '\r\e[K%s' "${line:0:${COLUMNS:-100}}" >&2; else say "$line"; fi
}

clear_progress() { if [[ -t 2 ]]; then printf '\r\e[K' >&2; fi; }

# last_count LOG: " [12/345]" when the log's end counts like a build, "" otherwise.
last_count() {
    local count
    count=$(tail -n 30 "$1" 2>/dev/null | grep -oE '\[[0-9]+/[0-9]+\]' | tail -n 1) || return 0
    printf ' %s' "$count"
}

# print_times: the steps and what each took.
print_times() {
    say ''
    local line
    for line in "${step_times[@]}"; do say "$(printf '%9s  %s' "${line%%$'\t'*}" "${line#*$'\t'}")"; done
}
