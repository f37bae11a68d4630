# The environment of kernels and terminals, made anew at the start of each: what the image's hooks and the operator's
# cluster directory say now, and the user's own packages. Sourced by berth-kernel and by login shells (bash). The
# Jupyter server has none of it. What is broken is told on stderr and passed over: a kernel always starts.
# The contract is in images/README.md.

berth_report() { printf 'berth: %s\n' "$*" >&2; }

# berth_take NAME=VALUE: exports it, unless it is not that or says who the user is.
berth_take() {
    [[ $1 =~ ^([A-Za-z_][A-Za-z0-9_]*)= ]] || return 1
    case ${BASH_REMATCH[1]} in
        BERTH_* | JUPYTERHUB_* | JPY_* | JUPYTER_TOKEN | HOME | USER | LOGNAME | NB_USER) return 1 ;;
        _ | SHLVL | PWD | OLDPWD) return 0 ;;
    esac
    export "${1?}" 2>/dev/null
}

# berth_variables FILE: lines NAME=value, taken as they are; empty ones and those that start with # are passed over.
berth_variables() {
    local line number=0
    if [[ ! -r $1 ]]; then
        [[ ! -e $1 && ! -L $1 ]] || berth_report "$1 cannot be read; passed over."
        return
    fi
    while IFS= read -r line || [[ -n $line ]]; do
        number=$((number + 1))
        line=${line%$'\r'}
        [[ -z $line || $line == '#'* ]] || berth_take "$line" \
            || berth_report "$1:$number is no NAME=value that may be set; passed over."
    done <"$1"
}

# berth_hooks FOLDER: runs each *.sh in a bash of its own, 10 s at most, and takes what it exports if it succeeds.
berth_hooks() {
    local hook word words
    for hook in "$1"/*.sh; do
        [[ -e $hook || -L $hook ]] || continue
        words=()
        mapfile -d '' words < <(timeout 10 bash -c 'source "$1" >&2 </dev/null && exec env -0' _ "$hook")
        if wait $!; then
            for word in "${words[@]}"; do berth_take "$word"; done
        else
            berth_report "the hook $hook failed; passed over."
        fi
    done
}

# berth_certificates FOLDER: has every usual tool trust the CAs in it (*.crt, PEM) beside those of the image.
berth_certificates() {
    local bundle=/tmp/.berth/certificates.crt certificates=("$1"/*.crt)
    [[ -e ${certificates[0]} ]] || return
    # awk ends each file with a line feed, which PEM needs and files may lack.
    if ! awk 1 /etc/ssl/certs/ca-certificates.crt "${certificates[@]}" >"$bundle.$$" || ! mv -f "$bundle.$$" "$bundle"; then
        berth_report "the certificates in $1 cannot be read; passed over."
        rm -f "$bundle.$$"
        return
    fi
    export SSL_CERT_FILE=$bundle REQUESTS_CA_BUNDLE=$bundle PIP_CERT=$bundle CURL_CA_BUNDLE=$bundle GIT_SSL_CAINFO=$bundle
}

# What the operator's directory holds now. The link is followed once, so that a kernel sees one version of it.
berth_cluster() {
    local current=/etc/berth/cluster/current folder
    [[ -e $current || -L $current ]] || return
    if ! folder=$(cd -P "$current" 2>/dev/null && pwd); then
        berth_report "$current does not lead to a folder; passed over."
        return
    fi
    export BERTH_CLUSTER=$folder
    berth_variables "$folder/env"
    berth_hooks "$folder/hooks"
    berth_certificates "$folder/certificates"
}

# berth_make_environment VENV PYTHON: a virtual environment in which what the user installs comes before what the image has.
berth_make_environment() {
    local new=$1.$$ site
    site=lib/$2/site-packages
    mkdir -p "$new/bin" "$new/$site" \
        && ln -s "/usr/bin/$2" "$new/bin/python" && ln -s python "$new/bin/python3" && ln -s python "$new/bin/$2" \
        && printf '#!/bin/sh\nexec "${0%%/*}/python" -m pip "$@"\n' >"$new/bin/pip" && chmod 755 "$new/bin/pip" \
        && ln -s pip "$new/bin/pip3" \
        && printf 'home = /usr/bin\ninclude-system-site-packages = false\n' >"$new/pyvenv.cfg" \
        && echo "import site; site.addsitedir('/opt/venv/$site')" >"$new/$site/zz-image.pth" \
        && { mv -T "$new" "$1" || [[ -e $1/pyvenv.cfg ]]; } 2>/dev/null
    local status=$?
    rm -rf "$new"
    return $status
}

# The user's own packages, of this image and this version of each language. $BERTH_PACKAGES is from the start script.
berth_packages() {
    local library=(/opt/venv/lib/python3.*) python venv folder
    python=${library[0]##*/}
    venv=$BERTH_PACKAGES/$python
    export R_LIBS_USER=$BERTH_PACKAGES/R-%v
    if [[ -e $venv/pyvenv.cfg ]] || berth_make_environment "$venv" "$python"; then
        export VIRTUAL_ENV=$venv
    else
        berth_report "cannot make $venv: packages cannot be installed. Is the workspace full?"
    fi
    # Login shells start from Debian's PATH.
    for folder in /opt/venv/bin "$venv/bin"; do
        [[ :$PATH: == *:"$folder":* ]] || PATH=$folder:$PATH
    done
    export PATH
}

# The limits of now, which a resize moves; those of the container's environment are from its creation.
berth_variables /run/berth/limits.env
berth_hooks /usr/local/bin/before-kernel.d
berth_cluster
[[ -z ${BERTH_PACKAGES:-} ]] || berth_packages
