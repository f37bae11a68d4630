# The base of our images: a Debian root file system (pulled, or made from packages) with the host's CAs on top.
# Uses the helpers of image-tools.sh and the variables images, cache and fresh.

suite=bookworm
slim=debian:bookworm-slim

# stage_base FOLDER: fills FOLDER with the build context of the base: its Dockerfile, and certs/ with the extra CAs.
stage_base() {
    local folder=$1 from=${BERTH_CA_DIR:-/usr/local/share/ca-certificates} certificate
    cp "$images/base/Dockerfile" "$folder"
    cp -r "$images/base/certs" "$folder"
    [[ -d $from ]] || return 0
    while IFS= read -r -d '' certificate; do
        cp "$certificate" "$folder/certs/host-$(hash12 <"$certificate").crt"
    done < <(find -L "$from" -name '*.crt' -type f -print0)
}

base_context() {
    local folder
    folder=$(mktemp -d)
    stage_base "$folder"
    context_tar "$folder" Dockerfile certs
    rm -rf "$folder"
}

base_hash() { { cat "${BASH_SOURCE[0]}"; base_context; } | hash12; }

# build_base TAG
build_base() {
    local rootfs
    rootfs=$(rootfs_image)
    base_context | step "build $1" docker_build --build-arg "ROOTFS=$rootfs" --tag "$1"
}

# rootfs_image: prints the name of a Debian root file system the engine has: the official one, or ours.
rootfs_image() {
    if { [[ $fresh == no ]] && image_exists "$slim"; } || pull_slim; then
        echo "$slim"
        return
    fi
    local recipe tar name
    recipe=$(hash12 <"${BASH_SOURCE[0]}")-$(uname -m)
    tar=$cache/rootfs-$recipe.tar
    name=berth/rootfs:$suite-$recipe
    if [[ $fresh == no ]] && image_exists "$name"; then
        echo "$name"
        return
    fi
    if [[ $fresh == yes || ! -s $tar ]]; then
        step "install mmdebstrap" need_mmdebstrap
        step "make a root file system from Debian packages" make_rootfs "$tar"
    fi
    step "import $name" docker import "$tar" "$name"
    echo "$name"
}

pull_slim() {
    local problem
    say "pull $slim …"
    problem=$(timeout 180 docker pull "$slim" 2>&1 >/dev/null) && return
    say "cannot pull $slim (${problem##*$'\n'}); making the same from Debian packages."
    return 1
}

need_mmdebstrap() {
    if command -v mmdebstrap >/dev/null && [[ -e /usr/share/keyrings/debian-archive-keyring.gpg ]]; then
        return
    fi
    command -v apt-get >/dev/null \
        || die "$slim can't be pulled, and there is no apt-get to make a base with." \
            "Load the image by hand: docker save $slim | ssh this-machine docker load"
    as_root apt-get -q update
    as_root env DEBIAN_FRONTEND=noninteractive apt-get -q install -y --no-install-recommends \
        mmdebstrap debian-archive-keyring
}

# apt_sources: the lines of a sources.list for the suite, from the mirrors that this host's apt uses.
apt_sources() {
    local mirrors main security
    mirrors=$(apt-get indextargets --format '$(REPO_URI) $(RELEASE) $(ORIGIN)' 'Created-By: Packages' \
        | awk '$3 == "Debian" && $1 ~ /^https?:/' | sort -u)
    main=$(awk '$2 !~ /-/ { print $1; exit }' <<<"$mirrors")
    security=$(awk '$2 ~ /-security$/ { print $1; exit }' <<<"$mirrors")
    [[ -n $main ]] || die "this host's apt knows no Debian mirror." \
        "Run apt-get update on a Debian machine with http(s) sources, or load $slim by hand."
    echo "deb $main $suite main"
    if grep -q -- '-updates ' <<<"$mirrors"; then echo "deb $main $suite-updates main"; fi
    if [[ -n $security ]]; then echo "deb $security $suite-security main"; fi
}

# make_rootfs TAR: minbase and the CA bundle, without manuals, translations and package lists, as in the slim image.
make_rootfs() {
    local sources partial=$1.partial.tar
    sources=$(apt_sources)
    as_root mmdebstrap --variant=minbase --include=ca-certificates \
        --aptopt='Acquire::Languages "none"' --aptopt='Acquire::Retries "3"' --aptopt='APT::Install-Recommends "false"' \
        --dpkgopt='path-exclude=/usr/share/man/*' \
        --dpkgopt='path-exclude=/usr/share/locale/*' --dpkgopt='path-include=/usr/share/locale/locale.alias' \
        --dpkgopt='path-exclude=/usr/share/doc/*' --dpkgopt='path-include=/usr/share/doc/*/copyright' \
        --customize-hook='rm -rf "$1"/var/lib/apt/lists/* "$1"/var/cache/apt/*.bin "$1"/var/log/apt "$1"/var/log/*.log' \
        --customize-hook='rm -f "$1"/etc/resolv.conf "$1"/etc/hostname' \
        "$suite" "$partial" - <<<"$sources"
    mv -f "$partial" "$1"
}
