#!/usr/bin/env python
# As docker-stacks' does: inside JupyterHub another program, otherwise `jupyter lab` with the words of NOTEBOOK_ARGS.
import os
import shlex
import sys

if "JUPYTERHUB_API_TOKEN" in os.environ:
    os.execvp("/usr/local/bin/start-singleuser.py", ["/usr/local/bin/start-singleuser.py", *sys.argv[1:]])
command = ["jupyter", os.environ.get("DOCKER_STACKS_JUPYTER_CMD", "lab")]
command += shlex.split(os.environ.get("NOTEBOOK_ARGS", "")) + sys.argv[1:]
print("Executing: " + " ".join(command))
os.execvp(command[0], command)
