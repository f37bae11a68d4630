"""The default image: its libraries, a cell in each of its kernels, and that none of it slows the server down."""

import pytest

LIBRARIES = """
import numpy, pandas, matplotlib, pyarrow, sklearn.linear_model, requests
matplotlib.use("agg")
import matplotlib.pyplot as plot
table = pandas.DataFrame({"x": numpy.arange(5.0)}).assign(y=lambda t: 2 * t.x + 1)
table.to_parquet("/tmp/table.parquet")
again = pandas.read_parquet("/tmp/table.parquet", engine="pyarrow")
model = sklearn.linear_model.LinearRegression().fit(again[["x"]], again.y)
again.plot("x", "y").figure.savefig("/tmp/plot.png")
print(round(float(model.coef_[0])), round(float(model.intercept_)), open("/tmp/plot.png", "rb").read(4)[1:].decode())
"""
SCORE = "/proc/self/oom_score_adj"
CELLS = {
    "python3": (LIBRARIES, "2 1 PNG"),
    "ir": ('model <- lm(dist ~ speed, cars); cat(nrow(cars), round(coef(model)[["speed"]], 2))', "50 3.93"),
    "bash": ("for n in 1 2 3; do echo $((n * n)); done | paste -sd+ | sed 's/+/ and /g'", "1 and 4 and 9"),
}
SCORES = {
    "python3": f"print(open('{SCORE}').read())", "ir": f"cat(readLines('{SCORE}'))", "bash": f"cat {SCORE}",
}


@pytest.mark.parametrize("spec", CELLS)
def test_a_cell_runs_in_each_kernel_which_goes_first_when_memory_is_short(ada, spec):
    code, expected = CELLS[spec]
    with ada.kernel("ada", spec) as kernel:
        assert kernel.run(code).strip() == expected
        assert kernel.run(SCORES[spec]).strip() == "500"


def test_the_server_itself_has_loaded_none_of_the_libraries(ada):
    with ada.kernel("ada", "bash") as kernel:
        loaded = kernel.run("tr '\\0' ' ' </proc/$(pgrep -o jupyter-lab)/cmdline; cat /proc/$(pgrep -o jupyter-lab)/maps")
    assert "jupyter-lab" in loaded.splitlines()[0]
    assert "zmq" in loaded
    for library in ("numpy", "pandas", "pyarrow", "scipy", "matplotlib"):
        assert library not in loaded, library
