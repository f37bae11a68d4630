# Login shells, which Jupyter's terminals are, see what kernels see. What runs in them goes before the server when the
# container runs out of memory, after kernels.
{ echo 300 >/proc/self/oom_score_adj; } 2>/dev/null
if [ -n "${BASH_VERSION:-}" ]; then
    . /usr/local/lib/berth/environment.sh
fi
