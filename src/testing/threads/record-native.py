"""Records what the programs of `corpus.txt` print on native CPython, into `native.json`.

    python3 src/testing/threads/record-native.py [part of a name]

A busy machine delays threads. So each program runs several times: the lines that most runs print count, and of
each line the earliest time. Prints the programs whose runs do not agree, and records none of those.
"""

import json
import pathlib
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

HERE = pathlib.Path(__file__).parent
RUNS = 9
AT_ONCE = 2


def programs():
    """The programs by name."""
    beginning, *parts = (HERE / "corpus.txt").read_text().split("\n#%% ")
    for part in parts:
        name, _, text = part.partition("\n")
        yield name, f"{beginning}\n{text}"


def lines_of(source):
    """What one run prints: (seconds, text) of each line."""
    done = subprocess.run([sys.executable, "-c", source], capture_output=True, text=True, timeout=60)
    assert not done.stderr, done.stderr
    lines = [line.partition(" ") for line in done.stdout.splitlines()]
    return [(float(seconds), text) for seconds, _, text in lines]


def record(source):
    """The lines of several runs in one, or None if the runs do not agree."""
    runs = [lines_of(source) for _ in range(RUNS)]
    texts, count = Counter(tuple(text for _, text in run) for run in runs).most_common(1)[0]
    if count <= RUNS / 2:
        return None
    alike = [run for run in runs if tuple(text for _, text in run) == texts]
    return [[min(seconds for seconds, _ in lines), lines[0][1]] for lines in zip(*alike, strict=True)]


def main():
    wanted = sys.argv[1] if len(sys.argv) > 1 else ""
    target = HERE / "native.json"
    recorded = json.loads(target.read_text())["programs"] if wanted else {}
    chosen = [(name, source) for name, source in programs() if wanted in name]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for (name, _), lines in zip(chosen, pool.map(record, [source for _, source in chosen]), strict=True):
            if lines is None:
                print("differs from run to run:", name)
            else:
                recorded[name] = lines
    version = sys.version.partition(" ")[0]
    target.write_text(json.dumps({"python": version, "programs": recorded}, indent=1) + "\n")


if __name__ == "__main__":
    main()
