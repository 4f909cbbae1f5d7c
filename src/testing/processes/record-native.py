"""Records what the programs of `corpus.txt` print on native CPython, with real processes, into `native.json`.

    python3 src/testing/processes/record-native.py [part of a name]

A machine's speed must not decide: each program runs until two runs agree, and those of which none do are named,
and not recorded.
"""

import json
import os
import pathlib
import subprocess
import sys

HERE = pathlib.Path(__file__).parent
RUNS = 8


def programs():
    """The programs by name."""
    beginning, *parts = (HERE / "corpus.txt").read_text().split("\n#%% ")
    for part in parts:
        name, _, text = part.partition("\n")
        yield name, f"{beginning}\n{text}"


def lines_of(source):
    """What one run prints, its standard errors last."""
    settings = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    done = subprocess.run(
        [sys.executable, "-c", source],
        capture_output=True,
        text=True,
        timeout=30,
        env=settings | {"LC_ALL": "C.UTF-8"},
    )
    failure = [f"stderr: {done.stderr.strip().splitlines()[-1]}"] if done.stderr else []
    return done.stdout.splitlines() + failure


def record(source):
    """The lines of two runs that agree, or None."""
    seen = []
    for _ in range(RUNS):
        lines = lines_of(source)
        if lines in seen:
            return lines
        seen.append(lines)
    return None


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    target = HERE / "native.json"
    recorded = json.loads(target.read_text())["programs"] if wanted else {}
    for name, source in programs():
        if wanted in name:
            lines = record(source)
            if lines is None:
                print("differs from run to run:", name)
            elif any(line.startswith("stderr: ") for line in lines):
                print("fails:", name, lines)
            else:
                recorded[name] = lines
    version = sys.version.partition(" ")[0]
    target.write_text(json.dumps({"python": version, "programs": recorded}, indent=1) + "\n")


if __name__ == "__main__":
    main()
