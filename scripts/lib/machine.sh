# Helpers of scripts/up and test: what the machine must have. Uses steps.sh.

docker_socket=${BERTH_DOCKER_SOCKET:-/var/run/docker.sock}

# missing_packages PACKAGE…: those that are not installed, one a line.
missing_packages() {
    local package
    for package; do
        [[ $(dpkg-query -W -f '${Status}' "$package" 2>/dev/null) == *' installed' ]] || printf '%s\n' "$package"
    done
}

# need_packages PACKAGE…: installs what is missing.
need_packages() {
    command -v apt-get >/dev/null \
        || die "there is no apt-get on this machine." "Berth's scripts know Debian 12; install by hand: $*"
    local missing
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]} > 0)) || return 0
    step "install ${missing[*]}" "Check the network and /etc/apt/sources.list." install_packages "${missing[@]}"
}

install_packages() {
    as_root apt-get -q update
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends "$@"
}

# need_programs PACKAGE…: what tests run of these packages, unpacked and not installed: no service of theirs is started.
need_programs() {
    local missing
    mapfile -t missing < <(for package; do [[ -e $cache/programs/.$package ]] || printf '%s\n' "$package"; done)
    ((${#missing[@]} > 0)) || return 0
    step "fetch ${missing[*]}" "Check the network and /etc/apt/sources.list." fetch_programs "${missing[@]}"
}

fetch_programs() {
    local package folder
    folder=$(mktemp -d)
    as_root apt-get -q update
    for package; do
        (cd "$folder" && apt-get -q download "$package")
        dpkg-deb -x "$folder/$package"_*.deb "$cache/programs"
        touch "$cache/programs/.$package"
    done
    rm -rf "$folder"
}

# need_swift: puts a Swift 6 toolchain on the PATH: the caller's, or that of the person who called sudo.
need_swift() {
    local folder
    if ! command -v swift >/dev/null; then
        for folder in /opt/swift/usr/bin /usr/libexec/swift/bin "$(operator_home)/.local/share/swiftly/bin"; do
            if [[ -x $folder/swift ]]; then PATH=$folder:$PATH && break; fi
        done
    fi
    command -v swift >/dev/null \
        || die "there is no Swift toolchain: no \"swift\" on the PATH." \
            "Install Swift 6.2 or later from https://www.swift.org/install/linux/ and run $self again." \
            "If it is installed for you only, let root find it: sudo env \"PATH=\$PATH\" $self"
    local version
    version=$(swift --version 2>&1 </dev/null | grep -oE 'Swift version [0-9]+\.[0-9]+' | grep -oE '[0-9.]+$') \
        || die "\"swift --version\" does not work:" "$(swift --version 2>&1 </dev/null | tail -n 3)"
    printf '6.2\n%s\n' "$version" | sort -C -V \
        || die "Swift $version is too old." "Berth needs 6.2 or later: https://www.swift.org/install/linux/"
}

# operator: the person who runs this, as Berth names them. operator_home: their home directory.
operator() {
    local name=${SUDO_USER:-$(id -un)}
    if [[ $name == root ]]; then echo admin; else echo "$name"; fi
}
operator_home() { getent passwd "${SUDO_USER:-$(id -un)}" | cut -d: -f6; }

engine_answers() {
    [[ -S $docker_socket ]] && docker --host "unix://$docker_socket" version >/dev/null 2>&1
}

# need_engine: the Docker Engine answers on its socket; it is installed and started if it doesn't.
need_engine() {
    if engine_answers; then return; fi
    if ! command -v docker >/dev/null || ! command -v dockerd >/dev/null; then need_packages docker.io iptables; fi
    if engine_answers; then return; fi
    step "start the Docker Engine" "It wants to run as root, with cgroups and iptables; see its log: $(engine_log)" \
        start_engine
}

engine_log() { if [[ -d /run/systemd/system ]]; then echo 'journalctl -u docker'; else echo /var/log/dockerd.log; fi; }

start_engine() {
    local deadline=$((SECONDS + 60))
    if [[ -d /run/systemd/system ]]; then
        as_root systemctl enable --now docker
    else
        rm -f /var/run/docker.pid
        as_root setsid dockerd >>/var/log/dockerd.log 2>&1 </dev/null &
    fi
    until engine_answers; do
        if ((SECONDS > deadline)); then
            tail -n 20 /var/log/dockerd.log 2>/dev/null
            return 1
        fi
        sleep 0.3
    done
}
