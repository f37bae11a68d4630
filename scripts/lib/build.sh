# How scripts/up and scripts/install build berth. Uses the variables repo and cache.

# build_berth: leaves it at .build/release/berth. It holds Swift's libraries where the toolchain has them to link, so that
# it does not need the toolchain any more. A running one keeps its own copy.
build_berth() {
    local flags=() libraries
    libraries=$(swift -print-target-info | sed -nE 's/.*"runtimeResourcePath": "(.*)".*/\1/p')
    if [[ -d ${libraries}_static ]]; then flags+=(--static-swift-stdlib); fi
    swift build -c release --product berth "${flags[@]}" --package-path "$repo" --scratch-path "$cache/release" || return
    mkdir -p "$repo/.build/release"
    replace_file "$cache/release/release/berth" "$repo/.build/release/berth"
}

# replace_file FROM TO [MODE]: at once, so that nobody meets half of it; nothing where they are the same.
replace_file() {
    if cmp -s "$1" "$2"; then return; fi
    local new
    new=$(dirname "$2")/.$(basename "$2").new
    install -m "${3:-755}" "$1" "$new" && mv -f "$new" "$2"
}
