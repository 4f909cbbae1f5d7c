"""Records what the programs of `corpus.txt` print on native CPython into `native.json`. Each runs in a folder
of its own that has the files of `given`, and itself as `program.py`.

    python3.13 src/testing/files/record-native.py
"""

import json
import pathlib
import shutil
import subprocess
import sys
import tempfile

HERE = pathlib.Path(__file__).parent


def programs():
    """The programs by name."""
    beginning, *parts = (HERE / "corpus.txt").read_text().split("\n#%% ")
    for part in parts:
        name, _, text = part.partition("\n")
        yield name, f"{beginning}\n{text}"


def output_of(source):
    with tempfile.TemporaryDirectory() as parent:
        folder = pathlib.Path(parent, "folder")
        shutil.copytree(HERE / "given", folder)
        (folder / "program.py").write_text(source)
        command = [sys.executable, "-B", "program.py"]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=True).stdout


def main():
    recorded = {name: output_of(source) for name, source in programs()}
    version = sys.version.partition(" ")[0]
    text = json.dumps({"python": version, "programs": recorded}, indent=2)
    (HERE / "native.json").write_text(f"{text}\n")


if __name__ == "__main__":
    main()
