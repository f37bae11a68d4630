# Helpers of scripts/up: `berth serve` started once, in the background, and waited for. Uses steps.sh, machine.sh,
# process.sh and the variables repo, berth, config and state.

serve_log() { echo "$state/logs/serve.log"; }
serve_command() {
    printf '%s\0' "$berth" serve --state-dir "$state" --profiles-dir "${BERTH_PROFILES_DIR:-$repo/profiles}" \
        --operator "$(operator)" --credentials "$(credentials)"
    [[ -z $config ]] || printf '%s\0' --config "$config"
}
credentials() { echo "$(operator_home)/.config/berth/credentials.json"; }

# setting NAME DEFAULT: a setting of Berth's from the environment, the configuration file, or the default.
setting() {
    local variable=BERTH_${1^^} file=${config:-/etc/berth/berth.yaml} value=''
    if [[ -n ${!variable:-} ]]; then
        echo "${!variable}" && return
    fi
    [[ -r $file ]] && value=$(sed -nE "s/^$1:[[:space:]]*[\"']?([^\"'#[:space:]]+).*/\1/p" "$file" | head -n 1)
    echo "${value:-$2}"
}
hub_url() { setting hub_url http://localhost:8000 | sed 's#/*$##'; }

# as_operator COMMAND…: with the credentials of the person who runs this.
as_operator() {
    env -u BERTH_URL -u BERTH_TOKEN -u BERTH_CONFIG -u XDG_CONFIG_HOME "HOME=$(operator_home)" "$@"
}

# serve_is_current PID: whether it is this binary, with these arguments and settings, none of them changed since.
serve_is_current() {
    local file=${config:-/etc/berth/berth.yaml} paths
    paths=("${BERTH_PROFILES_DIR:-$repo/profiles}")
    [[ -e $file ]] && paths+=("$file")
    [[ /proc/$1/exe -ef $berth ]] && cmp -s <(serve_command) "/proc/$1/cmdline" \
        && cmp -s <(berth_variables <"/proc/$1/environ") <(env -0 | berth_variables) \
        && [[ -z $(find "${paths[@]}" -newer "$state/run/serve.pid" -print -quit) ]]
}
berth_variables() { grep -z '^BERTH_' | grep -zv '^BERTH_\(CACHE\|URL\|TOKEN\)=' | sort -z; }

# start_serve: starts it, or starts it anew when what runs is out of date. Fails when there is nothing to do.
start_serve() {
    local pid
    if pid=$(pid_of "$state" serve); then
        if serve_is_current "$pid" && hub_answers; then return 1; fi
        say "  … restarting berth serve: it was built or set up differently. Notebooks go on."
        stop_process "$state" serve || true
    fi
    step "start Berth" "What to do is mostly in the lines above. The whole log: $(serve_log)" launch_serve
}

launch_serve() {
    local words pid deadline=$((SECONDS + 90)) from
    mapfile -d '' words < <(serve_command)
    make_credentials_folder
    mkdir -p "$state/logs"
    touch "$(serve_log)"
    chmod 600 "$(serve_log)"
    from=$(stat -c %s "$(serve_log)")
    setsid "${words[@]}" </dev/null >>"$(serve_log)" 2>&1 8>&- &
    pid=$!
    until hub_answers && [[ -r $(credentials) ]]; do
        if ! kill -0 "$pid" 2>/dev/null || ((SECONDS > deadline)); then
            tail -c "+$((from + 1))" "$(serve_log)" | tail -n 30
            tail -n 5 "$state/logs/gateway.log" 2>/dev/null || true
            kill -0 "$pid" 2>/dev/null && echo "Berth does not answer at $(hub_url)." && kill "$pid"
            return 1
        fi
        sleep 0.2
    done
}

# make_credentials_folder: in the operator's home, as the operator: what root makes there stands in their way.
make_credentials_folder() {
    local folder
    folder=$(dirname "$(credentials)")
    if [[ -n ${SUDO_USER:-} ]]; then
        runuser -u "$SUDO_USER" -- mkdir -p "$folder"
    else
        mkdir -p "$folder"
    fi
}

hub_answers() { curl --silent --fail --insecure --max-time 5 --noproxy '*' --output /dev/null "$(hub_url)/hub/api/"; }
