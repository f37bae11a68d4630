#!/bin/bash
# As docker-stacks' does when it is not root: hooks, a name for the uid if it can, warnings about NB_*, then the command.
set -e
say() { [[ -n ${JUPYTER_DOCKER_STACKS_QUIET:-} && $1 != WARNING* ]] || echo "$@"; }

run_hooks() {
    local hook
    for hook in "$1"/*.sh; do
        if [[ -f $hook ]]; then source "$hook"; fi
    done
}

(($# > 0)) || set -- bash
if (($(id -u) == 0)); then
    echo "ERROR: this stand-in knows nothing of root" >&2
    exit 1
fi
run_hooks /usr/local/bin/start-notebook.d
if ! whoami >/dev/null 2>&1; then
    if [[ -w /etc/passwd ]]; then
        echo "$NB_USER:x:$(id -u):$(id -g):,,,:/home/jovyan:/bin/bash" >>/etc/passwd
    else
        say "WARNING: unable to fix missing /etc/passwd entry because we don't have write permission."
    fi
fi
if [[ $NB_USER != jovyan && $NB_USER != "$(id -un 2>/dev/null)" ]]; then
    say "WARNING: container must be started as root to change the desired user's name with NB_USER=\"$NB_USER\"!"
fi
if [[ $NB_UID != "$(id -u)" || $NB_GID != "$(id -g)" ]]; then
    say "WARNING: container must be started as root to change the desired user's ids!"
fi
if [[ ! -w /home/jovyan ]]; then say "WARNING: no write access to /home/jovyan."; fi
run_hooks /usr/local/bin/before-notebook.d
say "Executing the command:" "$@"
exec "$@"
