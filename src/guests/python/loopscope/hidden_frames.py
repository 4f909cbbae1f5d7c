"""Stacks and tracebacks that a program reads or prints, without the frames of this package, and of `_pyio`,
which files of the network's descriptors are made of (`net.descriptors`).

Natively these frames do not exist. `traceback`, `logging`, `source_traceback` and debug mode all extract
frames in one function of `traceback.StackSummary`, which is why one filter is enough.
"""

import os

from loopscope.cpython_internals import extract_frames, replace_extract_frames

_FILES = os.path.join(os.path.dirname(os.__file__), "_pyio.py")


def is_shown(frame):
    """True for a frame that is there natively."""
    name = frame.f_code.co_filename
    return not name.startswith("<loopscope") and name != _FILES


def install():
    """Puts the filter in place. Once an interpreter."""

    @classmethod
    def extract(cls, frames, **options):
        return extract_frames(cls, (entry for entry in frames if is_shown(entry[0])), **options)

    replace_extract_frames(extract)
