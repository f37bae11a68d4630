# How scripts/test counts. Uses steps.sh.

passed=0 failed=0

count() {
    passed=$((passed + $1))
    failed=$((failed + $2))
}

# uncounted WHAT: a part that left no counts is a failure, whatever its exit code.
uncounted() {
    say "  ✗ $1"
    count 0 1
}

# count_swift_tests LOG STATUS: from Swift Testing's last words, "Test run with 12 tests in 3 suites passed after …".
# A skipped test counts as failed.
count_swift_tests() {
    local summary total wrong
    sed -i 's/\x1b\[[0-9;]*m//g' "$1"
    summary=$(grep -E 'Test run with [0-9]+ tests?( in [0-9]+ suites?)? (passed|failed) after' "$1" || true)
    wrong=$(grep -vE 'Test (run with|case passing) | passed after ' "$1" \
        | grep -cE '^[^[:alnum:]]*Test .* (failed after [0-9.]+ seconds|skipped[.:])') || true
    if ((wrong > 0 || $2 != 0)); then
        grep -E 'recorded an issue|failed after|skipped|Fatal|error:|Crash|↳' "$1" | tail -n 60 >&2 || true
        say "  The whole log: $1"
    fi
    total=$(awk '{ for (i = 1; i < NF; i++) if ($i == "with") sum += $(i + 1) } END { print sum + 0 }' \
        < <(grep -oE 'run with [0-9]+ test' <<<"$summary"))
    if [[ -z $summary || $total == 0 ]]; then
        tail -n 20 "$1" >&2
        uncounted "the Swift tests ended without a count (exit code $2)."
        return
    fi
    if (($2 != 0 && wrong == 0)); then wrong=1; fi
    count $((total - wrong)) "$wrong"
}

# count_pytest XML STATUS: from the report. Skipped tests and errors count as failed.
count_pytest() {
    local tests failures errors skipped wrong
    tests=$(attribute tests "$1") failures=$(attribute failures "$1")
    errors=$(attribute errors "$1") skipped=$(attribute skipped "$1")
    if [[ -z $tests || $tests == 0 ]]; then
        uncounted "the end-to-end tests ended without a count (exit code $2)."
        return
    fi
    wrong=$((failures + errors + skipped))
    if (($2 != 0 && wrong == 0)); then wrong=1; fi
    if ((wrong > tests)); then tests=$wrong; fi
    count $((tests - wrong)) "$wrong"
}

# attribute NAME XML: of the first test suite.
attribute() {
    [[ ! -s $2 ]] || sed -nE "s/.*<testsuite [^>]*\b$1=\"([0-9]+)\".*/\1/p" "$2" | head -n 1
}

# report: the last line, and the exit code.
report() {
    local status=$?
    if ((status != 0 && failed == 0)); then failed=1; fi
    print_times
    echo "$passed passed, $failed failed"
    if ((status == 0 && (failed > 0 || passed == 0))); then status=1; fi
    exit "$status"
}
