"""Records what the shell of Debian (dash) and GNU's commands print for each line of `shell-commands.txt`.

    python3 src/testing/processes/record-shell.py
"""

import json
import pathlib
import subprocess

HERE = pathlib.Path(__file__).parent


def run(command):
    """The output, the errors and the exit status of a command line; minus a signal's number."""
    done = subprocess.run(
        ["/bin/sh", "-c", command],
        capture_output=True,
        text=True,
        timeout=20,
        stdin=subprocess.DEVNULL,
        env={"PATH": "/usr/bin:/bin", "LC_ALL": "C.UTF-8"},
        cwd="/",
    )
    return {"stdout": done.stdout, "stderr": done.stderr, "status": done.returncode}


commands = (HERE / "shell-commands.txt").read_text().splitlines()
recorded = {command: run(command) for command in commands}
(HERE / "shell-native.json").write_text(json.dumps(recorded, indent=1, ensure_ascii=False) + "\n")
