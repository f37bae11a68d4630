# The parts of scripts/test. Each adds to the counts (counts.sh); one that can't run ends the whole.
# Uses steps.sh and the variables cache, quick and logs.

# The flags are the same each time, or everything would be built anew. (--disable-index-store would hide the tests.)
swift_flags=(--scratch-path "$cache/debug" -debug-info-format none)
build_hint="If packages could not be fetched: check the network. After strange errors: rm -rf $cache/debug"

run_lint() {
    check "swift format" swift format lint --strict -r Sources Tests Package.swift
    local shell_scripts
    mapfile -t shell_scripts < <(grep -rlE '^#!/bin/(ba)?sh' scripts images .ci)
    check "shellcheck" shellcheck -S warning -e SC1090 -x -P scripts "${shell_scripts[@]}"
    check "shellcheck of scripts/lib" shellcheck -S warning -s bash -e SC2034,SC2154 scripts/lib/*.sh
    check "systemd units" verify_units
}

# verify_units: systemd itself finds nothing to say about them. What they start need not be installed here.
verify_units() {
    local folder unit said
    folder=$(mktemp -d)
    for unit in scripts/install.d/*.service; do
        sed 's#/usr/local/bin/berth#/bin/true#' "$unit" >"$folder/${unit##*/}"
    done
    said=$(systemd-analyze verify --man=no "$folder"/*.service 2>&1) || said+=" "
    rm -rf "$folder"
    [[ -z $said ]] || { echo "$said" && return 1; }
}

# check NAME COMMAND…: counts as one test.
check() {
    local name=$1 started=$EPOCHREALTIME log
    shift
    log=$(log_of "$name")
    if "$@" >"$log" 2>&1 </dev/null; then
        done_step "$name" "$started"
        count 1 0
    else
        say "  ✗ $name"
        tail -n 40 "$log" >&2
        count 0 1
    fi
}

build_everything() {
    local work=("build berth and its tests" "$build_hint" \
        "swift build --build-tests $(printf '%q ' "${swift_flags[@]}")")
    if wants e2e; then
        work+=("build the notebook images" "$build_hint" "bash '$repo/scripts/image' minimal default"
            "install the test's Python packages" "$build_hint" make_venvs)
    fi
    together "${work[@]}"
}

run_swift_tests() {
    # What measures (scripts/bench) is no test, and is run by hand.
    local log started=$EPOCHREALTIME skip=(--skip 'Bench/')
    log=$(log_of "swift tests")
    [[ $quick == no ]] || skip+=(--skip RealEngine)
    say "  … swift tests"
    set +e
    # A few at a time: those that keep to a time would wait for all others, each time that they wait.
    BERTH_BIN=$cache/debug/debug swift test --skip-build --experimental-maximum-parallelization-width 8 \
        "${swift_flags[@]}" "${skip[@]}" >"$log" 2>&1 </dev/null
    local status=$?
    set -e
    count_swift_tests "$log" "$status"
    done_step "swift tests" "$started"
}

venv=$cache/venv
# What drives the tests, and the clients of JupyterHub that they run as they are.
make_venvs() {
    make_venv "$venv" Tests/EndToEnd/requirements.txt
    make_venv "$venv-clients" Tests/EndToEnd/requirements-clients.txt
}

# make_venv FOLDER REQUIREMENTS: anew when the requirements or Python changed.
make_venv() {
    local folder=$1 requirements=$2 wanted
    wanted=$({ cat "$requirements" && /usr/bin/python3 --version; } | sha256sum | cut -c1-12)
    if [[ $(cat "$folder/made-from" 2>/dev/null) == "$wanted" ]]; then return; fi
    rm -rf "$folder"
    /usr/bin/python3 -m venv "$folder"
    "$folder/bin/pip" install --quiet --disable-pip-version-check -r "$requirements"
    echo "$wanted" >"$folder/made-from"
}

run_end_to_end() {
    local name="end to end" log xml started=$EPOCHREALTIME
    log=$(log_of "$name")
    xml=${log%.log}.xml
    rm -f "$xml"
    say "  … $name (log: $log)"
    set +e
    BERTH_BIN=$cache/debug/debug "$venv/bin/python" -m pytest Tests/EndToEnd --junitxml "$xml" </dev/null 2>&1 \
        | tee "$log" >&2
    local status=${PIPESTATUS[0]}
    set -e
    count_pytest "$xml" "$status"
    done_step "$name" "$started"
}
