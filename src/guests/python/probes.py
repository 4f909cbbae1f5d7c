"""What the trace tells of asyncio's resources, by watching CPython's own methods run."""
from loopscope import items, permits, pulse, resources, signals, watching


def install():
    watching.install()
    pulse.install()
    resources.install()
    permits.install()
    signals.install()
    items.install()
