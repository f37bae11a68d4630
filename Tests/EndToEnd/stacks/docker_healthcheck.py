#!/usr/bin/env python
import json
import pathlib
import subprocess
import urllib.request

folder = pathlib.Path(subprocess.check_output(["jupyter", "--runtime-dir"], text=True).strip())
url = json.loads(next(folder.glob("jpserver-*.json")).read_text())["url"]
urllib.request.urlopen(f"{url}api", timeout=1)
