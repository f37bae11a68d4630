# Helpers of scripts/image: messages, steps with their times, build contexts, the Docker client.
# Uses the variables cache, fresh and verbose of the script that sources it.

say() { printf 'image: %s\n' "$*" >&2; }

# die WHAT [WHAT-TO-DO…]
die() {
    printf 'image: %s\n' "$@" >&2
    exit 1
}

# step NAME COMMAND…: runs COMMAND, its output in a log (or shown, with --verbose), and says how long it took.
step() {
    local name=$1 start=$EPOCHREALTIME log
    shift
    log=$cache/${name%% *}-$$.log
    say "$name …"
    if [[ $verbose == yes ]]; then
        "$@" >&2 || die "$name failed."
    elif ! "$@" >"$log" 2>&1; then
        tail -n 30 "$log" >&2
        die "$name failed. The whole log: $log" "If it could not reach a package mirror or index: check the network, \
and that a proxy's CA is in ${BERTH_CA_DIR:-/usr/local/share/ca-certificates}."
    else
        rm -f "$log"
    fi
    say "$name: $(awk -v a="$start" -v b="$EPOCHREALTIME" 'BEGIN { printf "%.1f s", b - a }')"
}

# as_root COMMAND…
as_root() {
    if ((EUID == 0)); then
        "$@"
    elif command -v sudo >/dev/null; then
        sudo "$@"
    else
        die "\"$*\" needs root." "Run scripts/image as root, or install sudo."
    fi
}

# context_tar FOLDER PATH…: a tar that depends on names, contents and executable bits only, not on who checked the
# files out, when, or with which umask.
context_tar() {
    local folder=$1
    shift
    tar -C "$folder" --format=gnu --sort=name --owner=0 --group=0 --numeric-owner --mtime=@0 --mode=u=rwX,go=rX \
        --exclude=__pycache__ -c "$@"
}

hash12() { sha256sum | cut -c1-12; }

# targets DOCKERFILE: the names of the stages that are images.
targets() { sed -nE 's/^FROM .* AS ([a-z]+)$/\1/p' "$1" | tr '\n' ' '; }

check_docker() {
    command -v docker >/dev/null \
        || die "the Docker client is missing." "Install it (Debian: apt-get install docker.io), or run scripts/up."
    local problem
    problem=$(docker version --format '{{.Server.Version}}' 2>&1 >/dev/null) \
        || die "the Docker Engine does not answer: ${problem##*$'\n'}" \
            "Start it (systemctl start docker), or join the group that may use it (usermod -aG docker \$USER)."
}

image_exists() { docker image inspect "$1" >/dev/null 2>&1; }

image_size() { docker image inspect --format '{{.Size}}' "$1" | awk '{ printf "%d MB", $1 / 1e6 }'; }

# remove_older NAME HASH: removes the other tags NAME-<hash> that earlier builds left. An image that a container uses, or
# that has another name, stays.
remove_older() {
    local tag
    while IFS= read -r tag; do
        [[ $tag =~ ^"$1"-[0-9a-f]{12}$ && $tag != "$1-$2" ]] || continue
        if docker image rm "$tag" >/dev/null 2>&1; then say "removed $tag"; fi
    done < <(docker image ls --format '{{.Repository}}:{{.Tag}}' "${1%%:*}")
}

# docker_build ARG…: `docker build` of the context on standard input, with BuildKit where the client has it.
docker_build() {
    local options=() name
    for name in PIP_INDEX_URL HTTP_PROXY HTTPS_PROXY NO_PROXY http_proxy https_proxy no_proxy; do
        [[ -n ${!name:-} ]] && options+=(--build-arg "$name")
    done
    [[ $fresh == yes ]] && options+=(--no-cache)
    if docker buildx version >/dev/null 2>&1; then
        DOCKER_BUILDKIT=1 docker build --progress=plain --load "${options[@]}" "$@" -
    else
        DOCKER_BUILDKIT=0 docker build --force-rm "${options[@]}" "$@" -
    fi
}
