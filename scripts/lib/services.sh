# The services of scripts/install: their user, images, start and restart. Uses steps.sh, process.sh, serve.sh, files.sh
# and the variables scripts, prefix, state and dry.

# build_missing_images: those of ours that profiles name. Images of registries are pulled by the first launch.
build_missing_images() {
    local target
    while IFS= read -r target; do
        if docker image inspect "berth/notebook:$target" >/dev/null 2>&1; then continue; fi
        if [[ $dry == yes ]]; then say "  would: build berth/notebook:$target" && continue; fi
        step "build berth/notebook:$target" "If it could not reach a server: check the network." \
            bash "$scripts/image" "$target"
    done < <(sed -nE 's#^image:[[:space:]]*berth/notebook:([a-z]+).*#\1#p' /etc/berth/profiles/*.yaml | sort -u)
}

# run_services: both enabled and running; berth anew where it is not what is installed.
run_services() {
    if ! getent passwd berth >/dev/null; then
        change "add the system user berth" \
            useradd --system --user-group --no-create-home --home-dir /nonexistent --shell /usr/sbin/nologin berth
    fi
    folder "$state" 711
    if [[ $dry == no ]]; then make_credentials_folder; fi
    change "have systemd read its units" systemctl daemon-reload
    change "enable berth and berth-gateway at boot" systemctl --quiet enable berth berth-gateway
    stop_stray serve berth
    stop_stray gateway berth-gateway
    if ! service_is_active berth-gateway; then
        change "start berth-gateway" start_service berth-gateway
    elif ! is_current berth-gateway gateway; then
        say "  · berth-gateway goes on as it was; open connections end when you: systemctl restart berth-gateway"
    fi
    if ! service_is_active berth; then
        change "start berth" start_service berth
    elif is_current berth serve; then
        say "  · berth runs already"
    else
        change "restart berth; notebooks and open connections go on" start_service berth
    fi
    if [[ $dry == yes ]]; then return; fi
    await_hub
    say "Berth runs at $(hub_url): berth status, berth doctor; logs: journalctl -u berth -u berth-gateway"
}

# stop_stray COMMAND SERVICE: ends what was started by hand or by scripts/up, so that the service can take its place.
stop_stray() {
    local pid
    if ! pid=$(pid_of "$state" "$1") || [[ $pid == "$(main_pid "$2")" ]]; then return; fi
    change "stop berth $1 ($pid), which is to be a service" stop_process "$state" "$1"
}

main_pid() { systemctl show --property MainPID --value "$1"; }

# is_current SERVICE COMMAND: whether it runs the installed program, with unit and settings that have not changed since.
is_current() {
    [[ /proc/$(main_pid "$1")/exe -ef $prefix/bin/berth ]] \
        && [[ -z $(find "$units/$1.service" /etc/default/berth "$config" -newer "$state/run/$2.pid" -print -quit) ]]
}

# start_service NAME: or starts it anew; returns once it is ready.
start_service() {
    if systemctl restart "$1"; then return; fi
    journalctl --unit "$1" --lines 15 --no-pager >&2
    return 1
}

# await_hub: until it answers through the gateway.
await_hub() {
    local deadline=$((SECONDS + 60))
    until hub_answers; do
        ((SECONDS < deadline)) || die "Berth does not answer at $(hub_url)." \
            "See: systemctl status berth berth-gateway; journalctl -u berth -u berth-gateway; berth doctor"
        sleep 0.2
    done
}

remove_services() {
    local service
    for service in berth berth-gateway; do
        if [[ -e $units/$service.service ]]; then
            change "stop and disable $service" systemctl --quiet disable --now "$service"
        fi
    done
}
