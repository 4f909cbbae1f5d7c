"""Records what the programs of `corpus.txt` print on native CPython, over real loopback, into `native.json`; and
those in which CPython finds a socket or a transport that is never closed.

    python3 src/testing/sockets/record-native.py [part of a name]

A machine's speed must not decide: each program runs several times, and those whose runs do not agree are named,
and not recorded.
"""

import json
import pathlib
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).parent
RUNS = 5
AT_ONCE = 2


def programs():
    """The programs by name."""
    beginning, *parts = (HERE / "corpus.txt").read_text().split("\n#%% ")
    for part in parts:
        name, _, text = part.partition("\n")
        yield name, f"{beginning}\n{text}"


def run(source, *options):
    return subprocess.run([sys.executable, *options, "-c", source], capture_output=True, text=True, timeout=30)


def lines_of(source):
    """What one run prints; its error's last line in place of the rest if it fails."""
    try:
        done = run(source)
    except subprocess.TimeoutExpired:
        return ["it hangs"]
    failure = [f"stderr: {done.stderr.strip().splitlines()[-1]}"] if done.stderr else []
    return done.stdout.splitlines() + failure


def record(source):
    """The lines of the runs, or None if they do not agree."""
    first = lines_of(source)
    return first if all(lines_of(source) == first for _ in range(RUNS - 1)) else None


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    target = HERE / "native.json"
    recorded = json.loads(target.read_text())["programs"] if wanted else {}
    chosen = [(name, source) for name, source in programs() if wanted in name]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for (name, _), lines in zip(chosen, pool.map(record, [source for _, source in chosen]), strict=True):
            if lines is None:
                print("differs from run to run:", name)
            elif any(line.startswith(("stderr: ", "it hangs")) for line in lines):
                print("fails:", name, lines)
            else:
                recorded[name] = lines
    unclosed = [
        name
        for name, source in programs()
        if "ResourceWarning: unclosed" in run(source, "-W", "always::ResourceWarning").stderr
    ]
    version = sys.version.partition(" ")[0]
    target.write_text(json.dumps({"python": version, "programs": recorded, "unclosed": unclosed}, indent=1) + "\n")


if __name__ == "__main__":
    main()
