"""What the trace tells of asyncio's resources, by watching CPython's own methods run."""
from loopscope import context_variables, diagnoses, groups, items, monitor, permits, pulse, signals, suspension


def install():
    monitor.install()
    pulse.install()
    permits.install()
    signals.install()
    items.install()
    groups.install()
    context_variables.install()
    diagnoses.install()
    # Those have given functions another code.
    suspension.install()
