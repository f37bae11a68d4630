# Helpers of scripts/up and down: Berth's two processes, by the pid files in <state>/run. Uses steps.sh.

# is_berth PID COMMAND: whether PID is a live `berth COMMAND`.
is_berth() {
    local words
    [[ $1 =~ ^[1-9][0-9]*$ && -r /proc/$1/cmdline ]] || return 1
    mapfile -d '' words 2>/dev/null <"/proc/$1/cmdline" || return 1
    local program=${words[0]-}
    [[ ${program##*/} == berth && ${words[1]-} == "$2" ]]
}

# pid_of STATE COMMAND: prints the pid of STATE's `berth COMMAND`; fails when it doesn't run.
pid_of() {
    local pid
    pid=$(cat "$1/run/$2.pid" 2>/dev/null) && is_berth "$pid" "$2" && echo "$pid"
}

# stop_process STATE COMMAND: asks it to end, and ends it if it hasn't after 30 s. Fails when it didn't run.
stop_process() {
    local pid deadline=$((SECONDS + 30))
    pid=$(pid_of "$1" "$2") || return 1
    kill -TERM "$pid" 2>/dev/null || return 1
    while is_berth "$pid" "$2"; do
        if ((SECONDS > deadline)); then
            say "  $2 ($pid) does not end by itself; killing it."
            kill -KILL "$pid" 2>/dev/null || true
            deadline=$((SECONDS + 30))
        fi
        sleep 0.1
    done
}

state_directory() {
    if [[ -n ${BERTH_STATE_DIR:-} ]]; then
        echo "$BERTH_STATE_DIR"
    elif ((EUID == 0)); then
        echo /var/lib/berth
    else
        echo "$HOME/.local/state/berth"
    fi
}

# service_is_active NAME: whether systemd runs it, as scripts/install has it do.
service_is_active() { [[ -d /run/systemd/system ]] && systemctl --quiet is-active "$1.service"; }
