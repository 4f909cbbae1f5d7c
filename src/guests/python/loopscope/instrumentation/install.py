"""What the trace tells of asyncio's resources, by watching CPython's own methods run."""

from loopscope import monitoring, safepoint
from loopscope.instrumentation import (
    combinators,
    context_variables,
    diagnoses,
    events_and_conditions,
    locks,
    queues,
    suspension,
)


def install():
    monitoring.install()
    safepoint.install()
    locks.install()
    events_and_conditions.install()
    queues.install()
    combinators.install()
    context_variables.install()
    diagnoses.install()
    # Those have given functions another code.
    suspension.install()
