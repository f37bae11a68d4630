# Login shells, which Jupyter's terminals are, see what kernels see.
if [ -n "${BASH_VERSION:-}" ]; then
    . /usr/local/lib/berth/environment.sh
fi
