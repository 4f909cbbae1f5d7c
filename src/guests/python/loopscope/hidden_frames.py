"""Stacks and tracebacks that a program reads or prints, without the frames of this package.

Natively these frames do not exist. `traceback`, `logging`, `source_traceback` and debug mode all extract
frames in one function of `traceback.StackSummary`, which is why one filter is enough.
"""

from loopscope.cpython_internals import extract_frames, replace_extract_frames


def is_shown(frame):
    """True for a frame outside of this package."""
    return not frame.f_code.co_filename.startswith("<loopscope")


def install():
    """Puts the filter in place. Once an interpreter."""

    @classmethod
    def extract(cls, frames, **options):
        return extract_frames(cls, (entry for entry in frames if is_shown(entry[0])), **options)

    replace_extract_frames(extract)
