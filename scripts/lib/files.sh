# The files of scripts/install: what goes where. Uses steps.sh, serve.sh, build.sh and the variables scripts, repo,
# binary, prefix, destdir and dry.

units=/etc/systemd/system

# change WHAT COMMAND…: does it and says so; with --dry-run it only says so.
change() {
    local what=$1
    shift
    if [[ $dry == yes ]]; then say "  would: $what" && return; fi
    "$@" || die "could not $what."
    say "  ✓ $what"
}

# put FILE TARGET [MODE]: puts a file there, or a newer one in its place.
put() {
    local target=$destdir$2 verb=write
    if cmp -s "$1" "$target"; then return; fi
    if [[ -e $target ]]; then verb=replace; fi
    change "$verb $target" put_now "$1" "$target" "${3:-644}"
}
put_now() { mkdir -p "$(dirname "$2")" && replace_file "$1" "$2" "$3"; }

# offer FILE TARGET: puts a file there once; it is the operator's from then on.
offer() {
    if [[ -e $destdir$2 ]]; then
        cmp -s "$1" "$destdir$2" || say "  · $destdir$2 is yours and stays"
    else
        put "$1" "$2"
    fi
}

# offer_text TARGET, put_text TARGET: the same with what comes from standard input.
offer_text() { with_text offer "$1"; }
put_text() { with_text put "$1"; }
with_text() {
    local text
    text=$(mktemp)
    cat >"$text"
    "$1" "$text" "$2"
    rm -f "$text"
}

# folder DIRECTORY MODE: makes it; one that is there keeps its mode.
folder() { if [[ ! -d $destdir$1 ]]; then change "make $destdir$1" install -d -m "$2" "$destdir$1"; fi; }

put_files() {
    local profile unit shell
    put "$binary" "$prefix/bin/berth" 755
    if [[ -x $binary ]]; then
        for shell in bash zsh fish; do "$binary" completion "$shell" | put_text "$(completion_file "$shell")"; done
    fi
    folder /etc/berth 755
    folder /etc/berth/cluster 755
    offer "$scripts/install.d/berth.yaml" /etc/berth/berth.yaml
    for profile in "$repo"/profiles/*.yaml; do offer "$profile" "/etc/berth/profiles/${profile##*/}"; done
    offer_text /etc/default/berth <<<"# Flags of berth serve: who operates it, and where their token for the command line is.
SERVE_OPTIONS=\"--operator $(operator) --credentials $(credentials)\""
    for unit in "$scripts"/install.d/*.service; do
        sed "s#/usr/local/bin/#$prefix/bin/#" "$unit" | put_text "$units/${unit##*/}"
    done
}

completion_file() {
    case $1 in
        bash) echo "$prefix/share/bash-completion/completions/berth" ;;
        zsh) echo "$prefix/share/zsh/site-functions/_berth" ;;
        fish) echo "$prefix/share/fish/vendor_completions.d/berth.fish" ;;
    esac
}

# remove_files: what put_files puts again each time, and nothing that is the operator's.
remove_files() {
    local file
    for file in "$prefix/bin/berth" "$(completion_file bash)" "$(completion_file zsh)" "$(completion_file fish)" \
        "$units/berth.service" "$units/berth-gateway.service"; do
        if [[ -e $file ]]; then change "remove $file" rm -f "$file"; fi
    done
    change "have systemd read its units" systemctl daemon-reload
}
